"""Addresses of the built stylesheet, scripts and pictures, versioned by their content."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

_DIST = Path(__file__).parent / "static" / "dist"


@cache
def versions() -> dict[str, str]:
    """Return the first ten hex digits of each built file's SHA-256, by its name under dist/."""
    manifest: dict[str, str] = json.loads((_DIST / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def address(name: str, url_for: Callable[..., str]) -> str:
    """Return where a built file is served. A name ending in .woff2 carries no version, as the stylesheet names it so.

    Raises KeyError when nothing of that name was built.
    """
    version = versions()[name]
    path = f"dist/{name}"
    return url_for("static", filename=path) if name.endswith(".woff2") else url_for("static", filename=path, v=version)
