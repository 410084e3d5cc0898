"""When people can be attended: the same as a slow reading of the rules, minute by minute."""

import calendar as months
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import openings
from app.domain.calendar import WorkCalendar
from app.domain.openings import Opening, Rule, Span

MADRID = WorkCalendar(ZoneInfo("Europe/Madrid"))
ANA, BRU, COL = (UUID(int=n) for n in (1, 2, 3))
EVERY_DAY = frozenset(range(7))
MINUTE, QUARTER = timedelta(minutes=1), timedelta(minutes=15)
LEAP_DAY, SPRING, AUTUMN = date(2028, 2, 29), date(2026, 3, 29), date(2026, 10, 25)

_times = st.integers(0, 287).map(lambda n: time(n // 12, n % 12 * 5))
_days = st.dates(date(2026, 1, 1), date(2028, 12, 31)) | st.sampled_from([LEAP_DAY, SPRING, AUTUMN, date(2026, 1, 31)])


def _rule(kind: str = "series", opens: str = "09:00", closes: str = "14:00", **changes: Any) -> Rule:
    made = Rule(
        kind=kind,
        starts_on=date(2026, 1, 1),
        ends_on=date(2028, 12, 31),
        weekdays=EVERY_DAY,
        opens=time.fromisoformat(opens) if opens else None,
        closes=time.fromisoformat(closes) if closes else None,
        clerks=frozenset({ANA}),
    )
    return replace(made, **changes)


@st.composite
def _rules(draw: st.DrawFn, day: date) -> Rule:
    kind = draw(st.sampled_from(openings.KINDS))
    hours = sorted(draw(st.tuples(_times, _times).filter(lambda two: two[0] != two[1])))
    whole = kind == "closure" and draw(st.booleans())
    clerks = draw(st.frozensets(st.sampled_from([ANA, BRU, COL])))
    return Rule(
        kind=kind,
        starts_on=day - timedelta(days=draw(st.integers(-2, 40))),
        ends_on=day + timedelta(days=draw(st.integers(-2, 40))),
        weekdays=draw(st.frozensets(st.integers(0, 6)) | st.just(EVERY_DAY)),
        opens=None if whole else hours[0],
        closes=None if whole else hours[1],
        every_weeks=draw(st.integers(1, 4)),
        week_of_month=draw(st.sampled_from([0, 0, 0, 1, 4, 5])),
        clerks=clerks,
        internal=draw(st.frozensets(st.sampled_from(sorted(clerks)))) if clerks else frozenset(),
    )


def _speaks_of(rule: Rule, day: date) -> bool:
    """Read whether a rule covers a day, by counting the days one by one."""
    if day < rule.starts_on or day > rule.ends_on or (rule.weekdays and day.weekday() not in rule.weekdays):
        return False
    if rule.week_of_month:
        last = months.monthrange(day.year, day.month)[1]
        same = [n for n in range(1, last + 1) if date(day.year, day.month, n).weekday() == day.weekday()]
        wanted = -1 if rule.week_of_month == 5 else rule.week_of_month - 1
        return same[wanted] == day.day
    weeks, at = 0, rule.starts_on
    while at < day:
        at += timedelta(days=1)
        weeks += at.weekday() == 0
    return weeks % rule.every_weeks == 0


def _slowly(rules: Sequence[Rule], day: date, calendar: WorkCalendar) -> set[tuple[UUID, bool, datetime]]:
    """Read who attends at each minute of the day."""
    if day in calendar.holidays:
        return set()
    found = set()
    ruling = [rule for rule in rules if _speaks_of(rule, day)]
    exceptional = any(rule.kind == "exception" for rule in ruling)
    at = calendar.start_of(day)
    while at < calendar.end_of(day):
        now = [rule for rule in ruling if _from(rule, day, calendar) <= at < _until(rule, day, calendar)]
        shut = [rule for rule in now if rule.kind in {"closure", "break"}]
        for rule in now:
            if rule.kind == ("exception" if exceptional else "series"):
                for clerk in rule.clerks:
                    if not any(not one.clerks or clerk in one.clerks for one in shut):
                        found.add((clerk, clerk in rule.internal, at))
        at += MINUTE
    return found


def _from(rule: Rule, day: date, calendar: WorkCalendar) -> datetime:
    return calendar.at(day, rule.opens) if rule.opens else calendar.start_of(day)


def _until(rule: Rule, day: date, calendar: WorkCalendar) -> datetime:
    return calendar.at(day, rule.closes) if rule.closes else calendar.end_of(day)


def _minutes(spans: Sequence[Span]) -> list[datetime]:
    return [first + n * MINUTE for first, end in spans for n in range((end - first) // MINUTE)]


_spans = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 60)).map(
        lambda two: (_at(two[0]), _at(two[0] + two[1])),
    ),
    max_size=8,
)


def _at(minutes: int) -> datetime:
    return datetime(2026, 11, 30, tzinfo=UTC) + minutes * 5 * MINUTE


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_openings_are_what_a_slow_reading_of_the_rules_says(data: st.DataObject) -> None:
    day = data.draw(_days)
    rules = data.draw(st.lists(_rules(day), max_size=6))
    calendar = WorkCalendar(MADRID.zone, frozenset(data.draw(st.sets(st.sampled_from([day, SPRING]), max_size=1))))

    found = openings.openings(rules, day, calendar)

    told = [(one.clerk, one.internal, at) for one in found for at in _minutes([one.span])]
    assert len(told) == len(set(told))
    assert set(told) == _slowly(rules, day, calendar)


@given(_spans)
def test_merged_spans_are_the_same_time_in_order_and_apart(spans: list[Span]) -> None:
    found = openings.merged(spans)

    assert _minutes(found) == sorted(set(_minutes(spans)))
    assert all(one[1] < other[0] for one, other in pairwise(found))


@given(_spans, _spans)
def test_what_is_cut_out_is_gone_and_the_rest_is_left(spans: list[Span], taken: list[Span]) -> None:
    whole = openings.merged(spans)

    found = openings.without(whole, taken)

    gone = set(_minutes(taken))
    assert _minutes(found) == [at for at in _minutes(whole) if at not in gone]


@given(st.integers(0, 50), st.integers(1, 60), _spans, st.integers(1, 12), st.sampled_from([5, 10, 15, 20, 30]))
def test_appointments_start_where_they_fit_on_the_grid(
    first: int, long: int, taken: list[Span], cells: int, grid: int
) -> None:
    span, length = (_at(first), _at(first + long)), cells * openings.CELL

    found = list(openings.starts(span, taken, length, grid * MINUTE))

    gone = set(_minutes(taken))
    on_grid = [span[0] + n * grid * MINUTE for n in range(long * 5 // grid + 1)]
    fits = [at for at in on_grid if at + length <= span[1] and gone.isdisjoint(_minutes([(at, at + length)]))]
    assert found == fits


def test_a_holiday_beats_series_and_exception() -> None:
    day = date(2026, 12, 8)
    rules = [_rule(), _rule("exception", "08:00", "20:00", starts_on=day, ends_on=day)]

    assert openings.openings(rules, day, WorkCalendar(MADRID.zone, frozenset({day}))) == []


def test_an_exception_takes_the_place_of_every_series_of_its_day() -> None:
    day = date(2026, 12, 24)
    rules = [_rule(), _rule(clerks=frozenset({BRU})), _rule("exception", "09:00", "11:00", starts_on=day, ends_on=day)]

    assert openings.openings(rules, day, MADRID) == [Opening(ANA, _hours(day, "09:00", "11:00"))]
    assert len(openings.openings(rules, day + timedelta(days=1), MADRID)) == 2


def test_a_break_cuts_the_morning_in_two() -> None:
    rules = [_rule(), _rule("break", "11:00", "11:30", clerks=frozenset())]
    day = date(2026, 11, 30)

    found = openings.openings(rules, day, MADRID)

    assert [one.span for one in found] == [_hours(day, "09:00", "11:00"), _hours(day, "11:30", "14:00")]


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 2), (AUTUMN, 4), (date(2026, 3, 30), 3)])
def test_a_night_has_the_hours_that_its_clock_has(day: date, hours: int) -> None:
    (found,) = openings.openings([_rule(opens="01:00", closes="04:00")], day, MADRID)

    assert found.span[1] - found.span[0] == timedelta(hours=hours)


