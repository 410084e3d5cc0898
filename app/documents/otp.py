"""One-time codes: six digits, tied to what they are for, kept only as a keyed digest."""

import hashlib
import hmac
import re
import secrets

_DIGITS = 6
_CODE = re.compile(r"[0-9]{6}", re.ASCII)


def new() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"


def seal(code: str, key: bytes, purpose: str, document_sha256: bytes) -> bytes:
    """Return the 32-byte HMAC-SHA-256 of `code` for one `purpose` and one document, to be stored instead of it.

    `purpose` names the act and its challenge ("sign:<id>"); a code for one thing is wrong for any other.
    """
    named = purpose.encode()
    message = b"".join([b"code-v1\0", len(named).to_bytes(4, "big"), named, document_sha256, code.encode()])
    return hmac.new(key, message, hashlib.sha256).digest()


def matches(typed: str, sealed: bytes, key: bytes, purpose: str, document_sha256: bytes) -> bool:
    """Whether `typed` (spaces and hyphens do not matter) is the code of `sealed`; compares in constant time."""
    code = "".join(letter for letter in typed if not letter.isspace() and letter != "-")
    expected = seal(code, key, purpose, document_sha256)
    return hmac.compare_digest(expected, sealed) and _CODE.fullmatch(code) is not None
