"""How long terms are, and what pauses and extensions do to their last day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import terms
from app.domain.calendar import WorkCalendar
from app.domain.terms import Length, Pause

MADRID = ZoneInfo("Europe/Madrid")
CATALONIA = WorkCalendar(MADRID, frozenset(holidays.country_holidays("ES", subdiv="CT", years=range(2026, 2029))))
VALENCIA = WorkCalendar(MADRID, frozenset(holidays.country_holidays("ES", subdiv="VC", years=range(2026, 2029))))
DAY = timedelta(days=1)
BARE = WorkCalendar(MADRID)

days = st.dates(date(2026, 1, 1), date(2027, 6, 30))
calendars = st.builds(WorkCalendar, st.just(MADRID), st.frozensets(days, max_size=60))
lengths = st.one_of(
    st.builds(Length, months=st.integers(0, 6), days=st.integers(0, 45)),
    st.builds(Length, working_days=st.integers(0, 60)),
)
pauses = st.lists(st.builds(lambda since, n: Pause(since, since + n * DAY), days, st.integers(0, 40)), max_size=5)


def walked(calendar: WorkCalendar, start: date, length: Length, paused: Iterable[Pause]) -> date:
    """Return the last day of a term, found by living through every day of it."""
    off = {pause.since + n * DAY for pause in paused for n in range((pause.until - pause.since).days)}
    if length.working_days:
        left, day = length.working_days, start
        while left:
            day += DAY
            left -= day.isoweekday() not in {6, 7} and day not in calendar.holidays and day not in off
        return day
    left, day = (_same_day(start, length.months) - start).days + length.days, start
    while left:
        day += DAY
        left -= day not in off
    while day.isoweekday() in {6, 7} or day in calendar.holidays or (day in off and day > start):
        day += DAY
    return day


def _same_day(start: date, months: int) -> date:
    first = start.replace(day=1)
    for _ in range(months):
        first = (first + 31 * DAY).replace(day=1)
    month = [first + n * DAY for n in range(31) if (first + n * DAY).month == first.month]
    return max(day for day in month if day.day <= start.day)


@given(calendars, days, lengths, pauses)
def test_the_last_day_agrees_with_a_walk_through_every_day(
    calendar: WorkCalendar, start: date, length: Length, paused: list[Pause]
) -> None:
    assert terms.due_on(calendar, start, length, paused) == walked(calendar, start, length, paused)


@given(calendars, days, lengths, pauses)
def test_no_term_of_days_or_months_ends_on_a_day_off(
    calendar: WorkCalendar, start: date, length: Length, paused: list[Pause]
) -> None:
    last = terms.due_on(calendar, start, length, paused)

    assert last >= start
    assert calendar.is_working_day(last) or not length or last == start


@given(calendars, days, lengths, pauses, pauses)
def test_more_pauses_never_bring_the_last_day_nearer(
    calendar: WorkCalendar, start: date, length: Length, some: list[Pause], more: list[Pause]
) -> None:
    assert terms.due_on(calendar, start, length, some + more) >= terms.due_on(calendar, start, length, some)


@given(calendars, calendars, days, lengths, pauses)
def test_the_holidays_of_another_town_never_bring_the_last_day_nearer(
    one: WorkCalendar, other: WorkCalendar, start: date, length: Length, paused: list[Pause]
) -> None:
    alone = terms.due_on(one, start, length, paused)

    assert terms.due_on(one.joined(other), start, length, paused) >= alone


@given(calendars, days, lengths)
def test_pauses_after_the_last_day_change_nothing(calendar: WorkCalendar, start: date, length: Length) -> None:
    last = terms.due_on(calendar, start, length)

    assert terms.due_on(calendar, start, length, [Pause(last + DAY, last + 9 * DAY)]) == last


@pytest.mark.parametrize(
    ("start", "length", "paused", "last"),
    [
        (date(2026, 11, 30), Length(months=3), [], date(2027, 3, 1)),
        (date(2026, 11, 23), Length(months=3), [], date(2027, 2, 23)),
        (date(2026, 11, 23), Length(months=3), [Pause(date(2026, 12, 1), date(2026, 12, 11))], date(2027, 3, 5)),
        (date(2026, 11, 23), Length(months=3), [Pause(date(2026, 12, 1), date(2026, 12, 13))], date(2027, 3, 8)),
        (date(2026, 3, 30), Length(working_days=10), [], date(2026, 4, 15)),
        (date(2026, 3, 30), Length(working_days=10), [Pause(date(2026, 4, 8), date(2026, 4, 10))], date(2026, 4, 17)),
        (date(2026, 3, 30), Length(working_days=10), [Pause(date(2026, 4, 3), date(2026, 4, 6))], date(2026, 4, 15)),
        (date(2026, 4, 1), Length(days=10), [], date(2026, 4, 13)),
        (date(2026, 11, 23), Length(months=3, days=45), [], date(2027, 4, 9)),
        (date(2026, 11, 23), Length(), [], date(2026, 11, 23)),
    ],
)
def test_terms_end_as_the_law_counts(start: date, length: Length, paused: list[Pause], last: date) -> None:
    assert terms.due_on(CATALONIA, start, length, paused) == last


def test_a_pause_on_the_very_last_day_leaves_that_day_for_when_it_ends() -> None:
    paused = Pause(date(2027, 2, 23), date(2027, 3, 9))

    assert terms.due_on(CATALONIA, date(2026, 11, 23), Length(months=3), [paused]) == date(2027, 3, 9)


def test_a_pause_on_the_weekend_before_the_last_day_still_counts() -> None:
    saturday = date(2027, 2, 27)
    start = date(2026, 11, 27)

    assert terms.due_on(CATALONIA, start, Length(months=3)) == date(2027, 3, 1)
    paused = [Pause(saturday + DAY, date(2027, 3, 10))]
    assert terms.due_on(CATALONIA, start, Length(months=3), paused) == date(2027, 3, 10)


def test_pauses_that_overlap_are_counted_once() -> None:
    twice = [Pause(date(2026, 12, 1), date(2026, 12, 11)), Pause(date(2026, 12, 4), date(2026, 12, 11))]

    assert terms.due_on(CATALONIA, date(2026, 11, 23), Length(months=3), twice) == date(2027, 3, 5)


def test_a_term_heeds_the_holidays_of_the_office_and_of_the_persons_town() -> None:
    sant_esteve = date(2028, 12, 26)
    start = date(2028, 9, 26)

    assert not CATALONIA.is_working_day(sant_esteve)
    assert terms.due_on(VALENCIA, start, Length(months=3)) == sant_esteve
    assert terms.due_on(VALENCIA.joined(CATALONIA), start, Length(months=3)) == date(2028, 12, 27)


@pytest.mark.parametrize(
    ("length", "half", "most"),
    [
        (Length(months=6), Length(months=3), Length(months=3)),
        (Length(months=3), Length(months=1, days=15), Length(months=1, days=15)),
        (Length(months=1), Length(days=15), Length(days=15)),
        (Length(working_days=10), Length(working_days=5), Length(working_days=5)),
        (Length(working_days=15), Length(working_days=8), Length(working_days=7)),
        (Length(days=31), Length(days=16), Length(days=15)),
        (Length(), Length(), Length()),
    ],
)
def test_a_half_favours_who_must_act_and_an_extension_never_exceeds_it(
    length: Length, half: Length, most: Length
) -> None:
    assert length.halved() == half
    assert length.most_more() == most


@pytest.mark.parametrize(
    ("length", "most"),
    [
        (Length(months=3), 43),
        (Length(months=6), 92),
        (Length(months=1), 15),
        (Length(working_days=15), 7),
        (Length(), 0),
    ],
)
def test_an_extension_is_told_in_days(length: Length, most: int) -> None:
    assert terms.most_days(date(2026, 11, 23), length) == most


@given(days, lengths)
def test_an_extension_in_days_is_never_longer_than_the_half_that_the_law_allows(start: date, length: Length) -> None:
    most = terms.most_days(start, length)
    longer = length.more(Length(working_days=most) if length.working_days else Length(days=most))

    assert terms.due_on(BARE, start, longer) == terms.due_on(BARE, start, length.more(length.most_more()))


@given(calendars, days, lengths)
def test_an_extension_never_brings_the_last_day_nearer_nor_does_halving_put_it_off(
    calendar: WorkCalendar, start: date, length: Length
) -> None:
    usual = terms.due_on(calendar, start, length)

    assert terms.due_on(calendar, start, length.more(length.most_more())) >= usual
    assert terms.due_on(calendar, start, length.halved()) <= usual


@pytest.mark.parametrize("wrong", [{"months": -1}, {"working_days": -1}, {"months": 1, "working_days": 1}])
def test_a_length_that_no_law_sets_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="a term"):
        Length(**wrong)


def test_working_days_are_not_added_to_months() -> None:
    with pytest.raises(ValueError, match="either"):
        Length(months=3).more(Length(working_days=5))


@pytest.mark.parametrize(
    ("notified", "n", "over"),
    [
        ("2026-11-23T09:17:40+01:00", 24, "2026-11-24T09:17:00+01:00"),
        ("2026-11-20T18:00:00+01:00", 24, "2026-11-23T18:00:00+01:00"),
        ("2026-11-21T11:00:00+01:00", 24, "2026-11-24T00:00:00+01:00"),
        ("2026-11-20T18:00:00+01:00", 6, "2026-11-21T00:00:00+01:00"),
        ("2026-12-24T20:00:00+01:00", 12, "2026-12-28T08:00:00+01:00"),
        ("2026-03-27T23:30:00+01:00", 1, "2026-03-30T00:30:00+02:00"),
        ("2026-11-23T09:17:00+01:00", 0, "2026-11-23T09:17:00+01:00"),
    ],
)
def test_hours_run_from_minute_to_minute_on_working_days_alone(notified: str, n: int, over: str) -> None:
    assert CATALONIA.add_working_hours(datetime.fromisoformat(notified), n) == datetime.fromisoformat(over)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC)), calendars, st.integers(0, 24))  # noqa: DTZ001 - hypothesis adds the zone
def test_hours_agree_with_a_walk_from_minute_to_minute(at: datetime, calendar: WorkCalendar, n: int) -> None:
    minute, left = at.replace(second=0, microsecond=0), n * 60
    while not calendar.is_working_day(calendar.local_day(minute)):
        minute += timedelta(minutes=1)
    while left:
        left -= calendar.is_working_day(calendar.local_day(minute))
        minute += timedelta(minutes=1)

    assert calendar.add_working_hours(at, n) == minute


@pytest.mark.parametrize(("n", "told"), [(25, "in days"), (-1, "backwards")])
def test_more_than_a_day_is_not_told_in_hours(n: int, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        CATALONIA.add_working_hours(datetime(2026, 11, 23, 9, tzinfo=UTC), n)
