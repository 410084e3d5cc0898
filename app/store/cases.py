"""Read and write cases and what waits in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, String, any_, bindparam, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.db import Base
from app.store.tables import (
    CaseCounterRow,
    CaseDataRow,
    CaseKeyRow,
    CaseRow,
    DocumentRow,
    DraftRow,
    PartyRow,
    TaskRow,
    TermRow,
    TimerRow,
)

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LockedCase:
    """A case held against other writers until the transaction ends."""

    row: CaseRow
    wrapped_key: bytes
    papers: Mapping[str, int]
    """How many papers there are, by "<role of their owner> <state>"."""
    levels: Mapping[str, str]
    """How surely each person is known, by role."""
    residences: Mapping[str, str]
    """In which municipality each person lives, by role, "" where nobody knows."""
    term: Mapping[str, Any]
    """How the term to resolve stands: due_on, state, extended; nothing before it began."""


def _papers() -> Any:
    kind = (PartyRow.role + " " + DocumentRow.state).label("kind")
    counted = (
        select(kind, func.count().label("n"))
        .select_from(DocumentRow)
        .join(PartyRow, PartyRow.id == DocumentRow.party_id)
        .where(DocumentRow.case_id == CaseRow.id, DocumentRow.kind == "paper")
        .group_by(kind)
        .correlate(CaseRow)
        .subquery()
    )
    return select(func.jsonb_object_agg(counted.c.kind, counted.c.n)).scalar_subquery()


def _people(column: Any) -> Any:
    return (
        select(func.jsonb_object_agg(PartyRow.role, column))
        .where(PartyRow.case_id == CaseRow.id)
        .correlate(CaseRow)
        .scalar_subquery()
    )


def _term() -> Any:
    told = func.jsonb_build_object(*("due_on", TermRow.due_on, "state", TermRow.state, "extended", TermRow.more > 0))
    mine = (TermRow.case_id == CaseRow.id) & (TermRow.kind == "resolve")
    return select(told).where(mine).correlate(CaseRow).scalar_subquery()


def lock(session: Session, entity: str, case_id: UUID) -> LockedCase:
    """Return the case with its wrapped key, the number of its papers, what is known of its people, and its term.

    Raises `NotFound`.
    """
    found = session.execute(
        select(CaseRow, CaseKeyRow.wrapped, _papers(), _people(PartyRow.level), _people(PartyRow.residence), _term())
        .join(CaseKeyRow, CaseKeyRow.case_id == CaseRow.id)
        .where(CaseRow.id == case_id, CaseRow.entity == entity)
        .with_for_update(of=CaseRow)
    ).first()
    if found is None:
        raise NotFound(f"case {case_id}")
    return LockedCase(found[0], found[1], found[2] or {}, found[3] or {}, found[4] or {}, found[5] or {})


def get(session: Session, entity: str, case_id: UUID) -> tuple[CaseRow, bytes]:
    """Return the case and its wrapped key. Raises `NotFound`."""
    found = session.execute(
        select(CaseRow, CaseKeyRow.wrapped)
        .join(CaseKeyRow, CaseKeyRow.case_id == CaseRow.id)
        .where(CaseRow.id == case_id, CaseRow.entity == entity)
    ).first()
    if found is None:
        raise NotFound(f"case {case_id}")
    return found[0], found[1]


def begun(session: Session, entity: str, case_id: UUID) -> CaseRow | None:
    """Return the case with an id that a browser chose, holding that id against a second click until the commit."""
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": case_id.int & (2**63 - 1)})
    return session.scalar(select(CaseRow).where(CaseRow.id == case_id, CaseRow.entity == entity))


def next_number(session: Session, entity: str, year: int, code: str) -> int:
    """Return the next case number of `code` in `year`; the counter is held until the commit."""
    statement = upsert(CaseCounterRow).values(entity=entity, year=year, code=code, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=[CaseCounterRow.entity, CaseCounterRow.year, CaseCounterRow.code],
        set_={"last": CaseCounterRow.last + 1},
    )
    return session.execute(statement.returning(CaseCounterRow.last)).scalar_one()


_WITHDRAW = text("""
WITH people AS (
  UPDATE task SET status = CASE WHEN id = :done THEN 'done' ELSE 'withdrawn' END, closed_at = :now, closed_by = :who
  WHERE id = ANY(:ids) AND status = 'open'
), machines AS (
  UPDATE call SET status = CASE WHEN id = :done THEN :outcome ELSE 'withdrawn' END, answered_at = :now, params = ''
  WHERE id = ANY(:ids) AND status IN ('owed', 'waiting', 'failed')
)
DELETE FROM timer WHERE task_id = ANY(:ids)
""")


@dataclass(frozen=True, slots=True)
class Closing:
    """What a step ended: `done` by `who` with `outcome` (done or failed), the other `ids` withdrawn."""

    ids: Sequence[UUID]
    done: UUID | None
    who: str
    outcome: str = "done"


def withdraw(session: Session, closing: Closing, now: datetime) -> None:
    """Close the tasks, calls and timers that stopped waiting."""
    session.execute(
        _WITHDRAW,
        {
            "ids": list(closing.ids),
            "done": closing.done,
            "now": now,
            "who": closing.who,
            "outcome": closing.outcome,
        },
    )


def add_tasks(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert human tasks. Each is due with the first timer of the case that waits at one of the elements `beside` it.

    One of the staff without such a timer is due with the term to resolve, while that runs.

    A deadline that ends with a day is due at the midnight after it; the task has the last moment before.
    """
    waiting = (TimerRow.case_id == bindparam("of_case")) & (
        TimerRow.element == any_(bindparam("beside", type_=ARRAY(String)))
    )
    first = select(func.min(TimerRow.due_at) - _MOMENT).where(waiting).scalar_subquery()
    resolve = (TermRow.case_id == bindparam("of_case")) & (TermRow.kind == "resolve") & (TermRow.state == "running")
    office = select(TermRow.due_at - _MOMENT).where(resolve, bindparam("staffed", type_=Boolean())).scalar_subquery()
    told = [{**row, "of_case": row["case_id"], "staffed": row["role"] is not None} for row in rows]
    due = func.coalesce(first, office)
    session.execute(insert(Base.metadata.tables[TaskRow.__tablename__]).values(due_at=due), told)


