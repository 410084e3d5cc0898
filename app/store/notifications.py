"""Read and write notifications. One changes only while its case is held."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.tables import CaseRow, DocumentRow, NotificationRow, PartyRow

Told = tuple[NotificationRow, DocumentRow, PartyRow]
"""A notification with the act that it is about and the person that it is for."""


def add(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a notification."""
    session.execute(insert(NotificationRow), [row])


def known(session: Session, notification_id: UUID) -> bool:
    """Return whether there is a notification with this id."""
    return session.scalar(select(NotificationRow.id).where(NotificationRow.id == notification_id)) is not None


def get(session: Session, entity: str, notification_id: UUID) -> NotificationRow:
    """Return a notification as it stands now. Raises `NotFound`."""
    row = session.scalar(
        select(NotificationRow)
        .where(NotificationRow.id == notification_id, NotificationRow.entity == entity)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("notification")
    return row


def of_case(session: Session, case_id: UUID) -> list[Told]:
    """Return the notifications of a case with what they are about and whom they are for, the newest first."""
    rows = session.execute(
        select(NotificationRow, DocumentRow, PartyRow)
        .join(DocumentRow, DocumentRow.id == NotificationRow.document_id)
        .join(PartyRow, PartyRow.id == NotificationRow.party_id)
        .where(NotificationRow.case_id == case_id)
        .order_by(NotificationRow.made_available_at.desc(), NotificationRow.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def documents_of(session: Session, party_id: UUID) -> dict[UUID, bool]:
    """Return the documents that were notified to a person and the proofs of that, and whether they may be read.

    An act may once the person has opened it, a proof always.
    """
    rows = session.execute(
        select(NotificationRow.document_id, NotificationRow.proof_id, NotificationRow.opened_at)
        .where(NotificationRow.party_id == party_id)
        .order_by(NotificationRow.opened_at.nulls_first())
    ).all()
    proofs = {row.proof_id: True for row in rows if row.proof_id is not None}
    return {row.document_id: row.opened_at is not None for row in rows} | proofs


def of_party(session: Session, party_id: UUID) -> list[NotificationRow]:
    """Return the notifications of a person, the newest first."""
    statement = select(NotificationRow).where(NotificationRow.party_id == party_id)
    return list(session.scalars(statement.order_by(NotificationRow.made_available_at.desc(), NotificationRow.id)))


def expired(session: Session, now: datetime, limit: int) -> list[tuple[str, UUID, UUID]]:
    """Return (entity, case, id) of notifications whose time is over, the longest ago first."""
    rows = session.execute(
        select(NotificationRow.entity, NotificationRow.case_id, NotificationRow.id)
        .where(_available(), NotificationRow.expires_at <= now)
        .order_by(NotificationRow.expires_at)
        .limit(limit)
    )
    return [(row.entity, row.case_id, row.id) for row in rows]


def unheard(session: Session, since: datetime, limit: int) -> list[tuple[str, UUID, UUID]]:
    """Return (entity, case, id) of outcomes after `since` that the diagrams of open cases were not told yet.

    Of each person of a case the newest notification alone: what came of an older one is not what a diagram waits for.
    """
    later = NotificationRow.__table__.alias("later")
    newest = select(func.max(later.c.made_available_at)).where(later.c.party_id == NotificationRow.party_id)
    rows = session.execute(
        select(NotificationRow.entity, NotificationRow.case_id, NotificationRow.id)
        .join(CaseRow, CaseRow.id == NotificationRow.case_id)
        .where(
            CaseRow.status == "open",
            NotificationRow.heard_at.is_(None),
            NotificationRow.decided_at > since,
            NotificationRow.made_available_at == newest.scalar_subquery(),
        )
        .order_by(NotificationRow.decided_at)
        .limit(limit)
    )
    return [(row.entity, row.case_id, row.id) for row in rows]


def letters(session: Session, entity: str, limit: int) -> list[tuple[NotificationRow, CaseRow]]:
    """Return what is to be carried to people's homes, the oldest first, with its case."""
    rows = session.execute(
        select(NotificationRow, CaseRow)
        .join(CaseRow, CaseRow.id == NotificationRow.case_id)
        .where(NotificationRow.entity == entity, NotificationRow.channel == "paper", _available())
        .order_by(NotificationRow.made_available_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def keep(session: Session, notification_id: UUID, column: str, document_id: UUID) -> None:
    """Say which document is the letter (`letter_id`) or the proof (`proof_id`) of a notification."""
    session.execute(update(NotificationRow).where(NotificationRow.id == notification_id).values({column: document_id}))


def _available() -> Any:
    return NotificationRow.state == "available"
