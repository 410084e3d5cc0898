"""Days and times as programs write them."""

from datetime import date, datetime

from app.domain import calendar
from app.domain.errors import Invalid, NotFound


def read(text: str) -> date:
    """Return the day that `text` names (ISO 8601). Raises `NotFound` for any other text."""
    found = calendar.day(text)
    if found is None:
        raise NotFound("day")
    return found


def aware(at: datetime) -> datetime:
    """Return a time that carries its zone. Raises `Invalid` for one that does not."""
    if at.utcoffset() is None:
        raise Invalid("a time without a zone is no time", {"starts_at": "zone"})
    if not calendar.told(at.date()):
        raise Invalid("no calendar goes so far", {"starts_at": "range"})
    return at
