"""Put typed text in order, the same way on every door: NFC, no stray spaces, no control characters.

Every function is idempotent: what it returns, it would return again. So stored text can be checked
by asking whether tidying leaves it as it is.
"""

import re
import unicodedata
from typing import Final

_JOINERS: Final = "\u200c\u200d"
_KEPT_CONTROLS: Final = "\t\n\r"
_SPACES: Final = re.compile(r"[\t\n\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_INNER_SPACES: Final = re.compile(r"[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_MANY_LINES: Final = re.compile(r"\n{3,}")


class Unreadable(ValueError):
    """Text holds control characters, lone surrogates or signs of a broken encoding."""


def line(text: str) -> str:
    """Return `text` as one line with single spaces. Raises `Unreadable`."""
    return _SPACES.sub(" ", _visible(text)).strip(" ")


def lines(text: str) -> str:
    """Return `text` with its line breaks, at most one empty line in a row. Raises `Unreadable`."""
    found = _visible(text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    each = (_INNER_SPACES.sub(" ", part).strip(" ") for part in found.split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(each)).strip("\n")


def _visible(text: str) -> str:
    """Return NFC text without the invisible marks (bidi overrides, zero-width spaces) that pasting brings."""
    if any(_refused(c) for c in text):
        raise Unreadable
    return unicodedata.normalize("NFC", "".join(c for c in text if c in _JOINERS or unicodedata.category(c) != "Cf"))


def _refused(character: str) -> bool:
    if character in _KEPT_CONTROLS:
        return False
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF  # noqa: PLR2004 - Unicode D14
    return noncharacter or character == "\ufffd" or unicodedata.category(character) in {"Cc", "Cs", "Co"}
