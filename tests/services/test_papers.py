"""Papers: asked for, handed in, replaced, taken back, accepted, returned with a reason."""

from pathlib import Path
from uuid import UUID

import pytest

from app.domain.errors import Denied, DocumentRejected, Invalid, NotFound, OperatorUnavailable
from app.services import cases, steps
from app.services.files import documents, papers
from app.services.files.papers import CaseOver, PaperSettled, PaperView
from app.services.visits import Visitor
from app.store import db
from app.store.tables import CaseRow
from tests import builders
from tests.builders import ANA, TOWN
from tests.documents import hostile
from tests.fakes.outside import World
from tests.services import permits
from tests.services.permits import BOTH, Permit

PDF = hostile.pdf(2)


@pytest.fixture
def permit(town: World) -> Permit:
    found = permits.opened(town)
    permits.asked(town, found)
    return found


def hand_in(world: World, visitor: Visitor, slot: str = "identity", content: bytes = PDF) -> PaperView:
    return papers.receive(world.outside, visitor, slot, "../my paper.pdf", content)


def document_of(paper: PaperView) -> UUID:
    assert paper.document is not None
    return paper.document.id


def missing(world: World, permit: Permit, role: str = "applicant", **answers: str) -> list[str]:
    with db.reading() as session:
        held = steps.hold(session, world.outside, TOWN, permit.case.id)
        return papers.missing(held, role, answers)


def test_the_slots_asked_of_a_person_follow_the_answers(town: World) -> None:
    permit = permits.opened(town)
    before = [paper.slot for paper in papers.slots(town.outside, permit.citizen, permit.case.id)]
    permits.asked(town, permit, parcel=BOTH)
    partner = permits.partner(town, permit)

    after = papers.slots(town.outside, permit.citizen, permit.case.id)
    theirs = papers.slots(town.outside, partner, permit.case.id)
    everybodys = papers.slots(town.outside, permit.clerk, permit.case.id)

    assert before == ["identity", "photo"]
    assert [(paper.slot, paper.required, paper.state) for paper in after] == [
        ("identity", True, "missing"),
        ("deed", True, "missing"),
        ("photo", False, "missing"),
    ]
    assert [(paper.slot, paper.title) for paper in theirs] == [("partner_identity", "Paper partner_identity")]
    assert len(everybodys) == 4


def test_a_paper_is_kept_sealed_with_its_digest_as_evidence(town: World, permit: Permit) -> None:
    paper = hand_in(town, permit.citizen)

    assert paper.state == "received"
    assert paper.document is not None
    assert (paper.document.file_name, paper.document.pages, paper.document.mime) == (
        "my paper.pdf",
        2,
        "application/pdf",
    )
    assert PDF not in town.blobs.kept.values()
    assert documents.download(town.outside, permit.clerk, paper.document.id).body == PDF
    assert "my paper" not in builders.all_evidence()
    assert builders.opened_values(town, permit.case.id, "document.uploaded") == {"file_name": "my paper.pdf"}
    assert paper.document.sha256 in builders.all_evidence()


def test_what_is_missing_is_what_is_required_of_that_party_and_not_handed_in(town: World, permit: Permit) -> None:
    assert missing(town, permit) == ["identity"]
    assert missing(town, permit, parcel=BOTH) == ["identity", "deed"]
    assert missing(town, permit, "partner", parcel=BOTH) == ["partner_identity"]

    hand_in(town, permit.citizen)

    assert missing(town, permit) == []


def test_the_same_file_sent_twice_is_one_paper(town: World, permit: Permit) -> None:
    first = hand_in(town, permit.citizen)

    again = hand_in(town, permit.citizen)

    assert document_of(again) == document_of(first)
    assert builders.types(permit.case.id).count("document.uploaded") == 1


