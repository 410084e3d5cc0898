"""Read and write the people of cases, the links that lead them here and the codes they prove themselves with.

Links and codes change only while their case is held, so that the case's lock is the one that counts.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, String, cast, func, insert, literal, select, update
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.tables import CaseRow, CodeRow, LinkRow, PartyRow, StaffRow, TaskRow


def add_party(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a person into a case."""
    session.execute(insert(PartyRow), [row])


def party(session: Session, party_id: UUID, *, lock: bool = False) -> PartyRow:
    """Return a person of a case. Raises `NotFound`."""
    statement = select(PartyRow).where(PartyRow.id == party_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(statement)
    if row is None:
        raise NotFound("party")
    return row


def parties(session: Session, case_id: UUID) -> list[PartyRow]:
    """Return every person of a case, the applicant first."""
    return list(
        session.scalars(
            select(PartyRow)
            .where(PartyRow.case_id == case_id)
            .order_by(PartyRow.role != "applicant", PartyRow.created_at, PartyRow.role)
        )
    )


def residences(session: Session, case_id: UUID) -> list[str]:
    """Return the municipalities (INE codes) where the people of a case are known to live."""
    return list(
        session.scalars(select(PartyRow.residence).where(PartyRow.case_id == case_id, PartyRow.residence != ""))
    )


def party_with_role(session: Session, case_id: UUID, role: str) -> PartyRow | None:
    """Return the person who has `role` in a case, None when nobody has."""
    return session.scalar(select(PartyRow).where(PartyRow.case_id == case_id, PartyRow.role == role))


def open_parties(session: Session, entity: str, id_number: bytes, limit: int) -> list[tuple[UUID, UUID]]:
    """Return (case, party) of cases in which somebody has this number's fingerprint.

    The newest `limit` cases, ordered by id, which is the order in which several cases are held.
    """
    rows = session.execute(
        select(PartyRow.case_id, PartyRow.id)
        .join(CaseRow, CaseRow.id == PartyRow.case_id)
        .where(PartyRow.entity == entity, PartyRow.id_number == id_number)
        .order_by(CaseRow.opened_at.desc())
        .limit(limit)
    )
    return sorted((row.case_id, row.id) for row in rows)


def staff_names(session: Session, entity: str) -> dict[UUID, str]:
    """Return the names of everybody who works or worked here."""
    rows = session.execute(select(StaffRow.id, StaffRow.name).where(StaffRow.entity == entity))
    return {row.id: row.name for row in rows}


def staff_name(session: Session, staff_id: UUID) -> str:
    """Return the name of somebody who works or worked here, "" for nobody."""
    return session.scalar(select(StaffRow.name).where(StaffRow.id == staff_id)) or ""


def staff_named(session: Session, refs: Sequence[str]) -> dict[UUID, str]:
    """Return the names of the staff among those whom evidence refers to by `refs`; asks nothing when there are none."""
    if not refs:
        return {}
    rows = session.execute(select(StaffRow.id, StaffRow.name).where(cast(StaffRow.id, String).in_(refs)))
    return {row.id: row.name for row in rows}


def staff_members(session: Session, entity: str) -> list[StaffRow]:
    """Return everybody who works or worked here, by name."""
    return list(session.scalars(select(StaffRow).where(StaffRow.entity == entity).order_by(StaffRow.name)))


def colleagues(session: Session, entity: str, roles: Sequence[str]) -> list[tuple[UUID, str, int]]:
    """Return id, name and number of tasks of those who work here now and have one of `roles`, by name."""
    held = (
        select(func.count())
        .where(TaskRow.claimed_by == StaffRow.id, TaskRow.status == "open")
        .correlate(StaffRow)
        .scalar_subquery()
    )
    having = StaffRow.roles.op("&&")(literal(list(roles), ARRAY(String)))
    rows = session.execute(
        select(StaffRow.id, StaffRow.name, held.label("load"))
        .where(StaffRow.entity == entity, StaffRow.active, having)
        .order_by(StaffRow.name)
    )
    return [(row.id, row.name, row.load) for row in rows]


def add_link(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a link."""
    session.execute(insert(LinkRow), [row])


def case_of_link(session: Session, entity: str, token: bytes) -> UUID | None:
    """Return the case into which the link with this token's digest leads."""
    return session.scalar(select(LinkRow.case_id).where(LinkRow.token == token, LinkRow.entity == entity))


def link(session: Session, entity: str, token: bytes) -> LinkRow:
    """Return the held link with this token's digest. Raises `NotFound`."""
    row = session.scalar(
        select(LinkRow)
        .where(LinkRow.token == token, LinkRow.entity == entity)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("link")
    return row


def links_since(session: Session, party_id: UUID, since: datetime) -> int:
    """Return how many links a person was given after `since`."""
    statement = select(func.count()).select_from(LinkRow)
    return session.scalar(statement.where(LinkRow.party_id == party_id, LinkRow.created_at > since)) or 0


def add_code(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a one-time code."""
    session.execute(insert(CodeRow), [row])


def case_of_code(session: Session, entity: str, code_id: UUID, purpose: str) -> UUID | None:
    """Return the case in which a code was sent for `purpose`."""
    return session.scalar(
        select(CodeRow.case_id).where(CodeRow.id == code_id, CodeRow.entity == entity, CodeRow.purpose == purpose)
    )


def code(session: Session, entity: str, code_id: UUID) -> CodeRow:
    """Return a held code. Raises `NotFound`."""
    row = session.scalar(
        select(CodeRow)
        .where(CodeRow.id == code_id, CodeRow.entity == entity)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("code")
    return row


def spoil_codes(session: Session, subjects: Sequence[UUID], now: datetime) -> None:
    """Let codes that were sent for these and not used be worth nothing from `now` on."""
    session.execute(
        update(CodeRow)
        .where(CodeRow.subject.in_(subjects), CodeRow.used_at.is_(None), CodeRow.expires_at > now)
        .values(expires_at=now)
    )


def close_links(session: Session, party_id: UUID, now: datetime) -> None:
    """Let every link of a person open nothing from `now` on."""
    session.execute(
        update(LinkRow).where(LinkRow.party_id == party_id, LinkRow.expires_at > now).values(expires_at=now)
    )


def codes_since(session: Session, subject: UUID, since: datetime) -> int:
    """Return how many codes were sent for a party or signature after `since`."""
    statement = select(func.count()).select_from(CodeRow)
    return session.scalar(statement.where(CodeRow.subject == subject, CodeRow.sent_at > since)) or 0
