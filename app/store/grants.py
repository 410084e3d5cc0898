"""Read and write calls for grants, applications, awards and payment orders."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.tables import (
    CaseKeyRow,
    CaseRow,
    GrantApplicationRow,
    GrantAwardRow,
    GrantCallRow,
    PaymentFileRow,
    PaymentOrderRow,
)


def calls(session: Session, entity: str) -> list[GrantCallRow]:
    """Return the newest version of each call, the last to open first."""
    newest = (
        select(GrantCallRow)
        .ext(distinct_on(GrantCallRow.id))
        .where(GrantCallRow.entity == entity)
        .order_by(GrantCallRow.id, GrantCallRow.version.desc())
    )
    return sorted(session.scalars(newest), key=lambda row: (row.opens_on, row.id), reverse=True)


def call(session: Session, entity: str, call_id: str, version: int | None = None) -> GrantCallRow | None:
    """Return a version of a call, the newest when none is asked for; None when there is none."""
    statement = select(GrantCallRow).where(GrantCallRow.entity == entity, GrantCallRow.id == call_id)
    if version is not None:
        statement = statement.where(GrantCallRow.version == version)
    return session.scalar(statement.order_by(GrantCallRow.version.desc()).limit(1))


def add_call(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a version of a call."""
    session.execute(insert(GrantCallRow).values(dict(row)))


def hold_call(session: Session, entity: str, call_id: str) -> None:
    """Wait for one's turn with a call; the turn ends with the transaction."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"grants {entity} {call_id}", 0))))


def application_of(session: Session, case_id: UUID) -> GrantApplicationRow | None:
    """Return the newest application that a case made."""
    return session.scalar(
        select(GrantApplicationRow)
        .where(GrantApplicationRow.case_id == case_id)
        .order_by(GrantApplicationRow.applied_at.desc())
        .limit(1)
    )


def application(session: Session, case_id: UUID, application_id: UUID) -> GrantApplicationRow:
    """Return an application of a case. Raises `NotFound`."""
    found = session.get(GrantApplicationRow, application_id)
    if found is None or found.case_id != case_id:
        raise NotFound("application")
    return found


def add_application(session: Session, row: Mapping[str, Any]) -> None:
    """Insert an application."""
    session.execute(insert(GrantApplicationRow).values(dict(row)))


def earlier(session: Session, entity: str, call_id: str, prints: tuple[bytes, bytes], but: UUID) -> int:
    """Count the applications of other cases for a home that are on their way or were granted.

    `prints` are those of the home and of its address: either is enough.
    """
    home, address = prints
    statement = (
        select(func.count())
        .select_from(GrantApplicationRow)
        .join(CaseRow, CaseRow.id == GrantApplicationRow.case_id)
        .outerjoin(GrantAwardRow, GrantAwardRow.application_id == GrantApplicationRow.id)
        .where(
            GrantApplicationRow.entity == entity,
            GrantApplicationRow.call == call_id,
            GrantApplicationRow.case_id != but,
            or_(GrantApplicationRow.home == home, GrantApplicationRow.address == address),
            or_(CaseRow.status != "ended", GrantAwardRow.id.is_not(None)),
        )
    )
    return session.execute(statement).scalar_one()


def award_of(session: Session, application_id: UUID) -> GrantAwardRow | None:
    """Return the award that an application was given."""
    return session.scalar(select(GrantAwardRow).where(GrantAwardRow.application_id == application_id))


def award(session: Session, case_id: UUID, award_id: UUID) -> GrantAwardRow:
    """Return an award of a case. Raises `NotFound`."""
    found = session.get(GrantAwardRow, award_id)
    if found is None or found.case_id != case_id:
        raise NotFound("award")
    return found


def granted_for(session: Session, entity: str, call_id: str, prints: tuple[bytes, bytes], but: UUID) -> bool:
    """Return whether an application of another case for a home, told by reference or by address, was granted."""
    home, address = prints
    other = (
        select(GrantAwardRow.id)
        .join(GrantApplicationRow, GrantApplicationRow.id == GrantAwardRow.application_id)
        .where(
            GrantAwardRow.entity == entity,
            GrantAwardRow.call == call_id,
            GrantAwardRow.case_id != but,
            or_(GrantApplicationRow.home == home, GrantApplicationRow.address == address),
        )
    )
    return session.execute(other.limit(1)).first() is not None


def granted_cents(session: Session, entity: str, call_id: str) -> int:
    """Return how much of a call's budget was granted."""
    statement = select(func.coalesce(func.sum(GrantAwardRow.amount_cents), 0))
    return int(
        session.execute(statement.where(GrantAwardRow.entity == entity, GrantAwardRow.call == call_id)).scalar_one()
    )


