"""Verification codes (CSV): is this paper ours, and is it complete? Open to whoever holds the code."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.documents import csv_codes, verification
from app.documents.verification_report import Report, Trust
from app.domain.actors import Actor
from app.domain.decisions import AUTHORITY
from app.domain.errors import Invalid, NotFound
from app.ports import Outside
from app.services import cases, entities, keys, parties, record, steps
from app.services.files import sheets, shelf
from app.services.files.documents import Content
from app.store import db, decisions
from app.store import documents as store
from app.store.documents import Filed
from app.store.sealing import CaseSeal

_BEARER: Final = Actor("citizen", "bearer", "csv")
_IMPOSSIBLE: Final = "-"
_MOST_REPORTS: Final = 256
_reports: dict[tuple[bytes, date], Report] = {}


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, and when; `on_paper`: by hand before an official, so that the file holds no signature of theirs."""

    name: str
    signed_at: datetime | None
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """A document that this entity issued. `final` when nothing is missing on it; `sha256` is hex.

    `intact` says whether the stored file has its digest and, once final, every signature on it holds.
    """

    csv: str
    title: str
    kind: str
    entity: str
    demonstration: bool
    issued_at: datetime
    final: bool
    intact: bool
    level: str
    pages: int
    size: int
    sha256: str
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file held against what was issued. `same`: byte for byte; else `verdict` and `modifications` say more."""

    same: bool
    earlier: bool
    verdict: str
    modifications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    filed: Filed
    seal: CaseSeal
    entity: entities.Entity
    signers: tuple[tuple[str, Signer], ...]
    earlier: tuple[bytes, ...]

    @property
    def final(self) -> bool:
        return self.filed.row.state == "final"

    @property
    def unsigned(self) -> bool:
        row = self.filed.row
        return self.final and row.kind == store.RENDERED and row.current == store.FROZEN

    @property
    def required(self) -> tuple[str, ...]:
        signed = (role for role, one in self.signers if one.signed_at and not one.on_paper)
        return (*(sheets.signature_field(role) for role in signed), sheets.SEAL_FIELD)


def by_code(outside: Outside, entity: str, code: str) -> Verification | None:
    """Return what was issued under a typed code, None for any code that is not ours. Callers limit the rate."""
    found = _find(outside, entity, code)
    if found is None:
        return None
    row, version = found.filed.row, found.filed.version
    report = _judged(outside, found, shelf.take(outside, found.seal, version))
    return Verification(
        csv=row.csv or "",
        title=row.title,
        kind=row.kind,
        entity=found.entity.name,
        demonstration=found.entity.demonstration,
        issued_at=row.created_at,
        final=found.final,
        intact=_intact(found, report),
        level=report.level,
        pages=row.pages,
        size=version.size,
        sha256=version.sha256.hex(),
        signers=tuple(one for _, one in found.signers if one.signed_at),
    )


def original(outside: Outside, entity: str, code: str) -> Content:
    """Return the final document with this code and record that it was taken. Raises `NotFound`."""
    found = _find(outside, entity, code)
    if found is None or not found.final:
        raise NotFound("document")
    row, version = found.filed.row, found.filed.version
    body = shelf.take(outside, found.seal, version)
    with db.transaction() as session:
        held = steps.hold(session, outside, entity, row.case_id)
        docs = (shelf.doc(version, row.kind, row.mime),)
        steps.note(held, record.Act("document.downloaded", _BEARER, record.on("document", row.id), {}, docs))
    return Content(f"{row.csv}.pdf", row.mime, body)


def compare(outside: Outside, entity: str, code: str, content: bytes) -> Comparison:
    """Hold a file against what was issued under a code: its digest first, then its signatures. Raises `NotFound`."""
    found = _find(outside, entity, code)
    if found is None:
        raise NotFound("document")
    digest, expected = hashlib.sha256(content).digest(), found.filed.version.sha256
    if digest == expected:
        return Comparison(same=True, earlier=False, verdict="valid", modifications=())
    report = verification.verify_upload(
        content,
        _trust(outside),
        now=outside.clock.now(),
        expected_sha256=expected,
        required=found.required,
    )
    return Comparison(False, digest in found.earlier, report.verdict, report.modifications)


def _intact(found: _Found, report: Report) -> bool:
    """Return whether a stored document holds; one for information has no signature, only its digest."""
    if found.unsigned:
        return bool(report.matches)
    return report.valid if found.final else True


def _find(outside: Outside, entity: str, code: str) -> _Found | None:
    """Look the code up; a code that cannot be one is looked up as well, so that time tells nothing."""
    try:
        csv = csv_codes.normalise(code)
    except Invalid:
        csv = _IMPOSSIBLE
    with db.reading() as session:
        try:
            filed = store.with_csv(session, entity, csv)
        except NotFound:
            return None
        file = cases.reading(session, outside, entity, filed.row.case_id)
        found = _Found(
            filed=filed,
            seal=file.seal,
            entity=file.entity,
            signers=_signers(session, filed.row.id, file.seal),
            earlier=tuple(store.digests(session, filed.row.id)),
        )
        session.expunge_all()
    return found


def _signers(session: Session, document_id: UUID, seal: CaseSeal) -> tuple[tuple[str, Signer], ...]:
    people = [
        (party.role, Signer(parties.details_of(party, seal).full_name, one.signed_at, one.method == store.BY_HAND))
        for one, party in store.signatures_on(session, document_id)
    ]
    decided = decisions.of_document(session, document_id)
    if decided is not None and decided[0].state == "decided" and decided[1] is not None:
        people.append((AUTHORITY, Signer(decided[1].name, decided[0].decided_at)))
    return tuple(people)


def _trust(outside: Outside) -> Trust:
    return verification.trust_of(keys.opened(outside), outside.clock.now())


def _judged(outside: Outside, found: _Found, content: bytes) -> Report:
    """Return the report on a stored document, worked out once a day for each file."""
    key = (found.filed.version.sha256, outside.clock.now().date())
    known = _reports.get(key)
    if known is not None:
        return known
    report = verification.verify(
        content, _trust(outside), now=outside.clock.now(), expected_sha256=key[0], required=found.required
    )
    if len(_reports) >= _MOST_REPORTS:
        _reports.clear()
    _reports[key] = report
    return report
