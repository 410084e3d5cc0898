"""What people type into single fields, read kindly: days, times of day, whole numbers."""

import re
from datetime import date, time

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?::00)?", re.ASCII)
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)


def day(text: str) -> date | None:
    """Return a day written 2026-12-24, as browsers send it, or 24/12/2026; None for anything else."""
    told = _DAY.fullmatch(text.strip())
    try:
        found = date(int(told[3]), int(told[2]), int(told[1])) if told else date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if _EARLIEST <= found < _LATEST else None


def hour(text: str) -> time | None:
    """Return a time of day written 09:30, 9.30 or 9h30; None for anything else."""
    told = _TIME.fullmatch(text.strip().lower())
    try:
        return time(int(told[1]), int(told[2])) if told else None
    except ValueError:
        return None


def number(text: str, otherwise: int = -1) -> int:
    """Return a whole number of at most six digits, `otherwise` for anything else."""
    told = text.strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 6 else otherwise  # noqa: PLR2004 - as said