def add_award(session: Session, row: Mapping[str, Any]) -> bool:
    """Insert an award and say whether the home had none."""
    statement = upsert(GrantAwardRow).values(dict(row)).on_conflict_do_nothing(constraint="one_grant_per_home")
    return session.execute(statement.returning(GrantAwardRow.id)).first() is not None


def counted(session: Session, entity: str) -> dict[str, tuple[int, int, int]]:
    """Return how many applied, how many were granted, and how many cents, by call."""
    applied = select(GrantApplicationRow.call, func.count()).where(GrantApplicationRow.entity == entity)
    granted = select(GrantAwardRow.call, func.count(), func.sum(GrantAwardRow.amount_cents))
    found = {row[0]: (int(row[1]), 0, 0) for row in session.execute(applied.group_by(GrantApplicationRow.call))}
    for row in session.execute(granted.where(GrantAwardRow.entity == entity).group_by(GrantAwardRow.call)):
        found[row[0]] = (found.get(row[0], (0, 0, 0))[0], int(row[1]), int(row[2]))
    return found


def order_of(session: Session, award_id: UUID) -> PaymentOrderRow | None:
    """Return the payment order of an award."""
    return session.scalar(select(PaymentOrderRow).where(PaymentOrderRow.award_id == award_id))


def add_order(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a payment order."""
    session.execute(insert(PaymentOrderRow).values(dict(row)))


def orders(session: Session, entity: str) -> list[tuple[PaymentOrderRow, CaseRow, bytes, str]]:
    """Return the payment orders with their cases, wrapped keys and calls, those to be paid first, then newest first."""
    rows = session.execute(
        select(PaymentOrderRow, CaseRow, CaseKeyRow.wrapped, GrantAwardRow.call)
        .join(CaseRow, CaseRow.id == PaymentOrderRow.case_id)
        .join(CaseKeyRow, CaseKeyRow.case_id == PaymentOrderRow.case_id)
        .join(GrantAwardRow, GrantAwardRow.id == PaymentOrderRow.award_id)
        .where(PaymentOrderRow.entity == entity)
        .order_by(PaymentOrderRow.file_id.is_not(None), PaymentOrderRow.reference.desc())
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def export_orders(session: Session, ids: Sequence[UUID], file_id: UUID, now: datetime) -> int:
    """Put orders that are still to be paid into a file and return how many they were."""
    statement = (
        update(PaymentOrderRow)
        .where(PaymentOrderRow.id.in_(ids), PaymentOrderRow.state == "ordered")
        .values(state="exported", file_id=file_id, exported_at=now)
        .returning(PaymentOrderRow.id)
    )
    return len(session.execute(statement).all())


def add_file(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a payment file."""
    session.execute(insert(PaymentFileRow).values(dict(row)))


def file(session: Session, entity: str, file_id: UUID) -> PaymentFileRow:
    """Return a payment file. Raises `NotFound`."""
    found = session.get(PaymentFileRow, file_id)
    if found is None or found.entity != entity:
        raise NotFound("payment file")
    return found


def files(session: Session, entity: str) -> list[PaymentFileRow]:
    """Return the payment files of an entity, newest first."""
    statement = select(PaymentFileRow).where(PaymentFileRow.entity == entity)
    return list(session.scalars(statement.order_by(PaymentFileRow.exported_at.desc())))


def opening_first(rows: Sequence[GrantCallRow], series: str, day: date) -> GrantCallRow | None:
    """Return the call of a series that opened last by `day`, else the next one to open."""
    own = [row for row in rows if row.series == series]
    begun = [row for row in own if row.opens_on <= day]
    return begun[0] if begun else (own[-1] if own else None)
