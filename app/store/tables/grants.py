"""Tables that analysts own, calls for grants, who applied for them, awards and their payment."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Identity, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, Bytes, CaseKey, Entity, Json, Key, MaybeAt, Word


class ReferenceTableRow(Base):
    """A table that analysts own: `title` per language, `columns` a list of {name, label, type, required}."""

    __tablename__ = "reference_table"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    name: Mapped[Word] = mapped_column(primary_key=True)
    title: Mapped[Json]
    columns: Mapped[list[Any]] = mapped_column(JSONB)
    created_at: Mapped[At]


class ReferenceEntryRow(Base):
    """What a table says of a key from a day on; never edited. `removed`: from that day it says nothing.

    Of two entries for one day the later `number` counts. `key` is as it is compared (folded).
    """

    __tablename__ = "reference_entry"
    __table_args__ = (
        ForeignKeyConstraint(["entity", "name"], ["reference_table.entity", "reference_table.name"]),
        Index("reference_entry_key", "entity", "name", "key"),
    )
    number: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    entity: Mapped[Entity]
    name: Mapped[Word]
    key: Mapped[str]
    shown: Mapped[str]
    given: Mapped[Json]
    removed: Mapped[bool]
    effective_from: Mapped[date]
    recorded_by: Mapped[Word]
    recorded_at: Mapped[At]


class GrantCallRow(Base):
    """A published version of a call for grants; `content` is the call as its file has it, `series` what it belongs to.

    The highest `version` counts. Earlier ones stay, for the applications that came under them.
    """

    __tablename__ = "grant_call"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    id: Mapped[Word] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[Word]
    opens_on: Mapped[date]
    content: Mapped[Json]
    sha256: Mapped[Bytes]
    published_by: Mapped[Word]
    published_at: Mapped[At]


class GrantApplicationRow(Base):
    """A registered application for a grant. Two for one home may both be there; only an award is unique.

    `home` and `address` are keyed fingerprints of the home and of its folded address; `basis` says what `home` was
    made of, cadastral or address.
    """

    __tablename__ = "grant_application"
    __table_args__ = (
        UniqueConstraint("entity", "call", "case_id"),
        Index("grant_application_home", "entity", "call", "home"),
        Index("grant_application_address", "entity", "call", "address"),
    )
    id: Mapped[Key]
    entity: Mapped[Entity]
    call: Mapped[Word]
    version: Mapped[int]
    case_id: Mapped[CaseKey]
    home: Mapped[Bytes]
    address: Mapped[Bytes]
    basis: Mapped[Word]
    entry_number: Mapped[Word]
    applied_at: Mapped[At]


class GrantAwardRow(Base):
    """A grant: one for each home and call. `resolution` names the resolution that gave it."""

    __tablename__ = "grant_award"
    __table_args__ = (
        UniqueConstraint("entity", "call", "home", name="one_grant_per_home"),
        UniqueConstraint("application_id"),
    )
    id: Mapped[Key]
    entity: Mapped[Entity]
    call: Mapped[Word]
    home: Mapped[Bytes]
    application_id: Mapped[UUID] = mapped_column(ForeignKey("grant_application.id"))
    case_id: Mapped[CaseKey]
    amount_cents: Mapped[int]
    resolution: Mapped[Word]
    granted_at: Mapped[At]


class PaymentFileRow(Base):
    """A file of credit transfers for the bank (pain.001)."""

    __tablename__ = "payment_file"
    id: Mapped[Key]
    entity: Mapped[Entity]
    sha256: Mapped[Bytes]
    orders: Mapped[int]
    total_cents: Mapped[int] = mapped_column(BigInteger)
    execution_on: Mapped[date]
    exported_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    exported_at: Mapped[At]


class PaymentOrderRow(Base):
    """A notified award that is to be paid. Payee and account are sealed under the case's key.

    `state` is ordered or exported; it is written into one file only.
    """

    __tablename__ = "payment_order"
    __table_args__ = (UniqueConstraint("entity", "reference"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    award_id: Mapped[UUID] = mapped_column(ForeignKey("grant_award.id"), unique=True)
    case_id: Mapped[CaseKey]
    reference: Mapped[Word]
    amount_cents: Mapped[int]
    state: Mapped[Word]
    sealed: Mapped[Bytes]
    ordered_at: Mapped[At]
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_file.id"))
    exported_at: Mapped[MaybeAt]


Index("grant_award_case", GrantAwardRow.case_id)
Index("payment_order_open", PaymentOrderRow.entity, postgresql_where=PaymentOrderRow.state == "ordered")
