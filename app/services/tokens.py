"""Keys for programs: each acts for one member of staff, with some of that person's roles, for a while.

Only the SHA-256 of a key is kept; whoever makes one reads it once. A key loses a role when its person does.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from app.domain.actors import Actor
from app.domain.errors import Invalid
from app.domain.identity import Level
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import record, visits
from app.services.visits import Visitor
from app.store import db, office, people, tokens
from app.store.tables import ApiTokenRow, StaffRow

PREFIX = "vt_"
"""How every key begins, so that scanners of leaked secrets know one."""
LONGEST = timedelta(days=365)
KEEPERS = ("administrator",)
_NOTED_EACH = timedelta(minutes=1)
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class TokenView:
    """A key as its keepers see it. `acts_for` is a member of staff's name, `counts` whether it still admits anybody."""

    id: UUID
    name: str
    acts_for: str
    roles: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    counts: bool


@dataclass(frozen=True, slots=True)
class NewToken:
    """A fresh key. `secret` is shown this once."""

    id: UUID
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a key is to be: its name, whom it acts for (a username), with which roles, for how many days."""

    name: str
    username: str
    roles: frozenset[str]
    days: int


def create(outside: Outside, visitor: Visitor, wanted: Wanted) -> NewToken:
    """Make a key. Raises `RoleMissing`, or `Invalid` with a word per field: "required", "unknown", "roles", "days"."""
    visitor.require(*KEEPERS)
    name = " ".join(wanted.name.split())
    with db.transaction() as session:
        now = outside.clock.now()
        member = office.staff_named(session, visitor.entity, wanted.username.strip().lower())
        wrong = _problems(name, member, wanted)
        if wrong or member is None:
            raise Invalid("the key cannot be made so", wrong)
        secret, token_id = PREFIX + secrets.token_urlsafe(32), uuid4()
        row = {
            "id": token_id,
            "entity": visitor.entity,
            "token": visits.token_digest(secret),
            "name": name,
            "staff_id": member.id,
            "roles": sorted(wanted.roles),
            "created_at": now,
            "expires_at": now + timedelta(days=wanted.days),
        }
        tokens.add(session, row)
        data: dict[str, Value] = {"token": str(token_id), "roles": sorted(wanted.roles), "days": wanted.days}
        act = record.Act("token.created", visitor.actor, record.on("staff", member.id), data=data)
        record.in_stream(session, visitor.entity, visits.STREAM, member.id, [act], now)
    return NewToken(token_id, secret, now + timedelta(days=wanted.days))


def revoke(outside: Outside, visitor: Visitor, token_id: UUID) -> None:
    """Let a key count no longer; again does nothing. Raises `RoleMissing` or `NotFound`."""
    visitor.require(*KEEPERS)
    with db.transaction() as session:
        row = tokens.held(session, visitor.entity, token_id)
        if row.revoked_at is not None:
            return
        row.revoked_at = outside.clock.now()
        act = record.Act(
            "token.revoked", visitor.actor, record.on("staff", row.staff_id), data={"token": str(token_id)}
        )
        record.in_stream(session, visitor.entity, visits.STREAM, row.staff_id, [act], row.revoked_at)


def listed(outside: Outside, visitor: Visitor) -> list[TokenView]:
    """Return every key, the newest first. Raises `RoleMissing`."""
    visitor.require(*KEEPERS)
    now = outside.clock.now()
    with db.reading() as session:
        return [_view(row, member, now) for row, member in tokens.all_of(session, visitor.entity)]


def usernames(visitor: Visitor) -> list[tuple[str, str]]:
    """Return username and name of everybody whom a key may act for. Raises `RoleMissing`."""
    visitor.require(*KEEPERS)
    with db.reading() as session:
        return [(row.username, row.name) for row in people.staff_members(session, visitor.entity) if row.active]


def current(outside: Outside, entity: str, secret: str) -> Visitor | None:
    """Return whom a key acts for, None when it counts no longer or never did."""
    if not secret.startswith(PREFIX):
        return None
    digest, now = visits.token_digest(secret), outside.clock.now()
    with db.bookkeeping("when a key was last used is no act of the office") as session:
        found = tokens.find(session, entity, digest)
        if found is None or not _counts(*found, now):
            return None
        row, member = found
        if row.last_used_at is None or now - row.last_used_at >= _NOTED_EACH:
            tokens.used(session, digest, now)
        return _visitor(row, member)


def _problems(name: str, member: StaffRow | None, wanted: Wanted) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        wrong["name"] = "required"
    if member is None or not member.active:
        wrong["username"] = "unknown"
    elif not wanted.roles or wanted.roles - set(member.roles):
        wrong["roles"] = "roles"
    if not 1 <= wanted.days <= LONGEST.days:
        wrong["days"] = "days"
    return wrong


def _counts(row: ApiTokenRow, member: StaffRow, now: datetime) -> bool:
    return row.revoked_at is None and row.expires_at > now and member.active


def _view(row: ApiTokenRow, member: StaffRow, now: datetime) -> TokenView:
    return TokenView(
        id=row.id,
        name=row.name,
        acts_for=member.name,
        roles=tuple(row.roles),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        counts=_counts(row, member, now),
    )


def _visitor(row: ApiTokenRow, member: StaffRow) -> Visitor:
    roles = frozenset(row.roles) & frozenset(member.roles)
    return Visitor(
        token_digest=row.token,
        kind=visits.STAFF,
        entity=row.entity,
        id=member.id,
        case_id=None,
        level=Level.CODE.word,
        roles=roles,
        name=member.name,
        language="es",
        previous_access_at=row.last_used_at,
        actor=Actor("clerk", str(member.id), "api_key", roles),
    )
