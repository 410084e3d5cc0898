"""The calendar of a procedure as a page: how, where, in which language, the month, the hours of a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from types import SimpleNamespace
from typing import Any, Final

from flask import url_for

from app import wiring
from app.domain import appointments
from app.domain import procedure as rules
from app.domain.procedure import Procedure
from app.intake import triage
from app.services import outlook
from app.services.availability import Day, Hour
from app.services.outlook import Outlook, Wanted
from app.web import booking_words as words
from app.web import formats, frame
from app.web.texts import _

NOON: Final = 14
"""At this hour the afternoon begins for people here."""
_WEEK = 7
_ANYWHERE = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A procedure's calendar as it was asked for."""

    procedure: Procedure
    minutes: int
    found: Outlook

    @property
    def asked(self) -> dict[str, str]:
        """Return what the address of this calendar says, without month and day."""
        ask = self.found.ask
        return {"canal": ask.channel, "oficina": ask.office, "idioma": ask.language}

    def url(self, **other: str) -> str:
        """Return the address of this calendar with something else asked."""
        return words.calendar_url(self.procedure.id, **{**self.asked, **other})


def read(procedure: Procedure, answers: Mapping[str, Any], args: Mapping[str, str]) -> Calendar | None:
    """Return the calendar that an address asks for; what it says wrongly counts as not said.

    None when nobody can be attended for this procedure.
    """
    if procedure.appointment is None:
        return None
    parts = wiring.parts()
    minutes = triage.minutes(procedure.appointment, answers)
    spoken = args.get("idioma", "")
    wanted = Wanted(
        procedure=procedure.id,
        channels=tuple(words.ways(procedure)),
        minutes=minutes,
        channel=args.get("canal", ""),
        office=args.get("oficina", ""),
        language=spoken if spoken in languages() else frame.language(),
        month=_month_of(args.get("mes", "")),
        day=_day_of(args.get("dia", "")),
    )
    found = outlook.see(parts.outside, parts.settings.entity, wanted)
    return Calendar(procedure, minutes, found) if found else None


def languages() -> list[str]:
    """Return the languages in which people are attended."""
    return wiring.parts().settings.languages.split(",")


def page(shown: Calendar) -> dict[str, Any]:
    """Return what public/booking/when.html is given about a calendar."""
    free = bool(shown.found.hours)
    return {
        "choosers": list(_choosers(shown)),
        "month": _month(shown),
        "day": _hours(shown) if free else None,
        "nothing": None if free else _nothing(shown),
        "minutes": shown.minutes,
    }


def hour_of(value: str) -> tuple[datetime, str] | None:
    """Return the instant and the office that the button of an hour sends; None for anything else."""
    at, _bar, office = value[:100].partition("|")
    try:
        read_at = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (read_at, office) if read_at.tzinfo is not None else None


def value_of(hour: Hour) -> str:
    """Return what the button of an hour sends."""
    return f"{hour.starts_at.isoformat()}|{hour.office}"


def _choosers(shown: Calendar) -> Iterator[SimpleNamespace]:
    found, ask = shown.found, shown.found.ask
    ways = [
        _option(
            words.way(offer.channel),
            shown.url(canal=offer.channel, oficina=_ANYWHERE),
            current=offer.channel == ask.channel,
            text=_since(offer.next_free),
            icon=words.ICONS[offer.channel],
        )
        for offer in found.offers
    ]
    yield SimpleNamespace(label=_("Cómo"), options=ways)
    offices = next(offer.offices for offer in found.offers if offer.channel == ask.channel)
    if ask.channel == "in_person" and len(offices) > 1:
        any_of = (_ANYWHERE, _("Me da igual"), "")
        places = [
            _option(name, shown.url(oficina=code), current=code == ask.office) for code, name, _at in (any_of, *offices)
        ]
        yield SimpleNamespace(label=_("Dónde"), options=places)
    if len(languages()) > 1:
        spoken = [
            _option(frame.NAMES.get(code, code), shown.url(idioma=code), current=code == ask.language)
            for code in languages()
        ]
        yield SimpleNamespace(label=_("Idioma"), options=spoken)


def _option(title: str, url: str, *, current: bool, text: str = "", icon: str = "") -> SimpleNamespace:
    return SimpleNamespace(title=title, url=url, current=current, text=text, icon=icon)


def _since(hour: Hour | None) -> str:
    if hour is None:
        return _("sin horas libres")
    today = words.local(wiring.outside().clock.now()).date()
    ahead = (words.local(hour.starts_at).date() - today).days
    named = {0: _("desde hoy"), 1: _("desde mañana")}
    return named.get(ahead) or _("desde el %(day)s", day=words.day(hour.starts_at))


