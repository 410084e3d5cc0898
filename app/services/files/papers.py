"""Papers: what a procedure asks people to hand in, what they handed in, what a clerk said about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.documents import uploads
from app.domain import procedure as rules
from app.domain.errors import Conflict, DocumentRejected, Invalid, NotFound
from app.domain.procedure import Paper
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import access, presence, record, sentences, steps
from app.services.files import paper_slots, shelf
from app.services.files.paper_slots import Asking
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import cases as rows
from app.store import db, people
from app.store import documents as store
from app.store.documents import PAPER, Filed
from app.store.tables import PartyRow

MOST_IN_A_CASE = 100
LONGEST_REASON = 2000
PaperView = paper_slots.PaperView
"""A paper that a procedure asks for."""


class PaperSettled(Conflict):
    """A paper was accepted, or taken back, or replaced: nothing more can be done with it."""

    code = "paper.settled"


class CaseOver(Conflict):
    """The case has ended: its papers stay as they are."""

    code = "paper.case_over"

    def __init__(self) -> None:
        super().__init__("the case has ended")


class TooManyPapers(Conflict):
    """A case holds as many papers as it can."""

    code = "paper.too_many"


def slots(outside: Outside, visitor: Visitor, case_id: UUID, party_id: UUID | None = None) -> list[PaperView]:
    """Return what the case asks the visitor for; for staff, what it asks the person they name for, or anybody.

    Raises as `access.reading`; `NotFound` for a person of another case.
    """
    with db.reading() as session:
        file = access.reading(session, outside, visitor, case_id)
        whose = party_id if visitor.kind == "staff" else visitor.id
        party = people.party(session, whose) if whose else None
        if party is not None and party.case_id != file.row.id:
            raise NotFound("party")
        role = party.role if party else None
        asking = paper_slots.read(session, file)
        return [asking.view(paper, visitor.language) for paper in asking.papers(role)]


def missing(held: Held, party_role: str, answers: Mapping[str, Any] | None = None) -> list[str]:
    """Return the slots of papers that this party must still hand in, or hand in again.

    `answers` are those just being given: they count before they are stored.
    """
    return paper_slots.read(held.session, held, answers).missing(party_role)


def unsettled(held: Held, party_role: str) -> list[str]:
    """Return the slots of this party whose paper is missing, or was not accepted yet."""
    return paper_slots.read(held.session, held).unsettled(party_role)


def waiting(held: Held) -> dict[UUID, str]:
    """Return the titles of the papers of a held case that wait for review, by id."""
    filed = store.of_case(held.session, held.row.id, (PAPER,))
    return {one.row.id: one.row.title for one in filed if one.row.state == "received"}


@dataclass(frozen=True, slots=True)
class Owner:
    """The person of a case for whom the staff hands in a paper."""

    case_id: UUID
    party_id: UUID


def receive(
    outside: Outside, visitor: Visitor, slot: str, file_name: str, content: bytes, owner: Owner | None = None
) -> PaperView:
    """Take in a paper from a citizen, or from the staff for its `owner`, in place of one that was not accepted.

    The same file sent again changes nothing. Raises `DocumentRejected` (and records it), `NotFound` for
    a slot that is not asked of this person, `PaperSettled`, `CaseOver`, `TooManyPapers`, or what the store raises.
    """
    with db.reading() as session:
        seal = access.reading(session, outside, visitor, _place(visitor, owner)).seal
    try:
        found = uploads.inspect(content, file_name)
    except DocumentRejected as fault:
        _note_refused(outside, visitor, slot, fault.reason, owner)
        raise
    document_id = uuid4()
    stored = shelf.put(outside, seal, document_id, 1, content)
    with db.transaction() as session:
        held, party = _handing(session, outside, visitor, owner)
        if held.row.status == "ended":
            raise CaseOver
        asking = paper_slots.read(session, held)
        paper, earlier = _asked(asking, party, slot), asking.filed.get(slot)
        if earlier is not None and earlier.row.state == "accepted":
            raise PaperSettled("the paper was accepted already")
        if earlier is not None and earlier.row.state == "received" and earlier.version.sha256 == stored.sha256:
            return paper_slots.view(held, paper, earlier, visitor.language)
        filed = _file(held, party, paper, found, stored)
        _note(held, visitor, "document.uploaded", filed, {"file_name": found.safe_name}, _behalf(held, visitor, party))
        return paper_slots.view(held, paper, filed, visitor.language)


def _place(visitor: Visitor, owner: Owner | None) -> UUID:
    """Return the case that a paper comes into. Raises `NotFound` when there is none, `RoleMissing`."""
    if owner is not None:
        visitor.require(*access.HANDLERS)
    place = owner.case_id if owner else visitor.case_id
    if place is None:
        raise NotFound("case")
    return place


def _handing(session: Session, outside: Outside, visitor: Visitor, owner: Owner | None) -> tuple[Held, PartyRow]:
    """Hold the case that a paper comes into, and return whose it is."""
    held = access.holding(session, outside, visitor, _place(visitor, owner))
    party = people.party(session, owner.party_id if owner else visitor.id)
    if party.case_id != held.row.id:
        raise NotFound("party")
    return held, party


def _behalf(held: Held, visitor: Visitor, party: PartyRow) -> dict[str, Value]:
    """Return what evidence says of a paper that the staff took in for somebody."""
    if visitor.kind != "staff":
        return {}
    here = presence.of(held.session, held, party)
    return here.said(party) if here else {"on_behalf": str(party.id), "present": False}


def withdraw(outside: Outside, visitor: Visitor, document_id: UUID) -> None:
    """Take back one's own paper before it is accepted. Raises `NotFound` or `PaperSettled`."""
    with db.transaction() as session:
        held = access.citizen(session, outside, visitor)
        filed = store.get(session, held.row.id, document_id, lock=True)
        if filed.row.kind != PAPER or filed.row.party_id != visitor.id:
            raise NotFound("paper")
        if filed.row.state not in {"received", "returned"} or not _asked_now(held, visitor):
            raise PaperSettled("the paper is settled")
        filed.row.state = "withdrawn"
        _note(held, visitor, "document.withdrawn", filed)


