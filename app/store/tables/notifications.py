"""Notifications: what was made available to whom, until when, and what became of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, CaseKey, Entity, Key, MaybeAt, MaybeBytes, MaybeWord, Word


class NotificationRow(Base):
    """An act notified to one person of a case (`app.domain.notification`).

    `level` is how surely the person must be known to open it. `binding` when being silent counts as refusing:
    electronic notification is compulsory or was expressly chosen. `decided_at` is when the outcome counts from,
    `means` by what it came; `heard_at` when the diagram of the case was told, `opened_at` when the person first read
    it in the portal, whatever counts. `attempts` are those of the letter: [{at, result, by}]; who took it lies in
    `taken`, sealed. `letter_id` and `proof_id` are documents of the case.
    """

    __tablename__ = "notification"
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    level: Mapped[Word]
    channel: Mapped[Word]
    binding: Mapped[bool]
    state: Mapped[Word]
    made_available_at: Mapped[At]
    expires_at: Mapped[MaybeAt]
    decided_at: Mapped[MaybeAt]
    means: Mapped[MaybeWord]
    heard_at: Mapped[MaybeAt]
    opened_at: Mapped[MaybeAt]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    printed_at: Mapped[MaybeAt]
    printed_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    attempts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default="[]")
    taken: Mapped[MaybeBytes]
    proof_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    created_at: Mapped[At]


_WAITS = NotificationRow.state == "available"
Index("notification_case", NotificationRow.case_id)
Index("notification_document", NotificationRow.document_id)
Index("notification_expiry", NotificationRow.expires_at, postgresql_where=_WAITS)
Index("notification_unheard", NotificationRow.decided_at, postgresql_where=NotificationRow.heard_at.is_(None))
Index(
    "notification_letters",
    NotificationRow.entity,
    NotificationRow.made_available_at,
    postgresql_where=(NotificationRow.channel == "paper") & _WAITS,
)
