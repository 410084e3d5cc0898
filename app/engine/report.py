"""Tell what a move did: its transitions, and what began or stopped waiting."""

from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.event_definitions import (
    MessageEventDefinition,
    MultipleEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.util.task import TaskState

from app.domain import work
from app.engine import codec, plain, timers
from app.engine.dialect import DeferredServiceTask
from app.engine.flow import Flow
from app.engine.journal import Journal
from app.engine.specs import Spec

WORDS = {
    TaskState.FUTURE: "future",
    TaskState.WAITING: "waiting",
    TaskState.READY: "ready",
    TaskState.STARTED: "started",
    TaskState.COMPLETED: "completed",
    TaskState.ERROR: "error",
    TaskState.CANCELLED: "cancelled",
}


def step(spec: Spec, flow: Flow, book: Journal, dues: dict[UUID, datetime]) -> work.Step:
    """Return the step that `book` describes; `dues` are the timers that waited before it."""
    touched: dict[UUID, tuple[Any, int]] = {}
    for task, origin, _ in book.entries:
        touched.setdefault(task.id, (task, origin))
    begun = [task for task, origin in touched.values() if asks(task, task._state) and not asks(task, origin)]
    stopped = [task.id for task, origin in touched.values() if asks(task, origin) and not asks(task, task._state)]
    now_due = timers_of(flow)
    return work.Step(
        state=codec.dump(spec, flow, book.serial),
        transitions=_transitions(book),
        tasks=tuple(human(spec, task) for task in begun if task.task_spec.manual),
        calls=tuple(_call(task, book.params[task.id]) for task in begun if task.id in book.params),
        timers=tuple(timer(flow, key, due) for key, due in now_due.items() if dues.get(key) != due),
        withdrawn=(*stopped, *(key for key in dues if key not in now_due)),
        ended=flow.is_completed(),
    )


def asks(task: Any, state: int) -> bool:
    """Say whether `task`, in `state`, waits for a person or a worker."""
    if task.task_spec.manual:
        return state == TaskState.READY
    return state == TaskState.STARTED and isinstance(task.task_spec, DeferredServiceTask)


def timers_of(flow: Flow) -> dict[UUID, datetime]:
    """Return the waiting timers by task, each with the instant when it is due."""
    found = ((task, timers.waiting(task)) for task in flow.event_manager.tasks.values())
    return {task.id: due for task, due in found if due is not None}


def human(spec: Spec, task: Any) -> work.HumanTask:
    """Return a waiting user or manual task as the office knows it."""
    element = spec.elements[task.task_spec.bpmn_id]
    return work.HumanTask(
        id=task.id,
        element=element.id,
        name=element.name or element.id,
        lane=element.lane,
        form=element.form,
        properties=element.properties,
    )


def timer(flow: Flow, key: UUID, due: datetime) -> work.Timer:
    """Return a waiting timer as the office knows it."""
    return work.Timer(task_id=key, element=flow.event_manager.tasks[key].task_spec.bpmn_id, due_at=due)


def pending(task: Any) -> list[Any]:
    """Return the messages and signals that the waiting event `task` listens for."""
    definition = task.task_spec.event_definition
    inner = definition.event_definitions if isinstance(definition, MultipleEventDefinition) else [definition]
    return [found for found in inner if isinstance(found, MessageEventDefinition | SignalEventDefinition)]


def _call(task: Any, params: dict[str, Any]) -> work.OperatorCall:
    spec = task.task_spec
    return work.OperatorCall(
        id=task.id,
        element=spec.bpmn_id,
        operator=spec.operation_name,
        params=plain.group(params),
        retries=spec.retries,
        backoff_seconds=spec.retry_backoff_base,
    )


def _transitions(book: Journal) -> tuple[work.Transition, ...]:
    found: list[work.Transition] = []
    reported: dict[UUID, str] = {}
    for task, origin, target in book.entries:
        word, before = WORDS.get(target), reported.get(task.id, WORDS.get(origin, ""))
        if task.task_spec.bpmn_id is None or word is None or word == before:
            continue
        reported[task.id] = word
        found.append(work.Transition(task.id, task.task_spec.bpmn_id, before, word))
    return tuple(found)
