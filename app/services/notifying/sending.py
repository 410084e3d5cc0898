"""Notify a person of a case: make an act available in the portal, say so without saying what, or have it carried home.

Source: Ley 39/2015 art. 40 to 43, RD 203/2021 art. 42 and 43.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from app.documents.letters import Button
from app.domain import identity
from app.domain import notification as rules
from app.domain.actors import worker
from app.domain.errors import NotFound, OperatorFailed
from app.domain.identity import Level
from app.domain.malformed import Malformed
from app.domain.notification import State
from app.ports import CallRef, Outside
from app.services import identification, parties, record, steps
from app.services.files import sheets, shelf
from app.services.messaging import messages, wording
from app.services.notifying import settling
from app.services.parties import PersonDetails
from app.services.steps import Held
from app.store import db, documents, people
from app.store import notifications as store
from app.store.documents import Filed
from app.store.tables import PartyRow

ABOUT = "notification"
OPERATOR = "notifications.notify"
_WORKER = worker(OPERATOR)


@dataclass(frozen=True, slots=True)
class CaseNotifications:
    """Notifies the people of a case, as its diagram asks."""

    outside: Outside

    def notify(self, call: CallRef, *, to: str, document: str, level: str, compulsory: bool) -> str:
        """Notify `document` to the party with role `to` and return the notification's id; the same call does it once.

        The person opens it in the portal, known to `level` at least. Whoever is not obliged to electronic means
        (`compulsory`) and chose paper, or has no e-mail, gets a letter too. Raises `OperatorFailed` with "party",
        "document_unknown" or "level".
        """
        notification_id = uuid5(call.call_id, ABOUT)
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            if not store.known(session, notification_id):
                party, filed = _party(held, to), _document(held, document)
                _make_available(held, _Act(notification_id, party, filed, _level(level), compulsory))
        return str(notification_id)


@dataclass(frozen=True, slots=True)
class _Act:
    """What is to be notified, to whom, on what terms."""

    id: UUID
    party: PartyRow
    filed: Filed
    level: Level
    compulsory: bool


def _make_available(held: Held, act: _Act) -> None:
    details = parties.details_of(act.party, held.seal)
    row = _row(held, act, details)
    store.add(held.session, row)
    made = {
        "document": str(act.filed.row.id),
        "party": str(act.party.id),
        "level": row["level"],
        "channel": row["channel"],
        "binding": row["binding"],
        **({"expires_at": row["expires_at"].isoformat()} if row["expires_at"] else {}),
    }
    docs = (shelf.doc(act.filed.version, "notified", act.filed.row.mime),)
    steps.note(held, record.Act("notification.made", _WORKER, record.on(ABOUT, act.id), made, docs))
    if row["channel"] == rules.PAPER:
        settling.owe(held, settling.LETTER, act.id)
    _announce(held, act.party, details, row)


def _row(held: Held, act: _Act, details: PersonDetails) -> dict[str, Any]:
    chosen = act.party.notification_channel
    channel = rules.channel(chosen, details.email, compulsory=act.compulsory)
    electronic = channel == rules.ELECTRONIC
    return {
        "id": act.id,
        "entity": held.row.entity,
        "case_id": held.row.id,
        "party_id": act.party.id,
        "document_id": act.filed.row.id,
        "level": act.level.word,
        "channel": channel,
        "binding": electronic and (act.compulsory or chosen == rules.ELECTRONIC),
        "state": State.AVAILABLE.value,
        "made_available_at": held.now,
        "expires_at": rules.expires_at(held.now, held.entity.calendar) if electronic else None,
        "created_at": held.now,
    }


def _announce(held: Held, party: PartyRow, details: PersonDetails, row: dict[str, Any]) -> None:
    """Tell a person that something waits, and nothing of what it says; that nothing arrives invalidates nothing.

    Source: Ley 39/2015 art. 41.6.
    """
    name = ABOUT if row["binding"] else f"{ABOUT}_{'offered' if row['expires_at'] else 'letter'}"
    told = messages.case_values(held, details, party.language)
    if row["expires_at"]:
        last = held.entity.calendar.local_day(row["expires_at"]) - rules.A_DAY
        told["until"] = sheets.long_date(last, party.language)
    if details.email:
        url = messages.link_url(held.outside, held.entity, identification.issue_link(held, party.id))
        button = Button(wording.say(f"{name}_button", party.language), url)
        letter = wording.letter(held.entity, name, party.language, told, {"button": [button]})
        messages.queue_mail(held, details, letter, about=ABOUT)
    if details.mobile:
        by = "sms" if row["channel"] == rules.ELECTRONIC else "letter_sms"
        text = wording.sms(held.entity, f"{ABOUT}_{by}", party.language, told)
        messages.queue_sms(held, details.mobile, text, about=ABOUT)


def _party(held: Held, role: str) -> PartyRow:
    party = people.party_with_role(held.session, held.row.id, role)
    if party is None:
        raise OperatorFailed("party", "nobody has this role in the case")
    return party


def _document(held: Held, document: str) -> Filed:
    try:
        filed = documents.get(held.session, held.row.id, UUID(document))
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("document_unknown", "the case has no such document") from fault
    if filed.row.kind in {documents.PAPER, documents.COPY}:
        raise OperatorFailed("document_unknown", "a paper that somebody handed in is not notified")
    return filed


def _level(word: str) -> Level:
    try:
        found = identity.level(word)
    except Malformed as fault:
        raise OperatorFailed("level", "no such level") from fault
    if not found.meets(Level.CODE):
        raise OperatorFailed("level", "a link alone opens no notification")
    return found
