"""Read and write the general register and the direct debit mandates."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.tables import CaseKeyRow, CaseRow, EntryRow, MandateExportRow, MandateRow, RegisterCounterRow


def hold_series(session: Session, entity: str, kind: str) -> None:
    """Wait for one's turn in a series of numbers; the turn ends with the transaction.

    Taken before the clock is read, so that numbers and times grow together.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"register {entity} {kind}", 0))))


def next_number(session: Session, entity: str, year: int, kind: str) -> int:
    """Return the next number of `kind` in `year`; a transaction that fails leaves no gap."""
    statement = upsert(RegisterCounterRow).values(entity=entity, year=year, kind=kind, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=[RegisterCounterRow.entity, RegisterCounterRow.year, RegisterCounterRow.kind],
        set_={"last": RegisterCounterRow.last + 1},
    )
    return session.execute(statement.returning(RegisterCounterRow.last)).scalar_one()


def last_at(session: Session, entity: str, kind: str) -> datetime | None:
    """Return the time of the newest entry of a series."""
    return session.scalar(select(func.max(EntryRow.at)).where(EntryRow.entity == entity, EntryRow.kind == kind))


def add_entry(session: Session, row: Mapping[str, Any]) -> None:
    """Insert an entry."""
    session.execute(insert(EntryRow), [row])


def entry_of(session: Session, call_id: UUID) -> EntryRow | None:
    """Return the entry that a call made."""
    return session.scalar(select(EntryRow).where(EntryRow.call_id == call_id))


def give_receipt(session: Session, call_id: UUID, receipt_id: UUID) -> bool:
    """Note the receipt of an entry and say whether it had none."""
    done = session.execute(
        update(EntryRow)
        .where(EntryRow.call_id == call_id, EntryRow.receipt_id.is_(None))
        .values(receipt_id=receipt_id)
        .returning(EntryRow.number)
    )
    return done.first() is not None


def entries(session: Session, entity: str, year: int, limit: int, before: int | None) -> list[tuple[EntryRow, str]]:
    """Return entries of a year with their case numbers, the newest first, below the number `before`."""
    statement = (
        select(EntryRow, CaseRow.number)
        .join(CaseRow, CaseRow.id == EntryRow.case_id)
        .where(EntryRow.entity == entity, EntryRow.year == year)
        .order_by(EntryRow.number.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(EntryRow.number < before)
    return [(row[0], row[1]) for row in session.execute(statement)]


def entries_of(session: Session, case_id: UUID) -> list[EntryRow]:
    """Return the entries of a case, oldest first."""
    return list(session.scalars(select(EntryRow).where(EntryRow.case_id == case_id).order_by(EntryRow.at)))


def add_mandate(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a mandate."""
    session.execute(insert(MandateRow), [row])


def mandate_reserved_by(session: Session, call_id: UUID) -> MandateRow | None:
    """Return the mandate whose reference a call set aside."""
    return session.scalar(select(MandateRow).where(MandateRow.call_id == call_id))


def mandate(session: Session, case_id: UUID, reference: str) -> MandateRow:
    """Return the held mandate of this case with this reference. Raises `NotFound`."""
    row = session.scalar(
        select(MandateRow).where(MandateRow.case_id == case_id, MandateRow.reference == reference).with_for_update()
    )
    if row is None:
        raise NotFound("mandate")
    return row


def mandates(session: Session, entity: str, status: str) -> list[tuple[MandateRow, CaseRow, bytes]]:
    """Return the mandates in a state with their cases and wrapped keys, by reference."""
    rows = session.execute(
        select(MandateRow, CaseRow, CaseKeyRow.wrapped)
        .join(CaseRow, CaseRow.id == MandateRow.case_id)
        .join(CaseKeyRow, CaseKeyRow.case_id == MandateRow.case_id)
        .where(MandateRow.entity == entity, MandateRow.status == status)
        .order_by(MandateRow.reference)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def cases_of_mandates(session: Session, entity: str, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return the case of each mandate of this entity. Raises `NotFound` when one is not there."""
    rows = session.execute(
        select(MandateRow.id, MandateRow.case_id).where(MandateRow.entity == entity, MandateRow.id.in_(ids))
    )
    found = {row.id: row.case_id for row in rows}
    if set(found) != set(ids):
        raise NotFound("mandate")
    return found


def held_mandates(session: Session, ids: Sequence[UUID]) -> list[MandateRow]:
    """Return mandates, held, by reference."""
    return list(
        session.scalars(
            select(MandateRow).where(MandateRow.id.in_(ids)).order_by(MandateRow.reference).with_for_update()
        )
    )


def export(session: Session, export_id: UUID) -> MandateExportRow | None:
    """Return a remittance."""
    return session.get(MandateExportRow, export_id)


def add_export(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a remittance."""
    session.execute(insert(MandateExportRow), [row])
