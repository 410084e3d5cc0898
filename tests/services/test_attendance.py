"""What the staff note of appointments, in which order, and what happens when two note at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import current_app
from sqlalchemy import select

from app.domain import appointments as words
from app.domain.errors import Conflict, NotFound
from app.ports import Outside
from app.services.appointments import availability, changes, reminders
from app.services.appointments.availability import Ask
from app.services.appointments.hours import HourTaken
from app.services.desk import agenda, attendance
from app.services.desk.attendance import CannotAttend, NobodyWaits, OtherDay, Overtaken, StillAttending, TooSoon
from app.services.tasks import AlreadySo
from app.services.visits import RoleMissing, Visitor
from app.store import db
from app.store.tables import AppointmentRow
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import World
from tests.services import desks, offices
from tests.services.desks import Desk
from tests.services.offices import MONDAY, at


@pytest.fixture
def desk(booking_world: World) -> Desk:
    return desks.opened(booking_world)


def test_an_ordinary_visit_is_in_the_chain_of_its_case(desk: Desk) -> None:
    made = desk.book("10:00")
    desk.come("09:55")

    attendance.arrived(desk.world.outside, desk.marta, made.appointment_id)
    desk.come("10:02")
    case = attendance.call(desk.world.outside, desk.marta, made.appointment_id)
    desk.come("10:11")
    attendance.done(desk.world.outside, desk.marta, made.appointment_id)

    row = desks.row(made.appointment_id)
    assert case == made.case_id
    assert (row.state, row.arrived_at, row.called_at) == (words.DONE, at("09:55"), at("10:02"))
    assert (row.ended_at, row.called_by, row.calls) == (at("10:11"), desk.marta.id, 1)
    assert desks.acts(made.case_id) == ["booked", "arrived", "called", "ended"]
    assert {one.actor["ref"] for one in builders.happened(made.case_id)[-3:]} == {str(desk.marta.id)}


def test_a_person_may_be_called_straight_from_the_street(desk: Desk) -> None:
    made = desk.book("10:00")
    desk.come("09:58")

    attendance.call(desk.world.outside, desk.marta, made.appointment_id)

    assert desks.row(made.appointment_id).arrived_at == at("09:58")
    assert desks.acts(made.case_id) == ["booked", "called"]


def test_nobody_came_forward_so_they_wait_again_and_are_called_again(desk: Desk) -> None:
    made = _called(desk)

    attendance.back(desk.world.outside, desk.marta, made)
    attendance.call(desk.world.outside, desk.carme, made)

    row = desks.row(made)
    assert (row.state, row.called_by, row.calls) == (words.CALLED, desk.carme.id, 2)


def test_that_nobody_came_is_told_to_the_person_and_can_be_taken_back_with_a_trace(desk: Desk) -> None:
    made = desk.book("10:00")
    desk.come("10:20")

    attendance.missed(desk.world.outside, desk.marta, made.appointment_id)
    builders.deliver(desk.world)
    attendance.undone(desk.world.outside, desk.carme, made.appointment_id)

    assert any("No pudimos atenderle" in letter.subject for letter in desk.world.mail.sent)
    assert desks.row(made.appointment_id).state == words.BOOKED
    assert desks.acts(made.case_id) == ["booked", "missed", "reopened"]
    last = builders.happened(made.case_id)[-1]
    assert (last.data["from"], last.data["to"]) == ("no_show", "booked")


def test_somebody_who_comes_late_is_attended_all_the_same(desk: Desk) -> None:
    made = desk.book("10:00")
    desk.come("10:20")
    attendance.missed(desk.world.outside, desk.marta, made.appointment_id)

    desk.come("10:31")
    attendance.arrived(desk.world.outside, desk.marta, made.appointment_id)

    row = desks.row(made.appointment_id)
    assert (row.state, row.arrived_at, row.ended_at) == (words.ARRIVED, at("10:31"), None)


def test_nobody_is_missed_before_the_hour(desk: Desk) -> None:
    made = desk.book("10:00")
    desk.come("09:59")

    with pytest.raises(TooSoon):
        attendance.missed(desk.world.outside, desk.marta, made.appointment_id)

    assert desks.row(made.appointment_id).state == words.BOOKED


def test_no_time_that_passes_makes_anybody_missed(desk: Desk) -> None:
    made = desk.book("10:00")
    desk.come("23:00")

    reminders.sweep(desk.world.outside)

    assert desks.row(made.appointment_id).state == words.BOOKED


@pytest.mark.parametrize(
    ("note", "state"),
    [(attendance.arrived, words.BOOKED), (attendance.done, words.ARRIVED)],
    ids=["arrived", "done"],
)
def test_what_was_noted_by_mistake_is_taken_back(desk: Desk, note: Callable[..., object], state: str) -> None:
    made = desk.book("10:00").appointment_id
    desk.come("10:00")
    if note is attendance.done:
        attendance.call(desk.world.outside, desk.marta, made)
    note(desk.world.outside, desk.marta, made)

    attendance.undone(desk.world.outside, desk.marta, made)

    assert desks.row(made).state == state


def test_an_appointment_of_another_day_is_served_when_that_is_meant(desk: Desk) -> None:
    made = desk.book("10:00")
    outside = desk.world.outside

    with pytest.raises(OtherDay) as caught:
        attendance.call(outside, desk.marta, made.appointment_id)
    attendance.call(outside, desk.marta, made.appointment_id, other_day=True)
    attendance.done(outside, desk.marta, made.appointment_id)

    assert caught.value.starts_at == at("10:00")
    assert desks.row(made.appointment_id).state == words.DONE


def test_the_hour_of_who_was_served_early_is_free_again_after_a_rest(desk: Desk) -> None:
    made = [desk.book("10:00", number).appointment_id for number in (1, 2)]
    attendance.call(desk.world.outside, desk.marta, made[0], other_day=True)
    attendance.done(desk.world.outside, desk.marta, made[0])
    at_once = _offered(desk, "10:00")

    desk.world.clock.forward(minutes=31)

    assert (at_once, _offered(desk, "10:00")) == (False, True)


def test_taking_back_an_early_visit_asks_for_the_hour_again(desk: Desk) -> None:
    made = desk.book("10:00").appointment_id
    attendance.arrived(desk.world.outside, desk.marta, made, other_day=True)
    attendance.call(desk.world.outside, desk.marta, made)
    attendance.done(desk.world.outside, desk.marta, made)
    desk.world.clock.forward(minutes=31)
    for number in (2, 3):
        desk.book("10:00", number)
    attendance.undone(desk.world.outside, desk.marta, made)  # the person is still here

    with pytest.raises(HourTaken):
        attendance.undone(desk.world.outside, desk.marta, made)

    assert desks.row(made).state == words.ARRIVED


def test_one_person_at_a_time(desk: Desk) -> None:
    first, second = desk.book("10:00", 1).appointment_id, desk.book("10:15", 2).appointment_id
    desk.come("10:00")
    attendance.call(desk.world.outside, desk.marta, first)

    with pytest.raises(StillAttending) as caught:
        attendance.call(desk.world.outside, desk.marta, second)

    assert caught.value.appointment_id == first
    assert desks.row(second).state == words.BOOKED


def test_whoever_clicks_second_learns_who_was_first_and_when(desk: Desk) -> None:
    made = _called(desk)
    desk.come("10:05")

    for note in (attendance.call, attendance.arrived, attendance.done, attendance.missed, attendance.back):
        with pytest.raises(Overtaken) as caught:
            note(desk.world.outside, desk.carme, made)
        assert (caught.value.state, caught.value.by, caught.value.at) == (words.CALLED, "Marta Soler", at("10:00"))


def test_a_second_click_of_the_same_clerk_changes_nothing(desk: Desk) -> None:
    made = desk.book("10:00")
    desk.come("10:00")
    notes = (attendance.arrived, attendance.call, attendance.done)
    for note in notes:
        note(desk.world.outside, desk.marta, made.appointment_id)
        before = builders.case_row(made.case_id).seq

        with pytest.raises(AlreadySo):
            note(desk.world.outside, desk.marta, made.appointment_id)

        assert builders.case_row(made.case_id).seq == before


def test_a_supervisor_may_end_what_a_colleague_left_open(desk: Desk) -> None:
    made = _called(desk)

    attendance.done(desk.world.outside, desk.boss, made)

    assert desks.row(made).state == words.DONE


def test_a_cancelled_appointment_is_told_to_be_the_persons_doing(desk: Desk) -> None:
    made = desk.book("10:00")
    desk.come("09:00")
    changes.cancel(desk.world.outside, TOWN, made.manage)

    with pytest.raises(Overtaken) as caught:
        attendance.arrived(desk.world.outside, desk.marta, made.appointment_id)

    assert (caught.value.state, caught.value.by) == (words.CANCELLED, "")


def test_two_clerks_who_call_one_person_at_once_get_one_winner(desk: Desk) -> None:
    made = desk.book("10:00")
    desk.come("10:00")

    outcomes = _at_once(desk, [(desk.marta, made.appointment_id), (desk.carme, made.appointment_id)], attendance.call)

    assert sorted(outcomes) == ["Overtaken", "UUID"]
    assert desks.acts(made.case_id) == ["booked", "called"]


def test_one_clerk_with_two_windows_attends_one_person(desk: Desk) -> None:
    made = [desk.book("10:00", 1).appointment_id, desk.book("10:15", 2).appointment_id]
    desk.come("10:00")

    outcomes = _at_once(desk, [(desk.marta, one) for one in made], attendance.call)

    assert sorted(outcomes) == ["StillAttending", "UUID"]


def test_two_clerks_who_call_the_next_at_once_get_one_each(desk: Desk) -> None:
    made = [desk.book("10:00", 1).appointment_id, desk.book("10:15", 2).appointment_id]
    desk.come("10:00")
    for one in made:
        attendance.arrived(desk.world.outside, desk.marta, one)

    outcomes = _at_once(desk, [(desk.marta, made[0]), (desk.carme, made[0])], _call_next)

    assert outcomes == ["UUID", "UUID"]
    assert {desks.row(one).called_by for one in made} == {desk.marta.id, desk.carme.id}


def test_nobody_waits(desk: Desk) -> None:
    with pytest.raises(NobodyWaits):
        attendance.call_next(desk.world.outside, desk.marta, [])


def test_an_appointment_is_given_to_a_colleague_with_the_time(desk: Desk) -> None:
    made = desk.book("10:00")
    before = desks.row(made.appointment_id).clerk_id
    other = desk.carme if before == desk.marta.id else desk.marta

    attendance.assigned(desk.world.outside, desk.boss, made.appointment_id, other.id)

    assert desks.row(made.appointment_id).clerk_id == other.id
    assert desks.acts(made.case_id) == ["booked", "assigned"]
    assert builders.happened(made.case_id)[-1].data == {"from": str(before), "to": str(other.id)}
    desk.book("10:00", 2)  # the first clerk has the time again
    assert not _offered(desk, "10:00")


def test_a_colleague_who_has_no_time_then_is_not_given_it(desk: Desk) -> None:
    first, second = desk.book("10:00", 1).appointment_id, desk.book("10:00", 2).appointment_id

    with pytest.raises(HourTaken):
        attendance.assigned(desk.world.outside, desk.boss, first, desks.row(second).clerk_id)

    assert desks.row(first).clerk_id != desks.row(second).clerk_id


def test_nobody_who_attends_no_people_is_given_an_appointment(desk: Desk) -> None:
    made = desk.book("10:00").appointment_id

    for stranger in (desk.auditor.id, uuid4()):
        with pytest.raises(CannotAttend):
            attendance.assigned(desk.world.outside, desk.boss, made, stranger)


def test_giving_it_to_whoever_has_it_is_a_second_click(desk: Desk) -> None:
    made = desk.book("10:00").appointment_id

    with pytest.raises(AlreadySo):
        attendance.assigned(desk.world.outside, desk.boss, made, desks.row(made).clerk_id)


def test_an_auditor_notes_nothing(desk: Desk) -> None:
    made = desk.book("10:00").appointment_id
    desk.come("10:20")
    notes = (attendance.arrived, attendance.call, attendance.missed)

    for note in notes:
        with pytest.raises(RoleMissing):
            note(desk.world.outside, desk.auditor, made)
    with pytest.raises(RoleMissing):
        agenda.waiting(desk.world.outside, desk.auditor)


def test_what_was_never_booked_is_not_found(desk: Desk) -> None:
    offices.held(desk.world, at("10:00"))
    with db.reading() as session:
        (held,) = session.scalars(select(AppointmentRow.id))

    for one in (held, uuid4()):
        with pytest.raises(NotFound):
            attendance.arrived(desk.world.outside, desk.marta, one)


def test_who_is_here_gets_no_reminder(desk: Desk) -> None:
    made = desk.book("10:00").appointment_id
    assert desks.row(made).remind_at is not None

    attendance.arrived(desk.world.outside, desk.marta, made, other_day=True)

    assert desks.row(made).remind_at is None
    attendance.undone(desk.world.outside, desk.marta, made)
    assert desks.row(made).remind_at == at("10:00") - timedelta(hours=24)


def _called(desk: Desk) -> UUID:
    made = desk.book("10:00").appointment_id
    desk.come("10:00")
    attendance.call(desk.world.outside, desk.marta, made)
    return made


def _call_next(outside: Outside, visitor: Visitor, _: UUID) -> UUID:
    return attendance.call_next(outside, visitor, agenda.waiting(outside, visitor))


def _offered(desk: Desk, hour: str) -> bool:
    """Return whether the public can book an hour of Monday."""
    ask = Ask(PROCEDURE, "es", 15, "in_person")
    return any(one.starts_at == at(hour) for one in availability.day(desk.world.outside, TOWN, ask, MONDAY))


def _at_once(desk: Desk, who: list[tuple[Visitor, UUID]], note: Callable[..., object]) -> list[str]:
    """Return what came of it when several note at the same moment."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own way to its object

    def one(pair: tuple[Visitor, UUID]) -> str:
        with app.app_context():
            try:
                return type(note(desk.world.outside, *pair)).__name__
            except Conflict as fault:
                return type(fault).__name__

    with ThreadPoolExecutor(len(who)) as pool:
        return list(pool.map(one, who))
