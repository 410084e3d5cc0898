"""Signing: read, tick, prove with a code, and a worker makes signature and seal."""

import hashlib
import io
from functools import partial
from uuid import UUID

import pikepdf
import pytest

from app.documents import pki, verification
from app.documents.verification_report import Report
from app.domain.errors import Denied, Invalid, NotFound, OperatorFailed
from app.services import calls
from app.services.desk import desk_case
from app.services.files import documents
from app.services.signing import signatures
from app.services.signing.signatures import CodeRefused, NothingToSign, NotReadYet, TooManyCodes
from app.services.signing.signing_consent import Browser
from app.services.visits import Visitor
from app.store import db, outbox
from app.store import documents as store
from tests import builders
from tests.builders import ANA, JORDI
from tests.fakes.outside import NoTimestamps, World
from tests.services import permits
from tests.services.permits import BOTH, Permit


@pytest.fixture
def permit(town: World) -> Permit:
    return permits.to_signing(town)


@pytest.fixture
def pair(town: World) -> tuple[Permit, Visitor]:
    """Return a case in which two people are asked to sign the same document."""
    permit = permits.opened(town)
    permits.asked(town, permit, parcel=BOTH)
    permits.known(permit.case.party)
    partner = permits.partner(town, permit)
    permits.decided(town, permit)
    permits.work(town)
    return permit, partner


def ready(world: World, visitor: Visitor) -> str:
    """Read the document and return the code that was sent."""
    signatures.view(world.outside, visitor)
    signatures.send_code(world.outside, visitor)
    permits.work(world)
    return permits.code(world)


def document(world: World, permit: Permit) -> documents.DocumentView:
    found = documents.list_of(world.outside, permit.citizen, permit.case.id)
    return next(one for one in found if one.kind == "rendered")


def checked(world: World, permit: Permit, *required: str) -> Report:
    found = document(world, permit)
    body = documents.download(world.outside, permit.citizen, found.id).body
    trust = verification.trust_of(pki.load(world.outside.pki_folder, world.outside.pki_passphrase), world.clock.now())
    expected = bytes.fromhex(found.sha256)
    return verification.verify(body, trust, now=world.clock.now(), expected_sha256=expected, required=required)


def test_a_signer_is_mailed_a_way_in_and_sees_exactly_what_will_be_signed(town: World, permit: Permit) -> None:
    letter = town.mail.sent[-1]

    found = signatures.view(town.outside, permit.citizen)

    assert letter.to == ANA.email
    assert "Orden" in letter.text
    assert builders.token_in(letter.text)
    file = signatures.frozen(town.outside, permit.citizen)
    assert hashlib.sha256(file.body).hexdigest() == found.sha256
    assert (found.signer, found.signer_document, found.phone) == (ANA.full_name, "***4567**", "*** *** 678")
    assert found.others == ()
    assert found.sentence == "Declaro que son ciertos los datos a firmar y confirmo mi voluntad de firmar."
    assert signatures.page_image(town.outside, permit.citizen, 1).startswith(b"\x89PNG")
    assert builders.types(permit.case.id)[-1] == "document.viewed"


def test_the_code_names_the_document_and_belongs_to_it(town: World, permit: Permit) -> None:
    ready(town, permit.citizen)

    text = town.sms.sent[-1].text
    assert document(town, permit).csv[:9] in text
    assert "sin validez" in text
    assert town.sms.sent[-1].to == ANA.mobile
    assert permits.code(town) not in builders.all_evidence()


def test_a_signed_document_is_sealed_and_answers_the_diagram(town: World, permit: Permit) -> None:
    permits.sign(town, permit.citizen)
    before = signatures.state_of(town.outside, permit.citizen)

    permits.work(town)

    after = signatures.state_of(town.outside, permit.citizen)
    assert (before.status, before.final, after.status, after.final, after.failed) == (
        "consented", False, "signed", True, False,
    )  # fmt: skip
    report = checked(town, permit, "signer_applicant", "seal")
    assert (report.verdict, report.level) == ("valid", "B-LTA")
    assert [one.kind for one in report.signatures] == ["citizen", "seal", "stamp"]
    assert "sign" in [call.element for call in builders.call_rows("signature.request") if call.status == "done"]
    assert document(town, permit).state == "final"


