"""What people are told of a term in writing: its start, its extension, and that it ran out. Sealed documents.

Each is made by a worker, once, and announced by mail; it lies in the case. Source: Ley 39/2015 art. 21.4 (the start
is told within ten days), 23.2 and 32.3 (an extension is told), 24.4 (silence is certified within fifteen days).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy.orm import Session

from app.documents import csv_codes
from app.domain.actors import worker
from app.ports import Outside
from app.services import cases, parties, record, sentences, steps
from app.services.calls import OwedCall
from app.services.cases import CaseFile
from app.services.files import press, receipts, seals, sheets, shelf
from app.services.steps import Held
from app.services.terms import counting, words
from app.store import db, people, registry
from app.store import documents as store
from app.store import terms as rows
from app.store.tables import TermRow

OPERATOR = "terms.tell"
START, LONGER, SILENCE = "inicio", "ampliacion", "silencio"
_COLUMNS: Final = {START: "told_id", SILENCE: "certificate_id"}
REASON: Final = "term.reason"
"""What the reason of an extension is sealed as."""
_FORMS: Final = Path(__file__).resolve().parents[3] / "forms"
_WORKER = worker(OPERATOR)


@dataclass(frozen=True, slots=True)
class _Draft:
    file: CaseFile
    name: str
    term: UUID
    data: Mapping[str, Any]

    @property
    def template(self) -> bytes:
        """The procedure's own template of this paper, or the office's."""
        place = f"documents/{self.name}.typ"
        return self.file.pinned.sources.get(place) or (_FORMS / place).read_bytes()


def owe(held: Held, row: TermRow, paper: str) -> None:
    """Owe the paper START, LONGER or SILENCE about a term; owed again, it is made once."""
    call_id = uuid5(row.id, f"{paper} {row.more}" if paper == LONGER else paper)
    steps.owe(held, OPERATOR, {"term": str(row.id), "paper": paper}, queue="document", call_id=call_id, about=paper)


def tell(outside: Outside, call: OwedCall) -> list[record.Act]:
    """Make an owed paper about a term, seal it, and announce it to every person of the case.

    Raises `OperatorUnavailable` when typesetter, file store or time stamps are away.
    """
    with db.reading() as session:
        if store.made_by(session, call.id) is not None:
            return []
        draft = _draft(session, outside, call)
        session.expunge_all()
    csv = csv_codes.new()
    pdf = press.typeset(outside, draft.file, draft.template, draft.data, csv)
    sealed = seals.seal(outside, draft.file.entity, draft.file.row.language, pdf)
    _keep(outside, call, draft, sealed, csv)
    return []


def _draft(session: Session, outside: Outside, call: OwedCall) -> _Draft:
    file, paper = cases.reading(session, outside, call.entity, call.case_id), str(call.params["paper"])
    row = rows.get(session, call.entity, UUID(call.params["term"]))
    language, procedure = file.row.language, file.pinned.procedure
    entry = next(iter(registry.entries_of(session, call.case_id)), None)
    people_told = parties.all_of(session, call.case_id, file.seal)
    data = {
        "title": words.say(paper, language),
        "subtitle": procedure.text(procedure.card.title, language),
        "case_number": file.row.number,
        "interested": [sheets.person(party) for party in people_told],
        "entity": {**file.entity.facts, "name": file.entity.name, "dir3": file.entity.dir3},
        "number": receipts.number_of(entry) if entry else "",
        "received_on": sheets.long_date(row.starts_on, language),
        "length": words.length(counting.by_law(row), language),
        "due_on": sheets.long_date(row.due_on, language),
        "silence": row.silence,
        "effect": words.say(f"{'certified' if _certifies(paper, row) else 'effect'}_{row.silence}", language),
        "more": words.length(counting.of_days(row, row.more), language),
        "reason": file.seal.open(row.reason, REASON).decode() if row.reason else "",
        "date": sheets.long_date(file.entity.calendar.local_day(file.now), language),
    }
    return _Draft(file, paper, row.id, data)


def _certifies(paper: str, row: TermRow) -> bool:
    return paper == SILENCE and row.silence != "none"


def _keep(outside: Outside, call: OwedCall, draft: _Draft, sealed: bytes, csv: str) -> None:
    document_id, pages = uuid4(), shelf.page_count(sealed)
    stored = shelf.put(outside, draft.file.seal, document_id, 1, sealed)
    with db.transaction() as session:
        held = steps.hold(session, outside, call.entity, call.case_id)
        if store.made_by(session, call.id) is not None:
            return
        row = {
            "id": document_id,
            "entity": call.entity,
            "case_id": call.case_id,
            "call_id": call.id,
            "kind": store.RECEIPT,
            "name": draft.name,
            "title": draft.data["title"],
            "state": "final",
            "csv": csv,
            "mime": shelf.PDF,
            "pages": pages,
            "current": 1,
            "created_at": held.now,
        }
        store.add(session, row, stored.row(held.row, "sealed", held.now))
        if draft.name in _COLUMNS:
            rows.give(session, draft.term, _COLUMNS[draft.name], document_id)
        steps.note(held, *_acts(outside, draft, stored, csv))
        for party in people.parties(session, call.case_id):
            sentences.write_to(held, party, "issued", document=str(draft.data["title"]))


def _acts(outside: Outside, draft: _Draft, stored: shelf.Stored, csv: str) -> list[record.Act]:
    on, docs = record.on("document", stored.document_id), (stored.doc("receipt"),)
    made = {"document": draft.name, "term": str(draft.term)}
    return [
        record.Act("document.rendered", _WORKER, on, made, docs, {"csv": csv}),
        record.Act("seal.applied", _WORKER, on, {}, docs),
        record.Act("timestamp.applied", _WORKER, on, {"qualified": outside.timestamps.qualified}, docs),
    ]
