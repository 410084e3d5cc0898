"""A booking on its way: whose it is, what was typed, how it is shown. Not a use case: what its steps share.

The browser has a token, its id and a secret; the row has the token's digest.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain import procedure
from app.domain.actors import Actor
from app.domain.errors import Invalid, NotFound
from app.intake import triage
from app.ports import Outside
from app.services import applicants, entities, visits
from app.services.appointments import drafts
from app.services.appointments.drafts import Draft
from app.services.appointments.hours import Taking
from app.services.appointments.timetable import Ask, Seat
from app.services.parties import PersonDetails
from app.services.publishing import procedures
from app.services.publishing.procedures import Pinned
from app.store import appointments as rows
from app.store.tables import AppointmentRow

STREAM = "appointment"
"""The kind of the stream of evidence that a booking has, by its id, until there is a case."""
SOMEBODY = Actor("citizen", "unknown")
WITHOUT_MOBILE = words.IN_PERSON
"""The one channel on which a person needs no mobile."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to book. `office` "" is any of them; `triage` are answers to the procedure's questions."""

    procedure: str
    channel: str
    office: str
    language: str
    starts_at: datetime
    triage: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking on its way. `state` is held, expired or booked; `person` what was typed so far, by field."""

    id: UUID
    state: str
    procedure: str
    title: str
    channel: str
    office: str
    office_name: str
    address: str
    language: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    held_until: datetime | None
    person: Mapping[str, str]
    mobile_proved: bool
    without_mobile: bool
    triage: Mapping[str, Any]


def ask(pinned: Pinned, wish: Wish) -> Ask:
    """Return the ask of a wish. Raises `Invalid` with what makes it impossible."""
    card, needs = pinned.procedure.card, pinned.procedure.appointment
    if needs is None or wish.channel not in words.CHANNELS or wish.channel not in card.channels:
        raise Invalid("no such appointment", {"channel": "none"})
    if triage.stopped(needs, wish.triage):
        raise Invalid("an appointment would not help", {"triage": "stop"})
    return Ask(wish.procedure, wish.language, triage.minutes(needs, wish.triage), wish.channel, wish.office)


def new(taking: Taking, wish: Wish, seat: Seat) -> AppointmentRow:
    """Return the row of a fresh appointment, not stored yet."""
    return AppointmentRow(
        id=taking.appointment,
        entity=taking.entity,
        state=words.HELD,
        schedule_id=seat.schedule.id,
        office=seat.schedule.office,
        procedure=wish.procedure,
        channel=wish.channel,
        language=wish.language,
        clerk_id=seat.clerk,
        starts_at=taking.first,
        ends_at=taking.first + taking.length,
        minutes=taking.length // timedelta(minutes=1),
        held_until=taking.until,
        created_at=taking.now,
    )


def new_token(appointment_id: UUID) -> str:
    """Return a fresh token for a booking (43 characters)."""
    return urlsafe_b64encode(appointment_id.bytes + secrets.token_bytes(16)).rstrip(b"=").decode()


def behind(session: Session, entity: str, token: str, *, lock: bool = False) -> AppointmentRow:
    """Return the row of a booking by the token that its browser has. Raises `NotFound`."""
    try:
        made = urlsafe_b64decode(token.encode() + b"=")
        row = rows.get(session, entity, UUID(bytes=made[:16]), lock=lock)
    except ValueError as fault:
        raise NotFound("no such booking") from fault
    if not hmac.compare_digest(row.token or b"", visits.token_digest(token)):
        raise NotFound("no such booking")
    return row


def person_of(draft: Draft) -> PersonDetails:
    """Return the person of a draft. Raises `Invalid`."""
    typed = {**draft.person, "mobile": ""} if draft.without_mobile else draft.person
    return applicants.read(typed, {"mobile"} if draft.without_mobile else ())


def unconfirmed(row: AppointmentRow) -> AppointmentRow:
    """Return a row that is not confirmed yet. Raises `NotFound` once it is."""
    if row.state != words.HELD:
        raise NotFound("the booking is confirmed already")
    return row


def wrong(row: AppointmentRow, draft: Draft) -> dict[str, str]:
    """Return what is wrong with what was typed, a word by field."""
    typed = {**draft.person, "mobile": ""} if draft.without_mobile else draft.person
    found = applicants.problems(typed, {"mobile"} if draft.without_mobile else ())
    if draft.without_mobile and row.channel != WITHOUT_MOBILE:
        found["without_mobile"] = "in_person_only"
    elif draft.without_mobile and draft.person.get("mobile"):
        found["without_mobile"] = "contradiction"
    return found


def unproved(row: AppointmentRow, draft: Draft) -> dict[str, str]:
    """Return what is missing although nothing is wrong: the proof that the mobile is the person's."""
    return {} if draft.without_mobile or row.mobile_proved_at else {"mobile": "unproved"}


def view(session: Session, outside: Outside, row: AppointmentRow, pinned: Pinned | None = None) -> Booking:
    """Return a booking with what was typed, opened. The caller has checked whose it is."""
    now = outside.clock.now()
    here, draft = entities.get(session, row.entity, now), drafts.opened(outside, row)
    pinned = pinned or procedures.current(session, row.entity, row.procedure)
    over = row.state == words.HELD and row.held_until is not None and row.held_until <= now
    return Booking(
        id=row.id,
        state=words.EXPIRED if over else row.state,
        procedure=row.procedure,
        title=procedure.text(pinned.procedure.card.title, row.language),
        channel=row.channel,
        office=row.office,
        office_name=dict(here.offices).get(row.office, ""),
        address=here.addresses.get(row.office, ""),
        language=row.language,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        minutes=row.minutes,
        held_until=row.held_until,
        person=draft.person,
        mobile_proved=row.mobile_proved_at is not None,
        without_mobile=draft.without_mobile,
        triage=draft.triage,
    )