def test_another_file_takes_the_place_of_the_first(town: World, permit: Permit) -> None:
    first = hand_in(town, permit.citizen)

    second = hand_in(town, permit.citizen, content=hostile.image())

    states = {one.id: one.state for one in documents.list_of(town.outside, permit.citizen, permit.case.id)}
    assert states == {document_of(first): "replaced", document_of(second): "received"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (hostile.encrypted(), "encrypted"), (b"MZ" + PDF, "executable"), (b"x" * 11_000_000, "too_big")],
)
def test_a_bad_file_is_refused_with_its_reason_and_that_is_evidence(
    town: World, permit: Permit, content: bytes, reason: str
) -> None:
    with pytest.raises(DocumentRejected) as caught:
        hand_in(town, permit.citizen, content=content)

    assert caught.value.reason == reason
    assert builders.happened(permit.case.id)[-1].data == {"slot": "identity", "reason": reason}
    assert documents.list_of(town.outside, permit.citizen, permit.case.id) == []


def test_a_slot_that_is_not_asked_of_somebody_does_not_exist_for_them(town: World, permit: Permit) -> None:
    for slot in ("deed", "partner_identity", "nothing"):
        with pytest.raises(NotFound):
            hand_in(town, permit.citizen, slot)


def test_a_full_store_takes_in_nothing(town: World, permit: Permit) -> None:
    town.blobs.fault = OperatorUnavailable("no room")

    with pytest.raises(OperatorUnavailable):
        hand_in(town, permit.citizen)

    assert missing(town, permit) == ["identity"]


def test_a_paper_handed_in_for_a_check_stays(town: World, permit: Permit) -> None:
    paper = hand_in(town, permit.citizen)

    with pytest.raises(PaperSettled):
        papers.withdraw(town.outside, permit.citizen, document_of(paper))


def test_a_paper_of_an_ended_case_is_not_returned(town: World, permit: Permit) -> None:
    paper = hand_in(town, permit.citizen)
    with db.bookkeeping("the case ends for a test") as session:
        session.get_one(CaseRow, permit.case.id).status = "ended"

    with pytest.raises(CaseOver):
        papers.give_back(town.outside, permit.clerk, document_of(paper), "tarde")


def test_a_paper_that_was_taken_back_is_missing_again(town: World) -> None:
    permit = permits.opened(town)
    paper = hand_in(town, permit.citizen)

    papers.withdraw(town.outside, permit.citizen, document_of(paper))

    assert missing(town, permit) == ["identity"]
    assert builders.types(permit.case.id)[-1] == "document.withdrawn"
    with pytest.raises(PaperSettled):
        papers.withdraw(town.outside, permit.citizen, document_of(paper))


def test_an_accepted_paper_stays_as_it_is(town: World, permit: Permit) -> None:
    paper = hand_in(town, permit.citizen)

    papers.accept(town.outside, permit.clerk, document_of(paper))

    assert builders.types(permit.case.id)[-1] == "document.accepted"
    for act in (
        lambda: papers.withdraw(town.outside, permit.citizen, document_of(paper)),
        lambda: hand_in(town, permit.citizen, content=hostile.image()),
        lambda: papers.accept(town.outside, permit.clerk, document_of(paper)),
    ):
        with pytest.raises(PaperSettled):
            act()


def test_a_returned_paper_says_why_to_its_owner_alone(town: World, permit: Permit) -> None:
    paper = hand_in(town, permit.citizen)

    papers.give_back(town.outside, permit.clerk, document_of(paper), " The back is missing. ")

    shown = papers.slots(town.outside, permit.citizen, permit.case.id)[0]
    assert (shown.state, shown.reason) == ("returned", "The back is missing.")
    assert missing(town, permit) == ["identity"]
    assert "back is missing" not in builders.all_evidence()
    assert builders.opened_values(town, permit.case.id, "document.returned") == {"reason": "The back is missing."}


def test_a_returned_paper_is_announced_without_its_reason_and_with_a_way_in(town: World, permit: Permit) -> None:
    paper = hand_in(town, permit.citizen)

    papers.give_back(town.outside, permit.clerk, document_of(paper), "Blurred")

    builders.deliver(town)
    letter = town.mail.sent[-1]
    assert letter.to == ANA.email
    assert "Papel identity" in letter.text
    assert "Blurred" not in letter.text
    assert builders.token_in(letter.text)


