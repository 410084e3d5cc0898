"""Appointments that are booked: shown, confirmed by the person, moved, cancelled.

Whoever acts holds the case first, then its appointment. The person comes by a manage link or by the portal, the staff
by the desk. Doing the same twice does it once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain.actors import Actor
from app.domain.errors import Conflict, NotFound
from app.ports import Outside
from app.services import access, cases, record, steps
from app.services.appointments import booked, bookings, hours, invitations, limits, manage_links, timetable, views
from app.services.appointments.hours import Taking
from app.services.appointments.timetable import Ask
from app.services.calendars import outside_hours
from app.services.calendars.schedules import MANAGERS
from app.services.cases import CaseFile
from app.services.steps import Held
from app.services.visits import CITIZEN, Visitor
from app.store import appointments as rows
from app.store import cases as rows_of_cases
from app.store import db, people, slots
from app.store.tables import AppointmentRow, PartyRow


class TooLate(Conflict):
    """The appointment has begun, or is over: the person can change nothing of it any more."""

    code = "appointment.too_late"


class NotOpen(Conflict):
    """The appointment is not one that is still to come: it was cancelled, attended or missed."""

    code = "appointment.not_open"


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A member of staff acting on one appointment, because the person `wished` it or for a `reason` of the office."""

    visitor: Visitor
    appointment_id: UUID
    reason: str = ""
    wished: bool = False


AppointmentView = views.AppointmentView
seen = views.seen

Who = str | Visitor | AtDesk
"""Who acts on an appointment: the token of its manage link, its person in the portal, or the staff."""


def of_visitor(outside: Outside, visitor: Visitor, case_id: UUID | None = None) -> AppointmentView | None:
    """Return the appointment of a citizen's case, or of the case that the staff names: the one to come, else the last.

    None when it has none. Raises as `access.reading`.
    """
    with db.reading() as session:
        if visitor.kind == CITIZEN or case_id is None:
            file = access.citizen_reading(session, outside, visitor, case_id=case_id)
        else:
            file = access.clerk_reading(session, outside, visitor, case_id)
        row = rows.of_case(session, file.row.entity, file.row.id)
        return None if row is None else views.read(session, outside, file, row, visitor.language)


def behind(outside: Outside, entity: str, manage_token: str, language: str = "") -> AppointmentView:
    """Return the appointment that a manage link opens. Raises `NotFound`, also once it was moved."""
    with db.reading() as session:
        file, row = linked(session, outside, entity, manage_token)
        return views.read(session, outside, file, row, language)


def linked(session: Session, outside: Outside, entity: str, manage_token: str) -> tuple[CaseFile, AppointmentRow]:
    """Return the appointment that a manage link opens, with its case. Raises `NotFound`."""
    link = _link(manage_token)
    row = rows.get(session, entity, link.appointment_id)
    if row.case_id is None or not manage_links.proves(outside.keys, link, row.sequence):
        raise NotFound("the link is not the appointment's")
    return cases.opened(session, outside, *rows_of_cases.get(session, entity, row.case_id)), row


def attend(outside: Outside, entity: str, who: Who) -> AppointmentView:
    """Note that the person will come. Raises `NotFound`, `TooLate`, `NotOpen`."""
    return db.retried(lambda: _attend(outside, entity, who))


def cancel(outside: Outside, entity: str, who: Who, reason: str = "") -> AppointmentView:
    """Cancel an appointment; its time rests before it is offered again, its case goes on, and the person is told.

    `reason` is what the office tells when it cancels. Raises `NotFound`, `TooLate`, `NotOpen`.
    """
    return db.retried(lambda: _cancel(outside, entity, who, reason))


def move(outside: Outside, entity: str, who: Who, starts_at: datetime, office: str = "") -> AppointmentView:
    """Move an appointment to another hour, and perhaps `office` ("" is the same); its case stays, the person is told.

    The view that is returned has the new manage token. Raises `HourTaken`, `TooMany` after too many moves by the
    person unless it is stranded, `NotFound`, `TooLate`, `NotOpen`.
    """
    return db.retried(lambda: _move(outside, entity, who, starts_at, office))


def holding(session: Session, outside: Outside, entity: str, appointment_id: UUID) -> tuple[Held, AppointmentRow]:
    """Hold the case of a booked appointment, then the appointment. Raises `NotFound`."""
    case_id = rows.get(session, entity, appointment_id).case_id
    if case_id is None:
        raise NotFound("the appointment is not booked")
    held = steps.hold(session, outside, entity, case_id)
    return held, rows.get(session, entity, appointment_id, lock=True)


def _attend(outside: Outside, entity: str, who: Who) -> AppointmentView:
    with db.transaction() as session:
        held, row, actor = _held(session, outside, entity, who, lambda row: row.confirmed_at is not None)
        if row.confirmed_at is None:
            _check(row, who, held.now)
            row.confirmed_at = held.now
            steps.note(held, record.Act("appointment.attendance", actor, record.on(bookings.STREAM, row.id)))
        return seen(outside, held, row)


