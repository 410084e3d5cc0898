"""Schedules in words: rules, hours, channels, reasons, and what was done to them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel import dates, lists

from app.domain.openings import ENDLESS, Rule
from app.services import moments
from app.services.calendars.schedule_rules import Happening
from app.web import formats, frame
from app.web.texts import _, ngettext

_FIVE: Final = list(range(5))
_HOUR, _DAY = 60, 24 * 60


def channel(word: str) -> str:
    """Return how people are attended."""
    return {"in_person": _("En persona"), "phone": _("Por teléfono"), "video": _("Por videollamada")}.get(word, word)


def channels(words: Iterable[str]) -> str:
    """Return several ways of attending, as one phrase."""
    return _capital(together([_uncapital(channel(word)) for word in words]))


def kind(word: str) -> str:
    """Return what sort of rule it is."""
    return {
        "series": _("Horario"),
        "break": _("Pausa"),
        "exception": _("Apertura especial"),
        "closure": _("Cierre o ausencia"),
    }.get(word, word)


def reason(word: str) -> str:
    """Return why an appointment lies outside the hours."""
    return {
        "inactive": _("El calendario está cerrado"),
        "office": _("El calendario es ahora de otra oficina"),
        "channel": _("El calendario ya no atiende por esa vía"),
        "holiday": _("Ese día es festivo"),
        "closure": _("Hay un cierre o una ausencia"),
        "hours": _("A esa hora ya no se atiende"),
    }[word]


def length(minutes: int) -> str:
    """Return a length of time in the largest unit that fits it whole."""
    if minutes and minutes % _DAY == 0:
        return ngettext("%(num)s día", "%(num)s días", minutes // _DAY)
    if minutes and minutes % _HOUR == 0:
        return ngettext("%(num)s hora", "%(num)s horas", minutes // _HOUR)
    return ngettext("%(num)s minuto", "%(num)s minutos", minutes)


def notice(minutes: int) -> str:
    """Return how long before an hour it can still be booked."""
    return length(minutes) if minutes else _("Hasta el último momento")


def clock(at: time) -> str:
    """Return a time of day: "9:30"."""
    return f"{at.hour}:{at.minute:02d}"


def span(first: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Return from when to when: "9:30–13:30"."""
    return "–".join(clock(at.astimezone(zone).time()) for at in (first, end))


def spans(found: Iterable[tuple[datetime, datetime]], zone: ZoneInfo) -> str:
    """Return several spans of a day."""
    return ", ".join(span(first, end, zone) for first, end in found)


def together(words: Sequence[str]) -> str:
    """Return words as a list: "a, b y c"."""
    return str(lists.format_list(list(words), locale=moments.locale(frame.language())))


def weekday(number: int) -> str:
    """Return the name of a day of the week, as it stands inside a sentence; 0 is Monday."""
    return str(dates.get_day_names("wide", locale=moments.locale(frame.language()))[number])


def day_of_week(day: date) -> str:
    """Return a day with its weekday, for tables: "Lunes 30 nov"."""
    told = str(dates.format_date(day, "EEEE d MMM", locale=moments.locale(frame.language())))
    return _capital(told.replace(".", ""))


def in_sentence(day: date) -> str:
    """Return a day with its weekday, as it stands inside a sentence."""
    return _uncapital(day_of_week(day))


def week(first: date) -> str:
    """Return the week that begins on `first`: "Semana del 30 de noviembre al 6 de diciembre de 2026"."""
    here, last = moments.locale(frame.language()), first + timedelta(days=6)
    begins = str(first.day) if first.month == last.month else str(dates.format_skeleton("MMMMd", first, locale=here))
    ends = str(dates.format_date(last, "long", locale=here))
    return _("Semana del %(first)s al %(last)s", first=begins, last=ends)


def rule(one: Rule) -> str:
    """Return when a rule opens or closes, in a sentence without its clerks and without how long it holds."""
    when = _when(one)
    if one.opens is None or one.closes is None:
        return _("%(when)s, todo el día", when=when)
    return _("%(when)s, de %(opens)s a %(closes)s", when=when, opens=clock(one.opens), closes=clock(one.closes))


def holds(one: Rule) -> str:
    """Return for how long a rule holds, "" where its days say so themselves."""
    here = frame.language()
    if one.kind in {"exception", "closure"}:
        return ""
    if one.ends_on == ENDLESS:
        return _("Desde el %(first)s", first=formats.short_date(one.starts_on, here))
    first, last = (formats.short_date(day, here) for day in (one.starts_on, one.ends_on))
    return _("Del %(first)s al %(last)s", first=first, last=last)


def happened(one: Happening) -> str:
    """Return what was done to a schedule."""
    said = {
        "made": _("Calendario creado"),
        "closed": _("Calendario cerrado"),
        "opened": _("Calendario abierto de nuevo"),
        "added series": _("Horario añadido"),
        "added break": _("Pausa añadida"),
        "added exception": _("Apertura especial añadida"),
        "added closure": _("Cierre o ausencia añadido"),
        "retired series": _("Horario retirado"),
        "retired break": _("Pausa retirada"),
        "retired exception": _("Apertura especial retirada"),
        "retired closure": _("Cierre o ausencia retirado"),
    }
    key = f"{one.what} {one.rule.rule.kind}" if one.rule else one.what
    return said.get(key) or _("Cambio en %(what)s", what=together(_changed(one.facts)))


def _changed(facts: Mapping[str, object]) -> list[str]:
    named = {
        "name": _("el nombre"),
        "texts": _("el texto para cuando no quedan horas"),
        "office": _("la oficina"),
        "channels": _("las vías de atención"),
        "grid_minutes": _("cada cuánto se da hora"),
        "notice_minutes": _("la antelación mínima"),
        "window_days": _("hasta cuándo se reserva"),
    }
    worded = facts.get("worded", [])
    told = {*facts, *(worded if isinstance(worded, list) else [])}
    return [said for key, said in named.items() if key in told]


def _when(one: Rule) -> str:
    here = frame.language()
    days = sorted(one.weekdays)
    if one.starts_on == one.ends_on:
        return _capital(formats.long_date(one.starts_on, here))
    if one.kind in {"exception", "closure"}:
        first, last = (formats.short_date(day, here) for day in (one.starts_on, one.ends_on))
        every = _("Del %(first)s al %(last)s", first=first, last=last)
        return every if not days or len(days) == len(_FIVE) + 2 else f"{every}, {_days(days)}"
    if one.week_of_month:
        return _("%(which)s %(days)s de cada mes", which=which(one.week_of_month), days=together(_names(days)))
    if one.every_weeks > 1:
        return _("Cada %(num)s semanas, %(days)s", num=one.every_weeks, days=_days(days))
    return _capital(_days(days))


def which(week_of_month: int) -> str:
    """Return which weekday of a month is meant."""
    return (_("El primer"), _("El segundo"), _("El tercer"), _("El cuarto"), _("El último"))[week_of_month - 1]


def _days(days: Sequence[int]) -> str:
    if not days:
        return _("todos los días")
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):  # noqa: PLR2004 - two days are named, more are a range
        return _("de %(first)s a %(last)s", first=weekday(days[0]), last=weekday(days[-1]))
    return together(_names(days))


def _names(days: Sequence[int]) -> list[str]:
    return [weekday(number) for number in days]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _uncapital(text: str) -> str:
    return text[:1].lower() + text[1:]
