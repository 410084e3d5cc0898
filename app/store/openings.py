"""Read schedules with their rules, the clerks whom they name and the holidays that beat them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.tables import HolidayRow, ScheduleRow, ScheduleRuleRow, StaffRow


def schedules(session: Session, entity: str, since: date) -> list[tuple[ScheduleRow, ScheduleRuleRow | None]]:
    """Return the active schedules, each once per rule that still speaks of some day from `since` on, in one statement.

    A schedule without such rules comes once, with None.
    """
    rows = session.execute(
        select(ScheduleRow, ScheduleRuleRow)
        .outerjoin(
            ScheduleRuleRow,
            (ScheduleRuleRow.schedule_id == ScheduleRow.id)
            & ScheduleRuleRow.retired_at.is_(None)
            & (ScheduleRuleRow.ends_on >= since),
        )
        .where(ScheduleRow.entity == entity, ScheduleRow.active)
        .order_by(ScheduleRow.name, ScheduleRow.id, ScheduleRuleRow.created_at, ScheduleRuleRow.id)
    )
    return [(row[0], row[1]) for row in rows]


def clerks(session: Session, entity: str, ids: Sequence[UUID]) -> list[StaffRow]:
    """Return those of `ids` who still work here."""
    return list(
        session.scalars(select(StaffRow).where(StaffRow.entity == entity, StaffRow.active, StaffRow.id.in_(ids)))
    )


def holidays(session: Session, entity: str, since: date) -> dict[date, str]:
    """Return the names of the holidays from `since` on, by day."""
    rows = session.execute(
        select(HolidayRow.day, HolidayRow.name).where(HolidayRow.entity == entity, HolidayRow.day >= since)
    )
    return {row.day: row.name for row in rows}
