"""Sign on paper: a person without a telephone signs by hand before an official, who says so and keeps the scan.

The sheet signed by hand is kept beside the document; on the document itself only the entity's seal is put, by a worker.
Source: Ley 39/2015 art. 12.2; RD 203/2021 art. 30.
"""

import hashlib
from dataclasses import dataclass, replace
from uuid import uuid4

from sqlalchemy.orm import Session

from app.documents import uploads
from app.documents.uploads import Accepted
from app.domain import identity, procedure
from app.domain.errors import DocumentRejected, Invalid
from app.domain.identity import Level
from app.evidence.canonical import Value
from app.evidence.events import Doc
from app.ports import Outside
from app.services import access, presence, record, sentences, steps
from app.services.cases import CaseFile
from app.services.desk import counter
from app.services.files import shelf
from app.services.files.papers import Owner
from app.services.presence import NotHere
from app.services.signing import production, signature_requests, signature_views
from app.services.signing.signature_views import SignatureView
from app.services.signing.signatures import NothingToSign
from app.services.signing.signing_consent import CONSENT, QUEUE
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import db
from app.store import documents as store
from app.store.documents import BY_HAND, COPY
from app.store.tables import PartyRow, SignatureRow


@dataclass(frozen=True, slots=True)
class Scan:
    """The sheet that was signed by hand for the signature `signature`; `content` is empty when no file came."""

    signature: str
    file_name: str
    content: bytes


def sentence(language: str) -> str:
    """Return the sentence that the official ticks."""
    return procedure.text(sentences.WITNESSED, language)


def pending(outside: Outside, visitor: Visitor, signer: Owner) -> SignatureView:
    """Return what a person at the counter is to sign by hand; its procedure as the official calls it.

    Raises `RoleMissing`, `NotFound`, `NotHere`, `LevelTooLow` or `NothingToSign`.
    """
    with db.reading() as session:
        file = access.clerk_reading(session, outside, visitor, signer.case_id, roles=access.HANDLERS)
        party = _before(session, file, signer)
        found = signature_views.view(session, file, _waiting(session, party))
        return replace(found, procedure=procedure.text(file.pinned.procedure.card.title, visitor.language))


def attest(outside: Outside, visitor: Visitor, signer: Owner, scan: Scan, *, ticked: bool) -> None:
    """Put down that a person signed by hand before the visitor, keep the scan, and owe the seal.

    Raises as `pending`; `NothingToSign` for another signature than the one that waits, so that a second
    click signs nothing; `Invalid` ("file", "declares"); `DocumentRejected` (and records it); or what the store raises.
    """
    with db.reading() as session:
        file = access.clerk_reading(session, outside, visitor, signer.case_id, roles=access.HANDLERS)
        _asked(session, _before(session, file, signer), scan)
    given = {"file": bool(scan.content), "declares": ticked}
    if missing := {name: "required" for name, there in given.items() if not there}:
        raise Invalid("something is missing", missing)
    try:
        found = uploads.inspect(scan.content, scan.file_name)
    except DocumentRejected as fault:
        _note_refused(outside, visitor, signer, scan, fault.reason)
        raise
    stored = shelf.put(outside, file.seal, uuid4(), 1, scan.content)
    with db.transaction() as session:
        held = access.clerk(session, outside, visitor, signer.case_id)
        party = _before(session, held, signer)
        row = _asked(session, party, scan)
        _file(held, row, found, stored)
        _sign(held, visitor, row)
        _note(held, visitor, row, stored.doc(COPY, found.mime))
        signature_requests.ask_next(held, row.call_id)


def _before(session: Session, file: CaseFile | Held, signer: Owner) -> PartyRow:
    """Return a person who stands before the official and whom an official knows."""
    party = counter.party_of(session, signer.case_id, signer.party_id)
    here = presence.of(session, file, party)
    if here is None or not here.at_counter:
        raise NotHere("the person is not at the counter")
    if not identity.may_sign(identity.level(party.level)):
        raise access.LevelTooLow(Level.OFFICIAL.word)
    return party


def _waiting(session: Session, party: PartyRow) -> SignatureRow:
    row = store.to_sign(session, party.id)
    if row is None:
        raise NothingToSign("nothing waits for this signature")
    return row


def _asked(session: Session, party: PartyRow, scan: Scan) -> SignatureRow:
    row = _waiting(session, party)
    if str(row.id) != scan.signature:
        raise NothingToSign("another signature waits")
    return row


def _file(held: Held, row: SignatureRow, found: Accepted, stored: shelf.Stored) -> None:
    document = store.get(held.session, held.row.id, row.document_id).row
    title = sentences.say("signed_copy", held.row.language, title=document.title)
    name = uploads.safe_name(title, found.kind)
    made = {
        "id": stored.document_id,
        "entity": held.row.entity,
        "case_id": held.row.id,
        "kind": COPY,
        "name": document.name,
        "title": title,
        "file_name": held.seal.seal(name.encode(), shelf.FILE_NAME),
        "state": "final",
        "party_id": row.party_id,
        "mime": found.mime,
        "pages": found.pages,
        "current": 1,
        "created_at": held.now,
    }
    store.add(held.session, made, stored.row(held.row, "uploaded", held.now))


def _sign(held: Held, visitor: Visitor, row: SignatureRow) -> None:
    """Count the signature as given; the worker finds it so, and seals after the last signer."""
    row.status, row.method, row.witness, row.remind_at = "signed", BY_HAND, visitor.id, None
    row.consented_at = row.signed_at = held.now
    row.consent = held.seal.seal_json({"sentence": sentence(visitor.language)}, CONSENT)
    held.session.flush()
    row.job_id = steps.owe(held, production.OPERATOR, {"signature": str(row.id)}, queue=QUEUE)
    if all(one.status == "signed" for one in store.signatures_asked_by(held.session, row.call_id)):
        store.get(held.session, held.row.id, row.document_id, lock=True).row.state = "signed"


def _note(held: Held, visitor: Visitor, row: SignatureRow, copy: Doc) -> None:
    shown = shelf.doc(store.version(held.session, row.document_id, store.FROZEN), "frozen")
    how: dict[str, Value] = {"method": BY_HAND, "witness": str(visitor.id), "party": str(row.party_id)}
    words = {
        "text_sha256": hashlib.sha256(sentence(visitor.language).encode()).hexdigest(),
        "language": visitor.language,
    }
    on, document = record.on("signature", row.id), record.on("document", row.document_id)
    steps.note(
        held,
        record.Act("sign.consented", visitor.actor, on, {**how, **words}, (shown, copy)),
        record.Act("sign.completed", visitor.actor, document, how, (copy,)),
    )


def _note_refused(outside: Outside, visitor: Visitor, signer: Owner, scan: Scan, reason: str) -> None:
    with db.transaction() as session:
        held = access.clerk(session, outside, visitor, signer.case_id)
        row = _asked(session, _before(session, held, signer), scan)
        refused: dict[str, Value] = {"slot": COPY, "reason": reason}
        steps.note(held, record.Act("document.refused", visitor.actor, record.on("signature", row.id), refused))
