"""Which hours are free: by channel, month and day. What is read does not grow with what is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments, openings
from app.domain.openings import Span
from app.ports import Outside
from app.services import entities
from app.services.appointments import timetable
from app.services.appointments.timetable import Timetable
from app.services.entities import Entity
from app.services.publishing import procedures
from app.store import db, slots

Ask = timetable.Ask
"""What somebody wants an hour for."""

_DAY = timedelta(days=1)
_AHEAD = (7, 28, 400)
"""How many days ahead the first free hour is looked for, in turn."""
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour that can be booked at an office. Somebody else may be faster."""

    starts_at: datetime
    ends_at: datetime
    office: str
    office_name: str
    schedule_id: UUID


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month: how many hours are `free`, whether anybody attends (`open`), and its holiday's name."""

    day: date
    free: int
    open: bool
    holiday_name: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month of days. `earlier` and `later` say whether another month can hold an hour."""

    year: int
    month: int
    days: tuple[Day, ...]
    earlier: bool
    later: bool


@dataclass(frozen=True, slots=True)
class ChannelOffer:
    """A way in which people are attended: the offices (id, name, address) that do, and the first free hour."""

    channel: str
    offices: tuple[tuple[str, str, str], ...]
    next_free: Hour | None


def channels(outside: Outside, entity: str, procedure: str, language: str = "") -> tuple[ChannelOffer, ...]:
    """Return how an appointment for `procedure` can be had; nothing when it takes none.

    Raises `NotFound` when the procedure is not on offer.
    """
    now = outside.clock.now()
    with db.reading() as session:
        known = procedures.current(session, entity, procedure).procedure
        if known.appointment is None:
            return ()
        search = Search(session, entities.get(session, entity, now), now)
        asks = [
            Ask(procedure, language, known.appointment.minutes, channel)
            for channel in appointments.CHANNELS
            if channel in known.card.channels
        ]
        return tuple(search.offer(ask) for ask in asks if search.table.last_day(ask) is not None)


def month(outside: Outside, entity: str, ask: Ask, year: int, month: int) -> Month:
    """Return the days of a month with the number of free hours in each. Raises `ValueError` for no such month."""
    now = outside.clock.now()
    with db.reading() as session:
        return Search(session, entities.get(session, entity, now), now).month(ask, year, month)


def day(outside: Outside, entity: str, ask: Ask, day: date) -> list[Hour]:
    """Return the free hours of a day in order, each once per office."""
    now = outside.clock.now()
    with db.reading() as session:
        search = Search(session, entities.get(session, entity, now), now)
        return list(search.hours(ask, day, search.taken(ask, day, day)))


def next_free(outside: Outside, entity: str) -> Hour | None:
    """Return the first free hour for any procedure on offer."""
    now = outside.clock.now()
    with db.reading() as session:
        asks = []
        for known in procedures.offered_now(session, entity):
            if known.appointment is not None:
                ways = [one for one in appointments.CHANNELS if one in known.card.channels]
                asks += [Ask(known.id, "", known.appointment.minutes, channel) for channel in ways]
        return Search(session, entities.get(session, entity, now), now).first(asks) if asks else None


class Search:
    """A search for free hours in what is in force now. Not a use case: what those of this room share."""

    def __init__(self, session: Session, entity: Entity, now: datetime) -> None:
        self.session, self.now = session, now
        self.names = dict(entity.offices)
        self.addresses = entity.addresses
        self.table: Timetable = timetable.read(session, entity, now)
        self._read: list[tuple[bool, date, date, Mapping[UUID, Sequence[Span]]]] = []

    def taken(self, ask: Ask, first: date, last: date) -> Mapping[UUID, Sequence[Span]]:
        """Return whose time is taken on these days, for everybody who attends; read once for each stretch of days."""
        for staff, since, until, found in self._read:
            if staff == ask.internal and since <= first and last <= until:
                return found
        span = self.table.day(first)[0], self.table.day(last)[1]
        if not self.table.clerks or span[1] <= self.now:
            return {}
        read = slots.taken(self.session, self.table.clerks, span, self.now, staff=ask.internal)
        self._read.append((ask.internal, first, last, read))
        return read

    def hours(self, ask: Ask, day: date, taken: Mapping[UUID, Sequence[Span]]) -> Iterator[Hour]:
        """Yield the free hours of a day in order, each once per office."""
        found: dict[tuple[datetime, str], Hour] = {}
        for seat in self.table.seats(ask, day):
            schedule, span = seat.schedule, seat.opening.span
            gone = [one for one in taken.get(seat.clerk, ()) if one[0] < span[1] and span[0] < one[1]]
            earliest = schedule.earliest(ask, self.now)
            for at in openings.starts(span, gone, ask.length, schedule.grid):
                if at >= earliest and (at, schedule.office) not in found:
                    name = self.names.get(schedule.office, "")
                    found[at, schedule.office] = Hour(at, at + ask.length, schedule.office, name, schedule.id)
        yield from (found[key] for key in sorted(found))

    def days(self, ask: Ask, first: date, last: date) -> Iterator[Day]:
        """Yield every day from `first` to `last`."""
        taken = self.taken(ask, first, last)
        for n in range((last - first).days + 1):
            day = first + n * _DAY
            attended = any(True for _ in self.table.seats(ask, day))
            free = sum(1 for _ in self.hours(ask, day, taken)) if attended else 0
            yield Day(day, free, attended, self.table.holidays.get(day, ""))

    def month(self, ask: Ask, year: int, month: int) -> Month:
        """Return a month day by day. Raises `ValueError` for no such month."""
        first, after = date(year, month, 1), _after(year, month)
        last = self.table.last_day(ask)
        days = tuple(self.days(ask, first, after - _DAY))
        return Month(year, month, days, earlier=first > self.table.today, later=last is not None and after <= last)

    def offer(self, ask: Ask) -> ChannelOffer:
        """Return a channel with its offices and first free hour."""
        offices = dict.fromkeys(one.office for one in self.table.schedules if one.serves(ask))
        places = tuple((one, self.names.get(one, ""), self.addresses.get(one, "")) for one in offices)
        return ChannelOffer(ask.channel, places, self.first([ask]))

    def first(self, asks: Sequence[Ask]) -> Hour | None:
        """Return the first free hour for any of `asks`, looking a week ahead first, then further."""
        since = self.table.today
        lasts = [last for last in map(self.table.last_day, asks) if last is not None]
        for ahead in _AHEAD:
            until = min(self.table.today + ahead * _DAY, max(lasts, default=since))
            if until < since:
                return None
            for n in range((until - since).days + 1):
                hours = [
                    hour for ask in asks for hour in self.hours(ask, since + n * _DAY, self.taken(ask, since, until))
                ]
                if hours:
                    return min(hours, key=lambda hour: hour.starts_at)
            since = until + _DAY
        return None


def _after(year: int, month: int) -> date:
    return date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)
