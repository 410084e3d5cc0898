"""Read and write schedules, their rules and the days on which nobody is attended."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.domain.appointments import BOOKED
from app.domain.errors import NotFound
from app.domain.openings import Rule
from app.store.tables import AppointmentRow, CaseRow, HolidayRow, ScheduleRow, ScheduleRuleRow


@dataclass(frozen=True, slots=True)
class Ruled:
    """A schedule with its rules in force. The public books from `notice` to `window_days` ahead."""

    id: UUID
    name: str
    office: str
    channels: tuple[str, ...]
    grid: timedelta
    notice: timedelta
    window_days: int
    texts: Mapping[str, str]
    active: bool
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class InForce:
    """What decides when people are attended in some days: schedules with their rules, and holidays by name."""

    schedules: tuple[Ruled, ...]
    holidays: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment to come, as far as a schedule is concerned with it."""

    id: UUID
    schedule_id: UUID
    office: str
    channel: str
    procedure: str
    clerk: UUID
    starts_at: datetime
    ends_at: datetime
    case_id: UUID | None
    case_number: str


def in_force(session: Session, entity: str, first: date, last: date, *, closed: bool = False) -> InForce:
    """Return the schedules by name with the rules that may speak of the days from `first` to `last`.

    With `closed` those that are not active too. One statement, and never from a cache: a holiday that was added
    a moment ago counts.
    """
    free = select(cast(func.jsonb_object_agg(HolidayRow.day, HolidayRow.name), Text)).where(
        HolidayRow.entity == entity, HolidayRow.day.between(first, last)
    )
    speaks = (
        (ScheduleRuleRow.schedule_id == ScheduleRow.id)
        & ScheduleRuleRow.retired_at.is_(None)
        & (ScheduleRuleRow.starts_on <= last)
        & (ScheduleRuleRow.ends_on >= first)
    )
    statement = (
        select(ScheduleRow, ScheduleRuleRow, free.scalar_subquery())
        .outerjoin(ScheduleRuleRow, speaks)
        .where(ScheduleRow.entity == entity)
        .order_by(ScheduleRow.name, ScheduleRow.id, ScheduleRuleRow.created_at)
    )
    rows = session.execute(statement if closed else statement.where(ScheduleRow.active)).all()
    found: dict[UUID, tuple[ScheduleRow, list[Rule]]] = {}
    for schedule, rule, _ in rows:
        rules = found.setdefault(schedule.id, (schedule, []))[1]
        if rule is not None:
            rules.append(rule_of(rule))
    named = json.loads(rows[0][2] or "{}") if rows else {}
    return InForce(
        schedules=tuple(ruled(row, rules) for row, rules in found.values()),
        holidays={date.fromisoformat(day): name for day, name in named.items()},
    )


def ruled(row: ScheduleRow, rules: Sequence[Rule] = ()) -> Ruled:
    """Return a stored schedule with these rules."""
    return Ruled(
        id=row.id,
        name=row.name,
        office=row.office,
        channels=tuple(row.channels),
        grid=timedelta(minutes=row.grid_minutes),
        notice=timedelta(minutes=row.notice_minutes),
        window_days=row.window_days,
        texts=dict(row.texts),
        active=row.active,
        rules=tuple(rules),
    )


def rule_of(row: ScheduleRuleRow) -> Rule:
    """Return a stored rule as the domain knows it."""
    return Rule(
        kind=row.kind,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        weekdays=frozenset(row.weekdays),
        opens=row.opens,
        closes=row.closes,
        every_weeks=row.every_weeks,
        week_of_month=row.week_of_month,
        clerks=frozenset(row.clerks),
        internal=frozenset(row.internal),
    )


def schedule(session: Session, entity: str, schedule_id: UUID, *, lock: bool = False) -> ScheduleRow:
    """Return a schedule of the entity. Raises `NotFound`."""
    statement = select(ScheduleRow).where(ScheduleRow.id == schedule_id, ScheduleRow.entity == entity)
    row = session.scalar(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFound("schedule")
    return row


def name_taken(session: Session, entity: str, name: str, but: UUID | None) -> bool:
    """Return whether another schedule than `but` is called so."""
    statement = select(ScheduleRow.id).where(ScheduleRow.entity == entity, func.lower(ScheduleRow.name) == name.lower())
    return session.scalar(statement.where(ScheduleRow.id != but) if but else statement) is not None


def rule(session: Session, schedule_id: UUID, rule_id: UUID) -> ScheduleRuleRow:
    """Return a rule of a schedule, retired or not. Raises `NotFound`."""
    row = session.get(ScheduleRuleRow, rule_id)
    if row is None or row.schedule_id != schedule_id:
        raise NotFound("rule")
    return row


def rules(session: Session, schedule_id: UUID) -> list[ScheduleRuleRow]:
    """Return all rules that a schedule ever had, the oldest first."""
    return list(
        session.scalars(
            select(ScheduleRuleRow)
            .where(ScheduleRuleRow.schedule_id == schedule_id)
            .order_by(ScheduleRuleRow.created_at, ScheduleRuleRow.id)
        )
    )


def booked(
    session: Session,
    entity: str,
    first: datetime,
    end: datetime | None = None,
    states: Sequence[str] = (BOOKED,),
) -> list[Booked]:
    """Return the appointments in `states` that begin from `first` on, and before `end` if it is given, in order."""
    row = AppointmentRow
    columns = (row.id, row.schedule_id, row.office, row.channel, row.procedure, row.clerk_id.label("clerk"))
    statement = (
        select(
            *columns, row.starts_at, row.ends_at, row.case_id, func.coalesce(CaseRow.number, "").label("case_number")
        )
        .outerjoin(CaseRow, CaseRow.id == row.case_id)
        .where(row.entity == entity, row.state.in_(states), row.starts_at >= first)
        .order_by(row.starts_at, row.clerk_id)
    )
    found = session.execute(statement if end is None else statement.where(row.starts_at < end))
    return [Booked(**one) for one in found.mappings()]


def holidays(session: Session, entity: str, first: date, last: date) -> list[HolidayRow]:
    """Return the holidays from `first` to `last`, by day."""
    return list(
        session.scalars(
            select(HolidayRow)
            .where(HolidayRow.entity == entity, HolidayRow.day.between(first, last))
            .order_by(HolidayRow.day)
        )
    )


def add_holidays(session: Session, rows: Iterable[Mapping[str, Any]]) -> list[date]:
    """Insert holidays, leaving days that are there as they are; return the days that are new."""
    statement = upsert(HolidayRow).on_conflict_do_nothing().returning(HolidayRow.day)
    return list(session.scalars(statement, list(rows)))


def remove_holiday(session: Session, entity: str, day: date) -> str | None:
    """Delete a holiday and return its scope, None when there was none."""
    statement = delete(HolidayRow).where(HolidayRow.entity == entity, HolidayRow.day == day)
    return session.scalar(statement.returning(HolidayRow.scope))
