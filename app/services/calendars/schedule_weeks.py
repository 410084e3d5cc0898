"""A week of a schedule: who attends when, what is booked, which days are holidays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from app.domain import openings
from app.domain.appointments import BOOKED, DONE, NO_SHOW, PRESENT
from app.domain.errors import NotFound
from app.domain.openings import Opening, Span
from app.ports import Outside
from app.services import entities
from app.services.calendars import schedule_effects, schedule_rules, schedules
from app.services.calendars.schedule_effects import Plan, Stranded, Today
from app.services.calendars.schedule_rules import RuleView
from app.services.calendars.schedules import MANAGERS, ScheduleView
from app.services.visits import Visitor
from app.store import db, people
from app.store import schedules as rows
from app.store.schedules import Booked

SHOWN: Final = (BOOKED, *PRESENT, DONE, NO_SHOW)
"""States in which an appointment takes somebody's time, or took it."""
WORKING_WEEK: Final = 5


@dataclass(frozen=True, slots=True)
class ClerkDay:
    """A clerk's day: hours for everybody, hours for bookings by the staff, appointments, and those outside hours."""

    open: tuple[Span, ...]
    internal: tuple[Span, ...]
    booked: tuple[Span, ...]
    outside: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ClerkWeek:
    """A clerk's days, in the order of the week's."""

    name: str
    days: tuple[ClerkDay, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week; `holiday` is its name, "" for none."""

    day: date
    holiday: str
    booked: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday. Saturday and Sunday are there when anybody attends on them.

    `opens_at` and `closes_at` are the hours of the local day, whole, between which everything lies.
    """

    first: date
    days: tuple[Day, ...]
    clerks: tuple[ClerkWeek, ...]
    opens_at: int
    closes_at: int
    today: date


@dataclass(frozen=True, slots=True)
class Board:
    """A schedule with a week of it, its rules in force, and what it has left outside."""

    schedule: ScheduleView
    week: Week
    rules: tuple[RuleView, ...]
    stranded: tuple[Stranded, ...]


def board(outside: Outside, visitor: Visitor, schedule_id: UUID, day: date | None = None) -> Board:
    """Return a schedule with the week of `day`, or this one. Raises `RoleMissing` or `NotFound`."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        now = outside.clock.now()
        entity = entities.get(session, visitor.entity, now)
        first = _monday(day or entity.calendar.local_day(now))
        here = schedule_effects.today(session, entity, now, visitor.language, since=first)
        if schedule_id not in here.plan.schedules:
            raise NotFound("schedule")
        left = [one for one in schedule_effects.left_outside(session, here) if one.schedule_id == schedule_id]
        names = people.staff_names(session, entity.id)
        ends = entity.calendar.start_of(first), entity.calendar.end_of(first + timedelta(days=6))
        taken = [one for one in rows.booked(session, entity.id, *ends, SHOWN) if one.schedule_id == schedule_id]
        return Board(
            schedule=schedules.view(here.plan.schedules[schedule_id], entity, left),
            week=_drawn(here, schedule_id, _Drawing(first, taken, names, frozenset(one.id for one in left))),
            rules=tuple(schedule_rules.views(rows.rules(session, schedule_id), names, here.day)),
            stranded=tuple(left),
        )


@dataclass(frozen=True, slots=True)
class _Drawing:
    first: date
    taken: Sequence[Booked]
    names: Mapping[UUID, str]
    left: frozenset[UUID]


def _drawn(here: Today, schedule_id: UUID, drawing: _Drawing) -> Week:
    plan = here.plan
    every = [drawing.first + timedelta(days=number) for number in range(7)]
    attending = {day: plan.openings(schedule_id, day) for day in every}
    taken = {day: [one for one in drawing.taken if plan.calendar.local_day(one.starts_at) == day] for day in every}
    used = [day for day in every if day.weekday() < WORKING_WEEK or attending[day] or taken[day]]
    ruling = [
        rule for rule in plan.schedules[schedule_id].rules if rule.starts_on <= every[-1] and rule.ends_on >= every[0]
    ]
    clerks = {one for rule in ruling for one in rule.clerks}
    clerks |= {one.clerk for one in drawing.taken}
    by_name = sorted(clerks, key=lambda clerk: (drawing.names.get(clerk, ""), str(clerk)))
    weeks = [
        ClerkWeek(
            drawing.names.get(clerk, ""),
            tuple(_clerk_day(clerk, attending[day], taken[day], drawing.left) for day in used),
        )
        for clerk in by_name
    ]
    spans = [span for one in weeks for day in one.days for part in (day.open, day.internal, day.booked, day.outside)
             for span in part]  # fmt: skip
    opens_at, closes_at = _scale(plan, spans)
    return Week(
        first=drawing.first,
        days=tuple(Day(day, plan.holidays.get(day, ""), len(taken[day])) for day in used),
        clerks=tuple(weeks),
        opens_at=opens_at,
        closes_at=closes_at,
        today=here.day,
    )


def _clerk_day(clerk: UUID, attending: Sequence[Opening], taken: Sequence[Booked], left: frozenset[UUID]) -> ClerkDay:
    theirs = [one for one in attending if one.clerk == clerk]
    booked = [one for one in taken if one.clerk == clerk]
    public = openings.merged(one.span for one in theirs if not one.internal)
    return ClerkDay(
        open=tuple(public),
        internal=tuple(openings.without(openings.merged(one.span for one in theirs if one.internal), public)),
        booked=tuple((one.starts_at, one.ends_at) for one in booked if one.id not in left),
        outside=tuple((one.starts_at, one.ends_at) for one in booked if one.id in left),
    )


def _scale(plan: Plan, spans: Sequence[Span]) -> tuple[int, int]:
    """Return the whole hours of the local day between which all `spans` lie, those of a morning when there are none."""
    if not spans:
        return 9, 14
    starts = [_local(plan, first) for first, _ in spans]
    ends = [_local(plan, end) for _, end in spans]
    last = max(24 if end.hour == end.minute == 0 else end.hour + (end.minute > 0) for end in ends)
    return min(start.hour for start in starts), last


def _local(plan: Plan, at: datetime) -> datetime:
    return at.astimezone(plan.calendar.zone)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
