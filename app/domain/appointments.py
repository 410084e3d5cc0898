"""An appointment: in which states it can be, and who may be attended how."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

CHANNELS: Final = ("in_person", "phone", "video")
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
    DONE: frozenset(),
    NO_SHOW: frozenset({ARRIVED}),
    CANCELLED: frozenset(),
}


def may_become(state: str, wanted: str) -> bool:
    """Return whether an appointment may go from `state` to `wanted`.

    A no-show may still arrive: only a person declares one, and people are late.
    """
    return wanted in _AFTER.get(state, frozenset())
