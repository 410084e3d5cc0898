"""Read and write who decides, and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, any_, func, insert, or_, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.tables import (
    AutomatedActRow,
    BodyRow,
    CaseRow,
    DelegationRow,
    DocumentRow,
    ResolutionRow,
    StaffRow,
    TermOfOfficeRow,
)

_Dated = type[TermOfOfficeRow] | type[DelegationRow] | type[AutomatedActRow]


@dataclass(frozen=True, slots=True)
class Put:
    """A resolution with the document that it consists of and its case."""

    row: ResolutionRow
    document: DocumentRow
    case: CaseRow


def body(session: Session, body_id: UUID) -> BodyRow:
    """Return a body. Raises `NotFound`."""
    row = session.get(BodyRow, body_id)
    if row is None:
        raise NotFound("body")
    return row


def body_called(session: Session, entity: str, code: str) -> BodyRow | None:
    """Return the entity's body that diagrams call `code`."""
    return session.scalar(select(BodyRow).where(BodyRow.entity == entity, BodyRow.code == code))


def bodies(session: Session, entity: str) -> list[BodyRow]:
    """Return the entity's bodies, in the order in which they were made."""
    return list(
        session.scalars(select(BodyRow).where(BodyRow.entity == entity).order_by(BodyRow.created_at, BodyRow.code))
    )


def term_of(session: Session, staff_id: UUID, body_id: UUID, day: date) -> TermOfOfficeRow | None:
    """Return the term by which somebody is at the head of a body on a day."""
    return session.scalar(
        select(TermOfOfficeRow)
        .where(TermOfOfficeRow.staff_id == staff_id, TermOfOfficeRow.body_id == body_id, _runs(TermOfOfficeRow, day))
        .order_by(TermOfOfficeRow.capacity, TermOfOfficeRow.from_on)
        .limit(1)
    )


def bodies_of(session: Session, entity: str, staff_id: UUID, day: date) -> list[UUID]:
    """Return the bodies of this entity that somebody is at the head of on a day."""
    return list(
        session.scalars(
            select(TermOfOfficeRow.body_id)
            .join(BodyRow, BodyRow.id == TermOfOfficeRow.body_id)
            .where(
                TermOfOfficeRow.entity == entity,
                TermOfOfficeRow.staff_id == staff_id,
                _runs(TermOfOfficeRow, day),
                BodyRow.active,
            )
            .distinct()
        )
    )


def terms(session: Session, entity: str) -> list[tuple[TermOfOfficeRow, StaffRow]]:
    """Return every term of office with who has or had it, the newest first."""
    rows = session.execute(
        select(TermOfOfficeRow, StaffRow)
        .join(StaffRow, StaffRow.id == TermOfOfficeRow.staff_id)
        .where(TermOfOfficeRow.entity == entity)
        .order_by(TermOfOfficeRow.from_on.desc(), TermOfOfficeRow.created_at.desc())
    )
    return [(row[0], row[1]) for row in rows]


def delegation_of(session: Session, body_id: UUID, procedure: str, day: date) -> DelegationRow | None:
    """Return the published delegation of a body for a procedure that is in force on a day, the newest one."""
    named = DelegationRow.procedures
    return session.scalar(
        select(DelegationRow)
        .where(
            DelegationRow.from_body == body_id,
            _runs(DelegationRow, day),
            DelegationRow.published != "",
            or_(func.cardinality(named) == 0, any_(named) == procedure),
        )
        .order_by(DelegationRow.from_on.desc(), DelegationRow.created_at.desc())
        .limit(1)
    )


def delegation(session: Session, delegation_id: UUID) -> DelegationRow:
    """Return a delegation. Raises `NotFound`."""
    row = session.get(DelegationRow, delegation_id)
    if row is None:
        raise NotFound("delegation")
    return row


def delegations(session: Session, entity: str) -> list[DelegationRow]:
    """Return every delegation, the newest first."""
    statement = select(DelegationRow).where(DelegationRow.entity == entity)
    return list(session.scalars(statement.order_by(DelegationRow.from_on.desc(), DelegationRow.created_at.desc())))


