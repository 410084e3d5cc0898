"""A wrong mobile or e-mail, corrected with a trace; and what the staff note for each other."""

import pytest

from app.domain import masks
from app.domain.errors import Denied, IdentificationFailed, Invalid
from app.services import identification, parties, steps, visits
from app.services.desk import contacts, counter, desk_case, notes
from app.services.desk.contacts import IdentityFirst
from app.services.desk.disclosures import Correction
from app.services.parties import PersonDetails
from app.services.signing import signatures
from app.services.visits import Visitor
from app.store import db, people
from tests import builders
from tests.builders import ANA, TOWN, OpenCase
from tests.fakes.outside import World
from tests.services import permits
from tests.services.test_counter import DNI

NEW = "699 000 111"


@pytest.fixture
def case(world: World) -> OpenCase:
    return builders.open_case(world)


@pytest.fixture
def clerk(world: World, case: OpenCase) -> Visitor:
    """Return a clerk who has seen the person at the counter."""
    found = permits.member(world, "marta", "clerk", name="Marta Soler")
    counter.accept(world.outside, found, case.id, case.party, DNI, correct=False)
    return found


def correct(
    world: World, visitor: Visitor, case: OpenCase, mobile: str = NEW, email: str = ANA.email, reason: str = "Una cifra"
) -> list[str]:
    return contacts.correct(world.outside, visitor, case.id, case.party, (mobile, email), reason)


def details(world: World, case: OpenCase) -> PersonDetails:
    with db.reading() as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        return parties.details_of(people.party(session, case.party), held.seal)


def test_a_mobile_is_corrected_and_both_are_told(world: World, clerk: Visitor, case: OpenCase) -> None:
    changed = correct(world, clerk, case)

    builders.deliver(world)
    assert changed == ["mobile"]
    assert details(world, case).mobile == "+34699000111"
    assert {one.to for one in world.sms.sent if case.number in one.text} == {ANA.mobile, "+34699000111"}
    event = next(one for one in builders.happened(case.id) if one.type == "party.changed")
    assert (event.actor["ref"], event.data) == (str(clerk.id), {"changed": ["mobile"]})
    assert builders.opened_values(world, case.id, "party.changed") == {
        "old_mobile": ANA.mobile,
        "new_mobile": "+34699000111",
        "reason": "Una cifra",
    }
    assert "699000111" not in builders.all_evidence()


def test_the_history_shows_the_staff_what_was_corrected_in_part_and_why(
    world: World, clerk: Visitor, case: OpenCase
) -> None:
    correct(world, clerk, case, email="otra@ejemplo.es", reason="Se equivocó en una cifra.")

    told = desk_case.history(world.outside, clerk, case.id).happenings
    (corrected,) = [one for one in told if one.type == "party.changed"]
    assert corrected.reason == "Se equivocó en una cifra."
    assert corrected.corrections == (
        Correction("email", masks.email(ANA.email), "o•••@ejemplo.es"),
        Correction("mobile", masks.phone(ANA.mobile), "••• ••• 111"),
    )
    assert ANA.mobile not in repr(told)
    assert "cifra" not in builders.all_evidence()


def test_codes_on_their_way_die_and_whoever_came_in_leaves(world: World, clerk: Visitor, case: OpenCase) -> None:
    token = builders.visit(world, case)
    challenge = identification.knock(world.outside, TOWN, case.token, ANA.id_number)
    code = builders.code_sent(world)

    correct(world, clerk, case)

    assert visits.current(world.outside, TOWN, token) is None
    with pytest.raises(IdentificationFailed):
        identification.prove(world.outside, TOWN, challenge.id, code)


def test_a_signing_code_dies_with_the_mobile_it_went_to(town: World) -> None:
    permit = permits.to_signing(town)
    counter.accept(town.outside, permit.clerk, permit.case.id, permit.case.party, DNI, correct=False)
    signatures.view(town.outside, permit.citizen)
    signatures.send_code(town.outside, permit.citizen)
    permits.work(town)
    code = permits.code(town)

    correct(town, permit.clerk, permit.case)

    with pytest.raises(signatures.CodeRefused):
        signatures.consent(town.outside, permit.citizen, code, ticked=True)


