"""Make people's text safe to set: what no font can show, and what would mislead, is written as its code."""

import struct
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
_LONGEST_WORD, _PIECE, _BREAK = 70, 24, "\u200b"
# Directional overrides and isolates can make a sentence read as another one.
_MISLEADING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_LINE_ENDS = str.maketrans({"\r": "\n", "\t": " ", "\u2028": "\n", "\u2029": "\n", "\u000b": "\n", "\u000c": "\n"})
_SEGMENT_MAPPING, _GROUPS, _LAST = 4, 12, 0xFFFF


def text(value: str) -> str:
    """Return `value` composed (NFC), with uncovered characters as `[U+XXXX]` and endless words breakable."""
    composed = unicodedata.normalize("NFC", value.replace("\r\n", "\n").translate(_LINE_ENDS))
    covered = coverage()
    shown = "".join(c if c == "\n" or ord(c) in covered else f"[U+{ord(c):04X}]" for c in composed)
    return " ".join(_breakable(word) for word in shown.split(" "))


def tree(value: Any) -> Any:
    """Return JSON `value` with every string, keys excepted, made printable."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {str(key): tree(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [tree(inner) for inner in value]
    return value


def _breakable(word: str) -> str:
    if len(word) <= _LONGEST_WORD:
        return word
    return _BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))


@lru_cache(maxsize=1)
def coverage() -> frozenset[int]:
    """Return the code points that our fonts show and that an archived document may hold."""
    points = {point for font in sorted(FONTS.glob("*-Regular.ttf")) for point in _mapped(font.read_bytes())}
    points |= set(_mapped((FONTS / "DejaVuSans.ttf").read_bytes()))
    unfit = {"Cc", "Cs", "Co", "Cn"}
    return frozenset(
        point for point in points if unicodedata.category(chr(point)) not in unfit and chr(point) not in _MISLEADING
    )


def _mapped(font: bytes) -> set[int]:
    """Return the characters of a TrueType font. Source: OpenType 1.9, table cmap, formats 4 and 12."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = [struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(tables)]
    at = next(offset for tag, _sum, offset, _size in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, at + 2)
    offsets = {at + struct.unpack_from(">HHI", font, at + 4 + 8 * index)[2] for index in range(count)}
    points: set[int] = set()
    for offset in offsets:
        (kind,) = struct.unpack_from(">H", font, offset)
        if kind == _GROUPS:
            (groups,) = struct.unpack_from(">I", font, offset + 12)
            for first, last, _glyph in struct.iter_unpack(">III", font[offset + 16 : offset + 16 + 12 * groups]):
                points.update(range(first, last + 1))
        elif kind == _SEGMENT_MAPPING:
            points |= _segments(font, offset)
    return points


def _segments(font: bytes, offset: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", font, offset + 6)
    size = f">{doubled // 2}H"
    ends = struct.unpack_from(size, font, offset + 14)
    starts = struct.unpack_from(size, font, offset + 16 + doubled)
    return {point for start, end in zip(starts, ends, strict=True) if end != _LAST for point in range(start, end + 1)}
