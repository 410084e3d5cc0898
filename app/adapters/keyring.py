"""Keys of cases wrapped under one master key (AES-256-GCM, NIST SP 800-38D; HKDF, RFC 5869)."""

import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import OfficeError

_NONCE = 12


class KeyUnknown(OfficeError):
    """A wrapped key was not made with this master key, or not for this owner."""

    code = "keys.unknown"


class MasterKeyring:
    """Wraps keys under subkeys of a 32-byte master key given as 64 hex digits.

    Raises `ValueError` for any other master key.
    """

    def __init__(self, master_key: str) -> None:
        master = bytes.fromhex(master_key)
        if len(master) != 32:  # noqa: PLR2004 - AES-256
            raise ValueError("the master key must have 64 hex digits")
        self._wrapping = AESGCM(_derive(master, b"ventanilla wrap v1"))
        self._digesting = _derive(master, b"ventanilla fingerprint v1")

    def wrap(self, key: bytes, owner: UUID) -> bytes:
        """Return `key` encrypted for `owner`: nonce (12 bytes), ciphertext, tag."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._wrapping.encrypt(nonce, key, owner.bytes)

    def unwrap(self, wrapped: bytes, owner: UUID) -> bytes:
        """Return the key that `wrap` was given. Raises `KeyUnknown`."""
        try:
            return self._wrapping.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], owner.bytes)
        except (InvalidTag, ValueError) as fault:
            raise KeyUnknown("a wrapped key does not open") from fault

    def fingerprint(self, text: str, purpose: str) -> bytes:
        """Return HMAC-SHA256 of `purpose` and `text` under a subkey."""
        return hmac.new(self._digesting, f"{purpose}\n{text}".encode(), hashlib.sha256).digest()


def _derive(master: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=label).derive(master)
