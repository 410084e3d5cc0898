"""The day of an office or of one clerk: who comes when, who waits since when, who is attended by whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain import people as numbers
from app.domain.errors import NotFound
from app.domain.malformed import Malformed
from app.ports import Outside
from app.services import access, parties, record, visits
from app.services.calendars.schedules import MANAGERS
from app.services.desk import agenda_lines
from app.services.desk.agenda_lines import Entry, Reader
from app.services.visits import Visitor
from app.store import agenda as rows
from app.store import db
from app.store.agenda import Colleague, Line, Part
from app.store.sealing import CaseSeal
from app.store.tables import AppointmentRow

MOST: Final = 400
"""Lines that a page of the agenda may have; a day with more is to be narrowed."""
MOST_FOUND: Final = 50


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What an agenda is narrowed to. `office` None is the visitor's own, "" all of them."""

    office: str | None = None
    clerk: UUID | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A day, narrowed, by hour. `office` is the one that it was narrowed to, "" for all; `whole` unless it was cut.

    `colleagues` are those who attend people, `offices` ids and names. `next_up` is whom the visitor would call next.
    """

    day: date
    today: bool
    office: str
    entries: tuple[Entry, ...]
    whole: bool
    colleagues: tuple[tuple[UUID, str], ...]
    offices: tuple[tuple[str, str], ...]
    next_up: Entry | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> list[Entry]:
        """Return who is here and waits, the earliest hour first."""
        return sorted((one for one in self.entries if one.state == words.ARRIVED), key=lambda one: one.starts_at)

    @property
    def attended(self) -> list[Entry]:
        """Return who is being attended."""
        return [one for one in self.entries if one.state == words.CALLED]


def day(outside: Outside, visitor: Visitor, wanted: date | None = None, narrowed: Narrowed | None = None) -> Agenda:
    """Return the appointments of a day, today's if none is named, with whoever is here today. Raises `RoleMissing`.

    The number of statements is the same whatever is stored.
    """
    visitor.require(*access.READERS)
    narrowed = narrowed or Narrowed()
    with db.reading() as session:
        reader = agenda_lines.reader(session, outside, visitor)
        calendar = reader.entity.calendar
        today = calendar.local_day(reader.now)
        wanted = wanted or today
        span = (calendar.start_of(wanted), calendar.end_of(wanted))
        office = reader.own_office if narrowed.office is None else narrowed.office
        part = Part(span, wanted == today, office, narrowed.clerk, narrowed.channel)
        lines = rows.of_day(session, visitor.entity, part, MOST + 1)
        entries = agenda_lines.of(session, reader, sorted(lines[:MOST], key=lambda line: line.row.starts_at))
        return Agenda(
            day=wanted,
            today=wanted == today,
            office=office,
            entries=tuple(entries),
            whole=len(lines) <= MOST,
            colleagues=tuple((one.id, one.name) for one in reader.colleagues.values() if _attends(one)),
            offices=reader.entity.offices,
            next_up=_next(reader, entries),
            counts=Counter(one.state for one in entries),
        )


def waiting(outside: Outside, visitor: Visitor, office: str | None = None) -> list[UUID]:
    """Return the appointments of those who wait in an office, the visitor's own if none is named, in turn.

    First those who come to the visitor, then the others whom the visitor can attend; by hour, then by arrival.
    """
    visitor.require(*access.HANDLERS)
    with db.reading() as session:
        reader = agenda_lines.reader(session, outside, visitor)
        office = office or reader.own_office
        found = rows.arrived(session, visitor.entity, office)
        able = [row for row in found if agenda_lines.able(reader, row.procedure)]
        return [row.id for row in sorted(able, key=lambda row: _turn(visitor, row))]


def one(outside: Outside, visitor: Visitor, appointment_id: UUID) -> Entry:
    """Return an appointment; a calendar manager who handles no cases, one that is stranded.

    Raises `NotFound` or `RoleMissing`.
    """
    visitor.require(*access.READERS, *MANAGERS)
    with db.reading() as session:
        return _one(session, outside, visitor, appointment_id)[0]


@dataclass(frozen=True, slots=True)
class Reach:
    """How to reach the person of an appointment, "" for what nobody knows."""

    mobile: str
    email: str


def reach(outside: Outside, visitor: Visitor, appointment_id: UUID) -> Reach:
    """Return how to reach the person of a stranded appointment, and record that it was read. Raises as `one`."""
    visitor.require(*access.READERS, *MANAGERS)
    with db.transaction() as session:
        found, line = _one(session, outside, visitor, appointment_id)
        if not found.outside or line.applicant is None:
            raise NotFound("the appointment is not stranded")
        details = parties.details_of(
            line.applicant, CaseSeal(found.case_id, outside.keys.unwrap(line.wrapped, found.case_id))
        )
        read = record.Act("access.read", visitor.actor, record.on("appointment", appointment_id))
        record.in_stream(session, visitor.entity, visits.STREAM, visitor.id, [read], outside.clock.now())
        return Reach(details.mobile or "", details.email or "")


def _one(session: Session, outside: Outside, visitor: Visitor, appointment_id: UUID) -> tuple[Entry, Line]:
    line = rows.one(session, visitor.entity, appointment_id)
    if line is None:
        raise NotFound("appointment")
    found = agenda_lines.of(session, agenda_lines.reader(session, outside, visitor), [line])[0]
    if visitor.roles.isdisjoint(access.READERS) and not found.outside:
        raise NotFound("the appointment is no affair of the calendars")
    return found, line


def of_case(outside: Outside, visitor: Visitor, case_id: UUID) -> Entry | None:
    """Return the appointment of a case: of who is here, else the next one, else the last; None when it has none."""
    visitor.require(*access.READERS)
    with db.reading() as session:
        line = agenda_lines.chosen(rows.of_case(session, visitor.entity, case_id))
        return agenda_lines.of(session, agenda_lines.reader(session, outside, visitor), [line])[0] if line else None


def colleagues(visitor: Visitor) -> list[tuple[UUID, str]]:
    """Return who attends people here: ids and names, by name. Raises `RoleMissing`."""
    visitor.require(*access.READERS)
    with db.reading() as session:
        return [(one.id, one.name) for one in rows.colleagues(session, visitor.entity).values() if _attends(one)]


def found(outside: Outside, visitor: Visitor, typed: str) -> list[Entry]:
    """Return the appointments of a case or of a person, by the case's number or the person's, the latest first.

    That somebody looked is recorded in the visitor's own stream, not for whom. Raises `RoleMissing`.
    """
    visitor.require(*access.READERS)
    with db.transaction() as session:
        reader = agenda_lines.reader(session, outside, visitor)
        asked = "".join(typed.split()).upper()[:40]
        known = outside.keys.fingerprint(_document(asked), "id_number")
        entries = agenda_lines.of(session, reader, rows.found(session, visitor.entity, asked, known, MOST_FOUND))
        read = record.Act("access.read", visitor.actor, record.on("agenda", "search"), data={"found": len(entries)})
        record.in_stream(session, visitor.entity, visits.STREAM, visitor.id, [read], reader.now)
        return entries


def opened(outside: Outside, visitor: Visitor, wanted: date) -> None:
    """Record, in the visitor's own stream, that the agenda of a day was read. Raises `RoleMissing`.

    Source: RD 311/2022 (ENS) op.exp.8: who looked at what, and when.
    """
    visitor.require(*access.READERS)
    read = record.Act("access.read", visitor.actor, record.on("agenda", wanted.isoformat()))
    with db.transaction() as session:
        record.in_stream(session, visitor.entity, visits.STREAM, visitor.id, [read], outside.clock.now())


def _next(reader: Reader, entries: Sequence[Entry]) -> Entry | None:
    able = [one for one in entries if one.state == words.ARRIVED and agenda_lines.able(reader, one.procedure)]
    return min(able, key=lambda one: _turn(reader.visitor, one), default=None)


def _turn(visitor: Visitor, one: Entry | AppointmentRow) -> tuple[bool, datetime, datetime]:
    return one.clerk_id != visitor.id, one.starts_at, one.arrived_at or one.starts_at


def _attends(colleague: Colleague) -> bool:
    return colleague.active and not colleague.roles.isdisjoint(access.HANDLERS)


def _document(typed: str) -> str:
    try:
        return numbers.normalise_nif(typed)
    except Malformed:
        return typed
