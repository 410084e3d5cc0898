"""A case, its key, its data, and what waits in it: tasks, calls, timers, incidents."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, Bytes, CaseKey, Entity, Json, Key, MaybeAt, MaybeWord, Word


class CaseRow(Base):
    """One citizen's procedure, and the head of its chain of evidence. `state` is sealed."""

    __tablename__ = "case"
    __table_args__ = (UniqueConstraint("entity", "number"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    number: Mapped[Word]
    procedure: Mapped[Word]
    digest: Mapped[Bytes]
    status: Mapped[Word]
    language: Mapped[Word]
    office: Mapped[MaybeWord]
    channel: Mapped[Word] = mapped_column(default="online", server_default="online")
    state: Mapped[Bytes]
    version: Mapped[int]
    seq: Mapped[int]
    head: Mapped[Bytes]
    last_event_at: Mapped[MaybeAt]
    opened_at: Mapped[At]
    ended_at: Mapped[MaybeAt]


class CaseKeyRow(Base):
    """The wrapped key of a case, apart from everything that it opens. Losing it erases the case."""

    __tablename__ = "case_key"
    case_id: Mapped[CaseKey] = mapped_column(primary_key=True)
    entity: Mapped[Entity]
    wrapped: Mapped[Bytes]


class CaseCounterRow(Base):
    """The last case number given out, by entity, year and procedure code."""

    __tablename__ = "case_counter"
    entity: Mapped[Entity] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Word] = mapped_column(primary_key=True)
    last: Mapped[int]


class CaseDataRow(Base):
    """Answers given in a case, sealed under its key."""

    __tablename__ = "case_data"
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    name: Mapped[Word]
    sealed: Mapped[Bytes]
    created_at: Mapped[At]


class TaskRow(Base):
    """A task for a person. `status` is open, done or withdrawn; `party` or `role` says for whom.

    `priority` goes from 0 to 100, the most urgent first; `due_at` is the deadline of its step, as it was opened.
    `more_days` are the working days that its person was given besides.
    """

    __tablename__ = "task"
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    element: Mapped[Word]
    name: Mapped[str]
    lane: Mapped[Word]
    form: Mapped[MaybeWord]
    properties: Mapped[Json]
    party: Mapped[MaybeWord]
    role: Mapped[MaybeWord]
    level: Mapped[Word]
    priority: Mapped[int] = mapped_column(default=50, server_default="50")
    due_at: Mapped[MaybeAt]
    status: Mapped[Word]
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    claimed_at: Mapped[MaybeAt]
    opened_at: Mapped[At]
    closed_at: Mapped[MaybeAt]
    closed_by: Mapped[MaybeWord]
    more_days: Mapped[int] = mapped_column(default=0, server_default="0")


class CallRow(Base):
    """Something owed to the world outside the database: the outbox.

    `origin` is "diagram" (the answer goes back to the engine) or "office". `status` is owed,
    waiting (for a person), done, failed or withdrawn. `params` are sealed under the case's key.
    A call of the office's own may belong to no case: `stream` then says whose chain of evidence it is
    ("kind ref"), and `params` are sealed under the master key. `delivery` is what the receipt of an SMS or
    mail said later: delivered or undelivered.
    """

    __tablename__ = "call"
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    stream: Mapped[MaybeWord]
    origin: Mapped[Word]
    element: Mapped[Word]
    operator: Mapped[Word]
    queue: Mapped[Word]
    params: Mapped[Bytes]
    status: Mapped[Word]
    attempts: Mapped[int]
    max_attempts: Mapped[int]
    backoff_seconds: Mapped[int]
    next_at: Mapped[At]
    handed_until: Mapped[MaybeAt]
    lease_until: Mapped[MaybeAt]
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[At]
    answered_at: Mapped[MaybeAt]
    delivery: Mapped[MaybeWord]
    delivered_at: Mapped[MaybeAt]


class TimerRow(Base):
    """A timer of a case that waits."""

    __tablename__ = "timer"
    task_id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    element: Mapped[Word]
    due_at: Mapped[At]


class IncidentRow(Base):
    """A fault that a person must decide about: retried, skipped, completed_by_hand."""

    __tablename__ = "incident"
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id"))
    kind: Mapped[Word]
    detail: Mapped[str]
    opened_at: Mapped[At]
    resolved_at: Mapped[MaybeAt]
    resolved_by: Mapped[MaybeWord]
    resolution: Mapped[MaybeWord]


class DraftRow(Base):
    """Answers on their way: what a person typed in an open task, sealed, to resume on any device."""

    __tablename__ = "draft"
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    sealed: Mapped[Bytes]
    updated_at: Mapped[At]


class NoteRow(Base):
    """What a member of staff noted in a case, sealed. For colleagues, not for the citizen."""

    __tablename__ = "note"
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    sealed: Mapped[Bytes]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[At]


Index("case_entity_opened", CaseRow.entity, CaseRow.opened_at.desc())
Index("case_data_case", CaseDataRow.case_id)
Index("task_open", TaskRow.entity, TaskRow.role, TaskRow.opened_at, postgresql_where=TaskRow.status == "open")
Index(
    "task_queue",
    TaskRow.entity,
    TaskRow.role,
    TaskRow.priority.desc(),
    TaskRow.due_at,
    TaskRow.opened_at,
    postgresql_where=TaskRow.status == "open",
)
Index("task_claimed", TaskRow.claimed_by, postgresql_where=TaskRow.status == "open")
Index("note_case", NoteRow.case_id)
Index("call_failed", CallRow.entity, CallRow.answered_at, postgresql_where=CallRow.status == "failed")
Index("call_undelivered", CallRow.entity, CallRow.delivered_at, postgresql_where=CallRow.delivery == "undelivered")
Index("task_case", TaskRow.case_id)
Index("call_owed", CallRow.next_at, postgresql_where=CallRow.status == "owed")
Index("call_case", CallRow.case_id)
Index("timer_due", TimerRow.due_at)
Index("timer_case", TimerRow.case_id)
Index("incident_open", IncidentRow.entity, IncidentRow.opened_at, postgresql_where=IncidentRow.resolved_at.is_(None))
