"""Timers that read the time of the move, never the machine's clock."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.event_definitions import CycleTimerEventDefinition, MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.util.task import TaskState

from app.domain import errors
from app.engine import clock, expressions

KINDS = frozenset({"timeDate", "timeDuration", "timeCycle"})
_MOST_ROUNDS = 1000
_ISO = re.compile(r"P(?=[\dT])[\d.,YMWDTHS]*[YMWDTHS]|R-?\d*/\S*|\d{4}-\d{2}-\d{2}(?:T\S*)?", re.ASCII)
"""What is meant as a text of ISO 8601, rightly written or not: no variable looks like that."""


class _AnyCalendar:
    zone = ZoneInfo("UTC")

    def add_working_days(self, start: date, n: int, /) -> date:
        return start + timedelta(days=n)


class Deadline(TimerEventDefinition):
    """A timer that is due once: a duration, a date, an instant or a function of deadlines.

    Its instant is fixed when it begins to wait and kept under a key of its own, so that two
    timers of one event gateway do not share it.
    """

    def due_at(self, my_task: Any) -> datetime | None:
        """Return when it is due, None before it waits."""
        kept = my_task.internal_data.get(self._key)
        return datetime.fromisoformat(kept) if kept else None

    def has_fired(self, my_task: Any) -> bool:
        """Say whether it is due, fixing its instant the first time."""
        due = self.due_at(my_task)
        if due is None:
            due = clock.due(my_task.workflow.script_engine.evaluate(my_task, self.expression))
            my_task.internal_data[self._key] = due.isoformat()
        return due <= clock.current().now

    def put_off(self, my_task: Any, until: datetime) -> None:
        """Let it be due at `until` instead."""
        my_task.internal_data[self._key] = until.isoformat()

    def reset(self, my_task: Any) -> None:
        """Forget that it fired, and when it was due."""
        my_task.internal_data.pop(self._key, None)
        super().reset(my_task)

    @property
    def _key(self) -> str:
        return f"due {self.name}"


class Cycle(CycleTimerEventDefinition):
    """A timer that is due again and again: "R3/P7D" starts its branch three times, a week apart."""

    def due_at(self, my_task: Any) -> datetime | None:
        """Return when it is due next, None when it does not wait."""
        kept = my_task.internal_data.get("cycle")
        return datetime.fromisoformat(kept["due"]) if kept and kept["left"] else None

    def cycle_complete(self, my_task: Any) -> bool:
        """Say whether a round is due now, and set the next one."""
        kept = my_task.internal_data.get("cycle")
        if kept is None:
            kept = self._begin(my_task)
        begun = datetime.fromisoformat(kept["due"])
        if not kept["left"] or begun > clock.current().now:
            return False
        left, every = kept["left"] - 1, kept["every"]
        my_task.internal_data["cycle"] = {"left": left, "every": every, "due": clock.due(every, begun).isoformat()}
        my_task.internal_data["event_fired"] = not left
        return True

    def reset(self, my_task: Any) -> None:
        """Forget its rounds."""
        my_task.internal_data.pop("cycle", None)
        super().reset(my_task)

    def _begin(self, my_task: Any) -> dict[str, Any]:
        rounds, every = _rounds(my_task.workflow.script_engine.evaluate(my_task, self.expression))
        kept = {"left": rounds, "every": every, "due": clock.due(every).isoformat()}
        my_task.internal_data["cycle"] = kept
        return kept


def complaint(kind: str, source: str | None) -> str | None:
    """Return what is wrong with a timer's expression, as far as can be told without variables.

    `kind` is the BPMN element: "timeDate", "timeDuration" or "timeCycle".
    """
    if not source or not source.strip():
        return "el temporizador está vacío"
    bare = source.strip()
    if _ISO.fullmatch(bare):
        return _reading(kind, repr(bare)) or f'el texto del temporizador va entre comillas: "{bare}"'
    found = expressions.check(source)
    if found or expressions.reads(source):
        return found
    return _reading(kind, source)


def _reading(kind: str, source: str) -> str | None:
    with clock.at(clock.Moment(datetime(2026, 1, 1, tzinfo=UTC), _AnyCalendar())):
        try:
            value = expressions.evaluate(source)
            if kind == "timeCycle":
                value = _rounds(value)[1]
            clock.due(value)
        except errors.ExpressionRejected as exc:
            return str(exc)
    return None


def waiting(task: Any) -> datetime | None:
    """Return when the first timer of a waiting task is due, None when it has none."""
    return min(_dues(task, task.task_spec.event_definition), default=None)


def put_off(task: Any, later: Callable[[datetime], datetime]) -> bool:
    """Move the last deadline at the edge of a waiting task to `later` of what it was; return whether there is one."""
    event = _last_beside(task)
    due = waiting(event) if event is not None else None
    if event is None or due is None:
        return False
    event.task_spec.event_definition.put_off(event, later(due))
    return True


def _last_beside(task: Any) -> Any | None:
    """Return the event drawn at the edge of a waiting task whose deadline comes last, None without one.

    What comes before it on the same task are reminders.
    """
    split = task.parent
    if split is None or not isinstance(split.task_spec, BoundaryEventSplit):
        return None
    found = [
        event
        for event in split.children
        if isinstance(getattr(event.task_spec, "event_definition", None), Deadline) and waiting(event) is not None
    ]
    return max(found, key=lambda event: str(waiting(event)), default=None)


def _dues(task: Any, definition: Any) -> Iterator[datetime]:
    if isinstance(definition, MultipleEventDefinition):
        for inner in definition.event_definitions:
            yield from _dues(task, inner)
    elif isinstance(definition, Deadline | Cycle) and task.has_state(TaskState.WAITING):
        due = definition.due_at(task)
        if due is not None:
            yield due


def _rounds(value: object) -> tuple[int, str]:
    rounds, _, every = value.partition("/") if isinstance(value, str) else ("", "", "")
    if not rounds[:1] == "R" or not rounds[1:].isdecimal() or not every.startswith("P"):
        raise errors.ExpressionRejected('un ciclo dice cuántas vueltas y cada cuánto, como "R3/P7D"')
    count = int(rounds[1:5])
    if not 0 < count <= _MOST_ROUNDS or len(rounds) > len("R1000"):
        raise errors.ExpressionRejected(f"un ciclo tiene de 1 a {_MOST_ROUNDS} vueltas")
    return count, every
