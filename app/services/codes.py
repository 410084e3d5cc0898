"""One-time codes sent to a telephone: six digits, five minutes, three tries, kept as a keyed digest.

Not a use case: what identification and signing share. The case is held while codes are made or tried.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from app.domain import people as numbers
from app.ports import Keys
from app.services.steps import Held
from app.store import people
from app.store.tables import CodeRow

LIFE = timedelta(minutes=5)
TRIES = 3
DIGITS = 6
MOST, WITHIN = 5, timedelta(minutes=10)
"""At most so many codes for one person or signature in that time."""

_PURPOSE = "code"


@dataclass(frozen=True, slots=True)
class Issued:
    """A code about to be sent. `id` is what the browser gets, `code` what the telephone gets."""

    id: UUID
    code: str = field(repr=False)
    expires_at: datetime


def issue(held: Held, purpose: str, subject: UUID, *, bearer: bytes | None = None) -> Issued | None:
    """Make a code for `subject`, None when too many were made lately.

    `bearer` binds the code to whatever it was asked with; the caller compares it when the code comes back.
    """
    if people.codes_since(held.session, subject, held.now - WITHIN) >= MOST:
        return None
    issued, digest = fresh(held.outside.keys, held.now)
    people.add_code(
        held.session,
        {
            "id": issued.id,
            "entity": held.row.entity,
            "case_id": held.row.id,
            "purpose": purpose,
            "subject": subject,
            "bearer": bearer,
            "digest": digest,
            "tries": 0,
            "sent_at": held.now,
            "expires_at": issued.expires_at,
        },
    )
    return issued


def fresh(keys: Keys, now: datetime) -> tuple[Issued, bytes]:
    """Return a code made now with the keyed digest that is kept of it."""
    issued = Issued(uuid4(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", now + LIFE)
    return issued, _digest(keys, issued.id, issued.code)


def refusal(keys: Keys, row: CodeRow, typed: str, now: datetime) -> str:
    """Try a code and return why it is refused: "used", "expired", "tries", "wrong", or "" when it is right.

    A right code is used up; a wrong one costs a try.
    """
    given = numbers.compact(typed[:40].encode(errors="replace").decode())
    right = hmac.compare_digest(_digest(keys, row.id, given), row.digest)
    if row.used_at is not None:
        return "used"
    if row.expires_at <= now:
        return "expired"
    if row.tries >= TRIES:
        return "tries"
    if not right:
        row.tries += 1
        return "wrong"
    row.used_at = now
    return ""


def _digest(keys: Keys, code_id: UUID, code: str) -> bytes:
    return keys.fingerprint(f"{code_id}\n{code}", _PURPOSE)
