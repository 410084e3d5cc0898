"""The papers about a notification, made by a worker: the sealed proof of an outcome, the letter to be printed.

Source: RD 203/2021 art. 42.3 (what a proof states); Ley 39/2015 art. 42.2 (what the slip of a letter states).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.documents import csv_codes
from app.domain.actors import worker
from app.ports import Outside
from app.services import cases, parties, record, steps
from app.services.calls import OwedCall
from app.services.cases import CaseFile
from app.services.files import press, seals, sheets, shelf
from app.services.notifying import settling, words
from app.store import db, documents, people
from app.store import notifications as store
from app.store.tables import NotificationRow

PROOF, LETTER = "notification_proof", "notification_letter"
_FORMS: Final = Path(__file__).resolve().parents[3] / "forms"
_COLUMNS: Final = {PROOF: "proof_id", LETTER: "letter_id"}


@dataclass(frozen=True, slots=True)
class _Draft:
    file: CaseFile
    data: Mapping[str, Any]
    name: str

    @property
    def template(self) -> bytes:
        """The procedure's own template of this paper, or the office's."""
        place = f"documents/{self.name}.typ"
        return self.file.pinned.sources.get(place) or (_FORMS / place).read_bytes()


def prove(outside: Outside, call: OwedCall) -> list[record.Act]:
    """Make the sealed proof of what became of a notification, once.

    Raises `OperatorUnavailable` when typesetter, file store or time stamps are away.
    """
    return _make(outside, call, PROOF)


def letter(outside: Outside, call: OwedCall) -> list[record.Act]:
    """Make the letter, with its slip, that goes home with a notification, once. Raises as `prove`."""
    return _make(outside, call, LETTER)


JOBS = {settling.PROOF: prove, settling.LETTER: letter}
"""The jobs that this room does for `calls.run`."""


def _make(outside: Outside, call: OwedCall, name: str) -> list[record.Act]:
    notification_id = UUID(call.params["notification"])
    with db.reading() as session:
        if documents.made_by(session, call.id) is not None:
            return []
        draft = _draft(session, outside, call, notification_id, name)
        session.expunge_all()
    csv = csv_codes.new()
    pdf = press.typeset(outside, draft.file, draft.template, draft.data, csv)
    if name == PROOF:
        pdf = seals.seal(outside, draft.file.entity, draft.file.row.language, pdf)
    _keep(outside, call, draft, pdf, csv)
    return []


def _draft(session: Session, outside: Outside, call: OwedCall, notification_id: UUID, name: str) -> _Draft:
    file = cases.reading(session, outside, call.entity, call.case_id)
    row = store.get(session, call.entity, notification_id)
    act = documents.get(session, call.case_id, row.document_id)
    party = parties.view(people.party(session, row.party_id), file.seal)
    language = file.row.language
    data = {
        "title": words.say(f"{name}_title", language),
        "subtitle": file.pinned.procedure.text(file.pinned.procedure.card.title, language),
        "case_number": file.row.number,
        "notification": str(row.id),
        "person": sheets.person(party),
        "act": {"title": act.row.title, "csv": act.row.csv or "", "sha256": act.version.sha256.hex()},
        "entity": {**file.entity.facts, "name": file.entity.name, "dir3": file.entity.dir3},
        "made_available_at": _told(file, row.made_available_at),
        "place_and_date": sheets.long_date(file.now.astimezone(file.entity.zone).date(), language),
        **_outcome(file, row),
    }
    return _Draft(file, data, name)


def _outcome(file: CaseFile, row: NotificationRow) -> dict[str, Any]:
    found, language = settling.outcome(row), file.row.language
    told: dict[str, Any] = {
        "channel": words.say(f"channel_{row.channel}", language),
        "level": words.say(f"level_{row.level}", language),
        "attempts": [
            [_told(file, datetime.fromisoformat(one["at"])), words.say(f"attempt_{one['result']}", language)]
            for one in row.attempts
        ],
    }
    if row.expires_at:
        told["until"] = _told(file, row.expires_at)
    if found:
        told["outcome"] = words.say(f"state_{found.state}", language)
        told["means"] = words.say(f"means_{found.means}", language)
        told["decided_at"] = _told(file, found.at)
    return told


def _told(file: CaseFile, at: datetime) -> str:
    return sheets.long_time(at.astimezone(file.entity.zone), file.row.language)


def _keep(outside: Outside, call: OwedCall, draft: _Draft, pdf: bytes, csv: str) -> None:
    document_id, pages = uuid4(), shelf.page_count(pdf)
    stored = shelf.put(outside, draft.file.seal, document_id, 1, pdf)
    with db.transaction() as session:
        held = steps.hold(session, outside, call.entity, call.case_id)
        if documents.made_by(session, call.id) is not None:
            return
        proof = draft.name == PROOF
        row = {
            "id": document_id,
            "entity": call.entity,
            "case_id": call.case_id,
            "call_id": call.id,
            "kind": documents.RECEIPT if proof else documents.LETTER,
            "name": draft.name,
            "title": draft.data["title"],
            "state": "final" if proof else "frozen",
            "csv": csv,
            "mime": shelf.PDF,
            "pages": pages,
            "current": 1,
            "created_at": held.now,
        }
        documents.add(session, row, stored.row(held.row, "sealed" if proof else "rendered", held.now))
        store.keep(session, UUID(draft.data["notification"]), _COLUMNS[draft.name], document_id)
        steps.note(held, *_acts(outside, call, stored, draft.name, csv))


def _acts(outside: Outside, call: OwedCall, stored: shelf.Stored, name: str, csv: str) -> list[record.Act]:
    made_by, on, docs = worker(call.operator), record.on("document", stored.document_id), (stored.doc(name),)
    about = {"document": name, "notification": str(call.params["notification"])}
    acts = [record.Act("document.rendered", made_by, on, about, docs, {"csv": csv})]
    if name == PROOF:
        acts += [
            record.Act("seal.applied", made_by, on, {}, docs),
            record.Act("timestamp.applied", made_by, on, {"qualified": outside.timestamps.qualified}, docs),
        ]
    return acts
