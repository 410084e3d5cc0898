"""Working days, deadlines and local times."""

import calendar as months_of
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import WorkCalendar

MADRID = ZoneInfo("Europe/Madrid")
CANARY = ZoneInfo("Atlantic/Canary")
CATALONIA = WorkCalendar(MADRID, frozenset(holidays.country_holidays("ES", subdiv="CT", years=range(2026, 2029))))
ASTURIAS = WorkCalendar(MADRID, frozenset(holidays.country_holidays("ES", subdiv="AS", years=range(2026, 2029))))
BARE = WorkCalendar(MADRID)

days = st.dates(date(2024, 1, 1), date(2029, 12, 31))
calendars = st.builds(WorkCalendar, st.just(MADRID), st.frozensets(days, max_size=60))
zones = st.sampled_from([MADRID, CANARY, ZoneInfo("Atlantic/Azores"), ZoneInfo("UTC"), ZoneInfo("America/Santiago")])


def test_saturdays_sundays_and_holidays_are_not_working_days() -> None:
    week = [date(2026, 9, 7) + timedelta(days=n) for n in range(7)]

    assert [CATALONIA.is_working_day(day) for day in week] == [True, True, True, True, False, False, False]


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 31)])
def test_christmas_eve_and_new_years_eve_are_working_days(day: date) -> None:
    assert CATALONIA.is_working_day(day)


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        (date(2026, 3, 30), 10, date(2026, 4, 15)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
        (date(2026, 12, 23), 3, date(2026, 12, 29)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, n: int, last: date) -> None:
    assert CATALONIA.add_working_days(start, n) == last


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        (date(2026, 11, 30), 3, date(2027, 3, 1)),
        (date(2026, 1, 31), 1, date(2026, 3, 2)),
        (date(2027, 11, 29), 3, date(2028, 2, 29)),
        (date(2026, 1, 15), 1, date(2026, 2, 16)),
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
        (date(2026, 11, 25), 1, date(2026, 12, 28)),
        (date(2026, 10, 1), 3, date(2027, 1, 4)),
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_months_end_on_the_same_day_or_the_next_working_day(start: date, n: int, last: date) -> None:
    assert CATALONIA.add_months(start, n) == last


def test_natural_days_stay_where_they_fall() -> None:
    last = CATALONIA.add_calendar_days(date(2026, 4, 1), 10)

    assert last == date(2026, 4, 11)
    assert CATALONIA.working_day_from(last) == date(2026, 4, 13)


@pytest.mark.parametrize("add", ["add_working_days", "add_calendar_days", "add_months"])
def test_a_deadline_does_not_run_backwards(add: str) -> None:
    with pytest.raises(ValueError, match="backwards"):
        getattr(BARE, add)(date(2026, 11, 23), -1)


@given(calendars, days, st.integers(0, 40))
def test_working_days_agree_with_a_walk_through_the_year(calendar: WorkCalendar, start: date, n: int) -> None:
    walk = (start + timedelta(days=ahead) for ahead in range(1, 400))
    working = [day for day in walk if day.isoweekday() not in {6, 7} and day not in calendar.holidays]

    assert calendar.add_working_days(start, n) == (working[n - 1] if n else start)


@given(calendars, days, st.integers(0, 30))
def test_months_agree_with_a_walk_from_month_to_month(calendar: WorkCalendar, start: date, n: int) -> None:
    first = start.replace(day=1)
    for _ in range(n):
        first = (first + timedelta(days=31)).replace(day=1)
    month = [first + timedelta(days=d) for d in range(months_of.monthrange(first.year, first.month)[1])]
    day = max(d for d in month if d.day <= start.day)
    while day.isoweekday() in {6, 7} or day in calendar.holidays:
        day += timedelta(days=1)

    assert calendar.add_months(start, n) == day


@given(calendars, days, st.integers(0, 20), st.integers(0, 20))
def test_counting_in_two_parts_is_counting_once(calendar: WorkCalendar, start: date, n: int, more: int) -> None:
    assert calendar.add_working_days(calendar.add_working_days(start, n), more) == calendar.add_working_days(
        start, n + more
    )


@given(calendars, calendars, days)
def test_joined_calendars_work_only_when_both_do(one: WorkCalendar, other: WorkCalendar, day: date) -> None:
    assert one.joined(other).is_working_day(day) == (one.is_working_day(day) and other.is_working_day(day))


def test_a_deadline_across_two_regions_heeds_the_holidays_of_both() -> None:
    eve = date(2026, 9, 7)

    assert CATALONIA.add_working_days(eve, 1) == date(2026, 9, 8)
    assert ASTURIAS.add_working_days(eve, 3) == date(2026, 9, 11)
    assert CATALONIA.joined(ASTURIAS).add_working_days(eve, 3) == date(2026, 9, 14)


@pytest.mark.parametrize(
    ("handed_in", "counts_from"),
    [
        ("2026-11-23T08:15:04.123456+00:00", "2026-11-23T08:15:04.123456+00:00"),
        ("2026-11-21T10:00:00+00:00", "2026-11-22T23:00:00+00:00"),
        ("2026-11-20T22:59:59.999999+00:00", "2026-11-20T22:59:59.999999+00:00"),
        ("2026-11-20T23:00:00+00:00", "2026-11-22T23:00:00+00:00"),
        ("2026-11-22T23:00:00+00:00", "2026-11-22T23:00:00+00:00"),
        ("2026-09-11T09:00:00+00:00", "2026-09-13T22:00:00+00:00"),
        ("2026-12-25T09:00:00+00:00", "2026-12-27T23:00:00+00:00"),
        ("2026-03-28T12:00:00+00:00", "2026-03-29T22:00:00+00:00"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25T23:00:00+00:00"),
    ],
)
def test_what_is_handed_in_on_a_non_working_day_counts_from_the_next_working_one(
    handed_in: str, counts_from: str
) -> None:
    assert CATALONIA.registry_effective_at(datetime.fromisoformat(handed_in)) == datetime.fromisoformat(counts_from)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)), calendars)  # noqa: DTZ001 - hypothesis adds the zone
