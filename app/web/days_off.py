"""Non-working days: a year at a time, adding one, taking one away, those that State and region have set."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app import wiring
from app.domain.errors import Invalid
from app.services.calendars import days_off
from app.services.calendars.days_off import DayOff
from app.services.calendars.schedule_effects import Effects, Strands
from app.services.calendars.schedules import MANAGERS
from app.web import formats, frame, schedule_confirming, schedule_forms, typed
from app.web import schedule_words as words
from app.web.gate import open_to, visitor
from app.web.schedule_forms import Typed
from app.web.texts import _, ngettext

bp = Blueprint("days_off", __name__, url_prefix="/oficina/festivos")
_CONFLICT: Final = 409


@bp.get("")
@open_to("staff", *MANAGERS)
def listed() -> str:
    """List the days off of a year."""
    return _page(_year(request.args.get("anyo", "")), MultiDict([("scope", "municipality")]), {})


@bp.post("/revisar")
@open_to("staff", *MANAGERS)
def review() -> ResponseReturnValue:
    """Show what a day off would do; nothing is changed yet."""
    day, faults = _typed()
    if day is None or "_edit" in request.form:
        return _page(day.year if day else _year(""), request.form, faults), 422 if faults else 200
    name, scope = request.form.get("name", "")[:200], request.form.get("scope", "")[:20]
    try:
        found = days_off.effects_of_adding(wiring.outside(), visitor(), day, name, scope)
    except Invalid as fault:
        return _page(day.year, request.form, _faults(fault.problems)), 422
    return _add_page(day, name, scope, found)


@bp.post("")
@open_to("staff", *MANAGERS)
def add() -> ResponseReturnValue:
    """Add a day off, once what it would leave outside has been seen."""
    day, faults = _typed()
    if day is None:
        return _page(_year(""), request.form, faults), 422
    name, scope = request.form.get("name", "")[:200], request.form.get("scope", "")[:20]
    try:
        days_off.add(wiring.outside(), visitor(), (day, name, scope), schedule_confirming.understood())
    except Invalid as fault:
        return _page(day.year, request.form, _faults(fault.problems)), 422
    except Strands as left:
        return _add_page(day, name, scope, left.effects), _CONFLICT
    flash(_("Festivo añadido: %(day)s.", day=formats.long_date(day, frame.language())))
    return redirect(url_for("days_off.listed", anyo=day.year), 303)


@bp.get("/<day>/quitar")
@open_to("staff", *MANAGERS)
def ask_remove(day: str) -> str:
    """Ask before taking a day off away."""
    found, effects = days_off.effects_of_removing(wiring.outside(), visitor(), _day(day))
    asked = schedule_confirming.Asked(
        title=_("¿Quitar el festivo «%(name)s»?", name=found.name),
        text=_(
            "El %(day)s volverá a ser un día como los demás, también para los plazos y el registro.",
            day=formats.long_date(found.day, frame.language()),
        ),
        action=_("Quitar el festivo"),
        url=url_for("days_off.remove", day=day),
        back_url=url_for("days_off.listed", anyo=found.day.year),
        tone="warning",
    )
    return schedule_confirming.page(asked, effects)


@bp.post("/<day>/quitar")
@open_to("staff", *MANAGERS)
def remove(day: str) -> ResponseReturnValue:
    """Take a day off away."""
    gone = _day(day)
    days_off.remove(wiring.outside(), visitor(), gone)
    flash(_("Festivo quitado: %(day)s.", day=formats.long_date(gone, frame.language())))
    return redirect(url_for("days_off.listed", anyo=gone.year), 303)


@bp.get("/oficiales/<int:year>")
@open_to("staff", *MANAGERS)
def ask_adopt(year: int) -> str:
    """Ask before writing down the days off that State and region have set for a year."""
    if not _possible(year):
        abort(404)
    return _adopt_page(year, days_off.effects_of_adopting(wiring.outside(), visitor(), year))


@bp.post("/oficiales/<int:year>")
@open_to("staff", *MANAGERS)
def adopt(year: int) -> ResponseReturnValue:
    """Write down the days off that State and region have set for a year."""
    try:
        count = days_off.adopt(wiring.outside(), visitor(), year, schedule_confirming.understood())
    except Strands as left:
        return _adopt_page(year, left.effects), _CONFLICT
    flash(ngettext("%(num)s festivo añadido.", "%(num)s festivos añadidos.", count))
    return redirect(url_for("days_off.listed", anyo=year), 303)


def _page(year: int, values: Typed, errors: Mapping[str, str]) -> str:
    outside, here = wiring.outside(), visitor()
    missing, found = days_off.missing(outside, here, year), days_off.listed(outside, here, year)
    return render_template(
        "calendars/days_off.html",
        tabs=schedule_confirming.tabs(),
        year=year,
        years=[
            SimpleNamespace(label=str(one), url=url_for("days_off.listed", anyo=one), current=one == year)
            for one in _years(year)
        ],
        days=[_row(one) for one in found if not one.fixed],
        over=[_row(one) for one in found if one.fixed],
        missing=len(missing),
        adopt_url=url_for("days_off.ask_adopt", year=year),
        values=values,
        errors=dict(errors),
        scopes=[(one, _scope(one)) for one in reversed(days_off.SCOPES)],
        review_url=url_for("days_off.review"),
        places_url=url_for("place_days.listed"),
        said=schedule_confirming.said(),
    )


def _row(one: DayOff) -> SimpleNamespace:
    return SimpleNamespace(
        day=one.day,
        title=words.day_of_week(one.day),
        name=one.name,
        scope=_scope(one.scope),
        remove_url=url_for("days_off.ask_remove", day=one.day.isoformat()),
    )


def _add_page(day: date, name: str, scope: str, effects: Effects) -> str:
    asked = schedule_confirming.Asked(
        title=_("¿Añadir el festivo «%(name)s»?", name=name),
        text=_("Ese día no se atenderá en ningún calendario y no contará en los plazos ni en el registro."),
        action=_("Añadir el festivo"),
        url=url_for("days_off.add"),
        back_url=url_for("days_off.listed", anyo=day.year),
        fields=schedule_forms.hidden(request.form),
        edit_url=url_for("days_off.review"),
        facts=[(_("Día"), formats.long_date(day, frame.language())), (_("Ámbito"), _scope(scope))],
    )
    return schedule_confirming.page(asked, effects)


def _adopt_page(year: int, effects: Effects) -> str:
    asked = schedule_confirming.Asked(
        title=_("¿Añadir los festivos oficiales de %(year)s?", year=year),
        text=_("Son los del Estado y la comunidad autónoma que aún no están. Compruébelos con el boletín oficial."),
        action=_("Añadir estos festivos"),
        url=url_for("days_off.adopt", year=year),
        back_url=url_for("days_off.listed", anyo=year),
        facts=[
            (words.day_of_week(day), name) for day, _kind, name in days_off.missing(wiring.outside(), visitor(), year)
        ],
    )
    return schedule_confirming.page(asked, effects)


def _typed() -> tuple[date | None, dict[str, str]]:
    day = typed.day(request.form.get("day", ""))
    return day, {} if day else {"day": _("Escriba el día, por ejemplo 24/12/2026")}


def _faults(problems: Mapping[str, str]) -> dict[str, str]:
    said = {
        ("day", "past"): _("Elija un día a partir de mañana: los que ya han empezado no se tocan"),
        ("day", "range"): _("Ese día queda demasiado lejos"),
        ("day", "taken"): _("Ese día ya es festivo"),
        ("name", "required"): _("Escriba qué se celebra"),
        ("name", "long"): _("El nombre no puede tener más de 80 letras"),
        ("scope", "required"): _("Elija quién lo ha declarado"),
    }
    return {field: said[field, word] for field, word in problems.items()}


def _scope(word: str) -> str:
    said = {"national": _("Estatal"), "region": _("Autonómico"), "municipality": _("Local")}
    return said.get(word, word)


def _this_year() -> int:
    return wiring.outside().clock.now().year


def _years(shown: int) -> list[int]:
    now = _this_year()
    return sorted({*range(now, now + 4), shown})


def _possible(year: int) -> bool:
    return _this_year() <= year <= _this_year() + days_off.FURTHEST


def _year(text: str) -> int:
    found = typed.number(text, 0)
    return found if _this_year() - 3 <= found <= _this_year() + days_off.FURTHEST else _this_year()


def _day(text: str) -> date:
    return typed.day(text) or abort(404)
