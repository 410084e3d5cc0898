"""The staff book for somebody who telephones or stands at the counter."""

from datetime import timedelta

import pytest

from app.domain.errors import Denied, Invalid
from app.services.appointments import changes, staff_booking
from app.services.appointments.booked import Confirmed
from app.services.appointments.hours import HourTaken
from app.services.visits import Visitor
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import PERSON, at

BARE = {name: value for name, value in PERSON.items() if name not in {"email", "mobile"}}
SOON = at("10:00") - timedelta(days=7)  # the day on which the clock of the tests stands


@pytest.fixture
def clerk(booking_world: World) -> Visitor:
    """Return a member of staff."""
    builders.hire(booking_world)
    return builders.signed_in(booking_world)


def _book(world: World, clerk: Visitor, hour: str = "10:00", **changes: str) -> Confirmed:
    return staff_booking.book(world.outside, clerk, offices.wish(at(hour)), {**BARE, **changes})


def test_neither_email_nor_mobile_need_be_told(booking_world: World, clerk: Visitor) -> None:
    offices.schedule(offices.series(offices.clerk()))

    made = _book(booking_world, clerk)
    builders.deliver(booking_world)

    row = offices.row(made.appointment_id)
    assert (row.state, row.booked_by, row.starts_at) == ("booked", clerk.id, at("10:00"))
    assert (booking_world.mail.sent, booking_world.sms.sent) == ([], [])
    booked = next(one for one in builders.happened(made.case_id) if one.type == "appointment.booked")
    assert booked.actor["kind"] == "clerk"


def test_what_is_told_must_be_right(booking_world: World, clerk: Visitor) -> None:
    offices.schedule(offices.series(offices.clerk()))

    with pytest.raises(Invalid) as caught:
        _book(booking_world, clerk, email="ana", id_number="12345678A")

    assert set(caught.value.problems) == {"email", "id_number"}


def test_who_told_an_email_is_written_to(booking_world: World, clerk: Visitor) -> None:
    offices.schedule(offices.series(offices.clerk()))

    _book(booking_world, clerk, email="ana@ejemplo.es")
    builders.deliver(booking_world)

    assert [letter.to for letter in booking_world.mail.sent] == ["ana@ejemplo.es"]


def test_only_who_handles_cases_books_for_others(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk()))
    builders.hire(booking_world, "audit", "auditor")

    with pytest.raises(Denied):
        _book(booking_world, builders.signed_in(booking_world, "audit"))


def test_what_is_kept_for_the_staff_is_taken_first(booking_world: World, clerk: Visitor) -> None:
    public, kept = offices.clerk(), offices.clerk()
    offices.schedule(offices.series(public), offices.series(kept, internal=frozenset({kept})))

    made = [offices.row(_book(booking_world, clerk).appointment_id).clerk_id for _ in range(2)]

    assert made == [kept, public]


def test_the_staff_take_time_that_rests(booking_world: World, clerk: Visitor) -> None:
    offices.schedule(offices.series(offices.clerk(), opens="10:00", closes="10:15"))
    offices.cancelled(booking_world, offices.booked(booking_world, at("10:00")))

    with pytest.raises(HourTaken):
        offices.held(booking_world, at("10:00"))
    made = _book(booking_world, clerk)

    assert offices.row(made.appointment_id).starts_at == at("10:00")
    assert offices.wrong_cells(booking_world.clock.now()) == 0


def test_the_staff_do_not_book_what_somebody_holds(booking_world: World, clerk: Visitor) -> None:
    offices.schedule(offices.series(offices.clerk()))
    offices.held(booking_world, at("10:00"))

    with pytest.raises(HourTaken):
        _book(booking_world, clerk)


def test_limits_do_not_bind_the_staff(booking_world: World, clerk: Visitor) -> None:
    offices.schedule(offices.series(offices.clerk()))

    made = [_book(booking_world, clerk, hour) for hour in ("10:00", "10:15", "10:30", "10:45")]

    assert len({one.case_id for one in made}) == 4


def _walk_in(world: World, clerk: Visitor) -> Confirmed:
    return staff_booking.book(world.outside, clerk, offices.wish(at("10:00")), BARE, walk_in=True)


def test_who_walks_in_is_here_now_and_takes_the_time_of_who_receives_them(booking_world: World, clerk: Visitor) -> None:
    offices.schedule(offices.series(offices.clerk(), clerk.id, closes="14:00"))

    made = _walk_in(booking_world, clerk)

    row = offices.row(made.appointment_id)
    assert (row.state, row.arrived_at, row.reason) == ("arrived", booking_world.clock.now(), "walk_in")
    assert (row.starts_at, row.clerk_id) == (SOON, clerk.id)
    assert {"appointment.booked", "appointment.arrived"} < set(builders.types(made.case_id))
    assert offices.wrong_cells(booking_world.clock.now()) == 0
    assert not changes.behind(booking_world.outside, TOWN, made.manage).may_change


def test_who_walks_in_off_the_grid_takes_the_cells_that_it_is(booking_world: World, clerk: Visitor) -> None:
    offices.schedule(offices.series(clerk.id, closes="14:00"))
    booking_world.clock.forward(minutes=7)

    made = _walk_in(booking_world, clerk)

    assert offices.row(made.appointment_id).starts_at == SOON + timedelta(minutes=5)


def test_who_walks_in_when_everybody_is_taken_waits_without_a_cell(booking_world: World, clerk: Visitor) -> None:
    offices.schedule(offices.series(clerk.id, closes="14:00"))
    made = [_walk_in(booking_world, clerk) for _ in range(2)]

    taken = [offices.cells_of(one.appointment_id) for one in made]

    assert taken == [3, 0]
    assert offices.doubled(booking_world.clock.now()) == 1  # two who wait for one clerk, as the queue shows them


def test_nobody_walks_in_where_no_schedule_is(booking_world: World, clerk: Visitor) -> None:
    with pytest.raises(Invalid) as caught:
        _walk_in(booking_world, clerk)

    assert caught.value.problems == {"office": "none"}
