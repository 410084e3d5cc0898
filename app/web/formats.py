"""Say dates, times, money and sizes the way people read them, in their language and on the office's clock."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import dates, lists, numbers
from jinja2 import Environment

from app.services import moments

ZONE = ZoneInfo("Europe/Madrid")
_KIB = 1024
_SHORT_DATE = "d MMM y"


def _local(at: date, zone: ZoneInfo) -> date:
    return at.astimezone(zone) if isinstance(at, datetime) else at


def long_date(at: date, language: str = "es", zone: ZoneInfo = ZONE) -> str:
    """Return a date in full: "jueves, 10 de diciembre de 2026". A datetime must be aware."""
    return moments.long_date(at, language, zone)


def long_moment(at: datetime, language: str = "es", zone: ZoneInfo = ZONE) -> str:
    """Return a date in full with its time: "jueves, 10 de diciembre de 2026, 10:30"."""
    return f"{long_date(at, language, zone)}, {clock(at, language, zone)}"


def day_and_month(at: date, language: str = "es", zone: ZoneInfo = ZONE) -> str:
    """Return a near date as people say it: "martes 15 de diciembre"."""
    day, locale = _local(at, zone), moments.locale(language)
    return f"{dates.format_date(day, 'EEEE', locale=locale)} {dates.format_skeleton('MMMMd', day, locale=locale)}"


def weekday_and_day(at: date, language: str = "es", zone: ZoneInfo = ZONE) -> str:
    """Return a date within a month that is known: "martes 15"."""
    return dates.format_date(_local(at, zone), "EEEE d", locale=moments.locale(language))


def month_and_year(day: date, language: str = "es") -> str:
    """Return a month: "diciembre de 2026"."""
    return dates.format_skeleton("yMMMM", day, locale=moments.locale(language))


def weekdays(language: str = "es") -> list[tuple[str, str]]:
    """Return the days of the week from Monday on, each short and in full: ("lu", "lunes")."""
    locale = moments.locale(language)
    short, whole = (dates.get_day_names(width, locale=locale) for width in ("short", "wide"))
    return [(short[n].lower().rstrip("."), whole[n]) for n in range(7)]


def either(words: Sequence[str], language: str = "es") -> str:
    """Return words of which one holds: "en la oficina o por teléfono"."""
    return lists.format_list(list(words), style="or", locale=moments.locale(language))


def short_date(at: date, language: str = "es", zone: ZoneInfo = ZONE) -> str:
    """Return a date for tables: "10 dic 2026"."""
    return dates.format_date(_local(at, zone), _SHORT_DATE, locale=moments.locale(language)).replace(".", "")


def short_moment(at: datetime, language: str = "es", zone: ZoneInfo = ZONE) -> str:
    """Return a date and time for tables: "10 dic 2026, 10:30"."""
    return f"{short_date(at, language, zone)}, {clock(at, language, zone)}"


def clock(at: datetime, language: str = "es", zone: ZoneInfo = ZONE) -> str:
    """Return the time of day in the zone: "10:30"."""
    return moments.clock(at, language, zone)


def full_clock(at: datetime, language: str = "es", zone: ZoneInfo = ZONE) -> str:
    """Return the time of day with its seconds, as the official clock shows it: "10:30:07"."""
    return dates.format_time(at, "HH:mm:ss", tzinfo=zone, locale=moments.locale(language))


def money(cents: int, language: str = "es") -> str:
    """Return an amount in euros: "1.234,50 €"."""
    return numbers.format_currency(Decimal(cents) / 100, "EUR", locale=moments.locale(language))


def file_size(octets: int, language: str = "es") -> str:
    """Return a file's size in kB or MB of 1024: "348 kB", "2,4 MB"."""
    if octets < _KIB * _KIB:
        return f"{max(1, round(octets / _KIB))} kB"
    return f"{numbers.format_decimal(round(octets / _KIB / _KIB, 1), locale=moments.locale(language))} MB"


def span(length: timedelta) -> str:
    """Return a length of time as minutes and seconds: "4:05"."""
    minutes, seconds = divmod(max(0, int(length.total_seconds())), 60)
    return f"{minutes}:{seconds:02d}"


def install(environment: Environment, language: Callable[[], str]) -> None:
    """Add the filters longdate, longmoment, shortdate, shortmoment, clock, fullclock, money, filesize and span.

    `language` is asked at every use and returns a BCP 47 code.
    """
    environment.filters.update(
        {
            "longdate": lambda at: long_date(at, language()),
            "longmoment": lambda at: long_moment(at, language()),
            "shortdate": lambda at: short_date(at, language()),
            "shortmoment": lambda at: short_moment(at, language()),
            "clock": lambda at: clock(at, language()),
            "fullclock": lambda at: full_clock(at, language()),
            "money": lambda cents: money(cents, language()),
            "filesize": lambda octets: file_size(octets, language()),
            "span": span,
        }
    )
