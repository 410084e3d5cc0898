"""Make what was decided: the official's signature, the seal of the entity, the answer to the diagram. Run by a worker.

Safe to run twice: what counts is decided while the case is held. No network is touched while it is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.documents import certificates, manifests, one_time, signing
from app.documents.signing import Place
from app.domain import procedure as rules
from app.domain.actors import worker
from app.domain.decisions import AUTHORITY
from app.ports import CallRef, DecisionRef, Outside
from app.services import calls, cases, keys, record, sentences, steps
from app.services.calls import OwedCall
from app.services.cases import CaseFile
from app.services.deciding import numbering
from app.services.files import seals, sheets, shelf
from app.services.files.shelf import Stored
from app.services.steps import Held
from app.store import db, office, outbox
from app.store import decisions as store
from app.store import documents as files
from app.store.tables import ResolutionRow

OPERATOR = "decision.produce"
MANIFEST = "decision.manifest"
_WORKER = worker(OPERATOR)
_AWAITED = ("owed", "waiting")


@dataclass(frozen=True, slots=True)
class _Base:
    """What production starts from, read while nothing is held."""

    file: CaseFile
    row: ResolutionRow
    state: str
    current: int
    content: bytes
    body: str
    official: tuple[str, str]

    @property
    def number(self) -> str:
        return numbering.number_of(self.row)


def produce(outside: Outside, call: OwedCall) -> list[record.Act]:
    """Sign with a one-time certificate of the official, seal, and answer the diagram.

    Raises `OperatorUnavailable` when a time stamp or the file store is not to be had: what was signed stays signed,
    and the next attempt goes on from there.
    """
    asked = CallRef(call.entity, call.case_id, UUID(call.params["call"]))
    base = _read(outside, asked)
    if base.state == "signing":
        _sign(outside, asked, base)
    made = seal(outside, asked)
    with db.transaction() as session:
        held = steps.hold(session, outside, call.entity, call.case_id)
        _answer(held, asked.call_id, made)
    return []


def seal(outside: Outside, asked: CallRef) -> DecisionRef:
    """Seal what was decided by a call and return it; sealing it again changes nothing.

    Raises as `produce`.
    """
    base = _read(outside, asked)
    if base.state != "final":
        about = f"{base.number} · {base.body}"
        sealed = seals.seal(outside, base.file.entity, base.file.row.language, base.content, about)
        _keep_sealed(outside, asked, base, sealed)
    with db.reading() as session:
        return _ref(session, asked)


def _read(outside: Outside, asked: CallRef) -> _Base:
    with db.reading() as session:
        file = cases.reading(session, outside, asked.entity, asked.case_id)
        row = _row(session, asked)
        filed = files.get(session, asked.case_id, row.document_id)
        body = rules.text(store.body(session, row.body_id).names, file.row.language)
        who = office.staff(session, row.decided_by) if row.decided_by else None
        official = (who.name, who.username) if who else ("", "")
        session.expunge_all()
    content = shelf.take(outside, file.seal, filed.version)
    return _Base(file, row, filed.row.state, filed.version.number, content, body, official)


def _sign(outside: Outside, asked: CallRef, base: _Base) -> None:
    now = outside.clock.now()
    manifest = base.file.seal.open(base.row.manifest or b"", MANIFEST)
    name, username = base.official
    subject = one_time.Subject(name, "", one_time.STAFF, username, organisation=base.file.entity.name, unit=base.body)
    key = one_time.issue(keys.opened(outside, base.file.row.entity), subject, manifests.digest(manifest), now)
    fingerprint = certificates.fingerprint(key.certificate)
    place = Place(sheets.signature_field(AUTHORITY), now, _mark(base))
    signed = signing.sign_citizen(base.content, key, manifest, place, outside.timestamps)
    stored = shelf.put(outside, base.file.seal, base.row.document_id, base.current + 1, signed)
    with db.transaction() as session:
        held = steps.hold(session, outside, asked.entity, asked.case_id)
        filed = files.get(session, asked.case_id, base.row.document_id, lock=True)
        if filed.row.state != "signing" or filed.row.current != base.current:
            return
        _keep(held, base, stored, "signed")
        about = {"certificate_sha256": fingerprint, "manifest_sha256": manifests.digest(manifest).hex()}
        on, docs = record.on("document", base.row.document_id), (stored.doc("signed"),)
        staff = {"staff": str(base.row.decided_by)}
        steps.note(
            held,
            record.Act("sign.completed", _WORKER, on, {**about, **staff}, docs),
            record.Act("sign.key_destroyed", _WORKER, on, {"certificate_sha256": fingerprint}),
            record.Act("timestamp.applied", _WORKER, on, {"qualified": outside.timestamps.qualified}, docs),
        )


def _mark(base: _Base) -> tuple[str, ...]:
    language, entity = base.file.row.language, base.file.entity
    decided: datetime = base.row.decided_at or base.file.now
    lines = (
        sentences.say("signed_by", language, name=base.official[0]),
        f"{base.number} · {base.body}",
        sheets.long_time(decided.astimezone(entity.zone), language),
    )
    return (*lines, sentences.say("demonstration_mark", language)) if entity.demonstration else lines


def _keep_sealed(outside: Outside, asked: CallRef, base: _Base, sealed: bytes) -> None:
    stored = shelf.put(outside, base.file.seal, base.row.document_id, base.current + 1, sealed)
    with db.transaction() as session:
        held = steps.hold(session, outside, asked.entity, asked.case_id)
        filed = files.get(session, asked.case_id, base.row.document_id, lock=True)
        if filed.row.state == "final" or filed.row.current != base.current:
            return
        _keep(held, base, stored, "sealed")
        filed.row.state = "final"
        _row(session, asked).state = "decided"
        session.flush()
        on, docs = record.on("document", base.row.document_id), (stored.doc("sealed"),)
        stamp = {"qualified": outside.timestamps.qualified}
        steps.note(
            held,
            record.Act("seal.applied", _WORKER, on, {}, docs),
            record.Act("timestamp.applied", _WORKER, on, stamp, docs),
        )


def _keep(held: Held, base: _Base, stored: Stored, reason: str) -> None:
    row = files.get(held.session, held.row.id, base.row.document_id).row
    row.state, row.current = "signed", stored.number
    held.session.flush()
    files.add_version(held.session, stored.row(held.row, reason, held.now))


def _row(session: Session, asked: CallRef) -> ResolutionRow:
    row = store.made_by(session, asked.call_id)
    if row is None:
        raise LookupError("nothing was put before a body by this call")
    return row


def _ref(session: Session, asked: CallRef) -> DecisionRef:
    row = _row(session, asked)
    filed = files.get(session, asked.case_id, row.document_id)
    return DecisionRef(
        resolution=str(row.id),
        number=numbering.number_of(row),
        document=str(filed.row.id),
        sha256=filed.version.sha256.hex(),
        csv=filed.row.csv or "",
        decided_by_body=store.body(session, row.body_id).code,
        decided_at=row.decided_at.isoformat() if row.decided_at else "",
    )


def _answer(held: Held, request: UUID, made: DecisionRef) -> None:
    """Give the diagram its answer, or note that nobody waits for it any longer: it was decided all the same."""
    result: dict[str, Any] = {name: getattr(made, name) for name in made.__slots__}
    if outbox.get(held.session, request, lock=True).status in _AWAITED:
        calls.answer_held(held, request, result, worker_name=OPERATOR)
    elif outbox.get(held.session, request).status != "done":
        steps.note(held, record.Act("call.late_answer", _WORKER, record.on("call", request)))