def _month(shown: Calendar) -> SimpleNamespace:
    month = shown.found.month
    first = date(month.year, month.month, 1)
    cells: list[SimpleNamespace | None] = [None] * first.weekday()
    cells += [_cell(shown, one) for one in month.days]
    cells += [None] * (-len(cells) % _WEEK)
    coming = [one for one in month.days if one.day >= shown.found.today]
    return SimpleNamespace(
        title=words.capital(formats.month_and_year(first, frame.language())),
        earlier=_turn(shown, first - timedelta(days=1)) if month.earlier else None,
        later=_turn(shown, month.days[-1].day + timedelta(days=1)) if month.later else None,
        weekdays=formats.weekdays(frame.language()),
        weeks=[cells[at : at + _WEEK] for at in range(_gone(shown), len(cells), _WEEK)],
        marks=[(one.day.day, one.holiday_name) for one in coming if one.holiday_name],
    )


def _gone(shown: Calendar) -> int:
    """Return how many cells of the month lie in weeks that are over."""
    first, today = shown.found.month.days[0].day, shown.found.today
    over = (today - first).days + first.weekday() if today >= first else 0
    return over // _WEEK * _WEEK


def _turn(shown: Calendar, day: date) -> SimpleNamespace:
    url = shown.url(mes=f"{day:%Y-%m}")
    return SimpleNamespace(title=formats.month_and_year(day, frame.language()), url=url)


def _cell(shown: Calendar, one: Day) -> SimpleNamespace:
    full = one.open and one.day > shown.found.today
    kind = "free" if one.free else "holiday" if one.holiday_name else "full" if full else "closed"
    return SimpleNamespace(
        day=one.day.day,
        words=formats.long_date(one.day, frame.language()),
        kind=kind,
        free=one.free,
        url=shown.url(dia=one.day.isoformat()) + "#horas",
        chosen=one.day == shown.found.day,
        today=one.day == shown.found.today,
        name=one.holiday_name,
    )


def _hours(shown: Calendar) -> SimpleNamespace:
    hours, day = shown.found.hours, shown.found.day
    several = len({hour.office for hour in hours}) > 1
    ordered = sorted(hours, key=lambda hour: (hour.office_name if several else "", _afternoon(hour), hour.starts_at))
    groups = [
        SimpleNamespace(
            title=_part(office if several else "", afternoon=afternoon),
            hours=[SimpleNamespace(time=words.clock(one.starts_at), value=value_of(one)) for one in found],
        )
        for (office, afternoon), found in groupby(ordered, key=lambda hour: (hour.office_name, _afternoon(hour)))
    ]
    kept = [*shown.asked.items(), ("dia", day.isoformat() if day else "")]
    return SimpleNamespace(
        title=words.capital(formats.day_and_month(day, frame.language())) if day else "",
        action=url_for("booking.take", procedure=shown.procedure.id),
        kept=[(name, text) for name, text in kept if text],
        groups=groups,
    )


def _afternoon(hour: Hour) -> bool:
    return words.local(hour.starts_at).hour >= NOON


def _part(office: str, *, afternoon: bool) -> str:
    part = _("por la tarde") if afternoon else _("por la mañana")
    return _("%(office)s, %(part)s", office=office, part=part) if office else words.capital(part)


def _nothing(shown: Calendar) -> SimpleNamespace:
    found, first = shown.found, shown.found.first
    here = frame.language()
    told = [rules.text(texts, here) for texts in found.texts]
    if first is not None:
        title, text = _("Este mes no queda ninguna hora"), _("Hay horas libres en otra fecha.")
    else:
        title = _("No queda ninguna hora libre")
        text = " ".join(dict.fromkeys(each for each in told if each))
        text = text or _("Cuando alguien anule su cita o abramos más días, aparecerán aquí.")
    return SimpleNamespace(title=title, text=text, ways=list(_ways_out(shown)))


def _ways_out(shown: Calendar) -> Iterator[SimpleNamespace]:
    found, ask = shown.found, shown.found.ask
    if found.first is not None:
        day = words.local(found.first.starts_at).date()
        label = _("La primera hora libre: %(moment)s", moment=words.moment(found.first.starts_at))
        yield SimpleNamespace(label=label, url=shown.url(dia=day.isoformat()) + "#horas")
    for offer in found.offers:
        if offer.next_free is not None and (offer.channel != ask.channel or ask.office):
            label = _("%(way)s, %(since)s", way=words.way(offer.channel), since=_since(offer.next_free))
            yield SimpleNamespace(label=label, url=shown.url(canal=offer.channel, oficina=_ANYWHERE))
    if appointments.ONLINE in shown.procedure.card.channels:
        label, url = _("Hacerlo por internet, sin cita"), url_for("doors.start", procedure=shown.procedure.id)
        yield SimpleNamespace(label=label, url=url)


def _month_of(text: str) -> date | None:
    return _day_of(f"{text}-01")


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
