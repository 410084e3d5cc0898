"""Read and write the residents' register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Select, String, exists, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.db import Base
from app.store.tables import (
    ConsultationRow,
    DwellingRow,
    MovementRow,
    RegisterSheetRow,
    ResidenceRow,
    ResidentRow,
    ResidentsRegisterRow,
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives: the residence, its sheet and its dwelling."""

    residence: ResidenceRow
    sheet: RegisterSheetRow
    dwelling: DwellingRow


def register(session: Session, entity: str, *, lock: bool = False) -> ResidentsRegisterRow | None:
    """Return the register of an entity, held until the transaction ends with `lock`; None when it has none yet."""
    statement = select(ResidentsRegisterRow).where(ResidentsRegisterRow.entity == entity)
    return session.scalar(statement.with_for_update() if lock else statement)


def open_register(session: Session, row: Row) -> None:
    """Insert the register of an entity, unless somebody else did."""
    session.execute(upsert(ResidentsRegisterRow).values(row).on_conflict_do_nothing())


def add(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows of the register."""
    if rows:
        session.execute(insert(table), list(rows))


def dwelling(session: Session, entity: str, dwelling_id: UUID) -> DwellingRow:
    """Return a dwelling. Raises `NotFound`."""
    row = session.scalar(select(DwellingRow).where(DwellingRow.id == dwelling_id, DwellingRow.entity == entity))
    if row is None:
        raise NotFound("dwelling")
    return row


def dwellings(session: Session, entity: str, **wanted: str) -> list[DwellingRow]:
    """Return the dwellings whose columns are as `wanted`: folded, building or cadastral_reference."""
    statement = select(DwellingRow).where(DwellingRow.entity == entity)
    return list(session.scalars(statement.filter_by(**wanted).order_by(DwellingRow.folded)))


def sheet_of(session: Session, dwelling_id: UUID) -> RegisterSheetRow | None:
    """Return the sheet of a dwelling, None while nobody ever lived there."""
    return session.scalar(select(RegisterSheetRow).where(RegisterSheetRow.dwelling_id == dwelling_id))


def resident(session: Session, entity: str, resident_id: UUID) -> ResidentRow:
    """Return a person of the register. Raises `NotFound`."""
    row = session.scalar(select(ResidentRow).where(ResidentRow.id == resident_id, ResidentRow.entity == entity))
    if row is None:
        raise NotFound("resident")
    return row


def residents(session: Session, entity: str, **wanted: bytes) -> list[ResidentRow]:
    """Return the people whose keyed digests are as `wanted`: id_number or name_birth."""
    statement = select(ResidentRow).where(ResidentRow.entity == entity).filter_by(**wanted)
    return list(session.scalars(statement.order_by(ResidentRow.created_at, ResidentRow.id)))


def homes(session: Session, resident_id: UUID) -> list[Home]:
    """Return where somebody lived and lives, oldest first."""
    statement = _homes().where(ResidenceRow.resident_id == resident_id)
    return [
        Home(row[0], row[1], row[2])
        for row in session.execute(statement.order_by(ResidenceRow.since, ResidenceRow.until))
    ]


def home_on(session: Session, resident_id: UUID, day: date) -> Home | None:
    """Return where somebody is registered on a day."""
    found = session.execute(_homes().where(ResidenceRow.resident_id == resident_id, _covers(day))).first()
    return Home(found[0], found[1], found[2]) if found else None


def homes_on(session: Session, residents: Sequence[UUID], day: date) -> dict[UUID, Home]:
    """Return where each of these people is registered on a day; who is not, is not in it."""
    rows = session.execute(_homes().where(ResidenceRow.resident_id.in_(residents), _covers(day)))
    return {row[0].resident_id: Home(row[0], row[1], row[2]) for row in rows}


def counted(session: Session, dwellings: Sequence[UUID], day: date) -> dict[UUID, int]:
    """Return how many people are registered on a day in each of these dwellings; empty ones are not in it."""
    rows = session.execute(
        select(RegisterSheetRow.dwelling_id, func.count())
        .join(ResidenceRow, ResidenceRow.sheet_id == RegisterSheetRow.id)
        .where(RegisterSheetRow.dwelling_id.in_(dwellings), _covers(day))
        .group_by(RegisterSheetRow.dwelling_id)
    )
    return {row[0]: row[1] for row in rows}


def of_sheets(session: Session, sheets: Sequence[UUID]) -> dict[UUID, DwellingRow]:
    """Return the dwelling of each of these sheets."""
    statement = select(RegisterSheetRow.id, DwellingRow).join(
        DwellingRow, DwellingRow.id == RegisterSheetRow.dwelling_id
    )
    return {row[0]: row[1] for row in session.execute(statement.where(RegisterSheetRow.id.in_(sheets)))}


def occupants(session: Session, dwelling_id: UUID, day: date) -> list[tuple[ResidentRow, ResidenceRow]]:
    """Return who is registered in a dwelling on a day, the longest there first."""
    rows = session.execute(
        select(ResidentRow, ResidenceRow)
        .join(ResidenceRow, ResidenceRow.resident_id == ResidentRow.id)
        .join(RegisterSheetRow, RegisterSheetRow.id == ResidenceRow.sheet_id)
        .where(RegisterSheetRow.dwelling_id == dwelling_id, _covers(day))
        .order_by(ResidenceRow.since, ResidentRow.created_at, ResidentRow.id)
    )
    return [(row[0], row[1]) for row in rows]


def end_residence(session: Session, resident_id: UUID, until: date) -> None:
    """End the residence in which somebody is."""
    session.execute(
        update(ResidenceRow)
        .where(ResidenceRow.resident_id == resident_id, ResidenceRow.until.is_(None))
        .values(until=until)
    )


def movements(session: Session, entity: str, **wanted: UUID) -> list[MovementRow]:
    """Return movements whose columns are as `wanted`: call_id, case_id, act or resident_id, as they were recorded."""
    statement = select(MovementRow).where(MovementRow.entity == entity).filter_by(**wanted)
    return list(session.scalars(statement.order_by(MovementRow.number)))


def by_name(session: Session, entity: str, words: Sequence[int], limit: int) -> list[ResidentRow]:
    """Return the people whose names have all these words, as keyed digests."""
    named = ResidentRow.search.op("@>")(literal(list(words), ARRAY(BigInteger)))
    statement = select(ResidentRow).where(ResidentRow.entity == entity, named)
    return list(session.scalars(statement.order_by(ResidentRow.created_at, ResidentRow.id).limit(limit)))


def by_street(session: Session, entity: str, words: Sequence[str], limit: int) -> list[DwellingRow]:
    """Return the dwellings whose address has all these words, but none whose address is protected."""
    lives = exists().where(
        RegisterSheetRow.dwelling_id == DwellingRow.id,
        ResidenceRow.sheet_id == RegisterSheetRow.id,
        ResidentRow.id == ResidenceRow.resident_id,
        ResidentRow.protected,
        ResidenceRow.until.is_(None),
    )
    called = DwellingRow.words.op("@>")(literal(list(words), ARRAY(String)))
    statement = select(DwellingRow).where(DwellingRow.entity == entity, called, ~or_(DwellingRow.protected, lives))
    return list(session.scalars(statement.order_by(DwellingRow.folded).limit(limit)))


def keep_consultation(session: Session, row: Row) -> None:
    """Store what a case was told; the same call again replaces it."""
    statement = upsert(ConsultationRow).values(row)
    told = {name: statement.excluded[name] for name in ("sealed", "at")}
    session.execute(statement.on_conflict_do_update(index_elements=[ConsultationRow.call_id], set_=told))


def consultations(session: Session, case_id: UUID) -> list[ConsultationRow]:
    """Return what a case was told, oldest first."""
    statement = select(ConsultationRow).where(ConsultationRow.case_id == case_id)
    return list(session.scalars(statement.order_by(ConsultationRow.at, ConsultationRow.id)))


def _homes() -> Select[ResidenceRow, RegisterSheetRow, DwellingRow]:
    return (
        select(ResidenceRow, RegisterSheetRow, DwellingRow)
        .join(RegisterSheetRow, RegisterSheetRow.id == ResidenceRow.sheet_id)
        .join(DwellingRow, DwellingRow.id == RegisterSheetRow.dwelling_id)
    )


def _covers(day: date) -> Any:
    return (ResidenceRow.since <= day) & (func.coalesce(ResidenceRow.until, date.max) > day)
