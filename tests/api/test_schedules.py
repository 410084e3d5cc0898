"""Schedules through the API: what opens, what shuts, what a change would leave outside."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.api.conftest import Program, Town
from tests.services import offices

TERMS = {
    "name": "Mostrador",
    "office": "casa",
    "channels": ["in_person"],
    "grid_minutes": 10,
    "notice_minutes": 60,
    "window_days": 30,
}


@pytest.fixture
def manager(town: Town) -> Program:
    """Return a program that may manage calendars."""
    return town.program("calendar_manager")


def _series(town: Town, clerk: UUID) -> dict[str, Any]:
    today = town.world.clock.now().date()
    return {
        "kind": "series",
        "starts_on": today.isoformat(),
        "weekdays": [0, 1, 2, 3, 4],
        "opens": "09:00",
        "closes": "14:00",
        "clerks": [str(clerk)],
    }


def test_a_schedule_is_made_and_ruled(town: Town, manager: Program) -> None:
    schedule = manager.done("POST", "/schedules", TERMS)["id"]

    manager.done("POST", f"/schedules/{schedule}/rules", _series(town, offices.clerk()))

    found = manager.get(f"/schedules/{schedule}/rules")
    assert [(one["rule"]["kind"], one["rule"]["opens"]) for one in found] == [("series", "09:00:00")]
    assert len(manager.get("/schedules")["schedules"][0]["rules"]) == 1


def test_what_a_rule_would_do_is_told_without_doing_it(town: Town, manager: Program) -> None:
    schedule = manager.done("POST", "/schedules", TERMS)["id"]

    told = manager.done("POST", f"/schedules/{schedule}/rules/effects", _series(town, offices.clerk()))

    assert told["changes"]
    assert manager.get(f"/schedules/{schedule}/rules") == []


def test_a_rule_that_cannot_be_is_refused_field_by_field(town: Town, manager: Program) -> None:
    schedule = manager.done("POST", "/schedules", TERMS)["id"]
    rule = {**_series(town, offices.clerk()), "closes": "08:00", "weekdays": []}

    status, problem = manager.call("POST", f"/schedules/{schedule}/rules", rule)

    assert status == 422
    assert {"closes", "weekdays"} <= set(problem["problems"])


def test_a_day_off_is_added_and_taken_away(town: Town, manager: Program) -> None:
    day = town.world.clock.now().date() + timedelta(days=40)

    manager.done("PUT", f"/days-off/{day}", {"name": "Fiesta del barrio"})
    added = [one["name"] for one in manager.get(f"/days-off?year={day.year}")]
    manager.done("DELETE", f"/days-off/{day}")

    assert added == ["Fiesta del barrio"]
    assert manager.get(f"/days-off?year={day.year}") == []


def test_calendars_are_nobody_else_s(town: Town) -> None:
    assert town.program("clerk").call("POST", "/schedules", TERMS)[0] == 403
    assert town.stranger().call("GET", "/schedules")[0] == 401
