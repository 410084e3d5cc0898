"""Rows of the keys with which programs act for members of staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.tables import ApiTokenRow, StaffRow


def add(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a key."""
    session.execute(insert(ApiTokenRow), [row])


def find(session: Session, entity: str, token: bytes) -> tuple[ApiTokenRow, StaffRow] | None:
    """Return the key with this digest and whom it acts for, whether or not it still counts."""
    row = session.execute(
        select(ApiTokenRow, StaffRow)
        .join(StaffRow, StaffRow.id == ApiTokenRow.staff_id)
        .where(ApiTokenRow.token == token, ApiTokenRow.entity == entity)
    ).first()
    return None if row is None else (row[0], row[1])


def all_of(session: Session, entity: str) -> list[tuple[ApiTokenRow, StaffRow]]:
    """Return every key of an entity with whom it acts for, the newest first."""
    rows = session.execute(
        select(ApiTokenRow, StaffRow)
        .join(StaffRow, StaffRow.id == ApiTokenRow.staff_id)
        .where(ApiTokenRow.entity == entity)
        .order_by(ApiTokenRow.created_at.desc(), ApiTokenRow.id)
    )
    return [(row[0], row[1]) for row in rows]


def held(session: Session, entity: str, token_id: UUID) -> ApiTokenRow:
    """Return a key, held. Raises `NotFound`."""
    row = session.scalar(
        select(ApiTokenRow).where(ApiTokenRow.id == token_id, ApiTokenRow.entity == entity).with_for_update()
    )
    if row is None:
        raise NotFound("key")
    return row


def used(session: Session, token: bytes, at: datetime) -> None:
    """Note when a key was used."""
    session.execute(update(ApiTokenRow).where(ApiTokenRow.token == token).values(last_used_at=at))
