"""Who of the office could attend whom, and when: schedules, rules, clerks and holidays, read at once.

Not a use case: what availability, booking and the calendars share.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import openings
from app.domain.calendar import WorkCalendar
from app.domain.openings import Opening, Span
from app.services.entities import Entity
from app.store import office, schedules
from app.store.schedules import Ruled

STAFF_WINDOW = timedelta(days=400)
"""How far ahead the staff may book."""
_DAY = timedelta(days=1)


Terms = Literal["usual", "late", "now"]
"""How an hour is asked for: as usual, without the schedule's notice, or now and off the grid."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants an hour for. `office` "" is any of them; `internal` asks come from the staff."""

    procedure: str
    language: str
    minutes: int
    channel: str
    office: str = ""
    internal: bool = False

    @property
    def length(self) -> timedelta:
        """Return how long it takes."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who attends. No skills, or no languages, means all of them."""

    id: UUID
    skills: frozenset[str]
    languages: frozenset[str]

    def able(self, ask: Ask) -> bool:
        """Return whether the clerk knows the procedure and speaks the language ("" is any)."""
        spoken = {"", ask.language, ask.language.partition("-")[0]}
        return (not self.skills or ask.procedure in self.skills) and (
            not ask.language or not self.languages or not spoken.isdisjoint(self.languages)
        )


@dataclass(frozen=True, slots=True)
class Schedule:
    """A calendar in which people book, asked about one ask."""

    ruled: Ruled

    @property
    def id(self) -> UUID:
        """Return which one it is."""
        return self.ruled.id

    @property
    def office(self) -> str:
        """Return where it is."""
        return self.ruled.office

    @property
    def grid(self) -> timedelta:
        """Return how far apart its hours begin."""
        return self.ruled.grid

    def serves(self, ask: Ask) -> bool:
        """Return whether the schedule is one for such an ask."""
        return ask.channel in self.ruled.channels and ask.office in {"", self.office}

    def earliest(self, ask: Ask, now: datetime) -> datetime:
        """Return the first instant that may be asked for at `now`."""
        return now if ask.internal else now + self.ruled.notice

    def last_day(self, ask: Ask, today: date) -> date:
        """Return the last day that may be asked for."""
        return today + (STAFF_WINDOW if ask.internal else timedelta(days=self.ruled.window_days))


@dataclass(frozen=True, slots=True)
class Seat:
    """A clerk who attends in a schedule for a while, and could attend what was asked."""

    schedule: Schedule
    opening: Opening

    @property
    def clerk(self) -> UUID:
        """Return whose time it is."""
        return self.opening.clerk

    def holds(self, first: datetime, length: timedelta, *, anywhere: bool = False) -> bool:
        """Return whether an appointment could lie there, on the grid or `anywhere`, whatever is taken."""
        start, end = self.opening.span
        fits = start <= first and first + length <= end
        return fits and (anywhere or not (first - start) % self.schedule.grid)


@dataclass(frozen=True, slots=True)
class Timetable:
    """Every active schedule of an entity, who works in them, and the holidays by name."""

    schedules: tuple[Schedule, ...]
    clerks: Mapping[UUID, Clerk]
    calendar: WorkCalendar
    holidays: Mapping[date, str]
    now: datetime

    @property
    def today(self) -> date:
        """Return the day that it is at the office."""
        return self.calendar.local_day(self.now)

    def day(self, day: date) -> Span:
        """Return from when to when `day` lasts."""
        return self.calendar.start_of(day), self.calendar.end_of(day)

    def last_day(self, ask: Ask) -> date | None:
        """Return the last day on which there could be an hour, None when no schedule serves the ask."""
        return max((one.last_day(ask, self.today) for one in self.schedules if one.serves(ask)), default=None)

    def seats(self, ask: Ask, day: date) -> Iterator[Seat]:
        """Yield who attends on `day` and could attend the ask, schedule by schedule; nobody outside its window."""
        for schedule in self.schedules:
            if not schedule.serves(ask) or not self.today <= day <= schedule.last_day(ask, self.today):
                continue
            for opening in openings.openings(schedule.ruled.rules, day, self.calendar):
                clerk = self.clerks.get(opening.clerk)
                if clerk is not None and clerk.able(ask) and (ask.internal or not opening.internal):
                    yield Seat(schedule, opening)

    def seats_at(self, ask: Ask, first: datetime, terms: "Terms" = "usual") -> list[Seat]:
        """Return one seat per clerk who could attend the ask from `first` on, whatever is taken.

        Those meant for the staff come first.
        """
        found: dict[UUID, Seat] = {}
        for seat in self.seats(ask, self.calendar.local_day(first)):
            earliest = seat.schedule.earliest(ask, self.now) if terms == "usual" else self.now
            if seat.holds(first, ask.length, anywhere=terms == "now") and (earliest <= first or terms == "now"):
                known = found.get(seat.clerk)
                if known is None or (seat.opening.internal and not known.opening.internal):
                    found[seat.clerk] = seat
        return sorted(found.values(), key=lambda seat: (not seat.opening.internal, seat.clerk))


def read(session: Session, entity: Entity, now: datetime) -> Timetable:
    """Return what is in force now, in two statements."""
    today = entity.calendar.local_day(now)
    found = schedules.in_force(session, entity.id, today, today + STAFF_WINDOW)
    named = {clerk for each in found.schedules for rule in each.rules for clerk in rule.clerks}
    return Timetable(
        schedules=tuple(Schedule(one) for one in found.schedules),
        clerks={
            row.id: Clerk(row.id, frozenset(row.skills), frozenset(row.languages))
            for row in office.working(session, entity.id, sorted(named))
        },
        calendar=WorkCalendar(entity.zone, frozenset(found.holidays)),
        holidays=found.holidays,
        now=now,
    )
