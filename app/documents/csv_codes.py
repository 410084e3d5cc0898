"""Secure verification codes (CSV): printed on every page, typed in by people, impossible to guess.

Source: Ley 40/2015 art. 42 b; Crockford's base 32 (no I, L, O or U).
"""

import secrets

from app.domain import errors

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 26, 4
_TYPED = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, "–": None, "—": None, ".": None, "_": None})


def new() -> str:
    """Return a code of 130 random bits in groups of four."""
    return grouped("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))


def normalise(text: str) -> str:
    """Return the canonical grouped form of a typed code. Raises `Invalid` when it cannot be one.

    Case, spaces and hyphens do not matter; O is read as 0, I and L as 1.
    """
    code = "".join(text.split()).upper().translate(_TYPED)
    if len(code) != _LENGTH or any(letter not in _ALPHABET for letter in code):
        raise errors.Invalid("not a verification code", {"csv": "csv.malformed"})
    return grouped(code)


def grouped(code: str) -> str:
    """Return `code` in groups of four joined by hyphens."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
