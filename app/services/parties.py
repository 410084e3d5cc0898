"""The people of a case: who they say they are, how surely we know it, and how to reach them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from app.domain import notification
from app.domain import people as numbers
from app.domain.actors import SYSTEM, Actor
from app.domain.errors import Conflict, NotFound, OperatorFailed
from app.domain.identity import Level
from app.evidence.canonical import Value
from app.intake import forms
from app.ports import CallRef, Keys, Outside
from app.services import record, steps
from app.services.steps import Held
from app.store import cases, db, people
from app.store.sealing import CaseSeal
from app.store.tables import PartyRow

DETAILS = "people.party"


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """A person as declared. `id_type` is dni, nie or passport; one or two surnames.

    `mobile` is E.164, "" for somebody without one, who does everything at the counter; `email` may be "" for somebody
    whom the staff booked for.
    """

    given_name: str
    surname1: str
    id_type: str
    id_number: str
    email: str
    mobile: str
    surname2: str = ""
    id_country: str = "ES"

    @property
    def full_name(self) -> str:
        """Return the name as it is spoken."""
        return " ".join(part for part in (self.given_name, self.surname1, self.surname2) if part)


@dataclass(frozen=True, slots=True)
class PartyView:
    """A person of a case, opened. `level` is declared, code, official or certificate.

    `representative` is the party who acts for this person, None for somebody who acts alone.
    """

    id: UUID
    role: str
    details: PersonDetails
    language: str
    level: str
    verified_at: datetime | None
    verified_how: str | None
    last_access_at: datetime | None
    representative: UUID | None = None


def details_of(row: PartyRow, seal: CaseSeal) -> PersonDetails:
    """Open a party's details. The caller has checked who may see them."""
    return PersonDetails(**seal.open_json(row.sealed, DETAILS))


def view(row: PartyRow, seal: CaseSeal) -> PartyView:
    """Return a party, opened. The caller has checked who may see it."""
    return PartyView(
        id=row.id,
        role=row.role,
        details=details_of(row, seal),
        language=row.language,
        level=row.level,
        verified_at=row.verified_at,
        verified_how=row.verified_how,
        last_access_at=row.last_access_at,
        representative=row.representative,
    )


def all_of(session: Session, case_id: UUID, seal: CaseSeal) -> list[PartyView]:
    """Return every party of a case, the applicant first."""
    return [view(row, seal) for row in people.parties(session, case_id)]


def search_words(keys: Keys, name: str) -> list[int]:
    """Return keyed digests (64 bits, signed) of the words of a name, by which the staff may look somebody up.

    They are the same however the words are ordered, accented or spelt in capitals.
    """
    words = set(numbers.fold(name).split())
    return sorted(int.from_bytes(keys.fingerprint(word, "search")[:8], signed=True) for word in words)


def add(held: Held, party_id: UUID, role: str, details: PersonDetails, language: str) -> None:
    """Make a person a party of a held case, known only by what was declared."""
    people.add_party(
        held.session,
        {
            "id": party_id,
            "entity": held.row.entity,
            "case_id": held.row.id,
            "role": role,
            "language": language,
            "sealed": held.seal.seal_json(asdict(details), DETAILS),
            "id_number": held.outside.keys.fingerprint(details.id_number, "id_number"),
            "search": search_words(held.outside.keys, details.full_name),
            "level": Level.DECLARED.word,
            "created_at": held.now,
        },
    )
    held.levels[role] = Level.DECLARED.word
    invited = record.Act(
        "party.invited",
        SYSTEM,
        record.on("party", party_id),
        data={"role": role},
        values={"name": details.full_name, "id_number": details.id_number, "mobile": details.mobile},
    )
    steps.note(held, invited)


