"""Read the appointments of a day with the people who come, in a number of statements that no crowd changes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, load_only

from app.domain.appointments import ARRIVED, CALLED, EXPIRED, HELD, PRESENT
from app.store.tables import AppointmentRow, CaseDataRow, CaseKeyRow, CaseRow, DocumentRow, PartyRow, StaffRow

_PAPERS = ("accepted", "received", "returned")


@dataclass(frozen=True, slots=True)
class Line:
    """An appointment with its case, the case's key and the person who asked."""

    row: AppointmentRow
    number: str
    digest: bytes
    wrapped: bytes
    applicant: PartyRow | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works or worked here. `office` is the id of an office."""

    id: UUID
    name: str
    office: str
    roles: frozenset[str]
    skills: frozenset[str]
    active: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Which appointments are asked for: those that begin within `span`, with `present` also whoever is here now.

    `office` and `channel` "" and `clerk` None are any; a clerk's are those that take the clerk's time, and those
    whose person the clerk called.
    """

    span: tuple[datetime, datetime]
    present: bool = False
    office: str = ""
    clerk: UUID | None = None
    channel: str = ""


def of_day(session: Session, entity: str, part: Part, most: int) -> list[Line]:
    """Return up to `most` appointments, who is here first, then by hour."""
    first, end = part.span
    within = (AppointmentRow.starts_at >= first) & (AppointmentRow.starts_at < end)
    here = AppointmentRow.state.in_(PRESENT)
    wanted = _joined(entity).where(or_(within, here) if part.present else within)
    if part.office:
        wanted = wanted.where(AppointmentRow.office == part.office)
    if part.clerk:
        wanted = wanted.where(or_(AppointmentRow.clerk_id == part.clerk, AppointmentRow.called_by == part.clerk))
    if part.channel:
        wanted = wanted.where(AppointmentRow.channel == part.channel)
    hours = (AppointmentRow.starts_at, AppointmentRow.clerk_id, AppointmentRow.id)
    return _lines(session, wanted.order_by(None).order_by(here.desc(), *hours).limit(most))


def of_case(session: Session, entity: str, case_id: UUID) -> list[Line]:
    """Return the appointments of a case, by hour."""
    return _lines(session, _joined(entity).where(AppointmentRow.case_id == case_id))


def one(session: Session, entity: str, appointment_id: UUID) -> Line | None:
    """Return an appointment, None when there is none or it was never booked."""
    found = _lines(session, _joined(entity).where(AppointmentRow.id == appointment_id))
    return found[0] if found else None


def found(session: Session, entity: str, number: str, document: bytes, most: int) -> list[Line]:
    """Return the appointments of the case `number`, or of whoever has this fingerprint, the latest hour first."""
    cases = select(PartyRow.case_id).where(PartyRow.entity == entity, PartyRow.id_number == document)
    numbered = select(CaseRow.id).where(CaseRow.entity == entity, CaseRow.number == number)
    wanted = _joined(entity).where(AppointmentRow.case_id.in_(cases.union(numbered)))
    return _lines(session, wanted.order_by(None).order_by(AppointmentRow.starts_at.desc()).limit(most))


_Joined = Select[AppointmentRow, str, bytes, bytes, PartyRow]


def _joined(entity: str) -> _Joined:
    return (
        select(AppointmentRow, CaseRow.number, CaseRow.digest, CaseKeyRow.wrapped, PartyRow)
        .join(CaseRow, CaseRow.id == AppointmentRow.case_id)
        .join(CaseKeyRow, CaseKeyRow.case_id == CaseRow.id)
        .outerjoin(PartyRow, (PartyRow.case_id == CaseRow.id) & (PartyRow.role == "applicant"))
        .where(AppointmentRow.entity == entity, AppointmentRow.state.not_in((HELD, EXPIRED)))
        .order_by(AppointmentRow.starts_at, AppointmentRow.clerk_id, AppointmentRow.id)
    )


def _lines(session: Session, wanted: _Joined) -> list[Line]:
    return [Line(row[0], row[1], row[2], row[3], row[4]) for row in session.execute(wanted)]


def colleagues(session: Session, entity: str) -> dict[UUID, Colleague]:
    """Return everybody who works or worked here, by name."""
    rows = session.execute(
        select(StaffRow.id, StaffRow.name, StaffRow.office, StaffRow.roles, StaffRow.skills, StaffRow.active)
        .where(StaffRow.entity == entity)
        .order_by(StaffRow.name, StaffRow.id)
    )
    return {
        row.id: Colleague(row.id, row.name, row.office, frozenset(row.roles), frozenset(row.skills), row.active)
        for row in rows
    }


def papers(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Return the state of the newest paper of each slot that was neither replaced nor taken back, by case."""
    rows = session.execute(
        select(DocumentRow.case_id, DocumentRow.name, DocumentRow.state)
        .where(DocumentRow.case_id.in_(case_ids), DocumentRow.kind == "paper", DocumentRow.state.in_(_PAPERS))
        .order_by(DocumentRow.created_at)
    )
    found: dict[UUID, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.case_id, {})[row.name] = row.state
    return found


def levels(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Return how surely the people of these cases are known, by case and role."""
    rows = session.execute(
        select(PartyRow.case_id, PartyRow.role, PartyRow.level).where(PartyRow.case_id.in_(case_ids))
    )
    found: dict[UUID, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.case_id, {})[row.role] = row.level
    return found


def answers(session: Session, case_ids: Sequence[UUID], names: Collection[str]) -> dict[UUID, dict[str, bytes]]:
    """Return the latest sealed answers of each name, by case, in the order in which the names were first given."""
    rows = session.execute(
        select(CaseDataRow.case_id, CaseDataRow.name, CaseDataRow.sealed)
        .where(CaseDataRow.case_id.in_(case_ids), CaseDataRow.name.in_(names))
        .order_by(CaseDataRow.created_at)
    )
    found: dict[UUID, dict[str, bytes]] = {}
    for row in rows:
        found.setdefault(row.case_id, {})[row.name] = row.sealed
    return found


def arrived(session: Session, entity: str, office: str) -> list[AppointmentRow]:
    """Return the appointments of those who are here and wait, in an office or, for "", anywhere."""
    waiting = select(AppointmentRow).where(AppointmentRow.entity == entity, AppointmentRow.state == ARRIVED)
    return list(session.scalars(waiting.where(AppointmentRow.office == office) if office else waiting))


def attended_by(session: Session, entity: str, clerk: UUID) -> list[UUID]:
    """Return whom a clerk attends, holding the clerk against a second call until the transaction ends."""
    held = select(StaffRow).where(StaffRow.id == clerk).options(load_only(StaffRow.id))
    session.execute(held.with_for_update(key_share=True))
    return list(
        session.scalars(
            select(AppointmentRow.id).where(
                AppointmentRow.entity == entity, AppointmentRow.called_by == clerk, AppointmentRow.state == CALLED
            )
        )
    )
