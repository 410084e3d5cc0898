"""The general register: one series of numbers per entity and year, without gaps, and a sealed receipt for each entry.

An entry is made in one transaction: number, times and contents are then fixed. The receipt, which needs
a typesetter and a time stamp, follows; a crash in between leaves an entry that gets its receipt next time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain import registry as numbers
from app.domain.actors import worker
from app.domain.errors import NotFound, OperatorFailed
from app.domain.registry import Direction
from app.evidence.canonical import Value
from app.ports import CallRef, EntryRef, Outside
from app.services import record, steps
from app.services.entities import Entity
from app.services.files import press, receipts, shelf
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import db, registry
from app.store import documents as store
from app.store.documents import Filed
from app.store.tables import EntryRow

ENTRY = Direction.ENTRY.value
LONGEST_SUMMARY = 240
_REGISTRAR = worker("registry.enter")


@dataclass(frozen=True, slots=True)
class EntryView:
    """A line of the register. `receipt_id` is None while the receipt is being made."""

    number: str
    at: datetime
    legal_at: datetime
    case_id: UUID
    case_number: str
    summary: str
    office: str
    document_id: UUID
    receipt_id: UUID | None
    papers: int


@dataclass(frozen=True, slots=True)
class GeneralRegister:
    """The entity's one general register, as diagrams use it."""

    outside: Outside

    def enter(self, call: CallRef, *, document: str, summary: str, office: str) -> EntryRef:
        """Enter `document` with the papers of the case that were not given back; return entry and sealed receipt.

        The same call enters once, whatever happened to its receipt. `office` is the id of the office that
        assisted, "" for the electronic one. Raises `OperatorFailed` with "document_unknown" or
        "office_unknown", `OperatorUnavailable` when the receipt has to wait.
        """
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            if registry.entry_of(session, call.call_id) is None:
                _enter(held, call, document, summary, office)
        return receipts.make(self.outside, call)


def entries(visitor: Visitor, year: int, *, before: int | None = None, limit: int = 100) -> list[EntryView]:
    """Return the entries of a year, the newest first, below the number `before`. Raises `Denied` for citizens."""
    visitor.require("clerk", "supervisor", "auditor")
    with db.reading() as session:
        found = registry.entries(session, visitor.entity, year, limit, before)
        return [view(row, number) for row, number in found]


def view(row: EntryRow, case_number: str) -> EntryView:
    """Return an entry for the eye."""
    return EntryView(
        number=receipts.number_of(row),
        at=row.at,
        legal_at=row.legal_at,
        case_id=row.case_id,
        case_number=case_number,
        summary=row.summary,
        office=row.office,
        document_id=row.document_id,
        receipt_id=row.receipt_id,
        papers=len(row.contents["papers"]),
    )


def _enter(held: Held, call: CallRef, document: str, summary: str, office: str) -> None:
    session = held.session
    filed = _document(held, document)
    papers = press.papers_standing(session, held.row.id)
    place = office or held.row.office or ""
    if place and place not in {known for known, _ in held.entity.offices}:
        raise OperatorFailed("office_unknown", "the entity has no such office")
    number, at = _next(held)
    legal_at = held.entity.calendar.registry_effective_at(at)
    registry.add_entry(
        session,
        {
            "entity": call.entity,
            "year": number.year,
            "kind": ENTRY,
            "number": number.number,
            "case_id": call.case_id,
            "call_id": call.call_id,
            "document_id": filed.row.id,
            "office": place,
            "summary": " ".join(summary.split())[:LONGEST_SUMMARY],
            "contents": _contents(filed, papers),
            "at": at,
            "legal_at": legal_at,
        },
    )
    docs = (shelf.doc(filed.version, "document"), *(shelf.doc(one.version, "paper", one.row.mime) for one in papers))
    about: Mapping[str, Value] = {
        "number": str(number),
        "entered_at": at.isoformat(),
        "legal_at": legal_at.isoformat(),
        "office": place,
    }
    steps.note(held, record.Act("registry.entered", _REGISTRAR, record.on("document", filed.row.id), about, docs))


def _next(held: Held) -> tuple[numbers.EntryNumber, datetime]:
    """Return the next number and the time of the entry, which never runs backwards along the series."""
    session, entity = held.session, held.entity
    registry.hold_series(session, entity.id, ENTRY)
    now = held.outside.clock.now()
    last = registry.last_at(session, entity.id, ENTRY)
    at = max(now, last) if last else now
    year = _year(entity, at)
    return numbers.entry_number(year, Direction.ENTRY, registry.next_number(session, entity.id, year, ENTRY)), at


def _year(entity: Entity, at: datetime) -> int:
    return at.astimezone(entity.zone).year


def _document(held: Held, document: str) -> Filed:
    try:
        filed = store.get(held.session, held.row.id, UUID(document))
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("document_unknown", "the case has no such document") from fault
    if filed.row.kind in {store.PAPER, store.COPY}:
        raise OperatorFailed("document_unknown", "a paper is not entered by itself")
    return filed


def _contents(filed: Filed, papers: list[Filed]) -> dict[str, Any]:
    return {
        "document": filed.version.number,
        "papers": {str(one.row.id): one.version.number for one in papers},
    }
