"""Take hours of clerks' time inside a transaction. Not a use case: what holding, confirming and moving share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments, openings
from app.domain.errors import Conflict
from app.services.appointments.timetable import Ask, Seat, Terms, Timetable
from app.store import db, slots
from app.store.slots import Want
from app.store.tables import AppointmentRow


class HourTaken(Conflict):
    """The hour is not free, or not any more. Nothing else was lost."""

    code = "booking.hour_taken"


@dataclass(frozen=True, slots=True)
class Taking:
    """An hour that an appointment takes at `now`: held `until` then, or for good.

    `old` is the clerk whose time it gives back in the same transaction. The staff may take cells that rest.
    """

    entity: str
    appointment: UUID
    first: datetime
    length: timedelta
    now: datetime
    until: datetime | None = None
    old: UUID | None = None
    staff: bool = False

    def want(self, clerk: UUID) -> Want:
        """Return the cells of a clerk that this takes."""
        cells = openings.cells(self.first, self.length)
        return Want(clerk, cells, self.entity, self.appointment, self.until, self.staff)


def choose(session: Session, table: Timetable, ask: Ask, taking: Taking, terms: Terms = "usual") -> list[Seat]:
    """Return who seems free for it, the least loaded of that day first.

    The staff's own capacity comes first when they ask. Raises `HourTaken` when nobody is free.
    """
    seats = table.seats_at(ask, taking.first, terms)
    if not seats:
        raise HourTaken("nobody attends then")
    day = table.day(table.calendar.local_day(taking.first))
    loads = slots.loads(session, [taking.want(seat.clerk) for seat in seats], day, taking.now)
    free = [seat for seat in seats if seat.clerk in loads]
    if not free:
        raise HourTaken("everybody is taken then")
    return sorted(free, key=lambda seat: (not seat.opening.internal, loads[seat.clerk], seat.clerk))


def take(session: Session, seats: Sequence[Seat], taking: Taking) -> Seat:
    """Take the hour of the first of `seats` who still has it. Raises `HourTaken` when none has."""
    for seat in seats:
        if take_of(session, taking, seat.clerk):
            return seat
    raise HourTaken("somebody else was faster")


def take_of(session: Session, taking: Taking, clerk: UUID) -> bool:
    """Take the hour of one clerk, all of it or nothing, and say which; what was taken of others stays for now."""

    def work() -> bool:
        slots.hold_clerks(session, {clerk, taking.old or clerk})
        return slots.take(session, taking.want(clerk), taking.now)

    return db.tried(session, work)


def give_back(session: Session, row: AppointmentRow, now: datetime) -> None:
    """Let all the time of a booked appointment rest before it is offered to the public again."""
    slots.hold_clerks(session, {row.clerk_id})
    slots.rest(session, Want(row.clerk_id, (), row.entity, row.id, None), now + appointments.REST)