def change(held: Held, party: PartyRow, details: PersonDetails, actor: Actor, reason: str) -> list[str]:
    """Correct what a person of a held case had declared; return the names of what changed.

    Evidence commits to the old and the new values and to the reason, and states only which they are.
    """
    old, new = asdict(details_of(party, held.seal)), asdict(details)
    changed = sorted(name for name in new if new[name] != old[name])
    party.sealed = held.seal.seal_json(new, DETAILS)
    party.id_number = held.outside.keys.fingerprint(details.id_number, "id_number")
    party.search = search_words(held.outside.keys, details.full_name)
    values = {f"{when}_{name}": said[name] for name in changed for when, said in (("old", old), ("new", new))}
    corrected = record.Act(
        "party.changed",
        actor,
        record.on("party", party.id),
        data={"changed": list(changed)},
        values={**values, "reason": reason},
    )
    steps.note(held, corrected)
    return changed


@dataclass(frozen=True, slots=True)
class CaseParties:
    """Lets a diagram make people parties of its case."""

    outside: Outside

    def invite(self, call: CallRef, *, role: str, answers: str, group: str) -> str:
        """Make the person in `group` of the sealed `answers` a party with `role`; the same call does it once.

        Raises `OperatorFailed("person")` when the answers hold no such person, `Conflict` when the role is taken.
        """
        from_call = uuid5(call.call_id, role)
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            if _added(held, role, from_call):
                held.session.rollback()
                return str(from_call)
            meant = _meant(held, answers, group)
            add(held, from_call, role, described(meant), held.row.language)
            channel = meant.get("notification_channel")
            if channel in notification.CHANNELS:
                people.party(session, from_call).notification_channel = channel
        return str(from_call)

    def represent(self, call: CallRef, *, role: str, represented: str, answers: str, group: str) -> str:
        """Make the person in `group` of the sealed `answers` a party for whom the one with `role` acts and signs.

        The same call does it once. The person needs no address: nobody writes to them. Raises `OperatorFailed` with
        "person" as `invite`, or "party" when nobody has `role` or is represented too; `Conflict` as `invite`.
        """
        from_call = uuid5(call.call_id, represented)
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            if _added(held, represented, from_call):
                held.session.rollback()
                return str(from_call)
            acting = people.party_with_role(session, call.case_id, role)
            if acting is None or acting.representative is not None:
                raise OperatorFailed("party", "nobody with this role can act for another")
            details = described({"email": "", "mobile": "", **_meant(held, answers, group)})
            add(held, from_call, represented, details, held.row.language)
            people.party(session, from_call).representative = acting.id
            told: dict[str, Value] = {"representative": str(acting.id)}
            steps.note(held, record.Act("party.represented", SYSTEM, record.on("party", from_call), data=told))
        return str(from_call)


def _added(held: Held, role: str, party_id: UUID) -> bool:
    """Return whether the same call made this person a party before. Raises `Conflict` when another has the role."""
    known = people.party_with_role(held.session, held.row.id, role)
    if known is not None and known.id != party_id:
        raise Conflict("the role is taken")
    return known is not None


def _meant(held: Held, ref: str, group: str) -> dict[str, Any]:
    try:
        row = cases.answers(held.session, held.row.id, [UUID(ref)])[0]
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("person", "no such answers") from fault
    given = held.seal.open_json(row.sealed, "case.answers")
    form = next(
        (held.pinned.forms[e.form] for e in held.pinned.spec.elements.values() if e.form and e.variable == row.name),
        None,
    )
    field = next((each for each in form.fields() if each.name == group), None) if form else None
    if form is None or field is None or not field.means:
        raise OperatorFailed("person", "the form has no such person")
    meant = forms.meanings(form, given).get(field.means)
    return meant if isinstance(meant, dict) else {}


def described(found: Any) -> PersonDetails:
    """Return the person that the meanings of a form's block describe.

    Meanings: given_name, surname1, surname2, person_id, email, mobile; besides them `invite` keeps
    notification_channel. Raises `OperatorFailed("person")`
    when one is missing.
    """
    try:
        document = found["person_id"]
        return PersonDetails(
            given_name=found["given_name"],
            surname1=found["surname1"],
            surname2=found.get("surname2") or "",
            id_type=document["type"],
            id_number=document["number"],
            id_country=document.get("country") or "ES",
            email=found["email"],
            mobile=found["mobile"],
        )
    except (KeyError, TypeError) as fault:
        raise OperatorFailed("person", "a person lacks a field") from fault