def test_every_act_of_a_signature_is_evidence(town: World, permit: Permit) -> None:
    permits.sign(town, permit.citizen)
    permits.work(town)

    types = builders.types(permit.case.id)
    wanted = [
        "sign.requested",
        "document.viewed",
        "sign.otp_sent",
        "code.verified",
        "sign.consented",
        "sign.completed",
        "sign.key_destroyed",
        "seal.applied",
        "registry.entered",
    ]
    assert [one for one in types[: types.index("registry.entered") + 1] if one in wanted] == wanted


def test_the_manifest_binds_person_document_code_and_consent(town: World, permit: Permit) -> None:
    permits.sign(town, permit.citizen)
    permits.work(town)

    signature = checked(town, permit).signatures[0]
    assert signature.manifest_bound
    assert signature.manifest is not None
    text = signature.manifest.decode()
    for part in (ANA.id_number, '"method":"video"', '"destination":"*** *** 678"', permit.case.number):
        assert part in text
    assert ANA.mobile not in text
    digests = [event.data.get("manifest_sha256") for event in builders.happened(permit.case.id)]
    assert hashlib.sha256(signature.manifest).hexdigest() in digests
    body = documents.download(town.outside, permit.citizen, document(town, permit).id).body
    with pikepdf.open(io.BytesIO(body)) as opened:
        assert list(opened.attachments) == ["evidencias.json"]


def test_two_people_sign_one_document_before_it_is_sealed(town: World, pair: tuple[Permit, Visitor]) -> None:
    permit, partner = pair
    permits.sign(town, permit.citizen)
    permits.work(town)
    half = document(town, permit)
    waiting = signatures.state_of(town.outside, permit.citizen)

    found = signatures.view(town.outside, partner)
    permits.sign(town, partner)
    permits.work(town)

    assert (half.state, waiting.final, waiting.others_to_sign) == ("signing", False, True)
    assert (found.others, found.signed) == ((ANA.full_name,), (ANA.full_name,))
    assert found.signer == JORDI.full_name
    report = checked(town, permit, "signer_applicant", "signer_partner", "seal")
    assert report.verdict == "valid"
    assert document(town, permit).state == "final"


def test_signers_may_sign_in_any_order_and_at_once(town: World, pair: tuple[Permit, Visitor]) -> None:
    permit, partner = pair
    permits.sign(town, partner)
    permits.sign(town, permit.citizen)

    permits.work(town)

    report = checked(town, permit, "signer_applicant", "signer_partner", "seal")
    assert report.verdict == "valid"
    assert builders.types(permit.case.id).count("seal.applied") == 2  # the document's and the receipt's


def test_a_job_that_runs_again_signs_nothing_again(town: World, permit: Permit) -> None:
    permits.sign(town, permit.citizen)
    permits.work(town)
    job = builders.call_rows("signature.produce")[-1]
    before = document(town, permit).sha256
    with db.bookkeeping("a call that comes again") as session:
        outbox.get(session, job.id).status = "owed"

    permits.work(town)

    assert document(town, permit).sha256 == before
    assert builders.types(permit.case.id).count("sign.completed") == 1


def test_a_lost_time_stamp_is_tried_again_and_the_person_signs_once(town: World, permit: Permit) -> None:
    permits.sign(town, permit.citizen)
    away = permits.stampless(town, NoTimestamps())
    permits.work(away)
    waiting = signatures.state_of(town.outside, permit.citizen)

    town.clock.forward(hours=1)
    permits.work(town)

    assert (waiting.status, waiting.final, waiting.failed) == ("consented", False, False)
    assert checked(town, permit, "signer_applicant", "seal").verdict == "valid"
    assert builders.types(permit.case.id).count("sign.completed") == 1


def test_a_seal_that_fails_leaves_the_document_signed_but_not_final_and_is_mended_without_a_second_certificate(
    town: World, permit: Permit
) -> None:
    permits.sign(town, permit.citizen)
    permits.work(permits.stampless(town, permits.Faltering(town.outside.timestamps, good=1)))
    half = document(town, permit)

    town.clock.forward(hours=1)
    permits.work(town)

    assert half.state == "signed"
    assert not half.final
    assert checked(town, permit, "signer_applicant", "seal").verdict == "valid"
    assert builders.types(permit.case.id).count("sign.key_destroyed") == 1


