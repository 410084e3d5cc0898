"""Rows of visits: browsers that are signed in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.store.tables import PartyRow, StaffRow, VisitRow


class Found(NamedTuple):
    """A visit with the one who visits: a party of a case or a member of staff."""

    visit: VisitRow
    party: PartyRow | None
    staff: StaffRow | None


def add(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a visit."""
    session.execute(insert(VisitRow), [row])


def find(session: Session, entity: str, token: bytes) -> Found | None:
    """Return the visit with this token's digest, whether or not it is over."""
    row = session.execute(
        select(VisitRow, PartyRow, StaffRow)
        .outerjoin(PartyRow, PartyRow.id == VisitRow.party_id)
        .outerjoin(StaffRow, StaffRow.id == VisitRow.staff_id)
        .where(VisitRow.token == token, VisitRow.entity == entity)
    ).first()
    return None if row is None else Found(row[0], row[1], row[2])


def seen(session: Session, token: bytes, seen_at: datetime, expires_at: datetime) -> None:
    """Let a visit go on until `expires_at`."""
    session.execute(update(VisitRow).where(VisitRow.token == token).values(seen_at=seen_at, expires_at=expires_at))


def remove(session: Session, entity: str, token: bytes) -> None:
    """Delete a visit."""
    session.execute(delete(VisitRow).where(VisitRow.token == token, VisitRow.entity == entity))


def remove_of_party(session: Session, party_id: UUID) -> None:
    """Delete every visit of a person of a case."""
    session.execute(delete(VisitRow).where(VisitRow.party_id == party_id))


def remove_expired(session: Session, now: datetime) -> int:
    """Delete visits that are over and return how many they were."""
    gone = session.execute(delete(VisitRow).where(VisitRow.expires_at <= now).returning(VisitRow.token))
    return len(gone.all())
