"""Who decides: bodies, terms of office, delegations, automated acts; and what was decided."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, CaseKey, Entity, Json, Key, MaybeAt, MaybeBytes, Word


class BodyRow(Base):
    """A body of the entity (órgano). `code` is what diagrams call it, `names` what people do, by language."""

    __tablename__ = "body"
    __table_args__ = (UniqueConstraint("entity", "code"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    code: Mapped[Word]
    kind: Mapped[Word]
    names: Mapped[Json]
    dir3: Mapped[str] = mapped_column(String(9))
    active: Mapped[bool]
    created_at: Mapped[At]


class TermOfOfficeRow(Base):
    """Somebody is at the head of a body from one day to another, both included. `capacity` is holder or substitute."""

    __tablename__ = "term_of_office"
    id: Mapped[Key]
    entity: Mapped[Entity]
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    capacity: Mapped[Word]
    appointed_by: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    created_at: Mapped[At]


class DelegationRow(Base):
    """A body lets another exercise its competence in some procedures (in all, when none is named).

    `published` says where that can be read: before, it has no effect (Ley 40/2015 art. 9.3).
    """

    __tablename__ = "delegation"
    id: Mapped[Key]
    entity: Mapped[Entity]
    from_body: Mapped[UUID] = mapped_column(ForeignKey("body.id"))
    to_body: Mapped[UUID] = mapped_column(ForeignKey("body.id"))
    procedures: Mapped[list[str]] = mapped_column(ARRAY(String))
    published: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    created_at: Mapped[At]


class AutomatedActRow(Base):
    """An act that the office performs without anybody's intervention, and the body that answers for it.

    `act` is what diagrams call it, `decides` what people do, by language. Source: Ley 40/2015 art. 41.
    """

    __tablename__ = "automated_act"
    id: Mapped[Key]
    entity: Mapped[Entity]
    procedure: Mapped[Word]
    act: Mapped[Word]
    decides: Mapped[Json]
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"))
    published: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    created_at: Mapped[At]


class ResolutionRow(Base):
    """Something that a body decides, from the draft in its folder to the sealed document.

    `state`: waiting, signing, decided, returned. `competent_id` is the body whose competence it is, `body_id` the one
    that exercises it, by `delegation_id` where they differ. `year` and `place` are given when it is decided, gap-free
    within entity and series. `note` says why it was returned, `manifest` how the official was known: both sealed.
    """

    __tablename__ = "resolution"
    __table_args__ = (UniqueConstraint("entity", "series", "year", "place"), UniqueConstraint("call_id"))
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    kind: Mapped[Word]
    state: Mapped[Word]
    competent_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"))
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id"))
    delegation_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegation.id"))
    automated_act_id: Mapped[UUID | None] = mapped_column(ForeignKey("automated_act.id"))
    series: Mapped[Word]
    year: Mapped[int | None]
    place: Mapped[int | None]
    requested_at: Mapped[At]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    term_id: Mapped[UUID | None] = mapped_column(ForeignKey("term_of_office.id"))
    decided_at: Mapped[MaybeAt]
    note: Mapped[MaybeBytes]
    manifest: Mapped[MaybeBytes]
    job_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id"))


Index("term_of_office_staff", TermOfOfficeRow.staff_id, TermOfOfficeRow.from_on)
Index("delegation_from", DelegationRow.from_body, DelegationRow.from_on)
Index("automated_act_name", AutomatedActRow.entity, AutomatedActRow.procedure, AutomatedActRow.act)
Index("resolution_case", ResolutionRow.case_id)
Index("resolution_document", ResolutionRow.document_id)
Index("resolution_folder", ResolutionRow.body_id, ResolutionRow.requested_at,
      postgresql_where=ResolutionRow.state == "waiting")  # fmt: skip
