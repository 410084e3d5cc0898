"""How the staff sign in: a password, then a code from their authenticator. And how they get an account.

Nothing is judged until both are there, and every failure says the same: a wrong password still leads
to the page that asks for the code. Five failures lock the account for a quarter of an hour.
Source: RD 311/2022, op.acc.5 and op.acc.6.
"""

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pyotp.totp import TOTP
from sqlalchemy.orm import Session

from app.domain import people as numbers
from app.domain import procedure
from app.domain.actors import SYSTEM, Actor
from app.domain.decisions import AUTHORITY
from app.domain.errors import Conflict, IdentificationFailed, Invalid, NotFound, OfficeError
from app.ports import Outside
from app.services import record, visits
from app.store import db, office
from app.store.tables import StaffRow

FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
_SECOND_FACTOR_LIFE = timedelta(minutes=5)
_APART = frozenset({"auditor", "administrator"})
"""Roles that nobody has who decides. Source: RD 311/2022, op.acc.3."""
_WINDOW = (-1, 0, 1)
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=2)
_TICKET = UUID("6f1d2c1e-3f0b-4a35-9d55-0a1b7c9e4d20")
"""Owner of the sealed tickets between the two pages, so that they open as nothing else."""


class UsernameTaken(Conflict):
    """Somebody of this entity has that username."""

    code = "staff.username_taken"


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """The code is asked for now. `id` is opaque, lives five minutes, tells nothing of the password."""

    id: str


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person who works here. `office` is the id of an office, `roles` are those of the domain.

    `languages` are those in which the person attends; none means all.
    """

    username: str
    name: str
    post: str
    office: str
    roles: frozenset[str]
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ticket:
    staff_id: UUID
    password_right: bool
    expires_at: datetime


def sign_in(outside: Outside, entity: str, username: str, password: str) -> SecondFactor:
    """Take a username and a password, and ask for the code. Says nothing about either."""
    now = outside.clock.now()
    with db.bookkeeping("a password is judged with its code; only its hash may be renewed here") as session:
        row = office.staff_named(session, entity, _username(username))
        right = _verified(row.password if row else _nobody(), password)
        if row is not None and right and _HASHER.check_needs_rehash(row.password):
            row.password = _HASHER.hash(password)
        staff_id = row.id if row else UUID(bytes=secrets.token_bytes(16), version=4)
    return SecondFactor(_sealed(outside, _Ticket(staff_id, right and row is not None, now + _SECOND_FACTOR_LIFE)))


def prove_totp(outside: Outside, entity: str, second_factor_id: str, code: str) -> str:
    """Judge password and code together; let the person in and return the browser's token.

    Raises `IdentificationFailed`, the same whatever was wrong, used, late or locked.
    """
    ticket = _opened(outside, second_factor_id)
    with db.transaction() as session:
        token = _prove(session, outside, entity, ticket, code)
    if token is None:
        raise IdentificationFailed
    return token


def add(
    outside: Outside, entity: str, member: StaffMember, password: str, totp_secret: str, actor: Actor = SYSTEM
) -> UUID:
    """Give a person an account. `totp_secret` is base32.

    Raises `Invalid` for roles, a password or a secret that will not do, `UsernameTaken`.
    """
    _check(member, password, totp_secret)
    staff_id, now = uuid4(), outside.clock.now()
    with db.transaction() as session:
        if office.staff_named(session, entity, member.username.lower()) is not None:
            raise UsernameTaken("the username is taken")
        session.add(
            StaffRow(
                id=staff_id,
                entity=entity,
                username=member.username.lower(),
                name=member.name,
                post=member.post,
                office=member.office,
                roles=sorted(member.roles),
                password=_HASHER.hash(password),
                totp=outside.keys.wrap(totp_secret.encode(), staff_id),
                languages=list(member.languages),
            )
        )
        session.flush()
        person = record.on("staff", staff_id)
        created = record.Act("staff.created", actor, person, data={"office": member.office})
        given = record.Act("admin.role", actor, person, data={"roles": sorted(member.roles)})
        record.in_stream(session, entity, visits.STREAM, staff_id, [created, given], now)
    return staff_id


@dataclass(frozen=True, slots=True)
class Proof:
    """Somebody who is in proved anew who they are. `code_hmac` is a keyed digest of the code; lives two minutes."""

    staff_id: UUID
    at: datetime
    code_hmac: bytes


def prove_anew(outside: Outside, visitor: visits.Visitor, code: str) -> Proof:
    """Judge a code from the authenticator of somebody who is in, for an act that needs more than being in.

    Raises `IdentificationFailed`, the same whether it is wrong, used or the account locked; `RoleMissing`.
    """
    visitor.require(*procedure.STAFF)
    now = outside.clock.now()
    ticket = _Ticket(visitor.id, password_right=True, expires_at=now + _SECOND_FACTOR_LIFE)
    with db.transaction() as session:
        row = office.staff(session, visitor.id, lock=True)
        reason, step = _judged(outside, row, ticket, code, now)
        if reason:
            _fail(session, row, reason, now)
        else:
            row.totp_step, row.failed = step, 0
            proved = record.Act("staff.proved", visitor.actor, record.on("staff", row.id))
            record.in_stream(session, row.entity, visits.STREAM, row.id, [proved], now)
    if reason:
        raise IdentificationFailed
    return Proof(visitor.id, now, outside.keys.fingerprint(numbers.compact(code[:40]), "totp"))


def new_totp_secret() -> str:
    """Return a fresh base32 secret for an authenticator."""
    return pyotp.random_base32()


def totp_address(secret: str, username: str, issuer: str) -> str:
    """Return the otpauth:// address that authenticators read as a QR code."""
    return TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def _prove(session: Session, outside: Outside, entity: str, ticket: _Ticket, code: str) -> str | None:
    now = outside.clock.now()
    row = _member(session, entity, ticket.staff_id)
    if row is None:
        unknown = record.Act("staff.login_failed", _actor(None), record.on("door", "staff"), data={"reason": "unknown"})
        record.in_stream(session, entity, "door", "staff", [unknown], now)
        return None
    reason, step = _judged(outside, row, ticket, code, now)
    if reason:
        _fail(session, row, reason, now)
        return None
    row.totp_step, row.failed, row.locked_until = step, 0, None
    token = visits.open_staff(session, row, now)
    came = record.Act("staff.login", _actor(row), record.on("staff", row.id))
    record.in_stream(session, entity, visits.STREAM, row.id, [came], now)
    return token


