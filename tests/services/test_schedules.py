"""Schedules: made, changed, closed and opened by those who manage them, with their history."""

from dataclasses import replace
from datetime import time

import pytest

from app.domain.errors import Invalid, NotFound
from app.services.calendars import schedule_rules, schedules
from app.services.calendars.schedule_effects import Strands
from app.services.calendars.schedules import NothingChanges
from app.services.visits import RoleMissing
from tests import builders
from tests.fakes.outside import World
from tests.services import calendars
from tests.services.calendars import MONDAY, TERMS, Hall


@pytest.fixture
def hall(world: World) -> Hall:
    return calendars.hall(world)


def faults(hall: Hall, **changes: object) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        schedules.make(hall.world.outside, hall.manager, replace(TERMS, **{"name": "Another", **changes}))  # type: ignore[arg-type]  # names of fields
    return caught.value.problems


def test_a_schedule_is_made_with_its_evidence(hall: Hall) -> None:
    (found,) = schedules.listed(hall.world.outside, hall.manager).schedules

    assert (found.id, found.terms, found.active, found.office_name) == (hall.id, TERMS, True, "Casa Consistorial")
    (event,) = builders.stream("schedule", hall.id)
    assert (event.type, event.data["change"], event.actor["ref"]) == (
        "schedule.changed",
        "made",
        str(hall.manager.id),
    )
    assert event.data["channels"] == ["in_person", "phone"]


def test_what_people_write_does_not_come_into_evidence(hall: Hall) -> None:
    terms = replace(TERMS, name="Agenda de Marta", texts={"es": "Llame a Marta", "ca": "Truqueu a la Marta"})

    schedules.change(hall.world.outside, hall.manager, hall.id, terms)

    assert "Marta" not in builders.all_evidence()
    assert builders.stream("schedule", hall.id)[-1].data == {"change": "changed", "worded": ["name", "texts"]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, {"name": "required"}),
        ({"name": "x" * 81}, {"name": "long"}),
        ({"name": "  casa   CONSISTORIAL "}, {"name": "taken"}),
        ({"office": "nowhere"}, {"office": "required"}),
        ({"channels": ("online", "fax")}, {"channels": "required"}),
        ({"grid_minutes": 7}, {"grid_minutes": "required"}),
        ({"notice_minutes": -1}, {"notice_minutes": "range"}),
        ({"window_days": 366}, {"window_days": "range"}),
        ({"notice_minutes": 2000, "window_days": 1}, {"window_days": "range"}),
        ({"texts": {"es": "x" * 501}}, {"text_es": "long"}),
    ],
)
def test_terms_that_will_not_do_are_named_by_field(
    hall: Hall, changes: dict[str, object], said: dict[str, str]
) -> None:
    assert faults(hall, **changes) == said


def test_several_faults_are_told_at_once(hall: Hall) -> None:
    assert set(faults(hall, office="", channels=(), grid_minutes=0)) == {"office", "channels", "grid_minutes"}


def test_a_grid_that_does_not_divide_the_hours_of_a_rule_is_refused(hall: Hall) -> None:
    hall.add(hall.series(closes=time(13, 50)))

    with pytest.raises(Invalid) as caught:
        schedules.change(hall.world.outside, hall.manager, hall.id, replace(TERMS, grid_minutes=60))

    assert caught.value.problems == {"grid_minutes": "grid"}


def test_terms_as_they_are_change_nothing(hall: Hall) -> None:
    schedules.change(hall.world.outside, hall.manager, hall.id, TERMS)

    assert len(builders.stream("schedule", hall.id)) == 1


def test_a_channel_with_appointments_is_taken_away_only_by_who_has_seen_them(hall: Hall) -> None:
    hall.add(hall.series())
    by_phone = calendars.booked(hall, MONDAY, time(9), channel="phone")
    terms = replace(TERMS, channels=("in_person",))

    with pytest.raises(Strands) as caught:
        schedules.change(hall.world.outside, hall.manager, hall.id, terms)
    schedules.change(hall.world.outside, hall.manager, hall.id, terms, frozenset({by_phone}))

    assert [(one.id, one.reason) for one in caught.value.effects.stranded] == [(by_phone, "channel")]
    assert [one.id for one in schedules.listed(hall.world.outside, hall.manager).stranded] == [by_phone]


def test_closing_a_schedule_leaves_its_appointments_outside_until_it_opens_again(hall: Hall) -> None:
    hall.add(hall.series())
    booked = calendars.booked(hall, MONDAY, time(9))

    schedules.switch(hall.world.outside, hall.manager, hall.id, active=False, seen=frozenset({booked}))
    closed = schedules.listed(hall.world.outside, hall.manager)
    schedules.switch(hall.world.outside, hall.manager, hall.id, active=True)

    assert [(one.reason, one.title) for one in closed.stranded] == [("inactive", "Recoger un paquete")]
    assert closed.schedules[0].stranded == 1
    assert schedules.listed(hall.world.outside, hall.manager).stranded == ()
    told = [event.data["change"] for event in builders.stream("schedule", hall.id)]
    assert told == ["made", "rule_added", "closed", "opened"]


def test_closing_twice_is_told(hall: Hall) -> None:
    schedules.switch(hall.world.outside, hall.manager, hall.id, active=False)

    with pytest.raises(NothingChanges):
        schedules.switch(hall.world.outside, hall.manager, hall.id, active=False)


@pytest.mark.parametrize("role", ["clerk", "analyst", "auditor", "administrator"])
def test_others_may_neither_see_nor_change_schedules(world: World, hall: Hall, role: str) -> None:
    other = calendars.inside(world, calendars.employed("somebody", role))

    for act in (
        lambda: schedules.listed(world.outside, other),
        lambda: schedules.make(world.outside, other, TERMS),
        lambda: schedules.change(world.outside, other, hall.id, TERMS),
        lambda: schedules.switch(world.outside, other, hall.id, active=False),
        lambda: schedule_rules.add(world.outside, other, hall.id, schedule_rules.Draft(hall.series())),
        lambda: schedule_rules.history(world.outside, other, hall.id),
    ):
        with pytest.raises(RoleMissing):
            act()


def test_a_supervisor_may_manage_schedules_too(world: World, hall: Hall) -> None:
    boss = calendars.inside(world, calendars.employed("boss", "supervisor"))

    found = schedules.get(world.outside, boss, hall.id)

    assert found.id == hall.id


def test_the_schedule_of_another_town_does_not_exist(world: World, hall: Hall) -> None:
    builders.found_town("altra")
    quim = calendars.employed("quim", "calendar_manager", town="altra")
    stranger = calendars.inside(world, quim, "altra")

    with pytest.raises(NotFound):
        schedules.switch(world.outside, stranger, hall.id, active=False)
    with pytest.raises(NotFound):
        schedule_rules.listed(world.outside, stranger, hall.id)
