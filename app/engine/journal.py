"""Write down every change of state of a move, at the one place where SpiffWorkflow makes them.

SpiffWorkflow 3.2.0 tells nobody of all its changes of state, so a few of its functions are
replaced when this module is imported. A replacement works only inside `writing`, for the thread
or task that opened it; elsewhere the library behaves as published, except for the depth of its
walks. The version and the sources of what is replaced are pinned: an unknown one stops the import.

The replacements also mend what was found wrong in 3.2.0:

* walks ended at depth 1000, so that a long loop stopped and called itself completed;
* a value that one of two parallel branches changed was lost when the other branch ended last;
* walks up the tree recursed once per level.
"""

import hashlib
import inspect
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import metadata
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.bpmn.util.task import BpmnTaskIterator
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskIterator, TaskState

LIBRARY = "3.2.0"
_UNLIMITED = 2**62
_PINS: tuple[tuple[Callable[..., Any], str], ...] = (
    (Task._set_state, "86c4c1d22dc9b70f"),
    (Task.__init__, "5d98d6df6c602dfb"),
    (Task._inherit_data, "881f3fbdcf64c763"),
    (Task.is_descendant_of, "e3322602ff369793"),
    (Task.find_ancestor, "2c421b50e170644c"),
    (TaskIterator.__init__, "86cd5292d76b19c4"),
    (BpmnTaskIterator.__init__, "d2e1aaf4d8328c22"),
    (UnstructuredJoin._run_hook, "2618569c760d44db"),
)
_JOURNAL: ContextVar["Journal"] = ContextVar("journal")


class Journal:
    """The changes of one move, in order, and what its service tasks ask for.

    `serial` counts changes over the whole life of a case; it stands in for the library's time
    stamps, so that equal moves leave equal states.
    """

    def __init__(self, serial: int = 0) -> None:
        self.serial = serial
        self.entries: list[tuple[Any, int, int]] = []
        self.params: dict[UUID, dict[str, Any]] = {}

    def note(self, task: Any, origin: int, target: int) -> None:
        """Write down that `task` went from `origin` to `target`; 0 is its birth."""
        self.serial += 1
        task.last_state_change = self.serial
        self.entries.append((task, origin, target))
        if isinstance(task.workflow, Indexed):
            task.workflow.moved(task, target)


class Indexed:
    """A workflow that keeps its READY and WAITING tasks at hand, in the order of their change."""

    def __init__(self) -> None:
        self.ready: dict[UUID, Any] = {}
        self.waiting: dict[UUID, Any] = {}

    def moved(self, task: Any, target: int) -> None:
        """Take notice that `task` is in the state `target` now."""
        self.ready.pop(task.id, None)
        self.waiting.pop(task.id, None)
        if target == TaskState.READY:
            self.ready[task.id] = task
        elif target == TaskState.WAITING:
            self.waiting[task.id] = task


@contextmanager
def writing(serial: int = 0) -> Iterator[Journal]:
    """Write the changes made inside the block into a new journal."""
    journal = Journal(serial)
    token = _JOURNAL.set(journal)
    try:
        yield journal
    finally:
        _JOURNAL.reset(token)


def open_journal() -> Journal | None:
    """Return the journal of the running move, None outside of any."""
    return _JOURNAL.get(None)


def ancestors(task: Any) -> Iterator[Any]:
    """Walk from the parent of `task` up to the root."""
    tasks = task.workflow.tasks
    above = tasks.get(task._parent)
    while above is not None:
        yield above
        above = tasks.get(above._parent)


def earlier_round(chain: list[Any], name: str) -> int:
    """Return the place in `chain` of the latest ancestor called `name`, or the length of `chain`.

    In a loop that is the same gateway's previous round: what hangs above it is of no concern now.
    """
    return next((place for place, above in enumerate(chain) if above.task_spec.name == name), len(chain))


def meeting_point(task: Any, places: dict[UUID, int]) -> int:
    """Return the place, among the ancestors `places` of another task, where `task` branched off."""
    above = task
    while above.id not in places:
        above = above.parent
    return places[above.id]


