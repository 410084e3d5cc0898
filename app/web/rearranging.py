"""Move or cancel an appointment for its person, or because the office must; the person is told if reachable."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services.appointments import changes, outlook
from app.services.appointments.changes import AtDesk, NotOpen
from app.services.appointments.hours import HourTaken
from app.services.appointments.outlook import Wanted
from app.services.calendars.schedules import MANAGERS
from app.services.desk import agenda
from app.services.desk.agenda_lines import Entry
from app.web import agenda_words, calendars, formats, frame
from app.web import booking_words as words
from app.web.agenda import HANDLERS, READERS
from app.web.calendars import Shown
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("rearranging", __name__, url_prefix="/oficina")
PERSON, OFFICE = "person", "office"
_LONGEST = 300
_ALL = "todas"


@bp.get("/citas/<uuid:appointment>/cambiar")
@open_to("staff", *HANDLERS, *MANAGERS)
def calendar(appointment: UUID) -> ResponseReturnValue:
    """Show the hours that an appointment can be moved to, or ask about the one that was chosen."""
    found = _found(appointment)
    chosen = calendars.hour_of(request.args.get("hora", ""))
    if "change" not in found.may:
        return _over(appointment)
    return _calendar(found) if chosen is None else _ask_move(found, chosen, {}, {})


@bp.post("/citas/<uuid:appointment>/cambiar")
@open_to("staff", *HANDLERS, *MANAGERS)
def move(appointment: UUID) -> ResponseReturnValue:
    """Move an appointment."""
    parts, chosen = wiring.parts(), calendars.hour_of(request.form.get("hora", ""))
    if chosen is None:
        return redirect(url_for("rearranging.calendar", appointment=appointment), HTTPStatus.SEE_OTHER)
    by, reason, wrong = _why()
    if wrong:
        return _ask_move(_found(appointment), chosen, {"by": by, "reason": reason}, wrong), 422
    who = AtDesk(visitor(), appointment, reason, by == PERSON)
    try:
        view = changes.move(parts.outside, parts.settings.entity, who, *chosen)
    except HourTaken:
        return _calendar(_found(appointment), taken=True), HTTPStatus.CONFLICT
    except NotOpen:
        return _over(appointment)
    _say(_("Cita cambiada."), view.told)
    return _back(appointment)


@bp.get("/citas/<uuid:appointment>/anular")
@open_to("staff", *HANDLERS, *MANAGERS)
def ask_cancel(appointment: UUID) -> ResponseReturnValue:
    """Ask before an appointment is cancelled, by its name."""
    found = _found(appointment)
    return _ask_cancel(found, {}, {}) if "change" in found.may else _over(appointment)


@bp.post("/citas/<uuid:appointment>/anular")
@open_to("staff", *HANDLERS, *MANAGERS)
def cancel(appointment: UUID) -> ResponseReturnValue:
    """Cancel an appointment."""
    parts = wiring.parts()
    by, reason, wrong = _why()
    if wrong:
        return _ask_cancel(_found(appointment), {"by": by, "reason": reason}, wrong), 422
    who = AtDesk(visitor(), appointment, reason, by == PERSON)
    try:
        view = changes.cancel(parts.outside, parts.settings.entity, who)
    except NotOpen:
        return _over(appointment)
    _say(_("Cita anulada."), view.told)
    return _back(appointment)


def _say(done: str, told: tuple[str, ...] | None) -> None:
    """Say what was done and by which means the person is told, or that nobody tells them but whoever reads this."""
    if told is None:
        flash(done)
        return
    words_of = {
        ("mail", "sms"): _("Se lo decimos a la persona por correo y por SMS."),
        ("mail",): _("Se lo decimos a la persona por correo."),
        ("sms",): _("Se lo decimos a la persona por SMS."),
    }
    nobody = _("La persona no tiene correo ni móvil, así que no se le ha avisado: llámele o dígaselo usted.")
    flash(f"{done} {words_of.get(told, nobody)}", "message" if told else "waiting")


def _why() -> tuple[str, str, dict[str, str]]:
    """Return who wants the change, why, and what is missing of it."""
    by, reason = request.form.get("by", ""), request.form.get("reason", "").strip()[:_LONGEST]
    if by not in {PERSON, OFFICE}:
        return "", reason, {"by": _("Diga quién lo pide.")}
    if by == OFFICE and not reason:
        return by, reason, {"reason": _("Escriba el motivo: la persona lo leerá.")}
    return by, reason, {}


def _found(appointment: UUID) -> Entry:
    return agenda.one(wiring.outside(), visitor(), appointment)


def _over(appointment: UUID) -> ResponseReturnValue:
    flash(_("Esta cita ya no se puede cambiar ni anular: mire cómo está ahora."))
    return _back(appointment)


def _back(appointment: UUID) -> ResponseReturnValue:
    """Lead to the appointment, or to the calendars whoever sees it only while it is stranded."""
    if visitor().roles.isdisjoint(READERS):
        return redirect(url_for("schedules.listed"), HTTPStatus.SEE_OTHER)
    return redirect(url_for("agenda.one", appointment=appointment), HTTPStatus.SEE_OTHER)


def _calendar(found: Entry, *, taken: bool = False) -> str:
    parts, args = wiring.parts(), request.args
    here = url_for("rearranging.calendar", appointment=found.id)
    wanted = Wanted(
        procedure=found.procedure,
        channels=(found.channel,),
        minutes=found.minutes,
        language=found.language,
        channel=found.channel,
        office=args.get("oficina", found.office),
        month=calendars.month_of(args.get("mes", "")),
        day=calendars.day_of(args.get("dia", "")),
        internal=True,
    )
    seen = outlook.see(parts.outside, parts.settings.entity, wanted)
    shown = Shown(seen, here, {"oficina": seen.ask.office or _ALL}, here, "get", _ALL) if seen else None
    return render_template(
        "clerk/rearrange.html",
        applicant=found.applicant,
        now=words.moment(found.starts_at),
        taken=taken,
        places=calendars.places(shown) if shown else None,
        month=calendars.month(shown) if shown else None,
        day=calendars.hours(shown) if shown and shown.found.hours else None,
        nothing=None if shown and shown.found.hours else _nothing(shown),
        back_url=url_for("agenda.one", appointment=found.id),
    )


def _nothing(shown: Shown | None) -> SimpleNamespace:
    if shown is not None:
        return calendars.nothing(shown)
    return SimpleNamespace(
        title=_("Nadie atiende ya esta clase de citas"),
        text=_("Anule la cita o cambie antes los calendarios."),
        ways=[],
    )


def _ask_move(found: Entry, chosen: tuple[datetime, str], values: Mapping[str, str], errors: dict[str, str]) -> str:
    starts_at, office = chosen
    here = url_for("rearranging.calendar", appointment=found.id)
    return _ask(
        title=_("¿Cambiar la cita de %(name)s?", name=found.applicant),
        rows=[
            (_("Ahora"), words.capital(words.moment(found.starts_at))),
            (_("Nueva"), words.capital(words.moment(starts_at))),
        ],
        hour=f"{starts_at.isoformat()}|{office}",
        action=_(
            "Cambiar al %(day)s a las %(time)s",
            day=formats.weekday_and_day(words.local(starts_at), frame.language()),
            time=words.clock(starts_at),
        ),
        url=url_for("rearranging.move", appointment=found.id),
        back_url=f"{here}?oficina={office}&dia={words.local(starts_at).date().isoformat()}#horas",
        tone="",
        values=values,
        errors=errors,
    )


def _ask_cancel(found: Entry, values: Mapping[str, str], errors: dict[str, str]) -> str:
    return _ask(
        title=_("¿Anular la cita de %(name)s?", name=found.applicant),
        rows=[
            (_("Cuándo"), words.capital(words.moment(found.starts_at))),
            (_("Dónde"), agenda_words.place(found)),
            (_("Trámite"), found.title),
        ],
        hour="",
        action=_("Anular la cita"),
        url=url_for("rearranging.cancel", appointment=found.id),
        back_url=url_for("agenda.one", appointment=found.id),
        tone="warning",
        values=values,
        errors=errors,
    )


def _ask(*, values: Mapping[str, str], errors: dict[str, str], **asked: object) -> str:
    return render_template(
        "clerk/rearrange_confirm.html",
        change=SimpleNamespace(**asked),
        values={"by": values.get("by", ""), "reason": values.get("reason", "")},
        errors=errors,
    )
