"""Run a case from rest to rest: bytes in, `Step` out.

Every function here is pure but for the random ids of new tasks: the same state, move, `now`,
`calendar` and `office` give the same step. A function that raises has changed nothing.

`office` holds the facts that the office gives with each move, under the variable `office` of
expressions; a move without them sees those of the last move that had them.

Transitions are those of the nodes drawn in the diagram, in order; what the library puts between
them (splits, joins) and what it merely predicts is left out. A task that is dropped because its
branch was cancelled goes to "cancelled". A timer that recurs is reported again, under the same
id, with its next time. Messages and signals that nobody in the case waits for are dropped.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.spiff.specs.event_definitions import ErrorEventDefinition, MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from app.domain import errors, work
from app.engine import clock, codec, failures, journal, plain, report, timers, warm
from app.engine.clock import Calendar
from app.engine.flow import Flow
from app.engine.specs import Spec

MOST_STEPS = 500
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listener:
    """An event that waits for the message or signal called `name`."""

    task_id: UUID
    element: str
    name: str


def start(
    spec: Spec, data: Mapping[str, Any], *, now: datetime, calendar: Calendar, office: Facts | None = None
) -> work.Step:
    """Start a case of `spec` with the variables `data` and run it to rest.

    Raises `DiagramRejected` when the diagram cannot be run with them.
    """
    variables = plain.group(data)
    facts = _facts(office)
    with failures.translating(), clock.at(_moment(now, calendar, facts)), journal.writing() as book:
        flow = Flow(spec.process, spec.inner)
        flow.office = facts
        flow.task_tree.data = variables
        return _settle(spec, flow, book, {})


def complete(  # noqa: PLR0913  # a move, its case and its circumstances, each named at the call
    spec: Spec,
    state: bytes,
    task_id: UUID,
    answers: Mapping[str, Any],
    *,
    now: datetime,
    calendar: Calendar,
    office: Facts | None = None,
) -> work.Step:
    """Complete a human task and run to rest; the state keeps of `answers` what `prune` keeps.

    Raises `TaskNotReady` when the task is not waiting, so that a second click does no harm.
    """

    def act(flow: Flow) -> None:
        task = _task(flow, task_id)
        if not task.task_spec.manual or not task.has_state(TaskState.READY):
            raise errors.TaskNotReady(task_id)
        variable = spec.elements[task.task_spec.bpmn_id].variable
        if variable:
            task.data[variable] = prune(spec, task.task_spec.bpmn_id, answers)
        task.run()

    return _move(spec, state, act, _moment(now, calendar, _facts(office)))


def prune(spec: Spec, element: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to the user task `element` that enter the state.

    Those are the fields that some expression of the diagram reads, of a group only the fields that are
    read of it, and "ref", the name of the sealed answers. Raises `Invalid` when they are not JSON.
    """
    found = spec.elements.get(element)
    wanted = spec.wanted.get(found.variable, frozenset()) if found else frozenset()
    return plain.group(_kept(answers, {*wanted, "ref"}))


def _kept(answers: Mapping[str, Any], wanted: Collection[str]) -> dict[str, Any]:
    """Return what `wanted` names ("field", or "group.field" where no more of the group is read)."""
    kept = {name: value for name, value in answers.items() if name in wanted}
    for name, value in answers.items():
        inner = [path.partition(".")[2] for path in wanted if path.startswith(f"{name}.")]
        if inner and name not in kept:
            kept[name] = _kept(value, inner) if isinstance(value, Mapping) else value
    return kept


def answer(  # noqa: PLR0913  # as complete
    spec: Spec,
    state: bytes,
    call_id: UUID,
    result: Mapping[str, Any],
    *,
    now: datetime,
    calendar: Calendar,
    office: Facts | None = None,
) -> work.Step:
    """Give a waiting call its result, under its result variable, and run to rest.

    Raises `TaskNotReady` when the call does not wait: answered, failed or withdrawn before.
    """

    def act(flow: Flow) -> None:
        call = _call(flow, call_id)
        variable = spec.elements[call.task_spec.bpmn_id].variable
        if variable:
            call.data[variable] = plain.group(result)
        call.complete()

    return _move(spec, state, act, _moment(now, calendar, _facts(office)))


def fail(  # noqa: PLR0913  # as complete
    spec: Spec,
    state: bytes,
    call_id: UUID,
    error_code: str,
    message: str,
    *,
    now: datetime,
    calendar: Calendar,
    office: Facts | None = None,
) -> work.Step:
    """Send a waiting call down the path that the diagram draws for `error_code`.

    The error's variable, when it has one, gets {"code", "message"}. Raises `TaskNotReady` when
    the call does not wait, `ErrorNotCaught` when no boundary event catches the error.
    """

    def act(flow: Flow) -> None:
        call = _call(flow, call_id)
        event = failures.catcher(flow, call, error_code)
        if event is None:
            raise errors.ErrorNotCaught(f"nothing in the diagram catches {error_code} of {call.task_spec.bpmn_id}")
        definition = ErrorEventDefinition(event.task_spec.event_definition.name, code=error_code)
        payload = {"code": error_code, "message": message}
        event.task_spec.catch(event, BpmnEvent(definition, payload=payload))
        event.task_spec._update(event)

    return _move(spec, state, act, _moment(now, calendar, _facts(office)))


