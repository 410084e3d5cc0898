"""Draw the visible mark of a signature as outlines: no font is embedded after the document was made.

An archived document must embed every font that it uses; outlines of our own letters need none and
cost microseconds. The words for screen readers stand in the field's description.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

_OUTLINES = Path(__file__).resolve().parent / "fonts" / "outlines.json"
_BRAND = "0.122 0.353 0.478"
_INK = "0.106 0.122 0.141"
_KNOT = 0.5523


@lru_cache(maxsize=1)
def _letters() -> dict[str, Any]:
    letters: dict[str, Any] = json.loads(_OUTLINES.read_text(encoding="utf-8"))
    return letters


def draw(width: float, height: float, lines: tuple[str, ...]) -> bytes:
    """Return a PDF content stream of `width` by `height` points: a thread with its knot, and up to four lines."""
    shown = lines[:4]
    parts = [b"q", _thread(height).encode()]
    size = min(8.5, (height - 8) / (1.35 * max(len(shown), 1)))
    room = width - 30
    first = height / 2 + (len(shown) / 2) * 1.35 * size - size
    for index, line in enumerate(shown):
        fitted = min(size, size * room / max(_width(line, size), 1.0))
        parts.append(_line(line, 24.0, first - index * 1.35 * size, fitted).encode())
    parts.append(b"Q")
    return b"\n".join(parts)


def _thread(height: float) -> str:
    """Return a vertical line with a filled knot in the middle, and a tick in the knot."""
    x, y, r = 12.0, height / 2, 6.0
    k = r * _KNOT
    circle = (
        f"{x + r} {y} m {x + r} {y + k} {x + k} {y + r} {x} {y + r} c {x - k} {y + r} {x - r} {y + k} {x - r} {y} c "
        f"{x - r} {y - k} {x - k} {y - r} {x} {y - r} c {x + k} {y - r} {x + r} {y - k} {x + r} {y} c f"
    )
    tick = f"1 1 1 RG 1.3 w 1 J {x - 2.6} {y - 0.2} m {x - 0.7} {y - 2.2} l {x + 2.9} {y + 2.2} l S"
    return f"{_BRAND} RG {_BRAND} rg 0.8 w {x} 0 m {x} {height} l S {circle} {tick}"


def _line(text: str, x: float, y: float, size: float) -> str:
    letters = _letters()
    glyphs, scale = letters["glyphs"], size / letters["units_per_em"]
    drawn = [f"q {_INK} rg {scale:.6f} 0 0 {scale:.6f} {x:.2f} {y:.2f} cm"]
    for letter in text:
        advance, outline = glyphs.get(letter, glyphs["?"])
        drawn.append(f"{outline} f 1 0 0 1 {advance} 0 cm" if outline else f"1 0 0 1 {advance} 0 cm")
    return "\n".join([*drawn, "Q"])


def _width(text: str, size: float) -> float:
    letters = _letters()
    glyphs = letters["glyphs"]
    return float(sum(glyphs.get(letter, glyphs["?"])[0] for letter in text) * size / letters["units_per_em"])
