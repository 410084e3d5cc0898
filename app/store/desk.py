"""Read a case for the desk: few statements, each of several things, so that the page of a case stays cheap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, defer

from app.domain.errors import NotFound
from app.store.tables import (
    CallRow,
    CaseKeyRow,
    CaseRow,
    ConsultationRow,
    DraftRow,
    EntryRow,
    IncidentRow,
    NoteRow,
    SignatureRow,
    TermRow,
    TimerRow,
)

_TIMERS = (
    select(func.jsonb_object_agg(TimerRow.element, TimerRow.due_at))
    .where(TimerRow.case_id == CaseRow.id)
    .correlate(CaseRow)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Found:
    """A case without its state, its wrapped key, when its timers are due by element, and its open incidents."""

    row: CaseRow
    wrapped: bytes
    timers: Mapping[str, datetime]
    incidents: int
    term: TermRow | None = None
    """The term to resolve, None before it begins."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the machine did in a case: calls, entries of the register, signatures asked for, answers of registers."""

    calls: Sequence[CallRow]
    entries: Sequence[EntryRow]
    signatures: Sequence[SignatureRow]
    consultations: Sequence[ConsultationRow]


def clocks(session: Session, case_id: UUID) -> tuple[Mapping[str, datetime], TermRow | None]:
    """Return when the timers of a case are due, by element, and its term to resolve, None before it begins."""
    asked = (
        select(_TIMERS, TermRow)
        .select_from(CaseRow)
        .outerjoin(TermRow, (TermRow.case_id == CaseRow.id) & (TermRow.kind == "resolve"))
        .where(CaseRow.id == case_id)
    )
    timers, term = session.execute(asked).one()
    return _dues(timers), term


def _dues(timers: Mapping[str, str] | None) -> dict[str, datetime]:
    return {element: datetime.fromisoformat(at) for element, at in (timers or {}).items()}


def case(session: Session, entity: str, case_id: UUID) -> Found:
    """Return a case. Raises `NotFound`."""
    incidents = select(func.count()).where(IncidentRow.case_id == CaseRow.id, IncidentRow.resolved_at.is_(None))
    found = session.execute(
        select(
            CaseRow,
            CaseKeyRow.wrapped,
            _TIMERS,
            incidents.correlate(CaseRow).scalar_subquery(),
            TermRow,
        )
        .join(CaseKeyRow, CaseKeyRow.case_id == CaseRow.id)
        .outerjoin(TermRow, (TermRow.case_id == CaseRow.id) & (TermRow.kind == "resolve"))
        .where(CaseRow.id == case_id, CaseRow.entity == entity)
        .options(defer(CaseRow.state))
    ).first()
    if found is None:
        raise NotFound(f"case {case_id}")
    return Found(found[0], found[1], _dues(found[2]), found[3], found[4])


def work(session: Session, case_id: UUID) -> Work:
    """Return the machine's part of a case, oldest first."""
    rows = session.execute(
        select(CallRow, EntryRow, SignatureRow, ConsultationRow)
        .outerjoin(EntryRow, EntryRow.call_id == CallRow.id)
        .outerjoin(SignatureRow, SignatureRow.call_id == CallRow.id)
        .outerjoin(ConsultationRow, ConsultationRow.call_id == CallRow.id)
        .where(CallRow.case_id == case_id, CallRow.origin == "diagram")
        .order_by(CallRow.created_at, CallRow.id, SignatureRow.position)
    ).all()
    calls = {row[0].id: row[0] for row in rows}
    joined: list[tuple[EntryRow | None, SignatureRow | None]] = [(row[1], row[2]) for row in rows]
    entries = {entry.call_id: entry for entry, _ in joined if entry is not None}
    asked: list[ConsultationRow | None] = [row[3] for row in rows]
    told = {one.call_id: one for one in asked if one is not None}
    signatures = [one for _, one in joined if one is not None]
    return Work(list(calls.values()), list(entries.values()), signatures, list(told.values()))


def notes(session: Session, case_id: UUID) -> list[NoteRow]:
    """Return what the staff noted in a case, the newest first."""
    return list(
        session.scalars(
            select(NoteRow).where(NoteRow.case_id == case_id).order_by(NoteRow.written_at.desc(), NoteRow.id)
        )
    )


def add_note(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a note."""
    session.execute(insert(NoteRow), [row])


def drafts(session: Session, task_ids: Sequence[UUID]) -> dict[UUID, DraftRow]:
    """Return what was typed so far in these tasks; asks nothing when there are none."""
    if not task_ids:
        return {}
    return {row.task_id: row for row in session.scalars(select(DraftRow).where(DraftRow.task_id.in_(task_ids)))}
