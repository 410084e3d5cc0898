"""Who lost the way back gets it again, by the address that the case has; nobody is told what happened."""

import pytest

from app.domain import appointments as words
from app.services import identification, returning, steps
from app.store import db
from app.store.tables import AppointmentRow
from tests import builders
from tests.builders import ANA, TOWN, OpenCase
from tests.fakes.outside import World
from tests.services import meetings, offices
from tests.services.meetings import Meeting


@pytest.fixture
def case(world: World) -> OpenCase:
    return builders.open_case(world)


@pytest.fixture
def without_mobile(bare_world: World) -> Meeting:
    meetings.opened(bare_world)
    meeting = meetings.booked(bare_world, mobile="", without_mobile="1")
    builders.deliver(bare_world)
    bare_world.mail.sent.clear()
    return meeting


def test_a_new_link_goes_to_the_address_that_the_case_has(world: World, case: OpenCase) -> None:
    returning.resend(world.outside, TOWN, " ana.nunez@EJEMPLO.es", "12345678-z")

    builders.deliver(world)
    again = world.mail.sent[-1]
    assert len(world.mail.sent) == 2
    assert again.to == ANA.email
    assert builders.token_in(again.text) != case.token
    assert case.number in again.text


@pytest.mark.parametrize(
    ("email", "id_number"), [(ANA.email, "X1234567L"), ("other@ejemplo.es", ANA.id_number), ("", "")]
)
def test_nobody_else_gets_a_new_link_and_nobody_is_told(
    world: World, case: OpenCase, email: str, id_number: str
) -> None:
    returning.resend(world.outside, TOWN, email, id_number)

    builders.deliver(world)
    assert [letter.to for letter in world.mail.sent] == [ANA.email]
    assert builders.token_in(world.mail.sent[0].text) == case.token


def test_new_links_are_mailed_thrice_an_hour_at_most(world: World, case: OpenCase) -> None:
    for _ in range(5):
        returning.resend(world.outside, TOWN, ANA.email, ANA.id_number)

    builders.deliver(world)
    assert len(world.mail.sent) == 3
    assert builders.types(case.id).count("link.issued") == 3


def test_every_open_case_of_a_person_gets_its_link(world: World, case: OpenCase) -> None:
    other = builders.open_case(world)

    returning.resend(world.outside, TOWN, ANA.email, ANA.id_number)

    builders.deliver(world)
    said = " ".join(letter.subject for letter in world.mail.sent[2:])
    assert case.number in said
    assert other.number in said


def test_who_has_no_mobile_gets_the_link_of_the_appointment_and_none_that_asks_for_a_code(
    bare_world: World, without_mobile: Meeting
) -> None:
    returning.resend(bare_world.outside, TOWN, offices.PERSON["email"], offices.PERSON["id_number"])

    builders.deliver(bare_world)
    letter = bare_world.mail.sent[0]
    assert f"/cita/gestion/{without_mobile.booked.manage}" in letter.text
    assert "/enlace/" not in letter.text
    assert "link.issued" not in builders.types(without_mobile.case.id)


@pytest.mark.usefixtures("without_mobile")
def test_such_letters_too_are_sent_thrice_an_hour_at_most(bare_world: World) -> None:
    for _ in range(5):
        returning.resend(bare_world.outside, TOWN, offices.PERSON["email"], offices.PERSON["id_number"])

    builders.deliver(bare_world)
    assert len(bare_world.mail.sent) == 3


def test_who_has_no_mobile_and_nothing_to_come_gets_nothing(bare_world: World, without_mobile: Meeting) -> None:
    with db.bookkeeping("an appointment that is over for a test") as session:
        session.get_one(AppointmentRow, without_mobile.booked.appointment_id).state = words.DONE

    returning.resend(bare_world.outside, TOWN, offices.PERSON["email"], offices.PERSON["id_number"])

    builders.deliver(bare_world)
    assert bare_world.mail.sent == []


def test_a_link_of_somebody_without_a_mobile_sends_no_code(bare_world: World, without_mobile: Meeting) -> None:
    with db.transaction() as session:
        held = steps.hold(session, bare_world.outside, TOWN, without_mobile.case.id)
        token = identification.issue_link(held, without_mobile.case.party)

    identification.knock(bare_world.outside, TOWN, token, offices.PERSON["id_number"])

    builders.deliver(bare_world)
    assert bare_world.sms.sent == []
    assert builders.happened(without_mobile.case.id)[-1].data["reason"] == "no_mobile"
