"""Operations by which anybody books an appointment."""

from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from flask import Blueprint, request
from pydantic import Field

from app import wiring
from app.domain.errors import NotFound
from app.services.appointments import availability, booking, booking_person
from app.services.appointments.availability import Ask, ChannelOffer, Hour, Month
from app.services.appointments.booked import Confirmed
from app.services.appointments.booking import Booking, Wish
from app.services.publishing import procedures
from app.web import gate
from app.web.api import days
from app.web.api.appointments import AnotherHour
from app.web.api.operations import V1, Operation, operation
from app.web.frame import limiter
from app.web.gate import open_to

bp = Blueprint("api_bookings", __name__, url_prefix=V1)
GROUP = "appointments"
Channel = Literal["in_person", "phone", "video"]


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked for: a channel, an office ("" when it does not matter), a language, and a length in minutes.

    Without `minutes` it is the procedure's own.
    """

    channel: Channel
    office: str = ""
    language: str = ""
    minutes: Annotated[int, Field(ge=0, le=240, multiple_of=5)] = 0


@dataclass(frozen=True, slots=True)
class HourWanted:
    """An hour to be held. `triage` are the answers to the procedure's questions, where it has some."""

    procedure: str
    channel: Channel
    starts_at: datetime
    office: str = ""
    language: str = "es"
    triage: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """An hour that is held, and the token that the following calls send as a bearer."""

    booking: Booking
    token: str


@dataclass(frozen=True, slots=True)
class PersonBooking:
    """Who books. Without a mobile telephone only an appointment in person can be booked."""

    id_type: Literal["dni", "nie", "passport"]
    id_number: str
    given_name: str
    surname1: str
    email: str
    mobile: str = ""
    surname2: str = ""
    id_country: str = "ES"
    without_mobile: bool = False

    def typed(self) -> dict[str, str]:
        """Return the fields as the office reads them."""
        texts = {name: str(getattr(self, name))[:200] for name in self.__slots__ if name != "without_mobile"}
        return texts | ({"without_mobile": "1"} if self.without_mobile else {})


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code is on its way to the telephone, if there was one to send it to."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Code:
    """The code that the telephone got."""

    code: str


@bp.get("/procedures/<procedure>/channels")
@open_to("public")
@operation(Operation(GROUP, gives=tuple[ChannelOffer, ...]))
def channels(procedure: str) -> tuple[ChannelOffer, ...]:
    """Say how an appointment for a procedure can be had, with the next free hour of each channel."""
    parts = wiring.parts()
    return availability.channels(parts.outside, parts.settings.entity, procedure)


@bp.get("/procedures/<procedure>/months/<int:year>/<int:month>")
@open_to("public")
@limiter.limit("240 per 10 minutes")
@operation(Operation(GROUP, query=Looked, gives=Month))
def month(procedure: str, year: int, month: int, query: Looked) -> Month:
    """Count the free hours of each day of a month."""
    parts = wiring.parts()
    try:
        return availability.month(parts.outside, parts.settings.entity, _ask(procedure, query), year, month)
    except ValueError:
        raise NotFound("month") from None


@bp.get("/procedures/<procedure>/days/<day>")
@open_to("public")
@limiter.limit("240 per 10 minutes")
@operation(Operation(GROUP, query=Looked, gives=list[Hour]))
def day(procedure: str, day: str, query: Looked) -> list[Hour]:
    """List the free hours of a day (ISO 8601)."""
    parts = wiring.parts()
    return availability.day(parts.outside, parts.settings.entity, _ask(procedure, query), days.read(day))


@bp.post("/bookings")
@open_to("public")
@limiter.limit("30 per 10 minutes")
@operation(Operation(GROUP, takes=HourWanted, gives=Held, status=HTTPStatus.CREATED))
def hold(body: HourWanted) -> Held:
    """Hold an hour for ten minutes."""
    parts = wiring.parts()
    wish = Wish(body.procedure, body.channel, body.office, body.language, days.aware(body.starts_at), body.triage)
    made, token = booking.hold(parts.outside, parts.settings.entity, wish, request.remote_addr or "")
    return Held(made, token)


@bp.get("/bookings/current")
@open_to("public")
@operation(Operation(GROUP, gives=Booking, bearer="booking"))
def shown() -> Booking:
    """Show the booking whose token is the bearer."""
    parts = wiring.parts()
    return booking.shown(parts.outside, parts.settings.entity, gate.bearer())


@bp.put("/bookings/current/hour")
@open_to("public")
@limiter.limit("30 per 10 minutes")
@operation(Operation(GROUP, takes=AnotherHour, gives=Booking, bearer="booking"))
def hold_again(body: AnotherHour) -> Booking:
    """Hold another hour; what was said of the person stays."""
    parts = wiring.parts()
    return booking.hold_again(
        parts.outside, parts.settings.entity, gate.bearer(), days.aware(body.starts_at), body.office
    )


@bp.put("/bookings/current/person")
@open_to("public")
@limiter.limit("30 per 10 minutes")
@operation(Operation(GROUP, takes=PersonBooking, gives=Booking, bearer="booking"))
def give_person(body: PersonBooking) -> Booking:
    """Say who books."""
    parts = wiring.parts()
    return booking_person.give_person(parts.outside, parts.settings.entity, gate.bearer(), body.typed())


@bp.post("/bookings/current/code")
@open_to("public")
@limiter.limit("10 per 10 minutes")
@operation(Operation(GROUP, gives=CodeSent, status=HTTPStatus.CREATED, bearer="booking"))
def send_code() -> CodeSent:
    """Send a code to the mobile telephone, which proves it."""
    parts = wiring.parts()
    return CodeSent(booking_person.send_code(parts.outside, parts.settings.entity, gate.bearer()))


@bp.post("/bookings/current/proof")
@open_to("public")
@limiter.limit("20 per 10 minutes")
@operation(Operation(GROUP, takes=Code, gives=Booking, bearer="booking"))
def prove(body: Code) -> Booking:
    """Prove the mobile telephone with the code that it got."""
    parts = wiring.parts()
    return booking_person.prove(parts.outside, parts.settings.entity, gate.bearer(), body.code[:20])


@bp.post("/bookings/current/confirmation")
@open_to("public")
@limiter.limit("20 per 10 minutes")
@operation(Operation(GROUP, gives=Confirmed, bearer="booking"))
def confirm() -> Confirmed:
    """Book the hour for good and open its case; the same again gives the same answer."""
    parts = wiring.parts()
    return booking.confirm(parts.outside, parts.settings.entity, gate.bearer())


def _ask(procedure: str, looked: Looked) -> Ask:
    known = procedures.offered(wiring.parts().settings.entity, procedure).procedure
    if known.appointment is None:
        raise NotFound("the procedure takes no appointments")
    return Ask(procedure, looked.language, looked.minutes or known.appointment.minutes, looked.channel, looked.office)
