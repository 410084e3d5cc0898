"""States are read back as they were, or refused."""

import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import errors
from app.engine import codec, machine, warm
from tests.engine import drawing
from tests.engine.drawing import (
    END,
    NOON,
    START,
    Case,
    begin,
    boundary,
    diagram,
    flow,
    flows,
    load,
    node,
    service,
    user,
)

OFFICE = {"papers": {"accepted": 1}}
BUSY = load(
    diagram(
        START,
        node("exclusiveGateway", "again"),
        node("parallelGateway", "split"),
        user("ask", "request"),
        boundary("late", "ask", drawing.timed('"P3D"')),
        boundary("nudge", "ask", drawing.timed('"R2/P1D"', "timeCycle"), interrupts=False),
        service("remind", n="office.papers.accepted"),
        node("endEvent", "reminded"),
        service("tell", "told", x="1"),
        boundary("broken", "tell", "<bpmn:errorEventDefinition/>"),
        drawing.script("mend", 'told = {"n": 0}'),
        node("exclusiveGateway", "told_now"),
        node("eventBasedGateway", "race"),
        node("intermediateCatchEvent", "paid", drawing.hears("paid", "news")),
        node("intermediateCatchEvent", "slow", drawing.timed("working_days(2)")),
        node("exclusiveGateway", "raced"),
        node("exclusiveGateway", "asked"),
        node("parallelGateway", "join"),
        node("exclusiveGateway", "enough", default="f_enough_again"),
        user("close"),
        END,
        flows("start again split ask asked join enough again", "late asked", "nudge remind reminded"),
        flows("split tell told_now join", "broken mend told_now", "split race paid raced join", "race slow raced"),
        flows("close end"),
        flow("enough", "close", "request.stop or told.n > 4"),
        beside=drawing.message("paid"),
    )
)

MOVES = st.lists(
    st.tuples(st.sampled_from(["first", "last", "fail", "hear", "day", "late"]), st.booleans()), max_size=25
)


def play(moves: list[tuple[str, bool]], *, cold: bool) -> Iterator[tuple[Case, str]]:
    """Make the moves, each by the order in which work was opened, so that ids play no part."""
    case = begin(BUSY, {"request": {}, "told": {"n": 0}}, cold=cold, office=OFFICE)
    done: list[tuple[Any, UUID]] = []
    for move, stop in moves:
        yield case, attempt(case, move, done, stop=stop)


def attempt(case: Case, move: str, done: list[tuple[Any, UUID]], *, stop: bool) -> str:
    work: list[tuple[Any, UUID]] = [(machine.complete, key) for key in case.tasks]
    work += [(machine.answer, key) for key in case.calls]
    try:
        if move == "day":
            case.wait(timedelta(days=1))
        elif move == "hear":
            case.hear("paid", {"sum": 1})
        elif move == "late" and done:
            case.move(*done[-1], {})
        elif move == "fail" and case.calls:
            done.append((machine.answer, next(iter(case.calls))))
            case.move(machine.fail, done[-1][1], "E", "down")
        elif move in {"first", "last"} and work:
            done.append(work[0 if move == "first" else -1])
            case.move(*done[-1], {"stop": stop, "n": len(done)})
    except errors.Conflict as exc:
        return exc.code
    except errors.ErrorNotCaught as exc:
        return exc.code
    return "moved"


def portrait(case: Case) -> tuple[Any, ...]:
    """Return a step with its ids replaced by the order in which they appear."""
    names: dict[UUID, int] = {}

    def number(key: UUID) -> int:
        return names.setdefault(key, len(names))

    step = case.step
    return (
        [(number(t.task_id), t.element, t.origin, t.target) for t in step.transitions],
        [(number(t.id), t.element) for t in step.tasks],
        [(number(c.id), c.element, c.params) for c in step.calls],
        [(number(t.task_id), t.element, t.due_at) for t in step.timers],
        len(step.withdrawn),
        step.ended,
        sorted(case.open),
    )


@settings(max_examples=60, deadline=None)
@given(MOVES)
def test_a_case_read_from_its_bytes_goes_on_as_one_that_was_kept_alive(moves: list[tuple[str, bool]]) -> None:
    warm_ones = [(outcome, portrait(case)) for case, outcome in play(moves, cold=False)]
    cold_ones = [(outcome, portrait(case)) for case, outcome in play(moves, cold=True)]

    assert warm_ones == cold_ones


