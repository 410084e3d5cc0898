"""Read and write appointments.

Whoever needs both holds the case first and then its appointment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, literal, or_, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain import appointments as words
from app.domain.errors import NotFound
from app.store.tables import AppointmentRow, SlotRow

FUTURE = (words.BOOKED, words.ARRIVED, words.CALLED)


def add(session: Session, row: Mapping[str, Any]) -> None:
    """Insert an appointment."""
    session.execute(insert(AppointmentRow), [row])


def get(session: Session, entity: str, appointment_id: UUID, *, lock: bool = False) -> AppointmentRow:
    """Return an appointment. Raises `NotFound`."""
    statement = select(AppointmentRow).where(AppointmentRow.id == appointment_id, AppointmentRow.entity == entity)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(statement)
    if row is None:
        raise NotFound("appointment")
    return row


def any_between(session: Session, entity: str, first: datetime, end: datetime) -> bool:
    """Return whether any appointment begins from `first` on and before `end`, whatever became of it."""
    row = AppointmentRow
    statement = select(row.id).where(row.entity == entity, row.starts_at >= first, row.starts_at < end).limit(1)
    return session.scalar(statement) is not None


def begun(session: Session, entity: str, appointment_id: UUID) -> AppointmentRow | None:
    """Return the appointment with an id that a browser chose, holding it against a second click until the commit."""
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": appointment_id.int & (2**63 - 1)})
    return session.scalar(
        select(AppointmentRow).where(AppointmentRow.id == appointment_id, AppointmentRow.entity == entity)
    )


def of_case(session: Session, entity: str, case_id: UUID) -> AppointmentRow | None:
    """Return the case's appointment that is still to come, else its last one."""
    return session.scalar(
        select(AppointmentRow)
        .where(AppointmentRow.entity == entity, AppointmentRow.case_id == case_id)
        .order_by(AppointmentRow.state.in_(FUTURE).desc(), AppointmentRow.created_at.desc(), AppointmentRow.id)
        .limit(1)
    )


def hold_prints(session: Session, prints: Sequence[bytes]) -> None:
    """Hold keyed prints against everybody who would count them, in order, until the transaction ends."""
    keys = sorted({int.from_bytes(one[:8], signed=True) for one in prints})
    session.execute(
        text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS asked(key)"), {"keys": keys}
    )


@dataclass(frozen=True, slots=True)
class Prints:
    """Keyed digests of how and who a person is, None for what was not told."""

    email: bytes | None = None
    mobile: bytes | None = None
    document: bytes | None = None

    @property
    def told(self) -> list[bytes]:
        """Return those that there are."""
        return [one for one in (self.email, self.mobile, self.document) if one is not None]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many appointments are to come with the same e-mail, mobile, and document for the same procedure."""

    email: int
    mobile: int
    document: int


def coming(session: Session, entity: str, prints: Prints, procedure: str, now: datetime) -> Counts:
    """Count the booked appointments after `now` that share a print."""

    def same(column: InstrumentedAttribute[bytes | None], told: bytes | None, *more: ColumnElement[bool]) -> Any:
        if told is None:
            return literal(0)
        return (
            select(func.count())
            .where(AppointmentRow.entity == entity, column == told, AppointmentRow.state == words.BOOKED)
            .where(AppointmentRow.starts_at > now, *more)
            .scalar_subquery()
        )

    row = session.execute(
        select(
            same(AppointmentRow.email_print, prints.email),
            same(AppointmentRow.mobile_print, prints.mobile),
            same(AppointmentRow.document_print, prints.document, AppointmentRow.procedure == procedure),
        )
    ).one()
    return Counts(*row)


def from_address(session: Session, entity: str, address: bytes, since: datetime) -> int:
    """Count the hours that were asked for from an address after `since`."""
    return (
        session.scalar(
            select(func.count()).where(
                AppointmentRow.entity == entity,
                AppointmentRow.address_print == address,
                AppointmentRow.created_at > since,
            )
        )
        or 0
    )


def with_codes(session: Session, entity: str, mobile: bytes, since: datetime, *, but: UUID) -> int:
    """Count the bookings begun after `since` in which a code was sent to a mobile, `but` one."""
    return (
        session.scalar(
            select(func.count()).where(
                AppointmentRow.entity == entity,
                AppointmentRow.mobile_print == mobile,
                AppointmentRow.code_id.is_not(None),
                AppointmentRow.id != but,
                AppointmentRow.created_at > since,
            )
        )
        or 0
    )


def due_reminders(session: Session, now: datetime, most: int) -> list[tuple[str, UUID]]:
    """Return entity and id of up to `most` booked appointments whose reminder is due, the longest due first.

    What another worker has in hand is left out.
    """
    rows = session.execute(
        select(AppointmentRow.entity, AppointmentRow.id)
        .where(AppointmentRow.remind_at <= now, AppointmentRow.starts_at > now, AppointmentRow.state == words.BOOKED)
        .order_by(AppointmentRow.remind_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return [(row.entity, row.id) for row in rows]


def forget_drafts(session: Session, before: datetime, most: int) -> int:
    """Delete up to `most` bookings that nobody finished and whose hold ran out before then; return how many.

    One with cells that were not swept yet is left for the next time.
    """
    old = (
        select(AppointmentRow.id)
        .where(AppointmentRow.state == words.HELD, AppointmentRow.held_until <= before)
        .where(~select(SlotRow.appointment_id).where(SlotRow.appointment_id == AppointmentRow.id).exists())
        .order_by(AppointmentRow.held_until)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    gone = session.execute(
        delete(AppointmentRow)
        .where(AppointmentRow.id.in_(old))
        .returning(AppointmentRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def forget_addresses(session: Session, before: datetime) -> int:
    """Forget from which address appointments made before then were booked, and return how many."""
    old = (
        select(AppointmentRow.id)
        .where(AppointmentRow.address_print.is_not(None), AppointmentRow.created_at < before)
        .with_for_update(skip_locked=True)
    )
    gone = session.execute(
        update(AppointmentRow)
        .where(AppointmentRow.id.in_(old))
        .values(address_print=None)
        .returning(AppointmentRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def forget_reminders(session: Session, now: datetime) -> None:
    """Forget reminders of appointments that have begun or will not be."""
    late = (
        select(AppointmentRow.id)
        .where(AppointmentRow.remind_at <= now)
        .where(or_(AppointmentRow.starts_at <= now, AppointmentRow.state != words.BOOKED))
        .with_for_update(skip_locked=True)
    )
    session.execute(
        update(AppointmentRow)
        .where(AppointmentRow.id.in_(late))
        .values(remind_at=None)
        .execution_options(synchronize_session=False)
    )
