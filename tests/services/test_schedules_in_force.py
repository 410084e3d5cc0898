"""What decides when people are attended: schedules, their rules, holidays."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from app.store import db, schedules
from app.store.tables import HolidayRow, ScheduleRow, ScheduleRuleRow
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import START

pytestmark = pytest.mark.usefixtures("world")
MONDAY = date(2026, 11, 30)


def made(name: str, *, active: bool = True) -> UUID:
    key = uuid4()
    row = ScheduleRow(
        id=key,
        entity=TOWN,
        name=name,
        office="casa",
        channels=["in_person"],
        grid_minutes=10,
        notice_minutes=60,
        window_days=60,
        texts={},
        active=active,
        created_at=START,
    )
    with db.bookkeeping("a schedule for a test") as session:
        session.add(row)
    return key


def ruled(schedule: UUID, first: date, last: date, *, retired: bool = False) -> None:
    row = ScheduleRuleRow(
        id=uuid4(),
        entity=TOWN,
        schedule_id=schedule,
        kind="series",
        starts_on=first,
        ends_on=last,
        weekdays=[0],
        opens=time(9),
        closes=time(14),
        every_weeks=1,
        week_of_month=0,
        clerks=[uuid4()],
        internal=[],
        note="",
        created_at=START,
        retired_at=START if retired else None,
    )
    with db.bookkeeping("a rule for a test") as session:
        session.add(row)


def in_force(*, closed: bool = False) -> schedules.InForce:
    with db.reading() as session:
        return schedules.in_force(session, TOWN, MONDAY, MONDAY + timedelta(days=6), closed=closed)


def test_only_rules_that_speak_of_the_days_and_were_not_retired_are_in_force() -> None:
    hall = made("Hall")
    ruled(hall, MONDAY, MONDAY + timedelta(days=90))
    ruled(hall, MONDAY - timedelta(days=60), MONDAY - timedelta(days=1))
    ruled(hall, MONDAY, MONDAY, retired=True)

    (found,) = in_force().schedules

    assert [rule.starts_on for rule in found.rules] == [MONDAY]
    assert found.rules[0].opens == time(9)


def test_schedules_without_rules_are_there_and_closed_ones_only_when_asked_for() -> None:
    for name, active in (("Mill", True), ("Hall", True), ("Attic", False)):
        made(name, active=active)

    assert [one.name for one in in_force().schedules] == ["Hall", "Mill"]
    assert [one.name for one in in_force(closed=True).schedules] == ["Attic", "Hall", "Mill"]


def test_a_holiday_counts_as_soon_as_it_is_stored() -> None:
    made("Hall")
    before = in_force().holidays
    row = {"entity": TOWN, "day": MONDAY + timedelta(days=1), "scope": "municipality", "name": "San Andrés"}
    with db.bookkeeping("a holiday for a test") as session:
        session.execute(insert(HolidayRow), [row, {**row, "day": MONDAY + timedelta(days=7)}])

    assert before == {}
    assert in_force().holidays == {MONDAY + timedelta(days=1): "San Andrés"}


def test_the_schedules_of_another_town_are_not_seen() -> None:
    builders.found_town("altra")
    made("Hall")

    with db.reading() as session:
        found = schedules.in_force(session, "altra", MONDAY, MONDAY)

    assert found.schedules == ()
