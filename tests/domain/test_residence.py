"""Where people are registered: invariants, whatever happens to a person in whatever order."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import residence
from app.domain.residence import Move, Refused, Stay

DAY = date(2026, 1, 1)
SHEETS = [UUID(int=n) for n in range(1, 5)]
Asked = tuple[str, UUID | None, date]
ASKED = st.tuples(
    st.sampled_from(residence.CAUSES),
    st.sampled_from([None, *SHEETS]),
    st.integers(0, 40).map(lambda days: DAY + timedelta(days)),
)


def lived(asked: list[Asked]) -> tuple[list[Move], list[Stay]]:
    """Let happen what may happen, one after the other."""
    moves: list[Move] = []
    stays: list[Stay] = []
    for cause, target, on in asked:
        try:
            made = residence.move(stays, cause, target, on)
        except Refused:
            continue
        if made is not None:
            moves.append(made)
            stays = residence.after(stays, made)
    return moves, stays


@given(st.lists(ASKED, max_size=12))
def test_nobody_lives_at_two_places_at_once(asked: list[Asked]) -> None:
    _, stays = lived(asked)

    for day in (DAY + timedelta(days) for days in range(45)):
        assert sum(stay.covers(day) for stay in stays) <= 1


@given(st.lists(ASKED, max_size=12))
def test_playing_the_movements_again_gives_the_residences(asked: list[Asked]) -> None:
    moves, stays = lived(asked)

    assert residence.replay(moves) == stays


@given(st.lists(ASKED, max_size=12))
def test_every_residence_is_explained_by_a_movement_that_began_it_and_one_that_ended_it(asked: list[Asked]) -> None:
    moves, stays = lived(asked)

    assert [(stay.sheet, stay.since) for stay in stays] == [
        (one.target, one.on) for one in moves if one.origin != one.target
    ]
    ended = [(stay.sheet, stay.until) for stay in stays if stay.until is not None]
    assert ended == [(one.origin, one.on) for one in moves if one.origin and one.origin != one.target]


@given(st.lists(ASKED, max_size=12))
def test_days_of_a_person_only_go_forward(asked: list[Asked]) -> None:
    _, stays = lived(asked)

    days = [stay.since for stay in stays]
    assert days == sorted(days)
    assert all(stay.until is None or stay.until >= stay.since for stay in stays)


def test_who_arrives_but_is_registered_here_moves_within_the_town() -> None:
    here = [Stay(SHEETS[0], DAY)]

    made = residence.move(here, residence.RESIDENCE_CHANGE, SHEETS[1], DAY + timedelta(3))

    assert made == Move(residence.ADDRESS_CHANGE, SHEETS[0], SHEETS[1], DAY + timedelta(3))


def test_who_is_there_already_does_not_move() -> None:
    assert residence.move([Stay(SHEETS[0], DAY)], residence.OMISSION, SHEETS[0], DAY) is None


@pytest.mark.parametrize(
    ("stays", "cause", "target", "reason"),
    [
        ([Stay(SHEETS[0], DAY)], "birth", SHEETS[1], "already_registered"),
        ([Stay(SHEETS[0], DAY)], "birth", SHEETS[0], "already_registered"),
        ([], "address_change", SHEETS[1], "not_registered"),
        ([], "data_change", None, "not_registered"),
        ([Stay(SHEETS[0], DAY, DAY)], "address_change", SHEETS[1], "not_registered"),
        ([Stay(SHEETS[0], DAY + timedelta(9))], "address_change", SHEETS[1], "newer_movement"),
        ([Stay(SHEETS[0], DAY, DAY + timedelta(9))], "residence_change", SHEETS[1], "newer_movement"),
        ([], "birth", None, "cause"),
        ([], "data_change", SHEETS[0], "cause"),
        ([], "holiday", SHEETS[0], "cause"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    stays: list[Stay], cause: str, target: UUID | None, reason: str
) -> None:
    with pytest.raises(Refused) as caught:
        residence.move(stays, cause, target, DAY + timedelta(1))

    assert caught.value.reason == reason
