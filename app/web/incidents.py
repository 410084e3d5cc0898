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


def _confirm(incident: UUID, how: str, errors: dict[str, str], reason: str) -> str:
    titles = {
        "skip": (_("¿Seguir sin este trabajo?"), _("Seguir sin él")),
        "complete": (_("¿Se ha hecho a mano?"), _("Sí, ya está hecho")),
    }
    title, action = titles[how]
    confirm = SimpleNamespace(
        title=title,
        text=_("El expediente seguirá como si el trabajo hubiera terminado. Quedará en su historia."),
        action=action,
        back_url=url_for("incidents.listed"),
        tone="warning",
        url=url_for(f"incidents.{how}", incident=incident),
        reason=_("Motivo") if how == "skip" else _("Qué se ha hecho y dónde consta"),
        fields_html="",
    )
    return render_template("clerk/confirm.html", confirm=confirm, values={"reason": reason}, errors=errors)


def _shown(one: IncidentView, *, may: bool) -> SimpleNamespace:
    return SimpleNamespace(
        title=failure_words.work(one.operator, frame.language()),
        case_number=one.case_number,
        case_url=url_for("clerk.case_page", case=one.case_id),
        cause=failure_words.cause(one.kind, frame.language()),
        detail=one.detail,
        since=one.opened_at,
        attempts=one.attempts,
        retry_url=url_for("incidents.retry", incident=one.id) if may else None,
        skip_url=url_for("incidents.ask_skip", incident=one.id) if may else None,
        complete_url=url_for("incidents.ask_complete", incident=one.id) if may and one.skippable else None,
    )
