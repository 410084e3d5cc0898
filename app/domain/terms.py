"""Terms of a procedure: how long they are, what pauses and extensions do to their last day.

Source: Ley 39/2015 art. 21 to 23, 30, 32, 33 and 68.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.domain.calendar import WorkCalendar

MONTH: Final = 30
"""The days of a month where it has to be halved."""
MOST_MORE: Final = 5
"""Most working days by which the ten to complete a request may be extended. Source: art. 68.2."""
START_TOLD: Final = 10
"""Days within which the person is told that the term began. Source: art. 21.4."""
CERTIFIED: Final = 15
"""Days within which silence is certified once that is asked for. Source: art. 24.4."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Length:
    """How long a term is: months and the natural days after them, or working days alone."""

    months: int = 0
    days: int = 0
    working_days: int = 0

    def __post_init__(self) -> None:
        if min(self.months, self.days, self.working_days) < 0:
            raise ValueError("a term does not run backwards")
        if self.working_days and (self.months or self.days):
            raise ValueError("a term counts either working days or months and days")

    def __bool__(self) -> bool:
        return bool(self.months or self.days or self.working_days)

    def halved(self) -> "Length":
        """Return the term of the urgent procedure, a half day counting in favour of who must act. Source: art. 33."""
        months, odd = divmod(self.months, 2)
        return Length(months, -(-(self.days + odd * MONTH) // 2), -(-self.working_days // 2))

    def most_more(self) -> "Length":
        """Return by how much the term may be extended at most: its half, without half days. Source: art. 32.1."""
        months, odd = divmod(self.months, 2)
        return Length(months, (self.days + odd * MONTH) // 2, self.working_days // 2)

    def more(self, length: "Length") -> "Length":
        """Return the term extended by `length`. Raises `ValueError` when the two are not of a kind."""
        return Length(self.months + length.months, self.days + length.days, self.working_days + length.working_days)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a term does not run: from the day `since`, up to the day `until`, on which it runs again."""

    since: date
    until: date


def due_on(calendar: WorkCalendar, start: date, length: Length, pauses: Iterable[Pause] = ()) -> date:
    """Return the last day of a term that began on `start`; it ends when that day has passed.

    Days of a pause do not count, whatever day of the week they are (art. 22.1); a term that has run out is not
    paused any more. No last day is a non-working one (art. 30.5).
    """
    paused = _merged(pauses, start + _DAY)
    if length.working_days:
        off = {day for pause in paused for day in _days(pause)}
        return WorkCalendar(calendar.zone, calendar.holidays | off).add_working_days(start, length.working_days)
    last = _nominal(start, length)
    for pause in paused:
        if pause.since > calendar.working_day_from(last):
            break
        last = max(last, pause.since) + (pause.until - pause.since)
    return calendar.working_day_from(last)


def most_days(start: date, length: Length) -> int:
    """Return by how many days a term that began on `start` may be extended at most, in the days that it counts.

    Those are working days where it counts them, else natural ones. Source: art. 32.1.
    """
    if length.working_days:
        return length.most_more().working_days
    return (_nominal(start, length.more(length.most_more())) - _nominal(start, length)).days


def _nominal(start: date, length: Length) -> date:
    return WorkCalendar.month_after(start, length.months) + length.days * _DAY


def _merged(pauses: Iterable[Pause], first: date) -> list[Pause]:
    """Return the pauses in their order, from the day `first` on, those that touch as one."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.since):
        since = max(pause.since, first)
        if pause.until <= since:
            continue
        if found and since <= found[-1].until:
            found[-1] = Pause(found[-1].since, max(found[-1].until, pause.until))
        else:
            found.append(Pause(since, pause.until))
    return found


def _days(pause: Pause) -> Iterable[date]:
    return (pause.since + n * _DAY for n in range((pause.until - pause.since).days))
