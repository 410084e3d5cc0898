"""Working days, deadlines and local times.

Deadlines follow Ley 39/2015 art. 30. Its days begin and end in the zone of a calendar; everything
that is an instant is UTC. The register counts with the calendar of the electronic office alone
(art. 31.3); all other deadlines with that of the office joined to that of the person's
residence (art. 30.6).
"""

import calendar as months_of
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY, _HOUR, _HOURS = timedelta(days=1), timedelta(hours=1), 24
_SATURDAY = 5
_YEAR = 12
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def day(text: str) -> date | None:
    """Return the day that `text` writes (ISO 8601), None for any other text and for years that no office plans."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if told(found) else None


def told(day: date) -> bool:
    """Return whether the calendars of an office speak of `day`: from 1900 to 2200."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The non-working days of a place, besides Saturdays and Sundays, and the zone in which its days run."""

    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Return whether `day` counts as working. Source: Ley 39/2015 art. 30.2."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def working_day_from(self, day: date) -> date:
        """Return `day`, or the first working day after it when it is none. Source: Ley 39/2015 art. 30.5."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def add_working_days(self, start: date, n: int) -> date:
        """Return the last day of a deadline of `n` working days notified on `start`.

        The count begins the day after. No days at all is `start` itself. Source: Ley 39/2015
        art. 30.2 and 30.3.
        """
        _need_whole(n)
        day = start
        for _ in range(n):
            day = self.working_day_from(day + _DAY)
        return day

    def add_calendar_days(self, start: date, n: int) -> date:
        """Return the last of `n` natural days counted from the day after `start`.

        It stays where it falls, as the ten days after which a notification is refused do (art. 43.2);
        where a person must act within natural days, put `working_day_from` around it.
        """
        _need_whole(n)
        return start + n * _DAY

    def add_months(self, start: date, n: int) -> date:
        """Return the last day of a deadline of `n` months notified on `start`.

        The same day of the month, or its last one where it has no such day; then the next working
        day. Source: Ley 39/2015 art. 30.4 and 30.5.
        """
        return self.working_day_from(self.month_after(start, n))

    @staticmethod
    def month_after(start: date, n: int) -> date:
        """Return the day `n` months after `start`, or the last of that month; working or not. Source: art. 30.4."""
        _need_whole(n)
        year, month = divmod(start.year * _YEAR + start.month - 1 + n, _YEAR)
        last = months_of.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(start.day, last))

    def add_working_hours(self, at: datetime, n: int) -> datetime:
        """Return the instant in UTC at which a term of `n` hours notified at the aware instant `at` is over.

        Hours run from that minute on, and only on working days, all day long. More than a day of them is told in
        days: raises `ValueError`. Source: Ley 39/2015 art. 30.1.
        """
        _need_whole(n)
        if n > _HOURS:
            raise ValueError("a term of more than twenty-four hours is told in days")
        left, at = n * _HOUR, at.astimezone(UTC).replace(second=0, microsecond=0)
        while True:
            day = self.local_day(at)
            at = at if self.is_working_day(day) else self.start_of(self.working_day_from(day))
            over = self.end_of(self.local_day(at))
            if at + left <= over:
                return at + left
            left, at = left - (over - at), over

    def local_day(self, at: datetime) -> date:
        """Return the day that it is here at the aware instant `at`."""
        return at.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """Return the instant in UTC at which `day` begins here."""
        return self.at(day, time())

    def end_of(self, day: date) -> datetime:
        """Return the instant in UTC at which `day` is over here: a deadline that ends that day has passed."""
        return self.start_of(day + _DAY)

    def instants(self, day: date, hour: time) -> tuple[datetime, ...]:
        """Return the instants in UTC at which clocks here show `hour` on `day`.

        None in the hour that summer time skips, two in the hour that it repeats, else one.
        """
        told = datetime.combine(day, hour.replace(tzinfo=None))
        both = {told.replace(fold=fold, tzinfo=self.zone).astimezone(UTC) for fold in (0, 1)}
        return tuple(sorted(at for at in both if at.astimezone(self.zone).replace(tzinfo=None, fold=0) == told))

    def at(self, day: date, hour: time) -> datetime:
        """Return the one instant in UTC meant by `hour` on `day`.

        The first of two in the hour that is repeated; in the hour that is skipped, as long after the
        change as the hour named lies after it.
        """
        found = self.instants(day, hour)
        return found[0] if found else datetime.combine(day, hour, self.zone).replace(fold=0).astimezone(UTC)

    def registry_effective_at(self, at: datetime) -> datetime:
        """Return when something handed in at `at` counts as handed in.

        On a working day at once; on another at the first hour of the next working day, while the
        real time and order are kept beside it. Only with the calendar of the electronic office.
        Source: Ley 39/2015 art. 31.2.b.
        """
        day = self.local_day(at)
        return at.astimezone(UTC) if self.is_working_day(day) else self.start_of(self.working_day_from(day))

    def joined(self, other: "WorkCalendar") -> "WorkCalendar":
        """Return the calendar on which a day is working only if it is so on both. Source: art. 30.6."""
        return WorkCalendar(self.zone, self.holidays | other.holidays)


def _need_whole(n: int) -> None:
    if n < 0:
        raise ValueError("a deadline does not run backwards")