def test_a_seal_that_keeps_failing_is_an_incident_that_a_person_can_have_retried(town: World, permit: Permit) -> None:
    permits.sign(town, permit.citizen)
    away = permits.stampless(town, NoTimestamps())
    for _ in range(10):
        permits.work(away)
        town.clock.forward(hours=3)

    found = signatures.state_of(town.outside, builders.citizen(town, permit.case))

    assert (found.failed, found.final) == (True, False)
    assert "incident.opened" in builders.types(permit.case.id)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567"])
def test_a_code_that_is_none_is_refused(town: World, permit: Permit, typed: str) -> None:
    ready(town, permit.citizen)

    with pytest.raises(CodeRefused) as caught:
        signatures.consent(town.outside, permit.citizen, typed, ticked=True)

    assert caught.value.reason == "wrong"
    assert builders.types(permit.case.id)[-1] == "sign.otp_refused"


def test_three_wrong_codes_use_up_the_right_one(town: World, permit: Permit) -> None:
    right = ready(town, permit.citizen)
    for _ in range(3):
        with pytest.raises(CodeRefused):
            signatures.consent(town.outside, permit.citizen, builders.wrong(right), ticked=True)

    with pytest.raises(CodeRefused) as caught:
        signatures.consent(town.outside, permit.citizen, right, ticked=True)

    assert caught.value.reason == "tries"


def test_a_code_lives_five_minutes(town: World, permit: Permit) -> None:
    right = ready(town, permit.citizen)
    town.clock.forward(minutes=5)

    with pytest.raises(CodeRefused) as caught:
        signatures.consent(town.outside, permit.citizen, right, ticked=True)

    assert caught.value.reason == "expired"


def test_only_the_last_code_counts(town: World, permit: Permit) -> None:
    first = ready(town, permit.citizen)
    town.clock.forward(seconds=30)
    last = ready(town, permit.citizen)

    if first != last:
        with pytest.raises(CodeRefused):
            signatures.consent(town.outside, permit.citizen, first, ticked=True)
    signatures.consent(town.outside, permit.citizen, last, ticked=True)

    assert signatures.state_of(town.outside, permit.citizen).status == "consented"


def test_at_most_five_codes_are_sent_in_ten_minutes(town: World, permit: Permit) -> None:
    signatures.view(town.outside, permit.citizen)
    for _ in range(5):
        signatures.send_code(town.outside, permit.citizen)

    with pytest.raises(TooManyCodes):
        signatures.send_code(town.outside, permit.citizen)

    assert builders.happened(permit.case.id)[-1].data == {"reason": "too_many"}
    town.clock.forward(minutes=11)
    signatures.send_code(town.outside, permit.citizen)


def test_nobody_signs_without_reading_or_without_the_tick(town: World, permit: Permit) -> None:
    with pytest.raises(NotReadYet):
        signatures.send_code(town.outside, permit.citizen)
    right = ready(town, permit.citizen)

    with pytest.raises(Invalid):
        signatures.consent(town.outside, permit.citizen, right, ticked=False)

    signatures.consent(town.outside, permit.citizen, right, ticked=True, browser=Browser("192.0.2.7", "a browser"))
    assert builders.opened_values(town, permit.case.id, "sign.consented") == {
        "address": "192.0.2.7",
        "agent": "a browser",
    }


def test_a_second_click_finds_nothing_to_sign(town: World, permit: Permit) -> None:
    right = ready(town, permit.citizen)
    signatures.consent(town.outside, permit.citizen, right, ticked=True)

    with pytest.raises(NothingToSign):
        signatures.consent(town.outside, permit.citizen, right, ticked=True)

    permits.work(town)
    assert builders.types(permit.case.id).count("sign.completed") == 1


def test_a_refusal_takes_the_diagrams_own_path(town: World, permit: Permit) -> None:
    signatures.view(town.outside, permit.citizen)

    signatures.refuse(town.outside, permit.citizen, "I have thought better of it")

    assert builders.case_row(permit.case.id).status == "ended"
    assert signatures.state_of(town.outside, permit.citizen).status == "refused"
    assert "thought better" not in builders.all_evidence()
    assert [(one.name, one.reason) for one in desk_case.case(town.outside, permit.clerk, permit.case.id).refusals] == [
        (ANA.full_name, "I have thought better of it")
    ]
    assert signatures.pending(town.outside, permit.citizen) is None


