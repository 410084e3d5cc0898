"""The evidence manifest of a signature: what was done to be sure of the person and of their will.

It travels inside the signed document. Phone numbers and codes appear only masked or as keyed digests.
"""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf
from cryptography import x509
from pikepdf import Array, Name

from app.documents import asn1, certificates
from app.domain import errors

VERSION = 1
NAME = "evidencias.json"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MASKED = re.compile(r"[+0-9* ]*\*{3}[+0-9* ]*")


@dataclass(frozen=True, slots=True)
class Identification:
    """How the person was identified. `method` is a stable word; `evidence` names each proof's SHA-256 (hex)."""

    method: str
    level: str
    at: datetime
    evidence: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Consent:
    """The words that the person accepted, as SHA-256 (hex), in which language and when."""

    text_sha256: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VerifiedCode:
    """A one-time code that came back right. Only such a record lets a manifest be made.

    `destination` is masked ("+34 *** *** 123"); the digests are keyed (hex).
    """

    channel: str
    destination: str
    destination_hmac: str
    code_hmac: str
    sent_at: datetime
    verified_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Signing:
    """What is signed, by whom, in which case. `document_sha256` is of the file that the person was shown."""

    entity: str
    procedure: str
    case: str
    csv: str
    document_sha256: str
    signer: Mapping[str, str]
    chain_head: str


def build(signing: Signing, identification: Identification, consent: Consent, code: VerifiedCode) -> bytes:
    """Return the canonical JSON of the manifest. Raises `Invalid` for clear phone numbers and odd digests."""
    digests = [signing.document_sha256, signing.chain_head, consent.text_sha256, code.destination_hmac, code.code_hmac]
    if not all(_DIGEST.fullmatch(text) for text in (*digests, *identification.evidence.values())):
        raise errors.Invalid("digests are 64 hexadecimal digits")
    if not _MASKED.fullmatch(code.destination):
        raise errors.Invalid("the destination must be masked")
    return _canonical(
        {
            "v": VERSION,
            "entity": signing.entity,
            "procedure": signing.procedure,
            "case": signing.case,
            "document": {"csv": signing.csv, "sha256": signing.document_sha256},
            "signer": dict(signing.signer),
            "identification": {
                "method": identification.method,
                "level": identification.level,
                "at": _moment(identification.at),
                "evidence": dict(identification.evidence),
            },
            "consent": {
                "text_sha256": consent.text_sha256,
                "language": consent.language,
                "at": _moment(consent.at),
            },
            "code": {
                "channel": code.channel,
                "destination": code.destination,
                "destination_hmac": code.destination_hmac,
                "code_hmac": code.code_hmac,
                "sent_at": _moment(code.sent_at),
                "verified_at": _moment(code.verified_at),
                "attempts": code.attempts,
            },
            "chain_head": signing.chain_head,
        }
    )


def digest(manifest: bytes) -> bytes:
    """Return the 32-byte SHA-256 of a manifest."""
    return hashlib.sha256(manifest).digest()


def attribute(arc: str) -> bytes:
    """Return the DER identifier of the signed attribute that holds the manifest's digest."""
    return asn1.identifier(f"{arc}.2.2")


def bound(certificate: x509.Certificate, arc: str) -> bytes | None:
    """Return the manifest digest that `certificate` was issued for, or None."""
    try:
        extension = certificate.extensions.get_extension_for_oid(certificates.evidence_extension(arc)).value
    except x509.ExtensionNotFound:
        return None
    return extension.value[2:] if isinstance(extension, x509.UnrecognizedExtension) else None


def attach(pdf: bytes, manifest: bytes, at: datetime) -> bytes:
    """Return the unsigned `pdf` with the manifest as an associated file, still PDF/A-3.

    Source: ISO 19005-3 section 6.8. Raises `Conflict` when one is attached already.
    """
    stated = at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if NAME in document.attachments:
            raise errors.Conflict("a manifest is attached already")
        carried = pikepdf.AttachedFileSpec(
            document,
            manifest,
            description="Evidencias de la firma",
            filename=NAME,
            mime_type="application/json",
            creation_date=stated,
            mod_date=stated,
        )
        carried.obj.AFRelationship = Name.Data
        document.attachments[NAME] = carried
        if "/AF" not in document.Root:  # some versions of pikepdf list it themselves
            document.Root.AF = Array([document.attachments[NAME].obj])
        out = io.BytesIO()
        document.save(
            out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True, fix_metadata_version=False
        )
    return out.getvalue()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _canonical(tree: Mapping[str, object]) -> bytes:
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
