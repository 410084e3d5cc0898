"""Schedules and their rules, appointments, and the cells of clerks' time that are taken."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, Entity, Json, Key, MaybeAt, MaybeBytes, MaybeWord, Word


class ScheduleRow(Base):
    """A calendar in which people book: one office, some channels, a grid of `grid_minutes`.

    The public books from `notice_minutes` to `window_days` ahead. `texts` says what people read when nothing
    is free, per language.
    """

    __tablename__ = "schedule"
    id: Mapped[Key]
    entity: Mapped[Entity]
    name: Mapped[str]
    office: Mapped[Word]
    channels: Mapped[list[str]] = mapped_column(ARRAY(String))
    grid_minutes: Mapped[int]
    notice_minutes: Mapped[int]
    window_days: Mapped[int]
    texts: Mapped[Json]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[At]


class ScheduleRuleRow(Base):
    """A rule of a schedule: series, exception, closure or break (`app.domain.openings.Rule`). Never edited, retired."""

    __tablename__ = "schedule_rule"
    id: Mapped[Key]
    entity: Mapped[Entity]
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedule.id"))
    kind: Mapped[Word]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    opens: Mapped[time | None]
    closes: Mapped[time | None]
    every_weeks: Mapped[int]
    week_of_month: Mapped[int]
    clerks: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    internal: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    note: Mapped[str]
    created_at: Mapped[At]
    retired_at: Mapped[MaybeAt]


class AppointmentRow(Base):
    """An appointment, from the hour that is held to what came of it (`app.domain.appointments`).

    Until it is confirmed there is no case: what was typed lies in `sealed` under the key in `wrapped`, both of
    which go when the case has it. `token` is the digest of what the booking browser holds. The prints are keyed
    digests, for limits. `minutes` is frozen. `clerk_id` is whose time it takes, `called_by` who attends.
    """

    __tablename__ = "appointment"
    id: Mapped[Key]
    entity: Mapped[Entity]
    state: Mapped[Word]
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedule.id"))
    office: Mapped[Word]
    procedure: Mapped[Word]
    channel: Mapped[Word]
    language: Mapped[Word]
    clerk_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    starts_at: Mapped[At]
    ends_at: Mapped[At]
    minutes: Mapped[int]
    sequence: Mapped[int] = mapped_column(default=0)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    booked_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    wrapped: Mapped[MaybeBytes]
    sealed: Mapped[MaybeBytes]
    token: Mapped[MaybeBytes]
    code_id: Mapped[UUID | None]
    mobile_proved_at: Mapped[MaybeAt]
    held_until: Mapped[MaybeAt]
    email_print: Mapped[MaybeBytes]
    mobile_print: Mapped[MaybeBytes]
    document_print: Mapped[MaybeBytes]
    address_print: Mapped[MaybeBytes]
    confirmed_at: Mapped[MaybeAt]
    remind_at: Mapped[MaybeAt]
    arrived_at: Mapped[MaybeAt]
    called_at: Mapped[MaybeAt]
    called_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    calls: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[MaybeAt]
    reason: Mapped[MaybeWord]
    created_at: Mapped[At]


class SlotRow(Base):
    """One cell (5 minutes) of a clerk's time that is taken. Its key is what keeps anybody from being booked twice.

    `state` is held, booked or resting (free again, not offered to the public yet). From `until` on a cell is
    free, whoever has swept it or not; None is for good.
    """

    __tablename__ = "slot"
    clerk_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    entity: Mapped[Entity]
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"))
    state: Mapped[Word]
    until: Mapped[MaybeAt]


Index("schedule_rule_schedule", ScheduleRuleRow.schedule_id)
Index("appointment_day", AppointmentRow.entity, AppointmentRow.starts_at, AppointmentRow.clerk_id)
Index("appointment_case", AppointmentRow.case_id)
Index(
    "appointment_present",
    AppointmentRow.entity,
    AppointmentRow.called_by,
    postgresql_where=AppointmentRow.state.in_(("arrived", "called")),
)
Index("appointment_held", AppointmentRow.held_until, postgresql_where=AppointmentRow.state == "held")
Index("appointment_remind", AppointmentRow.remind_at, postgresql_where=AppointmentRow.remind_at.is_not(None))
Index("appointment_email", AppointmentRow.entity, AppointmentRow.email_print)
Index("appointment_mobile", AppointmentRow.entity, AppointmentRow.mobile_print)
Index("appointment_document", AppointmentRow.entity, AppointmentRow.document_print)
Index("appointment_address", AppointmentRow.entity, AppointmentRow.address_print, AppointmentRow.created_at)
Index("slot_appointment", SlotRow.appointment_id)
Index("slot_until", SlotRow.until, postgresql_where=SlotRow.until.is_not(None))
