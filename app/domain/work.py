"""What a step of the engine asks of the world: tasks for people, calls for workers, timers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

USUAL, URGENT = 50, 100
"""The priority of a task that does not state one, and the highest; the lowest is 0."""

Json = str | int | bool | float | None | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class HumanTask:
    """A user or manual task that began to wait for a person.

    `id` is the engine's task id, unique for ever. `element` is the BPMN id, `lane` the lane's
    name ("" without lanes), `form` the form's id or None. `properties` are the diagram's own
    name/value pairs (`level`, `verifies`, ...).
    """

    id: UUID
    element: str
    name: str
    lane: str
    form: str | None
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OperatorCall:
    """A service task that waits for a worker. `id` doubles as the idempotency key.

    `retries` and `backoff_seconds` are the diagram's wish, None when it has none.
    """

    id: UUID
    element: str
    operator: str
    params: Mapping[str, Json]
    retries: int | None = None
    backoff_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that began to wait; `tick` at or after `due_at` (aware UTC) moves the case."""

    task_id: UUID
    element: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Transition:
    """One change of state of one engine task, in the order in which it happened.

    States are the words of the engine: "future", "waiting", "ready", "started", "completed",
    "error", "cancelled"; `origin` is "" for a task that was just born.
    """

    task_id: UUID
    element: str
    origin: str
    target: str


@dataclass(frozen=True, slots=True)
class Step:
    """The outcome of one move of the engine.

    `state` is opaque (see `app.engine.codec`). `tasks`, `calls` and `timers` began to wait in this
    step; `withdrawn` are the ids of tasks, calls and timers that stopped waiting in it, whether
    completed or cancelled. `ended` is true when nothing is left to do.
    """

    state: bytes
    transitions: tuple[Transition, ...]
    tasks: tuple[HumanTask, ...]
    calls: tuple[OperatorCall, ...]
    timers: tuple[Timer, ...]
    withdrawn: tuple[UUID, ...]
    ended: bool