def automated_act(session: Session, entity: str, procedure: str, act: str, day: date) -> AutomatedActRow | None:
    """Return the published automated act of a procedure that is in force on a day."""
    return session.scalar(
        select(AutomatedActRow)
        .where(
            AutomatedActRow.entity == entity,
            AutomatedActRow.procedure == procedure,
            AutomatedActRow.act == act,
            AutomatedActRow.published != "",
            _runs(AutomatedActRow, day),
        )
        .order_by(AutomatedActRow.from_on.desc())
        .limit(1)
    )


def automated_acts(session: Session, entity: str) -> list[AutomatedActRow]:
    """Return the whole register of automated acts, by procedure, the newest first."""
    statement = select(AutomatedActRow).where(AutomatedActRow.entity == entity)
    return list(session.scalars(statement.order_by(AutomatedActRow.procedure, AutomatedActRow.from_on.desc())))


def one_of(session: Session, table: _Dated, entity: str, row_id: UUID) -> Any:
    """Return the held term, delegation or automated act of this entity. Raises `NotFound`."""
    row = session.scalar(select(table).where(table.id == row_id, table.entity == entity).with_for_update())
    if row is None:
        raise NotFound(table.__tablename__)
    return row


def add(session: Session, table: type[Any], row: Mapping[str, Any]) -> None:
    """Insert a body, a term, a delegation, an automated act or a resolution."""
    session.execute(insert(table), [row])


def made_by(session: Session, call_id: UUID) -> ResolutionRow | None:
    """Return what a call put before a body, or had decided."""
    return session.scalar(select(ResolutionRow).where(ResolutionRow.call_id == call_id))


def resolution(session: Session, entity: str, resolution_id: UUID, *, lock: bool = False) -> Put:
    """Return a resolution of this entity. Raises `NotFound`."""
    statement = _put().where(ResolutionRow.id == resolution_id, ResolutionRow.entity == entity)
    if lock:
        statement = statement.with_for_update(of=ResolutionRow).execution_options(populate_existing=True)
    found = session.execute(statement).first()
    if found is None:
        raise NotFound("resolution")
    return Put(found[0], found[1], found[2])


def waiting(session: Session, bodies: Sequence[UUID], limit: int) -> list[Put]:
    """Return what waits in the folders of some bodies, the oldest first."""
    statement = _put().where(ResolutionRow.body_id.in_(bodies), ResolutionRow.state == "waiting")
    rows = session.execute(statement.order_by(ResolutionRow.requested_at, ResolutionRow.id).limit(limit))
    return [Put(row[0], row[1], row[2]) for row in rows]


def done(session: Session, bodies: Sequence[UUID], limit: int) -> list[Put]:
    """Return what some bodies decided or returned, the newest first."""
    statement = _put().where(ResolutionRow.body_id.in_(bodies), ResolutionRow.state != "waiting")
    newest = func.coalesce(ResolutionRow.decided_at, ResolutionRow.requested_at).desc()
    rows = session.execute(statement.order_by(newest, ResolutionRow.id).limit(limit))
    return [Put(row[0], row[1], row[2]) for row in rows]


def of_document(session: Session, document_id: UUID) -> tuple[ResolutionRow, StaffRow | None] | None:
    """Return the resolution that a document is, with who decided it."""
    found = session.execute(
        select(ResolutionRow, StaffRow)
        .outerjoin(StaffRow, StaffRow.id == ResolutionRow.decided_by)
        .where(ResolutionRow.document_id == document_id)
    ).first()
    return (found[0], found[1]) if found else None


def last_at(session: Session, entity: str, series: str) -> datetime | None:
    """Return the time of the newest number of a series."""
    return session.scalar(
        select(func.max(ResolutionRow.decided_at)).where(ResolutionRow.entity == entity, ResolutionRow.series == series)
    )


def _runs(table: _Dated, day: date) -> ColumnElement[bool]:
    return (table.from_on <= day) & (table.until_on.is_(None) | (table.until_on >= day))


def _put() -> Any:
    return (
        select(ResolutionRow, DocumentRow, CaseRow)
        .join(DocumentRow, DocumentRow.id == ResolutionRow.document_id)
        .join(CaseRow, CaseRow.id == ResolutionRow.case_id)
    )
