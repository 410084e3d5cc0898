"""The link of an appointment: see when it is, say that one will come, move it, cancel it. Nothing personal is shown."""

from http import HTTPStatus

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import NotFound
from app.services.appointments import preparation
from app.services.appointments.changes import AppointmentView
from app.services.appointments.preparation import Linked
from app.web import changing, downloads, frame, meetings
from app.web.changing import Side
from app.web.frame import limiter
from app.web.gate import open_to
from app.web.meetings import Ways

bp = Blueprint("managing", __name__, url_prefix="/cita/gestion/<token>")
_LOOKS, _ACTS = "120 per 10 minutes", "30 per 10 minutes"


@bp.errorhandler(NotFound)
def dead(_fault: NotFound) -> Response:
    """Say that a link opens nothing; the same whatever is wrong with it."""
    urls = {"portal_url": url_for("doors.resume"), "again_url": url_for("booking.choose")}
    return make_response(render_template("managing/dead.html", **urls), HTTPStatus.NOT_FOUND)


@bp.get("")
@open_to("public")
@limiter.limit(_LOOKS)
def page(token: str) -> str:
    """Show the appointment."""
    linked = _linked(token)
    view = linked.appointment
    return render_template(
        "managing/page.html",
        procedure=view.title,
        appointment=meetings.shown(view, _ways(token), online=linked.online),
        said=changing.said(),
        bring=linked.bring,
        steps=meetings.on_the_day(view),
        portal_url=url_for("doors.resume"),
    )


@bp.post("/asistir")
@open_to("public")
@limiter.limit(_ACTS)
def attend(token: str) -> ResponseReturnValue:
    """Note that the person will come."""
    return changing.attend(token, _home, _ways(token).home)


@bp.get("/cambiar")
@open_to("public")
@limiter.limit(_LOOKS)
def choose(token: str) -> ResponseReturnValue:
    """Show the hours to which the appointment can be moved."""
    return changing.choose(_side(token), request.args)


@bp.post("/cambiar")
@open_to("public")
@limiter.limit(_ACTS)
def move(token: str) -> ResponseReturnValue:
    """Move the appointment."""
    return changing.move(token, request.form, _home, lambda: _side(token))


@bp.get("/anular")
@open_to("public")
@limiter.limit(_LOOKS)
def ask_cancel(token: str) -> ResponseReturnValue:
    """Ask before the appointment is cancelled."""
    return changing.ask_cancel(_side(token))


@bp.post("/anular")
@open_to("public")
@limiter.limit(_ACTS)
def cancel(token: str) -> ResponseReturnValue:
    """Cancel the appointment."""
    return changing.cancel(token, _home, _ways(token).home)


@bp.get("/calendario.ics")
@open_to("public")
@limiter.limit(_LOOKS)
def calendar(token: str) -> Response:
    """Hand out the appointment as a file for the person's own calendar."""
    parts = wiring.parts()
    view = _linked(token).appointment
    return downloads.file(preparation.calendar(parts.outside, parts.settings.entity, view, frame.language()))


def _linked(token: str) -> Linked:
    parts = wiring.parts()
    return preparation.behind(parts.outside, parts.settings.entity, token, frame.language())


def _side(token: str) -> Side:
    linked = _linked(token)
    return Side(linked.appointment, _ways(token), by_link=True, online=linked.online)


def _ways(token: str) -> Ways:
    return Ways(
        home=url_for("managing.page", token=token),
        attend=url_for("managing.attend", token=token),
        move=url_for("managing.move", token=token),
        cancel=url_for("managing.cancel", token=token),
        calendar=url_for("managing.calendar", token=token),
    )


def _home(view: AppointmentView) -> str:
    return url_for("managing.page", token=view.manage)
