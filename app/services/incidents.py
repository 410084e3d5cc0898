"""Faults that a person decides about: try again, go on without, say that it was done by hand or dealt with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.errors import Conflict, Invalid
from app.domain.work import Json
from app.engine import machine
from app.ports import Outside
from app.services import record, steps
from app.services.steps import Held, Trigger
from app.services.visits import Visitor
from app.store import db, outbox
from app.store.tables import CallRow, IncidentRow

MAY = ("supervisor", "administrator")


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An open fault as the desk lists it. `skippable` when the diagram waits for the call.

    `about_call` when it is about work that failed, rather than about the diagram itself.
    """

    id: UUID
    case_id: UUID
    case_number: str
    kind: str
    detail: str
    operator: str
    attempts: int
    opened_at: datetime
    skippable: bool
    about_call: bool


def listed(visitor: Visitor) -> list[IncidentView]:
    """Return the open incidents of the visitor's entity, oldest first. Raises `Denied`."""
    visitor.require(*MAY, "clerk", "auditor")
    with db.reading() as session:
        return [
            IncidentView(
                id=row.id,
                case_id=case.id,
                case_number=case.number,
                kind=row.kind,
                detail=row.detail,
                operator=call.operator if call else "",
                attempts=call.attempts if call else 0,
                opened_at=row.opened_at,
                skippable=call is not None and call.origin == "diagram",
                about_call=call is not None,
            )
            for row, case, call in outbox.incidents(session, visitor.entity)
        ]


def retry(outside: Outside, visitor: Visitor, incident_id: UUID) -> None:
    """Have the failed call tried again from the start. Raises `Conflict` when somebody decided already."""
    visitor.require(*MAY)
    with db.transaction() as session:
        held, row, call = _held(session, outside, visitor, incident_id)
        _resolve(held, row, visitor, "retried")
        outbox.begin_again(session, call, held.now)


def skip(outside: Outside, visitor: Visitor, incident_id: UUID, reason: str) -> None:
    """Let the case go on with an empty result. Raises `Conflict`, or `Invalid` without a reason."""
    _settle(outside, visitor, incident_id, reason, "skipped", {})


def complete_by_hand(
    outside: Outside, visitor: Visitor, incident_id: UUID, reason: str, result: Mapping[str, Json]
) -> None:
    """Let the case go on with a result that a person states. Raises as `skip`."""
    _settle(outside, visitor, incident_id, reason, "completed_by_hand", result)


def close(outside: Outside, visitor: Visitor, incident_id: UUID, reason: str) -> None:
    """Say that a fault of a diagram was dealt with. Raises `Conflict` when it is about a call, and as `skip`."""
    visitor.require(*MAY)
    _needed(reason)
    with db.transaction() as session:
        row = outbox.incident(session, visitor.entity, incident_id)
        if row.resolved_at is not None or row.call_id is not None:
            raise Conflict("the incident was decided already, or is about a call")
        held = steps.hold(session, outside, visitor.entity, row.case_id)
        _resolve(held, row, visitor, "closed", {"reason": reason.strip()[:1000]})


def _needed(reason: str) -> None:
    if not reason.strip():
        raise Invalid("a reason is needed", {"reason": "required"})


def _settle(
    outside: Outside, visitor: Visitor, incident_id: UUID, reason: str, how: str, result: Mapping[str, Json]
) -> None:
    visitor.require(*MAY)
    _needed(reason)
    with db.transaction() as session:
        held, row, call = _held(session, outside, visitor, incident_id)
        _resolve(held, row, visitor, how, {"reason": reason.strip()[:1000]})
        if call.origin != "diagram":
            call.status, call.params = "withdrawn", b""
            return
        steps.advance(
            held,
            lambda spec, state, at: machine.answer(spec, state, call.id, dict(result), **at),
            Trigger(how, visitor.actor, done=call.id),
        )


def _held(session: Any, outside: Outside, visitor: Visitor, incident_id: UUID) -> tuple[Held, IncidentRow, CallRow]:
    row = outbox.incident(session, visitor.entity, incident_id)
    if row.resolved_at is not None or row.call_id is None:
        raise Conflict("the incident was decided already")
    held = steps.hold(session, outside, visitor.entity, row.case_id)
    return held, row, outbox.get(session, row.call_id, lock=True)


def _resolve(held: Held, row: IncidentRow, visitor: Visitor, how: str, values: Mapping[str, str] | None = None) -> None:
    row.resolved_at, row.resolved_by, row.resolution = held.now, visitor.actor.ref, how
    act = record.Act(f"incident.{how}", visitor.actor, record.on("incident", row.id), values=dict(values or {}))
    steps.note(held, act)