def _cancel(outside: Outside, entity: str, who: Who, reason: str) -> AppointmentView:
    with db.transaction() as session:
        held, row, actor = _held(session, outside, entity, who, lambda row: row.state == words.CANCELLED)
        told = None
        if row.state != words.CANCELLED:
            _check(row, who, held.now)
            row.state, row.ended_at, row.remind_at = words.CANCELLED, held.now, None
            row.reason = "office" if _by_office(who) else "person"
            if words.ONLINE in held.pinned.procedure.card.channels:
                held.row.channel = words.ONLINE
            data, why = booked.facts(row) | {"by": row.reason}, reason or _why(who)
            subject, values = record.on(bookings.STREAM, row.id), {"reason": why} if why else {}
            steps.note(held, record.Act("appointment.cancelled", actor, subject, data=data, values=values))
            told = invitations.cancelled(held, row, _person(held), why)
            hours.give_back(session, row, held.now)
        return replace(seen(outside, held, row), told=told)


def _move(outside: Outside, entity: str, who: Who, starts_at: datetime, office: str) -> AppointmentView:
    def there(row: AppointmentRow) -> bool:
        return row.state == words.BOOKED and row.starts_at == starts_at and office in {"", row.office}

    with db.transaction() as session:
        held, row, actor = _held(session, outside, entity, who, there)
        told = None
        if not there(row):
            _check(row, who, held.now)
            staff = isinstance(who, AtDesk)
            if not staff and row.sequence >= limits.most(held.entity, "moves") and not _stranded(held, row):
                raise limits.TooMany("moves", limits.most(held.entity, "moves"))
            before = booked.facts(row)
            _retake(held, row, starts_at, office, staff=staff)
            after = booked.facts(row)
            data = {"from": before["starts_at"], "to": after["starts_at"], "office": row.office}
            data |= {"sequence": row.sequence, "by": "office" if _by_office(who) else "person"}
            subject, values = record.on(bookings.STREAM, row.id), {"reason": _why(who)} if _why(who) else {}
            steps.note(held, record.Act("appointment.changed", actor, subject, data=data, values=values))
            told = invitations.moved(held, row, _person(held), by_office=_by_office(who), reason=_why(who))
        return replace(seen(outside, held, row), told=told)


def _held(
    session: Session, outside: Outside, entity: str, who: Who, done: Callable[[AppointmentRow], bool]
) -> tuple[Held, AppointmentRow, Actor]:
    """Hold the appointment that `who` may act on, and say who acts.

    A calendar manager who handles no cases acts on those that lie outside the hours of their calendars.
    """
    if isinstance(who, AtDesk):
        who.visitor.require(*access.HANDLERS, *MANAGERS)
        found = holding(session, outside, entity, who.appointment_id)
        _check_desk(who.visitor, *found)
        return *found, who.visitor.actor
    if isinstance(who, Visitor):
        held = access.citizen(session, outside, who)
        if people.party(session, who.id).role != cases.APPLICANT:
            raise NotFound("the appointment is the applicant's")
        row = rows.of_case(session, entity, held.row.id)
        if row is None:
            raise NotFound("the case has no appointment")
        return held, rows.get(session, entity, row.id, lock=True), who.actor
    link = _link(who)
    held, row = holding(session, outside, entity, link.appointment_id)
    # A second click on a move comes with the link that the first one ended.
    sequences = [row.sequence, row.sequence - 1] if done(row) else [row.sequence]
    if not any(manage_links.proves(outside.keys, link, sequence) for sequence in sequences):
        raise NotFound("the link is not the appointment's")
    return held, row, Actor("citizen", str(_person(held).id), "manage_link")


def _check_desk(visitor: Visitor, held: Held, row: AppointmentRow) -> None:
    handles = not visitor.roles.isdisjoint(access.HANDLERS)
    if not handles and not _stranded(held, row):
        raise NotOpen("the appointment is no affair of the calendars")


def _stranded(held: Held, row: AppointmentRow) -> bool:
    return bool(outside_hours.of(held.session, held.entity, held.now, [row]))


def _by_office(who: Who) -> bool:
    return isinstance(who, AtDesk) and not who.wished


def _why(who: Who) -> str:
    return who.reason if isinstance(who, AtDesk) else ""


def _check(row: AppointmentRow, who: Who, now: datetime) -> None:
    if row.state != words.BOOKED:
        raise NotOpen(f"the appointment is {row.state}")
    if row.starts_at <= now and not isinstance(who, AtDesk):
        raise TooLate("the appointment has begun")


def _retake(held: Held, row: AppointmentRow, starts_at: datetime, office: str, *, staff: bool) -> None:
    ask = Ask(row.procedure, row.language, row.minutes, row.channel, office or row.office, internal=staff)
    taking = Taking(row.entity, row.id, starts_at, ask.length, held.now, old=row.clerk_id, staff=staff)
    seats = hours.choose(held.session, timetable.read(held.session, held.entity, held.now), ask, taking)
    seat = hours.take(held.session, seats, taking)
    slots.rest(held.session, taking.want(seat.clerk), held.now + words.REST)
    booked.seat(row, seat)
    row.starts_at, row.ends_at = starts_at, starts_at + ask.length
    row.sequence, row.confirmed_at = row.sequence + 1, None
    row.remind_at = words.next_reminder(starts_at, held.now)
    held.row.office = row.office


def _person(held: Held) -> PartyRow:
    found = people.party_with_role(held.session, held.row.id, cases.APPLICANT)
    if found is None:
        raise NotFound("the case has no applicant")
    return found


def _link(token: str) -> manage_links.ManageLink:
    found = manage_links.read(token)
    if found is None:
        raise NotFound("no such link")
    return found
