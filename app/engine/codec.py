"""Write the state of a case as bytes, and read it back against its spec.

    byte 0      format, 1
    byte 1      length of the library's version, then that version in ASCII
    32 bytes    digest of the procedure
    4 bytes     CRC-32 of the rest, big-endian
    the rest    JSON: a list of workflows, the case's own first, then its subprocesses

The spec is not in it. Each task is an array of [id, place of its parent, name in `n`, state,
serial, triggered, internal data, variables that differ from the parent's, variables it lacks],
in the order of birth, so that equal histories leave equal bytes but for the random ids.
"""

import zlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.domain import errors
from app.engine import journal, specs
from app.engine.flow import Flow

FORMAT = 1
MOST_TASKS = 50_000
_PLAIN = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS
_STATES = frozenset(TaskState._values)
_LIBRARY = journal.LIBRARY.encode()
_HEAD = bytes([FORMAT, len(_LIBRARY)]) + _LIBRARY
_DIGEST = len(_HEAD) + 32
_BODY = _DIGEST + 4


def dump(spec: specs.Spec, flow: Flow, serial: int) -> bytes:
    """Return the state of `flow`. Raises `DiagramRejected` when a variable is not JSON."""
    places = {flow: 0, **{inner: place for place, inner in enumerate(flow.subprocesses.values(), 1)}}
    workflows = [flow, *flow.subprocesses.values()]
    names: dict[str, int] = {}
    try:
        written = [_workflow(workflow, names, places) for workflow in workflows]
        listening = [task.id.hex for task in flow.event_manager.tasks.values()]
        body = orjson.dumps(
            {"s": serial, "o": flow.office, "n": list(names), "e": listening, "w": written}, option=_PLAIN
        )
    except orjson.JSONEncodeError as exc:
        raise errors.DiagramRejected("una variable del expediente no es JSON") from exc
    return b"".join((_HEAD, spec.digest, zlib.crc32(body).to_bytes(4), body))


def load(spec: specs.Spec, state: bytes) -> tuple[Flow, int]:
    """Return the workflow that `state` describes, and its serial.

    Raises `StateRejected` for the state of another procedure, version or library, and for bytes
    that are no state at all.
    """
    check(spec, state)
    body = state[_BODY:]
    if zlib.crc32(body).to_bytes(4) != state[_DIGEST:_BODY]:
        raise errors.StateRejected("the state is damaged")
    try:
        found = orjson.loads(body)
        return _restore(spec, found), int(found["s"])
    except (ValueError, TypeError, LookupError, AttributeError) as exc:
        raise errors.StateRejected("the state cannot be read") from exc


def digest_in(state: bytes) -> bytes:
    """Return the digest of the procedure that `state` belongs to. Raises `StateRejected`."""
    if len(state) < _BODY or not state.startswith(_HEAD):
        raise errors.StateRejected("these bytes are not a state of this engine")
    return state[len(_HEAD) : _DIGEST]


def check(spec: specs.Spec, state: bytes) -> None:
    """Raise `StateRejected` unless `state` says that it belongs to `spec`."""
    if digest_in(state) != spec.digest:
        raise errors.StateRejected("the state belongs to another version of the procedure")


def _workflow(workflow: Any, names: dict[str, int], places: Mapping[Any, int]) -> dict[str, Any]:
    order = {task_id: place for place, task_id in enumerate(workflow.tasks)}
    found: dict[str, Any] = {
        "t": [_row(task, order, names) for task in workflow.tasks.values()],
        "d": workflow.data,
        "c": workflow.correlations,
        "l": order.get(workflow.last_task.id) if workflow.last_task else None,
        "f": [workflow.success, workflow.completed],
    }
    if workflow.parent_task_id is not None:
        found["p"] = [places[workflow.parent_workflow], workflow.parent_task_id.hex]
    return found


def _row(task: Any, order: Mapping[UUID, int], names: dict[str, int]) -> list[Any]:
    parent = task.workflow.tasks.get(task._parent)
    given = parent.data if parent is not None else {}
    data = task.data
    return [
        task.id.hex,
        order[task._parent] if parent is not None else None,
        names.setdefault(task.task_spec.name, len(names)),
        task._state,
        task.last_state_change,
        int(task.triggered),
        task.internal_data or 0,
        {k: v for k, v in data.items() if k not in given or (given[k] is not v and not _same(given[k], v))} or 0,
        [k for k in given if k not in data] or 0,
    ]


def _same(one: Any, other: Any) -> bool:
    """Say whether two JSON values are written alike; Python's == takes 1 for True."""
    return bool(one == other) and orjson.dumps(one) == orjson.dumps(other)


def _restore(spec: specs.Spec, found: Mapping[str, Any]) -> Flow:
    names = found["n"]
    flow = Flow(spec.process, spec.inner, restoring=True)
    workflows: list[Any] = [flow]
    rows = found["w"]
    _fill(flow, rows[0], names)
    for row in rows[1:]:
        place, parent_id = row["p"]
        host = workflows[place].tasks[UUID(parent_id)]
        inner = BpmnSubWorkflow(spec.inner[host.task_spec.spec], host.id, flow, deserializing=True)
        flow.subprocesses[host.id] = inner
        _fill(inner, row, names)
        if isinstance(host.task_spec, SubWorkflowTask):
            inner.completed_event.connect(host.task_spec._on_subworkflow_completed, host)
        workflows.append(inner)
    _wake(flow, workflows, found["e"])
    flow.office = found["o"]
    return flow


def _fill(workflow: Any, row: Mapping[str, Any], names: list[str]) -> None:
    task_specs = workflow.spec.task_specs
    if not 0 < len(row["t"]) <= MOST_TASKS:
        raise ValueError
    made: list[Any] = []
    for task_id, parent, name, state, serial, triggered, internal, changed, lacking in row["t"]:
        if state not in _STATES or not isinstance(serial, int):
            raise ValueError
        above = None if parent is None else made[parent]
        task: Any = Task.__new__(Task)  # its constructor would look up and stamp what is known here
        task.__dict__ = {
            "id": UUID(int=int(task_id, 16)),
            "workflow": workflow,
            "_parent": above and above.id,
            "_children": [],
            "_state": state,
            "triggered": bool(triggered),
            "task_spec": task_specs[names[name]],
            "thread_id": 0,
            "data": _variables(above.data if above is not None else {}, changed, lacking),
            "internal_data": internal or {},
            "last_state_change": serial,
        }
        workflow.tasks[task.id] = task
        if above is not None:
            above._children.append(task.id)
        made.append(task)
    workflow.task_tree = made[0]
    workflow.data, workflow.correlations = dict(row["d"]), dict(row["c"])
    workflow.last_task = None if row["l"] is None else made[row["l"]]
    workflow.success, workflow.completed = row["f"]


def _variables(given: dict[str, Any], changed: Any, lacking: Any) -> dict[str, Any]:
    found = {**given, **(changed or {})}
    for key in lacking or ():
        del found[key]
    return found


def _wake(flow: Flow, workflows: Iterable[Any], listening: list[str]) -> None:
    """Put the active tasks back where the engine looks for them, in their old order."""
    for task in sorted(flow.tasks.values(), key=lambda task: task.last_state_change):
        if task.has_state(TaskState.READY | TaskState.WAITING):
            flow.moved(task, task._state)
    everywhere = {task.id: task for workflow in workflows for task in workflow.tasks.values()}
    for task_id in listening:
        task = everywhere[UUID(task_id)]
        if not isinstance(task.task_spec, CatchingEvent):
            raise TypeError
        flow.event_manager.add_task(task)
