"""The one form in which a JSON value is hashed.

Sorted keys, no spaces, UTF-8, only what all JSON readers agree on: strings, integers below 2^53,
booleans, lists and objects whose keys are small ASCII words. For such values the bytes are those
of RFC 8785. No floats and no null: their spelling and meaning differ between readers.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from app.domain.errors import EvidenceMalformed

Value = str | int | bool | Sequence["Value"] | Mapping[str, "Value"]
"""What may stand in evidence. Tuples count as lists."""

LARGEST: Final = 2**53 - 1
"""The largest integer that every JSON reader keeps exact."""
DEEPEST: Final = 16
"""How many lists and objects may stand in one another."""
KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
"""What a key looks like."""


def encode(value: object) -> bytes:
    """Return the canonical bytes of `value`. Raises `EvidenceMalformed` for what may not stand in evidence."""
    return json.dumps(
        _admitted(value, DEEPEST), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def decode(body: bytes) -> Value:
    """Return the value of which `body` is the canonical form.

    Raises `EvidenceMalformed` for any other bytes, also for the same value spelt otherwise.
    """
    try:
        value: Value = json.loads(body.decode())
    except (ValueError, RecursionError) as cause:
        raise EvidenceMalformed("not JSON") from cause
    if encode(value) != body:
        raise EvidenceMalformed("not in canonical form")
    return value


def _admitted(value: object, depth: int) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return _integer(value)
    if depth == 0:
        raise EvidenceMalformed("nested too deeply")
    if isinstance(value, Mapping):
        return {_key(key): _admitted(item, depth - 1) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_admitted(item, depth - 1) for item in value]
    raise EvidenceMalformed(f"a {type(value).__name__} may not stand in evidence")


def _key(key: object) -> str:
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise EvidenceMalformed("a key is a small word of a to z, 0 to 9 and _")
    return key


def _text(text: str) -> str:
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise EvidenceMalformed("half of a surrogate pair is no character")
    return str(text)


def _integer(number: int) -> int:
    if not -LARGEST <= number <= LARGEST:
        raise EvidenceMalformed("an integer is too large")
    return int(number)
