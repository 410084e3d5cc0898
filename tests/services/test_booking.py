"""An hour is held, the person says who they are, the appointment is booked and its case opened."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.domain import appointments as words
from app.domain.errors import IdentificationFailed, Invalid, NotFound
from app.services.appointments import availability, booking, booking_person, changes, reminders
from app.services.appointments.hours import HourTaken
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import HALL, MILL, MONDAY, PERSON, at


@pytest.fixture
def office(booking_world: World) -> World:
    """Return a world whose office has one clerk, every day from nine to two."""
    offices.schedule(offices.series(offices.clerk()))
    return booking_world


def test_an_hour_is_held_confirmed_and_opens_a_case(office: World) -> None:
    made = offices.booked(office, at("10:00"))

    view = changes.behind(office.outside, TOWN, made.manage)
    case = builders.case_row(made.case_id)
    assert (view.state, view.starts_at, view.minutes) == (words.BOOKED, at("10:00"), 15)
    assert (view.case_id, view.case_number, view.may_change) == (made.case_id, made.number, True)
    assert (case.channel, case.office) == ("in_person", HALL)
    types = builders.types(made.case_id)
    assert types[:4] == ["case.opened", "workflow.stepped", "party.invited", "appointment.booked"]
    assert "mail.queued" in types


def test_the_person_is_written_to(office: World) -> None:
    offices.booked(office, at("10:00"))

    builders.deliver(office)

    assert [letter.to for letter in office.mail.sent] == ["ana@ejemplo.es"]
    assert office.sms.sent[-1].to == "+34612345678"


def test_what_is_held_is_told_with_its_place_and_its_end(office: World) -> None:
    made, token = booking.hold(office.outside, TOWN, offices.wish(at("10:00")), "192.0.2.1")

    assert booking.shown(office.outside, TOWN, token) == made
    assert (made.state, made.office_name, made.address) == (words.HELD, "Casa Consistorial", "Plaza Mayor, 1")
    assert made.held_until == office.clock.now() + words.HOLD
    assert (made.title, made.person, made.mobile_proved) == ("Recoger un paquete", {}, False)


@pytest.mark.parametrize("token", ["", "x", "ñ", "A" * 43, "A" * 4000])
def test_a_token_of_nobody_finds_nothing(office: World, token: str) -> None:
    with pytest.raises(NotFound):
        booking.shown(office.outside, TOWN, token)


def test_the_token_of_one_booking_with_the_id_of_another_finds_nothing(office: World) -> None:
    one, other = (offices.held(office, at(hour)) for hour in ("10:00", "11:00"))

    with pytest.raises(NotFound):
        booking.shown(office.outside, TOWN, one[:22] + other[22:])


def test_an_hour_that_is_taken_is_not_given_again(office: World) -> None:
    offices.held(office, at("10:00"))

    with pytest.raises(HourTaken):
        offices.held(office, at("10:00"))


@pytest.mark.parametrize(
    "hour", [at("10:05"), at("08:45"), at("13:50"), at("10:00", date(2026, 11, 20)), at("10:00", date(2027, 6, 1))]
)
def test_an_hour_that_is_not_offered_is_not_given(office: World, hour: Any) -> None:
    with pytest.raises(HourTaken):
        offices.held(office, hour)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"channel": "video"}, "channel"), ({"channel": "online"}, "channel"), ({"triage": {"parcel": "lost"}}, "triage")],
)
def test_an_appointment_that_cannot_be_is_refused(office: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        offices.held(office, at("10:00"), **changes)

    assert set(caught.value.problems) == {field}


def test_a_procedure_that_is_not_on_offer_cannot_be_booked(office: World) -> None:
    with pytest.raises(NotFound):
        offices.held(office, at("10:00"), procedure="unknown")


def test_the_triage_decides_how_long_it_takes_for_good(office: World) -> None:
    token = offices.held(office, at("10:00"), triage={"parcel": "big"})
    offices.ready(office, token)
    made = booking.confirm(office.outside, TOWN, token)

    view = changes.behind(office.outside, TOWN, made.manage)
    free = [hour.starts_at for hour in availability.day(office.outside, TOWN, _ask(), MONDAY)]
    assert (view.minutes, view.ends_at) == (30, at("10:30"))
    assert at("10:15") not in free
    assert at("10:30") in free


def test_an_expired_hold_frees_the_hour_at_once_for_the_next(office: World) -> None:
    first = offices.held(office, at("10:00"))

    office.clock.forward(minutes=10)
    offices.held(office, at("10:00"))

    assert booking.shown(office.outside, TOWN, first).state == words.EXPIRED
    assert offices.wrong_cells(office.clock.now()) == 0


def test_confirming_twice_gives_the_same_answer(office: World) -> None:
    token = offices.held(office, at("10:00"))
    offices.ready(office, token)
    first = booking.confirm(office.outside, TOWN, token)

    office.clock.forward(hours=1)

    assert booking.confirm(office.outside, TOWN, token) == first
    assert offices.states() == {"booked": 1}


def test_a_confirmation_after_the_hold_takes_the_same_hour_if_it_is_still_free(office: World) -> None:
    token = offices.held(office, at("10:00"))
    offices.ready(office, token)
    office.clock.forward(minutes=25)
    reminders.sweep(office.outside)

    made = booking.confirm(office.outside, TOWN, token)

    assert offices.row(made.appointment_id).starts_at == at("10:00")
    assert offices.wrong_cells(office.clock.now()) == 0


def test_a_confirmation_after_the_hold_may_be_with_another_clerk(booking_world: World) -> None:
    clerks = [offices.clerk(), offices.clerk()]
    offices.schedule(offices.series(*clerks))
    token = offices.held(booking_world, at("10:00"))
    offices.ready(booking_world, token)
    booking_world.clock.forward(minutes=25)
    other = offices.booked(booking_world, at("10:00"), id_number="X1234567L", id_type="nie")

    made = booking.confirm(booking_world.outside, TOWN, token)

    given = {offices.row(one.appointment_id).clerk_id for one in (made, other)}
    assert given == set(clerks)


def test_a_confirmation_after_somebody_else_has_the_hour_loses_nothing_typed(office: World) -> None:
    token = offices.held(office, at("10:00"))
    offices.ready(office, token)
    office.clock.forward(minutes=25)
    offices.held(office, at("10:00"))

    with pytest.raises(booking.HoldOver):
        booking.confirm(office.outside, TOWN, token)
    again = booking.hold_again(office.outside, TOWN, token, at("11:00"))
    made = booking.confirm(office.outside, TOWN, token)

    assert (again.person["given_name"], again.mobile_proved) == ("Ana", True)
    assert offices.row(made.appointment_id).starts_at == at("11:00")
    assert offices.states() == {"held": 1, "booked": 1}


def test_a_holiday_added_meanwhile_beats_a_hold_that_ran_out(office: World) -> None:
    token = offices.held(office, at("10:00"))
    offices.ready(office, token)
    office.clock.forward(minutes=25)
    offices.holiday(MONDAY)

    with pytest.raises(booking.HoldOver):
        booking.confirm(office.outside, TOWN, token)


def test_another_hour_frees_the_first_at_once(booking_world: World) -> None:
    offices.second_office()
    offices.schedule(offices.series(offices.clerk()))
    offices.schedule(offices.series(offices.clerk()), office=MILL)
    token = offices.held(booking_world, at("10:00"), office=HALL)

    again = booking.hold_again(booking_world.outside, TOWN, token, at("10:15"), MILL)

    offices.held(booking_world, at("10:00"), office=HALL)
    assert (again.office, again.starts_at, again.held_until) == (
        MILL,
        at("10:15"),
        booking_world.clock.now() + words.HOLD,
    )
    assert (offices.doubled(booking_world.clock.now()), offices.wrong_cells(booking_world.clock.now())) == (0, 0)


def test_another_hour_that_is_taken_leaves_the_first(office: World) -> None:
    offices.held(office, at("11:00"))
    token = offices.held(office, at("10:00"))

    with pytest.raises(HourTaken):
        booking.hold_again(office.outside, TOWN, token, at("11:00"))

    assert booking.shown(office.outside, TOWN, token).starts_at == at("10:00")
    assert offices.wrong_cells(office.clock.now()) == 0


def test_another_hour_may_overlap_the_first(office: World) -> None:
    token = offices.held(office, at("10:00"), triage={"parcel": "big"})

    booking.hold_again(office.outside, TOWN, token, at("10:15"))

    offices.held(office, at("10:00"))
    assert (offices.doubled(office.clock.now()), offices.wrong_cells(office.clock.now())) == (0, 0)


def test_the_least_loaded_clerk_of_the_day_is_chosen(booking_world: World) -> None:
    clerks = [offices.clerk() for _ in range(3)]
    offices.schedule(offices.series(*clerks))

    tokens = [offices.held(booking_world, at(hour)) for hour in ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30")]

    given = [offices.row(booking.shown(booking_world.outside, TOWN, token).id).clerk_id for token in tokens]
    assert given == [*sorted(clerks), *sorted(clerks)]


def test_what_is_typed_is_kept_even_when_it_is_wrong(office: World) -> None:
    token = offices.held(office, at("10:00"))

    with pytest.raises(Invalid) as caught:
        booking_person.give_person(office.outside, TOWN, token, {**PERSON, "id_number": "12345678A"})

    assert caught.value.problems == {"id_number": "letter"}
    assert booking.shown(office.outside, TOWN, token).person["id_number"] == "12345678A"


def test_what_is_typed_is_sealed(office: World) -> None:
    token = offices.held(office, at("10:00"), triage={"parcel": "big"})
    booking_person.give_person(office.outside, TOWN, token, PERSON)

    row = offices.row(booking.shown(office.outside, TOWN, token).id)

    stored = repr(vars(row)).encode() + (row.sealed or b"")
    assert not [value for value in (*PERSON.values(), "big") if value != "dni" and value.encode() in stored]


def test_what_was_typed_goes_when_the_case_has_it(office: World) -> None:
    made = offices.booked(office, at("10:00"))

    row = offices.row(made.appointment_id)

    assert (row.sealed, row.wrapped, row.held_until) == (None, None, None)


def test_the_mobile_is_proved_by_its_code(office: World) -> None:
    token = offices.held(office, at("10:00"))
    booking_person.give_person(office.outside, TOWN, token, PERSON)
    with pytest.raises(Invalid) as unproved:
        booking.confirm(office.outside, TOWN, token)

    until = booking_person.send_code(office.outside, TOWN, token)
    code = builders.code_sent(office)
    with pytest.raises(IdentificationFailed):
        booking_person.prove(office.outside, TOWN, token, builders.wrong(code))
    proved = booking_person.prove(office.outside, TOWN, token, code)

    assert unproved.value.problems == {"mobile": "unproved"}
    assert until == office.clock.now() + timedelta(minutes=5)
    assert proved.mobile_proved
    kept = _stream(proved)[1:]
    assert kept == [
        "code.sent",
        "sms.queued",
        "sms.sent",
        "call.answered",
        "code.refused",
        "code.verified",
    ]


def test_a_code_serves_five_minutes_and_three_tries(office: World) -> None:
    token = offices.held(office, at("10:00"))
    booking_person.give_person(office.outside, TOWN, token, PERSON)
    booking_person.send_code(office.outside, TOWN, token)
    late = builders.code_sent(office)
    office.clock.forward(minutes=5)
    with pytest.raises(IdentificationFailed):
        booking_person.prove(office.outside, TOWN, token, late)

    booking_person.send_code(office.outside, TOWN, token)
    code = builders.code_sent(office)
    for _ in range(3):
        with pytest.raises(IdentificationFailed):
            booking_person.prove(office.outside, TOWN, token, builders.wrong(code))

    with pytest.raises(IdentificationFailed):
        booking_person.prove(office.outside, TOWN, token, code)


def test_another_mobile_must_be_proved_anew(office: World) -> None:
    token = offices.held(office, at("10:00"))
    offices.ready(office, token)

    again = booking_person.give_person(office.outside, TOWN, token, {**PERSON, "mobile": "712345678"})

    assert not again.mobile_proved
    with pytest.raises(Invalid):
        booking.confirm(office.outside, TOWN, token)


def test_the_same_mobile_stays_proved(office: World) -> None:
    token = offices.held(office, at("10:00"))
    offices.ready(office, token)

    again = booking_person.give_person(office.outside, TOWN, token, {**PERSON, "surname2": "Fuster"})

    assert again.mobile_proved


def test_a_code_is_not_sent_to_nowhere(office: World) -> None:
    token = offices.held(office, at("10:00"))

    with pytest.raises(Invalid):
        booking_person.send_code(office.outside, TOWN, token)


def test_codes_are_not_sent_for_ever(office: World) -> None:
    token = offices.held(office, at("10:00"))
    booking_person.give_person(office.outside, TOWN, token, PERSON)
    for _ in range(booking_person.MOST):
        booking_person.send_code(office.outside, TOWN, token)

    with pytest.raises(booking_person.TooManyCodes):
        booking_person.send_code(office.outside, TOWN, token)

    office.clock.forward(minutes=10)
    booking_person.send_code(office.outside, TOWN, token)


def test_one_mobile_is_not_bombarded_from_many_bookings(office: World) -> None:
    for number in range(booking_person.BOOKINGS):
        token = offices.held(office, at("10:00") + number * timedelta(minutes=15))
        booking_person.give_person(office.outside, TOWN, token, PERSON)
        booking_person.send_code(office.outside, TOWN, token)
    token = offices.held(office, at("12:00"))
    booking_person.give_person(office.outside, TOWN, token, PERSON)

    with pytest.raises(booking_person.TooManyCodes):
        booking_person.send_code(office.outside, TOWN, token)


def test_without_a_mobile_one_comes_in_person(office: World) -> None:
    token = offices.held(office, at("10:00"))
    typed = {**PERSON, "mobile": "", "without_mobile": "on"}

    given = booking_person.give_person(office.outside, TOWN, token, typed)
    made = booking.confirm(office.outside, TOWN, token)
    builders.deliver(office)

    assert given.without_mobile
    assert builders.opened_values(office, made.case_id, "party.invited")["mobile"] == ""
    assert office.sms.sent == []
    assert [letter.to for letter in office.mail.sent] == ["ana@ejemplo.es"]


def test_who_has_no_mobile_and_types_one_is_asked_which_it_is(office: World) -> None:
    token = offices.held(office, at("10:00"))

    with pytest.raises(Invalid) as typed:
        booking_person.give_person(office.outside, TOWN, token, {**PERSON, "without_mobile": "on"})
    with pytest.raises(Invalid) as confirmed:
        booking.confirm(office.outside, TOWN, token)

    kept = booking.shown(office.outside, TOWN, token)
    assert typed.value.problems == confirmed.value.problems == {"without_mobile": "contradiction"}
    assert (kept.person["mobile"], kept.without_mobile) == (PERSON["mobile"], True)


def test_without_a_mobile_nobody_is_attended_by_telephone(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk()), channels=("phone",))
    token = offices.held(booking_world, at("10:00"), channel="phone")

    with pytest.raises(Invalid) as caught:
        booking_person.give_person(booking_world.outside, TOWN, token, {**PERSON, "without_mobile": "on"})

    assert caught.value.problems == {"without_mobile": "in_person_only"}


def test_nothing_is_typed_into_a_booking_that_is_confirmed(office: World) -> None:
    token = offices.held(office, at("10:00"))
    offices.ready(office, token)
    booking.confirm(office.outside, TOWN, token)

    with pytest.raises(NotFound):
        booking_person.give_person(office.outside, TOWN, token, PERSON)
    with pytest.raises(NotFound):
        booking.hold_again(office.outside, TOWN, token, at("11:00"))
    assert booking.shown(office.outside, TOWN, token).state == words.BOOKED


def test_evidence_of_a_booking_names_nobody(office: World) -> None:
    offices.booked(office, at("10:00"))

    told = builders.all_evidence()

    assert not [value for value in PERSON.values() if len(value) > 3 and value in told]


def test_the_sweep_forgets_what_nobody_finished_after_a_day(office: World) -> None:
    token = offices.held(office, at("10:00"))
    offices.ready(office, token)
    offices.booked(office, at("11:00"))

    office.clock.forward(hours=24, minutes=9)
    reminders.sweep(office.outside)
    kept = booking.shown(office.outside, TOWN, token).person
    office.clock.forward(minutes=1)
    reminders.sweep(office.outside)

    assert kept["given_name"] == "Ana"
    assert offices.states() == {"booked": 1}
    with pytest.raises(NotFound):
        booking.shown(office.outside, TOWN, token)


def test_from_which_address_somebody_booked_is_forgotten_after_a_day(office: World) -> None:
    made = offices.booked(office, at("10:00"))
    known = offices.row(made.appointment_id).address_print

    office.clock.forward(hours=24, seconds=1)
    reminders.sweep(office.outside)

    assert known is not None
    assert offices.row(made.appointment_id).address_print is None


def _ask() -> availability.Ask:
    return availability.Ask(PROCEDURE, "es", 15, "in_person")


def _stream(made: booking.Booking) -> list[str]:
    return [event.type for event in builders.stream("appointment", made.id)]
