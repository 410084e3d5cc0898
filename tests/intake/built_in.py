"""The sources of a built-in procedure, as the office publishes them."""

from functools import cache
from pathlib import Path

from app.services import installation

ROOT = Path(__file__).parents[2]


@cache
def _all() -> dict[str, dict[str, bytes]]:
    return installation.built_in(ROOT)


def read(procedure: str) -> dict[str, bytes]:
    """Return the sources of a built-in procedure by their paths in a version."""
    return dict(_all()[procedure])
