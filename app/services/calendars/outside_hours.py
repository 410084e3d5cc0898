"""Which appointments lie outside the hours of their calendars. Not a use case: a part of several."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.services.calendars import schedule_effects
from app.services.calendars.schedule_effects import Plan
from app.services.entities import Entity
from app.store import schedules
from app.store.schedules import Booked
from app.store.tables import AppointmentRow


def of(session: Session, entity: Entity, now: datetime, rows: Iterable[AppointmentRow]) -> dict[UUID, str]:
    """Return why appointments are stranded, by id, as `schedule_effects.Stranded.reason` says it.

    Only those that are booked and to come can be. One statement, none when there are no such.
    """
    coming = [_booked(row) for row in rows if row.state == words.BOOKED and row.starts_at >= now]
    if not coming:
        return {}
    days = [entity.calendar.local_day(one.starts_at) for one in coming]
    found = schedules.in_force(session, entity.id, min(days), max(days), closed=True)
    plan = Plan({one.id: one for one in found.schedules}, entity.calendar, {}).with_holidays(found.holidays)
    return schedule_effects.reasons(plan, coming)


def _booked(row: AppointmentRow) -> Booked:
    return Booked(
        id=row.id,
        schedule_id=row.schedule_id,
        office=row.office,
        channel=row.channel,
        procedure=row.procedure,
        clerk=row.clerk_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        case_id=row.case_id,
        case_number="",
    )
