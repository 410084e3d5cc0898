"""Receipts of the register: an authenticated record of what was entered, when, and with which attachments.

Not a use case: the second half of an entry. Source: Ley 39/2015 art. 16.3, 21.4 and 31.2.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.documents import csv_codes
from app.domain import registry as numbers
from app.domain.actors import worker
from app.domain.calendar import WorkCalendar
from app.domain.procedure import Term
from app.domain.registry import Direction
from app.domain.terms import Length, due_on
from app.ports import CallRef, EntryRef, Outside
from app.services import cases, parties, record, sentences, steps
from app.services.cases import CaseFile
from app.services.files import press, seals, sheets, shelf
from app.services.files.shelf import Stored
from app.store import db, people, registry
from app.store import documents as store
from app.store.documents import Filed
from app.store.tables import EntryRow

_TEMPLATE: Final = "documents/receipt.typ"
_BUILT_IN: Final = Path(__file__).resolve().parents[3] / "forms" / _TEMPLATE
_REGISTRAR = worker("registry.enter")


@dataclass(frozen=True, slots=True)
class _Draft:
    file: CaseFile
    entry: EntryRow
    template: bytes
    data: dict[str, Any]


def make(outside: Outside, call: CallRef) -> EntryRef:
    """Return the entry that a call made, with its receipt, which is made now if there is none yet.

    Raises `OperatorUnavailable` when typesetter, file store or time stamps are away.
    """
    with db.reading() as session:
        ready = _ready(session, call.call_id)
        if ready is not None:
            return ready
        draft = _draft(session, outside, call)
        session.expunge_all()
    csv = csv_codes.new()
    pdf = press.typeset(outside, draft.file, draft.template, draft.data, csv)
    sealed = seals.seal(outside, draft.file.entity, draft.file.row.language, pdf)
    return _keep(outside, call, draft, sealed, csv)


def number_of(row: EntryRow) -> str:
    """Return an entry's number as it is written."""
    return str(numbers.entry_number(row.year, Direction(row.kind), row.number))


def _ready(session: Session, call_id: UUID) -> EntryRef | None:
    entry = registry.entry_of(session, call_id)
    if entry is None or entry.receipt_id is None:
        return None
    receipt = store.get(session, entry.case_id, entry.receipt_id)
    return _ref(entry, receipt.row.id, receipt.row.csv or "")


def _ref(entry: EntryRow, receipt_id: UUID, csv: str) -> EntryRef:
    return EntryRef(
        number=number_of(entry),
        at=entry.at.isoformat(),
        legal_date=entry.legal_at.isoformat(),
        receipt=str(receipt_id),
        receipt_csv=csv,
    )


def _draft(session: Session, outside: Outside, call: CallRef) -> _Draft:
    file = cases.reading(session, outside, call.entity, call.case_id)
    entry = registry.entry_of(session, call.call_id)
    if entry is None:
        raise LookupError("a receipt is asked for something that was not entered")
    entered = _as_entered(session, entry, entry.document_id, int(entry.contents["document"]))
    papers = [_as_entered(session, entry, UUID(one), number) for one, number in entry.contents["papers"].items()]
    language = file.row.language
    interested = parties.all_of(session, entry.case_id, file.seal)
    data = {
        "title": sentences.say("receipt_title", language),
        "subtitle": file.pinned.procedure.text(file.pinned.procedure.card.title, language),
        "number": number_of(entry),
        "case_number": file.row.number,
        "subject": entry.summary,
        "office": _office(file, entry.office),
        "channel": sentences.say("channel", language),
        "interested": [sheets.person(party) for party in interested],
        "addressee": {"body": file.entity.name, "dir3": file.entity.dir3},
        "document": {
            "title": entered.row.title,
            "csv": entered.row.csv or "",
            "sha256": entered.version.sha256.hex(),
            "size": sheets.size_in_words(entered.version.size, language),
        },
        "attachments": sheets.attachments([press.attached(file, paper) for paper in papers], language),
        **_times(file, entry, file.entity.calendar_for(people.residences(session, entry.case_id))),
    }
    template = file.pinned.sources.get(_TEMPLATE) or _BUILT_IN.read_bytes()
    return _Draft(file, entry, template, data)