@settings(max_examples=30, deadline=None)
@given(MOVES)
def test_late_and_repeated_answers_are_refused_and_change_nothing(moves: list[tuple[str, bool]]) -> None:
    for case, _ in play(moves, cold=True):
        before = case.step.state
        for key in case.step.withdrawn:
            if key in case.dues or key in case.tasks or key in case.calls:
                continue
            for act in (machine.complete, machine.answer):
                with pytest.raises(errors.TaskNotReady):
                    act(BUSY, before, key, {}, now=case.now, calendar=drawing.CALENDAR)


@settings(max_examples=30, deadline=None)
@given(MOVES)
def test_a_state_written_again_is_the_same_bytes(moves: list[tuple[str, bool]]) -> None:
    for case, _ in play(moves, cold=True):
        flow, serial = codec.load(BUSY, case.step.state)

        assert codec.dump(BUSY, flow, serial) == case.step.state


def test_a_state_does_not_carry_its_diagram() -> None:
    state = begin(BUSY, {"request": {}, "told": {}}, office=OFFICE).step.state

    assert codec.digest_in(state) == BUSY.digest
    assert b"office.papers" not in state
    assert state[0] == codec.FORMAT
    assert state[2:7] == b"3.2.0"


def test_the_state_of_another_version_is_refused() -> None:
    other = load(diagram(START, END, flows("start end")))
    state = begin(BUSY, {"request": {}, "told": {}}, office=OFFICE).step.state

    with pytest.raises(errors.StateRejected, match="another version"):
        machine.tick(other, state, now=NOON, calendar=drawing.CALENDAR)


GOOD = begin(BUSY, {"request": {}, "told": {}}, office=OFFICE).step.state


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_state_with_a_changed_byte_is_refused(place: int, change: int) -> None:
    bad = bytearray(GOOD)
    bad[place] ^= change

    with pytest.raises(errors.StateRejected):
        codec.load(BUSY, bytes(bad))


@given(st.one_of(st.binary(max_size=200), st.integers(0, len(GOOD) - 1).map(lambda end: GOOD[:end])))
def test_bytes_that_are_no_state_are_refused(bad: bytes) -> None:
    with pytest.raises(errors.StateRejected):
        machine.tick(BUSY, bad, now=NOON, calendar=drawing.CALENDAR)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"w":[]}',
        b'{"s":1,"o":null,"n":[],"e":[],"w":[{"t":[]}]}',
        b'{"s":1,"o":null,"n":["Start"],"e":[],"w":[{"t":[["0",5,0,4,1,0,0,0,0]]}]}',
        b'{"s":1,"o":null,"n":["nobody"],"e":[],"w":[{"t":[["0",null,0,4,1,0,0,0,0]],"d":{},"c":{},"l":null,"f":[1,0]}]}',
        b'{"s":1,"o":null,"n":["Start"],"e":[],"w":[{"t":[["0",null,0,3,1,0,0,0,0]],"d":{},"c":{},"l":null,"f":[1,0]}]}',
        b'{"s":1,"o":null,"n":["Start"],"e":["0"],"w":[{"t":[["0",null,0,4,1,0,0,0,0]],"d":{},"c":{},"l":null,"f":[1,0]}]}',
        b'{"s":"x","o":null,"n":["Start"],"e":[],"w":[{"t":[["0",null,0,4,1,0,0,0,0]],"d":{},"c":{},"l":null,"f":[1,0]}]}',
        b'{"s":1,"o":null,"n":["Start"],"e":[],"w":[{"t":[["x",null,0,4,1,0,0,0,0]],"d":{},"c":{},"l":null,"f":[1,0]}]}',
    ],
)
def test_a_well_sealed_state_of_nonsense_is_refused(body: bytes) -> None:
    head = GOOD[: len(GOOD) - len(GOOD[codec._DIGEST :])]

    with pytest.raises(errors.StateRejected):
        codec.load(BUSY, head + zlib.crc32(body).to_bytes(4) + body)


def test_a_workflow_is_handed_out_once() -> None:
    warm.forget()
    state = begin(BUSY, {"request": {}, "told": {}}, office=OFFICE).step.state

    first, second = warm.take(state), warm.take(state)

    assert first is not None
    assert second is None
