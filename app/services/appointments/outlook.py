"""Everything that a calendar page shows, read at once: how, where, the month, the hours of a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.ports import Outside
from app.services import entities
from app.services.appointments.availability import ChannelOffer, Hour, Month, Search
from app.services.appointments.timetable import Ask
from app.store import db

_FURTHEST = 2
"""So many years ahead a month may be asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of a calendar; what cannot be had counts as not asked.

    `channels` are those of the procedure. `channel` and `office` may be "", `month` and `day` None. `internal` asks
    come from the staff.
    """

    procedure: str
    channels: tuple[str, ...]
    minutes: int
    language: str
    channel: str = ""
    office: str = ""
    month: date | None = None
    day: date | None = None
    internal: bool = False

    def ask(self, channel: str, office: str = "") -> Ask:
        """Return what is asked for in one channel."""
        return Ask(self.procedure, self.language, self.minutes, channel, office, self.internal)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A calendar as it was understood: `ask` says for what.

    `first` is the first free hour of all, `day` the one whose `hours` are shown, None when the month has none.
    `texts` are what the offices say when nothing is free, per language.
    """

    ask: Ask
    today: date
    offers: tuple[ChannelOffer, ...]
    first: Hour | None
    month: Month
    day: date | None
    hours: tuple[Hour, ...]
    texts: tuple[Mapping[str, str], ...]


def see(outside: Outside, entity: str, wanted: Wanted) -> Outlook | None:
    """Return the calendar that is wanted, None when nobody attends such a thing.

    Without a month or a day it opens where the first free hour is; a day without free hours gives way to the first of
    its month that has some.
    """
    now = outside.clock.now()
    with db.reading() as session:
        search = Search(session, entities.get(session, entity, now), now)
        asks = [wanted.ask(one) for one in wanted.channels]
        offers = [search.offer(ask) for ask in asks if search.table.last_day(ask) is not None]
        if not offers:
            return None
        offer = _offer(offers, wanted.channel)
        office = wanted.office if wanted.office in {one[0] for one in offer.offices} else ""
        ask = wanted.ask(offer.channel, office)
        return _outlook(search, replace(wanted, channel=offer.channel, office=office), ask, offers)


def _offer(offers: list[ChannelOffer], channel: str) -> ChannelOffer:
    """Return the offer that was asked for, else the first with a free hour."""
    named = [one for one in offers if one.channel == channel]
    return (named or [one for one in offers if one.next_free is not None] or offers)[0]


def _outlook(search: Search, wanted: Wanted, ask: Ask, offers: list[ChannelOffer]) -> Outlook:
    today = search.table.today
    whole = next(one.next_free for one in offers if one.channel == ask.channel)
    first = search.first([ask]) if ask.office and whole is not None else whole
    opening = search.table.calendar.local_day(first.starts_at) if first else today
    shown = _within(wanted.month or wanted.day or opening, today)
    month = search.month(ask, shown.year, shown.month)
    free = [one.day for one in month.days if one.free]
    day = wanted.day if wanted.day in free else min(free, default=None)
    hours = tuple(search.hours(ask, day, search.taken(ask, day, day))) if day else ()
    texts = tuple(one.ruled.texts for one in search.table.schedules if one.serves(ask))
    return Outlook(ask, today, tuple(offers), first, month, day, hours, texts)


def _within(wanted: date, today: date) -> date:
    """Return the month that is shown for a day: none that is over, none beyond any calendar."""
    return wanted if today.replace(day=1) <= wanted and wanted.year <= today.year + _FURTHEST else today
