"""One module per area of operators; `load()` fills the catalogue."""

import importlib

AREAS = (
    "banking",
    "decisions",
    "documents",
    "grants",
    "mail",
    "notifications",
    "padron",
    "parties",
    "registry",
    "signature",
    "tables",
    "terms",
)


def load() -> None:
    """Register every operator. Loading again changes nothing."""
    for area in AREAS:
        importlib.import_module(f"{__name__}.{area}")