def test_no_hour_is_offered_that_the_clock_skips_and_none_twice_that_it_repeats() -> None:
    for day in (SPRING, AUTUMN):
        (found,) = openings.openings([_rule(opens="01:00", closes="04:00")], day, MADRID)
        starts = list(openings.starts(found.span, [], QUARTER, QUARTER))
        assert len(starts) == len(set(starts)) == (found.span[1] - found.span[0]) // QUARTER


def test_the_last_thursday_is_the_fourth_or_the_fifth() -> None:
    rule = _rule(weekdays=frozenset({3}), week_of_month=5)

    covered = [date(2026, 1, 1) + timedelta(days=n) for n in range(120) if rule.covers(date(2026, 1, 1) + timedelta(n))]

    assert covered == [date(2026, 1, 29), date(2026, 2, 26), date(2026, 3, 26), date(2026, 4, 30)]


def test_a_leap_day_is_a_day() -> None:
    rule = _rule(starts_on=LEAP_DAY, ends_on=LEAP_DAY)

    assert [rule.covers(day) for day in (date(2028, 2, 28), LEAP_DAY, date(2028, 3, 1))] == [False, True, False]
    assert len(openings.openings([rule], LEAP_DAY, MADRID)) == 1


def test_every_second_week_goes_on_over_the_end_of_the_year() -> None:
    rule = _rule(starts_on=date(2026, 12, 2), weekdays=frozenset({0}), every_weeks=2)

    covered = [day for n in range(60) if rule.covers(day := date(2026, 12, 2) + timedelta(days=n))]

    assert covered == [date(2026, 12, 14), date(2026, 12, 28), date(2027, 1, 11), date(2027, 1, 25)]


def test_cells_cover_an_appointment() -> None:
    assert openings.cells(_at(0), timedelta(minutes=15)) == [_at(0), _at(1), _at(2)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"weekdays": frozenset()}, "weekdays"),
        ({"weekdays": frozenset({0}), "starts_on": date(2026, 1, 6), "ends_on": date(2026, 1, 7)}, "weekdays"),
        ({"closes": time(8)}, "closes"),
        ({"closes": time(14, 5)}, "closes"),
        ({"opens": time(9, 2), "closes": time(14, 2)}, "opens"),
        ({"opens": None}, "closes"),
        ({"opens": None, "closes": None}, "opens"),
        ({"clerks": frozenset()}, "clerks"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert set(openings.problems(replace(_rule(), **changes), QUARTER)) == {field}


def test_a_good_rule_has_no_problems() -> None:
    assert openings.problems(_rule(), QUARTER) == {}
    assert openings.problems(_rule("closure", "", "", clerks=frozenset()), QUARTER) == {}


def _hours(day: date, opens: str, closes: str) -> Span:
    return MADRID.at(day, time.fromisoformat(opens)), MADRID.at(day, time.fromisoformat(closes))
