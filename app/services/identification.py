"""How citizens prove who they are: a personal link, the number they stated, and a code to their telephone.

Every failure looks the same from outside: a wrong number still leads to the page that asks for the
code, and a wrong code says what an expired one says. What really happened stands in the case's evidence.
Source: RD 311/2022, op.acc.5 (validate only when all is present, one message, lock after failures).
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.domain import people as numbers
from app.domain.actors import SYSTEM, Actor
from app.domain.errors import IdentificationFailed, NotFound
from app.domain.identity import Level
from app.ports import Keys, Outside
from app.services import codes, parties, record, steps, visits
from app.services.messaging import messages
from app.services.steps import Held
from app.store import db, people
from app.store.tables import LinkRow, PartyRow

PURPOSE = "sign_in"
LINK_LIFE = timedelta(days=messages.LINK_DAYS)
FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SOMEBODY = Actor("citizen", "unknown")


@dataclass(frozen=True, slots=True)
class Challenge:
    """A code was sent, or nothing was: `id` does not tell."""

    id: UUID


def issue_link(held: Held, party_id: UUID) -> str:
    """Make a personal link for a person of a held case and return its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    digest = visits.token_digest(token)
    people.add_link(
        held.session,
        {
            "token": digest,
            "entity": held.row.entity,
            "case_id": held.row.id,
            "party_id": party_id,
            "created_at": held.now,
            "expires_at": held.now + LINK_LIFE,
            "failed": 0,
        },
    )
    person = record.on("party", party_id)
    issued = record.Act("link.issued", SYSTEM, person, data={"link": _shown(digest), "days": LINK_LIFE.days})
    steps.note(held, issued)
    return token


def knock(outside: Outside, entity: str, token: str, id_number: str) -> Challenge:
    """Redeem a link: when it is good and the number is its person's, send that person a code.

    Anything else gives a challenge that looks the same and that no code answers.
    """
    digest = visits.token_digest(token)
    stated = fingerprint(outside.keys, id_number)
    with db.transaction() as session:
        held = _behind(session, outside, entity, people.case_of_link(session, entity, digest))
        if held is None:
            note_stranger(session, entity, "link.refused", outside.clock.now())
            return Challenge(uuid4())
        link = people.link(session, entity, digest)
        party = people.party(session, link.party_id, lock=True)
        reason = _closed(link, held.now)
        if not hmac.compare_digest(stated, party.id_number) and not reason:
            _fail(held, link, "link.refused", "link.locked", "id_number")
            return Challenge(uuid4())
        if reason:
            _refuse(held, link, "link.refused", reason)
            return Challenge(uuid4())
        return _send_code(held, link, party)


def prove(outside: Outside, entity: str, challenge_id: UUID, code: str) -> str:
    """Let the person in whom the code was sent to, and return the browser's token.

    Raises `IdentificationFailed`, the same for wrong, used, expired, locked and foreign codes.
    """
    with db.transaction() as session:
        token = _prove(session, outside, entity, challenge_id, code)
    if token is None:
        raise IdentificationFailed
    return token


def _send_code(held: Held, link: LinkRow, party: PartyRow) -> Challenge:
    details = parties.details_of(party, held.seal)
    if not details.mobile:
        _refuse(held, link, "link.refused", "no_mobile")
        return Challenge(uuid4())
    issued = codes.issue(held, PURPOSE, party.id, bearer=link.token)
    if issued is None:
        _refuse(held, link, "link.refused", "too_many_codes")
        return Challenge(uuid4())
    person, subject = Actor("citizen", str(party.id), "link"), record.on("party", party.id)
    steps.note(
        held,
        record.Act("link.redeemed", person, subject, data={"link": _shown(link.token)}),
        record.Act("code.sent", person, subject, data={"code": str(issued.id), "purpose": PURPOSE}),
    )
    messages.queue_code(held, details.mobile, party.language, issued.code, issued.expires_at)
    return Challenge(issued.id)


def _prove(session: Session, outside: Outside, entity: str, challenge_id: UUID, typed: str) -> str | None:
    held = _behind(session, outside, entity, people.case_of_code(session, entity, challenge_id, PURPOSE))
    if held is None:
        note_stranger(session, entity, "code.refused", outside.clock.now())
        return None
    row = people.code(session, entity, challenge_id)
    link = people.link(session, entity, row.bearer or b"")
    closed = _closed(link, held.now)
    reason = closed or codes.refusal(outside.keys, row, typed, held.now)
    if reason == "wrong":
        _fail(held, link, "code.refused", "code.locked", reason)
        return None
    if reason:
        _refuse(held, link, "code.refused", reason)
        return None
    link.failed, link.locked_until = 0, None
    party = people.party(session, row.subject, lock=True)
    token = visits.open_citizen(held, party, Level.CODE)
    person, subject = _citizen(party.id), record.on("party", party.id)
    steps.note(
        held,
        record.Act("code.verified", person, subject, data={"code": str(row.id), "purpose": PURPOSE}),
        record.Act("portal.login", person, subject, data={"level": party.level}),
    )
    return token


def _behind(session: Session, outside: Outside, entity: str, case_id: UUID | None) -> Held | None:
    if case_id is None:
        return None
    try:
        return steps.hold(session, outside, entity, case_id)
    except NotFound:
        return None


def _closed(link: LinkRow, now: datetime) -> str:
    if link.locked_until is not None and link.locked_until > now:
        return "locked"
    return "expired" if link.expires_at <= now else ""


def _fail(held: Held, link: LinkRow, refused: str, locked: str, reason: str) -> None:
    link.failed += 1
    _refuse(held, link, refused, reason)
    if link.failed >= FAILURES:
        link.failed, link.locked_until = 0, held.now + LOCKED_FOR
        person, seconds = record.on("party", link.party_id), int(LOCKED_FOR.total_seconds())
        shut = record.Act(locked, SOMEBODY, person, data={"link": _shown(link.token), "seconds": seconds})
        steps.note(held, shut)


def _refuse(held: Held, link: LinkRow, refused: str, reason: str) -> None:
    data = {"link": _shown(link.token), "reason": reason}
    steps.note(held, record.Act(refused, SOMEBODY, record.on("party", link.party_id), data=data))


def note_stranger(session: Session, entity: str, refused: str, now: datetime) -> None:
    """Record that somebody whom no case knows was refused."""
    act = record.Act(refused, SOMEBODY, record.on("door", "citizen"), data={"reason": "unknown"})
    record.in_stream(session, entity, "door", "citizen", [act], now)


def _citizen(party_id: UUID) -> Actor:
    return Actor("citizen", str(party_id), "link_sms")


def _shown(digest: bytes) -> str:
    return digest.hex()[:16]


def fingerprint(keys: Keys, id_number: str) -> bytes:
    """Return the keyed digest by which the number of a document is known."""
    typed = id_number[:60].encode(errors="replace").decode()
    return keys.fingerprint(numbers.compact(typed), "id_number")
