"""Rules of a calendar: ask, show what they would do, add, retire."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app import wiring
from app.domain.errors import Invalid
from app.domain.openings import KINDS
from app.services import entities
from app.services.calendars import abilities, schedule_rules, schedules
from app.services.calendars.schedule_effects import Effects, Strands
from app.services.calendars.schedule_rules import RuleView
from app.services.calendars.schedules import MANAGERS
from app.web import schedule_confirming, schedule_forms
from app.web import schedule_words as words
from app.web.gate import open_to, visitor
from app.web.schedule_forms import RuleTyped, Typed
from app.web.texts import _

bp = Blueprint("schedule_rules", __name__, url_prefix="/oficina/calendarios/<uuid:schedule>/reglas")
ATTENDING: Final = ("series", "exception")
"""Kinds of rule that open, and so say who attends."""
_WEEKS, _MONTH = 4, 5
_CONFLICT: Final = 409


@bp.get("/nueva")
@open_to("staff", *MANAGERS)
def ask(schedule: UUID) -> str:
    """Ask for a rule, filled in as the one that it is to replace."""
    kind = request.args.get("kind", KINDS[0])
    old = _id(request.args.get("instead_of", ""))
    if old is not None:
        one = schedule_rules.get(wiring.outside(), visitor(), schedule, old)
        return _form(schedule, schedule_forms.rule_typed(one.rule, one.note, one.id), {})
    every = "01234" if kind in {"series", "break"} else ""
    weekdays = [("weekdays", number) for number in every]
    first = _today().isoformat() if kind in {"series", "break"} else ""
    return _form(schedule, MultiDict([("kind", kind), ("starts_on", first), ("rhythm", "w1"), *weekdays]), {})


@bp.post("/revisar")
@open_to("staff", *MANAGERS)
def review(schedule: UUID) -> ResponseReturnValue:
    """Show what a rule would do; nothing is changed yet."""
    told = _typed()
    if told.draft is None:
        return _form(schedule, told.values, told.errors), 422
    if "_edit" in request.form:
        return _form(schedule, told.values, {})
    try:
        found = schedule_rules.effects_of_adding(wiring.outside(), visitor(), schedule, told.draft)
    except Invalid as fault:
        return _refused(schedule, told, fault), 422
    return _page(schedule, told, found)


@bp.post("")
@open_to("staff", *MANAGERS)
def add(schedule: UUID) -> ResponseReturnValue:
    """Add a rule, once what it would leave outside has been seen."""
    told = _typed()
    if told.draft is None:
        return _form(schedule, told.values, told.errors), 422
    outside, here = wiring.outside(), visitor()
    try:
        schedule_rules.add(outside, here, schedule, told.draft, schedule_confirming.understood())
    except Invalid as fault:
        return _refused(schedule, told, fault), 422
    except Strands as left:
        return _page(schedule, told, left.effects), _CONFLICT
    flash(_("Guardado. Ya cuenta para quien reserve."))
    return redirect(url_for("schedules.show", schedule=schedule), 303)


@bp.get("/<uuid:rule>/retirar")
@open_to("staff", *MANAGERS)
def ask_retire(schedule: UUID, rule: UUID) -> str:
    """Ask before retiring a rule, showing what that would do."""
    outside, here = wiring.outside(), visitor()
    one = schedule_rules.get(outside, here, schedule, rule)
    return _retire_page(schedule, one, schedule_rules.effects_of_retiring(outside, here, schedule, rule))


@bp.post("/<uuid:rule>/retirar")
@open_to("staff", *MANAGERS)
def retire(schedule: UUID, rule: UUID) -> ResponseReturnValue:
    """Retire a rule."""
    outside, here = wiring.outside(), visitor()
    try:
        schedule_rules.retire(outside, here, schedule, rule, schedule_confirming.understood())
    except Strands as left:
        return _retire_page(schedule, schedule_rules.get(outside, here, schedule, rule), left.effects), _CONFLICT
    flash(_("Regla retirada. Queda en la historia del calendario."))
    return redirect(url_for("schedules.show", schedule=schedule), 303)


def _refused(schedule: UUID, told: RuleTyped, fault: Invalid) -> str:
    grid = schedules.get(wiring.outside(), visitor(), schedule).terms.grid_minutes
    return _form(schedule, told.values, schedule_forms.rule_faults(fault.problems, grid))


def _typed() -> RuleTyped:
    return schedule_forms.rule(request.form, _people())


def _people() -> dict[UUID, str]:
    """Return who may attend: those with the role, by name."""
    staff = abilities.listed(wiring.outside(), visitor()).people
    return {one.id: one.name for one in staff if one.active and "clerk" in one.roles}


def _page(schedule: UUID, told: RuleTyped, effects: Effects) -> str:
    rule = told.draft.rule if told.draft else None
    if rule is None:
        raise Invalid("no rule was typed")
    people = _people()
    who = [_called(people[key], internal=key in rule.internal) for key in people if key in rule.clerks]
    facts = [
        (words.kind(rule.kind), words.rule(rule)),
        (_("Vigencia"), words.holds(rule)),
        (_("Quién"), words.together(who) or _("Todas las personas del calendario")),
        (_("Nota"), told.values.get("note", "")),
    ]
    asked = schedule_confirming.Asked(
        title=_("Así quedará «%(name)s»", name=schedules.get(wiring.outside(), visitor(), schedule).terms.name),
        text="",
        action=_("Cambiar la regla") if told.values.get("instead_of") else _("Añadir la regla"),
        url=url_for("schedule_rules.add", schedule=schedule),
        back_url=url_for("schedules.show", schedule=schedule),
        fields=schedule_forms.hidden(told.values),
        edit_url=url_for("schedule_rules.review", schedule=schedule),
        facts=[(name, text) for name, text in facts if text],
    )
    return schedule_confirming.page(asked, effects)


def _called(name: str, *, internal: bool) -> str:
    return _("%(name)s (solo citas de la oficina)", name=name) if internal else name


def _retire_page(schedule: UUID, one: RuleView, effects: Effects) -> str:
    asked = schedule_confirming.Asked(
        title=_("¿Retirar esta regla?"),
        text="",
        action=_("Retirar la regla"),
        url=url_for("schedule_rules.retire", schedule=schedule, rule=one.id),
        back_url=url_for("schedules.show", schedule=schedule),
        tone="warning",
        facts=[
            (words.kind(one.rule.kind), words.rule(one.rule)),
            (_("Quién"), ", ".join(one.clerks) or _("Todas las personas del calendario")),
        ],
    )
    return schedule_confirming.page(asked, effects)


def _form(schedule: UUID, values: Typed, errors: Mapping[str, str]) -> str:
    kind = values.get("kind", "")
    kind = kind if kind in KINDS else KINDS[0]
    found = schedules.get(wiring.outside(), visitor(), schedule)
    return render_template(
        "calendars/rule.html",
        kind=kind,
        kind_words=words.kind(kind),
        attending=kind in ATTENDING,
        calendar=found.terms.name,
        values=values,
        errors=dict(errors),
        weekdays=[(str(number), words.weekday(number).capitalize()) for number in range(7)],
        rhythms=_rhythms(),
        people=[(str(key), name) for key, name in _people().items()],
        action_url=url_for("schedule_rules.review", schedule=schedule),
        back_url=url_for("schedules.show", schedule=schedule),
    )


def _rhythms() -> list[tuple[str, str]]:
    weeks = [("w1", _("Todas las semanas"))]
    weeks += [(f"w{n}", _("Cada %(num)s semanas", num=n)) for n in range(2, _WEEKS + 1)]
    said = (
        _("La primera vez de cada mes"),
        _("La segunda vez de cada mes"),
        _("La tercera vez de cada mes"),
        _("La cuarta vez de cada mes"),
        _("La última vez de cada mes"),
    )
    return weeks + [(f"m{n}", said[n - 1]) for n in range(1, _MONTH + 1)]


def _today() -> date:
    parts = wiring.parts()
    now = parts.outside.clock.now()
    return entities.shown(parts.settings.entity, now).calendar.local_day(now)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