def test_the_legal_time_is_never_before_the_real_one_and_keeps_the_order(at: datetime, calendar: WorkCalendar) -> None:
    effective = calendar.registry_effective_at(at)

    assert effective >= at
    assert calendar.is_working_day(calendar.local_day(effective))
    assert calendar.registry_effective_at(effective) == effective
    assert calendar.registry_effective_at(at + timedelta(hours=7)) >= effective


def test_a_day_is_that_of_the_place() -> None:
    at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    assert BARE.local_day(at) == date(2026, 11, 24)
    assert WorkCalendar(CANARY).local_day(at) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 23), 24)]
)
def test_a_day_has_as_many_hours_as_summer_time_leaves_it(day: date, hours: int) -> None:
    assert BARE.end_of(day) - BARE.start_of(day) == timedelta(hours=hours)


def test_a_deadline_ends_when_its_last_second_has_passed() -> None:
    last = datetime(2026, 11, 23, 23, 59, 59, tzinfo=MADRID)

    assert BARE.end_of(date(2026, 11, 23)) == last.astimezone(UTC) + timedelta(seconds=1)


def test_a_notification_made_available_expires_at_midnight_after_ten_natural_days() -> None:
    available = datetime(2026, 11, 13, 10, tzinfo=UTC)
    last = BARE.add_calendar_days(BARE.local_day(available), 10)

    assert BARE.end_of(last) == datetime(2026, 11, 24, tzinfo=MADRID)


def test_an_hour_that_is_repeated_has_two_instants_and_means_the_first() -> None:
    day, hour = date(2026, 10, 25), time(2, 30)

    assert BARE.instants(day, hour) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    assert BARE.at(day, hour) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_hour_that_is_skipped_has_no_instant_and_is_moved_on() -> None:
    day, hour = date(2026, 3, 29), time(2, 30)

    assert BARE.instants(day, hour) == ()
    assert BARE.at(day, hour).astimezone(MADRID) == datetime(2026, 3, 29, 3, 30, tzinfo=MADRID)


def test_an_hour_is_told_by_the_wall_clock_whatever_zone_it_claims() -> None:
    odd = time(9, 0, tzinfo=timezone(timedelta(hours=5)))

    assert BARE.instants(date(2026, 11, 23), odd) == (datetime(2026, 11, 23, 8, tzinfo=UTC),)


@given(zones, st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)))  # noqa: DTZ001 - what clocks show has no zone
def test_every_instant_shows_the_hour_asked_for(zone: ZoneInfo, told: datetime) -> None:
    calendar = WorkCalendar(zone)
    found = calendar.instants(told.date(), told.time())

    assert all(at.astimezone(zone).replace(tzinfo=None) == told for at in found)
    assert calendar.at(told.date(), told.time()).tzinfo is UTC
    hours = [told.replace(tzinfo=UTC) - timedelta(minutes=quarter * 15) for quarter in range(-60, 61)]
    assert set(found) == {at for at in hours if at.astimezone(zone).replace(tzinfo=None) == told}


@given(zones, days)
def test_days_follow_one_another_without_gap_or_overlap(zone: ZoneInfo, day: date) -> None:
    calendar = WorkCalendar(zone)

    assert calendar.local_day(calendar.start_of(day)) == day
    assert calendar.local_day(calendar.start_of(day) - timedelta(microseconds=1)) == day - timedelta(days=1)
