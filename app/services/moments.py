"""Dates and times the way people read them, in their language and on the office's clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import dates

_LONG_DATE = {"es": "EEEE, d 'de' MMMM 'de' y"}


def locale(language: str) -> str:
    """Return what Babel calls a BCP 47 language."""
    return "ca" if language == "ca-valencia" else language.replace("-", "_")


def long_date(at: date, language: str, zone: ZoneInfo) -> str:
    """Return a date in full: "jueves, 10 de diciembre de 2026". A datetime must be aware."""
    day = at.astimezone(zone) if isinstance(at, datetime) else at
    known = locale(language)
    return dates.format_date(day, _LONG_DATE.get(known, "full"), locale=known)


def clock(at: datetime, language: str, zone: ZoneInfo) -> str:
    """Return the time of day in the zone: "10:30"."""
    return dates.format_time(at, "HH:mm", tzinfo=zone, locale=locale(language))


def day_and_month(at: datetime, language: str, zone: ZoneInfo) -> str:
    """Return a day for a text message: "jueves 10/12"."""
    return dates.format_date(at.astimezone(zone), "EEEE d/M", locale=locale(language))
