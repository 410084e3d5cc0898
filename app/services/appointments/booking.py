"""Book an appointment: an hour is held for ten minutes while the person says who they are, then it is confirmed.

The browser keeps a token; what is typed lies sealed in the row. When the hold runs out the hour is free for others at
once, and what was typed is still there for another hour.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain.errors import Conflict, Invalid
from app.ports import Outside
from app.services import entities, record, visits
from app.services.appointments import booked, bookings, drafts, hours, limits, timetable
from app.services.appointments.booked import Confirmed
from app.services.appointments.drafts import Draft
from app.services.appointments.hours import Taking
from app.services.appointments.timetable import Ask, Seat
from app.services.entities import Entity
from app.services.publishing import procedures
from app.store import db, slots
from app.store.tables import AppointmentRow

Booking = bookings.Booking
"""A booking on its way."""
Wish = bookings.Wish
"""What somebody wants to book."""
HourTaken = hours.HourTaken
TooMany = limits.TooMany


class HoldOver(Conflict):
    """The hold ran out and somebody else has the hour. What was typed is still there: choose another hour."""

    code = "booking.hold_over"


def hold(outside: Outside, entity: str, wish: Wish, address: str) -> tuple[Booking, str]:
    """Hold an hour for ten minutes for somebody at a network `address`; return it with the token of the booking.

    Raises `HourTaken`, `TooMany`, `NotFound` for a procedure that is not on offer, `Invalid` for one that takes no such
    appointment or when the triage says that one would not help.
    """
    return db.retried(lambda: _hold(outside, entity, wish, address))


def hold_again(outside: Outside, entity: str, token: str, starts_at: datetime, office: str = "") -> Booking:
    """Hold another hour, or the same one anew, for a booking that is not confirmed; what was typed stays.

    `office` "" is any of them. Raises `NotFound`, `HourTaken`, `TooMany`.
    """
    return db.retried(lambda: _hold_again(outside, entity, token, starts_at, office))


def shown(outside: Outside, entity: str, token: str) -> Booking:
    """Return the booking that a browser has begun. Raises `NotFound`."""
    with db.reading() as session:
        return bookings.view(session, outside, bookings.behind(session, entity, token))


def confirm(outside: Outside, entity: str, token: str) -> Confirmed:
    """Book the held hour for good and open its case; the same again gives the same answer.

    A hold that ran out is taken up again if the hour is still free. Raises `HoldOver`, `Invalid` when something is
    missing, `TooMany`, `NotFound`.
    """
    return db.retried(lambda: _confirm(outside, entity, token))


def _hold(outside: Outside, entity: str, wish: Wish, address: str) -> tuple[Booking, str]:
    with db.transaction() as session:
        now = outside.clock.now()
        here, pinned = entities.get(session, entity, now), procedures.current(session, entity, wish.procedure)
        ask = bookings.ask(pinned, wish)
        taking = Taking(entity, uuid4(), wish.starts_at, ask.length, now, now + words.HOLD)
        seats = hours.choose(session, timetable.read(session, here, now), ask, taking)
        printed = limits.address_print(outside.keys, address)
        limits.hold_address(session, here, printed, now)
        token = bookings.new_token(taking.appointment)
        row = bookings.new(taking, wish, seats[0])
        row.address_print, row.token = printed, visits.token_digest(token)
        row.wrapped, row.sealed = drafts.fresh(outside, row.id, Draft(triage=wish.triage))
        session.add(row)
        session.flush()
        _note_held(session, row, now)
        booked.seat(row, hours.take(session, seats, taking))
        return bookings.view(session, outside, row, pinned), token


def _hold_again(outside: Outside, entity: str, token: str, starts_at: datetime, office: str) -> Booking:
    with db.transaction() as session:
        now = outside.clock.now()
        row = bookings.unconfirmed(bookings.behind(session, entity, token, lock=True))
        here, draft = entities.get(session, entity, now), drafts.opened(outside, row)
        if draft.holds >= limits.most(here, "holds"):
            raise limits.TooMany("holds", limits.most(here, "holds"))
        drafts.keep(outside, row, replace(draft, holds=draft.holds + 1))
        ask = Ask(row.procedure, row.language, row.minutes, row.channel, office)
        taking = Taking(entity, row.id, starts_at, ask.length, now, now + words.HOLD, row.clerk_id)
        seats = hours.choose(session, timetable.read(session, here, now), ask, taking)
        row.starts_at, row.ends_at, row.held_until = starts_at, starts_at + ask.length, taking.until
        _retake(session, row, seats, taking)
        _note_held(session, row, now)
        return bookings.view(session, outside, row)


def _confirm(outside: Outside, entity: str, token: str) -> Confirmed:
    with db.transaction() as session:
        row = bookings.behind(session, entity, token, lock=True)
        if row.case_id is not None:
            return booked.confirmed(session, outside, row)
        now, draft = outside.clock.now(), drafts.opened(outside, row)
        wrong = bookings.wrong(row, draft) | bookings.unproved(row, draft)
        if wrong:
            raise Invalid("the booking is not complete", wrong)
        person, here = bookings.person_of(draft), entities.get(session, entity, now)
        limits.hold_person(session, here, limits.prints_of(outside.keys, person), row.procedure, now)
        alive = row.held_until is not None and row.held_until > now
        made = booked.open_case(session, outside, row, person, draft.triage)
        row.held_until = None
        _take_for_good(session, row, here, now, alive=alive)
        return made


def _take_for_good(session: Session, row: AppointmentRow, here: Entity, now: datetime, *, alive: bool) -> None:
    ask = Ask(row.procedure, row.language, row.minutes, row.channel, row.office)
    taking = Taking(row.entity, row.id, row.starts_at, ask.length, now, old=row.clerk_id)
    if alive and hours.take_of(session, taking, row.clerk_id):
        return
    try:
        seats = hours.choose(session, timetable.read(session, here, now), ask, taking, "late")
        _retake(session, row, seats, taking)
    except hours.HourTaken as fault:
        raise HoldOver("the hour is somebody else's") from fault


def _retake(session: Session, row: AppointmentRow, seats: Sequence[Seat], taking: Taking) -> None:
    seat = hours.take(session, seats, taking)
    slots.let_go(session, taking.want(seat.clerk))
    booked.seat(row, seat)


def _note_held(session: Session, row: AppointmentRow, now: datetime) -> None:
    held = record.Act("appointment.held", bookings.SOMEBODY, record.on(bookings.STREAM, row.id), data=booked.facts(row))
    record.in_stream(session, row.entity, bookings.STREAM, row.id, [held], now)
