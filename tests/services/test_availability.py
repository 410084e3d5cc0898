"""Which hours are free, whatever is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.services import entities
from app.services.appointments import availability
from app.services.appointments.availability import Ask, Hour
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import HALL, MILL, MONDAY, at

MOST = 5
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)


def _ask(**changes: Any) -> Ask:
    return Ask(**{"procedure": PROCEDURE, "language": "es", "minutes": 15, "channel": "in_person", **changes})


def _day(world: World, day: date = MONDAY, **changes: Any) -> list[Hour]:
    return availability.day(world.outside, TOWN, _ask(**changes), day)


def _starts(world: World, day: date = MONDAY, **changes: Any) -> list[str]:
    return [hour.starts_at.astimezone(offices.ZONE).strftime("%H:%M") for hour in _day(world, day, **changes)]


def test_the_hours_of_a_day_lie_on_the_grid_of_their_schedule(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk(), closes="10:00"))

    assert _starts(booking_world) == ["09:00", "09:15", "09:30", "09:45"]


def test_an_hour_with_two_clerks_is_offered_until_both_are_taken(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk(), offices.clerk(), closes="09:30"))

    offices.held(booking_world, at("09:00"))
    first = _starts(booking_world)
    offices.held(booking_world, at("09:00"))

    assert (first, _starts(booking_world)) == (["09:00", "09:15"], ["09:15"])


def test_a_long_appointment_needs_consecutive_cells(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk(), closes="10:15"))
    offices.held(booking_world, at("09:30"))

    assert _starts(booking_world, minutes=30) == ["09:00", "09:45"]


@pytest.mark.parametrize(("skills", "offered"), [((), True), ((PROCEDURE,), True), (("other",), False)])
def test_only_who_knows_the_procedure_is_offered(booking_world: World, skills: tuple[str, ...], offered: bool) -> None:
    offices.schedule(offices.series(offices.clerk(skills=skills)))

    assert bool(_day(booking_world)) == offered


@pytest.mark.parametrize(
    ("languages", "asked", "offered"),
    [
        ((), "ca", True),
        (("es", "ca"), "ca", True),
        (("es",), "ca", False),
        (("ca",), "ca-valencia", True),
        (("es",), "", True),
    ],
)
def test_only_who_speaks_the_language_is_offered(
    booking_world: World, languages: tuple[str, ...], asked: str, offered: bool
) -> None:
    offices.schedule(offices.series(offices.clerk(languages=languages)))

    assert bool(_day(booking_world, language=asked)) == offered


def test_who_left_is_not_offered(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk(active=False)))

    assert _day(booking_world) == []


def test_an_office_may_be_chosen_or_be_all_the_same(booking_world: World) -> None:
    offices.second_office()
    offices.schedule(offices.series(offices.clerk(), closes="09:15"))
    offices.schedule(offices.series(offices.clerk(), closes="09:30"), office=MILL)

    either = [(hour.office, hour.office_name) for hour in _day(booking_world)]

    assert either == [(HALL, "Casa Consistorial"), (MILL, "El Molino"), (MILL, "El Molino")]
    assert _starts(booking_world, office=HALL) == ["09:00"]
    assert _starts(booking_world, office="nowhere") == []


def test_a_clerk_of_two_schedules_is_taken_in_both(booking_world: World) -> None:
    both = offices.clerk()
    offices.second_office()
    offices.schedule(offices.series(both, closes="09:30"))
    offices.schedule(offices.series(both, opens="09:05", closes="09:35"), office=MILL)

    offices.held(booking_world, at("09:05"))

    assert _starts(booking_world) == ["09:20"]


def test_channels_are_those_of_the_procedure_that_somebody_serves(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk(), closes="09:15"), channels=("phone", "video"))

    found = availability.channels(booking_world.outside, TOWN, PROCEDURE)

    assert [(one.channel, one.offices) for one in found] == [
        ("phone", ((HALL, "Casa Consistorial", "Plaza Mayor, 1"),)),
    ]
    assert found[0].next_free == _day(booking_world, date(2026, 11, 24), channel="phone")[0]


def test_a_procedure_without_appointments_has_no_channels(world: World) -> None:
    offices.schedule(offices.series(offices.clerk()))

    assert availability.channels(world.outside, TOWN, PROCEDURE) == ()


def test_what_is_kept_for_the_staff_is_not_offered_to_the_public(booking_world: World) -> None:
    public, kept = offices.clerk(), offices.clerk()
    offices.schedule(
        offices.series(public, closes="09:15"),
        offices.series(kept, opens="09:15", closes="09:30", internal=frozenset({kept})),
    )

    assert (_starts(booking_world), _starts(booking_world, internal=True)) == (["09:00"], ["09:00", "09:15"])


def test_notice_and_window_bind_the_public_but_not_the_staff(booking_world: World) -> None:
    today = date(2026, 11, 23)
    offices.schedule(offices.series(offices.clerk(), closes="14:00"), notice_minutes=120, window_days=7)

    assert _starts(booking_world, today)[0] == "12:00"  # it is ten here
    assert _starts(booking_world, today, internal=True)[0] == "10:00"
    assert [bool(_day(booking_world, today + timedelta(days=n))) for n in (7, 8)] == [True, False]
    assert _day(booking_world, today + timedelta(days=8), internal=True)


def test_time_that_rests_is_for_the_staff_only(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk(), closes="09:30"))
    made = offices.booked(booking_world, at("09:00"))

    offices.cancelled(booking_world, made)

    assert (_starts(booking_world), _starts(booking_world, internal=True)) == (["09:15"], ["09:00", "09:15"])
    booking_world.clock.forward(minutes=30)
    assert _starts(booking_world) == ["09:00", "09:15"]


def test_a_hold_that_ran_out_is_offered_at_once_without_any_sweep(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk(), closes="09:15"))
    offices.held(booking_world, at("09:00"))

    booking_world.clock.forward(minutes=9, seconds=59)
    held = _starts(booking_world)
    booking_world.clock.forward(seconds=1)

    assert (held, _starts(booking_world)) == ([], ["09:00"])


def test_a_month_counts_the_hours_of_its_days_and_names_its_holidays(booking_world: World) -> None:
    offices.schedule(
        offices.series(offices.clerk(), closes="10:00", weekdays=frozenset({0, 1, 2, 3, 4})),
        offices.series(kind="closure", opens="", closes="", starts_on=date(2026, 12, 9), ends_on=date(2026, 12, 9)),
    )
    offices.holiday(date(2026, 12, 8), "Inmaculada")
    offices.held(booking_world, at("09:00", date(2026, 12, 31)))

    found = availability.month(booking_world.outside, TOWN, _ask(), 2026, 12)

    days = {one.day.day: (one.free, one.open, one.holiday_name) for one in found.days}
    assert (len(days), days[1]) == (31, (4, True, ""))
    assert (days[5], days[8], days[9]) == ((0, False, ""), (0, False, "Inmaculada"), (0, False, ""))
    assert days[31] == (3, True, "")


def test_a_full_day_is_open_and_has_nothing_free(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk(), closes="09:15"))
    offices.held(booking_world, at("09:00"))

    found = availability.month(booking_world.outside, TOWN, _ask(), 2026, 11)

    assert found.days[-1] == availability.Day(MONDAY, 0, open=True, holiday_name="")


def test_a_month_says_whether_others_can_have_hours(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk()), window_days=60)  # until 22 January

    def sides(year: int, month: int) -> tuple[bool, bool]:
        found = availability.month(booking_world.outside, TOWN, _ask(), year, month)
        return found.earlier, found.later

    assert [sides(2026, 11), sides(2026, 12), sides(2027, 1)] == [(False, True), (True, True), (True, False)]


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 8), (AUTUMN, 16)])
def test_on_the_days_that_the_clocks_change_each_instant_is_offered_once(
    booking_world: World, day: date, hours: int
) -> None:
    booking_world.clock.at = at("10:00", day - timedelta(days=3))
    offices.schedule(offices.series(offices.clerk(), opens="01:00", closes="04:00"))

    found = [hour.starts_at for hour in _day(booking_world, day)]

    assert len(found) == len(set(found)) == hours
    assert {b - a for a, b in pairwise(found)} == {timedelta(minutes=15)}


def test_the_last_day_of_a_leap_february_can_be_booked(booking_world: World) -> None:
    booking_world.clock.at = at("10:00", date(2028, 2, 25))
    offices.schedule(offices.series(offices.clerk(), closes="09:15"))

    offices.held(booking_world, at("09:00", date(2028, 2, 29)))

    found = availability.month(booking_world.outside, TOWN, _ask(), 2028, 2)
    assert [(one.day.day, one.free) for one in found.days[-2:]] == [(28, 1), (29, 0)]


def test_the_first_free_hour_is_looked_for_further_and_further_ahead(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk(), starts_on=date(2027, 1, 11)), window_days=60)

    found = availability.next_free(booking_world.outside, TOWN)

    assert found is not None
    assert found.starts_at == at("09:00", date(2027, 1, 11))


def test_nothing_free_in_the_window_is_said_plainly(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk(), starts_on=date(2027, 3, 1)), window_days=60)

    assert availability.next_free(booking_world.outside, TOWN) is None


def test_an_hour_that_is_offered_can_be_held(booking_world: World) -> None:
    offices.schedule(
        offices.series(offices.clerk(), closes="12:00"),
        offices.series(kind="break", opens="10:10", closes="10:25"),
        grid_minutes=20,
    )

    for hour in _day(booking_world):
        offices.held(booking_world, hour.starts_at)

    assert _day(booking_world) == []


def test_pages_cost_few_statements_whatever_is_stored(booking_world: World) -> None:
    clerks = [offices.clerk() for _ in range(3)]
    offices.schedule(offices.series(*clerks))
    offices.schedule(offices.series(*clerks), channels=("phone",))

    few = _costs(booking_world)
    offices.fill(clerks, date(2026, 11, 24), days=40)
    many = _costs(booking_world)

    assert few == many
    assert max(many) <= MOST


def _costs(world: World) -> list[int]:
    pages = (
        lambda: availability.month(world.outside, TOWN, _ask(), 2026, 12),
        lambda: _day(world),
        lambda: availability.channels(world.outside, TOWN, PROCEDURE),
        lambda: availability.next_free(world.outside, TOWN),
    )
    entities.shown(TOWN, world.clock.now())  # kept for a minute by every process
    found = []
    for page in pages:
        with _counting() as statements:
            page()
        found.append(len(statements))
    return found


@contextmanager
def _counting() -> Iterator[list[str]]:
    found: list[str] = []

    def statement(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        found.append(text)

    event.listen(Engine, "before_cursor_execute", statement)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
