"""Visits: somebody proved who they are, and their browser shows a token until it leaves or stays idle.

Only the SHA-256 of the 256-bit token is kept. A visit ends when it was idle too long, when it has
lasted too long, or when the visitor leaves.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import identity
from app.domain.actors import Actor
from app.domain.errors import Denied
from app.domain.identity import Level
from app.ports import Outside
from app.services import record, steps
from app.services.steps import Held
from app.store import db, visits
from app.store.tables import PartyRow, StaffRow, VisitRow

CITIZEN, STAFF = "citizen", "staff"
STREAM = "staff"
"""The kind of the stream of evidence that each member of staff has, by id."""

_IDLE = timedelta(minutes=30)
_LONGEST = {CITIZEN: timedelta(hours=4), STAFF: timedelta(hours=8)}
_NOTED_EACH = timedelta(minutes=1)
_SEEN = "when a visitor was last seen is no act of the office"
_CAME_BY = {Level.DECLARED: "declared", Level.CODE: "link_sms", Level.CERTIFICATE: "certificate"}


class RoleMissing(Denied):
    """A member of staff lacks the role that this needs, or a citizen asks for what is the staff's."""

    code = "access.role_missing"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in.

    `kind` is "citizen" or "staff", `id` the party or the member of staff, `case_id` the one case that
    a citizen may reach. `level` is how surely the office knows this person in that case. `attended_by` is the
    official who lends this person a screen, None in one's own browser.
    """

    token_digest: bytes
    kind: str
    entity: str
    id: UUID
    case_id: UUID | None
    level: str
    roles: frozenset[str]
    name: str
    language: str
    previous_access_at: datetime | None
    actor: Actor
    attended_by: UUID | None = None

    def require(self, *roles: str) -> None:
        """Raise `RoleMissing` for everybody but staff with one of `roles`."""
        if self.kind != STAFF or self.roles.isdisjoint(roles):
            raise RoleMissing("this needs another role")


def token_digest(token: str) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).digest()


def open_citizen(held: Held, party: PartyRow, level: Level = Level.CODE) -> str:
    """Let a person of a held case in and return the browser's token.

    Raises the person's level to `level` and notes the access. The caller records how the person came.
    """
    party.level = held.levels[party.role] = identity.highest(party.level, level.word)
    row = {"party_id": party.id, "level": level.word, "previous_access_at": party.last_access_at}
    party.last_access_at = held.now
    return _open(held.session, CITIZEN, held.now, {"entity": party.entity, **row})


def open_staff(session: Session, staff: StaffRow, now: datetime) -> str:
    """Let a held member of staff in and return the browser's token. The caller records it."""
    row = {"staff_id": staff.id, "level": Level.CODE.word, "previous_access_at": staff.last_access_at}
    staff.last_access_at = now
    return _open(session, STAFF, now, {"entity": staff.entity, **row})


def current(outside: Outside, entity: str, token: str) -> Visitor | None:
    """Return who shows `token`, None when nobody does or the visit is over. Keeps a visit in use alive."""
    digest = token_digest(token)
    now = outside.clock.now()
    with db.bookkeeping(_SEEN) as session:
        found = visits.find(session, entity, digest)
        if found is None or found.visit.expires_at <= now or (found.staff is not None and not found.staff.active):
            return None
        visitor = _visitor(found)
        visit = found.visit
        if visitor is not None and now - visit.seen_at >= _NOTED_EACH:
            visits.seen(session, digest, now, _until(visitor.kind, visit.created_at, now))
        return visitor


def close(outside: Outside, visitor: Visitor) -> None:
    """End a visit. Ending it again does nothing."""
    with db.transaction() as session:
        if visits.find(session, visitor.entity, visitor.token_digest) is None:
            return
        visits.remove(session, visitor.entity, visitor.token_digest)
        if visitor.kind == CITIZEN and visitor.case_id is not None:
            held = steps.hold(session, outside, visitor.entity, visitor.case_id)
            steps.note(held, record.Act("portal.logout", visitor.actor, record.on("party", visitor.id)))
            return
        left = record.Act("staff.logout", visitor.actor, record.on("staff", visitor.id))
        record.in_stream(session, visitor.entity, STREAM, visitor.id, [left], outside.clock.now())


def sweep(outside: Outside) -> int:
    """Forget visits that are over and return how many they were."""
    with db.bookkeeping("a visit ends by its time, not by its row") as session:
        return visits.remove_expired(session, outside.clock.now())


def _open(session: Session, kind: str, now: datetime, row: dict[str, object]) -> str:
    token = secrets.token_urlsafe(32)
    times = {"created_at": now, "seen_at": now, "expires_at": _until(kind, now, now)}
    visits.add(session, {"token": token_digest(token), **row, **times})
    return token


def _until(kind: str, created_at: datetime, now: datetime) -> datetime:
    return min(now + _IDLE, created_at + _LONGEST[kind])


def _visitor(found: visits.Found) -> Visitor | None:
    if found.staff is not None:
        return _member(found.visit, found.staff)
    return _citizen(found.visit, found.party) if found.party is not None else None


def _citizen(visit: VisitRow, party: PartyRow) -> Visitor:
    came = identity.level(visit.level)
    return Visitor(
        token_digest=visit.token,
        kind=CITIZEN,
        entity=visit.entity,
        id=party.id,
        case_id=party.case_id,
        # What an official found out holds for whoever proves to be that person, not for a mere link.
        level=party.level if came.meets(Level.CODE) else visit.level,
        roles=frozenset(),
        name="",
        language=party.language,
        previous_access_at=visit.previous_access_at,
        actor=Actor("citizen", str(party.id), _CAME_BY.get(came, "link_sms")),
    )


def _member(visit: VisitRow, staff: StaffRow) -> Visitor:
    roles = frozenset(staff.roles)
    return Visitor(
        token_digest=visit.token,
        kind=STAFF,
        entity=visit.entity,
        id=staff.id,
        case_id=None,
        level=visit.level,
        roles=roles,
        name=staff.name,
        language="es",
        previous_access_at=visit.previous_access_at,
        actor=Actor("clerk", str(staff.id), "password_totp", roles),
    )
