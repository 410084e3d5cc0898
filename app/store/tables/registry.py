"""The general register, and the direct debit mandates."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, Bytes, CaseKey, Entity, Json, Key, MaybeAt, MaybeWord, Word


class RegisterCounterRow(Base):
    """The last number given out, by entity, year and kind (E entry, S exit). Locked while one is given."""

    __tablename__ = "register_counter"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Word] = mapped_column(primary_key=True)
    last: Mapped[int]


class EntryRow(Base):
    """An entry of the one general register (L39/2015 art. 16). Gap-free within entity and year.

    `contents` names the version of the document and of each paper: {"document": n, "papers": {id: n}}.
    """

    __tablename__ = "register_entry"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Word] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[CaseKey]
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"), unique=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    receipt_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    office: Mapped[Word]
    summary: Mapped[str]
    contents: Mapped[Json]
    at: Mapped[At]
    legal_at: Mapped[At]


class MandateRow(Base):
    """A direct debit mandate (SEPA). Account and debtor are sealed under the case's key.

    Nothing is collected before `effective_from`. `collection_on` is the day of its last debit: the next one must
    come later.
    """

    __tablename__ = "mandate"
    __table_args__ = (UniqueConstraint("entity", "reference"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"), unique=True)
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    reference: Mapped[Word]
    status: Mapped[Word]
    payment_type: Mapped[MaybeWord]
    signed_on: Mapped[date | None]
    effective_from: Mapped[date | None]
    sealed: Mapped[Bytes]
    created_at: Mapped[At]
    exported_at: Mapped[MaybeAt]
    collection_on: Mapped[date | None]


class MandateExportRow(Base):
    """A remittance that was written from mandates (pain.008.001.08)."""

    __tablename__ = "mandate_export"
    id: Mapped[Key]
    entity: Mapped[Entity]
    sha256: Mapped[Bytes]
    mandates: Mapped[int]
    collection_on: Mapped[date]
    exported_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    exported_at: Mapped[At]


Index("entry_case", EntryRow.case_id)
Index("mandate_case", MandateRow.case_id)
