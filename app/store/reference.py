"""Read and write the tables that analysts own. Entries are only ever added."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.tables import ReferenceEntryRow, ReferenceTableRow


def tables(session: Session, entity: str) -> list[ReferenceTableRow]:
    """Return the tables of an entity, by name."""
    statement = select(ReferenceTableRow).where(ReferenceTableRow.entity == entity)
    return list(session.scalars(statement.order_by(ReferenceTableRow.name)))


def table(session: Session, entity: str, name: str) -> ReferenceTableRow:
    """Return a table. Raises `NotFound`."""
    found = session.get(ReferenceTableRow, (entity, name))
    if found is None:
        raise NotFound("reference table")
    return found


def known(session: Session, entity: str, name: str) -> bool:
    """Return whether there is such a table."""
    return session.get(ReferenceTableRow, (entity, name)) is not None


def add_table(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a table."""
    session.execute(insert(ReferenceTableRow).values(dict(row)))


def add_entries(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert entries, in that order."""
    for row in rows:
        session.execute(insert(ReferenceEntryRow).values(dict(row)))


def in_force(session: Session, entity: str, name: str, day: date) -> list[ReferenceEntryRow]:
    """Return what a table says on `day`, one entry per key, those that were removed too; by key."""
    statement = (
        select(ReferenceEntryRow)
        .ext(distinct_on(ReferenceEntryRow.key))
        .where(
            ReferenceEntryRow.entity == entity,
            ReferenceEntryRow.name == name,
            ReferenceEntryRow.effective_from <= day,
        )
        .order_by(ReferenceEntryRow.key, ReferenceEntryRow.effective_from.desc(), ReferenceEntryRow.number.desc())
    )
    return list(session.scalars(statement))


def entry(session: Session, entity: str, name: str, key: str, day: date) -> ReferenceEntryRow | None:
    """Return what a table says of a key on `day`; None when it says nothing."""
    statement = (
        select(ReferenceEntryRow)
        .where(
            ReferenceEntryRow.entity == entity,
            ReferenceEntryRow.name == name,
            ReferenceEntryRow.key == key,
            ReferenceEntryRow.effective_from <= day,
        )
        .order_by(ReferenceEntryRow.effective_from.desc(), ReferenceEntryRow.number.desc())
        .limit(1)
    )
    found = session.scalar(statement)
    return None if found is None or found.removed else found


def history(session: Session, entity: str, name: str, most: int) -> list[ReferenceEntryRow]:
    """Return the last entries of a table, newest first."""
    statement = (
        select(ReferenceEntryRow)
        .where(ReferenceEntryRow.entity == entity, ReferenceEntryRow.name == name)
        .order_by(ReferenceEntryRow.number.desc())
        .limit(most)
    )
    return list(session.scalars(statement))