def _asked_now(held: Held, visitor: Visitor) -> bool:
    """Return whether it is this person's turn; what was handed in for somebody's check stays."""
    role = people.party(held.session, visitor.id).role
    return any(task.status == "open" and task.party == role for task in rows.tasks_of(held.session, held.row.id))


def accept(outside: Outside, visitor: Visitor, document_id: UUID) -> None:
    """Accept a paper.

    Raises `PaperSettled` unless it waits for review, `CaseOver`, `NotFound`, or what `access` raises.
    """
    with db.transaction() as session:
        held, filed = _for_review(session, outside, visitor, document_id)
        if filed.row.state != "received":
            raise PaperSettled("the paper does not wait for review")
        _review(held, visitor, filed, "accepted")
        _note(held, visitor, "document.accepted", filed)


def give_back(outside: Outside, visitor: Visitor, document_id: UUID, reason: str) -> None:
    """Return a paper with a reason that its owner will read, and mail them that there is one.

    Raises `Invalid` without a reason, else as `accept`; an accepted paper can still be returned.
    """
    told = reason.strip()
    if not told or len(told) > LONGEST_REASON:
        raise Invalid("a reason is needed", {"reason": "required" if not told else "too_long"})
    with db.transaction() as session:
        held, filed = _for_review(session, outside, visitor, document_id)
        if filed.row.state not in {"received", "accepted"}:
            raise PaperSettled("the paper is settled")
        _review(held, visitor, filed, "returned")
        filed.row.note = held.seal.seal(told.encode(), shelf.NOTE)
        _note(held, visitor, "document.returned", filed, {"reason": told})
        if filed.row.party_id is not None:
            sentences.write_to(held, people.party(session, filed.row.party_id), "returned", paper=filed.row.title)


def _file(held: Held, party: PartyRow, paper: Paper, found: uploads.Accepted, stored: shelf.Stored) -> Filed:
    earlier = [one for one in store.of_case(held.session, held.row.id, (PAPER,)) if one.row.name == paper.slot]
    if len(store.of_case(held.session, held.row.id, (PAPER,))) >= MOST_IN_A_CASE:
        raise TooManyPapers("the case holds as many papers as it can")
    for one in earlier:
        if one.row.state in {"received", "returned"}:
            one.row.state = "replaced"
    row = {
        "id": stored.document_id,
        "entity": held.row.entity,
        "case_id": held.row.id,
        "kind": PAPER,
        "name": paper.slot,
        "title": rules.text(paper.title, held.row.language),
        "file_name": held.seal.seal(found.safe_name.encode(), shelf.FILE_NAME),
        "state": "received",
        "party_id": party.id,
        "mime": found.mime,
        "pages": found.pages,
        "current": 1,
        "created_at": held.now,
    }
    held.session.flush()
    store.add(held.session, row, stored.row(held.row, "uploaded", held.now))
    return store.get(held.session, held.row.id, stored.document_id)


def _for_review(session: Session, outside: Outside, visitor: Visitor, document_id: UUID) -> tuple[Held, Filed]:
    access.require_roles(visitor, *access.HANDLERS)
    case_id = store.place(session, visitor.entity, document_id)
    held = access.clerk(session, outside, visitor, case_id)
    filed = store.get(session, case_id, document_id, lock=True)
    if filed.row.kind != PAPER:
        raise NotFound("paper")
    if held.row.status == "ended":
        raise CaseOver
    return held, filed


def _review(held: Held, visitor: Visitor, filed: Filed, state: str) -> None:
    filed.row.state, filed.row.note = state, None
    filed.row.reviewed_by, filed.row.reviewed_at = visitor.id, held.now


def _note(
    held: Held,
    visitor: Visitor,
    act: str,
    filed: Filed,
    values: Mapping[str, str] | None = None,
    more: Mapping[str, Value] | None = None,
) -> None:
    docs = (shelf.doc(filed.version, PAPER, filed.row.mime),)
    told: dict[str, Value] = {"slot": filed.row.name, **(more or {})}
    on = record.on("document", filed.row.id)
    steps.note(held, record.Act(act, visitor.actor, on, told, docs, dict(values or {})))


def _note_refused(outside: Outside, visitor: Visitor, slot: str, reason: str, owner: Owner | None) -> None:
    with db.transaction() as session:
        held, party = _handing(session, outside, visitor, owner)
        paper = _asked(paper_slots.read(session, held), party, slot)
        refused = {"slot": paper.slot, "reason": reason}
        steps.note(held, record.Act("document.refused", visitor.actor, record.on("case", held.row.id), refused))


def _asked(asking: Asking, party: PartyRow, slot: str) -> Paper:
    for paper in asking.papers(party.role):
        if paper.slot == slot:
            return paper
    raise NotFound("slot")
