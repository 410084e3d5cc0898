"""Faults that wait for a decision of the staff."""

from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, flash, get_flashed_messages, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Invalid
from app.services import incidents
from app.services.incidents import IncidentView
from app.services.messaging import failure_words
from app.web import frame
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("incidents", __name__, url_prefix="/oficina/incidencias")
READERS = ("clerk", "supervisor", "auditor", "administrator")


@bp.get("")
@open_to("staff", *READERS)
def listed() -> str:
    """List the open incidents."""
    here = visitor()
    may = bool(here.roles & set(incidents.MAY))
    return render_template(
        "clerk/incidents.html",
        incidents=[_shown(one, may=may) for one in incidents.listed(here)],
        said=" ".join(str(one) for one in get_flashed_messages()),
        pages=None,
    )


@bp.post("/<uuid:incident>/reintentar")
@open_to("staff", *incidents.MAY)
def retry(incident: UUID) -> ResponseReturnValue:
    """Have the failed work tried again."""
    incidents.retry(wiring.outside(), visitor(), incident)
    flash(_("Se está intentando de nuevo."))
    return redirect(url_for("incidents.listed"), 303)


@bp.get("/<uuid:incident>/saltar")
@open_to("staff", *incidents.MAY)
def ask_skip(incident: UUID) -> str:
    """Ask before going on without the failed work."""
    return _confirm(incident, "skip", {}, "")


@bp.post("/<uuid:incident>/saltar")
@open_to("staff", *incidents.MAY)
def skip(incident: UUID) -> ResponseReturnValue:
    """Let the case go on without the failed work."""
    reason = request.form.get("reason", "")
    try:
        incidents.skip(wiring.outside(), visitor(), incident, reason)
    except Invalid:
        return _confirm(incident, "skip", {"reason": _("Escriba el motivo")}, reason), 422
    return redirect(url_for("incidents.listed"), 303)


@bp.get("/<uuid:incident>/completar")
@open_to("staff", *incidents.MAY)
def ask_complete(incident: UUID) -> str:
    """Ask before stating that the work was done by hand."""
    return _confirm(incident, "complete", {}, "")


@bp.post("/<uuid:incident>/completar")
@open_to("staff", *incidents.MAY)
def complete(incident: UUID) -> ResponseReturnValue:
    """State that the work was done by hand."""
    reason = request.form.get("reason", "")
    try:
        incidents.complete_by_hand(wiring.outside(), visitor(), incident, reason, {})
    except Invalid:
        return _confirm(incident, "complete", {"reason": _("Escriba qué se ha hecho a mano")}, reason), 422
    return redirect(url_for("incidents.listed"), 303)


@bp.get("/<uuid:incident>/cerrar")
@open_to("staff", *incidents.MAY)
def ask_close(incident: UUID) -> str:
    """Ask before saying that a fault of a diagram was dealt with."""
    return _confirm(incident, "close", {}, "")


@bp.post("/<uuid:incident>/cerrar")
@open_to("staff", *incidents.MAY)
def close(incident: UUID) -> ResponseReturnValue:
    """Say that a fault of a diagram was dealt with."""
    reason = request.form.get("reason", "")
    try:
        incidents.close(wiring.outside(), visitor(), incident, reason)
    except Invalid:
        return _confirm(incident, "close", {"reason": _("Escriba qué se ha hecho")}, reason), 422
    return redirect(url_for("incidents.listed"), 303)


def _confirm(incident: UUID, how: str, errors: dict[str, str], reason: str) -> str:
    titles = {
        "skip": (_("¿Seguir sin este trabajo?"), _("Seguir sin él")),
        "complete": (_("¿Se ha hecho a mano?"), _("Sí, ya está hecho")),
        "close": (_("¿Está resuelta la incidencia?"), _("Sí, darla por resuelta")),
    }
    title, action = titles[how]
    labels = {"skip": _("Motivo"), "close": _("Qué se ha hecho")}
    going_on = _("El expediente seguirá como si el trabajo hubiera terminado. Quedará en su historia.")
    confirm = SimpleNamespace(
        title=title,
        text=_("El expediente se queda como está. Quedará en su historia.") if how == "close" else going_on,
        action=action,
        back_url=url_for("incidents.listed"),
        tone="warning",
        url=url_for(f"incidents.{how}", incident=incident),
        reason=labels.get(how) or _("Qué se ha hecho y dónde consta"),
        fields_html="",
    )
    return render_template("clerk/confirm.html", confirm=confirm, values={"reason": reason}, errors=errors)


def _shown(one: IncidentView, *, may: bool) -> SimpleNamespace:
    decides = may and one.about_call
    return SimpleNamespace(
        title=failure_words.work(one.operator, frame.language()),
        case_number=one.case_number,
        case_url=url_for("clerk.case_page", case=one.case_id),
        cause=failure_words.cause(one.kind, frame.language()),
        detail=one.detail,
        since=one.opened_at,
        attempts=one.attempts,
        retry_url=url_for("incidents.retry", incident=one.id) if decides else None,
        skip_url=url_for("incidents.ask_skip", incident=one.id) if decides else None,
        complete_url=url_for("incidents.ask_complete", incident=one.id) if decides and one.skippable else None,
        close_url=url_for("incidents.ask_close", incident=one.id) if may and not one.about_call else None,
    )
