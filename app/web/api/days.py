"""Days in the addresses of the API."""

from datetime import date

from app.domain.errors import NotFound


def read(text: str) -> date:
    """Return the day that `text` names (ISO 8601). Raises `NotFound` for any other text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound("day") from None
