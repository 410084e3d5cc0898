"""Operations of the staff on the agenda: the day, who arrives, who is called, what came of it."""

from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal
from uuid import UUID

from flask import Blueprint

from app import wiring
from app.services.appointments import changes, staff_booking
from app.services.appointments.booked import Confirmed
from app.services.appointments.bookings import Wish
from app.services.appointments.changes import AppointmentView, AtDesk
from app.services.desk import agenda, attendance
from app.services.desk.agenda import Agenda, Narrowed
from app.services.desk.agenda_lines import Entry
from app.web.api import days
from app.web.api.appointments import AnotherHour
from app.web.api.bookings import Channel
from app.web.api.desk import HANDLERS, READERS, ReasonGiven
from app.web.api.operations import V1, Operation, operation
from app.web.gate import open_to, visitor

bp = Blueprint("api_agenda", __name__, url_prefix=V1)
GROUP = "the agenda"


@dataclass(frozen=True, slots=True)
class Looked:
    """What a day is narrowed to: an office ("" for all; none: one's own), a clerk, a channel."""

    office: str | None = None
    clerk: UUID | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Early:
    """Whether an appointment of another day is meant; without it that is refused."""

    other_day: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """The case that the appointment is for."""

    case: UUID


@dataclass(frozen=True, slots=True)
class Clerk:
    """A member of staff."""

    clerk: UUID


@dataclass(frozen=True, slots=True)
class StaffBooking:
    """An hour for somebody who telephones or stands at the counter. A `walk_in` starts now, whatever `starts_at` says.

    E-mail and mobile may be left out; no code is asked for.
    """

    procedure: str
    channel: Channel
    starts_at: datetime
    id_type: Literal["dni", "nie", "passport"]
    id_number: str
    given_name: str
    surname1: str
    surname2: str = ""
    id_country: str = "ES"
    email: str = ""
    mobile: str = ""
    office: str = ""
    language: str = "es"
    walk_in: bool = False
    triage: dict[str, Any] = field(default_factory=dict)

    def wish(self) -> Wish:
        """Return what is wanted."""
        starts_at = days.aware(self.starts_at)
        return Wish(self.procedure, self.channel, self.office, self.language, starts_at, self.triage)

    def typed(self) -> dict[str, str]:
        """Return the person's fields as the office reads them."""
        names = ("id_type", "id_number", "given_name", "surname1", "surname2", "id_country", "email", "mobile")
        return {name: str(getattr(self, name))[:200] for name in names}


@bp.get("/agenda/<day>")
@open_to("staff", *READERS)
@operation(Operation(GROUP, query=Looked, gives=Agenda))
def of_day(day: str, query: Looked) -> Agenda:
    """List the appointments of a day (ISO 8601) by hour, and record that they were read."""
    wanted, outside, here = days.read(day), wiring.outside(), visitor()
    agenda.opened(outside, here, wanted)
    return agenda.day(outside, here, wanted, Narrowed(query.office, query.clerk, query.channel))


@bp.post("/appointments")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=StaffBooking, gives=Confirmed, status=HTTPStatus.CREATED))
def book(body: StaffBooking) -> Confirmed:
    """Book for a person, and open their case."""
    return staff_booking.book(wiring.outside(), visitor(), body.wish(), body.typed(), walk_in=body.walk_in)


@bp.get("/appointments/<uuid:appointment>")
@open_to("staff", *READERS)
@operation(Operation(GROUP, gives=Entry))
def one(appointment: UUID) -> Entry:
    """Show an appointment."""
    return agenda.one(wiring.outside(), visitor(), appointment)


@bp.post("/appointments/<uuid:appointment>/arrival")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=Early))
def arrived(appointment: UUID, body: Early) -> None:
    """Note that the person is here."""
    attendance.arrived(wiring.outside(), visitor(), appointment, other_day=body.other_day)


@bp.post("/appointments/<uuid:appointment>/call")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=Early, gives=Case))
def call(appointment: UUID, body: Early) -> Case:
    """Call the person to one's desk."""
    return Case(attendance.call(wiring.outside(), visitor(), appointment, other_day=body.other_day))


@bp.post("/appointments/<uuid:appointment>/queue")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP))
def back(appointment: UUID) -> None:
    """Let a person who was called wait again."""
    attendance.back(wiring.outside(), visitor(), appointment)


@bp.post("/appointments/<uuid:appointment>/end")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP))
def done(appointment: UUID) -> None:
    """Note that the person was attended."""
    attendance.done(wiring.outside(), visitor(), appointment)


@bp.post("/appointments/<uuid:appointment>/absence")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP))
def missed(appointment: UUID) -> None:
    """Note that nobody came. The office never does so by itself."""
    attendance.missed(wiring.outside(), visitor(), appointment)


@bp.delete("/appointments/<uuid:appointment>/outcome")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP))
def undone(appointment: UUID) -> None:
    """Take back what was noted last: the arrival, the absence or the end."""
    attendance.undone(wiring.outside(), visitor(), appointment)


@bp.post("/appointments/<uuid:appointment>/assignment")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=Clerk))
def assign(appointment: UUID, body: Clerk) -> None:
    """Give an appointment that was not called yet to another clerk."""
    attendance.assigned(wiring.outside(), visitor(), appointment, body.clerk)


@bp.post("/appointments/<uuid:appointment>/move")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=AnotherHour, gives=AppointmentView))
def move(appointment: UUID, body: AnotherHour) -> AppointmentView:
    """Move an appointment for its person, who is told."""
    outside, here = wiring.outside(), visitor()
    who = AtDesk(here, appointment)
    return changes.move(outside, here.entity, who, days.aware(body.starts_at), body.office)


@bp.post("/appointments/<uuid:appointment>/cancellation")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=ReasonGiven, gives=AppointmentView))
def cancel(appointment: UUID, body: ReasonGiven) -> AppointmentView:
    """Cancel an appointment for its person, who is told the reason."""
    outside, here = wiring.outside(), visitor()
    return changes.cancel(outside, here.entity, AtDesk(here, appointment), body.reason[:1000])
