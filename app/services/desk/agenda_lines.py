"""Lines of the agenda: an appointment with its person, its papers, and what the visitor may note. Not a use case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain import people as numbers
from app.domain import procedure as rules
from app.domain.errors import NotFound
from app.ports import Outside
from app.services import access, entities, parties
from app.services.calendars import outside_hours
from app.services.calendars.schedules import MANAGERS
from app.services.entities import Entity
from app.services.files import paperwork
from app.services.files.paperwork import Opened, Papers
from app.services.publishing import procedures
from app.services.visits import Visitor
from app.store import agenda as rows
from app.store.agenda import Colleague, Line
from app.store.sealing import CaseSeal
from app.store.tables import AppointmentRow

_OPEN: Final = frozenset({*words.UPCOMING, *words.PRESENT})


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment as the staff see it. `applicant` is a name, `document` their number with four digits to be read.

    `clerk` is whose time it takes, `called_by` who attends.

    `may` are the acts of the visitor: those of `domain.appointments.ACTS`, assign, and change (move or cancel).
    `outside` is why it is stranded, "" within the hours of its calendar.
    """

    id: UUID
    state: str
    case_id: UUID
    case_number: str
    procedure: str
    title: str
    applicant: str
    document: str
    language: str
    channel: str
    office: str
    office_name: str
    clerk_id: UUID
    clerk: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    confirmed_at: datetime | None
    arrived_at: datetime | None
    called_at: datetime | None
    called_by: UUID | None
    called_by_name: str
    calls: int
    ended_at: datetime | None
    papers: Papers
    may: frozenset[str]
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, with what every line needs."""

    outside: Outside
    visitor: Visitor
    entity: Entity
    colleagues: Mapping[UUID, Colleague]
    now: datetime

    @property
    def own_office(self) -> str:
        """Return the office where the visitor works, "" when that is none where people are attended."""
        me = self.colleagues.get(self.visitor.id)
        return me.office if me and me.office in dict(self.entity.offices) else ""


def reader(session: Session, outside: Outside, visitor: Visitor) -> Reader:
    """Return who reads, with what every line needs."""
    now = outside.clock.now()
    entity = entities.get(session, visitor.entity, now)
    return Reader(outside, visitor, entity, rows.colleagues(session, visitor.entity), now)


def of(session: Session, reader: Reader, lines: Sequence[Line]) -> list[Entry]:
    """Return the lines, opened: one key each. The caller has checked who may see them."""
    opened = {line.row.id: _opened(session, reader, line) for line in lines}
    waiting = {line.row.case_id: opened[line.row.id] for line in lines if line.row.state in _OPEN and line.row.case_id}
    papers = paperwork.counted(session, waiting)
    why = outside_hours.of(session, reader.entity, reader.now, [line.row for line in lines])
    return [_entry(reader, line, opened[line.row.id], papers, why) for line in lines]


def alone(session: Session, reader: Reader, line: Line) -> Entry:
    """Return one line, opened, without counting its papers. The caller has checked who may see it."""
    why = outside_hours.of(session, reader.entity, reader.now, [line.row])
    return _entry(reader, line, _opened(session, reader, line), {}, why)


def chosen(lines: Sequence[Line]) -> Line | None:
    """Return of a case's appointments that of who is here, else the next one, else the last; None when it has none."""
    if not lines:
        return None
    order = {words.CALLED: 0, words.ARRIVED: 1, words.BOOKED: 2}
    first = min(lines, key=lambda line: order.get(line.row.state, 3))
    return first if first.row.state in order else lines[-1]


def _opened(session: Session, reader: Reader, line: Line) -> Opened:
    case_id = _case(line.row)
    key = reader.outside.keys.unwrap(line.wrapped, case_id)
    pinned = procedures.pinned(session, reader.visitor.entity, line.digest)
    return Opened(CaseSeal(case_id, key), pinned, shows=line.row.channel == words.IN_PERSON)


def _entry(
    reader: Reader, line: Line, opened: Opened, papers: Mapping[UUID, Papers], stranded: Mapping[UUID, str]
) -> Entry:
    row, names, outside = line.row, reader.colleagues, stranded.get(line.row.id, "")
    person = parties.details_of(line.applicant, opened.seal) if line.applicant else None
    return Entry(
        id=row.id,
        state=row.state,
        case_id=_case(row),
        case_number=line.number,
        procedure=row.procedure,
        title=rules.text(opened.pinned.procedure.card.title, reader.visitor.language),
        applicant=person.full_name if person else "",
        document=numbers.masked_nif(person.id_number) if person else "",
        language=row.language,
        channel=row.channel,
        office=row.office,
        office_name=dict(reader.entity.offices).get(row.office, ""),
        clerk_id=row.clerk_id,
        clerk=names[row.clerk_id].name if row.clerk_id in names else "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        minutes=row.minutes,
        confirmed_at=row.confirmed_at,
        arrived_at=row.arrived_at,
        called_at=row.called_at,
        called_by=row.called_by,
        called_by_name=names[row.called_by].name if row.called_by and row.called_by in names else "",
        calls=row.calls,
        ended_at=row.ended_at,
        papers=papers.get(_case(row), Papers()) if row.state in _OPEN else Papers(),
        may=_may(reader, row, outside),
        outside=outside,
    )


def _may(reader: Reader, row: AppointmentRow, outside: str) -> frozenset[str]:
    visitor = reader.visitor
    if visitor.roles.isdisjoint(access.HANDLERS):
        return frozenset({"change"}) if outside and not visitor.roles.isdisjoint(MANAGERS) else frozenset()
    may = {act for act, ways in words.ACTS.items() if row.state in ways}
    if row.starts_at > reader.now:
        may.discard("miss")
    if row.state == words.CALLED and row.called_by != visitor.id and "supervisor" not in visitor.roles:
        may.clear()
    if row.state in {words.BOOKED, words.ARRIVED}:
        may.add("assign")
    return frozenset(may | ({"change"} if row.state in words.UPCOMING else set()))


def able(reader: Reader, procedure: str) -> bool:
    """Return whether the reader attends a procedure: one without skills of their own attends all."""
    me = reader.colleagues.get(reader.visitor.id)
    return me is None or not me.skills or procedure in me.skills


def _case(row: AppointmentRow) -> UUID:
    if row.case_id is None:
        raise NotFound("the appointment is not booked")
    return row.case_id
