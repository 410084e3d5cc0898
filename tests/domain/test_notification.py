"""What counts as being notified, and from when."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import notification as rules
from app.domain.calendar import WorkCalendar
from app.domain.malformed import Malformed
from app.domain.notification import Attempt, Outcome, State

MADRID = ZoneInfo("Europe/Madrid")
CALENDAR = WorkCalendar(MADRID, frozenset({date(2026, 12, 8)}))


def _at(text: str) -> datetime:
    """Return the instant at which clocks in Madrid show `text`."""
    return datetime.fromisoformat(text).replace(tzinfo=MADRID)


@pytest.mark.parametrize(
    ("made", "over"),
    [
        ("2026-04-01T09:00", "2026-04-12T00:00"),
        ("2026-11-23T10:00", "2026-12-04T00:00"),
        ("2026-11-23T00:00", "2026-12-04T00:00"),
        ("2026-11-23T23:59:59", "2026-12-04T00:00"),
        ("2026-12-25T12:00", "2027-01-05T00:00"),  # over Sundays and holidays: natural days
        ("2026-03-19T12:00", "2026-03-30T00:00"),  # the clocks go forward on the 29th
        ("2026-03-28T23:30", "2026-04-08T00:00"),
        ("2026-10-15T12:00", "2026-10-26T00:00"),  # the clocks go back on the 25th
        ("2026-10-25T02:30", "2026-11-05T00:00"),
        ("2028-02-20T12:00", "2028-03-02T00:00"),  # a leap year
    ],
)
def test_an_unopened_notification_is_over_at_midnight_after_ten_natural_days(made: str, over: str) -> None:
    assert rules.expires_at(_at(made), CALENDAR) == _at(over).astimezone(UTC)


def test_the_day_counts_on_the_clocks_here_and_not_in_utc() -> None:
    made = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # the 24th in Madrid

    assert rules.expires_at(made, CALENDAR) == datetime(2026, 12, 4, 23, tzinfo=UTC)


def test_in_the_canary_islands_midnight_comes_an_hour_later() -> None:
    there = WorkCalendar(ZoneInfo("Atlantic/Canary"))

    assert rules.expires_at(_at("2026-11-23T10:00"), there) == datetime(2026, 12, 4, tzinfo=UTC)


@given(st.integers(0, 15 * 366 * 86400))
def test_ten_whole_days_always_lie_between(seconds: int) -> None:
    made = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    over = rules.expires_at(made, CALENDAR).astimezone(MADRID)

    day = made.astimezone(MADRID).date()
    days = 0
    while day < over.date() - timedelta(days=1):
        day += timedelta(days=1)
        days += 1
    assert (days, over.time()) == (10, time())


@pytest.mark.parametrize(
    ("chosen", "email", "compulsory", "by"),
    [
        (None, "a@b.es", False, rules.ELECTRONIC),
        (None, "", False, rules.PAPER),
        (rules.ELECTRONIC, "a@b.es", False, rules.ELECTRONIC),
        (rules.ELECTRONIC, "", False, rules.PAPER),
        (rules.PAPER, "a@b.es", False, rules.PAPER),
        (rules.PAPER, "", True, rules.ELECTRONIC),
        (None, "", True, rules.ELECTRONIC),
    ],
)
def test_the_channel_is_the_one_chosen_unless_another_is_compulsory(
    chosen: str | None, email: str, compulsory: bool, by: str
) -> None:
    assert rules.channel(chosen, email, compulsory=compulsory) == by


def test_no_other_channel_is_known() -> None:
    assert [rules.known(one) for one in rules.CHANNELS] == ["electronic", "paper"]
    with pytest.raises(Malformed):
        rules.known("pigeon")


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        ("2026-11-23T10:00", "2026-11-23T15:00", True),
        ("2026-11-23T10:00", "2026-11-24T14:59", False),  # the same band
        ("2026-11-23T14:00", "2026-11-23T16:59", False),  # less than three hours apart
        ("2026-11-23T14:00", "2026-11-23T17:00", True),
        ("2026-11-23T17:00", "2026-11-24T09:00", True),
        ("2026-11-23T17:00", "2026-11-24T18:00", False),
        ("2026-11-23T10:00", "2026-11-26T20:00", True),  # the third working day
        ("2026-11-23T10:00", "2026-11-27T16:00", False),
        ("2026-11-27T10:00", "2026-12-02T16:00", True),  # over a weekend
        ("2026-12-04T10:00", "2026-12-10T16:00", True),  # and over the 8th
        ("2026-12-04T10:00", "2026-12-11T16:00", False),
        ("2026-11-24T16:00", "2026-11-23T10:00", False),
    ],
)
def test_a_letter_is_brought_again_in_the_other_band_of_hours_within_three_working_days(
    first: str, second: str, holds: bool
) -> None:
    assert rules.second_holds(_at(first), _at(second), CALENDAR) is holds


@pytest.mark.parametrize(
    ("attempts", "outcome"),
    [
        ([], None),
        ([("2026-11-23T10:00", "absent")], None),
        ([("2026-11-23T10:00", "absent"), ("2026-11-23T12:00", "absent")], None),
        ([("2026-11-23T10:00", "absent"), ("2026-11-24T16:00", "absent")], State.RETURNED),
        ([("2026-11-24T16:00", "absent"), ("2026-11-23T10:00", "absent")], State.RETURNED),
        (
            [("2026-11-23T10:00", "absent"), ("2026-11-23T12:00", "absent"), ("2026-11-24T16:00", "absent")],
            State.RETURNED,
        ),
        ([("2026-11-23T10:00", "absent"), ("2026-11-24T16:00", "delivered")], State.DELIVERED),
        ([("2026-11-23T10:00", "refused")], State.REFUSED),
        ([("2026-11-23T10:00", "unknown")], State.RETURNED),
    ],
)
def test_letters_come_to_an_outcome(attempts: list[tuple[str, str]], outcome: State | None) -> None:
    brought = [Attempt(_at(when), result) for when, result in attempts]

    assert rules.after(brought, CALENDAR) is outcome


def test_of_two_outcomes_the_first_in_time_counts() -> None:
    read = Outcome(State.ACCESSED, _at("2026-11-24T12:00"), rules.PORTAL)
    brought = Outcome(State.DELIVERED, _at("2026-11-23T10:00"), rules.LETTER)

    assert rules.decides(None, read)
    assert rules.decides(read, brought)
    assert not rules.decides(brought, read)
    assert not rules.decides(read, read)


def test_every_outcome_has_its_message_and_what_waits_has_none() -> None:
    assert {state for state in State if state.ended} == set(rules.MESSAGES)
    assert set(rules.MESSAGES.values()) == {
        f"notification_{word}" for word in ("accessed", "refused", "expired", "returned")
    }


_OUTCOMES = st.builds(
    Outcome,
    st.sampled_from(sorted(rules.MESSAGES)),
    st.integers(0, 60 * 24 * 20).map(lambda minutes: _at("2026-11-23T10:00") + timedelta(minutes=minutes)),
    st.sampled_from([rules.PORTAL, rules.LETTER, rules.DESK]),
)


@given(st.lists(_OUTCOMES, min_size=1))
def test_in_whatever_order_outcomes_become_known_the_earliest_stands(found: list[Outcome]) -> None:
    stands: Outcome | None = None
    for one in found:
        stands = one if rules.decides(stands, one) else stands

    knowing = [one for one in found if one.state is not State.RETURNED]
    assert stands is not None
    assert stands.at == (min(one.at for one in knowing) if knowing else found[0].at)
    assert stands == next(one for one in knowing or found if one.at == stands.at)


def test_a_letter_that_came_back_replaces_nothing_and_yields_to_whoever_reads_the_act_then() -> None:
    back = Outcome(State.RETURNED, _at("2026-11-24T16:00"), rules.LETTER)
    read = Outcome(State.ACCESSED, _at("2026-11-25T12:00"), rules.PORTAL)

    assert rules.decides(back, read)
    assert not rules.decides(read, back)
    assert [state for state in State if state.open] == [State.AVAILABLE, State.RETURNED]