def _set_state(self: Any, value: int) -> None:
    journal = _JOURNAL.get(None)
    if journal is None:
        _stock_set_state(self, value)
        return
    origin = self._state
    if value != origin:
        self._state = value
        journal.note(self, origin, value)


def _init(self: Any, workflow: Any, task_spec: Any, parent: Any = None, state: int = 1, id: Any = None) -> None:  # noqa: A002  # the library's own signature
    _stock_init(self, workflow, task_spec, parent, state, id)
    journal = _JOURNAL.get(None)
    if journal is not None:
        journal.note(self, 0, state)


def _inherit_data(self: Any) -> None:
    if _JOURNAL.get(None) is None:
        _stock_inherit_data(self)
    else:
        self.data = {**self.data, **self.parent.data}


def _is_descendant_of(self: Any, task: Any) -> bool:
    return any(above is task for above in ancestors(self))


def _find_ancestor(self: Any, spec_name: str) -> Any:
    return next((above for above in ancestors(self) if above.task_spec.name == spec_name), None)


def _join(self: Any, my_task: Any) -> bool:
    """Join branches: each contributes what it changed since they parted; the later one wins."""
    if _JOURNAL.get(None) is None:
        return bool(_stock_join(self, my_task))
    chain = list(ancestors(my_task))
    places = {above.id: place for place, above in enumerate(chain)}
    limit = earlier_round(chain, self.name)
    arrived: list[Any] = []
    parted = 0
    for task in my_task.workflow.tasks.values():
        finished = task.task_spec is self and task.has_state(TaskState.FINISHED_MASK) and task.id not in places
        if finished and (place := meeting_point(task, places)) <= limit:
            arrived.append(task)
            parted = max(parted, place)
    arrived.sort(key=lambda task: task.last_state_change)
    my_task.data = _merged(chain[parted].data, [task.parent.data for task in (*arrived, my_task)])
    return True


def _merged(base: dict[str, Any], branches: list[dict[str, Any]]) -> dict[str, Any]:
    merged = dict(base)
    for branch in branches:
        merged.update({name: value for name, value in branch.items() if name not in base or base[name] != value})
        for name in base.keys() - branch.keys():
            merged.pop(name, None)
    return merged


def check(version: str, pins: Iterable[tuple[Callable[..., Any], str]]) -> None:
    """Raise `ImportError` unless the library's version and the sources of what is replaced are known."""
    if version != LIBRARY:
        raise ImportError(f"app.engine is written for SpiffWorkflow {LIBRARY}, not {version}")
    for function, pin in pins:
        if hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16] != pin:
            raise ImportError(f"SpiffWorkflow's {function.__qualname__} is not the one app.engine knows")


def _replace() -> None:
    Task._set_state = _set_state  # type: ignore[method-assign]  # the single choke point of all changes
    Task.__init__ = _init  # type: ignore[method-assign]  # births do not pass by _set_state
    Task._inherit_data = _inherit_data  # type: ignore[method-assign]  # whole variables, never merged in place
    Task.is_descendant_of = _is_descendant_of  # type: ignore[method-assign]  # recursed per level
    Task.find_ancestor = _find_ancestor  # type: ignore[method-assign]  # recursed per level
    UnstructuredJoin._run_hook = _join  # type: ignore[method-assign]  # whole variables, of this round
    TaskIterator.__init__.__defaults__ = (None, _UNLIMITED, True, None)
    BpmnTaskIterator.__init__.__defaults__ = (None, _UNLIMITED, True, False, None)
    for name in ("spiff.task", "spiff.workflow", "spiff.data", "spiff.dmn"):
        logging.getLogger(name).setLevel(logging.WARNING)  # at INFO each message lists every task, with its data


check(metadata.version("SpiffWorkflow"), _PINS)
_stock_set_state = Task._set_state
_stock_init = Task.__init__
_stock_inherit_data = Task._inherit_data
_stock_join = UnstructuredJoin._run_hook
_replace()
