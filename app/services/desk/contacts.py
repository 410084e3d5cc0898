"""How to reach a person of a case, corrected with a trace: whoever has the telephone receives the codes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from app.domain import identity
from app.domain import people as numbers
from app.domain.errors import Denied, Invalid
from app.domain.malformed import Malformed
from app.ports import Outside
from app.services import access, applicants, identification, parties
from app.services.desk import counter
from app.services.files import sheets
from app.services.messaging import messages, wording
from app.services.parties import PartyView, PersonDetails
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import db, people, visits
from app.store import documents as store
from app.store.tables import PartyRow

LONGEST_REASON: Final = 500


class IdentityFirst(Denied):
    """A contact is corrected only for a person who was seen at the counter, or by a supervisor."""

    code = "contact.identity_first"


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """A person of a case and how to reach them. `may` is whether the visitor may correct that."""

    case_id: UUID
    case_number: str
    title: str
    party: PartyView
    capacity: str
    may: bool
    ended: bool
    today: date


def sheet(outside: Outside, visitor: Visitor, case_id: UUID, party_id: UUID) -> ContactSheet:
    """Return a person of a case for the page of their contact. Raises `NotFound` or `RoleMissing`."""
    with db.reading() as session:
        file = access.clerk_reading(session, outside, visitor, case_id, roles=access.HANDLERS)
        row = counter.party_of(session, case_id, party_id)
        return ContactSheet(
            case_id=case_id,
            case_number=file.row.number,
            title=file.pinned.procedure.text(file.pinned.procedure.card.title, visitor.language),
            party=parties.view(row, file.seal),
            capacity=sheets.capacity(file.pinned, row.role, visitor.language),
            may=_may(visitor, row),
            ended=file.row.status == "ended",
            today=file.entity.calendar.local_day(file.now),
        )


def correct(
    outside: Outside, visitor: Visitor, case_id: UUID, party_id: UUID, contact: tuple[str, str], reason: str
) -> list[str]:
    """Correct the mobile and the e-mail (`contact`, in that order, "" for none) of a person; return what changed.

    Codes on their way are worth nothing from here on, and whoever came in leaves. The old and the new mobile are told;
    a new e-mail gets a fresh link, and the old links open nothing. Raises `Invalid` with a word for each field,
    `IdentityFirst`, `NotFound` or `RoleMissing`.
    """
    told = reason.strip()
    if not told or len(told) > LONGEST_REASON:
        raise Invalid("a reason is needed", {"reason": "required" if not told else "too_long"})
    mobile, email = _read(*contact)
    with db.transaction() as session:
        held = access.clerk(session, outside, visitor, case_id)
        party = counter.party_of(session, case_id, party_id, lock=True)
        if not _may(visitor, party):
            raise IdentityFirst("the person was not seen at the counter")
        old = parties.details_of(party, held.seal)
        new = replace(old, mobile=mobile, email=email)
        _check(held, party, old, new)
        changed = parties.change(held, party, new, visitor.actor, told)
        signatures = store.asked_signatures(session, party.id)
        people.spoil_codes(session, [party.id, *signatures], held.now)
        visits.remove_of_party(session, party.id)
        _tell(held, party, old, new)
        return changed


def _may(visitor: Visitor, party: PartyRow) -> bool:
    return party.verified_how == identity.COUNTER or "supervisor" in visitor.roles


def _read(mobile: str, email: str) -> tuple[str, str]:
    problems = {}
    try:
        mobile = numbers.normalise_mobile(mobile) if mobile.strip() else ""
    except Malformed:
        problems["mobile"] = "malformed"
    try:
        email = applicants.email(email) if email.strip() else ""
    except Malformed:
        problems["email"] = "malformed"
    if problems:
        raise Invalid("nobody can be reached like that", problems)
    return mobile, email


def _check(held: Held, party: PartyRow, old: PersonDetails, new: PersonDetails) -> None:
    if old == new:
        raise Invalid("nothing would change", {"": "contact.same"})
    others = [one for one in people.parties(held.session, held.row.id) if one.id != party.id]
    if new.mobile and any(parties.details_of(one, held.seal).mobile == new.mobile for one in others):
        raise Invalid("the telephone is another person's", {"mobile": "party.same_mobile"})


def _tell(held: Held, party: PartyRow, old: PersonDetails, new: PersonDetails) -> None:
    """Tell the old mobile and the new one, and lead a new address in."""
    values = {"number": held.row.number}
    if old.mobile != new.mobile:
        for mobile, name in ((old.mobile, "mobile_gone_sms"), (new.mobile, "mobile_new_sms")):
            if mobile:
                text = wording.sms(held.entity, name, party.language, values)
                messages.queue_sms(held, mobile, text, about="contact")
    if old.email != new.email:
        people.close_links(held.session, party.id, held.now)
        if new.email:
            token = identification.issue_link(held, party.id)
            messages.queue_link(held, new, party.language, token, again=True)
