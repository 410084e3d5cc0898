"""WCAG 2.2 contrast of two colours, and the colours of the tokens."""

import re
from pathlib import Path

TOKENS = Path(__file__).parents[2] / "ui" / "css" / "tokens.css"


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb". Source: WCAG 2.2, definition of relative luminance."""

    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def themes() -> dict[str, dict[str, str]]:
    """Return the colours by name, for "light" and "dark"."""
    text = TOKENS.read_text(encoding="utf-8")
    dark_at = text.index("@media (prefers-color-scheme: dark)")
    dark_end = text.index("\n}\n", dark_at)
    light = _colours(text[:dark_at])
    return {"light": light, "dark": light | _colours(text[dark_at:dark_end])}


def _colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text))