def test_a_new_address_gets_a_link_and_the_old_links_open_nothing(world: World, clerk: Visitor, case: OpenCase) -> None:
    correct(world, clerk, case, mobile=ANA.mobile, email="nueva@ejemplo.es")

    builders.deliver(world)
    assert world.mail.sent[-1].to == "nueva@ejemplo.es"
    identification.knock(world.outside, TOWN, case.token, ANA.id_number)
    assert builders.types(case.id)[-1] == "link.refused"
    identification.knock(world.outside, TOWN, builders.token_in(world.mail.sent[-1].text), ANA.id_number)
    assert builders.types(case.id)[-1] == "sms.queued"


def test_somebody_may_be_left_without_a_mobile(world: World, clerk: Visitor, case: OpenCase) -> None:
    correct(world, clerk, case, mobile="")

    builders.deliver(world)
    assert details(world, case).mobile == ""
    assert [one.to for one in world.sms.sent] == [ANA.mobile]


@pytest.mark.parametrize(
    ("changed", "field", "word"),
    [
        ({"mobile": "12"}, "mobile", "malformed"),
        ({"mobile": "930000000"}, "mobile", "malformed"),
        ({"email": "nadie"}, "email", "malformed"),
        ({"mobile": ANA.mobile}, "", "contact.same"),
        ({"reason": " "}, "reason", "required"),
    ],
)
def test_what_reaches_nobody_is_refused(
    world: World, clerk: Visitor, case: OpenCase, changed: dict[str, str], field: str, word: str
) -> None:
    with pytest.raises(Invalid) as caught:
        correct(world, clerk, case, **changed)

    assert caught.value.problems == {field: word}


def test_two_people_of_a_case_never_share_a_mobile(town: World) -> None:
    permit = permits.opened(town)
    permits.partner(town, permit)
    counter.accept(town.outside, permit.clerk, permit.case.id, permit.case.party, DNI, correct=False)

    with pytest.raises(Invalid) as caught:
        correct(town, permit.clerk, permit.case, mobile=builders.JORDI.mobile)

    assert caught.value.problems == {"mobile": "party.same_mobile"}


def test_it_takes_an_identity_seen_at_the_counter_or_a_supervisor(world: World, case: OpenCase) -> None:
    clerk, boss = permits.member(world, "marta", "clerk"), permits.member(world, "jefa", "supervisor")
    permits.known(case.party)

    with pytest.raises(IdentityFirst):
        correct(world, clerk, case)
    assert correct(world, boss, case) == ["mobile"]


def test_notes_are_for_colleagues_newest_first_and_sealed(world: World, clerk: Visitor, case: OpenCase) -> None:
    notes.write(world.outside, clerk, case.id, "La llamamos el martes")
    world.clock.forward(minutes=1)
    notes.write(world.outside, clerk, case.id, "  Prefiere la tarde\nsiempre ")

    found = desk_case.case(world.outside, clerk, case.id).notes

    assert [(one.text, one.by) for one in found] == [
        ("Prefiere la tarde\nsiempre", "Marta Soler"),
        ("La llamamos el martes", "Marta Soler"),
    ]
    assert builders.types(case.id)[-1] == "note.written"
    assert "martes" not in builders.all_evidence()
    assert builders.opened_values(world, case.id, "note.written") == {"text": "Prefiere la tarde\nsiempre"}


def test_a_note_needs_a_text_and_somebody_who_handles_the_case(world: World, clerk: Visitor, case: OpenCase) -> None:
    for text in ("  ", "a" * (notes.LONGEST + 1)):
        with pytest.raises(Invalid):
            notes.write(world.outside, clerk, case.id, text)
    for stranger in (permits.member(world, "ana", "auditor"), builders.citizen(world, case)):
        with pytest.raises(Denied):
            notes.write(world.outside, stranger, case.id, "Hola")
