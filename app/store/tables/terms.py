"""The terms of cases, their pauses, and the days off of other places."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, CaseKey, Entity, Key, MaybeAt, MaybeBytes, Word


class TermRow(Base):
    """How long the office, or somebody else, has in a case. `state` is running, paused, met or expired.

    `months`, `days` and `working_days` are its length by law; `more` are the days by which it was extended, working
    ones where it counts working days, for a `reason` that is sealed. `due_at` is when the day `due_on` is over.
    `call_id` began it. `told_id` is the communication of its start, `certificate_id` the certificate of silence.
    """

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("case_id", "kind"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"), unique=True)
    kind: Mapped[Word]
    starts_on: Mapped[date]
    months: Mapped[int]
    days: Mapped[int]
    working_days: Mapped[int]
    more: Mapped[int] = mapped_column(default=0)
    reason: Mapped[MaybeBytes]
    extended_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    extended_at: Mapped[MaybeAt]
    silence: Mapped[Word]
    state: Mapped[Word]
    due_on: Mapped[date]
    due_at: Mapped[At]
    met_on: Mapped[date | None]
    expired_at: Mapped[MaybeAt]
    told_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    certificate_asked_at: Mapped[MaybeAt]
    certificate_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    created_at: Mapped[At]


class TermPauseRow(Base):
    """A time in which a term does not run: from the day `since`, up to the day `until`. `id` is the call that paused.

    `reason` is a word for it, without personal data.
    """

    __tablename__ = "term_pause"
    id: Mapped[Key]
    entity: Mapped[Entity]
    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"))
    reason: Mapped[Word]
    since: Mapped[date]
    until: Mapped[date | None]


class PlaceDayRow(Base):
    """A day that is not a working day in another municipality (its five INE figures), besides those of its region."""

    __tablename__ = "place_day"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(5), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]


Index("term_due", TermRow.due_at, postgresql_where=TermRow.state == "running")
Index("term_pause_term", TermPauseRow.term_id)
