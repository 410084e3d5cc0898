"""What the staff note of an appointment: the person arrived, was called, was attended; or did not come.

A person decides each of these, none happens by itself, and each is evidence in the case's chain. Whoever acts holds
the case, then its appointment, then the own desk; so two who click at once get one winner.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain.errors import Conflict
from app.ports import Outside
from app.services import access, cases, record, steps
from app.services.appointments import bookings, changes, hours, invitations
from app.services.appointments.hours import Taking
from app.services.steps import Held
from app.services.tasks import AlreadySo
from app.services.visits import Visitor
from app.store import agenda as rows
from app.store import db, evidence, people, slots
from app.store.tables import AppointmentRow


class Overtaken(Conflict):
    """Somebody was faster. `state` is how things are now, `by` who of the staff did it ("" for nobody), `at` when."""

    code = "appointment.overtaken"

    def __init__(self, state: str, by: str, at: datetime | None) -> None:
        super().__init__(f"the appointment is {state} already")
        self.state, self.by, self.at = state, by, at


class StillAttending(Conflict):
    """The clerk attends somebody else: one at a time. `appointment_id` is whose appointment that is."""

    code = "appointment.still_attending"

    def __init__(self, appointment_id: UUID) -> None:
        super().__init__("the clerk attends somebody else")
        self.appointment_id = appointment_id


class OtherDay(Conflict):
    """The appointment is of another day: somebody must say that this is meant. `starts_at` is its hour."""

    code = "appointment.other_day"

    def __init__(self, starts_at: datetime) -> None:
        super().__init__("the appointment is of another day")
        self.starts_at = starts_at


class TooSoon(Conflict):
    """Nobody can be late for an appointment that has not begun."""

    code = "appointment.too_soon"


class NobodyWaits(Conflict):
    """Nobody waits whom the clerk could call."""

    code = "appointment.nobody_waits"


class CannotAttend(Conflict):
    """The colleague works here no more, or attends no people."""

    code = "appointment.cannot_attend"


@dataclass(frozen=True, slots=True)
class _Noting:
    """An appointment that this transaction alone may change, and who changes it."""

    held: Held
    row: AppointmentRow
    visitor: Visitor


def arrived(outside: Outside, visitor: Visitor, appointment_id: UUID, *, other_day: bool = False) -> None:
    """Note that the person is here, late or not.

    Raises `OtherDay` unless that is meant, `Overtaken`, `AlreadySo` for a second click, or what `access` raises.
    """
    with db.transaction() as session:
        noting = _hold(session, outside, visitor, appointment_id)
        _check(noting, "arrive")
        _check_day(noting, meant=other_day)
        noting.row.arrived_at, noting.row.ended_at, noting.row.remind_at = noting.held.now, None, None
        _become(noting, "arrive", "appointment.arrived")


def call(outside: Outside, visitor: Visitor, appointment_id: UUID, *, other_day: bool = False) -> UUID:
    """Call the person to the visitor's desk and return the case. Raises `StillAttending`, or as `arrived`."""
    with db.transaction() as session:
        noting = _hold(session, outside, visitor, appointment_id)
        row = noting.row
        _check(noting, "call")
        _check_day(noting, meant=other_day or row.state == words.ARRIVED)
        others = [one for one in rows.attended_by(session, visitor.entity, visitor.id) if one != row.id]
        if others:
            raise StillAttending(others[0])
        row.arrived_at = row.arrived_at or noting.held.now
        row.called_at, row.called_by, row.calls = noting.held.now, visitor.id, row.calls + 1
        row.remind_at = None
        _become(noting, "call", "appointment.called", number=row.calls)
        return noting.held.row.id


def call_next(outside: Outside, visitor: Visitor, waiting: Iterable[UUID]) -> UUID:
    """Call the first of those who are `waiting` whom no colleague calls at the same moment, and return the case.

    Raises `NobodyWaits`, `StillAttending`.
    """
    for appointment_id in waiting:
        try:
            return call(outside, visitor, appointment_id)
        except (Overtaken, AlreadySo):
            continue
    raise NobodyWaits("nobody waits")


def back(outside: Outside, visitor: Visitor, appointment_id: UUID) -> None:
    """Let a person who was called wait again. Only who called, or a supervisor, may. Raises as `arrived`."""
    with db.transaction() as session:
        noting = _hold(session, outside, visitor, appointment_id)
        _check(noting, "back")
        noting.row.called_by = None
        _become(noting, "back", "appointment.reopened")


def done(outside: Outside, visitor: Visitor, appointment_id: UUID) -> None:
    """Note that the person was attended. Only who called, or a supervisor, may. Raises as `arrived`.

    Time that is still to come, of an appointment that was attended before its day, rests and is offered again.
    """
    with db.transaction() as session:
        noting = _hold(session, outside, visitor, appointment_id)
        _check(noting, "end")
        noting.row.ended_at = noting.held.now
        _become(noting, "end", "appointment.ended")
        if noting.row.starts_at > noting.held.now:
            hours.give_back(session, noting.row, noting.held.now)


