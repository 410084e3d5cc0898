"""Identity at the counter: an official has the person and the document before them, whatever the diagram waits for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import identity
from app.domain import people as numbers
from app.domain import procedure as rules
from app.domain.errors import Invalid, NotFound
from app.domain.identity import Seen
from app.domain.malformed import Malformed
from app.ports import Outside
from app.services import access, identities, parties, steps
from app.services.files import sheets
from app.services.parties import PartyView
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import db, people
from app.store import documents as store
from app.store.tables import PartyRow

LONGEST_REASON = 1000
OtherDocument = identities.OtherDocument
NumberSettled = identities.NumberSettled


@dataclass(frozen=True, slots=True)
class IdentitySheet:
    """A person of a case, for the official who compares them with a document.

    `verified_by` is who accepted them before, "" for nobody. The number can be corrected until it is `settled`.
    """

    case_id: UUID
    case_number: str
    title: str
    party: PartyView
    capacity: str
    verified_by: str
    verified_at: datetime | None
    settled: bool
    ended: bool
    today: date


def sheet(outside: Outside, visitor: Visitor, case_id: UUID, party_id: UUID) -> IdentitySheet:
    """Return a person of a case for the page of their identity. Raises `NotFound` or `RoleMissing`."""
    with db.reading() as session:
        file = access.clerk_reading(session, outside, visitor, case_id, roles=access.HANDLERS)
        row = party_of(session, case_id, party_id)
        names = people.staff_names(session, visitor.entity)
        return IdentitySheet(
            case_id=case_id,
            case_number=file.row.number,
            title=rules.text(file.pinned.procedure.card.title, visitor.language),
            party=parties.view(row, file.seal),
            capacity=sheets.capacity(file.pinned, row.role, visitor.language),
            verified_by=names.get(row.verified_by, "") if row.verified_by else "",
            verified_at=row.verified_at,
            settled=bool(store.asked_of(session, party_id)),
            ended=file.row.status == "ended",
            today=file.entity.calendar.local_day(file.now),
        )


def accept(outside: Outside, visitor: Visitor, case_id: UUID, party_id: UUID, seen: Seen, *, correct: bool) -> None:
    """Accept who a person is; with `correct`, put the number seen in place of another one that was declared.

    Raises `Invalid` with a word for each field that cannot be, `OtherDocument` when the number is not the declared one
    and is not to be corrected, `NumberSettled` when it can be corrected no longer, `NotFound`, `RoleMissing`.
    """
    with db.transaction() as session:
        held = access.clerk(session, outside, visitor, case_id)
        party = party_of(session, case_id, party_id, lock=True)
        problems = _problems(held, seen)
        if problems:
            raise Invalid("the document cannot be", problems)
        if correct and not identities.same_number(held, party, seen.number):
            identities.correct_number(held, visitor, party, seen)
        steps.note(held, identities.establish(held, visitor, party, seen))


def refuse(outside: Outside, visitor: Visitor, case_id: UUID, party_id: UUID, kind: str, reason: str) -> None:
    """Note that the official did not accept who a person is. An earlier acceptance stands no longer.

    Raises `Invalid` without a reason, `NotFound`, `RoleMissing`.
    """
    told = reason.strip()
    if not told or len(told) > LONGEST_REASON:
        raise Invalid("a reason is needed", {"reason": "required" if not told else "too_long"})
    with db.transaction() as session:
        held = access.clerk(session, outside, visitor, case_id)
        party = party_of(session, case_id, party_id, lock=True)
        seen = {"method": identity.COUNTER, **({"document_kind": kind} if kind in identity.DOCUMENTS else {})}
        steps.note(held, identities.refuse(held, visitor, party, seen, told))


def party_of(session: Session, case_id: UUID, party_id: UUID, *, lock: bool = False) -> PartyRow:
    """Return a person of this case. Raises `NotFound` for anybody else."""
    row = people.party(session, party_id, lock=lock)
    if row.case_id != case_id:
        raise NotFound("party")
    return row


def _problems(held: Held, seen: Seen) -> dict[str, str]:
    today = held.entity.calendar.local_day(held.now)
    problems = {}
    if seen.document_kind not in identity.DOCUMENTS:
        problems["document_kind"] = "required"
    elif wrong := _wrong_number(seen):
        problems["number"] = wrong
    if seen.method != identity.COUNTER:
        problems["method"] = "required"
    if seen.expires < today:
        problems["expires"] = "identity.expired"
    return problems


def _wrong_number(seen: Seen) -> str:
    """Return what cannot be right about a number, "" for nothing. Only a DNI or NIE has a check letter."""
    try:
        if identity.DOCUMENTS[seen.document_kind] == "passport":
            numbers.normalise_passport(seen.country, seen.number)
        elif _kind_of(numbers.normalise_nif(seen.number)) != identity.DOCUMENTS[seen.document_kind]:
            return "identity.other_kind"
    except Malformed as fault:
        return f"number.{fault.reason}"
    return ""


def _kind_of(number: str) -> str:
    return "nie" if number[0] in "XYZ" else "dni"
