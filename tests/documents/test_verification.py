"""Every known way to change a signed document is seen; what is intact stays valid for years."""

import asyncio
import hashlib
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import crl, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import LEGACY_POLICY_MAP, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from app.documents import certificates, pki, signing, timestamps, verification, verification_report
from app.documents.verification_report import Trust
from tests.documents import samples, tampering
from tests.documents.conftest import Signed

REQUIRED = ("applicant", "holder", "seal")


def test_the_sealed_document_is_valid_and_archived(signed: Signed, trust: Trust) -> None:
    expected = hashlib.sha256(signed.sealed).digest()

    report = verification.verify(signed.sealed, trust, now=samples.NOW, expected_sha256=expected, required=REQUIRED)

    assert report.valid
    assert report.matches is True
    assert report.level == "B-LTA"
    assert [(one.field, one.kind, one.changes) for one in report.signatures] == [
        ("applicant", "citizen", "form_filling"),
        ("holder", "citizen", "form_filling"),
        ("seal", "seal", "lta_updates"),
        ("stamp_4", "stamp", "none"),
    ]
    assert all(one.signed_at == samples.NOW for one in report.signatures)
    assert report.signatures[0].signer_id == "IDCES-12345678Z"


@pytest.mark.parametrize("years", [2, 4])
def test_it_is_valid_years_later_from_the_file_alone(signed: Signed, trust: Trust, years: int) -> None:
    alone = Trust(trust.roots, trust.arc)

    report = verification.verify(signed.sealed, alone, now=samples.NOW + timedelta(days=365 * years), required=REQUIRED)

    assert report.valid


def test_each_citizen_is_bound_to_their_manifest(signed: Signed, trust: Trust) -> None:
    report = verification.verify(signed.sealed, trust, now=samples.NOW)

    bound = [
        (one.manifest_bound, json.loads(one.manifest)["signer"]["name"]) for one in report.signatures if one.manifest
    ]
    assert bound == [(True, "Joan"), (True, "María de los Ángeles")]


def test_before_the_seal_it_is_incomplete(signed: Signed, trust: Trust) -> None:
    report = verification.verify(signed.twice, trust, now=samples.NOW, required=REQUIRED)

    assert (report.verdict, report.missing, report.level) == ("incomplete", ("seal",), "B-LT")


def test_signers_may_sign_days_apart(
    mandate: bytes, office: pki.Pki, authority: timestamps.EmbeddedAuthority, trust: Trust
) -> None:
    later = samples.NOW + timedelta(days=9)
    once = samples.sign(mandate, office, samples.JOAN, "applicant", authority)
    clock = timestamps.EmbeddedAuthority(office, later.astimezone)
    twice = samples.sign(once, office, samples.MARIA, "holder", clock, at=later)
    sealed = signing.seal(twice, office, signing.Place("seal", later), clock, last=True)

    report = verification.verify(sealed, Trust(trust.roots, trust.arc), now=later, required=REQUIRED)

    assert (report.verdict, report.level) == ("valid", "B-LTA")
    assert [one.signed_at for one in report.signatures] == [samples.NOW, later, later, later]


@pytest.mark.parametrize("attack", tampering.ATTACKS, ids=lambda attack: attack.__name__)
def test_an_altered_document_is_called_altered(attack: Callable[[bytes], bytes], signed: Signed, trust: Trust) -> None:
    altered = attack(signed.sealed)
    assert altered != signed.sealed

    report = verification.verify(altered, trust, now=samples.NOW, required=REQUIRED)

    assert report.verdict in {"altered", "unreadable"}
    assert report.modifications


@pytest.mark.parametrize("attack", tampering.ATTACKS, ids=lambda attack: attack.__name__)
def test_an_altered_document_is_never_the_issued_one(
    attack: Callable[[bytes], bytes], signed: Signed, trust: Trust
) -> None:
    expected = hashlib.sha256(signed.sealed).digest()

    report = verification.verify(attack(signed.sealed), trust, now=samples.NOW, expected_sha256=expected)

    assert report.matches is False
    assert "not_the_issued_file" in report.modifications or report.verdict == "unreadable"


def test_rolling_back_to_the_first_signature_is_incomplete(signed: Signed, trust: Trust) -> None:
    covers = verification.verify(signed.sealed, trust, now=samples.NOW).signatures[0].covers

    report = verification.verify(signed.sealed[:covers], trust, now=samples.NOW, required=REQUIRED)

    assert (report.verdict, report.missing) == ("incomplete", ("holder", "seal"))


def test_rolling_back_is_not_the_issued_file(signed: Signed, trust: Trust) -> None:
    expected = hashlib.sha256(signed.sealed).digest()

    report = verification.verify(signed.once, trust, now=samples.NOW, expected_sha256=expected)

    assert report.verdict == "altered"


