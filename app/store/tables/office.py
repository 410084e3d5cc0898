"""The entity, its offices, its staff and their visits, its procedures."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, Bytes, Entity, Json, Key, MaybeAt, Word


class EntityRow(Base):
    """A town hall or region. `facts` holds address, telephone and the like."""

    __tablename__ = "entity"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    dir3: Mapped[str] = mapped_column(String(9))
    ine: Mapped[str] = mapped_column(String(5))
    nif: Mapped[str] = mapped_column(String(9))
    zone: Mapped[str]
    demonstration: Mapped[bool]
    facts: Mapped[Json]


class OfficeRow(Base):
    """A place where people are attended."""

    __tablename__ = "office"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]


class StaffRow(Base):
    """A person who works here; also the head of this person's own stream of evidence.

    `skills` are the procedures that the person attends, `languages` those spoken; none means all.
    """

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("entity", "username"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    username: Mapped[Word]
    name: Mapped[str]
    post: Mapped[str]
    office: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(String))
    password: Mapped[str]
    totp: Mapped[Bytes]
    totp_step: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[MaybeAt]
    last_access_at: Mapped[MaybeAt]
    active: Mapped[bool] = mapped_column(default=True)
    skills: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default="{}")
    languages: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default="{}")


class VisitRow(Base):
    """A signed-in browser. The token is hashed; citizens' visits name their party."""

    __tablename__ = "visit"
    token: Mapped[Bytes] = mapped_column(primary_key=True)
    entity: Mapped[Entity]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    level: Mapped[Word]
    created_at: Mapped[At]
    seen_at: Mapped[At]
    expires_at: Mapped[At]
    previous_access_at: Mapped[MaybeAt]


class ApiTokenRow(Base):
    """A key with which a program acts for a member of staff, with some of that person's roles. Its token is hashed."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("token"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    token: Mapped[Bytes]
    name: Mapped[str]
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String))
    created_at: Mapped[At]
    expires_at: Mapped[At]
    revoked_at: Mapped[MaybeAt]
    last_used_at: Mapped[MaybeAt]


class WordingRow(Base):
    """A text of the office's own messages as this entity says it, in place of the built-in one."""

    __tablename__ = "wording"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    name: Mapped[Word] = mapped_column(primary_key=True)
    language: Mapped[Word] = mapped_column(primary_key=True)
    subject: Mapped[str]
    body: Mapped[str]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[At]


class MarkerRow(Base):
    """Until when something that recurs was done last, such as the digest of failures."""

    __tablename__ = "marker"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    name: Mapped[Word] = mapped_column(primary_key=True)
    at: Mapped[At]


class HolidayRow(Base):
    """A day that is not a working day, by scope: national, region, municipality."""

    __tablename__ = "holiday"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    scope: Mapped[Word]
    name: Mapped[str]


class ProcedureVersionRow(Base):
    """What an analyst published, for ever. `digest` is the content hash of `sources`."""

    __tablename__ = "procedure_version"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    digest: Mapped[Bytes] = mapped_column(primary_key=True)
    procedure: Mapped[Word]
    number: Mapped[int]
    sources: Mapped[Bytes]
    published_at: Mapped[At]
    published_by: Mapped[Word]
    __table_args__ = (UniqueConstraint("entity", "procedure", "number"),)


class ProcedureRow(Base):
    """Which version of a procedure new cases get."""

    __tablename__ = "procedure"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    id: Mapped[Word] = mapped_column(primary_key=True)
    digest: Mapped[Bytes]
    offered: Mapped[bool] = mapped_column(default=True)


Index("visit_expiry", VisitRow.expires_at)
