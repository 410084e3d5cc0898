"""Documents: made for the diagram, seen by those who may."""

import io
from uuid import uuid4

import pikepdf
import pytest

from app.domain.errors import NotFound, OperatorFailed, OperatorUnavailable
from app.services.files import documents
from app.services.files.documents import CaseDocuments
from app.services.visits import Visitor
from app.store import db
from app.store import documents as store
from tests import builders
from tests.builders import ANA
from tests.fakes.outside import World
from tests.services import permits
from tests.services.permits import Permit


@pytest.fixture
def permit(town: World) -> Permit:
    return permits.to_signing(town)


def only(world: World, visitor: Visitor, permit: Permit) -> documents.DocumentView:
    return documents.list_of(world.outside, visitor, permit.case.id)[0]


def test_a_document_is_frozen_with_its_digest_and_a_code_that_evidence_only_commits_to(
    town: World, permit: Permit
) -> None:
    made = only(town, permit.citizen, permit)

    assert made.kind == "rendered"
    assert made.title == "Orden"
    assert made.pages == 1
    assert len(made.csv) == 32
    assert made.csv not in builders.all_evidence()
    assert builders.opened_values(town, permit.case.id, "document.frozen") == {"csv": made.csv}
    types = builders.types(permit.case.id)
    assert types.index("document.rendered") < types.index("document.frozen") < types.index("sign.requested")


def test_a_document_shows_answers_as_people_read_them(town: World, permit: Permit) -> None:
    made = only(town, permit.citizen, permit)

    content = documents.download(town.outside, permit.citizen, made.id)

    assert content.name == f"{permit.case.number.replace('/', '-')}-order.pdf"
    with pikepdf.open(io.BytesIO(content.body)) as pdf:
        assert [str(field.T) for field in pdf.Root.AcroForm.Fields] == ["signer_applicant", "seal"]
    assert builders.types(permit.case.id)[-1] == "document.downloaded"


def test_what_lies_in_the_store_is_sealed(town: World, permit: Permit) -> None:
    assert permit.case.number
    assert town.blobs.kept
    assert not any(content.startswith(b"%PDF") or b"Ana" in content for content in town.blobs.kept.values())


def test_the_same_call_renders_once(town: World, permit: Permit) -> None:
    call = permits.call_of(permit)

    first = CaseDocuments(town.outside).render(call, document="order", answers=[], values={})
    again = CaseDocuments(town.outside).render(call, document="order", answers=[], values={})

    assert first == again
    assert builders.types(permit.case.id).count("document.frozen") == 1


@pytest.mark.parametrize(
    ("document", "answers", "error"),
    [
        ("nothing", [], "document_unknown"),
        ("order", [str(uuid4())], "answers_unknown"),
        ("order", ["x"], "answers_unknown"),
    ],
)
def test_a_diagram_that_asks_for_the_impossible_is_told(
    town: World, document: str, answers: list[str], error: str
) -> None:
    permit = permits.opened(town)
    permits.asked(town, permit)
    permits.decided(town, permit)
    call = permits.call_of(permit, "mandates.reserve")

    with pytest.raises(OperatorFailed) as caught:
        CaseDocuments(town.outside).render(call, document=document, answers=answers, values={})

    assert caught.value.error == error


def test_a_full_store_leaves_no_document_and_the_next_attempt_makes_it(town: World) -> None:
    permit = permits.opened(town)
    permits.asked(town, permit)
    permits.known(permit.case.party)
    permits.decided(town, permit)
    town.blobs.fault = OperatorUnavailable("no room")
    permits.work(town)
    assert documents.list_of(town.outside, permit.citizen, permit.case.id) == []

    town.blobs.fault = None
    town.clock.forward(hours=1)
    permits.work(town)

    assert builders.types(permit.case.id).count("document.frozen") == 1


def test_a_page_is_a_picture(town: World, permit: Permit) -> None:
    made = only(town, permit.citizen, permit)

    picture = documents.page_image(town.outside, permit.citizen, made.id, 1)

    assert picture.startswith(b"\x89PNG")
    with pytest.raises(NotFound):
        documents.page_image(town.outside, permit.citizen, made.id, 2)


def test_showing_a_document_is_evidence_with_its_digest(town: World, permit: Permit) -> None:
    made = only(town, permit.clerk, permit)

    documents.shown(town.outside, permit.clerk, made.id)

    last = builders.happened(permit.case.id)[-1]
    assert (last.type, last.actor["kind"]) == ("document.viewed", "clerk")
    assert made.sha256 in builders.all_evidence()


def test_nobody_sees_the_documents_of_another_case(town: World, permit: Permit) -> None:
    other = builders.citizen(town, builders.open_case(town, builders.other_number(ANA, "87654321X")))
    made = only(town, permit.citizen, permit)

    for act in (documents.shown, documents.download):
        with pytest.raises(NotFound):
            act(town.outside, other, made.id)
    with pytest.raises(NotFound):
        documents.page_image(town.outside, other, made.id, 1)


def test_another_party_sees_only_what_it_is_asked_to_sign(town: World, permit: Permit) -> None:
    partner = permits.partner(town, permit)

    assert documents.list_of(town.outside, partner, permit.case.id) == []
    with pytest.raises(NotFound):
        documents.shown(town.outside, partner, only(town, permit.citizen, permit).id)


def test_a_stored_file_that_was_exchanged_is_not_handed_out(town: World, permit: Permit) -> None:
    made = only(town, permit.citizen, permit)
    with db.reading() as session:
        blob = store.version(session, made.id, 1).blob
    town.blobs.kept[blob] = town.blobs.kept[blob][:-1] + b"\0"

    with pytest.raises(Exception, match="sealed value does not open"):
        documents.download(town.outside, permit.citizen, made.id)

    assert builders.types(permit.case.id)[-1] != "document.downloaded"
