"""Sign on paper: by hand, before an official who says so; the seal and the register follow as always."""

import json
from dataclasses import replace

import pytest

from app.documents import pki
from app.documents import verification as judges
from app.domain.errors import DocumentRejected, Invalid
from app.evidence import policy as policies
from app.evidence import verifier
from app.services.access import LevelTooLow
from app.services.desk import counter
from app.services.files import bundles, documents, verification
from app.services.files.papers import Owner
from app.services.presence import NotHere
from app.services.signing import paper_signing, signatures
from app.services.signing.paper_signing import Scan
from app.services.signing.signatures import NothingToSign
from app.services.visits import RoleMissing, Visitor
from app.store import db, people
from tests import builders
from tests.builders import ANA, JORDI, TOWN
from tests.documents import hostile
from tests.fakes.outside import World
from tests.services import permits
from tests.services.permits import BOTH, Permit
from tests.services.test_counter import DNI


@pytest.fixture
def permit(town: World) -> Permit:
    """Return a case in which the applicant, seen at the counter today, is asked to sign."""
    found = permits.to_signing(town)
    counter.accept(town.outside, found.clerk, found.case.id, found.case.party, DNI, correct=False)
    return found


def signer(permit: Permit) -> Owner:
    return Owner(permit.case.id, permit.case.party)


def scan(world: World, permit: Permit, content: bytes = b"") -> Scan:
    """Return the sheet signed for what waits now."""
    waiting = paper_signing.pending(world.outside, permit.clerk, signer(permit))
    return Scan(str(waiting.id), "escaneo.pdf", content or hostile.pdf(2))


def attest(world: World, permit: Permit, sheet: Scan, *, ticked: bool = True) -> None:
    paper_signing.attest(world.outside, permit.clerk, signer(permit), sheet, ticked=ticked)


def of_kind(world: World, visitor: Visitor, permit: Permit, kind: str) -> list[documents.DocumentView]:
    return [one for one in documents.list_of(world.outside, visitor, permit.case.id) if one.kind == kind]


def test_what_was_signed_by_hand_is_sealed_and_registered(town: World, permit: Permit) -> None:
    attest(town, permit, scan(town, permit))

    permits.work(town)

    types = builders.types(permit.case.id)
    wanted = ["sign.requested", "sign.consented", "sign.completed", "seal.applied", "registry.entered"]
    assert [one for one in types[: types.index("registry.entered") + 1] if one in wanted] == wanted
    assert "sign.key_destroyed" not in types
    assert "sign.otp_sent" not in types
    assert "sign" in [call.element for call in builders.call_rows("signature.request") if call.status == "done"]
    assert of_kind(town, permit.citizen, permit, "rendered")[0].state == "final"
    assert of_kind(town, permit.citizen, permit, "receipt")


def test_evidence_says_who_saw_it_and_which_sheet(town: World, permit: Permit) -> None:
    attest(town, permit, scan(town, permit))

    copy = of_kind(town, permit.clerk, permit, "signed_copy")[0]
    acts = [one for one in builders.happened(permit.case.id) if one.type in {"sign.consented", "sign.completed"}]
    for act in acts:
        assert (act.actor["kind"], act.actor["ref"]) == ("clerk", str(permit.clerk.id))
        assert (act.data["method"], act.data["witness"]) == ("paper", str(permit.clerk.id))
    assert [act.type for act in acts] == ["sign.consented", "sign.completed"]
    assert builders.all_evidence().count(copy.sha256) == len(acts)


def test_the_sheet_is_kept_for_the_desk_and_for_its_signer(town: World, permit: Permit) -> None:
    sheet = scan(town, permit, hostile.image("PNG"))

    attest(town, permit, sheet)

    own = of_kind(town, permit.citizen, permit, "signed_copy")
    assert [one.title for one in own] == ["Orden (copia firmada en papel)"]
    assert own == of_kind(town, permit.clerk, permit, "signed_copy")
    taken = documents.download(town.outside, permit.citizen, own[0].id)
    assert (taken.body, taken.mime) == (sheet.content, "image/png")
    assert taken.name.endswith(".png")


def test_verification_says_that_it_was_signed_on_paper_and_demands_the_seal_alone(town: World, permit: Permit) -> None:
    attest(town, permit, scan(town, permit))
    permits.work(town)
    issued = of_kind(town, permit.clerk, permit, "rendered")[0]

    found = verification.by_code(town.outside, TOWN, issued.csv)

    assert found is not None
    assert (found.final, found.intact, found.level) == (True, True, "B-LTA")
    assert [(one.name, one.on_paper) for one in found.signers] == [(ANA.full_name, True)]
    body = documents.download(town.outside, permit.clerk, issued.id).body
    trust = judges.trust_of(pki.load(town.outside.pki_folder, town.outside.pki_passphrase), town.clock.now())
    report = judges.verify(body, trust, now=town.clock.now(), required=("seal",))
    assert (report.verdict, [one.kind for one in report.signatures]) == ("valid", ["seal", "stamp"])


