"""Evidence handed out: everything that proves what happened in a case, and the policy to check it with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.documents import certificates
from app.domain.errors import NotFound
from app.evidence import bundle as format_of
from app.evidence import canonical, policy
from app.evidence.canonical import Value
from app.evidence.chain import Entry
from app.ports import Outside
from app.services import access, entities, keys, record, steps
from app.services.cases import CaseFile
from app.services.files import documents, seals, shelf
from app.services.files.documents import Content
from app.services.visits import Visitor
from app.store import db, evidence
from app.store import documents as store
from app.store.tables import EventBodyRow, VersionRow

ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What goes into a bundle, as the database has it at one moment."""

    file: CaseFile
    entries: Sequence[Entry]
    versions: Sequence[VersionRow]
    now: datetime


def download(outside: Outside, visitor: Visitor, case_id: UUID | None = None) -> Content:
    """Return the evidence of a case as a zip sealed by the entity, and record that it was handed out.

    Staff who may read the case get all of it. A citizen gets the whole chain of the own case, opened
    where it speaks of that person, with the documents that this person may see. Raises as `access.reading`.
    """
    asked = case_id or visitor.case_id
    if asked is None:
        raise NotFound("case")
    with db.reading() as session:
        gathered = _gather(session, outside, visitor, asked)
        session.expunge_all()
    body = _build(outside, gathered)
    with db.transaction() as session:
        held = documents.reader(session, outside, visitor, asked)
        about: dict[str, Value] = {"events": len(gathered.entries), "head": gathered.entries[-1].leaf.hex()}
        steps.note(held, record.Act("evidence.exported", visitor.actor, record.on("case", asked), about))
    return Content(f"{gathered.file.row.number.replace('/', '-')}-evidence.zip", ZIP, body)


def policy_of(outside: Outside, entity: str) -> dict[str, Value]:
    """Return the policy with which bundles of this entity are verified: its seal and the root behind it."""
    town = entities.shown(entity, outside.clock.now())
    pki = keys.opened(outside, entity)
    return policy.build(
        town.id,
        [certificates.der(pki.seal.certificate)],
        [certificates.der(pki.root)],
        organisation=f"VATES-{pki.town.nif}",
    )


def _gather(session: Session, outside: Outside, visitor: Visitor, case_id: UUID) -> _Gathered:
    file = access.reading(session, outside, visitor, case_id)
    eyes = documents.eyes_of(session, visitor)
    seen = {one.row.id for one in store.of_case(session, case_id) if eyes.may_see(one.row)}
    named = {str(one) for one in (*seen, visitor.id)}
    entries = [
        Entry(row.seq, row.body, leaf, _opened(file, row, None if visitor.kind == "staff" else named))
        for row, leaf in evidence.of_stream(session, visitor.entity, case_id)
    ]
    versions = [one for one in store.versions(session, case_id) if one.document_id in seen]
    return _Gathered(file, entries, versions, outside.clock.now())


def _opened(file: CaseFile, row: EventBodyRow, named: set[str] | None) -> bytes:
    """Return an event's openings; with `named`, only those of events by or about one of these."""
    if row.opening is None:
        return b""
    if named is not None:
        event: Any = canonical.decode(row.body)
        if event["actor"]["ref"] not in named and event["subject"]["ref"] not in named:
            return b""
    return file.seal.open(row.opening, record.OPENING)


def _build(outside: Outside, gathered: _Gathered) -> bytes:
    file = gathered.file
    facts: dict[str, Value] = {
        "case_number": file.row.number,
        "procedure": file.row.procedure,
        "entity": file.entity.name,
        "status": file.row.status,
    }
    contents = format_of.Contents(
        tenant=file.row.entity,
        case=file.row.id,
        entries=gathered.entries,
        made_at=gathered.now,
        documents=[shelf.take(outside, file.seal, version) for version in gathered.versions],
        sources={file.row.digest.hex(): file.pinned.sources},
        facts=facts,
    )
    return format_of.build(contents, lambda manifest: seals.detached(outside, file.row.entity, manifest))
