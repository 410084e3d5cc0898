"""Appointments that are booked are confirmed, moved and cancelled, by their link, in the portal or at the desk."""

from datetime import timedelta

import pytest

from app.domain.errors import Denied, NotFound
from app.services.appointments import availability, changes, limits
from app.services.appointments.availability import Ask
from app.services.appointments.booked import Confirmed
from app.services.appointments.changes import AtDesk, NotOpen, TooLate
from app.services.appointments.hours import HourTaken
from app.services.visits import Visitor
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import MILL, MONDAY, at

NEVER = "A" * 43


@pytest.fixture
def office(booking_world: World) -> World:
    """Return a world with two offices, each with one clerk from nine to two."""
    offices.second_office()
    offices.schedule(offices.series(offices.clerk()))
    offices.schedule(offices.series(offices.clerk()), office=MILL)
    return booking_world


@pytest.fixture
def made(office: World) -> Confirmed:
    """Return an appointment of Ana's at ten in the town hall."""
    token = offices.held(office, at("10:00"), office="casa")
    offices.ready(office, token)
    return offices.confirmed(office, token)


def _citizen(world: World, made: Confirmed) -> Visitor:
    party = builders.applicant(made.case_id)
    return builders.citizen(world, builders.OpenCase(made.case_id, made.number, party, ""))


def _desk(world: World, made: Confirmed) -> AtDesk:
    builders.hire(world)
    return AtDesk(builders.signed_in(world), made.appointment_id)


def _free(world: World, office: str = "casa", *, internal: bool = False) -> list[str]:
    ask = Ask(PROCEDURE, "es", 15, "in_person", office, internal=internal)
    found = availability.day(world.outside, TOWN, ask, MONDAY)
    return [hour.starts_at.astimezone(offices.ZONE).strftime("%H:%M") for hour in found]


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("token", [NEVER, "", "x", "ñ" * 43])
def test_a_link_that_nobody_made_opens_nothing(office: World, token: str) -> None:
    for door in (changes.behind, changes.attend, changes.cancel):
        with pytest.raises(NotFound):
            door(office.outside, TOWN, token)


def test_a_link_of_another_entity_opens_nothing(office: World, made: Confirmed) -> None:
    builders.found_town("elsewhere")

    with pytest.raises(NotFound):
        changes.behind(office.outside, "elsewhere", made.manage)


def test_what_a_link_shows_is_not_personal(office: World, made: Confirmed) -> None:
    shown = repr(changes.behind(office.outside, TOWN, made.manage))

    assert not [value for value in offices.PERSON.values() if len(value) > 3 and value in shown]


def test_the_person_says_that_they_will_come_once(office: World, made: Confirmed) -> None:
    first = changes.attend(office.outside, TOWN, made.manage)
    office.clock.forward(minutes=5)

    again = changes.attend(office.outside, TOWN, made.manage)

    assert first.confirmed_at == again.confirmed_at == office.clock.now() - timedelta(minutes=5)
    assert builders.types(made.case_id).count("appointment.attendance") == 1


def test_the_portal_shows_and_changes_the_same_appointment(office: World, made: Confirmed) -> None:
    visitor = _citizen(office, made)

    moved = changes.move(office.outside, TOWN, visitor, at("11:00"))

    assert changes.of_visitor(office.outside, visitor) == moved
    assert (moved.starts_at, moved.id) == (at("11:00"), made.appointment_id)


def test_a_case_without_appointment_has_none_to_show(office: World) -> None:
    case = builders.open_case(office)
    visitor = builders.citizen(office, case)

    assert changes.of_visitor(office.outside, visitor) is None
    with pytest.raises(NotFound):
        changes.cancel(office.outside, TOWN, visitor)


def test_moving_keeps_the_case_and_its_history(office: World, made: Confirmed) -> None:
    changes.attend(office.outside, TOWN, made.manage)
    before = builders.types(made.case_id)

    moved = changes.move(office.outside, TOWN, made.manage, at("12:00"), MILL)

    change = next(one for one in builders.happened(made.case_id) if one.type == "appointment.changed")
    assert (moved.case_id, moved.starts_at, moved.office, moved.sequence) == (made.case_id, at("12:00"), MILL, 1)
    assert moved.confirmed_at is None
    assert builders.types(made.case_id)[: len(before)] == before
    assert (change.data["from"], change.data["to"]) == ("2026-11-30T09:00:00.000000Z", "2026-11-30T11:00:00.000000Z")
    assert builders.case_row(made.case_id).office == MILL


def test_the_old_hour_rests_and_the_new_one_is_taken(office: World, made: Confirmed) -> None:
    changes.move(office.outside, TOWN, made.manage, at("10:15"))

    assert not {"10:00", "10:15"} & set(_free(office))
    assert "10:00" in _free(office, internal=True)
    assert offices.wrong_cells(office.clock.now()) == 0


def test_the_link_dies_with_the_hour_that_it_was_made_for(office: World, made: Confirmed) -> None:
    moved = changes.move(office.outside, TOWN, made.manage, at("11:00"))

    with pytest.raises(NotFound):
        changes.behind(office.outside, TOWN, made.manage)
    with pytest.raises(NotFound):
        changes.cancel(office.outside, TOWN, made.manage)
    assert changes.behind(office.outside, TOWN, moved.manage).starts_at == at("11:00")


