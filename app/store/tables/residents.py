"""The residents' register: dwellings, their sheets, people, where they live, and the movements that explain it."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, Bytes, CaseKey, Entity, Key, MaybeBytes, Word

_SAME_RESIDENT: Final = "int8range(uuid_hash_extended(resident_id, 0), uuid_hash_extended(resident_id, 0), '[]')"
_SAME_DAYS: Final = "daterange(since, until, '[)')"


class ResidentsRegisterRow(Base):
    """The residents' register of an entity: its wrapped key and its last numbers. Locked while it changes."""

    __tablename__ = "residents_register"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    wrapped: Mapped[Bytes]
    sheets: Mapped[int] = mapped_column(default=0)
    movements: Mapped[int] = mapped_column(default=0)


class DwellingRow(Base):
    """A home. `kind` is family or collective; `folded` and `building` are its address as addresses are compared.

    The address of a `protected` dwelling is never shown or printed, whoever lives there.
    """

    __tablename__ = "dwelling"
    id: Mapped[Key]
    entity: Mapped[Entity]
    kind: Mapped[Word]
    address: Mapped[dict[str, Any]] = mapped_column(JSONB)
    folded: Mapped[str]
    building: Mapped[str]
    words: Mapped[list[str]] = mapped_column(ARRAY(String))
    cadastral_reference: Mapped[str | None] = mapped_column(String(20))
    protected: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[At]


class RegisterSheetRow(Base):
    """The sheet (hoja padronal) of a dwelling, from the day on which somebody first lived there."""

    __tablename__ = "register_sheet"
    __table_args__ = (UniqueConstraint("entity", "number"), UniqueConstraint("dwelling_id"))
    id: Mapped[Key]
    entity: Mapped[Entity]
    dwelling_id: Mapped[UUID] = mapped_column(ForeignKey("dwelling.id"))
    number: Mapped[int]
    opened_on: Mapped[date]


class ResidentRow(Base):
    """A person of the register, sealed under the register's key.

    `id_number` and `name_birth` are keyed digests by which the person is found, `search` those of the words of the
    name. A `protected` person's address is never shown or printed.
    """

    __tablename__ = "resident"
    id: Mapped[Key]
    entity: Mapped[Entity]
    sealed: Mapped[Bytes]
    id_number: Mapped[MaybeBytes]
    name_birth: Mapped[MaybeBytes]
    search: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list, server_default="{}")
    protected: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[At]


class ResidenceRow(Base):
    """That somebody lives on a sheet, from `since` up to the day before `until`. Nobody lives at two places at once."""

    __tablename__ = "residence"
    __table_args__ = (
        ExcludeConstraint(
            (text(_SAME_RESIDENT), "&&"), (text(_SAME_DAYS), "&&"), using="gist", name="residence_one_place"
        ),
        CheckConstraint("until IS NULL OR until >= since", name="residence_order"),
    )
    id: Mapped[Key]
    entity: Mapped[Entity]
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("resident.id"))
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("register_sheet.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    cause: Mapped[Word]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))


class MovementRow(Base):
    """A change of the register, for one person. Insert-only, numbered without gaps within the entity.

    Those of one act share `act`. Without an origin the person came; with origin and target the same, only data
    changed, and `sealed` says which.
    """

    __tablename__ = "movement"
    __table_args__ = (UniqueConstraint("entity", "number"), UniqueConstraint("call_id", "resident_id"))
    id: Mapped[Key]
    entity: Mapped[Entity]
    number: Mapped[int]
    act: Mapped[UUID]
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("resident.id"))
    cause: Mapped[Word]
    origin_id: Mapped[UUID | None] = mapped_column(ForeignKey("register_sheet.id"))
    target_id: Mapped[UUID | None] = mapped_column(ForeignKey("register_sheet.id"))
    effective_on: Mapped[date]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id"))
    sealed: Mapped[MaybeBytes]
    recorded_at: Mapped[At]


class ConsultationRow(Base):
    """What a case was told by a register: the question, and the answer sealed under the case's key."""

    __tablename__ = "consultation"
    __table_args__ = (UniqueConstraint("call_id"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    source: Mapped[Word]
    question: Mapped[Word]
    sealed: Mapped[Bytes]
    at: Mapped[At]


Index("dwelling_folded", DwellingRow.entity, DwellingRow.folded)
Index("dwelling_building", DwellingRow.entity, DwellingRow.building)
Index("dwelling_cadastral", DwellingRow.entity, DwellingRow.cadastral_reference)
Index("dwelling_words", DwellingRow.words, postgresql_using="gin")
Index("resident_id_number", ResidentRow.entity, ResidentRow.id_number)
Index("resident_name_birth", ResidentRow.entity, ResidentRow.name_birth)
Index("resident_search", ResidentRow.search, postgresql_using="gin")
Index("residence_resident", ResidenceRow.resident_id, ResidenceRow.since)
Index("residence_sheet", ResidenceRow.sheet_id, postgresql_where=ResidenceRow.until.is_(None))
Index("movement_resident", MovementRow.resident_id, MovementRow.number)
Index("movement_case", MovementRow.case_id)
Index("consultation_case", ConsultationRow.case_id, ConsultationRow.at)
