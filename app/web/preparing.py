"""The portal of an appointment: when it is, what to read, what to bring and how it stands, move it, cancel it."""

from collections.abc import Mapping
from http import HTTPStatus
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import procedure as rules
from app.domain.errors import DocumentRejected
from app.services.appointments import preparation
from app.services.appointments.changes import AppointmentView
from app.services.appointments.preparation import Preparation
from app.services.files import papers
from app.services.files.papers import PaperView
from app.web import changing, downloads, frame, meetings, paper_views, uploads
from app.web.changing import Side
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.meetings import Ways
from app.web.texts import _

bp = Blueprint("preparing", __name__, url_prefix="/tramite/cita")


@bp.get("")
@open_to("citizen")
def page() -> str:
    """Show the appointment and how it is being prepared."""
    return _page({})


@bp.post("/papeles/<slot>")
@open_to("citizen")
@limiter.limit("60 per 10 minutes")
def upload(slot: str) -> ResponseReturnValue:
    """Take in one paper."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page({slot: _("Elija un archivo")}), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        papers.receive(wiring.outside(), visitor(), slot, file.filename, file.stream.read())
    except DocumentRejected as fault:
        return _page({slot: uploads.sentence(fault.reason)}), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("preparing.page", _anchor=f"papel-{slot}"), HTTPStatus.SEE_OTHER)


@bp.post("/papeles/quitar/<uuid:document>")
@open_to("citizen")
def remove_paper(document: UUID) -> ResponseReturnValue:
    """Take back a paper that nobody accepted yet."""
    papers.withdraw(wiring.outside(), visitor(), document)
    return redirect(url_for("preparing.page", _anchor="papeles"), HTTPStatus.SEE_OTHER)


@bp.post("/asistir")
@open_to("citizen")
@limiter.limit("30 per 10 minutes")
def attend() -> ResponseReturnValue:
    """Note that the person will come."""
    return changing.attend(visitor(), _home, url_for("preparing.page"))


@bp.get("/cambiar")
@open_to("citizen")
def choose() -> ResponseReturnValue:
    """Show the hours to which the appointment can be moved."""
    return changing.choose(_side(), request.args)


@bp.post("/cambiar")
@open_to("citizen")
@limiter.limit("30 per 10 minutes")
def move() -> ResponseReturnValue:
    """Move the appointment."""
    return changing.move(visitor(), request.form, _home, _side)


@bp.get("/anular")
@open_to("citizen")
def ask_cancel() -> ResponseReturnValue:
    """Ask before the appointment is cancelled."""
    return changing.ask_cancel(_side())


@bp.post("/anular")
@open_to("citizen")
@limiter.limit("30 per 10 minutes")
def cancel() -> ResponseReturnValue:
    """Cancel the appointment."""
    return changing.cancel(visitor(), _home, url_for("preparing.page"))


@bp.get("/calendario.ics")
@open_to("citizen")
def calendar() -> Response:
    """Hand out the appointment as a file for the person's own calendar."""
    here = visitor()
    view = preparation.of_visitor(wiring.outside(), here).appointment
    return downloads.file(preparation.calendar(wiring.outside(), here.entity, view, frame.language()))


def ways() -> Ways:
    """Return where an appointment is managed in the portal."""
    names = ("page", "attend", "move", "cancel", "calendar")
    return Ways(*(url_for(f"preparing.{name}") for name in names))


def _side() -> Side:
    found = preparation.of_visitor(wiring.outside(), visitor())
    return Side(found.appointment, ways(), by_link=False, online=found.online)


def _home(_view: AppointmentView) -> str:
    return url_for("preparing.page")


def _page(errors: Mapping[str, str]) -> str:
    found = preparation.of_visitor(wiring.outside(), visitor())
    count = found.tally
    return render_template(
        "citizen/appointment.html",
        case=SimpleNamespace(number=found.case_number, title=found.title, url=url_for("portal.status")),
        appointment=meetings.shown(found.appointment, ways(), own=found.own, online=found.online),
        said=changing.said(),
        papers=[_paper(found, one, errors.get(one.slot, "")) for one in sorted(found.papers, key=_settled)],
        progress=SimpleNamespace(asked=count["asked"], accepted=count["accepted"], words=meetings.tally(found))
        if count["asked"] > 1
        else None,
        verdict=meetings.verdict(found),
        reading=_reading(found),
        steps=meetings.on_the_day(found.appointment),
        form_url=url_for("answers.enter", task=found.form) if found.form else None,
        errors={f"archivo-{slot}": sentence for slot, sentence in errors.items()},
    )


def _settled(one: PaperView) -> bool:
    """Return whether a paper may come after those that were returned, which wait for the person."""
    return one.state != "returned"


def _paper(found: Preparation, one: PaperView, error: str) -> SimpleNamespace:
    return paper_views.row(one, "preparing", error, ended=found.ended, turn=found.turn)


def _reading(found: Preparation) -> list[SimpleNamespace]:
    here = frame.language()
    return [
        SimpleNamespace(title=rules.text(one.title, here), text=rules.text(one.text, here), url=one.url)
        for one in found.reading
    ]
