"""Days off of other municipalities: what counts for the deadlines of people who live there."""

from collections.abc import Mapping
from types import SimpleNamespace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Invalid
from app.services.calendars import place_days
from app.services.calendars.schedules import MANAGERS
from app.web import formats, frame, schedule_confirming, typed
from app.web import schedule_words as words
from app.web.gate import open_to, visitor
from app.web.schedule_forms import Typed
from app.web.texts import _

bp = Blueprint("place_days", __name__, url_prefix="/oficina/festivos/municipios")


@bp.get("")
@open_to("staff", *MANAGERS)
def listed() -> str:
    """List the days off of other municipalities."""
    return _page({}, {})


@bp.post("")
@open_to("staff", *MANAGERS)
def add() -> ResponseReturnValue:
    """Write a day off down."""
    day = typed.day(request.form.get("day", ""))
    if day is None:
        return _page(request.form, {"day": _("Escriba el día, por ejemplo 24/12/2026")}), 422
    place, name = request.form.get("place", "").strip()[:10], request.form.get("name", "")[:200]
    try:
        place_days.add(wiring.outside(), visitor(), place, day, name)
    except Invalid as fault:
        return _page(request.form, _faults(fault.problems)), 422
    flash(_("Festivo añadido: %(day)s.", day=formats.long_date(day, frame.language())))
    return redirect(url_for("place_days.listed"), 303)


@bp.post("/<place>/<day>/quitar")
@open_to("staff", *MANAGERS)
def remove(place: str, day: str) -> ResponseReturnValue:
    """Take a day off away."""
    gone = typed.day(day) or abort(404)
    place_days.remove(wiring.outside(), visitor(), place, gone)
    flash(_("Festivo quitado: %(day)s.", day=formats.long_date(gone, frame.language())))
    return redirect(url_for("place_days.listed"), 303)


def _page(values: Typed | Mapping[str, str], errors: Mapping[str, str]) -> str:
    found = place_days.listed(wiring.outside(), visitor())
    days = [
        SimpleNamespace(
            place=one.place,
            day=one.day,
            title=words.day_of_week(one.day),
            name=one.name,
            remove_url=None if one.fixed else url_for("place_days.remove", place=one.place, day=one.day.isoformat()),
        )
        for one in found
    ]
    return render_template(
        "calendars/place_days.html",
        tabs=schedule_confirming.tabs(),
        days=days,
        values=values,
        errors=dict(errors),
        add_url=url_for("place_days.add"),
        back_url=url_for("days_off.listed"),
        said=schedule_confirming.said(),
    )


def _faults(problems: Mapping[str, str]) -> dict[str, str]:
    said = {
        ("place", "required"): _("Escriba las cinco cifras del código INE del municipio"),
        ("place", "own"): _("Los de este municipio van en los festivos de la entidad"),
        ("day", "past"): _("Elija un día a partir de mañana: los que ya han empezado no se tocan"),
        ("day", "range"): _("Ese día queda demasiado lejos"),
        ("day", "taken"): _("Ese día ya es festivo"),
        ("name", "required"): _("Escriba qué se celebra"),
        ("name", "long"): _("El nombre no puede tener más de 80 letras"),
    }
    return {field: said[field, word] for field, word in problems.items()}