def tick(spec: Spec, state: bytes, *, now: datetime, calendar: Calendar, office: Facts | None = None) -> work.Step:
    """Let the timers that are due go off, and run to rest; without any the step is empty."""
    return _move(spec, state, lambda _: None, _moment(now, calendar, _facts(office)))


def put_off(  # noqa: PLR0913  # as complete
    spec: Spec,
    state: bytes,
    task_id: UUID,
    later: Callable[[datetime], datetime],
    *,
    now: datetime,
    calendar: Calendar,
    office: Facts | None = None,
) -> work.Step:
    """Give a waiting human task more time: the last deadline at its edge moves to `later` of what it was.

    Raises `TaskNotReady` when the task does not wait, or has no deadline that does.
    """

    def act(flow: Flow) -> None:
        task = _task(flow, task_id)
        if not task.has_state(TaskState.READY) or not timers.put_off(task, later):
            raise errors.TaskNotReady(task_id)

    return _move(spec, state, act, _moment(now, calendar, _facts(office)))


def message(  # noqa: PLR0913  # as complete
    spec: Spec,
    state: bytes,
    name: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    calendar: Calendar,
    office: Facts | None = None,
    task_id: UUID | None = None,
) -> work.Step:
    """Deliver the message `name` to the event `task_id`, or to all that wait for it.

    Raises `TaskNotReady` when none does.
    """

    def act(flow: Flow) -> None:
        event = BpmnEvent(MessageEventDefinition(name), payload=plain.group(payload))
        catching = [
            task
            for task in flow.event_manager.tasks.values()
            if task_id in {None, task.id} and task.has_state(TaskState.WAITING) and task.task_spec.catches(task, event)
        ]
        if not catching:
            raise errors.TaskNotReady(task_id or name)
        for task in catching:
            task.task_spec.catch(task, event)
            task.task_spec._update(task)

    return _move(spec, state, act, _moment(now, calendar, _facts(office)))


def listeners(spec: Spec, state: bytes) -> tuple[Listener, ...]:
    """Return the events of the case that wait for a message or signal from outside."""
    flow, _ = codec.load(spec, state)
    return tuple(
        Listener(task.id, task.task_spec.bpmn_id, pending.name)
        for task in flow.event_manager.tasks.values()
        for pending in report.pending(task)
    )


def _move(spec: Spec, state: bytes, act: Callable[[Flow], None], moment: clock.Moment) -> work.Step:
    flow, serial = _read(spec, state)
    if moment.office is None:
        moment = clock.Moment(moment.now, moment.calendar, flow.office)
    flow.office = moment.office
    dues = report.timers_of(flow)
    with failures.translating(), clock.at(moment), journal.writing(serial) as book:
        act(flow)
        return _settle(spec, flow, book, dues)


def _read(spec: Spec, state: bytes) -> tuple[Flow, int]:
    codec.check(spec, state)
    return warm.take(state) or codec.load(spec, state)


def _settle(spec: Spec, flow: Flow, book: journal.Journal, dues: dict[UUID, datetime]) -> work.Step:
    """Run what needs nobody until nothing changes any more, and report."""
    steps = 0

    def count(_: Any) -> None:
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS:
            raise errors.DiagramRejected(f"el diagrama sigue más de {MOST_STEPS} pasos sin descanso")
        _bear(flow)

    written = -1
    while written != len(book.entries):
        written = len(book.entries)
        flow.do_engine_steps(will_complete_task=count)
    flow.get_events()
    _bear(flow)
    step = report.step(spec, flow, book, dues)
    if not step.ended:
        warm.keep(step.state, flow, book.serial)
    return step


def _bear(flow: Flow) -> None:
    """Raise `DiagramRejected` when a case has more tasks, those of its subprocesses included, than can be kept."""
    if sum(len(workflow.tasks) for workflow in (flow, *flow.subprocesses.values())) > codec.MOST_TASKS:
        raise errors.DiagramRejected(f"el expediente ha pasado de {codec.MOST_TASKS} tareas")


def _task(flow: Flow, task_id: UUID) -> Any:
    for workflow in (flow, *flow.subprocesses.values()):
        if task_id in workflow.tasks:
            return workflow.tasks[task_id]
    raise errors.TaskNotReady(task_id)


def _call(flow: Flow, call_id: UUID) -> Any:
    task = _task(flow, call_id)
    if task.task_spec.manual or not report.asks(task, task._state):
        raise errors.TaskNotReady(call_id)
    return task


def _facts(office: Facts | None) -> dict[str, Any] | None:
    return None if office is None else plain.group(office)


def _moment(now: datetime, calendar: Calendar, office: Facts | None) -> clock.Moment:
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    return clock.Moment(now, calendar, office)
