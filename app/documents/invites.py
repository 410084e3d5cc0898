"""Appointments as calendar files, so that people find them in their own calendar. Source: RFC 5545, RFC 5546.

The times are UTC: calendars show them on their owner's clock, and no time zone has to be described. The file says
when, where and for what, never who.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

FILE_NAME: Final = "cita.ics"
_AHEAD: Final = timedelta(hours=1)
_PRODUCT: Final = "-//Ventanilla//Cita//ES"


@dataclass(frozen=True, slots=True)
class Invite:
    """An appointment for a calendar. The same `id` with a higher `sequence` replaces what a calendar has.

    `url` is where the appointment can be changed; `organiser` a name and an e-mail address. `stamped_at` is when this
    is said: the same arguments give the same bytes.
    """

    id: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    title: str
    place: str
    description: str
    url: str
    organiser: tuple[str, str]
    cancelled: bool = False


def calendar(invite: Invite) -> bytes:
    """Return the file that puts an appointment into a calendar, or takes it out when it is cancelled."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", _method(invite))
    made.add_component(_event(invite))
    return bytes(made.to_ical())


def media_type(invite: Invite) -> str:
    """Return the type under which mail programs and browsers know the file. Source: RFC 5545 section 8.1."""
    return f"text/calendar; charset=utf-8; method={_method(invite)}"


def _method(invite: Invite) -> str:
    return "CANCEL" if invite.cancelled else "PUBLISH"


def _event(invite: Invite) -> Event:
    event = Event()
    event.add("uid", f"{invite.id}@{urlsplit(invite.url).hostname or 'ventanilla'}")
    event.add("sequence", invite.sequence)
    event.add("dtstamp", invite.stamped_at)
    event.add("dtstart", invite.starts_at)
    event.add("dtend", invite.ends_at)
    event.add("summary", invite.title)
    event.add("location", invite.place)
    event.add("description", invite.description)
    event.add("url", invite.url)
    event.add("organizer", _organiser(*invite.organiser))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if invite.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if invite.cancelled else "OPAQUE")
    if not invite.cancelled:
        event.add_component(_alarm(invite.title))
    return event


def _organiser(name: str, address: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{address}")
    made.params["cn"] = vText(name)
    return made


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -_AHEAD)
    return alarm
