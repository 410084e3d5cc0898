"""Notification: how the person concerned comes to know an act, and what counts as knowing it.

An aggregate of its own, not a message: an e-mail only announces that something waits. Source: Ley 39/2015 art. 40 to
44, RD 203/2021 art. 41 to 45.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from app.domain.calendar import WorkCalendar
from app.domain.malformed import Malformed

ELECTRONIC, PAPER = "electronic", "paper"
CHANNELS: Final = (ELECTRONIC, PAPER)
"""How somebody asked to be notified. Source: Ley 39/2015 art. 41.1."""

PORTAL, LETTER, DESK = "portal", "paper", "desk"
"""By what an outcome came: the portal, a letter that was carried home, an official who handed it over."""
A_DAY: Final = timedelta(days=1)

DAYS: Final = 10
"""Natural days that a notification waits in the portal. Source: Ley 39/2015 art. 43.2."""

NOON: Final = time(15)
"""What parts the two bands of hours in which a letter is brought. Source: Ley 39/2015 art. 42.2."""
APART: Final = timedelta(hours=3)
WITHIN_DAYS: Final = 3
"""The second attempt is made in the other band, three hours apart, within three working days. Source: as `NOON`."""


class State(StrEnum):
    """Where a notification is. All but the first two are outcomes, which never change into one another by time."""

    PREPARED = "prepared"
    AVAILABLE = "available"
    ACCESSED = "accessed"
    REFUSED = "refused"
    EXPIRED = "expired"
    DELIVERED = "delivered"
    RETURNED = "returned"

    @property
    def ended(self) -> bool:
        """Return whether it has come to an outcome."""
        return self not in {State.PREPARED, State.AVAILABLE}

    @property
    def open(self) -> bool:
        """Return whether the person may still be notified: it waits, or its letter came back."""
        return self in {State.AVAILABLE, State.RETURNED}


MESSAGES: Final[Mapping[State, str]] = {
    State.ACCESSED: "notification_accessed",
    State.DELIVERED: "notification_accessed",
    State.REFUSED: "notification_refused",
    State.EXPIRED: "notification_expired",
    State.RETURNED: "notification_returned",
}
"""What the diagram of the case is told of an outcome."""

ABSENT, TAKEN, TURNED_DOWN, UNKNOWN = "absent", "delivered", "refused", "unknown"
ATTEMPTS: Final[Mapping[str, State | None]] = {
    ABSENT: None,
    TAKEN: State.DELIVERED,
    TURNED_DOWN: State.REFUSED,
    UNKNOWN: State.RETURNED,
}
"""What became of a letter at the door, and the outcome that this is by itself: nobody there is none yet."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a notification: when it counts from, and by what it came."""

    state: State
    at: datetime
    means: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A letter was brought to the door at `at`."""

    at: datetime
    result: str


def channel(chosen: str | None, email: str, *, compulsory: bool) -> str:
    """Return by which channel a person is notified who chose `chosen`, None for nobody asked.

    Those obliged are notified electronically whatever they chose; whoever has no e-mail cannot be told that something
    waits, and gets a letter. Source: Ley 39/2015 art. 14 and 41.
    """
    if compulsory:
        return ELECTRONIC
    return PAPER if chosen == PAPER or not email else ELECTRONIC


def expires_at(made_available_at: datetime, calendar: WorkCalendar) -> datetime:
    """Return the first instant at which an unopened notification counts as refused.

    Ten natural days counted from the day after it was made available; they are over at midnight.
    """
    return calendar.end_of(calendar.add_calendar_days(calendar.local_day(made_available_at), DAYS))


def decides(before: Outcome | None, found: Outcome) -> bool:
    """Return whether `found` is what counts after `before`: of several channels the first in time.

    A letter that came back is not knowledge: it replaces nothing, and whoever reads the act afterwards is notified
    then. An outcome is never replaced by one of the same moment. Source: Ley 39/2015 art. 41.7 and 42.1.
    """
    if before is None or found.state is State.RETURNED:
        return before is None
    return before.state is State.RETURNED or found.at < before.at


def after(attempts: Sequence[Attempt], calendar: WorkCalendar) -> State | None:
    """Return the outcome that letters brought so often come to, None while one more is due."""
    by_itself = [found for one in attempts if (found := ATTEMPTS[one.result]) is not None]
    if by_itself:
        return by_itself[0]
    failed = sorted(attempts, key=lambda one: one.at)
    pairs = ((one, other) for at, one in enumerate(failed) for other in failed[at + 1 :])
    return State.RETURNED if any(second_holds(one.at, other.at, calendar) for one, other in pairs) else None


def second_holds(first: datetime, second: datetime, calendar: WorkCalendar) -> bool:
    """Return whether an attempt at `second` is the repetition that the law asks for after one at `first`."""
    if calendar.local_day(second) > last_day_of_second(first, calendar):
        return False
    return second - first >= APART and early(first, calendar) != early(second, calendar)


def last_day_of_second(first: datetime, calendar: WorkCalendar) -> date:
    """Return the last day on which a letter may be brought again after nobody was there at `first`."""
    return calendar.add_working_days(calendar.local_day(first), WITHIN_DAYS)


def second_due(attempts: Sequence[Attempt], calendar: WorkCalendar) -> tuple[date, bool] | None:
    """Return until which day a letter is to be brought again, and whether before 15:00; None when it is not."""
    failed = [one for one in attempts if ATTEMPTS[one.result] is None]
    if not failed or after(attempts, calendar) is not None:
        return None
    last = max(failed, key=lambda one: one.at)
    return last_day_of_second(last.at, calendar), not early(last.at, calendar)


def early(at: datetime, calendar: WorkCalendar) -> bool:
    """Return whether an instant lies in the first of the two bands of hours, before 15:00."""
    return at.astimezone(calendar.zone).time() < NOON


def known(word: str) -> str:
    """Return a channel by its word. Raises `Malformed("kind")` for any other word."""
    if word not in CHANNELS:
        raise Malformed("kind")
    return word
