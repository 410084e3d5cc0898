"""Open cases, and show them to the people in them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.domain import appointments
from app.domain.actors import Actor
from app.domain.errors import CannotBegin, DiagramRejected
from app.domain.identity import Level
from app.engine import machine
from app.ports import Outside
from app.services import entities, identification, parties, record, steps
from app.services.messaging import messages
from app.services.parties import PersonDetails
from app.services.publishing import procedures
from app.services.publishing.procedures import Pinned
from app.services.steps import Held, Trigger
from app.store import cases, db
from app.store.sealing import CaseSeal, new_key
from app.store.tables import CaseKeyRow, CaseRow

APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was just opened. Its link went to the applicant's e-mail."""

    id: UUID
    number: str


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for what, and in which language. `office` is where it was asked, "" for the web; `channel` how it goes.

    The same `attempt` again, as from a second click, opens no second case.
    """

    procedure: str
    applicant: PersonDetails
    language: str
    office: str = ""
    channel: str = appointments.ONLINE
    attempt: UUID | None = None


def open_case(outside: Outside, entity: str, request: Request) -> Opened:
    """Open a case for somebody who has declared who they are, and mail them the link into it.

    Raises `NotFound` when the procedure is not on offer.
    """
    with db.transaction() as session:
        known = cases.begun(session, entity, request.attempt) if request.attempt else None
        if known is not None:
            return Opened(known.id, known.number)
        held, party_id = start(session, outside, entity, request)
        token = identification.issue_link(held, party_id)
        messages.queue_link(held, request.applicant, request.language, token)
        return Opened(held.row.id, held.row.number)


def start(
    session: Session, outside: Outside, entity: str, request: Request, actor: Actor | None = None
) -> tuple[Held, UUID]:
    """Open a case inside the caller's transaction and return it, held, with its applicant's id.

    `actor` is who opens it, the applicant if nobody else is named. Raises `NotFound` when the procedure is not on
    offer, `CannotBegin` when its diagram cannot be begun.
    """
    pinned = procedures.current(session, entity, request.procedure)
    held = _born(session, outside, entities.get(session, entity, outside.clock.now()), pinned, request)
    party_id = uuid4()
    actor = actor or Actor("citizen", str(party_id), "declared")
    opened = record.Act(
        "case.opened",
        actor,
        record.on("case", held.row.id),
        data={"procedure": request.procedure, "diagram": pinned.digest.hex(), "language": request.language},
    )
    try:
        step = machine.start(pinned.spec, {APPLICANT: {"ref": str(party_id)}}, **held.at)
    except DiagramRejected as fault:
        raise CannotBegin(f"{request.procedure}: {fault}") from fault
    steps.apply(held, step, Trigger("start", actor, [opened]))
    parties.add(held, party_id, APPLICANT, request.applicant, request.language)
    return held, party_id


def _born(session: Session, outside: Outside, entity: entities.Entity, pinned: Pinned, request: Request) -> Held:
    now = outside.clock.now()
    year = now.astimezone(entity.zone).year
    case_id, key = request.attempt or uuid4(), new_key()
    number = cases.next_number(session, entity.id, year, pinned.procedure.code)
    row = CaseRow(
        id=case_id,
        entity=entity.id,
        number=f"{year}/{pinned.procedure.code}/{number:06d}",
        procedure=pinned.procedure.id,
        digest=pinned.digest,
        status="open",
        language=request.language,
        office=request.office or None,
        channel=request.channel,
        state=b"",
        version=0,
        seq=0,
        head=record.genesis(case_id),
        opened_at=now,
    )
    session.add(row)
    session.flush()
    wrapped = outside.keys.wrap(key, case_id)
    session.execute(insert(CaseKeyRow), [{"case_id": case_id, "entity": entity.id, "wrapped": wrapped}])
    return Held(
        session, outside, row, CaseSeal(case_id, key), pinned, entity, {}, {APPLICANT: Level.DECLARED.word}, now
    )


def reading(session: Session, outside: Outside, entity: str, case_id: UUID) -> "CaseFile":
    """Return a case opened for reading. Only `access` may call this. Raises `NotFound`."""
    return opened(session, outside, *cases.get(session, entity, case_id))


def opened(session: Session, outside: Outside, row: CaseRow, wrapped: bytes) -> "CaseFile":
    """Return a case that was read with its wrapped key, opened. The caller has checked who may see it."""
    now = outside.clock.now()
    return CaseFile(
        row=row,
        seal=CaseSeal(row.id, outside.keys.unwrap(wrapped, row.id)),
        pinned=procedures.pinned(session, row.entity, row.digest),
        entity=entities.get(session, row.entity, now),
        now=now,
    )


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case opened for reading, with what is needed to show it."""

    row: CaseRow
    seal: CaseSeal
    pinned: Pinned
    entity: entities.Entity
    now: datetime


def answers(session: Session, file: CaseFile) -> dict[str, dict[str, Any]]:
    """Return the latest answers of each form of the case, opened, by the diagram's variable."""
    found: dict[str, dict[str, Any]] = {}
    for row in cases.all_answers(session, file.row.id):
        found[row.name] = file.seal.open_json(row.sealed, ANSWERS)
    return found


ANSWERS, DRAFT = "case.answers", "case.draft"


def keep_answers(held: Held, variable: str, given: Mapping[str, Any], ref: UUID | None = None) -> UUID:
    """Seal answers in the case and return their reference, `ref` where a call that may be repeated made it."""
    ref = ref or UUID(bytes=secrets.token_bytes(16), version=4)
    cases.add_answers(
        held.session,
        {
            "id": ref,
            "entity": held.row.entity,
            "case_id": held.row.id,
            "name": variable,
            "sealed": held.seal.seal_json(dict(given), ANSWERS),
            "created_at": held.now,
        },
    )
    return ref
