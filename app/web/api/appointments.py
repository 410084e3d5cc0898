"""Operations on a booked appointment: by whoever has its link, and by its citizen."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint

from app import wiring
from app.domain.errors import NotFound
from app.services.appointments import changes
from app.services.appointments.changes import AppointmentView
from app.services.visits import Visitor
from app.web.api import days
from app.web.api.operations import V1, Operation, operation
from app.web.frame import limiter
from app.web.gate import open_to, visitor

bp = Blueprint("api_appointments", __name__, url_prefix=V1)
GROUP = "appointments"


@dataclass(frozen=True, slots=True)
class AnotherHour:
    """Another hour, perhaps at another office ("" when it does not matter)."""

    starts_at: datetime
    office: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """The token of the link with which an appointment is changed, as the mail has it."""

    link: str


@dataclass(frozen=True, slots=True)
class LinkMove:
    """The token of an appointment's link, and where it is to be moved."""

    link: str
    starts_at: datetime
    office: str = ""


@bp.post("/appointments/link")
@open_to("public")
@limiter.limit("60 per 10 minutes")
@operation(Operation(GROUP, takes=Link, gives=AppointmentView))
def behind(body: Link) -> AppointmentView:
    """Show the appointment that a link opens."""
    parts = wiring.parts()
    return changes.behind(parts.outside, parts.settings.entity, body.link)


@bp.post("/appointments/link/attendance")
@open_to("public")
@limiter.limit("30 per 10 minutes")
@operation(Operation(GROUP, takes=Link, gives=AppointmentView))
def attend_by_link(body: Link) -> AppointmentView:
    """Say that the person will come."""
    return _attend(body.link)


@bp.post("/appointments/link/cancellation")
@open_to("public")
@limiter.limit("30 per 10 minutes")
@operation(Operation(GROUP, takes=Link, gives=AppointmentView))
def cancel_by_link(body: Link) -> AppointmentView:
    """Cancel the appointment; its case goes on."""
    return _cancel(body.link)


@bp.post("/appointments/link/move")
@open_to("public")
@limiter.limit("30 per 10 minutes")
@operation(Operation(GROUP, takes=LinkMove, gives=AppointmentView))
def move_by_link(body: LinkMove) -> AppointmentView:
    """Move the appointment; the answer has the token of its new link."""
    return _move(body.link, AnotherHour(body.starts_at, body.office))


@bp.get("/case/appointment")
@open_to("citizen")
@operation(Operation(GROUP, gives=AppointmentView))
def mine() -> AppointmentView:
    """Show the appointment of the citizen's case."""
    found = changes.of_visitor(wiring.outside(), visitor())
    if found is None:
        raise NotFound("appointment")
    return found


@bp.post("/case/appointment/attendance")
@open_to("citizen")
@operation(Operation(GROUP, gives=AppointmentView))
def attend() -> AppointmentView:
    """Say that one will come."""
    return _attend(visitor())


@bp.post("/case/appointment/cancellation")
@open_to("citizen")
@operation(Operation(GROUP, gives=AppointmentView))
def cancel() -> AppointmentView:
    """Cancel one's appointment; the case goes on."""
    return _cancel(visitor())


@bp.post("/case/appointment/move")
@open_to("citizen")
@operation(Operation(GROUP, takes=AnotherHour, gives=AppointmentView))
def move(body: AnotherHour) -> AppointmentView:
    """Move one's appointment."""
    return _move(visitor(), body)


def _attend(who: str | Visitor) -> AppointmentView:
    parts = wiring.parts()
    return changes.attend(parts.outside, parts.settings.entity, who)


def _cancel(who: str | Visitor) -> AppointmentView:
    parts = wiring.parts()
    return changes.cancel(parts.outside, parts.settings.entity, who)


def _move(who: str | Visitor, to: AnotherHour) -> AppointmentView:
    parts = wiring.parts()
    return changes.move(parts.outside, parts.settings.entity, who, days.aware(to.starts_at), to.office)
