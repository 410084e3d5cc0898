"""More time for a person's task: its deadline moves, and so does what happens when it is over."""

from datetime import datetime, timedelta

import pytest

from app.domain import errors
from app.engine import machine
from tests.engine import drawing
from tests.engine.drawing import Case

DAY = timedelta(days=1)


def later(due: datetime) -> datetime:
    return due + 7 * DAY


def case(*more: str, cold: bool = False) -> Case:
    """Return a case whose task waits ten working days, and is reminded of by what `more` draws."""
    source = drawing.diagram(
        drawing.START,
        drawing.user("give"),
        drawing.boundary("over", "give", drawing.timed("working_days(10)")),
        *more,
        drawing.node("endEvent", "lapsed"),
        drawing.END,
        drawing.flows("start give end", "over lapsed"),
    )
    return drawing.begin(drawing.load(source), cold=cold)


@pytest.mark.parametrize("cold", [False, True])
def test_the_deadline_of_a_task_moves(cold: bool) -> None:
    held = case(cold=cold)
    (key, before), *_ = held.dues.items()

    step = held.move(machine.put_off, held.find("give"), later)

    assert [(timer.task_id, timer.due_at) for timer in step.timers] == [(key, before + 7 * DAY)]
    assert not step.tasks
    assert not step.withdrawn
    held.wait(before - held.now)
    assert held.open == {"give"}
    held.wait(7 * DAY)
    assert held.step.ended


def test_a_reminder_before_the_deadline_stays_where_it_is() -> None:
    reminder = drawing.boundary("soon", "give", drawing.timed('"P3D"'), interrupts=False)
    held = case(reminder, drawing.user("call"), drawing.node("endEvent", "called"), drawing.flows("soon call called"))
    first, last = sorted(held.dues.values())

    held.move(machine.put_off, held.find("give"), later)

    assert sorted(held.dues.values()) == [first, last + 7 * DAY]


def test_what_does_not_wait_has_no_more_time() -> None:
    held = case()
    task = held.find("give")
    held.complete("give")

    with pytest.raises(errors.TaskNotReady):
        held.move(machine.put_off, task, later)


def test_a_task_without_a_deadline_has_none_to_move() -> None:
    source = drawing.diagram(drawing.START, drawing.user("give"), drawing.END, drawing.flows("start give end"))
    held = drawing.begin(drawing.load(source))

    with pytest.raises(errors.TaskNotReady):
        held.move(machine.put_off, held.find("give"), later)
