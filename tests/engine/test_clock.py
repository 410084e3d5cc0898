"""Deadlines end when the law says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain import errors
from app.domain.calendar import WorkCalendar
from app.engine import clock, expressions, timers
from tests.engine.drawing import CALENDAR, NOON

HOLY_WEEK_AND_SUMMER_TIME = clock.Moment(NOON, CALENDAR)


def due(source: str, moment: clock.Moment = HOLY_WEEK_AND_SUMMER_TIME) -> datetime:
    with clock.at(moment):
        return clock.due(expressions.evaluate(source))


@pytest.mark.parametrize(
    ("source", "end"),
    [
        ("working_days(0)", "2026-03-30T22:00:00+00:00"),
        ("working_days(3)", "2026-04-02T22:00:00+00:00"),
        ("working_days(4)", "2026-04-07T22:00:00+00:00"),
        ("working_days(10)", "2026-04-15T22:00:00+00:00"),
        ("calendar_days(4)", "2026-04-03T22:00:00+00:00"),
        ("months(1)", "2026-04-30T22:00:00+00:00"),
        ("months(2)", "2026-06-01T22:00:00+00:00"),
        ("months(11)", "2027-03-01T23:00:00+00:00"),
        ("hours(24)", "2026-03-31T10:00:00+00:00"),
        ("minutes(90)", "2026-03-30T11:30:00+00:00"),
        ('"P10D"', "2026-04-09T10:00:00+00:00"),
        ('"P1W"', "2026-04-06T10:00:00+00:00"),
        ('"P7M"', "2026-10-30T11:00:00+00:00"),
        ('"P1Y2M3DT4H5M6S"', "2027-06-02T14:05:06+00:00"),
        ('"PT30M"', "2026-03-30T10:30:00+00:00"),
        ('"2026-12-31"', "2026-12-31T23:00:00+00:00"),
        ('"2026-12-31T10:00:00+01:00"', "2026-12-31T09:00:00+00:00"),
        ('date("2026-05-01")', "2026-05-01T22:00:00+00:00"),
    ],
)
def test_a_timer_is_due_when_its_deadline_is_over(source: str, end: str) -> None:
    found = due(source)

    assert found == datetime.fromisoformat(end)
    assert found.utcoffset() == timedelta(0)


def test_a_day_ends_at_midnight_where_the_office_stands() -> None:
    canaries = WorkCalendar(ZoneInfo("Atlantic/Canary"), frozenset())
    late = clock.Moment(datetime(2026, 1, 1, 23, 30, tzinfo=UTC), canaries)

    assert due("calendar_days(1)", late) == datetime(2026, 1, 3, tzinfo=UTC)
    with clock.at(late):
        assert clock.today() == "2026-01-01"


def test_the_last_day_of_a_short_month_stands_for_the_missing_one() -> None:
    calendar = WorkCalendar(ZoneInfo("Europe/Madrid"), frozenset())

    found = due("months(1)", clock.Moment(datetime(2026, 8, 31, 9, tzinfo=UTC), calendar))

    assert found == datetime(2026, 9, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "source",
    [
        '"10D"',
        '"P"',
        '"PT"',
        '"P10"',
        '"p10d"',
        '"P-1D"',
        '"P1.5D"',
        '"2026-12-31T10:00"',
        '"soon"',
        "5",
        "None",
        '"P999999999D"',
    ],
)
def test_what_is_no_deadline_is_refused(source: str) -> None:
    with pytest.raises(errors.ExpressionRejected):
        due(source)


def test_dates_exist_inside_a_move_only() -> None:
    with pytest.raises(errors.ExpressionRejected):
        expressions.evaluate("today()")


@pytest.mark.parametrize(
    ("kind", "source", "fault"),
    [
        ("timeDuration", '"P10D"', None),
        ("timeDuration", "working_days(10)", None),
        ("timeDuration", "hours(request.n)", None),
        ("timeDate", '"2026-12-31"', None),
        ("timeCycle", '"R3/P7D"', None),
        ("timeDuration", "P10D", "comillas"),
        ("timeCycle", "R3/P7D", "comillas"),
        ("timeDuration", "P99999999Y", "ISO 8601"),
        ("timeDuration", "P1.5D", "ISO 8601"),
        ("timeCycle", "R/PT1S", "cuántas vueltas"),
        ("timeCycle", "R-1/PT1S", "cuántas vueltas"),
        ("timeDate", "2026-13-31", "no se entiende"),
        ("timeDuration", "PLAZO", None),
        ("timeDuration", "P1", None),
        ("timeDuration", "", "vacío"),
        ("timeDuration", '"ten days"', "no se entiende"),
        ("timeDuration", "working_days(-3)", "número entero"),
        ("timeCycle", '"R/P7D"', "R3/P7D"),
        ("timeCycle", '"R9999/P7D"', "vueltas"),
        ("timeDuration", "().__class__", "nombres"),
    ],
)
def test_a_timer_is_examined_before_it_runs(kind: str, source: str, fault: str | None) -> None:
    found = timers.complaint(kind, source)

    assert found is None if fault is None else fault in (found or "")
