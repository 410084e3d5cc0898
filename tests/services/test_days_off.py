"""Non-working days: written down, taken away, before every rule."""

from datetime import date, time, timedelta

import pytest

from app.domain.errors import Invalid, NotFound
from app.services import entities, official_days
from app.services.calendars import days_off, schedule_weeks, schedules
from app.services.calendars.schedule_effects import Strands
from app.services.visits import RoleMissing
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import START, World
from tests.services import calendars
from tests.services.calendars import MONDAY, Hall

FAIR = (MONDAY, "Feria  de San Andrés ", "municipality")


@pytest.fixture
def hall(world: World) -> Hall:
    return calendars.hall(world)


def names(hall: Hall) -> list[str]:
    return [one.name for one in days_off.listed(hall.world.outside, hall.manager, 2026)]


def test_a_day_off_closes_every_schedule_at_once(hall: Hall) -> None:
    hall.add(hall.series())
    before = entities.shown(TOWN, START).calendar.holidays

    days_off.add(hall.world.outside, hall.manager, FAIR)

    week = schedule_weeks.board(hall.world.outside, hall.manager, hall.id, MONDAY).week
    assert week.days[0].holiday == "Feria de San Andrés"
    assert not week.clerks[0].days[0].open
    assert MONDAY not in before
    assert MONDAY in entities.shown(TOWN, START).calendar.holidays


def test_a_day_off_leaves_appointments_outside_only_when_they_were_seen(hall: Hall) -> None:
    hall.add(hall.series())
    booked = calendars.booked(hall, MONDAY, time(9))

    with pytest.raises(Strands) as caught:
        days_off.add(hall.world.outside, hall.manager, FAIR)
    days_off.add(hall.world.outside, hall.manager, FAIR, frozenset({booked}))

    assert [one.day for one in caught.value.effects.changes] == [MONDAY]
    found = schedules.listed(hall.world.outside, hall.manager).stranded
    assert [(one.id, one.reason) for one in found] == [(booked, "holiday")]


def test_taking_a_day_off_away_opens_it_again(hall: Hall) -> None:
    hall.add(hall.series())
    days_off.add(hall.world.outside, hall.manager, FAIR)
    off, would = days_off.effects_of_removing(hall.world.outside, hall.manager, MONDAY)

    days_off.remove(hall.world.outside, hall.manager, MONDAY)

    assert (off.name, [bool(one.after) for one in would.changes]) == ("Feria de San Andrés", [True])
    assert names(hall) == []
    assert MONDAY not in entities.shown(TOWN, START).calendar.holidays


def test_what_was_changed_is_evidence_without_names(hall: Hall) -> None:
    days_off.add(hall.world.outside, hall.manager, FAIR)
    days_off.remove(hall.world.outside, hall.manager, MONDAY)

    added, removed = builders.stream("entity", TOWN)
    assert (added.type, added.data) == (
        "calendar.changed",
        {"change": "added", "days": ["2026-11-30"], "scope": "municipality"},
    )
    assert removed.data["change"] == "removed"
    assert removed.actor["ref"] == str(hall.manager.id)


@pytest.mark.parametrize(
    ("off", "said"),
    [
        ((START.date(), "Hoy", "municipality"), {"day": "past"}),
        ((date(2040, 1, 2), "Lejos", "municipality"), {"day": "range"}),
        ((MONDAY, " ", "municipality"), {"name": "required"}),
        ((MONDAY, "x" * 81, "municipality"), {"name": "long"}),
        ((MONDAY, "Feria", "village"), {"scope": "required"}),
    ],
)
def test_a_day_that_will_not_do_is_told_by_field(hall: Hall, off: tuple[date, str, str], said: dict[str, str]) -> None:
    with pytest.raises(Invalid) as caught:
        days_off.add(hall.world.outside, hall.manager, off)

    assert caught.value.problems == said


def test_a_day_is_written_down_once(hall: Hall) -> None:
    days_off.add(hall.world.outside, hall.manager, FAIR)

    with pytest.raises(Invalid) as caught:
        days_off.add(hall.world.outside, hall.manager, (MONDAY, "Otra", "region"))

    assert caught.value.problems == {"day": "taken"}


def test_a_day_that_has_begun_stays_as_it_is(hall: Hall) -> None:
    days_off.add(hall.world.outside, hall.manager, FAIR)
    hall.world.clock.forward(days=7)

    with pytest.raises(Invalid):
        days_off.remove(hall.world.outside, hall.manager, MONDAY)
    assert [one.fixed for one in days_off.listed(hall.world.outside, hall.manager, 2026)] == [True]


def test_a_day_that_is_no_day_off_cannot_be_taken_away(hall: Hall) -> None:
    with pytest.raises(NotFound):
        days_off.remove(hall.world.outside, hall.manager, MONDAY)


def test_the_official_days_of_a_year_are_those_of_state_and_region() -> None:
    found = {day: scope for day, scope, _ in official_days.official("VC", [2027])}

    assert found[date(2027, 1, 1)] == "national"
    assert found[date(2027, 10, 9)] == "region"


def test_a_town_without_a_region_is_offered_no_days(hall: Hall) -> None:
    assert days_off.missing(hall.world.outside, hall.manager, 2027) == []
    assert days_off.adopt(hall.world.outside, hall.manager, 2027) == 0
    with pytest.raises(Invalid):
        days_off.adopt(hall.world.outside, hall.manager, 2050)


def test_others_may_not_touch_the_days_off(world: World, hall: Hall) -> None:
    clerk = calendars.inside(world, hall.pau)

    for act in (
        lambda: days_off.listed(world.outside, clerk, 2026),
        lambda: days_off.add(world.outside, clerk, FAIR),
        lambda: days_off.remove(world.outside, clerk, MONDAY + timedelta(days=1)),
        lambda: days_off.adopt(world.outside, clerk, 2027),
    ):
        with pytest.raises(RoleMissing):
            act()
    assert names(hall) == []
