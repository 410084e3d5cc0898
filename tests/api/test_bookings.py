"""Appointments through the API: look, hold, prove the telephone, confirm, change."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.domain.actors import SYSTEM
from app.services.publishing import procedures
from tests import builders
from tests.api.conftest import Program, Town
from tests.services import offices

ANA = {
    "id_type": "dni",
    "id_number": "12345678Z",
    "given_name": "Ana",
    "surname1": "Núñez",
    "email": "ana@ejemplo.es",
    "mobile": "612 345 678",
}
LOOK = "channel=in_person"


@pytest.fixture
def open_town(town: Town) -> Town:
    """Return the town with a clerk who attends every working day from 9 to 14."""
    procedures.publish(town.world.outside, builders.TOWN, builders.PROCEDURE, offices.SOURCES, SYSTEM)
    offices.schedule(offices.series(offices.clerk()))
    return town


def _working_day(town: Town) -> date:
    day = town.world.clock.now().astimezone(ZoneInfo("Europe/Madrid")).date() + timedelta(days=2)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _hours(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.stranger().get(
        f"/procedures/{builders.PROCEDURE}/days/{_working_day(town)}?{LOOK}"
    )
    return found


def _held(town: Town, hour: dict[str, Any]) -> Program:
    wanted = {"procedure": builders.PROCEDURE, "channel": "in_person", "starts_at": hour["starts_at"]}
    one = town.stranger()
    one.bearer = one.done("POST", "/bookings", wanted)["token"]
    return one


def _confirmed(town: Town, hour: dict[str, Any]) -> dict[str, Any]:
    one = _held(town, hour)
    one.done("PUT", "/bookings/current/person", ANA)
    one.done("POST", "/bookings/current/code")
    one.done("POST", "/bookings/current/proof", {"code": builders.code_sent(town.world)})
    made: dict[str, Any] = one.done("POST", "/bookings/current/confirmation")
    return made


def test_an_appointment_is_booked_and_its_hour_is_nobody_else_s(open_town: Town) -> None:
    hour = _hours(open_town)[3]

    made = _confirmed(open_town, hour)

    shown = open_town.stranger().done("POST", "/appointments/link", {"link": made["manage"]})
    assert (shown["state"], shown["starts_at"]) == ("booked", hour["starts_at"])
    assert hour["starts_at"] not in {one["starts_at"] for one in _hours(open_town)}


def test_a_month_counts_what_its_days_list(open_town: Town) -> None:
    day = _working_day(open_town)

    month = open_town.stranger().get(f"/procedures/{builders.PROCEDURE}/months/{day.year}/{day.month}?{LOOK}")

    counted = {one["day"]: one["free"] for one in month["days"]}
    assert counted[day.isoformat()] == len(_hours(open_town))


def test_two_programs_at_one_hour_get_one_winner_and_a_problem_in_words(open_town: Town) -> None:
    hour = _hours(open_town)[0]
    _held(open_town, hour)

    status, problem = open_town.stranger().call(
        "POST", "/bookings", {"procedure": builders.PROCEDURE, "channel": "in_person", "starts_at": hour["starts_at"]}
    )

    assert (status, problem["code"]) == (409, "booking.hour_taken")
    assert problem["title"] == "Esa hora no está libre, o ya no lo está. Elija otra."


def test_an_appointment_is_not_confirmed_before_the_telephone_is_proved(open_town: Town) -> None:
    one = _held(open_town, _hours(open_town)[0])
    one.done("PUT", "/bookings/current/person", ANA)

    status, problem = one.call("POST", "/bookings/current/confirmation")

    assert status == 422
    assert "mobile" in str(problem["problems"])


def test_an_appointment_is_moved_and_cancelled_by_its_link_and_the_old_link_is_dead(open_town: Town) -> None:
    first, other = _hours(open_town)[0], _hours(open_town)[5]
    made = _confirmed(open_town, first)
    anybody = open_town.stranger()

    moved = anybody.done("POST", "/appointments/link/move", {"link": made["manage"], "starts_at": other["starts_at"]})
    old = anybody.call("POST", "/appointments/link", {"link": made["manage"]})
    gone = anybody.done("POST", "/appointments/link/cancellation", {"link": moved["manage"]})

    assert (moved["starts_at"], moved["sequence"]) == (other["starts_at"], 1)
    assert old[0] == 404
    assert gone["state"] == "cancelled"
    assert {"appointment.booked", "appointment.changed", "appointment.cancelled"} <= set(
        builders.types(UUID(made["case_id"]))
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/days/2026-02-30?channel=in_person", 404),
        ("/days/tomorrow?channel=in_person", 404),
        ("/months/2026/13?channel=in_person", 404),
        ("/months/2026/1?channel=carrier_pigeon", 422),
        ("/months/2026/1", 422),
        ("/months/2026/1?channel=phone&minutes=-5", 422),
        ("/months/2026/1?channel=phone&minutes=100000", 422),
    ],
)
def test_what_no_calendar_has_is_refused_in_words(open_town: Town, path: str, status: int) -> None:
    answered, problem = open_town.stranger().call("GET", f"/procedures/{builders.PROCEDURE}{path}")

    assert answered == status
    assert problem["title"]


def test_a_time_without_a_zone_is_refused(open_town: Town) -> None:
    naive = datetime.fromisoformat(_hours(open_town)[0]["starts_at"]).replace(tzinfo=None).isoformat()

    status, problem = open_town.stranger().call(
        "POST", "/bookings", {"procedure": builders.PROCEDURE, "channel": "in_person", "starts_at": naive}
    )

    assert (status, problem["problems"]) == (422, {"starts_at": "zone"})


def test_a_token_of_nothing_opens_no_booking(open_town: Town) -> None:
    one = open_town.stranger()
    one.bearer = "nothing"

    assert one.call("GET", "/bookings/current")[0] == 404
    assert open_town.stranger().call("GET", "/bookings/current")[0] == 404
