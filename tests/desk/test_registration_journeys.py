"""The residents' register from the request to its end: registered, asked twice, lapsed, by silence."""

from datetime import date, time

import pytest

from app.services.demonstration.town_residents import (
    AITANA,
    AMPARO,
    MARINA,
    OTHER_PARENT,
    RUBEN,
    SONIA,
    VICENT,
    Neighbour,
)
from app.services.notifying import choices, paper
from app.services.notifying.paper import Said
from app.store import db
from app.store.tables import MovementRow
from tests import builders
from tests.desk import asking, registering
from tests.desk.asking import Asked
from tests.desk.conftest import Desk
from tests.desk.registering import BIRTH, SAN_ROQUE, birth, move

NARANJOS = {"street": "Calle de los Naranjos", "number": "5", "floor": "1", "door": "2", "postcode": "99001"}


def movement(found: Asked) -> tuple[str, date]:
    """Return the cause of what a case changed in the register, and the day from which it counts."""
    with db.reading() as session:
        row = session.query(MovementRow).filter_by(case_id=found.case.id).one()
        return row.cause, row.effective_on


def changed(found: Asked) -> int:
    """Return how many movements a case made."""
    with db.reading() as session:
        return session.query(MovementRow).filter_by(case_id=found.case.id).count()


def required(desk: Desk) -> Asked:
    """Return a case in which the clerk asks for a birth certificate."""
    found = registering.asked(registering.office(desk), birth(MARINA, VICENT, birth_proof="none"))
    registering.propose(found, "ask", "Falta el certificado de nacimiento.")
    return found


def test_a_birth_counts_from_its_day_and_a_second_request_for_the_child_is_a_duplicate(desk: Desk) -> None:
    here = registering.office(desk)
    found = registering.asked(here, birth(MARINA, VICENT))
    registering.propose(found)

    assert changed(found) == 0
    assert asking.resolve(found) == "registration"
    assert movement(found) == ("birth", BIRTH)
    assert "note" in asking.documents_of(found)
    assert "certificate" not in asking.documents_of(found)
    asking.access(found)
    assert asking.ended(found) == "end_accepted"

    again = registering.asked(here, birth(MARINA, VICENT))
    assert "No inscribir: ya consta en el padrón Fila de la tabla 1 " in registering.proposal(again)
    registering.propose(again, "refuse", "Ya consta en el padrón.")
    assert asking.resolve(again) == "refusal"
    asking.refuse(again)
    assert asking.ended(again) == "end_refused"
    assert changed(again) == 0
    assert "Ya consta en el padrón." in asking.text_of(again, "resolution")


@pytest.mark.parametrize(
    ("applicant", "cause"), [(None, "residence_change"), (None, "omission"), (RUBEN, "address_change")]
)
def test_all_else_counts_from_the_day_of_the_entry(desk: Desk, applicant: Neighbour | None, cause: str) -> None:
    found = registering.asked(registering.office(desk), move(applicant, cause=cause, wants_certificate="yes"))
    day = desk.world.clock.now().date()
    asking.pass_days(found, 9)

    registering.propose(found)
    asking.resolve(found)

    assert movement(found) == (cause, day)
    assert "Plaza de la Fuente, 6" in asking.text_of(found, "certificate")


def test_the_papers_that_were_asked_for_are_handed_in_and_the_register_changes(desk: Desk) -> None:
    found = required(desk)
    assert "Falta el certificado de nacimiento." in asking.text_of(found, "requirement")
    asking.access(found)
    assert asking.open_elements(found) == {"answer_papers"}

    asking.hand_in(found, done=False)
    asking.fill(found, "answer_papers", {"papers_handed_in": "1"})
    asking.work(found)
    registering.propose(found)
    asking.resolve(found)

    assert movement(found) == ("birth", BIRTH)


def test_who_does_not_answer_in_ten_working_days_has_desisted_once_the_body_says_so(desk: Desk) -> None:
    found = required(desk)
    asking.access(found)
    asking.pass_days(found, 13)
    assert asking.open_elements(found) == {"answer_papers"}

    asking.pass_days(found, 3)

    assert asking.resolve(found) == "lapse"
    asking.access(found)
    assert asking.ended(found) == "end_lapsed"
    assert changed(found) == 0
    assert "desistid" in asking.text_of(found, "resolution")


def test_a_notification_that_nobody_opens_in_ten_days_counts_and_the_days_to_answer_begin(desk: Desk) -> None:
    found = registering.asked(registering.office(desk), birth(MARINA, VICENT, birth_proof="none"))
    choices.choose(desk.world.outside, found.person.visitor, "electronic")
    registering.propose(found, "ask", "Falta el certificado de nacimiento.")
    asking.pass_days(found, 10)
    assert asking.open_elements(found) == set()

    asking.pass_days(found, 1)

    assert asking.open_elements(found) == {"answer_papers"}
    assert "notification.expired" in builders.types(found.case.id)


def test_a_letter_that_comes_back_twice_is_published_and_the_days_to_answer_begin(desk: Desk) -> None:
    found = registering.asked(registering.office(desk), birth(MARINA, VICENT, birth_proof="none"))
    choices.choose(desk.world.outside, found.person.visitor, "paper")
    registering.propose(found, "ask", "Falta el certificado de nacimiento.")
    outside, clerk, letter = desk.world.outside, found.here.clerk.visitor, asking.notification(found)
    paper.printed(outside, clerk, letter)
    desk.world.clock.forward(days=2)
    for day, hour in ((24, 10), (24, 18)):
        paper.brought(outside, clerk, letter, Said(date(2026, 11, day), time(hour), "absent"))
    asking.work(found)
    assert asking.open_elements(found) == {"publish_notice"}

    asking.decide(found, found.here.clerk, "publish_notice", {})

    assert asking.open_elements(found) == {"answer_papers"}


def test_what_the_body_gives_back_returns_to_whoever_proposed_it(desk: Desk) -> None:
    found = registering.asked(registering.office(desk), move(host=AMPARO, home=registering.RIBERA))
    registering.propose(found)

    asking.give_back(found, "Falta el informe.")

    assert asking.open_elements(found) == {"review"}
    assert changed(found) == 0


def test_three_months_without_an_answer_register_by_silence_and_everybody_is_told(desk: Desk) -> None:
    found = registering.asked(registering.office(desk), birth(AITANA, OTHER_PARENT, home=SAN_ROQUE))
    asking.pass_days(found, 91)
    assert changed(found) == 0

    asking.pass_days(found, 2)

    assert movement(found) == ("birth", BIRTH)
    assert asking.ended(found) == "end_silence"
    told = {letter.to for letter in desk.world.mail.sent if "vale por silencio" in letter.subject}
    assert len(told) == 2


def test_protected_people_are_never_printed(desk: Desk) -> None:
    here = registering.office(desk)
    found = registering.asked(here, move(SONIA, cause="address_change", wants_certificate="yes"))
    registering.propose(found)
    asking.resolve(found)
    assert movement(found)[0] == "address_change"
    assert not {"note", "certificate"} & set(asking.documents_of(found))

    everybody = move(title="rented", home=NARANJOS, extract_scope="collective", wants_certificate="yes")
    guest = registering.asked(here, everybody)
    registering.propose(guest)
    asking.resolve(guest)
    for name in ("note", "certificate"):
        text = asking.text_of(guest, name)
        assert "Llum Sanchis Oria" in text
        assert "Iris" not in text
