"""In which order an appointment's states may follow each other."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from app.domain import appointments
from app.domain.appointments import ARRIVED, BOOKED, CALLED, CANCELLED, DONE, EXPIRED, HELD, NO_SHOW

STATES = (HELD, EXPIRED, BOOKED, ARRIVED, CALLED, DONE, NO_SHOW, CANCELLED)
HOUR = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("way", "meaning"),
    [
        ((HELD, BOOKED, ARRIVED, CALLED, DONE), "an ordinary visit"),
        ((BOOKED, CALLED, DONE), "somebody is called straight from the street"),
        ((CALLED, ARRIVED, CALLED), "nobody came forward, and they are called again"),
        ((BOOKED, ARRIVED, BOOKED), "the wrong line was clicked"),
        ((BOOKED, NO_SHOW, ARRIVED, CALLED), "somebody comes late"),
        ((BOOKED, NO_SHOW, BOOKED), "the note was a mistake"),
        ((CALLED, DONE, ARRIVED), "it was not over yet"),
        ((HELD, EXPIRED, HELD, BOOKED), "the hour ran out and another was kept"),
        ((BOOKED, CANCELLED), "it will not be"),
    ],
)
def test_these_ways_are_open(way: tuple[str, ...], meaning: str) -> None:
    assert all(appointments.may_become(one, next_one) for one, next_one in pairwise(way)), meaning


@pytest.mark.parametrize(
    ("state", "wanted"),
    [(HELD, ARRIVED), (EXPIRED, BOOKED), (DONE, NO_SHOW), (DONE, BOOKED), (ARRIVED, DONE), (BOOKED, DONE)],
)
def test_no_step_is_left_out(state: str, wanted: str) -> None:
    assert not appointments.may_become(state, wanted)


def test_what_was_cancelled_stays_cancelled() -> None:
    assert not any(appointments.may_become(CANCELLED, wanted) for wanted in STATES)


def test_only_what_is_still_to_come_can_be_cancelled() -> None:
    assert {state for state in STATES if appointments.may_become(state, CANCELLED)} == {*appointments.UPCOMING}


def test_a_state_that_does_not_exist_leads_nowhere() -> None:
    assert not any(appointments.may_become("parked", wanted) for wanted in STATES)


def test_nobody_is_missed_before_the_hour() -> None:
    before = HOUR - timedelta(seconds=1)

    assert not appointments.may_be_missed(BOOKED, HOUR, before)
    assert appointments.may_be_missed(BOOKED, HOUR, HOUR)
    assert not appointments.may_be_missed(DONE, HOUR, HOUR)


def test_every_act_of_the_staff_is_a_way_that_is_open() -> None:
    steps = [(before, after) for act in appointments.ACTS.values() for before, after in act.items()]

    assert all(appointments.may_become(before, after) for before, after in steps)
