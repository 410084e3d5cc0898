"""What a step costs the database: at most eight statements from lock to commit, and one commit."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from app.services import calls, tasks
from app.store import cases, db
from app.store.tables import CallRow
from tests import builders
from tests.builders import OpenCase
from tests.engine import drawing
from tests.fakes.outside import World

MOST = 8
ACCESS_CHECK = ("SELECT task.", "SELECT party.")
"""Questions about who asks; they are not the step's."""

LANES = {"Person": ("ask",), "Office": ("decide", "check")}


def _diagram() -> bytes:
    """Draw a case whose first step opens two tasks, two calls and two timers at once."""
    lanes = "".join(
        drawing.node("lane", f"lane_{n}", "".join(f"<bpmn:flowNodeRef>{e}</bpmn:flowNodeRef>" for e in held), name=name)
        for n, (name, held) in enumerate(LANES.items())
    )
    both = [drawing.user(name, name, "decide") for name in ("decide", "check")]
    late = [drawing.boundary(f"{host}_late", host, drawing.timed("working_days(10)")) for host in ("decide", "check")]
    return drawing.diagram(
        drawing.node("laneSet", "lanes", lanes),
        drawing.START,
        drawing.user("ask", "request", "ask"),
        drawing.node("parallelGateway", "split"),
        drawing.service("tell_one", "one"),
        drawing.service("tell_two", "two"),
        *both,
        *late,
        drawing.node("parallelGateway", "join"),
        drawing.END,
        drawing.node("endEvent", "gone"),
        drawing.flows("start ask split tell_one join end", "split tell_two join", "split decide join"),
        drawing.flows("split check join", "decide_late gone", "check_late gone"),
        id=builders.PROCEDURE,
    )


SOURCES: Mapping[str, bytes] = {**builders.SOURCES, f"{builders.PROCEDURE}.bpmn": _diagram()}


@dataclass(slots=True)
class Count:
    """What went to the database from the lock of a case on."""

    statements: list[str] = field(default_factory=list)
    locked: bool = False
    commits: int = 0


@contextmanager
def _counting() -> Iterator[Count]:
    count = Count()

    def statement(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        count.locked = count.locked or ('FROM "case"' in text and "FOR UPDATE" in text)
        if count.locked and not text.startswith(ACCESS_CHECK):
            count.statements.append(" ".join(text.split())[:100])

    def commit(_connection: Any) -> None:
        count.commits += 1

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    try:
        yield count
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", commit)


@pytest.fixture
def case(bare_world: World) -> OpenCase:
    """Return a case of a procedure whose first step opens two tasks, two calls and two timers at once."""
    builders.found_town()
    builders.publish(bare_world.outside, sources=SOURCES)
    return builders.open_case(bare_world)


def test_the_step_that_opens_tasks_calls_and_timers_stays_within_the_budget(bare_world: World, case: OpenCase) -> None:
    citizen, task = builders.citizen(bare_world, case), _open_task(case, "ask")

    with _counting() as count:
        tasks.complete(bare_world.outside, citizen, task, {"parcel": "uno"})

    assert 0 < len(count.statements) <= MOST, count.statements
    assert count.commits == 1


def test_an_answer_stays_within_the_budget(bare_world: World, case: OpenCase) -> None:
    tasks.complete(bare_world.outside, builders.citizen(bare_world, case), _open_task(case, "ask"), {"parcel": "uno"})
    call = _call(case, "tell_one")

    with _counting() as count:
        calls.answer(bare_world.outside, builders.TOWN, case.id, call, {"reference": "r"})

    assert 0 < len(count.statements) <= MOST, count.statements
    assert count.commits == 1


def test_the_cost_does_not_grow_with_the_case(world: World) -> None:
    case = builders.open_case(world)
    builders.hire(world)
    clerk = builders.signed_in(world)
    citizen = builders.citizen(world, case)
    for _ in range(5):
        tasks.save(world.outside, citizen, _open_task(case, "ask"), {"parcel": "un"})
    with _counting() as first:
        tasks.complete(world.outside, citizen, _open_task(case, "ask"), {"parcel": "uno"})

    with _counting() as last:
        tasks.complete(world.outside, clerk, _open_task(case, "decide"), {"note": "yes"})

    assert len(last.statements) <= len(first.statements) <= MOST


def _open_task(case: OpenCase, element: str) -> UUID:
    with db.reading() as session:
        return next(
            task.id for task in cases.tasks_of(session, case.id) if task.status == "open" and task.element == element
        )


def _call(case: OpenCase, element: str) -> UUID:
    with db.reading() as session:
        return session.scalars(select(CallRow.id).where(CallRow.case_id == case.id, CallRow.element == element)).one()
