"""Commitments: how an event is bound to a value without stating it.

Each value has a fresh salt of 32 bytes; the event holds HMAC-SHA256(salt, canonical value). Without
the salt nothing can be guessed, however few the possible values. Salt and value together are the
opening, which is kept sealed apart from the event and may be destroyed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping

from app.domain.errors import EvidenceMalformed
from app.evidence import canonical
from app.evidence.canonical import Value

Randomness = Callable[[int], bytes]
_SALT = 32


def commit(values: Mapping[str, Value], random: Randomness = secrets.token_bytes) -> tuple[dict[str, bytes], bytes]:
    """Return the commitment to each of `values`, and the canonical bytes of their openings.

    The openings are b"" when there is nothing to open, else an object of {"salt", "value"} by
    field; they are personal data and belong under the case's key.
    """
    committed: dict[str, bytes] = {}
    openings: dict[str, Value] = {}
    for name, value in values.items():
        salt = random(_SALT)
        committed[name] = _digest(salt, value)
        openings[name] = {"salt": salt.hex(), "value": value}
    return committed, canonical.encode(openings) if openings else b""


def opened(commit: Mapping[str, bytes], openings: bytes) -> dict[str, Value]:
    """Return the values that `openings` prove to be the committed ones.

    Raises `EvidenceMalformed` when one of them is not what the event holds a commitment to.
    """
    found = canonical.decode(openings) if openings else {}
    if not isinstance(found, Mapping):
        raise EvidenceMalformed("openings are an object")
    values: dict[str, Value] = {}
    for name, opening in found.items():
        salt, values[name] = _parts(opening)
        if not hmac.compare_digest(_digest(salt, values[name]), commit.get(name, b"")):
            raise EvidenceMalformed("an opening does not fit its commitment")
    return values


def _digest(salt: bytes, value: Value) -> bytes:
    return hmac.digest(salt, canonical.encode(value), hashlib.sha256)


def _parts(opening: Value) -> tuple[bytes, Value]:
    if not isinstance(opening, Mapping) or set(opening) != {"salt", "value"} or not isinstance(opening["salt"], str):
        raise EvidenceMalformed("an opening is a salt and a value")
    try:
        salt = bytes.fromhex(opening["salt"])
    except ValueError:
        raise EvidenceMalformed("a salt is hexadecimal") from None
    return salt, opening["value"]
