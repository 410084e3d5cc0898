"""Messages that a procedure's diagram sends to its people. They announce; legal terms never run from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from app.documents import letters
from app.documents.letters import Button
from app.domain import wordings
from app.domain.errors import NotFound, OperatorFailed
from app.domain.procedure import EVERYONE, Message, text
from app.domain.work import Json
from app.ports import CallRef, Outside
from app.services import identification, parties, steps
from app.services.messaging import messages, wording
from app.services.steps import Held
from app.store import db, outbox, people
from app.store.tables import PartyRow

_PLAIN = (str, int)


@dataclass(frozen=True, slots=True)
class CaseNotices:
    """Writes the procedure's messages to the parties of a case."""

    outside: Outside

    def notify(self, call: CallRef, *, to: str, message: str, values: Mapping[str, Json]) -> str:
        """Owe the procedure's `message` to the party with role `to`, or to "everyone", and return its reference.

        Its texts may name {case_number}, {procedure}, {name}, {entity}, {link} and whatever `values`
        hold. The letter carries a fresh personal link. The same call writes once. Raises
        `OperatorFailed("message")` for an unknown message or placeholder, "party" for an unknown role.
        """
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            alone = [one for one in people.parties(session, call.case_id) if one.representative is None]
            found = alone if to == EVERYONE else [_party(held, to)]
            for party in found:
                reference = uuid5(call.call_id, f"notice {party.role}")
                if not _owed(session, reference):
                    _write(held, party, _message(held, message), values, reference)
        return str(uuid5(call.call_id, f"notice {to}"))


def placeholders(template: str) -> list[str]:
    """Return the names in braces of a message. Raises `OperatorFailed("message")` for anything cleverer."""
    try:
        return wordings.names(template)
    except ValueError as fault:
        raise OperatorFailed("message", "a placeholder is a name in braces") from fault


def _owed(session: Session, reference: UUID) -> bool:
    try:
        outbox.get(session, reference)
    except NotFound:
        return False
    return True


def _party(held: Held, role: str) -> PartyRow:
    party = people.party_with_role(held.session, held.row.id, role)
    if party is None:
        raise OperatorFailed("party", "nobody has this role in the case")
    return party


def _message(held: Held, name: str) -> Message:
    known = held.pinned.procedure.messages.get(name)
    if known is None:
        raise OperatorFailed("message", "the procedure has no such message")
    return known


def _write(held: Held, party: PartyRow, message: Message, values: Mapping[str, Json], reference: UUID) -> None:
    details = parties.details_of(party, held.seal)
    url = messages.link_url(held.outside, held.entity, identification.issue_link(held, party.id))
    said = {name: str(value) for name, value in values.items() if isinstance(value, _PLAIN)}
    said |= {
        "case_number": held.row.number,
        "procedure": text(held.pinned.procedure.card.title, party.language),
        "name": details.given_name,
        "entity": held.entity.called(party.language),
        "link": url,
    }
    letter = letters.Message(
        subject=_filled(text(message.subject, party.language), said),
        paragraphs=wordings.paragraphs(_filled(text(message.body, party.language), said)),
        language=party.language,
        button=Button(wording.say("notice_button", party.language), url),
    )
    messages.queue_mail(held, details, letter, call_id=reference, about=message.name)


def _filled(template: str, said: Mapping[str, str]) -> str:
    missing = [name for name in placeholders(template) if name not in said]
    if missing:
        raise OperatorFailed("message", f"no value for {sorted(missing)}")
    return wordings.filled(template, said)
