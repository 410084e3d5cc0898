"""Somebody who lost the way back asks for it again: a fresh link into each case, or the appointment's own.

Who has no mobile gets no code, so no link lets that person in: the letter brings what the appointment's link can do.
"""

import hmac
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.ports import Outside
from app.services import identification, parties, record, steps
from app.services.appointments import invitations
from app.services.messaging import messages
from app.services.steps import Held
from app.store import appointments as rows
from app.store import db, outbox, people
from app.store.tables import PartyRow

MOST: Final = 3
WITHIN: Final = timedelta(hours=1)
"""At most so many letters are sent to one person on request in that time."""
_CASES: Final = 5


def resend(outside: Outside, entity: str, email: str, id_number: str) -> None:
    """Mail somebody the way back into each of their newest cases, at the address that each case has.

    Nothing is sent unless `email` is that address, and nobody is told what happened.
    """
    stated = identification.fingerprint(outside.keys, id_number)
    with db.transaction() as session:
        found = people.open_parties(session, entity, stated, _CASES)
        if not found:
            identification.note_stranger(session, entity, "link.refused", outside.clock.now())
        for case_id, party_id in found:
            _resend(session, steps.hold(session, outside, entity, case_id), party_id, email)


def _resend(session: Session, held: Held, party_id: UUID, email: str) -> None:
    party = people.party(session, party_id)
    details = parties.details_of(party, held.seal)
    if not _same(email, details.email) or _often(session, held, party_id):
        refused = {"reason": "not_resent"}
        steps.note(held, record.Act("link.refused", identification.SOMEBODY, record.on("party", party_id), refused))
    elif details.mobile:
        token = identification.issue_link(held, party_id)
        messages.queue_link(held, details, party.language, token, again=True)
    else:
        _remind(session, held, party)


def _remind(session: Session, held: Held, party: PartyRow) -> None:
    row = rows.of_case(session, held.row.entity, held.row.id)
    if row is not None and row.state == words.BOOKED and row.starts_at > held.now:
        invitations.again(held, row, party)
        return
    refused = {"reason": "no_mobile"}
    steps.note(held, record.Act("link.refused", identification.SOMEBODY, record.on("party", party.id), refused))


def _same(typed: str, known: str) -> bool:
    said = typed.strip().casefold().encode(errors="replace")
    return bool(known) and hmac.compare_digest(said, known.casefold().encode())


def _often(session: Session, held: Held, party_id: UUID) -> bool:
    since = held.now - WITHIN
    if people.links_since(session, party_id, since) >= MOST:
        return True
    return outbox.told_since(session, held.row.id, invitations.about(invitations.AGAIN), since) >= MOST
