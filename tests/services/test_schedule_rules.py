"""Rules of a schedule: what is refused, what a new one would do, whom it would leave outside."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from app.domain.errors import Invalid, NotFound
from app.domain.openings import ENDLESS, Rule
from app.services import entities
from app.services.calendars import schedule_rules, schedule_weeks, schedules
from app.services.calendars.schedule_effects import Effects, Strands
from app.services.calendars.schedule_rules import Draft
from app.services.calendars.schedules import NothingChanges
from app.store import db, office
from app.store.tables import HolidayRow, OfficeRow
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services import calendars
from tests.services.calendars import MONDAY, TERMS, Hall

TUESDAY = MONDAY + timedelta(days=1)
MADRID = ZoneInfo("Europe/Madrid")


@pytest.fixture
def hall(world: World) -> Hall:
    return calendars.hall(world)


def effects(hall: Hall, rule: Rule) -> Effects:
    return schedule_rules.effects_of_adding(hall.world.outside, hall.manager, hall.id, Draft(rule))


def hours(hall: Hall, day: date) -> list[str]:
    """Return when the clerk of the tests attends on a day, as clocks there show it."""
    week = schedule_weeks.board(hall.world.outside, hall.manager, hall.id, day).week
    places = [one.day for one in week.days]
    if day not in places or not week.clerks:
        return []
    spans = week.clerks[0].days[places.index(day)].open
    return ["-".join(f"{at.astimezone(MADRID):%H:%M}" for at in span) for span in spans]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"weekdays": frozenset()}, {"weekdays": "weekdays"}),
        ({"weekdays": frozenset({7})}, {"weekdays": "weekdays"}),
        ({"ends_on": date(2026, 11, 1)}, {"ends_on": "order"}),
        ({"ends_on": date(2026, 11, 20)}, {"ends_on": "past"}),
        ({"weekdays": frozenset({6}), "starts_on": MONDAY, "ends_on": TUESDAY}, {"weekdays": "never"}),
        ({"closes": time(9)}, {"closes": "hours"}),
        ({"closes": None}, {"closes": "hours"}),
        ({"closes": time(13, 55)}, {"closes": "grid"}),
        ({"opens": time(9, 3), "closes": time(14, 3)}, {"opens": "grid"}),
        ({"clerks": frozenset()}, {"clerks": "clerks"}),
        ({"clerks": frozenset({uuid4()})}, {"clerks": "clerks"}),
        ({"every_weeks": 0}, {"every_weeks": "never"}),
        ({"week_of_month": 6}, {"every_weeks": "never"}),
        ({"starts_on": date(9999, 12, 1)}, {"starts_on": "range"}),
    ],
)
def test_a_rule_that_will_not_do_is_told_by_field(hall: Hall, changes: dict[str, object], said: dict[str, str]) -> None:
    with pytest.raises(Invalid) as caught:
        hall.add(hall.series(**changes))

    assert caught.value.problems == said


def test_a_note_that_is_too_long_is_refused(hall: Hall) -> None:
    draft = Draft(hall.series(), "x" * 201)

    with pytest.raises(Invalid) as caught:
        schedule_rules.add(hall.world.outside, hall.manager, hall.id, draft)

    assert caught.value.problems == {"note": "long"}


def test_series_breaks_exceptions_and_closures_make_the_hours_of_a_day(hall: Hall) -> None:
    hall.add(hall.series())
    hall.add(Rule("break", MONDAY, ENDLESS, calendars.WEEKDAYS, time(11), time(11, 30)))
    hall.add(Rule("exception", TUESDAY, TUESDAY, frozenset({1}), time(16), time(18), clerks=frozenset({hall.marta})))
    hall.add(hall.closure(MONDAY + timedelta(days=2), opens=time(12), closes=time(14)))
    hall.add(hall.closure(MONDAY + timedelta(days=3)))

    found = [hours(hall, MONDAY + timedelta(days=number)) for number in range(4)]

    assert found == [["09:00-11:00", "11:30-14:00"], ["16:00-18:00"], ["09:00-11:00", "11:30-12:00"], []]


@pytest.mark.parametrize(
    ("changes", "weeks"),
    [
        ({"every_weeks": 2, "starts_on": MONDAY}, [True, False, True, False]),
        ({"week_of_month": 1}, [False, True, False, False]),
        ({"week_of_month": 5}, [True, False, False, False]),
    ],
)
def test_a_series_may_come_every_few_weeks_or_in_a_week_of_the_month(
    hall: Hall, changes: dict[str, object], weeks: list[bool]
) -> None:
    hall.add(hall.series(weekdays=frozenset({0}), **changes))

    assert [bool(hours(hall, MONDAY + timedelta(weeks=number))) for number in range(4)] == weeks


def test_a_closure_of_one_clerk_is_an_absence(hall: Hall) -> None:
    both = frozenset({hall.marta, hall.pau})
    hall.add(hall.series(clerks=both))
    with_marta, with_pau = (calendars.booked(hall, MONDAY, time(9), clerk) for clerk in (hall.marta, hall.pau))

    found = effects(hall, hall.closure(MONDAY, clerks=frozenset({hall.pau})))

    assert [(one.id, one.reason) for one in found.stranded] == [(with_pau, "closure")]
    assert with_marta not in {one.id for one in found.stranded}
    (change,) = found.changes
    assert (change.day, change.schedule, len(change.before), change.after) == (MONDAY, TERMS.name, 1, ())


def test_a_preview_tells_the_days_and_that_holidays_win(hall: Hall) -> None:
    with db.bookkeeping("a holiday for a test") as session:
        session.execute(
            insert(HolidayRow), [{"entity": TOWN, "day": TUESDAY, "scope": "municipality", "name": "San Andrés"}]
        )

    found = effects(hall, hall.series(starts_on=MONDAY, ends_on=MONDAY + timedelta(days=2)))

    assert [(one.day, bool(one.after), one.holiday) for one in found.changes] == [
        (MONDAY, True, ""),
        (TUESDAY, False, "San Andrés"),
        (MONDAY + timedelta(days=2), True, ""),
    ]
    assert hours(hall, MONDAY) == []


def test_a_preview_of_a_rule_without_end_looks_eight_weeks_ahead(hall: Hall) -> None:
    found = effects(hall, hall.series(starts_on=MONDAY, weekdays=frozenset({0})))

    assert len(found.changes) == 9
    assert found.until == MONDAY + timedelta(weeks=8)


def test_nothing_is_left_outside_that_was_not_seen(hall: Hall) -> None:
    hall.add(hall.series())
    first, second = (calendars.booked(hall, MONDAY, time(hour)) for hour in (9, 10))
    closure = hall.closure(MONDAY)

    with pytest.raises(Strands):
        hall.add(closure, frozenset({first}))
    standing = schedules.listed(hall.world.outside, hall.manager).stranded
    hall.add(closure, frozenset({first, second}))

    assert standing == ()
    assert [one.id for one in schedules.listed(hall.world.outside, hall.manager).stranded] == [first, second]


def test_what_lies_outside_already_is_not_held_against_a_new_rule(hall: Hall) -> None:
    calendars.booked(hall, MONDAY, time(9))

    found = effects(hall, hall.closure(MONDAY))

    assert found.stranded == ()


def test_appointments_that_are_over_or_not_booked_are_left_alone(hall: Hall) -> None:
    hall.add(hall.series())
    calendars.booked(hall, MONDAY - timedelta(days=10), time(9))
    for state in ("held", "cancelled", "done"):
        calendars.booked(hall, MONDAY, time(9), state=state)

    assert effects(hall, hall.closure(MONDAY)).stranded == ()


def test_an_appointment_that_only_begins_inside_lies_outside(hall: Hall) -> None:
    hall.add(hall.series())
    booked = calendars.booked(hall, MONDAY, time(13, 40))

    found = schedules.listed(hall.world.outside, hall.manager).stranded

    assert [(one.id, one.reason) for one in found] == [(booked, "hours")]


def test_a_retired_rule_holds_no_longer_and_stays_in_the_history(hall: Hall) -> None:
    rule = hall.add(hall.series())

    schedule_rules.retire(hall.world.outside, hall.manager, hall.id, rule)

    assert hours(hall, MONDAY) == []
    assert schedule_rules.listed(hall.world.outside, hall.manager, hall.id) == []
    told = schedule_rules.history(hall.world.outside, hall.manager, hall.id)
    assert [(one.what, one.who) for one in told] == [
        ("retired", "Marta Soler"),
        ("added", "Marta Soler"),
        ("made", "Marta Soler"),
    ]
    assert [one.rule.id for one in told if one.rule] == [rule, rule]


def test_a_rule_is_retired_once(hall: Hall) -> None:
    rule = hall.add(hall.series())
    schedule_rules.retire(hall.world.outside, hall.manager, hall.id, rule)

    with pytest.raises(NothingChanges):
        schedule_rules.retire(hall.world.outside, hall.manager, hall.id, rule)


def test_an_appointment_given_to_a_colleague_who_attends_at_the_same_office_is_not_outside(hall: Hall) -> None:
    hall.add(hall.series())
    other = schedules.make(hall.world.outside, hall.manager, replace(TERMS, name="Tardes"))
    rule = hall.series(clerks=frozenset({hall.pau}))
    schedule_rules.add(hall.world.outside, hall.manager, other, Draft(rule))
    given = calendars.booked(hall, MONDAY, time(9), hall.pau)

    assert given not in {one.id for one in schedules.listed(hall.world.outside, hall.manager).stranded}


def test_a_rule_in_the_place_of_another_retires_it_in_one_act(hall: Hall) -> None:
    old = hall.add(hall.series())
    booked = calendars.booked(hall, MONDAY, time(9))
    draft = Draft(hall.series(opens=time(8)), instead_of=old)

    schedule_rules.add(hall.world.outside, hall.manager, hall.id, draft)

    assert hours(hall, MONDAY) == ["08:00-14:00"]
    assert booked not in {one.id for one in schedules.listed(hall.world.outside, hall.manager).stranded}
    told = [event.data["change"] for event in builders.stream("schedule", hall.id)]
    assert told == ["made", "rule_added", "rule_retired", "rule_added"]


def test_the_rule_of_another_schedule_is_not_found(hall: Hall) -> None:
    rule = hall.add(hall.series())
    other = schedules.make(hall.world.outside, hall.manager, replace(TERMS, name="El Molino"))

    with pytest.raises(NotFound):
        schedule_rules.retire(hall.world.outside, hall.manager, other, rule)


def test_a_clerk_at_two_places_at_once_is_told(hall: Hall) -> None:
    hall.add(hall.series())
    with db.bookkeeping("another office for a test") as session:
        office.install(session, [(OfficeRow, [{"id": "molino", "entity": TOWN, "name": "El Molino", "address": "-"}])])
    entities.forget()
    mill = schedules.make(hall.world.outside, hall.manager, replace(TERMS, name="El Molino", office="molino"))

    found = schedule_rules.effects_of_adding(
        hall.world.outside, hall.manager, mill, Draft(hall.series(starts_on=MONDAY, opens=time(13), closes=time(15)))
    )

    assert [(one.clerk, one.schedule, one.day) for one in found.clashes] == [("Marta Soler", TERMS.name, MONDAY)]


def test_hours_that_the_clock_change_skips_do_not_strand_anybody(hall: Hall) -> None:
    spring = date(2027, 3, 29)
    hall.add(hall.series())
    calendars.booked(hall, spring, time(9))

    assert schedules.listed(hall.world.outside, hall.manager).stranded == ()


def test_the_week_shows_bookings_where_they_lie(hall: Hall) -> None:
    hall.add(hall.series(internal=frozenset({hall.marta})))
    calendars.booked(hall, MONDAY, time(9))
    calendars.booked(hall, MONDAY, time(11), state="done")
    calendars.booked(hall, MONDAY, time(14))
    calendars.booked(hall, MONDAY, time(10), state="cancelled")

    week = schedule_weeks.board(hall.world.outside, hall.manager, hall.id, MONDAY).week

    marta = next(one for one in week.clerks if one.days[0].booked)
    day = marta.days[0]
    assert (len(day.internal), day.open, len(day.booked), len(day.outside)) == (1, (), 2, 1)
    assert [one.booked for one in week.days] == [3, 0, 0, 0, 0]
    assert (week.opens_at, week.closes_at) == (9, 15)


def test_a_saturday_is_shown_when_somebody_attends_on_it(hall: Hall) -> None:
    saturday = MONDAY + timedelta(days=5)
    hall.add(Rule("exception", saturday, saturday, frozenset({5}), time(10), time(12), clerks=frozenset({hall.marta})))

    assert hours(hall, saturday) == ["10:00-12:00"]
