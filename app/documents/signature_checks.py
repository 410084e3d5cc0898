"""Check one signature of a document with pyHanko, at the time that its stamp proves."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms as cms_types
from asn1crypto import crl as crl_types
from asn1crypto import x509 as x509_types
from cryptography import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import ValidationInfoReadingError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    ModificationInfo,
    PdfSignatureStatus,
    SignatureStatus,
)
from pyhanko_certvalidator import ValidationContext

from app.documents import manifests
from app.documents.verification_report import MANIFEST_KEY, SignatureReport, Trust

_SHORT = 0x80
# These libraries log whom a rejected certificate names; a log holds no personal data, and the report says it all.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)
UNREADABLE = (PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all signatures of one file share. `now` is when the question is asked."""

    trust: Trust
    certificates: tuple[x509_types.Certificate, ...]
    crls: tuple[crl_types.CertificateList, ...]
    archived: bool
    now: datetime


def surroundings(signatures: Sequence[EmbeddedPdfSignature], trust: Trust, now: datetime) -> Surroundings:
    """Gather certificates and revocation lists from the file and from `trust`."""
    certificates = [x509_types.Certificate.load(der) for der in trust.authorities]
    crls = [crl_types.CertificateList.load(der) for der in trust.crls]
    archived = False
    if signatures:
        try:
            store = DocumentSecurityStore.read_dss(signatures[-1].reader)
            certificates += list(store.load_certs())
            crls += [crl_types.CertificateList.load(one.get_object().data) for one in store.crls]
            archived = bool(store.crls)
        except ValidationInfoReadingError:
            pass
    return Surroundings(trust, tuple(certificates), tuple(crls), archived, now)


def check(signature: EmbeddedPdfSignature, around: Surroundings) -> SignatureReport:
    """Return what can be said of `signature`; whatever cannot be read counts as broken."""
    try:
        if signature.sig_object_type == "/DocTimeStamp":
            return _stamp(signature, around)
        return _signature(signature, around)
    except UNREADABLE:
        return SignatureReport(field=str(signature.fq_name), kind="other", problems=("unreadable",))


def _signature(signature: EmbeddedPdfSignature, around: Surroundings) -> SignatureReport:
    tokens = list(extract_tst_data_iter(signature.signer_info, signed=False))
    moment = _stated(tokens[0]) if tokens else around.now
    context = _context(around, moment)
    status = asyncio.run(async_validate_pdf_signature(signature, context, context))
    # With two tokens, the time of one could be read and the soundness of the other believed.
    proven = len(tokens) == 1 and status.timestamp_validity is not None and _sound(status.timestamp_validity)
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    manifest, bound = _manifest(signature, certificate, around.trust.arc)
    problems = _problems(status, signature)
    if not tokens:
        problems += ("no_time_stamp",)
    elif not proven:
        problems += ("time_stamp",)
    if bound is False:
        problems += ("manifest",)
    if not status.bottom_line and not problems:
        problems += ("rejected",)
    return SignatureReport(
        field=str(signature.fq_name),
        kind="seal" if manifests.bound(certificate, around.trust.arc) is None else "citizen",
        signer=str(signature.signer_cert.subject.native.get("common_name", "")),
        signer_id=str(signature.signer_cert.subject.native.get("serial_number", "")),
        signed_at=moment if proven else None,
        level=("B-LT" if around.archived else "B-T") if proven else "B-B",
        changes=_changes(status),
        manifest=manifest,
        manifest_bound=bound,
        covers=_covers(signature),
        problems=problems,
    )


def _stamp(signature: EmbeddedPdfSignature, around: Surroundings) -> SignatureReport:
    moment = _stated(signature.signed_data)
    status = asyncio.run(async_validate_pdf_timestamp(signature, _context(around, moment)))
    return SignatureReport(
        field=str(signature.fq_name),
        kind="stamp",
        signer=str(signature.signer_cert.subject.native.get("common_name", "")),
        signed_at=moment,
        changes=_changes(status),
        covers=_covers(signature),
        problems=_problems(status, signature),
    )


def _context(around: Surroundings, moment: datetime) -> ValidationContext:
    """Judge at `moment` with whatever lists are known, later ones included: nothing is fetched."""
    return ValidationContext(
        trust_roots=[x509_types.Certificate.load(der) for der in around.trust.roots],
        other_certs=around.certificates,
        crls=around.crls,
        revocation_mode="hard-fail",
        retroactive_revinfo=True,
        allow_fetching=False,
        moment=moment,
        best_signature_time=moment,
    )


def _problems(status: PdfSignatureStatus | DocumentTimestampStatus, signature: EmbeddedPdfSignature) -> tuple[str, ...]:
    found = {
        "digest": not status.intact,
        "signature": not status.valid,
        "untrusted": not status.trusted,
        "changed_after": _disallowed(status),
        "padding": not _padded_with_zeros(signature),
    }
    return tuple(name for name, present in found.items() if present)


def _disallowed(status: PdfSignatureStatus | DocumentTimestampStatus) -> bool:
    """Whether what came after goes beyond what the signature allows; after a stamp, beyond signing."""
    if isinstance(status, DocumentTimestampStatus):
        return status.modification_level is None or status.modification_level > ModificationLevel.FORM_FILLING
    return not status.docmdp_ok


def _changes(status: ModificationInfo) -> str:
    level = status.modification_level
    return level.name.lower() if level is not None else "none"


def _sound(status: SignatureStatus) -> bool:
    return bool(status.valid and status.intact and status.trusted)


def _stated(token: cms_types.SignedData) -> datetime:
    stated: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return stated.astimezone(UTC)


def _covers(signature: EmbeddedPdfSignature) -> int:
    """Return where the signed bytes end."""
    ranges = [int(number) for number in signature.byte_range]
    return ranges[-2] + ranges[-1]


def _padded_with_zeros(signature: EmbeddedPdfSignature) -> bool:
    """Whether nothing hides behind the CMS in the room that was kept for it: no signature covers that room."""
    content = bytes(signature.pkcs7_content)
    length, header = content[1], 2
    if length >= _SHORT:
        header += length - _SHORT
        length = int.from_bytes(content[2:header], "big")
    return not any(content[header + length :])


def _manifest(
    signature: EmbeddedPdfSignature, certificate: x509.Certificate, arc: str
) -> tuple[bytes | None, bool | None]:
    """Return the manifest beside the signature, and whether attribute, certificate and manifest agree.

    None when the signature claims no manifest at all, as a seal does.
    """
    carried = signature.sig_object.get(MANIFEST_KEY)
    manifest = bytes(carried) if isinstance(carried, generic.ByteStringObject) else None
    if isinstance(carried, generic.TextStringObject):
        manifest = carried.original_bytes
    in_certificate = manifests.bound(certificate, arc)
    in_attribute = _attribute(signature, arc)
    if manifest is None and in_certificate is None and in_attribute is None:
        return None, None
    agree = manifest is not None and manifests.digest(manifest) == in_certificate == in_attribute
    return manifest, agree


def _attribute(signature: EmbeddedPdfSignature, arc: str) -> bytes | None:
    for one in signature.signer_info["signed_attrs"]:
        if one["type"].dotted == f"{arc}.2.2":
            values = one["values"]
            return bytes(values[0].native) if len(values) == 1 else None
    return None
