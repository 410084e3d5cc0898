"""Links that move or cancel an appointment: kept nowhere, dead as soon as the appointment changes.

A link says which appointment and proves with a keyed digest that this office made it for this hour. It shows and does
nothing personal, so whoever finds it learns a date.
"""

import base64
import hmac
from binascii import Error
from dataclasses import dataclass
from uuid import UUID

from app.ports import Keys, Outside
from app.services import entities
from app.services.entities import Entity

_PURPOSE = "appointment link"
_ID, _PROOF = 16, 16


@dataclass(frozen=True, slots=True)
class ManageLink:
    """A link as it was typed: which appointment it names, and its proof."""

    appointment_id: UUID
    proof: bytes


def token(keys: Keys, appointment_id: UUID, sequence: int) -> str:
    """Return the token of an appointment whose hour was changed `sequence` times (43 characters)."""
    made = appointment_id.bytes + _proof(keys, appointment_id, sequence)
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def address(outside: Outside, entity: Entity, token: str) -> str:
    """Return the page that a token opens. Opening it changes nothing."""
    return f"{entities.address(outside, entity)}/cita/gestion/{token}"


def read(token: str) -> ManageLink | None:
    """Return what a token says, None when no office ever made such a one. It is not proved yet."""
    try:
        made = base64.b64decode(token + "=", altchars=b"-_", validate=True)
    except (Error, ValueError):
        return None
    if len(made) != _ID + _PROOF:
        return None
    return ManageLink(UUID(bytes=made[:_ID]), made[_ID:])


def proves(keys: Keys, link: ManageLink, sequence: int) -> bool:
    """Return whether this office made the link for the appointment as it stands now."""
    return hmac.compare_digest(link.proof, _proof(keys, link.appointment_id, sequence))


def _proof(keys: Keys, appointment_id: UUID, sequence: int) -> bytes:
    return keys.fingerprint(f"{appointment_id}\n{sequence}", _PURPOSE)[:_PROOF]
