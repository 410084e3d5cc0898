"""Sealed values: AES-256-GCM under a case's key, bound to where they stand."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.errors import OfficeError

_NONCE = 12


class SealBroken(OfficeError):
    """A sealed value was changed, moved to another place, or sealed under another key."""

    code = "store.seal_broken"


@dataclass(frozen=True, slots=True)
class CaseSeal:
    """Seals and opens what belongs to one case. `place` says what a value is, so it opens nowhere else."""

    case_id: UUID
    key: bytes = field(repr=False)

    def seal(self, content: bytes, place: str) -> bytes:
        """Return nonce (12 bytes), ciphertext and tag."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, content, self._aad(place))

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return what was sealed at `place`. Raises `SealBroken`."""
        try:
            return AESGCM(self.key).decrypt(sealed[:_NONCE], sealed[_NONCE:], self._aad(place))
        except (InvalidTag, ValueError) as fault:
            raise SealBroken(f"a sealed value does not open at {place}") from fault

    def seal_json(self, value: Any, place: str) -> bytes:
        """Seal a JSON value."""
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), place)

    def open_json(self, sealed: bytes, place: str) -> Any:
        """Return the JSON value sealed at `place`. Raises `SealBroken`."""
        return json.loads(self.open(sealed, place))

    def _aad(self, place: str) -> bytes:
        return self.case_id.bytes + place.encode()


def new_key() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(32)
