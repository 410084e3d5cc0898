"""Signatures that other people's tools accept, made with keys that are gone afterwards."""

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from asn1crypto import parser
from pyhanko.pdf_utils.reader import PdfFileReader

from app.documents import certificates, manifests, one_time, pki, signing, timestamps, verification
from app.documents.verification_report import Trust
from app.domain import errors
from tests.documents import samples
from tests.documents.conftest import Signed


class Slow:
    """An authority whose answers are too long."""

    qualified = False

    def respond(self, request: bytes) -> bytes:
        raise errors.OperatorUnavailable("away") if request else AssertionError


def bare_cms(room: bytes) -> bytes:
    """Return the CMS without the zeros behind it; its own last byte may be a zero too."""
    return room[: parser.peek(room)]


def run(*command: str, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_signing_destroys_the_key(mandate: bytes, office: pki.Pki, authority: timestamps.EmbeddedAuthority) -> None:
    evidence = samples.manifest(mandate, "Joan")
    key = one_time.issue(office, samples.JOAN, manifests.digest(evidence), samples.NOW)

    signing.sign_citizen(mandate, key, evidence, signing.Place("applicant", samples.NOW), authority)

    assert key.destroyed


def test_a_signature_that_fails_destroys_the_key_too(mandate: bytes, office: pki.Pki) -> None:
    evidence = samples.manifest(mandate, "Joan")
    key = one_time.issue(office, samples.JOAN, manifests.digest(evidence), samples.NOW)

    with pytest.raises(errors.OperatorUnavailable):
        signing.sign_citizen(mandate, key, evidence, signing.Place("applicant", samples.NOW), Slow())

    assert key.destroyed


def test_a_certificate_for_another_manifest_does_not_sign(
    mandate: bytes, office: pki.Pki, authority: timestamps.EmbeddedAuthority
) -> None:
    key = one_time.issue(office, samples.JOAN, bytes(32), samples.NOW)

    with pytest.raises(errors.Invalid):
        signing.sign_citizen(
            mandate, key, samples.manifest(mandate, "Joan"), signing.Place("applicant", samples.NOW), authority
        )


def test_a_field_is_signed_once(signed: Signed, office: pki.Pki, authority: timestamps.EmbeddedAuthority) -> None:
    with pytest.raises(errors.Conflict):
        samples.sign(signed.once, office, samples.MARIA, "applicant", authority)


def test_the_first_manifest_is_attached_and_the_document_stays_archivable(signed: Signed) -> None:
    with pikepdf.open(io.BytesIO(signed.sealed)) as document, document.open_metadata() as claims:
        carried = document.attachments["evidencias.json"]

        assert carried.obj.AFRelationship == pikepdf.Name.Data
        assert bytes(carried.get_file().read_bytes()) == samples.manifest(signed.base, "Joan")
        assert [str(one.UF) for one in document.Root.AF] == ["evidencias.json"]
        assert (claims["pdfaid:part"], claims["pdfaid:conformance"], claims["pdfuaid:part"]) == ("3", "A", "1")


def test_no_font_is_added_by_signing(signed: Signed) -> None:
    def fonts(pdf: bytes) -> int:
        return len(re.findall(rb"/FontFile[23]?\b", pdf))

    assert fonts(signed.sealed) == fonts(signed.base)


def test_the_visible_mark_is_drawn(signed: Signed) -> None:
    def dark(pdf: bytes) -> int:
        with pypdfium2.PdfDocument(pdf) as document:
            document.init_forms()
            return sum(document[0].render(scale=1).to_pil().convert("L").histogram()[:128])

    assert dark(signed.sealed) > dark(signed.base) + 500


def test_the_first_signature_allows_only_signatures_after_it(signed: Signed) -> None:
    reader = PdfFileReader(io.BytesIO(signed.sealed))

    assert [one.docmdp_level.name if one.docmdp_level else None for one in reader.embedded_regular_signatures] == [
        "FILL_FORMS",
        None,
        "NO_CHANGES",
    ]


def test_a_receipt_that_only_the_town_seals_is_valid(
    office: pki.Pki, authority: timestamps.EmbeddedAuthority, trust: Trust
) -> None:
    receipt = samples.render("receipt", samples.RECEIPT)

    sealed = signing.seal(receipt, office, signing.Place("seal", samples.NOW), authority, last=True)

    report = verification.verify(sealed, trust, now=samples.NOW, required=("seal",))
    assert (report.valid, report.level) == (True, "B-LTA")


def test_a_seal_that_is_not_the_last_leaves_room_for_signatures(
    mandate: bytes, office: pki.Pki, authority: timestamps.EmbeddedAuthority, trust: Trust
) -> None:
    first = signing.seal(mandate, office, signing.Place("early_seal", samples.NOW), authority, last=False)
    both = samples.sign(first, office, samples.JOAN, "applicant", authority)

    report = verification.verify(both, trust, now=samples.NOW, required=("early_seal", "applicant"))

    assert report.valid


def test_the_closing_field_takes_only_the_last_seal(
    mandate: bytes, office: pki.Pki, authority: timestamps.EmbeddedAuthority
) -> None:
    with pytest.raises(errors.Invalid):
        signing.seal(mandate, office, signing.Place("seal", samples.NOW), authority, last=False)


def test_a_document_without_fields_is_signed_invisibly(
    office: pki.Pki, authority: timestamps.EmbeddedAuthority, trust: Trust, bare: bytes
) -> None:
    sealed = signing.seal(bare, office, signing.Place("seal", samples.NOW, ("x",)), authority, last=True)

    assert verification.verify(sealed, trust, now=samples.NOW, required=("seal",)).valid


@pytest.fixture
def bare() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


def test_a_large_file_is_signed(office: pki.Pki, authority: timestamps.EmbeddedAuthority, trust: Trust) -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.Filler = pikepdf.Stream(document, bytes(range(256)) * 40_000)
        document.save(out, compress_streams=False)

    sealed = signing.seal(out.getvalue(), office, signing.Place("seal", samples.NOW), authority, last=True)

    assert verification.verify(sealed, trust, now=samples.NOW, required=("seal",)).valid


@samples.needs("qpdf", "qpdf")
def test_qpdf_finds_every_revision_well_formed(signed: Signed, tmp_path: Path) -> None:
    for name in ("base", "once", "twice", "sealed"):
        (tmp_path / f"{name}.pdf").write_bytes(getattr(signed, name))

        assert "No syntax or stream encoding errors" in run("qpdf", "--check", f"{name}.pdf", folder=tmp_path)


@samples.needs("openssl", "openssl")
def test_openssl_verifies_each_signature_over_its_bytes(signed: Signed, office: pki.Pki, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(certificates.pem(office.root))
    moment = str(int(samples.NOW.timestamp()))
    for found in PdfFileReader(io.BytesIO(signed.sealed)).embedded_regular_signatures:
        start, first, second, length = map(int, found.byte_range)
        (tmp_path / "content").write_bytes(signed.sealed[start:first] + signed.sealed[second : second + length])
        (tmp_path / "signature").write_bytes(bare_cms(found.pkcs7_content))

        said = run(
            "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature", "-content", "content",
            "-CAfile", "root.pem", "-purpose", "any", "-attime", moment, "-out", "/dev/null", folder=tmp_path,
        )  # fmt: skip

        assert "successful" in said.lower(), said


@samples.needs("openssl", "openssl")
def test_openssl_verifies_the_document_time_stamp(signed: Signed, office: pki.Pki, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(certificates.pem(office.root))
    stamp = PdfFileReader(io.BytesIO(signed.sealed)).embedded_timestamp_signatures[0]
    start, first, second, length = map(int, stamp.byte_range)
    (tmp_path / "content").write_bytes(signed.sealed[start:first] + signed.sealed[second : second + length])
    (tmp_path / "token").write_bytes(bare_cms(stamp.pkcs7_content))

    said = run(
        "openssl", "ts", "-verify", "-token_in", "-in", "token", "-data", "content", "-CAfile", "root.pem",
        "-attime", str(int(samples.NOW.timestamp())), folder=tmp_path,
    )  # fmt: skip

    assert "Verification: OK" in said


@samples.needs("pdfsig", "poppler-utils")
def test_poppler_finds_every_signature_valid(signed: Signed, tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(signed.sealed)

    said = run("pdfsig", "-nocert", "sealed.pdf", folder=tmp_path)

    assert said.count("Signature is Valid.") == 3
    assert said.count("ETSI.CAdES.detached") == 3
    assert "Total document signed" in said