def test_a_second_click_on_a_move_finds_it_made(office: World, made: Confirmed) -> None:
    first = changes.move(office.outside, TOWN, made.manage, at("11:00"))

    again = changes.move(office.outside, TOWN, made.manage, at("11:00"))

    assert again == first
    assert builders.types(made.case_id).count("appointment.changed") == 1


def test_an_hour_that_is_taken_leaves_the_appointment_where_it_is(office: World, made: Confirmed) -> None:
    offices.held(office, at("11:00"), office="casa")

    with pytest.raises(HourTaken):
        changes.move(office.outside, TOWN, made.manage, at("11:00"), "casa")

    view = changes.behind(office.outside, TOWN, made.manage)
    assert (view.starts_at, view.sequence) == (at("10:00"), 0)
    assert offices.wrong_cells(office.clock.now()) == 0


def test_a_long_appointment_may_move_by_less_than_its_length(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk()))
    token = offices.held(booking_world, at("10:00"), triage={"parcel": "big"})
    offices.ready(booking_world, token)
    made = offices.confirmed(booking_world, token)

    changes.move(booking_world.outside, TOWN, made.manage, at("10:15"))

    assert offices.wrong_cells(booking_world.clock.now()) == 0
    assert "10:00" not in _free(booking_world)


def test_the_person_does_not_move_for_ever_but_the_staff_may(office: World, made: Confirmed) -> None:
    link = made.manage
    for number in range(limits.DEFAULTS["moves"]):
        link = changes.move(office.outside, TOWN, link, at("11:00") + number * timedelta(minutes=15)).manage

    with pytest.raises(limits.TooMany) as caught:
        changes.move(office.outside, TOWN, link, at("13:00"))

    assert caught.value.limit == "moves"
    assert changes.move(office.outside, TOWN, _desk(office, made), at("13:00")).starts_at == at("13:00")


def test_cancelling_frees_the_hour_after_a_rest_and_tells_the_person(office: World, made: Confirmed) -> None:
    builders.deliver(office)
    before = len(office.mail.sent)

    view = changes.cancel(office.outside, TOWN, made.manage)
    builders.deliver(office)

    rested = "10:00" in _free(office)
    office.clock.forward(minutes=30)
    assert (view.state, view.may_change) == ("cancelled", False)
    assert (rested, "10:00" in _free(office)) == (False, True)
    assert len(office.mail.sent) == before + 1


def test_cancelling_twice_cancels_once(office: World, made: Confirmed) -> None:
    first = changes.cancel(office.outside, TOWN, made.manage)

    again = changes.cancel(office.outside, TOWN, made.manage)

    assert again == first
    assert builders.types(made.case_id).count("appointment.cancelled") == 1


def test_the_case_goes_on_through_the_web_when_its_appointment_is_cancelled(office: World, made: Confirmed) -> None:
    changes.cancel(office.outside, TOWN, made.manage)

    case = builders.case_row(made.case_id)
    assert (case.status, case.channel) == ("open", "online")


def test_a_procedure_that_is_not_for_the_web_stays_at_the_counter(bare_world: World) -> None:
    builders.found_town()
    builders.publish(bare_world.outside, sources=builders.changed(offices.SOURCES, channels=["in_person"]))
    offices.schedule(offices.series(offices.clerk()))
    made = offices.booked(bare_world, at("10:00"))

    changes.cancel(bare_world.outside, TOWN, made.manage)

    assert builders.case_row(made.case_id).channel == "in_person"


def test_what_was_cancelled_is_not_moved_or_confirmed(office: World, made: Confirmed) -> None:
    changes.cancel(office.outside, TOWN, made.manage)

    with pytest.raises(NotOpen):
        changes.move(office.outside, TOWN, made.manage, at("11:00"))
    with pytest.raises(NotOpen):
        changes.attend(office.outside, TOWN, made.manage)


def test_once_it_begins_the_person_changes_nothing(office: World, made: Confirmed) -> None:
    office.clock.at = at("10:00")

    for act in (changes.attend, changes.cancel):
        with pytest.raises(TooLate):
            act(office.outside, TOWN, made.manage)
    with pytest.raises(TooLate):
        changes.move(office.outside, TOWN, made.manage, at("11:00"))
    assert not changes.behind(office.outside, TOWN, made.manage).may_change


def test_the_staff_may_move_somebody_who_is_late(office: World, made: Confirmed) -> None:
    office.clock.at = at("10:20")

    moved = changes.move(office.outside, TOWN, _desk(office, made), at("11:00"))

    assert moved.starts_at == at("11:00")
    change = next(one for one in builders.happened(made.case_id) if one.type == "appointment.changed")
    assert change.actor["kind"] == "clerk"


def test_only_who_handles_cases_acts_at_the_desk(office: World, made: Confirmed) -> None:
    builders.hire(office, "audit", "auditor")
    desk = AtDesk(builders.signed_in(office, "audit"), made.appointment_id)

    with pytest.raises(Denied):
        changes.cancel(office.outside, TOWN, desk)


def test_the_office_says_why_it_cancels(office: World, made: Confirmed) -> None:
    changes.cancel(office.outside, TOWN, _desk(office, made), "La oficina estará cerrada por obras.")
    builders.deliver(office)

    assert [letter for letter in office.mail.sent if "cerrada por obras" in letter.text]
    assert offices.row(made.appointment_id).reason == "office"


def test_another_person_of_the_case_does_not_cancel_for_the_applicant(office: World, made: Confirmed) -> None:
    other = builders.other_party(office, made.case_id)

    with pytest.raises(NotFound):
        changes.cancel(office.outside, TOWN, other)
