"""Find the error boundary event that catches a failed call, and word what the library raises."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.event_definitions import ErrorEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.util.task import TaskState

from app.domain import errors
from app.engine.flow import Flow


@contextmanager
def translating() -> Iterator[None]:
    """Let what the library raises inside the block come out as an error of the office."""
    try:
        yield
    except errors.OfficeError:
        raise
    except Exception as exc:  # the library raises whatever its code happens to, over ours too
        below = exc.__context__
        if isinstance(below, errors.OfficeError):
            raise below from exc
        raise errors.DiagramRejected(f"el diagrama no puede seguir ({type(exc).__name__})") from exc


def catcher(flow: Flow, call: Any, code: str) -> Any | None:
    """Return the boundary event that catches `code` thrown by the task `call`, None without one.

    The nearest wins: on the task, then on its repetition, then on the subprocess around it, and so
    on outwards. On one activity an event with that very code goes before one for any error.
    """
    for activity in _outwards(flow, call):
        waiting = list(_boundary(activity))
        for wanted in (code, None):
            for event in waiting:
                if event.task_spec.event_definition.code == wanted:
                    return event
    return None


def _outwards(flow: Flow, task: Any) -> Iterator[Any]:
    while task is not None:
        yield task
        parent = task.parent
        if parent is not None and isinstance(parent.task_spec, LoopTask) and task.triggered:
            task = parent
        elif task.workflow.parent_task_id is not None:
            task = flow.get_task_from_id(task.workflow.parent_task_id)
        else:
            return


def _boundary(activity: Any) -> Iterator[Any]:
    parent = activity.parent
    if parent is None or not isinstance(parent.task_spec, BoundaryEventSplit):
        return
    for event in parent.children:
        if not isinstance(event.task_spec, BoundaryEvent) or not event.has_state(TaskState.WAITING):
            continue
        if isinstance(event.task_spec.event_definition, ErrorEventDefinition):
            yield event