def test_when_one_refuses_the_other_signs_no_more(town: World, pair: tuple[Permit, Visitor]) -> None:
    permit, partner = pair
    permits.sign(town, permit.citizen)
    signatures.refuse(town.outside, partner, "no")

    permits.work(town)

    assert "sign.completed" not in builders.types(permit.case.id)
    with pytest.raises(NothingToSign):
        signatures.view(town.outside, partner)
    assert [letter.to for letter in town.mail.sent if "queda sin efecto" in letter.text] == [ANA.email]


def test_somebody_whom_no_official_knows_is_not_asked(town: World) -> None:
    permit = permits.opened(town)
    permits.asked(town, permit)
    permits.decided(town, permit)

    permits.work(town)

    assert builders.call_rows("signature.request")[-1].last_error.startswith("identity_not_verified") or (
        "incident.opened" in builders.types(permit.case.id)
    )
    with pytest.raises(NothingToSign):
        signatures.view(town.outside, permit.citizen)


@pytest.mark.parametrize(
    ("signers", "error"), [([], "signer_unknown"), (["nobody"], "signer_unknown"), (["applicant"], "document_unknown")]
)
def test_what_cannot_be_asked_is_told_to_the_diagram(
    town: World, permit: Permit, signers: list[str], error: str
) -> None:
    call = permits.call_of(permit, "mandates.reserve")
    asked = str(document(town, permit).id)
    with db.bookkeeping("a document that nobody was asked to sign") as session:
        row = store.get(session, permit.case.id, UUID(asked)).row
        row.state = "frozen" if error == "signer_unknown" else "final"

    with pytest.raises(OperatorFailed) as caught:
        signatures.CaseSignatures(town.outside).request(call, document=asked, signers=signers)

    assert caught.value.error == error


def test_the_same_call_asks_once(town: World, permit: Permit) -> None:
    call = permits.call_of(permit, "signature.request")
    asked = str(document(town, permit).id)

    signatures.CaseSignatures(town.outside).request(call, document=asked, signers=["applicant"])

    assert builders.types(permit.case.id).count("sign.requested") == 1


def test_a_person_who_is_known_no_longer_cannot_sign(town: World, permit: Permit) -> None:
    right = ready(town, permit.citizen)
    permits.known(permit.case.party, "code")

    with pytest.raises(Denied):
        signatures.consent(town.outside, permit.citizen, right, ticked=True)


def test_nobody_signs_for_another(town: World, permit: Permit) -> None:
    other = builders.citizen(town, builders.open_case(town, builders.other_number(ANA, "87654321X")))

    assert signatures.pending(town.outside, other) is None
    with pytest.raises(NothingToSign):
        signatures.frozen(town.outside, other)
    with pytest.raises(NotFound):
        signatures.view(town.outside, permit.clerk)


def test_an_answer_that_comes_when_nobody_waits_is_noted_and_harmless(town: World, permit: Permit) -> None:
    permits.sign(town, permit.citizen)
    call = permits.call_of(permit, "signature.request")
    permits.work(permits.stampless(town, permits.Faltering(town.outside.timestamps, good=1)))
    with db.bookkeeping("the diagram went on meanwhile") as session:
        outbox.get(session, call.call_id).status = "withdrawn"

    town.clock.forward(hours=1)
    permits.work(town)

    assert "call.late_answer" in builders.types(permit.case.id)
    assert document(town, permit).state == "final"


def test_two_jobs_at_the_same_time_put_both_signatures_on_one_document(
    town: World, pair: tuple[Permit, Visitor]
) -> None:
    permit, partner = pair
    for visitor in (permit.citizen, partner):
        signatures.view(town.outside, visitor)
        signatures.send_code(town.outside, visitor)
    permits.work(town)
    for visitor, person in ((permit.citizen, ANA), (partner, JORDI)):
        signatures.consent(town.outside, visitor, permits.code(town, person.mobile), ticked=True)
    jobs = [call.id for call in builders.call_rows("signature.produce") if call.status == "owed"]
    office = permits.office_of(town.outside)

    permits.at_once([partial(calls.run, town.outside, office, permits.JOBS, job) for job in jobs])

    assert len(jobs) == 2
    report = checked(town, permit, "signer_applicant", "signer_partner", "seal")
    assert report.verdict == "valid"
    assert builders.types(permit.case.id).count("sign.completed") == 2