def missed(outside: Outside, visitor: Visitor, appointment_id: UUID) -> None:
    """Note that nobody came, and tell the person how to book again. Raises `TooSoon`, or as `arrived`."""
    with db.transaction() as session:
        noting = _hold(session, outside, visitor, appointment_id)
        _check(noting, "miss")
        if not words.may_be_missed(noting.row.state, noting.row.starts_at, noting.held.now):
            raise TooSoon("the appointment has not begun")
        noting.row.ended_at, noting.row.remind_at = noting.held.now, None
        _become(noting, "miss", "appointment.missed")
        applicant = people.party_with_role(session, noting.held.row.id, cases.APPLICANT)
        if applicant is not None:
            invitations.missed(noting.held, noting.row, applicant)


def undone(outside: Outside, visitor: Visitor, appointment_id: UUID, of: str = "") -> None:
    """Take back what was noted last: that the person arrived, did not come, or was attended.

    `of` is the state that the visitor saw: whoever comes second takes back nothing of what they have not seen.
    Raises `HourTaken` when the appointment is still to come and its time was given to somebody else, or as `arrived`.
    """
    with db.transaction() as session:
        noting = _hold(session, outside, visitor, appointment_id)
        row = noting.row
        if of and row.state != of:
            raise _overtaken(noting)
        _check(noting, "undo")
        row.ended_at = None
        if words.ACTS["undo"][row.state] == words.BOOKED:
            row.arrived_at = row.called_by = None
            row.remind_at = words.next_reminder(row.starts_at, noting.held.now)
        _become(noting, "undo", "appointment.reopened")
        if row.state == words.BOOKED and row.ends_at > noting.held.now:
            _take_time(noting, row.clerk_id)


def assigned(outside: Outside, visitor: Visitor, appointment_id: UUID, clerk: UUID) -> None:
    """Give an appointment that was not called yet to another clerk, and with it that clerk's time.

    Raises `CannotAttend`, `HourTaken` when the other clerk has no time then, or as `arrived`.
    """
    with db.transaction() as session:
        noting = _hold(session, outside, visitor, appointment_id)
        row, before = noting.row, noting.row.clerk_id
        if row.state not in {words.BOOKED, words.ARRIVED}:
            raise _overtaken(noting)
        if before == clerk:
            raise AlreadySo("the appointment is that clerk's")
        colleague = rows.colleagues(session, visitor.entity).get(clerk)
        if colleague is None or not colleague.active or colleague.roles.isdisjoint(access.HANDLERS):
            raise CannotAttend("nobody to attend people")
        if row.ends_at > noting.held.now:
            _take_time(noting, clerk)
        row.clerk_id = clerk
        _note(noting, "appointment.assigned", {"from": str(before), "to": str(clerk)})


def _hold(session: Session, outside: Outside, visitor: Visitor, appointment_id: UUID) -> _Noting:
    visitor.require(*access.HANDLERS)
    held, row = changes.holding(session, outside, visitor.entity, appointment_id)
    return _Noting(held, row, visitor)


def _check(noting: _Noting, act: str) -> None:
    """Raise unless this may be noted now, by this visitor."""
    row, visitor = noting.row, noting.visitor
    if row.state not in words.ACTS[act]:
        raise _overtaken(noting, {*words.ACTS[act].values()})
    if row.state == words.CALLED and row.called_by != visitor.id and "supervisor" not in visitor.roles:
        raise _overtaken(noting)


def _check_day(noting: _Noting, *, meant: bool) -> None:
    calendar, row = noting.held.entity.calendar, noting.row
    if not meant and calendar.local_day(row.starts_at) != calendar.local_day(noting.held.now):
        raise OtherDay(row.starts_at)


def _overtaken(noting: _Noting, wanted: Iterable[str] = ()) -> Conflict:
    """Return the fault of somebody who came second, after others or after the own first click."""
    held, row = noting.held, noting.row
    last = evidence.latest(held.session, row.entity, held.row.id, f"{bookings.STREAM}.")
    if last is None:
        return Overtaken(row.state, "", None)
    event: dict[str, Any] = json.loads(last)
    actor, at = event["actor"], datetime.fromisoformat(event["at"])
    if row.state in wanted and actor["ref"] == str(noting.visitor.id):
        return AlreadySo("a second click")
    if actor["kind"] != "clerk":
        return Overtaken(row.state, "", at)
    return Overtaken(row.state, people.staff_names(held.session, row.entity).get(UUID(actor["ref"]), ""), at)


def _become(noting: _Noting, act: str, event: str, **data: int) -> None:
    row = noting.row
    before, row.state = row.state, words.ACTS[act][row.state]
    told = {"from": before, "to": row.state} if act in {"back", "undo"} else {}
    _note(noting, event, {**told, **data})


def _note(noting: _Noting, event: str, data: dict[str, str | int]) -> None:
    subject = record.on(bookings.STREAM, noting.row.id)
    steps.note(noting.held, record.Act(event, noting.visitor.actor, subject, data=data))


def _take_time(noting: _Noting, clerk: UUID) -> None:
    """Take the appointment's time of a clerk and free what it had of another's. Raises `HourTaken`."""
    row, now = noting.row, noting.held.now
    length = timedelta(minutes=row.minutes)
    taking = Taking(row.entity, row.id, row.starts_at, length, now, old=row.clerk_id, staff=True)
    if not hours.take_of(noting.held.session, taking, clerk):
        raise hours.HourTaken("the clerk has no time then")
    slots.let_go(noting.held.session, taking.want(clerk))
