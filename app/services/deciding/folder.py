"""The signing folder of a body: what waits for its decision, signed or given back, each document an act of its own."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.documents import manifests
from app.domain import procedure as rules
from app.domain.decisions import AUTHORITY
from app.domain.errors import Conflict, IdentificationFailed, Invalid
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import access, calls, competence, entities, record, sentences, steps
from app.services.deciding import drafting, folder_views, numbering, production
from app.services.deciding.folder_views import FolderItem
from app.services.desk import notes
from app.services.files import shelf
from app.services.staff import Proof
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import db, desk, office, outbox
from app.store import decisions as store
from app.store import documents as files
from app.store.decisions import Put
from app.store.tables import TermOfOfficeRow

LONGEST_REASON: Final = 2000
_MOST: Final = 100
_PROOF_LIFE: Final = timedelta(minutes=2)
_QUEUE: Final = "signature"
_AWAITED: Final = ("owed", "waiting")


class AlreadyDecided(Conflict):
    """Somebody else decided, or gave it back, or the case no longer waits for it."""

    code = "deciding.already_decided"


@dataclass(frozen=True, slots=True)
class Folder:
    """What waits for a member of staff to decide, the oldest first, and what was decided lately; `bodies` by name."""

    bodies: tuple[str, ...]
    waiting: tuple[FolderItem, ...]
    done: tuple[FolderItem, ...]


def sentence(language: str) -> str:
    """Return the sentence that an official ticks."""
    return rules.text(sentences.DECIDING, language)


def of(outside: Outside, visitor: Visitor) -> Folder:
    """Return the folder of the bodies that the visitor is at the head of today. Raises `RoleMissing`."""
    visitor.require(AUTHORITY)
    with db.reading() as session:
        bodies = store.bodies_of(session, visitor.entity, visitor.id, _today(session, outside, visitor))
        known = folder_views.known_to(session, visitor)
        return Folder(
            bodies=tuple(sorted(rules.text(known.bodies[one].names, visitor.language) for one in bodies)),
            waiting=tuple(folder_views.item(session, one, known) for one in store.waiting(session, bodies, _MOST)),
            done=tuple(folder_views.item(session, one, known) for one in store.done(session, bodies, _MOST // 5)),
        )


def one(outside: Outside, visitor: Visitor, resolution_id: UUID) -> FolderItem:
    """Return one document of the folder. Raises `NotFound`, `RoleMissing` or `NotInOffice`."""
    with db.reading() as session:
        put = store.resolution(session, visitor.entity, resolution_id)
        competence.official(session, visitor, put.row, _today(session, outside, visitor))
        return folder_views.item(session, put, folder_views.known_to(session, visitor))


def sign(outside: Outside, visitor: Visitor, resolution_id: UUID, proof: Proof, *, ticked: bool) -> str:
    """Decide: number the document and owe its signature and seal; return the number.

    Raises `Invalid` ("declares") without the tick, `IdentificationFailed` for a proof that is another's or too old,
    `NotFound`, `RoleMissing`, `NotInOffice`, or `AlreadyDecided` for the second of two who click.
    """
    if not ticked:
        raise Invalid("the sentence was not ticked", {"declares": "required"})
    with db.transaction() as session:
        held, put, term = _held(session, outside, visitor, resolution_id)
        if proof.staff_id != visitor.id or not proof.at <= held.now <= proof.at + _PROOF_LIFE:
            raise IdentificationFailed
        row, given = put.row, numbering.take(held, put.row.series)
        row.state, row.year, row.place, row.decided_at = "signing", given.year, given.place, given.at
        row.decided_by, row.term_id = visitor.id, term.id
        manifest = _manifest(held, visitor, put, proof)
        row.manifest = held.seal.seal(manifest, production.MANIFEST)
        session.flush()
        owed = {"call": str(row.call_id)}
        row.job_id = steps.owe(held, production.OPERATOR, owed, queue=_QUEUE)
        _note_decided(held, visitor, put, manifest)
        return numbering.number_of(row)


def give_back(outside: Outside, visitor: Visitor, resolution_id: UUID, reason: str) -> None:
    """Give a document back undecided: the case takes the path that its diagram has for `returned`.

    The reason stays in the case as a note for its staff. Raises `Invalid` ("reason"), or as `sign`.
    """
    told = reason.strip()
    if not told or len(told) > LONGEST_REASON:
        raise Invalid("a return needs a reason", {"reason": "required" if not told else "too_long"})
    with db.transaction() as session:
        held, put, term = _held(session, outside, visitor, resolution_id)
        put.row.state, put.row.note = "returned", held.seal.seal(told.encode(), notes.NOTE)
        put.row.decided_by, put.row.term_id = visitor.id, term.id
        files.get(session, held.row.id, put.row.document_id, lock=True).row.state = "refused"
        session.flush()
        _leave_note(held, visitor, told)
        on, about = record.on("resolution", put.row.id), {"body": str(put.row.body_id), "kind": put.row.kind}
        returned = record.Act("decision.returned", visitor.actor, on, about, values={"reason": told})
        calls.fail_held(held, put.row.call_id, "returned", [returned], "decisions.request")


def _held(
    session: Session, outside: Outside, visitor: Visitor, resolution_id: UUID
) -> tuple[Held, Put, TermOfOfficeRow]:
    """Hold what waits for a visitor to decide, with the case first. Raises as `sign`."""
    case_id = store.resolution(session, visitor.entity, resolution_id).row.case_id
    held = access.clerk(session, outside, visitor, case_id, roles=access.DECIDERS)
    put = store.resolution(session, visitor.entity, resolution_id, lock=True)
    term = competence.official(session, visitor, put.row, held.entity.calendar.local_day(held.now))
    waits = outbox.get(session, put.row.call_id, lock=True).status in _AWAITED
    if put.row.state != "waiting" or not waits:
        raise AlreadyDecided("this waits for no decision any longer")
    return held, put, term


def _today(session: Session, outside: Outside, visitor: Visitor) -> date:
    now = outside.clock.now()
    return entities.get(session, visitor.entity, now).calendar.local_day(now)


def _manifest(held: Held, visitor: Visitor, put: Put, proof: Proof) -> bytes:
    """Return the manifest; it names the chain as it stood before this decision."""
    row, keys = put.row, held.outside.keys
    who = office.staff(held.session, visitor.id)
    shown = files.version(held.session, row.document_id, files.FROZEN)
    signer = {
        "role": AUTHORITY,
        "staff": str(visitor.id),
        "name": who.name,
        "post": who.post,
        "body": drafting.who(
            folder_views.competence_of(folder_views.known_to(held.session, visitor), put), held.row.language
        ),
        "term_of_office": str(row.term_id),
        "number": numbering.number_of(row),
    }
    return manifests.build(
        manifests.Signing(
            entity=held.row.entity,
            procedure=held.row.procedure,
            case=held.row.number,
            csv=put.document.csv or "",
            document_sha256=shown.sha256.hex(),
            signer=signer,
            chain_head=held.row.head.hex(),
        ),
        manifests.Identification(method="password_totp", level="staff", at=proof.at, evidence={}),
        manifests.Consent(_text_digest(visitor.language), visitor.language, held.now),
        manifests.VerifiedCode(
            channel="totp",
            destination="***",
            destination_hmac=keys.fingerprint(str(visitor.id), "staff").hex(),
            code_hmac=proof.code_hmac.hex(),
            sent_at=proof.at,
            verified_at=proof.at,
            attempts=1,
        ),
    )


def _note_decided(held: Held, visitor: Visitor, put: Put, manifest: bytes) -> None:
    row = put.row
    shown = shelf.doc(files.version(held.session, row.document_id, files.FROZEN), "frozen")
    consent = {
        "text_sha256": _text_digest(visitor.language),
        "language": visitor.language,
        "manifest_sha256": manifests.digest(manifest).hex(),
    }
    by = {"delegation": str(row.delegation_id)} if row.delegation_id else {}
    about: dict[str, Value] = {
        "number": numbering.number_of(row),
        "kind": row.kind,
        "body": str(row.body_id),
        "term_of_office": str(row.term_id),
        **by,
    }
    on = record.on("resolution", row.id)
    steps.note(
        held,
        record.Act("sign.consented", visitor.actor, on, consent, (shown,)),
        record.Act("decision.taken", visitor.actor, on, about, (shown,)),
    )


def _leave_note(held: Held, visitor: Visitor, text: str) -> None:
    note_id = uuid4()
    desk.add_note(
        held.session,
        {
            "id": note_id,
            "entity": held.row.entity,
            "case_id": held.row.id,
            "sealed": held.seal.seal(text.encode(), notes.NOTE),
            "written_by": visitor.id,
            "written_at": held.now,
        },
    )
    steps.note(held, record.Act("note.written", visitor.actor, record.on("note", note_id), values={"text": text}))


def _text_digest(language: str) -> str:
    return hashlib.sha256(sentence(language).encode()).hexdigest()
