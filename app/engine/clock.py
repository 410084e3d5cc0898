"""The time of a move: what `now` is, which calendar counts days, and when a deadline ends.

The engine has no clock. The facade opens a `Moment` around each move; timers and the date
functions of expressions read it from there, and only there.

A deadline counted in days or months ends at 23:59:59 of its last day in the calendar's zone, so
it is due at the next local midnight. Deadlines in hours and minutes are due to the second.
"""

import calendar as months_of
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from app.domain import errors

_MOMENT: ContextVar["Moment"] = ContextVar("moment")
_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,8})S)?)?",
    re.ASCII,
)
_LONGEST = {"working_days": 5000, "calendar_days": 20000, "months": 600, "hours": 480_000, "minutes": 28_800_000}
_MOST_YEARS = 150


class Calendar(Protocol):
    """What the engine asks of an office's calendar."""

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which its days begin and end."""

    def add_working_days(self, start: date, n: int, /) -> date:
        """Return the `n`-th working day after `start`, which itself does not count."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The circumstances of one move: aware UTC time, calendar, and the office's facts."""

    now: datetime
    calendar: Calendar
    office: Mapping[str, Any] | None = None


@contextmanager
def at(moment: Moment) -> Iterator[None]:
    """Let timers and expressions of this thread and task see `moment` inside the block."""
    token = _MOMENT.set(moment)
    try:
        yield
    finally:
        _MOMENT.reset(token)


def current() -> Moment:
    """Return the moment of the running move. Raises `ExpressionRejected` outside of any."""
    moment = _MOMENT.get(None)
    if moment is None:
        raise errors.ExpressionRejected("las fechas solo se calculan mientras avanza un expediente")
    return moment


def facts() -> Mapping[str, Any] | None:
    """Return the office's facts of the running move, None outside of any."""
    moment = _MOMENT.get(None)
    return moment.office if moment else None


def today() -> str:
    """Return today's date in the calendar's zone, as ISO 8601."""
    moment = current()
    return moment.now.astimezone(moment.calendar.zone).date().isoformat()


def working_days(n: int) -> str:
    """Return when a deadline of `n` working days ends. Source: Ley 39/2015 art. 30.2."""
    start = _first(n, "working_days")
    return _end_of(current().calendar.add_working_days(start, n))


def calendar_days(n: int) -> str:
    """Return when a deadline of `n` natural days ends; it is not moved by holidays."""
    return _end_of(_first(n, "calendar_days") + timedelta(days=n))


def months(n: int) -> str:
    """Return when a deadline of `n` months ends.

    The same day of the month, or its last one; on a non-working day it moves to the next working
    day. Source: Ley 39/2015 art. 30.4 and 30.5.
    """
    last = _shift(_first(n, "months"), n)
    return _end_of(current().calendar.add_working_days(last - timedelta(days=1), 1))


def hours(n: int) -> str:
    """Return the instant `n` hours from now."""
    _first(n, "hours")
    return _stamp(current().now + timedelta(hours=n))


def minutes(n: int) -> str:
    """Return the instant `n` minutes from now."""
    _first(n, "minutes")
    return _stamp(current().now + timedelta(minutes=n))


def iso_date(text: str) -> str:
    """Return `text` when it is an ISO 8601 date (YYYY-MM-DD); dates of this form compare as text."""
    if not isinstance(text, str):
        raise errors.ExpressionRejected("date() recibe un texto como 2026-12-31")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as exc:
        raise errors.ExpressionRejected("date() recibe un texto como 2026-12-31") from exc


def years_after(text: str, n: object) -> str:
    """Return the day `n` years (0 to 150) after the ISO 8601 date `text`; the 28th where there is no 29th."""
    if type(n) is not int or not 0 <= n <= _MOST_YEARS:  # an expression may give anything
        raise errors.ExpressionRejected(f"years_after() recibe un número entero de 0 a {_MOST_YEARS}")
    try:
        return _shift(date.fromisoformat(iso_date(text)), 12 * n).isoformat()
    except (OverflowError, ValueError) as exc:
        raise errors.ExpressionRejected("years_after() se sale del calendario") from exc


def due(value: object, since: datetime | None = None) -> datetime:
    """Return the aware UTC instant that a timer's expression stands for.

    Accepts an ISO 8601 duration ("P10D", "PT30M"), an instant with its offset, or a date, which
    ends at its last second. A duration in days, weeks, months or years keeps the hour of the day:
    legal deadlines use `working_days`, `calendar_days` and `months`. It counts from `since`, or now.
    Raises `ExpressionRejected`.
    """
    if not isinstance(value, str):
        raise errors.ExpressionRejected(
            'un temporizador necesita un texto como "P10D" o una función como working_days(10)'
        )
    try:
        if value.startswith("P"):
            return _after(value, since or current().now)
        if len(value) == len("2026-12-31"):
            return datetime.fromisoformat(_end_of(date.fromisoformat(value)))
        instant = datetime.fromisoformat(value)
    except (ValueError, OverflowError) as exc:
        raise errors.ExpressionRejected("la duración o la fecha del temporizador no se entiende") from exc
    if instant.tzinfo is None:
        raise errors.ExpressionRejected("a la hora del temporizador le falta el huso, como +01:00")
    return instant.astimezone(UTC)


def _after(text: str, since: datetime) -> datetime:
    found = _DURATION.fullmatch(text)
    if not found:
        raise errors.ExpressionRejected('la duración del temporizador no sigue ISO 8601, como "P10D" o "PT30M"')
    parts = {name: int(amount or 0) for name, amount in found.groupdict().items()}
    local = since.astimezone(current().calendar.zone)
    day = _shift(local.date(), parts["years"] * 12 + parts["months"])
    day += timedelta(days=parts["weeks"] * 7 + parts["days"])
    begun = datetime.combine(day, local.timetz()).astimezone(UTC)
    return begun + timedelta(hours=parts["hours"], minutes=parts["minutes"], seconds=parts["seconds"])


def _first(n: object, name: str) -> date:
    if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= _LONGEST[name]:
        raise errors.ExpressionRejected(f"{name}() recibe un número entero de 0 a {_LONGEST[name]}")
    moment = current()
    return moment.now.astimezone(moment.calendar.zone).date()


def _shift(start: date, count: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, months_of.monthrange(year, month + 1)[1]))


def _end_of(day: date) -> str:
    midnight = datetime.combine(day + timedelta(days=1), time(), current().calendar.zone)
    return _stamp(midnight)


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
