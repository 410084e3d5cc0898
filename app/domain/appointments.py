"""An appointment: in which states it can be, and who may be attended how."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

IN_PERSON, PHONE, VIDEO = "in_person", "phone", "video"
CHANNELS: Final = (IN_PERSON, PHONE, VIDEO)
"""How a person with an appointment is attended."""
ONLINE: Final = "online"
"""How a case goes that nobody booked an appointment for."""

HOLD: Final = timedelta(minutes=10)
"""How long an hour is kept for somebody who has not confirmed yet."""
REST: Final = timedelta(minutes=30)
"""How long an hour that became free is not offered to the public, so that nobody trades in it."""
REMINDERS: Final = (timedelta(hours=24), timedelta(hours=2))
"""How long before its hour a person is reminded."""

HELD, EXPIRED, BOOKED = "held", "expired", "booked"
ARRIVED, CALLED, DONE = "arrived", "called", "done"
NO_SHOW, CANCELLED = "no_show", "cancelled"

UPCOMING: Final = (BOOKED,)
"""States in which the person may still move or cancel it."""
PRESENT: Final = (ARRIVED, CALLED)
"""States in which the person is here."""
OVER: Final = (DONE, NO_SHOW, CANCELLED, EXPIRED)

_AFTER: Final[Mapping[str, frozenset[str]]] = {
    HELD: frozenset({BOOKED, EXPIRED}),
    EXPIRED: frozenset({HELD}),
    BOOKED: frozenset({ARRIVED, CALLED, NO_SHOW, CANCELLED}),
    ARRIVED: frozenset({CALLED, BOOKED, NO_SHOW}),
    CALLED: frozenset({DONE, ARRIVED, NO_SHOW}),
    DONE: frozenset({ARRIVED}),
    NO_SHOW: frozenset({ARRIVED, BOOKED}),
    CANCELLED: frozenset(),
}


ACTS: Final[Mapping[str, Mapping[str, str]]] = {
    "arrive": {BOOKED: ARRIVED, NO_SHOW: ARRIVED},
    "call": {BOOKED: CALLED, ARRIVED: CALLED},
    "back": {CALLED: ARRIVED},
    "end": {CALLED: DONE},
    "miss": {BOOKED: NO_SHOW, ARRIVED: NO_SHOW, CALLED: NO_SHOW},
    "undo": {ARRIVED: BOOKED, NO_SHOW: BOOKED, DONE: ARRIVED},
}
"""What the staff note of an appointment on its day: act, state before, state after."""


def may_become(state: str, wanted: str) -> bool:
    """Return whether an appointment may go from `state` to `wanted`.

    What a person noted may be taken back: one who was noted as arrived is still awaited, one who was noted as
    attended still waits, and one who was noted as missing may come late or was never late at all.
    """
    return wanted in _AFTER.get(state, frozenset())


def may_be_missed(state: str, starts_at: datetime, now: datetime) -> bool:
    """Return whether somebody may note that nobody came: not before the hour, for nobody is late yet."""
    return state in ACTS["miss"] and starts_at <= now


def next_reminder(starts_at: datetime, now: datetime) -> datetime | None:
    """Return when the next reminder of an appointment is due, None when there is none left."""
    return next((starts_at - before for before in REMINDERS if starts_at - before > now), None)


def reminder_at(starts_at: datetime, now: datetime) -> timedelta | None:
    """Return which reminder is in place at `now`: the last that is due, None before the first and after the start."""
    due = [before for before in REMINDERS if starts_at - before <= now < starts_at]
    return min(due, default=None)
