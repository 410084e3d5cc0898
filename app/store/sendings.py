"""Read what is owed to the world outside: what waits, what is late, what failed, what did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.store.tables import CallRow, CaseRow, IncidentRow

OWED, LATE, FAILED, UNDELIVERED = "owed", "late", "failed", "undelivered"
RESENT: Final = "resent"
"""What becomes of a message that did not arrive, once it was written anew."""
STATES: Final = (FAILED, UNDELIVERED, LATE, OWED)
AFTER: Final = timedelta(minutes=10)
"""What is owed for longer is late."""
SHOWN: Final = timedelta(days=30)
"""So long what did not arrive is shown: nobody can settle it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A call with its case and, where a person must decide about it, the open incident."""

    call: CallRow
    case: CaseRow | None
    incident: IncidentRow | None


@dataclass(frozen=True, slots=True)
class Ask:
    """Which calls are asked for: of some `operators`, in a `state`, as of `now`; `size` of them after `skip`."""

    entity: str
    operators: Sequence[str]
    now: datetime
    state: str = FAILED
    size: int = 25
    skip: int = 0


def page(session: Session, ask: Ask) -> list[Found]:
    """Return calls of a page: what waits longest first, what ended last first."""
    open_ones = and_(
        IncidentRow.call_id == CallRow.id, IncidentRow.entity == ask.entity, IncidentRow.resolved_at.is_(None)
    )
    order = {
        FAILED: CallRow.answered_at.desc(),
        UNDELIVERED: CallRow.delivered_at.desc(),
    }.get(ask.state, CallRow.created_at.asc())
    rows = session.execute(
        select(CallRow, CaseRow, IncidentRow)
        .outerjoin(CaseRow, CaseRow.id == CallRow.case_id)
        .outerjoin(IncidentRow, open_ones)
        .where(_in_state(ask, ask.state), CallRow.operator.in_(ask.operators))
        .order_by(order, CallRow.id)
        .limit(ask.size)
        .offset(ask.skip)
    )
    return [Found(row[0], row[1], row[2]) for row in rows]


def counts(session: Session, ask: Ask) -> dict[str, int]:
    """Return how many calls of the operators are in each state."""
    row = session.execute(select(*(_count(ask, state).label(state) for state in STATES))).one()
    return {state: int(getattr(row, state)) for state in STATES}


def incident_of(session: Session, entity: str, call_id: UUID) -> UUID | None:
    """Return the open incident about a call, None when nobody has to decide about it."""
    return session.scalar(
        select(IncidentRow.id).where(
            IncidentRow.call_id == call_id, IncidentRow.entity == entity, IncidentRow.resolved_at.is_(None)
        )
    )


def failures(session: Session, entity: str, since: datetime, until: datetime) -> list[tuple[CallRow, str]]:
    """Return the calls that failed or did not arrive after `since` and not after `until`, with their case's number.

    What the diagram of a case caught is no failure: it went on by itself.
    """
    uncaught = or_(CallRow.origin == "office", exists().where(IncidentRow.call_id == CallRow.id))
    failed = and_(CallRow.status == "failed", CallRow.answered_at > since, CallRow.answered_at <= until, uncaught)
    lost = and_(CallRow.delivery == UNDELIVERED, CallRow.delivered_at > since, CallRow.delivered_at <= until)
    rows = session.execute(
        select(CallRow, CaseRow.number)
        .outerjoin(CaseRow, CaseRow.id == CallRow.case_id)
        .where(CallRow.entity == entity, or_(failed, lost))
        .order_by(CallRow.operator, CaseRow.number, CallRow.id)
    )
    return [(row[0], row[1] or "") for row in rows]


def _count(ask: Ask, state: str) -> Any:
    statement = select(func.count(CallRow.id)).where(_in_state(ask, state), CallRow.operator.in_(ask.operators))
    return statement.scalar_subquery()


def _in_state(ask: Ask, state: str) -> ColumnElement[bool]:
    ours = CallRow.entity == ask.entity
    if state == FAILED:
        return and_(ours, CallRow.status == "failed")
    if state == UNDELIVERED:
        return and_(ours, CallRow.delivery == UNDELIVERED, CallRow.delivered_at > ask.now - SHOWN)
    late = CallRow.created_at <= ask.now - AFTER
    return and_(ours, CallRow.status == "owed", late) if state == LATE else and_(ours, CallRow.status == "owed")