def test_one_may_sign_on_paper_and_another_with_a_code(town: World) -> None:
    permit = permits.opened(town)
    permits.asked(town, permit, parcel=BOTH)
    permits.known(permit.case.party)
    partner = permits.partner(town, permit)
    permits.decided(town, permit)
    permits.work(town)
    counter.accept(town.outside, permit.clerk, permit.case.id, permit.case.party, DNI, correct=False)
    attest(town, permit, scan(town, permit))
    permits.work(town)
    half = of_kind(town, permit.clerk, permit, "rendered")[0]

    permits.sign(town, partner)
    permits.work(town)

    done = of_kind(town, permit.clerk, permit, "rendered")[0]
    assert (half.state, done.state) == ("signing", "final")
    found = verification.by_code(town.outside, TOWN, done.csv)
    assert found is not None
    assert found.intact
    assert {one.name: one.on_paper for one in found.signers} == {ANA.full_name: True, JORDI.full_name: False}
    assert of_kind(town, partner, permit, "signed_copy") == []


def test_the_signer_reads_in_their_portal_how_they_signed(town: World, permit: Permit) -> None:
    attest(town, permit, scan(town, permit))

    state = signatures.state_of(town.outside, permit.citizen)

    assert (state.status, state.on_paper, state.final) == ("signed", True, False)


def test_who_is_not_at_the_counter_does_not_sign(town: World, permit: Permit) -> None:
    sheet = scan(town, permit)
    town.clock.forward(days=1)

    with pytest.raises(NotHere):
        paper_signing.pending(town.outside, permit.clerk, signer(permit))
    with pytest.raises(NotHere):
        attest(town, permit, sheet)

    assert "sign.consented" not in builders.types(permit.case.id)


def test_whom_no_official_knows_does_not_sign(town: World, permit: Permit) -> None:
    sheet = scan(town, permit)
    with_level(permit, "code")

    with pytest.raises(LevelTooLow):
        attest(town, permit, sheet)

    assert "sign.consented" not in builders.types(permit.case.id)


def with_level(permit: Permit, level: str) -> None:
    """Let a person who is at the counter be known to `level` only."""
    with db.bookkeeping("a level for a test") as session:
        people.party(session, permit.case.party, lock=True).level = level


def test_only_those_who_handle_cases_attest(town: World, permit: Permit) -> None:
    sheet, auditor = scan(town, permit), permits.member(town, "nuria", "auditor")

    with pytest.raises(RoleMissing):
        attest(town, replace(permit, clerk=auditor), sheet)


def test_a_file_that_is_none_is_refused_and_noted(town: World, permit: Permit) -> None:
    with pytest.raises(DocumentRejected) as caught:
        attest(town, permit, scan(town, permit, b"no picture"))

    last = builders.happened(permit.case.id)[-1]
    assert (last.type, last.data["reason"]) == ("document.refused", caught.value.reason)
    assert paper_signing.pending(town.outside, permit.clerk, signer(permit)).status == "waiting"


def test_the_sheet_and_the_tick_are_both_asked_for(town: World, permit: Permit) -> None:
    sheet = scan(town, permit)

    with pytest.raises(Invalid) as caught:
        attest(town, permit, replace(sheet, content=b""), ticked=False)

    assert caught.value.problems == {"file": "required", "declares": "required"}
    assert of_kind(town, permit.clerk, permit, "signed_copy") == []


def test_a_second_click_signs_nothing(town: World, permit: Permit) -> None:
    sheet = scan(town, permit)
    attest(town, permit, sheet)

    with pytest.raises(NothingToSign):
        attest(town, permit, sheet)

    permits.work(town)
    assert builders.types(permit.case.id).count("sign.completed") == 1
    assert len(of_kind(town, permit.clerk, permit, "signed_copy")) == 1


def test_a_sheet_for_another_signature_signs_nothing(town: World, permit: Permit) -> None:
    sheet = replace(scan(town, permit), signature=str(permit.case.id))

    with pytest.raises(NothingToSign):
        attest(town, permit, sheet)


def test_the_bundle_proves_a_case_that_was_signed_on_paper(town: World, permit: Permit) -> None:
    attest(town, permit, scan(town, permit))
    permits.work(town)

    found = bundles.download(town.outside, permit.clerk, permit.case.id)

    verdict = verifier.verify(found.body, json.loads(policies.encode(bundles.policy_of(town.outside, TOWN))))
    assert verdict["valid"] is True
    assert verdict["counts"]["documents"] == verdict["counts"]["documents_named"]
