"""Rows of the outbox: what is owed, who has it, when to try again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store import db
from app.store.tables import CallRow, CaseRow, IncidentRow

HANDED = timedelta(seconds=30)
"""How long the broker has to bring a call to a worker before it is handed over again."""
LEASE = timedelta(minutes=3)
"""How long a worker may be at one call before another may take it."""


def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert owed calls; they are nudged after the commit."""
    session.execute(insert(CallRow), rows)
    for row in rows:
        db.owe(session, row["id"])


def due(session: Session, now: datetime, limit: int) -> list[tuple[UUID, str]]:
    """Hand out up to `limit` due calls as (id, queue), skipping what another relay holds."""
    free = or_(CallRow.handed_until.is_(None), CallRow.handed_until < now)
    idle = or_(CallRow.lease_until.is_(None), CallRow.lease_until < now)
    chosen = (
        select(CallRow.id)
        .where(CallRow.status == "owed", CallRow.next_at <= now, free, idle)
        .order_by(CallRow.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.execute(
        update(CallRow)
        .where(CallRow.id.in_(chosen))
        .values(handed_until=now + HANDED)
        .returning(CallRow.id, CallRow.queue)
    )
    return [(row.id, row.queue) for row in rows]


def told_since(session: Session, case_id: UUID, about: str, since: datetime) -> int:
    """Return how many messages `about` something were owed to the people of a case after `since`."""
    told = select(func.count()).select_from(CallRow)
    told = told.where(CallRow.case_id == case_id, CallRow.element == about, CallRow.created_at > since)
    return session.scalar(told) or 0


def lease(session: Session, call_id: UUID, now: datetime) -> CallRow | None:
    """Take a due call for one worker and count the attempt; None when it is not to be had."""
    return session.scalar(
        update(CallRow)
        .where(
            CallRow.id == call_id,
            CallRow.status == "owed",
            CallRow.next_at <= now,
            or_(CallRow.lease_until.is_(None), CallRow.lease_until < now),
        )
        .values(lease_until=now + LEASE, attempts=CallRow.attempts + 1)
        .returning(CallRow)
        .execution_options(populate_existing=True)
    )


def release(session: Session, call_id: UUID, *, next_at: datetime, error: str) -> None:
    """Give a call back, to be tried again at `next_at`."""
    session.execute(
        update(CallRow)
        .where(CallRow.id == call_id, CallRow.status == "owed")
        .values(lease_until=None, handed_until=None, next_at=next_at, last_error=error[:500])
    )


def settle(session: Session, call_id: UUID, status: str, now: datetime, error: str = "") -> bool:
    """Move an owed call to `status` and say whether it was still owed or waiting."""
    changed: dict[str, Any] = {"status": status, "answered_at": now, "lease_until": None, "last_error": error[:500]}
    if status == "done":
        changed["params"] = b""  # addresses, links and codes are kept no longer than they are needed
    done = session.execute(
        update(CallRow)
        .where(CallRow.id == call_id, CallRow.status.in_(("owed", "waiting")))
        .values(changed)
        .returning(CallRow.id)
    )
    return done.first() is not None


def begin_again(session: Session, row: CallRow, now: datetime) -> None:
    """Owe a call that ended once more, with all its attempts."""
    row.status, row.attempts, row.next_at = "owed", 0, now
    row.lease_until = row.handed_until = None
    db.owe(session, row.id)


def get(session: Session, call_id: UUID, *, lock: bool = False) -> CallRow:
    """Return a call. Raises `NotFound`."""
    statement = select(CallRow).where(CallRow.id == call_id)
    row = session.scalar(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFound(f"call {call_id}")
    return row


@dataclass(frozen=True, slots=True)
class Failed:
    """Work that failed before anything could be owed: under which id it is told, once, and what did it."""

    id: UUID
    entity: str
    operator: str


def fail(session: Session, work: Failed, case_id: UUID | None, error: str, now: datetime) -> None:
    """Insert a call that has failed already, for the office to read of; the same again changes nothing."""
    told = {
        "id": work.id,
        "entity": work.entity,
        "case_id": case_id,
        "origin": "office",
        "element": "",
        "operator": work.operator,
        "queue": "default",
        "params": b"",
        "status": "failed",
        "attempts": 1,
        "max_attempts": 1,
        "backoff_seconds": 0,
        "next_at": now,
        "last_error": error[:500],
        "created_at": now,
        "answered_at": now,
    }
    session.execute(upsert(CallRow).values(told).on_conflict_do_nothing())


def open_incident(session: Session, row: Mapping[str, Any]) -> None:
    """Insert an incident."""
    session.execute(insert(IncidentRow), [row])


def incident(session: Session, entity: str, incident_id: UUID) -> IncidentRow:
    """Return an open incident, held. Raises `NotFound`."""
    row = session.scalar(
        select(IncidentRow).where(IncidentRow.id == incident_id, IncidentRow.entity == entity).with_for_update()
    )
    if row is None:
        raise NotFound(f"incident {incident_id}")
    return row


def waiting_fault(session: Session, case_id: UUID, kind: str, detail: str) -> bool:
    """Say whether an incident of a case about no call, with these words, is open."""
    statement = select(IncidentRow.id).where(
        IncidentRow.case_id == case_id,
        IncidentRow.call_id.is_(None),
        IncidentRow.kind == kind,
        IncidentRow.detail == detail,
        IncidentRow.resolved_at.is_(None),
    )
    return session.scalar(statement.limit(1)) is not None


def incidents(session: Session, entity: str, limit: int = 100) -> list[tuple[IncidentRow, CaseRow, CallRow | None]]:
    """Return open incidents, oldest first, with their case and call."""
    rows = session.execute(
        select(IncidentRow, CaseRow, CallRow)
        .join(CaseRow, CaseRow.id == IncidentRow.case_id)
        .outerjoin(CallRow, CallRow.id == IncidentRow.call_id)
        .where(IncidentRow.entity == entity, IncidentRow.resolved_at.is_(None))
        .order_by(IncidentRow.opened_at)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def count_incidents(session: Session, case_id: UUID) -> int:
    """Return how many open incidents a case has."""
    statement = select(func.count()).where(IncidentRow.case_id == case_id, IncidentRow.resolved_at.is_(None))
    return session.scalar(statement) or 0
