"""A calendar's month and the hours of a day as macros/booking.html draws them, for whoever chooses an hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from types import SimpleNamespace
from typing import Final
from urllib.parse import urlencode

from app.domain import procedure as rules
from app.domain.appointments import IN_PERSON
from app.services.appointments.availability import Day, Hour
from app.services.appointments.outlook import Outlook
from app.web import booking_words as words
from app.web import formats, frame
from app.web.texts import _

NOON: Final = 14
"""At this hour the afternoon begins for people here."""
ANYWHERE: Final = ""
"""The office of somebody who does not mind which."""
_WEEK, _SEVERAL = 7, 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A calendar that is shown at `address`, which says what was `asked`, and where an hour's button leads.

    `action` is asked with `method`: "post" where the hour is taken, "get" where it is only asked about. `anywhere` is
    how the address says that no office is preferred.
    """

    found: Outlook
    address: str
    asked: Mapping[str, str]
    action: str
    method: str = "post"
    anywhere: str = ANYWHERE

    def url(self, **other: str) -> str:
        """Return the address of this calendar with something else asked."""
        said = {name: text for name, text in {**self.asked, **other}.items() if text}
        return f"{self.address}?{urlencode(said)}" if said else self.address


def month(shown: Shown) -> SimpleNamespace:
    """Return the month of a calendar."""
    found = shown.found.month
    first = date(found.year, found.month, 1)
    cells: list[SimpleNamespace | None] = [None] * first.weekday()
    cells += [_cell(shown, one) for one in found.days]
    cells += [None] * (-len(cells) % _WEEK)
    coming = [one for one in found.days if one.day >= shown.found.today]
    return SimpleNamespace(
        title=words.capital(formats.month_and_year(first, frame.language())),
        earlier=_turn(shown, first - timedelta(days=1)) if found.earlier else None,
        later=_turn(shown, found.days[-1].day + timedelta(days=1)) if found.later else None,
        weekdays=formats.weekdays(frame.language()),
        weeks=[cells[at : at + _WEEK] for at in range(_gone(shown), len(cells), _WEEK)],
        marks=[(one.day.day, one.holiday_name) for one in coming if one.holiday_name],
    )


def _gone(shown: Shown) -> int:
    """Return how many cells of the month lie in weeks that are over."""
    first, today = shown.found.month.days[0].day, shown.found.today
    over = (today - first).days + first.weekday() if today >= first else 0
    return over // _WEEK * _WEEK


def _turn(shown: Shown, day: date) -> SimpleNamespace:
    url = shown.url(mes=f"{day:%Y-%m}")
    return SimpleNamespace(title=formats.month_and_year(day, frame.language()), url=url)


def _cell(shown: Shown, one: Day) -> SimpleNamespace:
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


def hours(shown: Shown) -> SimpleNamespace:
    """Return the free hours of the day that is shown, by part of the day and office."""
    free, day = shown.found.hours, shown.found.day
    several = len({hour.office for hour in free}) > 1
    ordered = sorted(free, key=lambda hour: (hour.office_name if several else "", _afternoon(hour), hour.starts_at))
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
        action=shown.action,
        method=shown.method,
        kept=[(name, text) for name, text in kept if text],
        groups=groups,
    )


def _afternoon(hour: Hour) -> bool:
    return words.local(hour.starts_at).hour >= NOON


def _part(office: str, *, afternoon: bool) -> str:
    part = _("por la tarde") if afternoon else _("por la mañana")
    return _("%(office)s, %(part)s", office=office, part=part) if office else words.capital(part)


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


def option(title: str, url: str, *, current: bool, text: str = "", icon: str = "") -> SimpleNamespace:
    """Return one of a few to choose from."""
    return SimpleNamespace(title=title, url=url, current=current, text=text, icon=icon)


def places(shown: Shown) -> SimpleNamespace | None:
    """Return the offices to choose from, None where there is one, or none that matters."""
    ask = shown.found.ask
    offices = next(offer.offices for offer in shown.found.offers if offer.channel == ask.channel)
    if ask.channel != IN_PERSON or len(offices) < _SEVERAL:
        return None
    any_of = (ANYWHERE, _("Me da igual"), "")
    options = [
        option(name, shown.url(oficina=code or shown.anywhere), current=code == ask.office)
        for code, name, _at in (any_of, *offices)
    ]
    return SimpleNamespace(label=_("Dónde"), options=options)


def nothing(shown: Shown) -> SimpleNamespace:
    """Return what is said where a month has no free hour, with the way to the first one."""
    found, first = shown.found, shown.found.first
    if first is not None:
        day = words.local(first.starts_at).date()
        label = _("La primera hora libre: %(moment)s", moment=words.moment(first.starts_at))
        way = SimpleNamespace(label=label, url=shown.url(dia=day.isoformat()) + "#horas")
        return SimpleNamespace(
            title=_("Este mes no queda ninguna hora"), text=_("Hay horas libres en otra fecha."), ways=[way]
        )
    told = [rules.text(texts, frame.language()) for texts in found.texts]
    text = " ".join(dict.fromkeys(each for each in told if each))
    return SimpleNamespace(
        title=_("No queda ninguna hora libre"),
        text=text or _("Cuando alguien anule su cita o abramos más días, aparecerán aquí."),
        ways=[],
    )


def month_of(text: str) -> date | None:
    """Return the first day of a month as addresses write it, None for anything else."""
    return day_of(f"{text}-01")


def day_of(text: str) -> date | None:
    """Return a day as addresses write it, None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