def put_off(session: Session, case_id: UUID, ends: datetime, later: datetime) -> None:
    """Let open tasks of a case that were due with a deadline that ended at `ends` be due with it at `later`."""
    session.execute(
        update(TaskRow)
        .where(TaskRow.case_id == case_id, TaskRow.status == "open", TaskRow.due_at == ends - _MOMENT)
        .values(due_at=later - _MOMENT)
    )


def add_timers(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert timers that wait; one that recurs is there already and gets its new time."""
    statement = upsert(TimerRow)
    statement = statement.on_conflict_do_update(
        index_elements=[TimerRow.task_id], set_={"due_at": statement.excluded.due_at}
    )
    session.execute(statement, rows)


def due_timers(session: Session, now: datetime, limit: int) -> list[tuple[str, UUID]]:
    """Return entity and id of cases with a timer due at `now`, the longest due first."""
    rows = session.execute(
        select(TimerRow.entity, TimerRow.case_id, func.min(TimerRow.due_at).label("due"))
        .where(TimerRow.due_at <= now)
        .group_by(TimerRow.entity, TimerRow.case_id)
        .order_by("due")
        .limit(limit)
    )
    return [(row.entity, row.case_id) for row in rows]


def put_off_timers(session: Session, case_id: UUID, now: datetime, by: timedelta) -> None:
    """Let the timers of a case that are due at `now` be due later."""
    due = (TimerRow.case_id == case_id, TimerRow.due_at <= now)
    session.execute(update(TimerRow).where(*due).values(due_at=now + by))


def task(session: Session, entity: str, task_id: UUID, *, lock: bool = False) -> TaskRow:
    """Return a task. Raises `NotFound`."""
    statement = select(TaskRow).where(TaskRow.id == task_id, TaskRow.entity == entity)
    row = session.scalar(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFound(f"task {task_id}")
    return row


def tasks_of(session: Session, case_id: UUID) -> list[TaskRow]:
    """Return every task of a case, oldest first."""
    return list(session.scalars(select(TaskRow).where(TaskRow.case_id == case_id).order_by(TaskRow.opened_at)))


def add_answers(session: Session, row: Mapping[str, Any]) -> None:
    """Insert sealed answers."""
    session.execute(insert(CaseDataRow), [row])


def answers(session: Session, case_id: UUID, refs: Sequence[UUID]) -> list[CaseDataRow]:
    """Return sealed answers of this case by id; ids of other cases are not found. Raises `NotFound`."""
    rows = {
        row.id: row
        for row in session.scalars(select(CaseDataRow).where(CaseDataRow.case_id == case_id, CaseDataRow.id.in_(refs)))
    }
    if set(rows) != set(refs):
        raise NotFound("answers")
    return [rows[ref] for ref in refs]


def all_answers(session: Session, case_id: UUID) -> list[CaseDataRow]:
    """Return every sealed set of answers of a case, oldest first."""
    return list(
        session.scalars(select(CaseDataRow).where(CaseDataRow.case_id == case_id).order_by(CaseDataRow.created_at))
    )


def draft(session: Session, task_id: UUID) -> DraftRow | None:
    """Return what was typed so far in a task."""
    return session.get(DraftRow, task_id)


def keep_draft(session: Session, row: Mapping[str, Any]) -> None:
    """Store what was typed so far in a task, in place of what was there."""
    statement = upsert(DraftRow).values(row)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[DraftRow.task_id],
            set_={"sealed": statement.excluded.sealed, "updated_at": statement.excluded.updated_at},
        )
    )
