"""Calls for grants: what they offer, for everybody; how they stand and how one is published, for the staff."""

from collections.abc import Mapping
from types import SimpleNamespace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import procedure as rules
from app.domain.errors import Invalid
from app.domain.grants import Call, Place
from app.services.grants import calls
from app.services.grants.calls import Published, Standing
from app.web import frame, schedule_confirming
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("grant_calls", __name__)


@bp.get("/convocatorias")
@open_to("public")
def listed() -> str:
    """List the calls."""
    found = calls.offered(wiring.outside(), wiring.parts().settings.entity)
    return render_template("grants/calls.html", calls=[_line(one) for one in found])


@bp.get("/convocatorias/<call>")
@open_to("public")
def one(call: str) -> str:
    """Show a call."""
    found = calls.shown(wiring.outside(), wiring.parts().settings.entity, call)
    return render_template("grants/call.html", call=_whole(found), back_url=url_for("grant_calls.listed"))


@bp.get("/oficina/convocatorias")
@open_to("staff", *calls.READERS)
def standing() -> str:
    """Show how the calls stand."""
    return _page({})


@bp.post("/oficina/convocatorias")
@open_to("staff", *calls.PUBLISHERS)
def publish() -> ResponseReturnValue:
    """Publish the call in a file."""
    file = request.files.get("file")
    content = file.read(calls.MOST_BYTES + 1) if file else b""
    if not content:
        return _page({"file": _("Elija el archivo de la convocatoria")}), 422
    try:
        name = calls.publish_file(wiring.outside(), visitor(), content)
    except Invalid as fault:
        return _page({"file": _fault(fault.problems)}), 422
    flash(_("Publicada: %(name)s.", name=name))
    return redirect(url_for("grant_calls.standing"), 303)


def _page(errors: Mapping[str, str]) -> str:
    found = calls.standing(wiring.outside(), visitor())
    return render_template(
        "grants/standing.html",
        calls=[_standing(one) for one in found],
        errors=dict(errors),
        may=not visitor().roles.isdisjoint(calls.PUBLISHERS),
        action_url=url_for("grant_calls.publish"),
        said=schedule_confirming.said(),
    )


def _line(found: Published) -> SimpleNamespace:
    here = frame.language()
    return SimpleNamespace(
        title=rules.text(found.call.name, here),
        granted_by=rules.text(found.call.granted_by, here),
        fictional=found.call.fictional,
        open=found.open,
        cents=found.call.amount_cents,
        opens_on=found.call.opens_on,
        until=found.call.last_day,
        url=url_for("grant_calls.one", call=found.call.id),
    )


def _whole(found: Published) -> SimpleNamespace:
    here, call = frame.language(), found.call
    line = _line(found)
    line.budget_cents = call.budget_cents
    line.papers = [rules.text(one, here) for one in call.papers]
    line.legal = call.legal
    line.groups = [
        SimpleNamespace(until=group.until, places=[_place(place) for place in group.places]) for group in call.groups
    ]
    line.version, line.published_at = found.version, found.published_at
    return line


def _place(place: Place) -> str:
    part = rules.text(place.part, frame.language())
    return f"{place.name} ({part})" if part else place.name


def _standing(found: Standing) -> SimpleNamespace:
    line = _line(found.published)
    call: Call = found.published.call
    line.version, line.budget_cents = found.published.version, call.budget_cents
    line.applied, line.granted, line.granted_cents = found.applied, found.granted, found.granted_cents
    return line


def _fault(problems: Mapping[str, str]) -> str:
    whole = {
        "size": _("El archivo pesa más de 256 kB."),
        "yaml": _("El archivo no es YAML, o no describe una convocatoria."),
    }
    if "" in problems:
        return whole.get(problems[""], whole["yaml"])
    places = ", ".join(sorted(problems)[:10])
    return _("La convocatoria no se puede publicar. Revise en el archivo: %(places)s.", places=places)
