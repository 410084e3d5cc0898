"""The calendar of a procedure as a page: how, where, in which language, the month, the hours of a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import url_for

from app import wiring
from app.domain import appointments
from app.domain.procedure import Procedure
from app.intake import triage
from app.services.appointments import outlook
from app.services.appointments.availability import Hour
from app.services.appointments.outlook import Outlook, Wanted
from app.web import booking_words as words
from app.web import calendars, frame
from app.web.calendars import Shown
from app.web.texts import _


@dataclass(frozen=True, slots=True)
class Calendar:
    """A procedure's calendar as it was asked for."""

    procedure: Procedure
    minutes: int
    shown: Shown

    @property
    def found(self) -> Outlook:
        """Return what was found."""
        return self.shown.found

    def url(self, **other: str) -> str:
        """Return the address of this calendar with something else asked."""
        return self.shown.url(**other)


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
        month=calendars.month_of(args.get("mes", "")),
        day=calendars.day_of(args.get("dia", "")),
    )
    found = outlook.see(parts.outside, parts.settings.entity, wanted)
    return Calendar(procedure, minutes, _shown(procedure, found)) if found else None


def _shown(procedure: Procedure, found: Outlook) -> Shown:
    asked = {"canal": found.ask.channel, "oficina": found.ask.office, "idioma": found.ask.language}
    address, action = (url_for(f"booking.{name}", procedure=procedure.id) for name in ("calendar", "take"))
    return Shown(found, address, asked, action)


def languages() -> list[str]:
    """Return the languages in which people are attended."""
    return wiring.parts().settings.languages.split(",")


def page(shown: Calendar) -> dict[str, Any]:
    """Return what public/booking/when.html is given about a calendar."""
    free = bool(shown.found.hours)
    return {
        "choosers": list(_choosers(shown)),
        "month": calendars.month(shown.shown),
        "day": calendars.hours(shown.shown) if free else None,
        "nothing": None if free else _nothing(shown),
        "minutes": shown.minutes,
    }


def _choosers(shown: Calendar) -> Iterator[SimpleNamespace]:
    found, ask = shown.found, shown.found.ask
    ways = [
        calendars.option(
            words.way(offer.channel),
            shown.url(canal=offer.channel, oficina=calendars.ANYWHERE),
            current=offer.channel == ask.channel,
            text=_since(offer.next_free),
            icon=words.ICONS[offer.channel],
        )
        for offer in found.offers
    ]
    yield SimpleNamespace(label=_("Cómo"), options=ways)
    places = calendars.places(shown.shown)
    if places is not None:
        yield places
    if len(languages()) > 1:
        spoken = [
            calendars.option(frame.NAMES.get(code, code), shown.url(idioma=code), current=code == ask.language)
            for code in languages()
        ]
        yield SimpleNamespace(label=_("Idioma"), options=spoken)


def _since(hour: Hour | None) -> str:
    if hour is None:
        return _("sin horas libres")
    today = words.local(wiring.outside().clock.now()).date()
    ahead = (words.local(hour.starts_at).date() - today).days
    named = {0: _("desde hoy"), 1: _("desde mañana")}
    return named.get(ahead) or _("desde el %(day)s", day=words.day(hour.starts_at))


def _nothing(shown: Calendar) -> SimpleNamespace:
    told = calendars.nothing(shown.shown)
    return SimpleNamespace(title=told.title, text=told.text, ways=[*told.ways, *_ways_out(shown)])


def _ways_out(shown: Calendar) -> Iterator[SimpleNamespace]:
    found, ask = shown.found, shown.found.ask
    for offer in found.offers:
        if offer.next_free is not None and (offer.channel != ask.channel or ask.office):
            label = _("%(way)s, %(since)s", way=words.way(offer.channel), since=_since(offer.next_free))
            yield SimpleNamespace(label=label, url=shown.url(canal=offer.channel, oficina=calendars.ANYWHERE))
    if appointments.ONLINE in shown.procedure.card.channels:
        label, url = _("Hacerlo por internet, sin cita"), url_for("doors.start", procedure=shown.procedure.id)
        yield SimpleNamespace(label=label, url=url)
