"""A crowd: cases as they would stand after years, put into the database without living through them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.ports import Outside
from app.services import parties
from app.services.parties import PersonDetails
from app.store import db
from app.store.sealing import CaseSeal, new_key
from app.store.tables import CaseKeyRow, CaseRow, PartyRow, TaskRow

_GIVEN = ("Ana", "Núria", "Mohamed", "Wei", "Begoña", "Iñaki", "Llúcia", "Francesc", "Remei", "Jordi")
_SURNAMES = ("Giménez", "Agulló", "Martínez", "Öztürk", "Chen", "Puig", "Ferrer", "Sanchis", "Ollé", "Soler")
_AT_ONCE = 2000
_Rows = list[tuple[type[Any], dict[str, Any]]]


def gather(outside: Outside, like: UUID, count: int) -> None:
    """Add `count` cases like the case `like`, each with an applicant of its own and the same open tasks."""
    with db.bookkeeping("a crowd has no history") as session:
        case = session.get_one(CaseRow, like)
        tasks = session.scalars(select(TaskRow).where(TaskRow.case_id == like, TaskRow.status == "open")).all()
        for start in range(0, count, _AT_ONCE):
            made = [
                row
                for number in range(start, min(start + _AT_ONCE, count))
                for row in _one(outside, case, tasks, number)
            ]
            _put(session, made)


def _one(outside: Outside, case: CaseRow, tasks: Sequence[TaskRow], number: int) -> Iterator[tuple[type[Any], Any]]:
    case_id, key = uuid4(), new_key()
    person = PersonDetails(
        given_name=_GIVEN[number % 10],
        surname1=_SURNAMES[number // 10 % 10],
        surname2=_SURNAMES[number // 100 % 10],
        id_type="passport",
        id_number=f"CROWD{number:06d}",
        email=f"{number}@correo.example",
        mobile=f"+346{number:08d}",
    )
    keys, at = outside.keys, case.opened_at - timedelta(minutes=number % 500_000)
    yield CaseRow, _copied(case, id=case_id, number=f"2001/CRW/{number:06d}", opened_at=at, state=b"")
    yield CaseKeyRow, {"case_id": case_id, "entity": case.entity, "wrapped": keys.wrap(key, case_id)}
    yield (
        PartyRow,
        {
            "id": uuid4(),
            "entity": case.entity,
            "case_id": case_id,
            "role": "applicant",
            "language": "es",
            "sealed": CaseSeal(case_id, key).seal_json(asdict(person), parties.DETAILS),
            "id_number": keys.fingerprint(person.id_number, "id_number"),
            "level": "code",
            "search": parties.search_words(keys, person.full_name),
            "created_at": at,
        },
    )
    for task in tasks:
        due = at + timedelta(days=number % 90) if number % 3 else None
        urgent = (50, 50, 50, 70, 90)[number % 5]
        yield TaskRow, _copied(task, id=uuid4(), case_id=case_id, opened_at=at, due_at=due, priority=urgent)


def _copied(row: Any, **changes: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns} | changes


def _put(session: Session, made: _Rows) -> None:
    for table in (CaseRow, CaseKeyRow, PartyRow, TaskRow):
        rows = [row for kind, row in made if kind is table]
        if rows:
            session.execute(insert(table), rows)
