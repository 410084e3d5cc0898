"""Make a signature that a person has consented to, and the town's seal after the last one. Run by a worker.

Safe to run twice, and at once for two signers: what counts is decided while the case is held, and a
signature that exists is never made again. No network is touched while a case is held.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.documents import certificates, manifests, one_time, signing
from app.documents.one_time import OneTimeKey
from app.documents.signing import Place
from app.domain.actors import worker
from app.domain.errors import OperatorUnavailable
from app.ports import Outside
from app.services import calls, cases, keys, parties, record, sentences, steps
from app.services.calls import OwedCall
from app.services.cases import CaseFile
from app.services.files import seals, sheets, shelf
from app.services.parties import PersonDetails
from app.services.signing import signature_requests
from app.services.steps import Held
from app.store import db, outbox, people
from app.store import documents as store
from app.store.documents import Filed
from app.store.tables import SignatureRow

OPERATOR = "signature.produce"
MANIFEST = "signature.manifest"
_WORKER = worker(OPERATOR)
_ROUNDS = 5
_AWAITED = ("owed", "waiting")


@dataclass(frozen=True, slots=True)
class _Base:
    """What a signature starts from, read while nothing is held."""

    file: CaseFile
    document_id: UUID
    request: UUID
    status: str
    number: int
    content: bytes
    manifest: bytes
    signer: PersonDetails
    role: str
    awaited: bool


def produce(outside: Outside, call: OwedCall) -> list[record.Act]:
    """Sign with a one-time certificate; after the last signer seal the document and answer the diagram.

    Raises `OperatorUnavailable` when a time stamp or the file store is not to be had: what was
    signed stays signed, and the next attempt goes on from there.
    """
    signature_id = UUID(call.params["signature"])
    for _ in range(_ROUNDS):
        base = _read(outside, call, signature_id)
        if base.status == "signed":
            break
        if base.status != "consented" or not base.awaited:
            reason = {"reason": "not_awaited"}
            return [record.Act("sign.failed", _WORKER, record.on("signature", signature_id), reason)]
        if _sign(outside, call, signature_id, base):
            break
    else:
        raise OperatorUnavailable("the document kept changing")
    _seal_when_complete(outside, call, base)
    return []


def _read(outside: Outside, call: OwedCall, signature_id: UUID) -> _Base:
    with db.reading() as session:
        file = cases.reading(session, outside, call.entity, call.case_id)
        row = store.signature(session, signature_id)
        version = store.get(session, call.case_id, row.document_id).version
        party = people.party(session, row.party_id)
        asked = outbox.get(session, row.call_id)
        session.expunge_all()
    return _Base(
        file=file,
        document_id=row.document_id,
        request=row.call_id,
        status=row.status,
        number=version.number,
        content=shelf.take(outside, file.seal, version),
        manifest=file.seal.open(row.manifest, MANIFEST) if row.manifest else b"",
        signer=parties.details_of(party, file.seal),
        role=party.role,
        awaited=asked.status in _AWAITED,
    )


def _sign(outside: Outside, call: OwedCall, signature_id: UUID, base: _Base) -> bool:
    """Sign the version read and keep it. False when another signature came first: read again."""
    now = outside.clock.now()
    key = _one_time_key(outside, base, now)
    fingerprint = certificates.fingerprint(key.certificate)
    place = Place(sheets.signature_field(base.role), now, _mark(base, now))
    signed = signing.sign_citizen(base.content, key, base.manifest, place, outside.timestamps)
    stored = shelf.put(outside, base.file.seal, base.document_id, base.number + 1, signed)
    with db.transaction() as session:
        held = steps.hold(session, outside, call.entity, call.case_id)
        filed, row = _current(session, base.document_id, call.case_id, signature_id)
        if row.status == "signed":
            return True
        if filed.row.current != base.number:
            return False
        row.status, row.signed_at, row.remind_at = "signed", now, None
        filed.row.current = stored.number
        session.flush()
        store.add_version(session, stored.row(held.row, "signed", held.now))
        if all(one.status == "signed" for one in store.signatures_asked_by(session, row.call_id)):
            filed.row.state = "signed"
        about = {"certificate_sha256": fingerprint, "manifest_sha256": manifests.digest(base.manifest).hex()}
        on, stamp = record.on("document", base.document_id), {"qualified": outside.timestamps.qualified}
        steps.note(
            held,
            record.Act("sign.completed", _WORKER, on, {**about, "party": str(row.party_id)}, (stored.doc("signed"),)),
            record.Act("sign.key_destroyed", _WORKER, on, {"certificate_sha256": fingerprint}),
            record.Act("timestamp.applied", _WORKER, on, stamp, (stored.doc("signed"),)),
        )
        signature_requests.ask_next(held, row.call_id)
    return True


def _one_time_key(outside: Outside, base: _Base, now: datetime) -> OneTimeKey:
    signer = base.signer
    subject = one_time.Subject(
        given_name=signer.given_name,
        surnames=" ".join(part for part in (signer.surname1, signer.surname2) if part),
        kind=signer.id_type,
        number=signer.id_number,
        country=signer.id_country,
    )
    return one_time.issue(keys.opened(outside, base.file.row.entity), subject, manifests.digest(base.manifest), now)


def _mark(base: _Base, now: datetime) -> tuple[str, ...]:
    language, entity = base.file.row.language, base.file.entity
    lines = (
        sentences.say("signed_by", language, name=base.signer.full_name),
        sheets.long_time(now.astimezone(entity.zone), language),
        sentences.say("one_time", language),
    )
    return (*lines, sentences.say("demonstration_mark", language)) if entity.demonstration else lines


def _current(session: Session, document_id: UUID, case_id: UUID, signature_id: UUID) -> tuple[Filed, SignatureRow]:
    return store.get(session, case_id, document_id, lock=True), store.signature(session, signature_id, lock=True)


def _seal_when_complete(outside: Outside, call: OwedCall, base: _Base) -> None:
    with db.reading() as session:
        asked = store.signatures_asked_by(session, base.request)
        filed = store.get(session, call.case_id, base.document_id)
        if filed.row.state == "final" or any(one.status != "signed" for one in asked):
            return
        version = filed.version
        session.expunge_all()
    content = shelf.take(outside, base.file.seal, version)
    sealed = seals.seal(outside, base.file.entity, base.file.row.language, content)
    stored = shelf.put(outside, base.file.seal, base.document_id, version.number + 1, sealed)
    with db.transaction() as session:
        held = steps.hold(session, outside, call.entity, call.case_id)
        filed = store.get(session, call.case_id, base.document_id, lock=True)
        if filed.row.state == "final" or filed.row.current != version.number:
            return
        filed.row.state, filed.row.current = "final", stored.number
        session.flush()
        store.add_version(session, stored.row(held.row, "sealed", held.now))
        on, docs = record.on("document", base.document_id), (stored.doc("sealed"),)
        steps.note(
            held,
            record.Act("seal.applied", _WORKER, on, {}, docs),
            record.Act("timestamp.applied", _WORKER, on, {"qualified": outside.timestamps.qualified}, docs),
        )
        last = max(one.signed_at for one in asked if one.signed_at)
        _answer(held, base.request, {**_result(filed, stored), "signed_at": last.isoformat()})


def _result(filed: Filed, stored: shelf.Stored) -> dict[str, Any]:
    return {"document": str(filed.row.id), "sha256": stored.sha256.hex(), "csv": filed.row.csv or ""}


def _answer(held: Held, request: UUID, result: dict[str, Any]) -> None:
    """Give the diagram its answer, or note that nobody waits for it any longer."""
    if outbox.get(held.session, request, lock=True).status in _AWAITED:
        calls.answer_held(held, request, result, worker_name=OPERATOR)
    else:
        steps.note(held, record.Act("call.late_answer", _WORKER, record.on("call", request)))