def _as_entered(session: Session, entry: EntryRow, document_id: UUID, number: int) -> Filed:
    return Filed(store.get(session, entry.case_id, document_id).row, store.version(session, document_id, number))


def _office(file: CaseFile, office: str) -> str:
    known = dict(file.entity.offices)
    return known.get(office) or sentences.say("electronic_office", file.row.language)


def _times(file: CaseFile, entry: EntryRow, calendar: WorkCalendar) -> dict[str, Any]:
    language, zone = file.row.language, file.entity.zone
    legal = entry.legal_at.astimezone(zone)
    told: dict[str, Any] = {
        "registered_at": sheets.long_time(entry.at.astimezone(zone), language),
        "legal_date": sheets.long_date(legal.date(), language),
        "term": _term(file, legal.date(), calendar),
        "clock": sentences.say("clock", language, zone=zone.key),
    }
    if entry.legal_at != entry.at:
        told["legal_note"] = sentences.say("next_working_day", language)
    return told


def _term(file: CaseFile, start: date, calendar: WorkCalendar) -> list[list[str]]:
    """Return what the interested must be told of the term at the start. Source: Ley 39/2015 art. 21.4."""
    procedure, language = file.pinned.procedure, file.row.language
    rows = []
    term = procedure.max_term
    if term.months or term.working_days:
        length = Length(months=term.months, working_days=0 if term.months else term.working_days)
        last = due_on(calendar, start, length)
        until = sentences.say(
            "term_until", language, length=_length(term, language), date=sheets.long_date(last, language)
        )
        rows.append([sentences.say("longest_term", language), until])
    if procedure.silence in {"positive", "negative"}:
        rows.append([sentences.say("silence", language), sentences.say(f"silence_{procedure.silence}", language)])
    return rows


def _length(term: Term, language: str) -> str:
    if term.months == 1:
        return sentences.say("month", language)
    if term.months:
        return sentences.say("months", language, n=term.months)
    return sentences.say("working_days", language, n=term.working_days)


def _keep(outside: Outside, call: CallRef, draft: _Draft, sealed: bytes, csv: str) -> EntryRef:
    receipt_id = uuid4()
    pages = shelf.page_count(sealed)
    stored = shelf.put(outside, draft.file.seal, receipt_id, 1, sealed)
    with db.transaction() as session:
        held = steps.hold(session, outside, call.entity, call.case_id)
        ready = _ready(session, call.call_id)
        if ready is not None:
            return ready
        entry = draft.entry
        row = _row(held, entry, stored, pages) | {"csv": csv}
        store.add(session, row, stored.row(held.row, "sealed", held.now))
        registry.give_receipt(session, call.call_id, receipt_id)
        on, docs = record.on("document", receipt_id), (stored.doc("receipt"),)
        made = {"document": "receipt", "number": number_of(entry)}
        steps.note(
            held,
            record.Act("document.rendered", _REGISTRAR, on, made, docs, {"csv": csv}),
            record.Act("seal.applied", _REGISTRAR, on, {}, docs),
            record.Act("timestamp.applied", _REGISTRAR, on, {"qualified": outside.timestamps.qualified}, docs),
        )
        return _ref(entry, receipt_id, csv)


def _row(held: steps.Held, entry: EntryRow, stored: Stored, pages: int) -> dict[str, Any]:
    return {
        "id": stored.document_id,
        "entity": entry.entity,
        "case_id": entry.case_id,
        "call_id": entry.call_id,
        "kind": store.RECEIPT,
        "name": "receipt",
        "title": sentences.say("receipt_title", held.row.language),
        "state": "final",
        "mime": shelf.PDF,
        "pages": pages,
        "current": 1,
        "created_at": held.now,
    }