def test_a_paper_that_was_returned_can_be_handed_in_again_and_accepted(town: World, permit: Permit) -> None:
    papers.give_back(town.outside, permit.clerk, document_of(hand_in(town, permit.citizen)), "Blurred")

    second = hand_in(town, permit.citizen)
    papers.accept(town.outside, permit.clerk, document_of(second))

    shown = papers.slots(town.outside, permit.citizen, permit.case.id)[0]
    assert (shown.state, shown.reason, missing(town, permit)) == ("accepted", "", [])


def test_a_return_needs_a_reason(town: World, permit: Permit) -> None:
    paper = hand_in(town, permit.citizen)

    for reason in ("  ", "x" * 2001):
        with pytest.raises(Invalid):
            papers.give_back(town.outside, permit.clerk, document_of(paper), reason)


def test_only_clerks_review(town: World, permit: Permit) -> None:
    paper = hand_in(town, permit.citizen)
    auditor = permits.member(town, "auditor", "auditor")

    for visitor in (permit.citizen, auditor):
        with pytest.raises(Denied):
            papers.accept(town.outside, visitor, document_of(paper))


def test_a_paper_of_one_person_is_hidden_from_another_in_the_case(town: World) -> None:
    permit = permits.opened(town)
    permits.asked(town, permit, parcel=BOTH)
    partner = permits.partner(town, permit)

    theirs = hand_in(town, partner, "partner_identity")

    with pytest.raises(NotFound):
        documents.shown(town.outside, permit.citizen, document_of(theirs))
    with pytest.raises(NotFound):
        papers.withdraw(town.outside, permit.citizen, document_of(theirs))


def test_nothing_is_handed_in_once_the_case_has_ended(town: World, permit: Permit) -> None:
    with db.bookkeeping("the end of a case for a test") as session:
        steps.hold(session, town.outside, TOWN, permit.case.id).row.status = "ended"

    with pytest.raises(CaseOver):
        hand_in(town, permit.citizen)


def test_a_picture_can_be_looked_at(town: World, permit: Permit) -> None:
    paper = hand_in(town, permit.citizen, content=hostile.image())

    assert documents.page_image(town.outside, permit.clerk, document_of(paper), 1).startswith(b"\x89PNG")


WAIVING = builders.changed(permits.SOURCES, papers=[{**permits.PAPER, "waived_at": "official"}, permits.PHOTO])


@pytest.fixture
def waiving(bare_world: World, keys_folder: Path) -> World:
    """Return a town whose procedure needs no copy of a document that an official has seen."""
    permits.found_town()
    builders.publish(bare_world.outside, sources=WAIVING)
    return permits.with_keys(bare_world, keys_folder)


def test_who_was_seen_with_their_document_need_not_hand_in_its_copy(waiving: World) -> None:
    permit = permits.opened(waiving)
    permits.asked(waiving, permit)
    before = missing(waiving, permit)

    permits.known(permit.case.party)

    assert before == ["identity"]
    assert missing(waiving, permit) == []
    for reader in (permit.citizen, permit.clerk):
        assert [one.slot for one in papers.slots(waiving.outside, reader, permit.case.id)] == ["photo"]
    with pytest.raises(NotFound):
        hand_in(waiving, permit.citizen)


def test_a_copy_that_was_handed_in_before_it_was_waived_is_still_shown_and_holds_nothing_up(waiving: World) -> None:
    permit = permits.opened(waiving)
    permits.asked(waiving, permit)
    hand_in(waiving, permit.citizen)

    permits.known(permit.case.party)

    assert [one.state for one in papers.slots(waiving.outside, permit.clerk, permit.case.id)] == ["received", "missing"]
    with db.reading() as session:
        held = steps.hold(session, waiving.outside, TOWN, permit.case.id)
        assert papers.unsettled(held, "applicant") == []


def test_answers_that_were_given_before_the_first_form_decide_no_paper(town: World) -> None:
    permit = permits.opened(town)
    with db.bookkeeping("answers from before the case for a test") as session:
        cases.keep_answers(steps.hold(session, town.outside, TOWN, permit.case.id), "triage", {"parcel": "alone"})
    permits.asked(town, permit, parcel=BOTH)

    found = papers.slots(town.outside, permit.citizen, permit.case.id)

    assert [one.slot for one in found] == ["identity", "deed", "photo"]
