"""Say whether a signed document is what the office issued: pyHanko's judgement, and what it cannot see.

pyHanko alone accepts bytes after the end, and a file rolled back to an earlier signature; a stored
SHA-256, the set of required signatures and the full coverage of the file close those two doors.
"""

import hashlib
import hmac
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from app.documents import confinement, signature_checks, verification_report
from app.documents.pki import Pki, published
from app.documents.pki import crls as current_crls
from app.documents.verification_report import Report, SignatureReport, Trust

_LIMITS = confinement.Limits(memory=1 << 30, cpu_seconds=20, wall_seconds=30)
_ALTERED = {"digest", "signature", "changed_after", "padding", "unreadable", "manifest", "rejected"}
_LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")


def trust_of(pki: Pki, now: datetime) -> Trust:
    """Return the trust that an office has in itself: its root, its authorities and fresh revocation lists."""
    files = published(pki)
    root = files.pop("root.cer")
    return Trust((root,), pki.arc, tuple(files.values()), tuple(current_crls(pki, now).values()))


def verify(
    pdf: bytes, trust: Trust, *, now: datetime, expected_sha256: bytes | None = None, required: Sequence[str] = ()
) -> Report:
    """Return the report on `pdf`. `required` names the signature fields that must hold a good signature.

    For files that the office made itself; a stranger's file goes through `verify_upload`.
    """
    digest = hashlib.sha256(pdf).digest()
    matches = None if expected_sha256 is None else hmac.compare_digest(digest, expected_sha256)
    try:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures
        around = signature_checks.surroundings(signatures, trust, now)
    except signature_checks.UNREADABLE:
        return Report("unreadable", digest.hex(), matches, "", (), ("unreadable",), tuple(required))
    found = _archived(tuple(signature_checks.check(one, around) for one in signatures))
    modifications = _modifications(pdf, found, matches)
    good = {one.field for one in found if one.holds}
    missing = tuple(name for name in required if name not in good)
    return Report(
        verdict=_verdict(found, modifications, missing),
        sha256=digest.hex(),
        matches=matches,
        level=min((one.level for one in found if one.level), key=_LEVELS.index, default=""),
        signatures=found,
        modifications=modifications,
        missing=missing,
    )


def verify_upload(
    pdf: bytes, trust: Trust, *, now: datetime, expected_sha256: bytes | None = None, required: Sequence[str] = ()
) -> Report:
    """Do as `verify`, in a confined child: for files that a stranger hands in."""
    header = {
        "now": now.isoformat(),
        "arc": trust.arc,
        "counts": [len(trust.roots), len(trust.authorities), len(trust.crls)],
        "expected": expected_sha256.hex() if expected_sha256 is not None else None,
        "required": list(required),
    }
    blobs = [pdf, *trust.roots, *trust.authorities, *trust.crls]
    try:
        answer, _ = confinement.run("verify", header, blobs, _LIMITS)
    except confinement.ChildFailed:
        digest = hashlib.sha256(pdf).digest()
        matches = None if expected_sha256 is None else hmac.compare_digest(digest, expected_sha256)
        return Report("unreadable", digest.hex(), matches, "", (), ("unreadable",), tuple(required))
    return verification_report.from_json(answer)


def answer(header: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Verify on behalf of `verify_upload`; runs in the confined child only."""
    roots, authorities, _crls = header["counts"]
    pdf, *rest = blobs
    trust = Trust(
        tuple(rest[:roots]),
        header["arc"],
        tuple(rest[roots : roots + authorities]),
        tuple(rest[roots + authorities :]),
    )
    report = verify(
        pdf,
        trust,
        now=datetime.fromisoformat(header["now"]),
        expected_sha256=bytes.fromhex(header["expected"]) if header["expected"] is not None else None,
        required=header["required"],
    )
    return verification_report.to_json(report), []


def _archived(found: tuple[SignatureReport, ...]) -> tuple[SignatureReport, ...]:
    """Raise to B-LTA what a later, good document time stamp protects."""
    stamps = [one.covers for one in found if one.kind == "stamp" and one.holds]
    return tuple(
        replace(one, level="B-LTA") if one.level == "B-LT" and any(end > one.covers for end in stamps) else one
        for one in found
    )


def _modifications(pdf: bytes, found: tuple[SignatureReport, ...], matches: bool | None) -> tuple[str, ...]:
    named = [f"{one.field}:{problem}" for one in found for problem in one.problems if problem in _ALTERED]
    if found and max(one.covers for one in found) != len(pdf):
        named.append("bytes_after_last_signature")
    if matches is False:
        named.append("not_the_issued_file")
    return tuple(named)


def _verdict(found: tuple[SignatureReport, ...], modifications: tuple[str, ...], missing: tuple[str, ...]) -> str:
    if not found:
        return "unsigned"
    if modifications:
        return "altered"
    if not all(one.holds for one in found):
        return "untrusted"
    return "incomplete" if missing else "valid"
