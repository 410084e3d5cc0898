"""Read and write the terms of cases, their pauses, and the days off of other places."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.tables import CaseRow, PlaceDayRow, TermPauseRow, TermRow

RESOLVE = "resolve"
"""The kind of the term to resolve and notify."""
RUNNING, PAUSED, MET, EXPIRED = "running", "paused", "met", "expired"


def add(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a term that begins."""
    session.execute(insert(TermRow), [row])


def of_case(session: Session, case_id: UUID, kind: str = RESOLVE) -> TermRow | None:
    """Return the term of a kind of a case, None before it began."""
    return session.scalar(select(TermRow).where(TermRow.case_id == case_id, TermRow.kind == kind))


def get(session: Session, entity: str, term_id: UUID) -> TermRow:
    """Return a term. Raises `NotFound`."""
    row = session.scalar(select(TermRow).where(TermRow.id == term_id, TermRow.entity == entity))
    if row is None:
        raise NotFound("term")
    return row


def pauses(session: Session, term_id: UUID) -> list[TermPauseRow]:
    """Return the pauses of a term in their order."""
    return list(
        session.scalars(
            select(TermPauseRow).where(TermPauseRow.term_id == term_id).order_by(TermPauseRow.since, TermPauseRow.id)
        )
    )


def add_pause(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a pause that begins."""
    session.execute(insert(TermPauseRow), [row])


def end_pauses(session: Session, term_id: UUID, until: date) -> None:
    """Let every pause of a term that is open end on the day `until`, or on its own first day if that is later."""
    for pause in pauses(session, term_id):
        if pause.until is None:
            pause.until = max(until, pause.since)


def due(session: Session, now: datetime, limit: int) -> list[tuple[str, UUID, UUID]]:
    """Return entity, case and id of terms that ran out by `now` in cases that go on, the longest due first."""
    rows = session.execute(
        select(TermRow.entity, TermRow.case_id, TermRow.id)
        .join(CaseRow, CaseRow.id == TermRow.case_id)
        .where(TermRow.state == RUNNING, TermRow.due_at <= now, CaseRow.status != "ended")
        .order_by(TermRow.due_at)
        .limit(limit)
    )
    return [(row.entity, row.case_id, row.id) for row in rows]


def uncertified(session: Session, before: datetime, limit: int) -> list[tuple[str, UUID, UUID]]:
    """Return entity, case and id of terms to resolve that ran out by `before` and whose silence nobody certified."""
    rows = session.execute(
        select(TermRow.entity, TermRow.case_id, TermRow.id)
        .join(CaseRow, CaseRow.id == TermRow.case_id)
        .where(
            TermRow.state == EXPIRED,
            TermRow.kind == RESOLVE,
            TermRow.silence != "none",
            TermRow.certificate_asked_at.is_(None),
            TermRow.due_at <= before,
            CaseRow.status != "ended",
        )
        .order_by(TermRow.due_at)
        .limit(limit)
    )
    return [(row.entity, row.case_id, row.id) for row in rows]


def give(session: Session, term_id: UUID, column: str, document_id: UUID) -> None:
    """Let a term name the document that tells of it; `column` is told_id or certificate_id."""
    session.execute(update(TermRow).where(TermRow.id == term_id).values({column: document_id}))


def place_days(session: Session, entity: str) -> list[PlaceDayRow]:
    """Return the days off that are written down of other places."""
    return list(
        session.scalars(
            select(PlaceDayRow).where(PlaceDayRow.entity == entity).order_by(PlaceDayRow.place, PlaceDayRow.day)
        )
    )


def add_place_days(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[date]:
    """Insert days off of other places that are not there and return them."""
    statement = upsert(PlaceDayRow).on_conflict_do_nothing().returning(PlaceDayRow.day)
    return list(session.scalars(statement, rows))


def remove_place_day(session: Session, entity: str, place: str, day: date) -> bool:
    """Take a day off of another place away and say whether it was there."""
    gone = delete(PlaceDayRow).where(PlaceDayRow.entity == entity, PlaceDayRow.place == place, PlaceDayRow.day == day)
    return session.scalar(gone.returning(PlaceDayRow.day)) is not None
