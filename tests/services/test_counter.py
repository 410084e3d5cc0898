"""Identity at the counter: what an official accepts, what not, and what that changes."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import Denied, Invalid, NotFound
from app.domain.identity import NEVER, Seen
from app.services import parties as parties_service
from app.services import steps, tasks
from app.services.desk import counter, worklists
from app.services.desk.counter import NumberSettled, OtherDocument
from app.services.desk.worklists import Ask
from app.services.findings import FormIncomplete
from app.services.identification import knock
from app.services.signing import signatures
from app.services.visits import Visitor
from app.store import db
from tests import builders
from tests.builders import ANA, TOWN, OpenCase
from tests.fakes.outside import World
from tests.services import permits
from tests.services.permits import Permit

ROOT = Path(__file__).resolve().parents[2]
DNI = Seen("dni", "12.345.678-z", "counter", date(2031, 5, 1))


@pytest.fixture
def case(world: World) -> OpenCase:
    return builders.open_case(world)


@pytest.fixture
def clerk(world: World) -> Visitor:
    return permits.member(world, "marta", "clerk")


def accept(world: World, clerk: Visitor, case: OpenCase, seen: Seen = DNI, *, correct: bool = False) -> None:
    counter.accept(world.outside, clerk, case.id, case.party, seen, correct=correct)


def facts(world: World, case: OpenCase) -> dict[str, object]:
    with db.reading() as session:
        return dict(steps.hold(session, world.outside, TOWN, case.id).facts)


def test_who_was_seen_with_their_document_is_known_to_an_official(world: World, clerk: Visitor, case: OpenCase) -> None:
    accept(world, clerk, case)

    party = builders.party_row(case.party)
    assert (party.level, party.verified_by, party.verified_how) == ("official", clerk.id, "counter")
    assert party.verified_at == world.clock.now()
    event = builders.happened(case.id)[-1]
    assert event.type == "identity.verified"
    assert event.actor["ref"] == str(clerk.id)
    assert event.data == {
        "document_kind": "dni",
        "method": "counter",
        "outcome": "accepted",
        "level": "official",
    }
    values = builders.opened_values(world, case.id, "identity.verified")
    assert values == {"number": "12345678Z", "expires": "2031-05-01"}
    assert "12345678Z" not in builders.all_evidence()


def test_diagrams_are_told_how_surely_people_are_known_and_how_the_case_goes(
    world: World, clerk: Visitor, case: OpenCase
) -> None:
    before = facts(world, case)

    accept(world, clerk, case)

    assert before["identity"] == {"applicant": "declared"}
    assert facts(world, case)["identity"] == {"applicant": "official"}
    assert before["channel"] == "online"


@pytest.mark.parametrize(
    ("seen", "field", "word"),
    [
        (replace(DNI, number="12345678A"), "number", "number.checksum"),
        (replace(DNI, number="X1234567L"), "number", "identity.other_kind"),
        (replace(DNI, document_kind="nie"), "number", "identity.other_kind"),
        (replace(DNI, document_kind="passport", country="ES", number="1"), "number", "number.characters"),
        (replace(DNI, document_kind="library_card"), "document_kind", "required"),
        (replace(DNI, expires=date(2026, 11, 22)), "expires", "identity.expired"),
        (replace(DNI, method="telephone"), "method", "required"),
    ],
)
def test_a_document_that_cannot_be_is_refused_with_words(
    world: World, clerk: Visitor, case: OpenCase, seen: Seen, field: str, word: str
) -> None:
    with pytest.raises(Invalid) as caught:
        accept(world, clerk, case, seen)

    assert caught.value.problems == {field: word}
    assert builders.party_row(case.party).level == "declared"


@pytest.mark.parametrize("last", [date(2026, 11, 23), NEVER])
def test_a_document_is_good_through_its_last_day_and_some_never_end(
    world: World, clerk: Visitor, case: OpenCase, last: date
) -> None:
    accept(world, clerk, case, replace(DNI, expires=last))

    assert builders.party_row(case.party).level == "official"


def test_another_number_is_not_accepted_unless_it_is_corrected(world: World, clerk: Visitor, case: OpenCase) -> None:
    seen = replace(DNI, number="87654321X")

    with pytest.raises(OtherDocument):
        accept(world, clerk, case, seen)
    accept(world, clerk, case, seen, correct=True)

    with db.reading() as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        details = parties_service.details_of(counter.party_of(session, case.id, case.party), held.seal)
    assert (details.id_number, details.id_type, details.email) == ("87654321X", "dni", ANA.email)
    assert builders.types(case.id)[-2:] == ["party.changed", "identity.verified"]
    assert builders.happened(case.id)[-2].data == {"changed": ["id_number"]}
    values = builders.opened_values(world, case.id, "party.changed")
    assert (values["old_id_number"], values["new_id_number"]) == ("12345678Z", "87654321X")


def test_a_corrected_number_opens_the_door_and_is_found_by_the_desk(
    world: World, clerk: Visitor, case: OpenCase
) -> None:
    accept(world, clerk, case, replace(DNI, document_kind="nie", number="X1234567L"), correct=True)

    knock(world.outside, TOWN, case.token, "X1234567L")

    assert builders.types(case.id)[-1] == "sms.queued"
    assert worklists.listed(world.outside, clerk, Ask(words="12345678Z")).counts["all"] == 0


def test_a_number_that_stands_in_a_document_to_be_signed_stays(town: World) -> None:
    permit = permits.to_signing(town)

    with pytest.raises(NumberSettled):
        accept(town, permit.clerk, permit.case, replace(DNI, number="87654321X"), correct=True)

    assert counter.sheet(town.outside, permit.clerk, permit.case.id, permit.case.party).settled


def test_a_refusal_has_a_reason_and_is_recorded(world: World, clerk: Visitor, case: OpenCase) -> None:
    with pytest.raises(Invalid):
        counter.refuse(world.outside, clerk, case.id, case.party, "dni", "  ")
    counter.refuse(world.outside, clerk, case.id, case.party, "dni", "No es la persona de la foto")

    event = builders.happened(case.id)[-1]
    assert (event.type, event.data["outcome"], event.data["level"]) == ("identity.refused", "refused", "declared")
    assert "foto" not in builders.all_evidence()


def test_a_later_refusal_takes_back_what_was_accepted_with_a_trace(
    world: World, clerk: Visitor, case: OpenCase
) -> None:
    builders.citizen(world, case)
    accept(world, clerk, case)

    counter.refuse(world.outside, clerk, case.id, case.party, "dni", "Era de otra persona")

    party = builders.party_row(case.party)
    assert (party.level, party.verified_by, party.verified_at) == ("code", None, None)
    assert builders.types(case.id)[-2:] == ["identity.verified", "identity.refused"]
    assert facts(world, case)["identity"] == {"applicant": "code"}


def test_nobody_signs_after_a_refusal(town: World) -> None:
    permit = permits.to_signing(town)
    signatures.view(town.outside, permit.citizen)

    counter.refuse(town.outside, permit.clerk, permit.case.id, permit.case.party, "dni", "Era de otra persona")

    with pytest.raises(Denied):
        signatures.send_code(town.outside, permit.citizen)


def test_identity_is_for_those_who_handle_cases(world: World, case: OpenCase) -> None:
    for stranger in (permits.member(world, "ana", "auditor"), builders.citizen(world, case)):
        with pytest.raises(Denied):
            accept(world, stranger, case)
        with pytest.raises(Denied):
            counter.sheet(world.outside, stranger, case.id, case.party)


def test_a_person_of_another_case_is_not_in_this_one(world: World, clerk: Visitor, case: OpenCase) -> None:
    other = builders.open_case(world, builders.JORDI)

    with pytest.raises(NotFound):
        counter.accept(world.outside, clerk, case.id, other.party, DNI, correct=False)


CHECKED = builders.changed(
    permits.SOURCES,
    papers=[{**permits.PAPER, "waived_at": "official"}, permits.PHOTO],
)


@pytest.fixture
def checking(bare_world: World) -> Permit:
    """Return a case whose task for the office establishes who the applicant is."""
    sources = dict(CHECKED)
    name = f"{builders.PROCEDURE}.bpmn"
    form = json.loads((ROOT / "forms" / "identity_check.json").read_text(encoding="utf-8")) | {"id": "decide"}
    sources["forms/decide.json"] = json.dumps(form).encode()
    sources[name] = sources[name].replace(
        b'<spiffworkflow:property name="form" value="decide" />',
        b'<spiffworkflow:property name="form" value="decide" />'
        b'<spiffworkflow:property name="verifies" value="applicant" />',
    )
    permits.found_town()
    builders.publish(bare_world.outside, sources=sources)
    permit = permits.opened(bare_world)
    permits.asked(bare_world, permit)
    return permit


def checked(method: str, **other: str) -> dict[str, str]:
    return {
        "outcome": "accepted",
        "method": method,
        "document_kind": "dni",
        "document_number": "12345678Z",
        "document_expiry": "2031-05-01",
        **other,
    }


def test_a_copy_that_is_waived_is_missed_only_when_the_copy_was_what_was_looked_at(
    bare_world: World, checking: Permit
) -> None:
    with pytest.raises(FormIncomplete) as caught:
        _decide(bare_world, checking, checked("papers"))
    _decide(bare_world, checking, checked("counter"))

    assert caught.value.problems == {"": "identity.papers_first"}
    assert builders.party_row(checking.case.party).verified_how == "counter"
    assert builders.opened_values(bare_world, checking.case.id, "identity.verified")["expires"] == "2031-05-01"


def test_a_task_that_establishes_an_identity_refuses_another_number(bare_world: World, checking: Permit) -> None:
    with pytest.raises(FormIncomplete) as caught:
        _decide(bare_world, checking, checked("counter", document_number="87654321X"))

    assert caught.value.problems == {"": "identity.other_document"}
    assert "identity.verified" not in builders.types(checking.case.id)


def _decide(world: World, permit: Permit, answers: dict[str, str]) -> None:
    tasks.complete(world.outside, permit.clerk, permits.task_of(permit, "decide"), answers)