def _judged(outside: Outside, row: StaffRow, ticket: _Ticket, code: str, now: datetime) -> tuple[str, int]:
    secret = outside.keys.unwrap(row.totp, row.id).decode()
    step = _step(secret, code, now)
    if row.locked_until is not None and row.locked_until > now:
        return "locked", 0
    if not row.active:
        return "inactive", 0
    if ticket.expires_at <= now:
        return "late", 0
    if not ticket.password_right:
        return "password", 0
    if step == 0:
        return "code", 0
    return ("replayed", 0) if step <= row.totp_step else ("", step)


def _step(secret: str, code: str, now: datetime) -> int:
    totp, typed, found = TOTP(secret), numbers.compact(code[:40]).encode(errors="replace"), 0
    for offset in _WINDOW:
        if hmac.compare_digest(totp.at(now, offset).encode(), typed):
            found = totp.timecode(now) + offset
    return found


def _fail(session: Session, row: StaffRow, reason: str, now: datetime) -> None:
    acts = [_failed(row, reason)]
    if reason not in {"locked", "inactive", "late"}:
        row.failed += 1
    if row.failed >= FAILURES:
        row.failed, row.locked_until = 0, now + LOCKED_FOR
        lasting = {"seconds": int(LOCKED_FOR.total_seconds())}
        acts.append(record.Act("staff.locked", _actor(None), record.on("staff", row.id), data=lasting))
    record.in_stream(session, row.entity, visits.STREAM, row.id, acts, now)


def _failed(row: StaffRow, reason: str) -> record.Act:
    return record.Act("staff.login_failed", _actor(None), record.on("staff", row.id), data={"reason": reason})


def _member(session: Session, entity: str, staff_id: UUID) -> StaffRow | None:
    try:
        row = office.staff(session, staff_id, lock=True)
    except NotFound:
        return None
    return row if row.entity == entity else None


def _actor(row: StaffRow | None) -> Actor:
    return Actor("clerk", str(row.id) if row else "unknown", "password_totp" if row else "")


def _username(typed: str) -> str:
    return typed.strip().lower()[:80].replace("\0", "").encode(errors="replace").decode()


def _verified(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password[:1024].encode(errors="replace"))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(24))


def _sealed(outside: Outside, ticket: _Ticket) -> str:
    millis = int(ticket.expires_at.timestamp() * 1000)
    plain = ticket.staff_id.bytes + millis.to_bytes(8) + bytes([ticket.password_right]) + secrets.token_bytes(7)
    return base64.urlsafe_b64encode(outside.keys.wrap(plain, _TICKET)).decode()


def _opened(outside: Outside, second_factor_id: str) -> _Ticket:
    try:
        plain = outside.keys.unwrap(base64.urlsafe_b64decode(second_factor_id), _TICKET)
    except (OfficeError, ValueError):
        return _Ticket(UUID(bytes=secrets.token_bytes(16), version=4), password_right=False, expires_at=_LONG_AGO)
    until = datetime.fromtimestamp(int.from_bytes(plain[16:24]) / 1000, UTC)
    return _Ticket(UUID(bytes=plain[:16]), bool(plain[24]), until)


def _check(member: StaffMember, password: str, totp_secret: str) -> None:
    unknown = member.roles.difference(procedure.STAFF)
    if unknown or not member.roles:
        raise Invalid("roles that do not exist", {"roles": "staff.roles"})
    if AUTHORITY in member.roles and member.roles & _APART:
        raise Invalid("who decides neither audits nor administers", {"roles": "staff.roles_apart"})
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("the password is too short", {"password": "staff.password_short"})
    try:
        TOTP(totp_secret).at(0)
    except ValueError as fault:
        raise Invalid("the secret is not base32", {"totp_secret": "staff.totp_secret"}) from fault


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
