"""What a browser keeps of its booking, in its signed session cookie: tokens, answers to the triage, a word to say next.

Nothing about the person lies here: that is sealed in the booking.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import session

from app import wiring
from app.domain.errors import NotFound
from app.services.appointments import booking
from app.services.appointments.booking import Booking

_TOKEN, _DONE, _TRIAGE = "booking", "booked", "booking_triage"
_CODE, _PRIVACY, _SAY = "booking_code", "booking_privacy", "booking_say"
LONGEST: Final = 1500
"""So many letters of answers fit into the cookie beside everything else."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What a browser keeps of an appointment that it booked: the token of its link, a masked address."""

    manage: str
    email: str
    without_mobile: bool


def token() -> str:
    """Return the token of the booking under way, "" when there is none."""
    return str(session.get(_TOKEN, ""))


def under_way() -> Booking | None:
    """Return the booking that this browser has begun, also one that is booked meanwhile; None when it has none."""
    if not token():
        return None
    parts = wiring.parts()
    try:
        return booking.shown(parts.outside, parts.settings.entity, token())
    except NotFound:
        return None


def keep(fresh: str) -> None:
    """Keep the token of a booking that has just begun."""
    session[_TOKEN] = fresh
    for name in (_CODE, _PRIVACY):
        session.pop(name, None)


def end(done: Booked) -> None:
    """Keep what leads to the appointment instead of what leads to the booking."""
    session[_DONE] = [done.manage, done.email, done.without_mobile]
    for name in (_CODE, _PRIVACY):
        session.pop(name, None)


def booked() -> Booked | None:
    """Return the appointment that this browser booked last."""
    kept = session.get(_DONE)
    return Booked(*kept) if isinstance(kept, list) else None


def answers(procedure: str) -> dict[str, Any]:
    """Return the answers given so far to the triage of a procedure."""
    kept = session.get(_TRIAGE)
    return dict(kept[1]) if isinstance(kept, list) and kept[0] == procedure else {}


def answer(procedure: str, given: Mapping[str, Any]) -> bool:
    """Keep answers to a triage; False when they are too long."""
    if len(json.dumps(given)) > LONGEST:
        return False
    session[_TRIAGE] = [procedure, dict(given)]
    return True


def code_until(until: datetime | None = None) -> float:
    """Return until when the last code serves, as a timestamp, keeping `until` when it is given; 0 for none."""
    if until is not None:
        session[_CODE] = until.timestamp()
    return float(session.get(_CODE, 0))


def privacy(*, read: bool = False) -> bool:
    """Return whether the person has said that they read what is done with their data; keep it when they do."""
    if read:
        session[_PRIVACY] = True
    return bool(session.get(_PRIVACY))


def say(word: str) -> None:
    """Keep a word about what happened for the next page."""
    session[_SAY] = word


def said() -> str:
    """Return the word that was kept, once."""
    return str(session.pop(_SAY, ""))
