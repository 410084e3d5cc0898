"""Book for somebody who telephones (010) or stands at the counter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain import openings
from app.domain.errors import Invalid
from app.domain.openings import Opening
from app.ports import Outside
from app.services import access, applicants, entities, record, steps
from app.services.appointments import booked, bookings, changes, hours, limits, timetable
from app.services.appointments.booked import Confirmed
from app.services.appointments.bookings import Wish
from app.services.appointments.hours import Taking
from app.services.appointments.timetable import Ask, Seat, Timetable
from app.services.parties import PersonDetails
from app.services.publishing import procedures
from app.services.visits import Visitor
from app.store import appointments as rows
from app.store import db, office
from app.store.tables import AppointmentRow

WALK_IN = "walk_in"
"""Why an appointment is one that nobody made beforehand."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def book(
    outside: Outside,
    visitor: Visitor,
    wish: Wish,
    typed: Mapping[str, str],
    *,
    walk_in: bool = False,
    attempt: UUID | None = None,
) -> Confirmed:
    """Book an hour for a person and open their case. Neither mail nor mobile need be told, and no code is asked for.

    The staff book without notice, within their own window, and may take what is kept for them. A `walk_in` starts now
    whatever the wish says, and is put down as arrived; when everybody is taken the person waits without a cell. Limits
    do not bind the staff. The same `attempt` again, as from a second click, books once. Raises `RoleMissing`,
    `Invalid`, `HourTaken`, `NotFound`.
    """
    visitor.require(*access.HANDLERS)
    person = applicants.read(typed, {"email", "mobile"})
    if wish.channel == words.PHONE and not person.mobile:
        raise Invalid("nobody can be called without a telephone", {"mobile": "required"})
    wanted = _Wanted(attempt or uuid4(), wish, person, walk_in)
    return db.retried(lambda: _book(outside, visitor, wanted))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the staff book, under the id that the appointment will have."""

    id: UUID
    wish: Wish
    person: PersonDetails
    walk_in: bool


def _book(outside: Outside, visitor: Visitor, wanted: _Wanted) -> Confirmed:
    wish, walk_in = wanted.wish, wanted.walk_in
    with db.transaction() as session:
        known = rows.begun(session, visitor.entity, wanted.id)
        if known is not None:
            return booked.confirmed(session, outside, known)
        now = outside.clock.now()
        here = entities.get(session, visitor.entity, now)
        ask = replace(bookings.ask(procedures.current(session, here.id, wish.procedure), wish), internal=True)
        first = _cell(now) if walk_in else wish.starts_at
        taking = Taking(here.id, wanted.id, first, ask.length, now, staff=True)
        seats = _seats(session, timetable.read(session, here, now), ask, taking, visitor, walk_in=walk_in)
        row = bookings.new(taking, wish, seats[0])
        found = limits.prints_of(outside.keys, wanted.person)
        row.email_print, row.mobile_print, row.document_print = found.email, found.mobile, found.document
        row.booked_by = visitor.id
        session.add(row)
        session.flush()
        made = booked.open_case(session, outside, row, wanted.person, wish.triage, visitor.actor)
        if walk_in:
            _arrive(session, outside, row, visitor)
        _take(session, row, seats, taking, walk_in=walk_in)
        return made


def _seats(
    session: Session, table: Timetable, ask: Ask, taking: Taking, visitor: Visitor, *, walk_in: bool
) -> list[Seat]:
    """Return whose hour it can be, in order; for somebody who walked in the visitor's own comes first."""
    if not walk_in:
        return hours.choose(session, table, ask, taking)
    own = office.staff(session, visitor.id).office
    try:
        seats = hours.choose(session, table, ask, taking, "now")
    except hours.HourTaken:
        serving = sorted((one for one in table.schedules if one.serves(ask)), key=lambda one: one.office != own)
        if not serving:
            raise Invalid("no schedule serves this", {"office": "none"}) from None
        return [Seat(serving[0], Opening(visitor.id, (taking.first, taking.first + taking.length)))]
    return sorted(seats, key=lambda seat: (seat.clerk != visitor.id, seat.schedule.office != own))


def _take(session: Session, row: AppointmentRow, seats: Sequence[Seat], taking: Taking, *, walk_in: bool) -> None:
    try:
        booked.seat(row, hours.take(session, seats, taking))
    except hours.HourTaken:
        if not walk_in:
            raise


def _arrive(session: Session, outside: Outside, row: AppointmentRow, visitor: Visitor) -> None:
    held, _ = changes.holding(session, outside, row.entity, row.id)
    row.state, row.arrived_at, row.reason = words.ARRIVED, held.now, WALK_IN
    steps.note(held, record.Act("appointment.arrived", visitor.actor, record.on(bookings.STREAM, row.id)))


def _cell(now: datetime) -> datetime:
    """Return the beginning of the cell that it is now."""
    return now - (now - _EPOCH) % openings.CELL
