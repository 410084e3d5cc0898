"""Read and write the entity, its holidays, its staff and its procedures."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.tables import EntityRow, HolidayRow, OfficeRow, ProcedureRow, ProcedureVersionRow, StaffRow


def entity(session: Session, entity_id: str) -> EntityRow:
    """Return an entity. Raises `NotFound`."""
    row = session.get(EntityRow, entity_id)
    if row is None:
        raise NotFound("entity")
    return row


def entity_ids(session: Session) -> list[str]:
    """Return every entity that is served."""
    return list(session.scalars(select(EntityRow.id).order_by(EntityRow.id)))


def offices(session: Session, entity_id: str) -> list[OfficeRow]:
    """Return the entity's offices by name."""
    return list(session.scalars(select(OfficeRow).where(OfficeRow.entity == entity_id).order_by(OfficeRow.name)))


def holidays(session: Session, entity_id: str) -> frozenset[date]:
    """Return the entity's days that are no working days."""
    return frozenset(session.scalars(select(HolidayRow.day).where(HolidayRow.entity == entity_id)))


def install(session: Session, rows: Sequence[tuple[type[Any], Sequence[Mapping[str, Any]]]]) -> None:
    """Insert rows table by table, leaving those that are there as they are."""
    for table, values in rows:
        if values:
            session.execute(upsert(table).on_conflict_do_nothing(), values)


def staff_named(session: Session, entity_id: str, username: str) -> StaffRow | None:
    """Return the held row of a person who works here."""
    return session.scalar(
        select(StaffRow).where(StaffRow.entity == entity_id, StaffRow.username == username).with_for_update()
    )


def staff(session: Session, staff_id: UUID, *, lock: bool = False) -> StaffRow:
    """Return a person who works here. Raises `NotFound`."""
    statement = select(StaffRow).where(StaffRow.id == staff_id)
    row = session.scalar(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFound("staff")
    return row


def all_staff(session: Session, entity_id: str) -> list[StaffRow]:
    """Return everybody who works or worked here, by name."""
    return list(session.scalars(select(StaffRow).where(StaffRow.entity == entity_id).order_by(StaffRow.name)))


def working(session: Session, entity_id: str, ids: Sequence[UUID]) -> list[StaffRow]:
    """Return those of `ids` who still work here."""
    return list(
        session.scalars(select(StaffRow).where(StaffRow.entity == entity_id, StaffRow.active, StaffRow.id.in_(ids)))
    )


def version(session: Session, entity_id: str, digest: bytes) -> ProcedureVersionRow:
    """Return a published version by its content hash. Raises `NotFound`."""
    row = session.get(ProcedureVersionRow, (entity_id, digest))
    if row is None:
        raise NotFound("procedure version")
    return row


def known_version(session: Session, entity_id: str, digest: bytes) -> ProcedureVersionRow | None:
    """Return the version with this content hash, None when nobody published it."""
    return session.get(ProcedureVersionRow, (entity_id, digest))


def hold_versions(session: Session, entity_id: str) -> None:
    """Let nobody else publish for the entity before this transaction ends."""
    session.execute(select(EntityRow.id).where(EntityRow.id == entity_id).with_for_update(key_share=True))


def current_digest(session: Session, entity_id: str, procedure: str) -> bytes:
    """Return the content hash of the version that new cases get. Raises `NotFound`."""
    digest = session.scalar(
        select(ProcedureRow.digest).where(
            ProcedureRow.entity == entity_id, ProcedureRow.id == procedure, ProcedureRow.offered
        )
    )
    if digest is None:
        raise NotFound(f"procedure {procedure}")
    return digest


def offered(session: Session, entity_id: str) -> list[tuple[str, bytes]]:
    """Return id and content hash of every procedure on offer."""
    rows = session.execute(
        select(ProcedureRow.id, ProcedureRow.digest)
        .where(ProcedureRow.entity == entity_id, ProcedureRow.offered)
        .order_by(ProcedureRow.id)
    )
    return [(row.id, row.digest) for row in rows]


def versions(session: Session, entity_id: str) -> list[ProcedureVersionRow]:
    """Return every published version, the newest of each procedure first."""
    return list(
        session.scalars(
            select(ProcedureVersionRow)
            .where(ProcedureVersionRow.entity == entity_id)
            .order_by(ProcedureVersionRow.procedure, ProcedureVersionRow.number.desc())
        )
    )


def next_version(session: Session, entity_id: str, procedure: str) -> int:
    """Return the number that the next version of a procedure gets."""
    last = session.scalar(
        select(func.max(ProcedureVersionRow.number)).where(
            ProcedureVersionRow.entity == entity_id, ProcedureVersionRow.procedure == procedure
        )
    )
    return (last or 0) + 1


def publish(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a version and make it the one that new cases get."""
    session.execute(insert(ProcedureVersionRow), [row])
    make_current(session, row["entity"], row["procedure"], row["digest"])


def make_current(session: Session, entity_id: str, procedure: str, digest: bytes) -> None:
    """Let new cases of `procedure` get the version `digest`."""
    statement = upsert(ProcedureRow).values(entity=entity_id, id=procedure, digest=digest, offered=True)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[ProcedureRow.entity, ProcedureRow.id], set_={"digest": digest, "offered": True}
        )
    )
