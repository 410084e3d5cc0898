"""The library is the one we know, and stays as published outside of a move."""

import pytest
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task

from app.engine import journal
from tests.engine import drawing
from tests.engine.drawing import END, START, diagram, flows, load, node


def test_another_version_of_the_library_is_refused() -> None:
    with pytest.raises(ImportError, match=r"3\.2\.1"):
        journal.check("3.2.1", ())


def test_another_source_of_what_is_replaced_is_refused() -> None:
    with pytest.raises(ImportError, match="complete"):
        journal.check(journal.LIBRARY, [(Task.complete, "0" * 16)])


def test_the_library_runs_as_published_outside_of_a_move() -> None:
    spec = load(
        diagram(
            START,
            node("parallelGateway", "split"),
            node("manualTask", "a"),
            drawing.script("b", "x = 1"),
            node("parallelGateway", "join"),
            END,
            flows("start split a join end", "split b join"),
        )
    )
    workflow = BpmnWorkflow(spec.process, dict(spec.inner))

    workflow.do_engine_steps()
    [task] = workflow.get_tasks(manual=True, state=16)
    task.run()
    workflow.do_engine_steps()

    assert workflow.is_completed()
    assert task.last_state_change > 1_000_000_000
    assert journal.open_journal() is None
