"""Forms of schedules: what was typed into terms and rules, and what is wrong with it, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from werkzeug.datastructures import MultiDict

from app.domain.appointments import CHANNELS
from app.domain.openings import ENDLESS, KINDS, Rule
from app.services.calendars.schedule_rules import Draft
from app.services.calendars.schedules import Terms
from app.web import typed
from app.web.texts import _

Typed = MultiDict[str, str]
PUBLIC, INTERNAL = "public", "internal"
CLERK: Final = "clerk_"
"""What the names of the fields begin with that say how each clerk attends."""
_MOST_FIELDS: Final = 200


@dataclass(frozen=True, slots=True)
class RuleTyped:
    """A rule as it was typed. `draft` is None when `errors` says what is wrong with it."""

    kind: str
    values: Typed
    draft: Draft | None
    errors: Mapping[str, str]


def terms(form: Typed, languages: list[str]) -> Terms:
    """Return the terms of a schedule as they were typed; numbers that are none become -1."""
    return Terms(
        name=form.get("name", "")[:200],
        office=form.get("office", "")[:80],
        channels=tuple(one for one in form.getlist("channels") if one in CHANNELS),
        grid_minutes=typed.number(form.get("grid_minutes", "")),
        notice_minutes=typed.number(form.get("notice_minutes", "")),
        window_days=typed.number(form.get("window_days", "")),
        texts={language: form.get(f"text_{language}", "")[:2000] for language in languages},
    )


def terms_typed(told: Terms, languages: list[str]) -> Typed:
    """Return the fields that show these terms."""
    return MultiDict(
        [
            ("name", told.name),
            ("office", told.office),
            *(("channels", one) for one in told.channels),
            ("grid_minutes", str(told.grid_minutes)),
            ("notice_minutes", str(told.notice_minutes)),
            ("window_days", str(told.window_days)),
            *((f"text_{language}", told.texts.get(language, "")) for language in languages),
        ]
    )


def terms_faults(problems: Mapping[str, str]) -> dict[str, str]:
    """Return in words what is wrong with the terms of a schedule, by field."""
    said = {
        ("name", "required"): _("Escriba un nombre para el calendario"),
        ("name", "long"): _("El nombre no puede tener más de 80 letras"),
        ("name", "taken"): _("Ya hay un calendario con ese nombre: elija otro"),
        ("office", "required"): _("Elija la oficina"),
        ("channels", "required"): _("Elija al menos una vía de atención"),
        ("grid_minutes", "required"): _("Elija cada cuánto se da hora"),
        ("grid_minutes", "grid"): _("Algún horario del calendario no se puede partir así: elija menos minutos"),
        ("notice_minutes", "range"): _("Elija la antelación mínima"),
        ("window_days", "range"): _("Escriba un número de días entre 1 y 365, mayor que la antelación mínima"),
    }  # fmt: skip
    long = _("El texto no puede tener más de 500 letras")
    return {field: long if field.startswith("text_") else said[field, word] for field, word in problems.items()}


def rule(form: Typed, clerks: Mapping[UUID, str]) -> RuleTyped:
    """Return the rule that was typed, or what is wrong with it before anybody who knows the schedule is asked."""
    kind = form.get("kind", "")
    kind = kind if kind in KINDS else KINDS[0]
    values = MultiDict([(name, text[:500]) for name, text in list(form.items(multi=True))[:_MOST_FIELDS]])
    errors: dict[str, str] = {}
    first = typed.day(values.get("starts_on", ""))
    last = _last_day(values, kind, first, errors)
    hours = _hours(values, kind, errors)
    if first is None:
        errors = {"starts_on": _("Escriba el primer día, por ejemplo 24/12/2026"), **errors}
    if errors or first is None or last is None:
        return RuleTyped(kind, values, None, errors)
    attends = {key: values.get(f"{CLERK}{key}", "") for key in clerks}
    every, which = _rhythm(values.get("rhythm", ""))
    made = Rule(
        kind=kind,
        starts_on=first,
        ends_on=last,
        weekdays=_weekdays(values, kind, first, last),
        opens=hours[0],
        closes=hours[1],
        every_weeks=every if kind == "series" else 1,
        week_of_month=which if kind == "series" else 0,
        clerks=frozenset(key for key, how in attends.items() if how in {PUBLIC, INTERNAL}),
        internal=frozenset(key for key, how in attends.items() if how == INTERNAL),
    )
    return RuleTyped(kind, values, Draft(made, values.get("note", ""), _id(values.get("instead_of", ""))), {})


def rule_typed(one: Rule, note: str, instead_of: UUID | None) -> Typed:
    """Return the fields that show a rule."""
    endless = one.ends_on == ENDLESS
    rhythm = f"m{one.week_of_month}" if one.week_of_month else f"w{one.every_weeks}"
    return MultiDict(
        [
            ("kind", one.kind),
            ("starts_on", one.starts_on.isoformat()),
            ("ends_on", "" if endless else one.ends_on.isoformat()),
            *(("weekdays", str(number)) for number in sorted(one.weekdays)),
            ("opens", one.opens.isoformat("minutes") if one.opens else ""),
            ("closes", one.closes.isoformat("minutes") if one.closes else ""),
            ("rhythm", rhythm),
            *((f"{CLERK}{key}", INTERNAL if key in one.internal else PUBLIC) for key in sorted(one.clerks)),
            ("note", note),
            ("instead_of", str(instead_of or "")),
        ]
    )


def rule_faults(problems: Mapping[str, str], grid_minutes: int) -> dict[str, str]:
    """Return in words what is wrong with a rule, by field, in a schedule that gives an hour every `grid_minutes`."""
    said = {
        "order": _("El último día no puede ser anterior al primero"),
        "past": _("Todos esos días han pasado ya"),
        "range": _("Ese día queda demasiado lejos"),
        "weekdays": _("Elija al menos un día de la semana"),
        "never": _("Ninguno de esos días de la semana cae entre el primer día y el último"),
        "hours": _("Escriba una hora de fin posterior a la de inicio"),
        "grid": _("Escriba horas de cinco en cinco minutos: 9:00, 9:05, 9:10…"),
        "clerks": _("Elija al menos una persona que atienda"),
        "long": _("La nota no puede tener más de 200 letras"),
    }
    divides = _(
        "Entre las dos horas tiene que haber un múltiplo de %(num)s minutos: este calendario da hora cada %(num)s",
        num=grid_minutes,
    )
    here = {"every_weeks": "rhythm"}
    return {
        here.get(field, field): divides if (field, word) == ("closes", "grid") else said[word]
        for field, word in problems.items()
    }


def _last_day(values: Typed, kind: str, first: date | None, errors: dict[str, str]) -> date | None:
    text = values.get("ends_on", "").strip()
    if not text:
        return ENDLESS if kind in {"series", "break"} else first
    found = typed.day(text)
    if found is None:
        errors["ends_on"] = _("Escriba el último día, por ejemplo 31/12/2026, o déjelo en blanco")
    return found


def _hours(values: Typed, kind: str, errors: dict[str, str]) -> tuple[time | None, time | None]:
    found: dict[str, time | None] = {}
    for name in ("opens", "closes"):
        text = values.get(name, "").strip()
        found[name] = typed.hour(text)
        if found[name] is None and (text or kind != "closure"):
            errors[name] = _("Escriba la hora, por ejemplo 9:30")
    return found["opens"], found["closes"]


def _weekdays(values: Typed, kind: str, first: date, last: date) -> frozenset[int]:
    chosen = frozenset(int(one) for one in values.getlist("weekdays") if one in set("0123456"))
    if kind in {"exception", "closure"} and first == last:
        return frozenset({first.weekday()})
    return chosen


def _rhythm(word: str) -> tuple[int, int]:
    """Return every how many weeks, and in which week of the month (0 for all): "w2" and "m5" are such words."""
    number = typed.number(word[1:], 0)
    if word[:1] == "m":
        return 1, number
    return (number or 1) if word[:1] == "w" else 1, 0


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def hidden(values: Typed) -> list[tuple[str, str]]:
    """Return what was typed as fields that carry it to the next page."""
    return [(name, text) for name, text in values.items(multi=True) if name not in CARRIED_APART]


CARRIED_APART: Final = frozenset({"csrf_token", "seen", "understood", "_edit"})
"""Fields that each page gives anew."""


def seen(form: Any) -> frozenset[UUID]:
    """Return which appointments the visitor was shown."""
    return frozenset(key for key in map(_id, form.getlist("seen")) if key is not None)