def test_a_signature_after_the_last_seal_breaks_the_seal(
    signed: Signed, office: pki.Pki, authority: timestamps.EmbeddedAuthority, trust: Trust
) -> None:
    late = samples.sign(signed.sealed, office, samples.JOAN, "late", authority)

    report = verification.verify(late, trust, now=samples.NOW, required=REQUIRED)

    assert report.verdict == "altered"
    assert "seal:changed_after" in report.modifications


def test_another_root_is_not_trusted(signed: Signed, trust: Trust, tmp_path: Path) -> None:
    town = pki.TownIdentity("Ayuntamiento de Otro", "P9900200I", "http://127.0.0.1:8080")
    stranger = pki.create(tmp_path, "p", town, samples.ARC, samples.NOW)

    report = verification.verify(signed.sealed, verification.trust_of(stranger, samples.NOW), now=samples.NOW)

    assert report.verdict == "untrusted"
    assert trust.roots != verification.trust_of(stranger, samples.NOW).roots


def test_without_revocation_lists_a_signature_is_not_believed(signed: Signed, trust: Trust) -> None:
    stripped = signed.twice.replace(b"/CRLs", b"/None")

    report = verification.verify(stripped, Trust(trust.roots, trust.arc), now=samples.NOW)

    assert not report.valid
    assert "untrusted" in report.signatures[0].problems


def test_no_name_reaches_a_log(signed: Signed, trust: Trust, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    verification.verify(tampering.draw_over(signed.sealed), Trust((), trust.arc), now=samples.NOW)

    assert "Joan" not in caplog.text


def test_a_document_without_signatures_is_unsigned(signed: Signed, trust: Trust) -> None:
    assert verification.verify(signed.base, trust, now=samples.NOW, required=REQUIRED).verdict == "unsigned"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a PDF", b"%PDF-1.7\n" + bytes(1000)])
def test_what_is_not_a_document_is_unreadable(content: bytes, trust: Trust) -> None:
    assert verification.verify(content, trust, now=samples.NOW).verdict == "unreadable"


def test_every_cut_of_the_file_is_noticed(signed: Signed, trust: Trust) -> None:
    whole = signed.sealed
    for at in range(len(whole) // 7, len(whole), len(whole) // 7):
        assert not verification.verify(whole[:at], trust, now=samples.NOW, required=REQUIRED).valid


def test_a_strangers_file_is_checked_in_a_child_with_the_same_result(signed: Signed, trust: Trust) -> None:
    expected = hashlib.sha256(signed.sealed).digest()

    here, there = (
        check(signed.sealed, trust, now=samples.NOW, expected_sha256=expected, required=REQUIRED)
        for check in (verification.verify, verification.verify_upload)
    )

    assert here == there


def test_a_report_survives_json(signed: Signed, trust: Trust) -> None:
    report = verification.verify(signed.twice, trust, now=samples.NOW, required=REQUIRED)

    text = json.dumps(verification_report.to_json(report))

    assert verification_report.from_json(json.loads(text)) == report


def test_the_archive_is_renewed_year_after_year(signed: Signed, office: pki.Pki, trust: Trust) -> None:
    pdf, at = signed.sealed, samples.NOW
    for _year in range(3):
        at += timedelta(days=365)
        pdf = signing.archive(pdf, office, at, timestamps.EmbeddedAuthority(office, at.astimezone))

    report = verification.verify(pdf, Trust(trust.roots, trust.arc), now=at, required=REQUIRED)

    assert report.valid
    assert len(report.signatures) == 7
    assert len(re.findall(rb"/DocTimeStamp", pdf)) == 4


def test_an_independent_long_term_validation_agrees(signed: Signed, office: pki.Pki) -> None:
    """Ask pyHanko's engine of ETSI EN 319 102-1 section 5.6, which shares no policy with ours."""
    at = samples.NOW + timedelta(days=200)
    fresh = [crl.CertificateList.load(der) for name, der in pki.crls(office, at).items() if name != "citizens.crl"]
    root = x509.Certificate.load(certificates.der(office.root))
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[root]),
        revinfo_policy=CertRevTrustPolicy(LEGACY_POLICY_MAP["hard-fail"]),
    )
    offline = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    known = LocalKnowledge(known_crls=[CRLContainer(one) for one in fresh])
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(cert_validation_policy=policy, revinfo_gathering_policy=offline, local_knowledge=known)
    )
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=False)

    for one in PdfFileReader(io.BytesIO(signed.sealed)).embedded_regular_signatures:
        result = asyncio.run(ades.ades_lta_validation(one, spec, timing_info=timing))
        assert str(result.ades_subindic) == "AdESPassed.OK", (one.field_name, result.failure_msg)
