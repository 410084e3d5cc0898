"""Nobody takes all the appointments: limits per e-mail, mobile, document and address."""

from datetime import timedelta

import pytest

from app.services import entities
from app.services.appointments import booking, booking_person, changes, limits
from app.services.appointments.booked import Confirmed
from app.services.appointments.hours import HourTaken
from app.store import db
from app.store.tables import EntityRow
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import PERSON, at

OTHER = {"email": "otra@ejemplo.es", "mobile": "712345678", "id_number": "X1234567L", "id_type": "nie"}


@pytest.fixture
def office(booking_world: World) -> World:
    """Return a world whose office has one clerk, every day from nine to two."""
    offices.schedule(offices.series(offices.clerk()))
    return booking_world


def _limit(**most: int) -> None:
    with db.bookkeeping("limits for a test") as session:
        row = session.get_one(EntityRow, TOWN)
        row.facts = {**row.facts, limits.FACT: most}
    entities.forget()


def _book(world: World, number: int, **typed: str) -> Confirmed:
    token = offices.held(world, at("09:00") + number * timedelta(minutes=15), f"192.0.2.{number}")
    booking_person.give_person(world.outside, TOWN, token, {**PERSON, "mobile": "", "without_mobile": "on", **typed})
    return booking.confirm(world.outside, TOWN, token)


def _refused(world: World, number: int, **typed: str) -> str:
    with pytest.raises(limits.TooMany) as caught:
        _book(world, number, **typed)
    return caught.value.limit


def _number(number: int) -> dict[str, str]:
    return {"id_type": "passport", "id_number": f"P{number:06d}"}


def test_a_document_has_two_appointments_to_come_for_one_procedure(office: World) -> None:
    for number in range(2):
        _book(office, number, email=f"{number}@ejemplo.es")

    assert _refused(office, 2, email="2@ejemplo.es") == "document"


def test_a_document_is_the_same_however_it_is_typed(office: World) -> None:
    for number, typed in enumerate(("12345678Z", "12.345.678-z")):
        _book(office, number, email=f"{number}@ejemplo.es", id_number=typed)

    assert _refused(office, 2, email="2@ejemplo.es", id_number=" 12345678 Z") == "document"


def test_an_email_has_three(office: World) -> None:
    for number in range(3):
        _book(office, number, **_number(number), email="Ana@Ejemplo.es" if number else "ana@ejemplo.es")

    assert _refused(office, 3, **_number(3)) == "email"


def test_a_mobile_has_three(office: World) -> None:
    tokens = []
    for number in range(4):
        token = offices.held(office, at("09:00") + number * timedelta(minutes=15), f"192.0.2.{number}")
        offices.ready(office, token, email=f"{number}@ejemplo.es", **_number(number))
        tokens.append(token)
    for token in tokens[:3]:
        booking.confirm(office.outside, TOWN, token)

    with pytest.raises(limits.TooMany) as caught:
        booking.confirm(office.outside, TOWN, tokens[3])

    assert caught.value.limit == "mobile"


def test_the_person_hears_of_a_limit_before_the_summary_and_what_they_typed_is_kept(office: World) -> None:
    for number in range(2):
        _book(office, number, email=f"{number}@ejemplo.es")
    token = offices.held(office, at("12:00"))

    with pytest.raises(limits.TooMany):
        booking_person.give_person(office.outside, TOWN, token, {**PERSON, "mobile": "", "without_mobile": "on"})

    assert booking.shown(office.outside, TOWN, token).person["given_name"] == "Ana"


def test_what_was_cancelled_or_is_past_does_not_count(office: World) -> None:
    first, _ = (_book(office, number, email=f"{number}@ejemplo.es") for number in range(2))
    changes.cancel(office.outside, TOWN, first.manage)

    _book(office, 2, email="2@ejemplo.es")
    office.clock.at = at("14:00")
    token = offices.held(office, at("09:00") + timedelta(days=1))
    booking_person.give_person(office.outside, TOWN, token, {**PERSON, "mobile": "", "without_mobile": "on"})

    assert booking.confirm(office.outside, TOWN, token).number


def test_an_address_begins_ten_bookings_a_day(office: World) -> None:
    for number in range(10):
        offices.held(office, at("09:00") + number * timedelta(minutes=15))

    with pytest.raises(limits.TooMany) as caught:
        offices.held(office, at("13:00"))
    offices.held(office, at("13:00"), "198.51.100.7")
    office.clock.forward(hours=24)

    assert caught.value.limit == "address"
    offices.held(office, at("13:30"))


def test_a_booking_that_changes_its_hour_is_one_booking_and_does_so_only_so_often(office: World) -> None:
    _limit(holds=3)
    token = offices.held(office, at("09:00"))
    for hour in ("09:15", "09:30"):
        booking.hold_again(office.outside, TOWN, token, at(hour))

    with pytest.raises(limits.TooMany) as caught:
        booking.hold_again(office.outside, TOWN, token, at("09:45"))

    assert caught.value.limit == "holds"


def test_an_entity_sets_its_own_limits(office: World) -> None:
    _limit(email=1, document=9)
    _book(office, 0)

    assert _refused(office, 1) == "email"


@pytest.mark.parametrize("odd", [{"email": -1}, {"email": True}, {"email": "many"}, {}, []])
def test_a_limit_that_makes_no_sense_is_the_usual_one(office: World, odd: object) -> None:
    with db.bookkeeping("limits for a test") as session:
        row = session.get_one(EntityRow, TOWN)
        row.facts = {**row.facts, limits.FACT: odd}
    entities.forget()

    assert limits.most(entities.shown(TOWN, office.clock.now()), "email") == 3


def test_a_taken_hour_does_not_count_against_the_address(office: World) -> None:
    offices.held(office, at("09:00"), "198.51.100.7")
    for _ in range(12):
        with pytest.raises(HourTaken):
            offices.held(office, at("09:00"))

    offices.held(office, at("09:15"))
