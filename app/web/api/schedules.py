"""Operations of the calendar managers: schedules, their rules, days off.

A change that would leave booked appointments outside the opening hours is refused until the call says, in `seen`,
which of them it knows about.
"""

from dataclasses import dataclass, field
from datetime import date, time
from http import HTTPStatus
from typing import Literal
from uuid import UUID

from flask import Blueprint

from app import wiring
from app.domain import openings
from app.domain.openings import Rule
from app.services.calendars import days_off, schedule_rules, schedules
from app.services.calendars.days_off import DayOff
from app.services.calendars.schedule_effects import Effects
from app.services.calendars.schedule_rules import Draft, RuleView
from app.services.calendars.schedules import MANAGERS, Overview, ScheduleView, Terms
from app.web.api import days
from app.web.api.operations import V1, Operation, operation
from app.web.gate import open_to, visitor

bp = Blueprint("api_schedules", __name__, url_prefix=V1)
GROUP = "schedules"


@dataclass(frozen=True, slots=True)
class TermsWanted:
    """A schedule: office, channels, grid in minutes, notice in minutes, window in days, texts when nothing is free."""

    name: str
    office: str
    channels: tuple[Literal["in_person", "phone", "video"], ...]
    grid_minutes: int
    notice_minutes: int
    window_days: int
    texts: dict[str, str] = field(default_factory=dict)
    seen: frozenset[UUID] = frozenset()

    def terms(self) -> Terms:
        """Return it as the office keeps it."""
        return Terms(
            self.name,
            self.office,
            self.channels,
            self.grid_minutes,
            self.notice_minutes,
            self.window_days,
            self.texts,
        )


@dataclass(frozen=True, slots=True)
class RuleWanted:
    """A rule, in local time. `weekdays` 0 is Monday; `week_of_month` 1 to 4, 5 the last, 0 any; no `ends_on`: for good.

    `internal` are those of `clerks` (ids of staff) whom only the staff may book. `instead_of` is retired.
    """

    kind: Literal["series", "exception", "closure", "break"]
    starts_on: date
    ends_on: date = openings.ENDLESS
    weekdays: frozenset[int] = frozenset()
    opens: time | None = None
    closes: time | None = None
    every_weeks: int = 1
    week_of_month: int = 0
    clerks: frozenset[UUID] = frozenset()
    internal: frozenset[UUID] = frozenset()
    note: str = ""
    instead_of: UUID | None = None
    seen: frozenset[UUID] = frozenset()

    def draft(self) -> Draft:
        """Return it as the office keeps it."""
        rule = Rule(
            kind=self.kind,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            weekdays=self.weekdays,
            opens=self.opens,
            closes=self.closes,
            every_weeks=self.every_weeks,
            week_of_month=self.week_of_month,
            clerks=self.clerks,
            internal=self.internal,
        )
        return Draft(rule, self.note, self.instead_of)


@dataclass(frozen=True, slots=True)
class Seen:
    """The stranded appointments that the call knows about."""

    seen: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class DayOffWanted:
    """A day off: national, region or municipality."""

    name: str
    scope: Literal["national", "region", "municipality"] = "municipality"
    seen: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the calendar."""

    year: int


@dataclass(frozen=True, slots=True)
class Made:
    """The id of what was made."""

    id: UUID


@bp.get("/schedules")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, gives=Overview))
def listed() -> Overview:
    """List the schedules, and the booked appointments that lie outside them."""
    return schedules.listed(wiring.outside(), visitor())


@bp.post("/schedules")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, takes=TermsWanted, gives=Made, status=HTTPStatus.CREATED))
def make(body: TermsWanted) -> Made:
    """Make a schedule, without rules: it opens nothing yet."""
    return Made(schedules.make(wiring.outside(), visitor(), body.terms()))


@bp.get("/schedules/<uuid:schedule>")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, gives=ScheduleView))
def shown(schedule: UUID) -> ScheduleView:
    """Show a schedule."""
    return schedules.get(wiring.outside(), visitor(), schedule)


@bp.put("/schedules/<uuid:schedule>")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, takes=TermsWanted))
def change(schedule: UUID, body: TermsWanted) -> None:
    """Change a schedule."""
    schedules.change(wiring.outside(), visitor(), schedule, body.terms(), body.seen)


@bp.post("/schedules/<uuid:schedule>/closing")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, takes=Seen))
def close(schedule: UUID, body: Seen) -> None:
    """Let a schedule open nothing any more."""
    schedules.switch(wiring.outside(), visitor(), schedule, active=False, seen=body.seen)


@bp.post("/schedules/<uuid:schedule>/opening")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP))
def reopen(schedule: UUID) -> None:
    """Let a closed schedule open again."""
    schedules.switch(wiring.outside(), visitor(), schedule, active=True)


@bp.get("/schedules/<uuid:schedule>/rules")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, gives=list[RuleView]))
def rules(schedule: UUID) -> list[RuleView]:
    """List the rules in force of a schedule."""
    return schedule_rules.listed(wiring.outside(), visitor(), schedule)


@bp.post("/schedules/<uuid:schedule>/rules")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, takes=RuleWanted, gives=Made, status=HTTPStatus.CREATED))
def add_rule(schedule: UUID, body: RuleWanted) -> Made:
    """Add a rule, perhaps in the place of another."""
    return Made(schedule_rules.add(wiring.outside(), visitor(), schedule, body.draft(), body.seen))


@bp.post("/schedules/<uuid:schedule>/rules/effects")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, takes=RuleWanted, gives=Effects))
def effects(schedule: UUID, body: RuleWanted) -> Effects:
    """Say what a rule would open, shut and leave outside, without adding it."""
    return schedule_rules.effects_of_adding(wiring.outside(), visitor(), schedule, body.draft())


@bp.post("/schedules/<uuid:schedule>/rules/<uuid:rule>/retirement")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, takes=Seen))
def retire_rule(schedule: UUID, rule: UUID, body: Seen) -> None:
    """Retire a rule; it stays in the history."""
    schedule_rules.retire(wiring.outside(), visitor(), schedule, rule, body.seen)


@bp.get("/days-off")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, query=Year, gives=list[DayOff]))
def off(query: Year) -> list[DayOff]:
    """List the days off of a year."""
    return days_off.listed(wiring.outside(), visitor(), min(max(query.year, 1), 9999))


@bp.put("/days-off/<day>")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP, takes=DayOffWanted))
def add_day(day: str, body: DayOffWanted) -> None:
    """Add a day off (ISO 8601): nobody attends on it, whatever the rules say."""
    days_off.add(wiring.outside(), visitor(), (days.read(day), body.name, body.scope), body.seen)


@bp.delete("/days-off/<day>")
@open_to("staff", *MANAGERS)
@operation(Operation(GROUP))
def remove_day(day: str) -> None:
    """Take a day off away."""
    days_off.remove(wiring.outside(), visitor(), days.read(day))
