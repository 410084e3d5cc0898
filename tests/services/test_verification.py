"""Verification codes: whoever holds one can ask whether a paper is ours."""

import pytest

from app.domain.errors import NotFound
from app.services.files import documents, verification
from app.services.files.documents import DocumentView
from tests import builders
from tests.builders import ANA, TOWN
from tests.documents import hostile
from tests.fakes.outside import World
from tests.services import neighbours, permits
from tests.services.permits import Permit


@pytest.fixture
def permit(town: World) -> Permit:
    found = permits.to_signing(town)
    permits.sign(town, found.citizen)
    permits.work(town)
    return found


def of_kind(world: World, permit: Permit, kind: str) -> DocumentView:
    found = documents.list_of(world.outside, permit.clerk, permit.case.id)
    return next(one for one in found if one.kind == kind)


def test_a_code_tells_what_was_issued_and_that_it_holds(town: World, permit: Permit) -> None:
    issued = of_kind(town, permit, "rendered")

    found = verification.by_code(town.outside, TOWN, issued.csv.lower().replace("-", " "))

    assert found is not None
    assert (found.title, found.final, found.intact, found.level) == ("Orden", True, True, "B-LTA")
    assert found.sha256 == issued.sha256
    assert [one.name for one in found.signers] == [ANA.full_name]
    assert found.demonstration


def test_a_receipt_is_found_too(town: World, permit: Permit) -> None:
    found = verification.by_code(town.outside, TOWN, of_kind(town, permit, "receipt").csv)

    assert found is not None
    assert (found.kind, found.final, found.intact, found.signers) == ("receipt", True, True, ())


@pytest.mark.parametrize("code", ["", "nonsense", "0" * 26, "Ñ" * 26])
def test_a_code_that_is_not_ours_finds_nothing(town: World, code: str) -> None:
    assert verification.by_code(town.outside, TOWN, code) is None
    with pytest.raises(NotFound):
        verification.original(town.outside, TOWN, code)
    with pytest.raises(NotFound):
        verification.compare(town.outside, TOWN, code, b"")


def test_a_document_that_is_not_final_says_so_and_is_not_handed_out(town: World) -> None:
    permit = permits.to_signing(town)
    csv = of_kind(town, permit, "rendered").csv

    found = verification.by_code(town.outside, TOWN, csv)

    assert found is not None
    assert not found.final
    with pytest.raises(NotFound):
        verification.original(town.outside, TOWN, csv)


def test_taking_the_original_is_evidence(town: World, permit: Permit) -> None:
    issued = of_kind(town, permit, "rendered")

    content = verification.original(town.outside, TOWN, issued.csv)

    assert content.body == documents.download(town.outside, permit.clerk, issued.id).body
    taken = [event for event in builders.happened(permit.case.id) if event.type == "document.downloaded"]
    assert taken[0].actor["auth"] == "csv"


def test_a_file_is_held_against_what_was_issued(town: World, permit: Permit) -> None:
    csv = of_kind(town, permit, "rendered").csv
    ours = verification.original(town.outside, TOWN, csv).body

    same, longer, strange = (
        verification.compare(town.outside, TOWN, csv, content) for content in (ours, ours + b"\n% more", hostile.pdf())
    )

    assert same.same
    assert (longer.same, longer.verdict) == (False, "altered")
    assert (strange.same, strange.verdict) == (False, "unsigned")


def test_a_document_for_information_is_final_without_a_signature_and_holds_by_its_digest(town: World) -> None:
    template = permits.TEMPLATE.replace(b"#signatures(data.signers)\n#seal-box()\n", b"")
    builders.publish(town.outside, sources={**permits.SOURCES, "documents/order.typ": template}, number=2)
    permit = permits.opened(town)
    call = neighbours.call(town, permit.case, "documents.render")
    given = {"document": "order", "answers": [], "values": {"reference": "x"}}

    made = documents.CaseDocuments(town.outside).render(call, **given)  # type: ignore[arg-type]  # as a diagram gives it

    found = verification.by_code(town.outside, TOWN, made.csv)
    assert found is not None
    assert (found.final, found.intact, found.level, found.signers) == (True, True, "", ())
    assert verification.original(town.outside, TOWN, made.csv).body.startswith(b"%PDF-")
