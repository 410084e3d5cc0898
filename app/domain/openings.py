"""When people can be attended: weekly series, exceptions, closures and breaks, day by day.

Rules are written in local times; what comes out are instants in UTC, so that an hour which the change
of clocks skips is not offered and one which it repeats is offered once. Holidays beat every rule.
"""

import calendar as months_of
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from app.domain.calendar import WorkCalendar

KINDS: Final = ("series", "exception", "closure", "break")
CELL: Final = timedelta(minutes=5)
"""The grain of time: every appointment begins and ends on it."""
LAST_WEEK: Final = 5
ENDLESS: Final = date.max
"""The last day of a rule that holds until somebody retires it."""

Span = tuple[datetime, datetime]
"""From the first instant to the one after the last, both aware UTC."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a schedule, in local time.

    A *series* opens on its weekdays (0 is Monday) from `opens` to `closes`, every `every_weeks` weeks counted from
    the week of `starts_on`, or in one `week_of_month` (1 to 4; 5 is the last). An *exception* opens likewise and
    takes the place of every series on its days. A *closure* shuts its days, whole or from `opens` to `closes`, for
    all or for its `clerks`. A *break* shuts its hours on its weekdays. `internal` are those clerks of `clerks`
    whom only the staff may book.
    """

    kind: str
    starts_on: date
    ends_on: date
    weekdays: frozenset[int]
    opens: time | None = None
    closes: time | None = None
    every_weeks: int = 1
    week_of_month: int = 0
    clerks: frozenset[UUID] = frozenset()
    internal: frozenset[UUID] = frozenset()

    def covers(self, day: date) -> bool:
        """Return whether the rule speaks of `day`."""
        if not self.starts_on <= day <= self.ends_on or (self.weekdays and day.weekday() not in self.weekdays):
            return False
        if self.week_of_month:
            return _in_week_of_month(day, self.week_of_month)
        return _monday(day).toordinal() // 7 % self.every_weeks == _monday(self.starts_on).toordinal() // 7 % (
            self.every_weeks
        )


@dataclass(frozen=True, slots=True)
class Opening:
    """A clerk attends from `span[0]` to `span[1]`; `internal` hours are for bookings by the staff."""

    clerk: UUID
    span: Span
    internal: bool = False


def openings(rules: Sequence[Rule], day: date, calendar: WorkCalendar) -> list[Opening]:
    """Return who attends when on `day` of `calendar`'s zone, by clerk and time, breaks and closures taken out."""
    if day in calendar.holidays:
        return []
    ruling = [rule for rule in rules if rule.covers(day)]
    opening = [rule for rule in ruling if rule.kind == "exception"] or [r for r in ruling if r.kind == "series"]
    shut = [rule for rule in ruling if rule.kind in {"closure", "break"}]
    found: dict[tuple[UUID, bool], list[Span]] = {}
    for rule in opening:
        for clerk in rule.clerks:
            found.setdefault((clerk, clerk in rule.internal), []).append(_span(rule, day, calendar))
    made = []
    for (clerk, internal), spans in found.items():
        closed = [_span(rule, day, calendar) for rule in shut if not rule.clerks or clerk in rule.clerks]
        made += [Opening(clerk, span, internal) for span in without(merged(spans), closed)]
    return sorted(made, key=lambda one: (one.clerk, one.span))


def attended(found: Iterable[Opening], clerk: UUID, span: Span) -> bool:
    """Return whether `clerk` attends, be it for the staff's bookings only, during the whole of `span`."""
    theirs = merged(one.span for one in found if one.clerk == clerk)
    return any(first <= span[0] and span[1] <= end for first, end in theirs)


def starts(span: Span, taken: Iterable[Span], length: timedelta, grid: timedelta) -> Iterator[datetime]:
    """Yield the instants at which an appointment of `length` fits into `span` beside what is `taken`.

    They lie on the grid counted from the beginning of `span`.
    """
    for first, end in without([span], taken):
        at = span[0] + -(-(first - span[0]) // grid) * grid
        while at + length <= end:
            yield at
            at += grid


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as disjoint spans in order."""
    found: list[Span] = []
    for first, end in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif first < end:
            found.append((first, end))
    return found


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return what is left of disjoint ordered `spans` when `taken` is cut out."""
    gone, found = merged(taken), []
    for span in spans:
        at, end = span
        for start, stop in gone:
            if stop <= at:
                continue
            if start >= end:
                break
            if start > at:
                found.append((at, start))
            at = max(at, stop)
        if at < end:
            found.append((at, end))
    return found


def cells(first: datetime, length: timedelta) -> list[datetime]:
    """Return the beginnings of the cells that an appointment fills, in order."""
    return [first + number * CELL for number in range(-(-length // CELL))]


def problems(rule: Rule, grid: timedelta) -> Mapping[str, str]:
    """Return what is wrong with a rule: field to word ("order", "weekdays", "never", "hours", "grid", "clerks")."""
    wrong: dict[str, str] = {}
    if rule.ends_on < rule.starts_on:
        wrong["ends_on"] = "order"
    if rule.kind in {"series", "exception"} and not rule.weekdays:
        wrong["weekdays"] = "weekdays"
    elif not wrong and not _ever(rule):
        wrong["weekdays"] = "never"
    wrong |= _wrong_hours(rule, grid)
    if rule.kind in {"series", "exception"} and not rule.clerks:
        wrong["clerks"] = "clerks"
    return wrong


def _wrong_hours(rule: Rule, grid: timedelta) -> dict[str, str]:
    if rule.opens is None and rule.closes is None:
        return {} if rule.kind == "closure" else {"opens": "hours"}
    if rule.opens is None or rule.closes is None or rule.closes <= rule.opens:
        return {"closes": "hours"}
    long = _minutes(rule.closes) - _minutes(rule.opens)
    if rule.kind in {"series", "exception"} and long % (grid // timedelta(minutes=1)):
        return {"closes": "grid"}
    uneven = _minutes(rule.opens) % (CELL // timedelta(minutes=1)) or long % (CELL // timedelta(minutes=1))
    return {"opens": "grid"} if uneven else {}


def _ever(rule: Rule) -> bool:
    longest = min((rule.ends_on - rule.starts_on).days, 366)
    return any(rule.covers(rule.starts_on + timedelta(days=n)) for n in range(longest + 1))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _in_week_of_month(day: date, week: int) -> bool:
    if week == LAST_WEEK:
        return day.day + 7 > months_of.monthrange(day.year, day.month)[1]
    return (day.day - 1) // 7 + 1 == week


def _span(rule: Rule, day: date, calendar: WorkCalendar) -> Span:
    first = calendar.at(day, rule.opens) if rule.opens else calendar.start_of(day)
    return first, calendar.at(day, rule.closes) if rule.closes else calendar.end_of(day)
