"""The office's dialect of BPMN: what SpiffWorkflow's parser makes of a diagram here.

Service tasks ask and wait, timers read the move's time, parallel joins look at their own round of
a loop only, repetitions are bounded before they begin, decision tables check their hit policy.
"""

from typing import Any

from SpiffWorkflow.bpmn.parser.event_parsers import EventBasedGatewayParser
from SpiffWorkflow.bpmn.parser.task_parsers import GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EventBasedGateway,
    IntermediateCatchEvent,
    ParallelGateway,
)
from SpiffWorkflow.spiff.parser import event_parsers
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.parser.task_spec import ServiceTaskParser, SpiffTaskParser
from SpiffWorkflow.spiff.specs.defaults import ParallelMultiInstanceTask, SequentialMultiInstanceTask, ServiceTask
from SpiffWorkflow.util.task import TaskState

from app.domain import errors
from app.engine import decisions, diagram, journal, timers

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_TIMES = ("timeDate", "timeDuration", "timeCycle")


class DeferredServiceTask(ServiceTask):
    """A service task that asks instead of acting: it stays STARTED until it is answered."""

    operation_params: dict[str, dict[str, str]]

    def _execute(self, task: Any) -> bool | None:
        found = {
            name: task.workflow.script_engine.evaluate(task, parameter["value"])
            for name, parameter in self.operation_params.items()
        }
        book = journal.open_journal()
        if book is not None:
            book.params[task.id] = found
        return None


class RoundedParallelGateway(ParallelGateway):
    """A parallel join that counts the arrivals of its own round when it stands in a loop.

    The library's counts those of earlier rounds too, so that it fired before all had arrived.
    """

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        missing = {spec.name for spec in self.inputs}
        chain = [my_task, *journal.ancestors(my_task)]
        places = {task.id: place for place, task in enumerate(chain)}
        limit = 1 + journal.earlier_round(chain[1:], self.name)
        for task in my_task.workflow.tasks.values():
            if task.task_spec is not self or (task is not my_task and task.id in places):
                continue
            place = journal.meeting_point(task, places)
            if place == 0 and task is not my_task:
                _strike_way_back(task, missing)
            elif place <= limit and task.parent.has_state(TaskState.COMPLETED):
                missing.discard(task.parent.task_spec.name)
        return not missing


def _strike_way_back(task: Any, missing: set[str]) -> None:
    """Drop the input by which a later round would come back here: it cannot arrive before."""
    for above in (task, *journal.ancestors(task)):
        if above.task_spec.name in missing:
            missing.remove(above.task_spec.name)
            return


class OneShotEventGateway(EventBasedGateway):
    """An event gateway that forgets what it saw once it has chosen."""

    def _run_hook(self, my_task: Any) -> bool:
        chosen = bool(super()._run_hook(my_task))
        my_task.internal_data = {}
        return chosen


class BoundedParallelTask(ParallelMultiInstanceTask):
    """An activity that is repeated at once for each of a number or a list, if the office can bear them."""

    def create_children(self, my_task: Any) -> None:
        """Begin every repetition. Raises `DiagramRejected` before the first when they are too many."""
        if self.data_input is None:
            _bear(self, my_task.workflow.script_engine.evaluate(my_task, self.cardinality))
        else:
            _bear(self, _length(self.data_input.get(my_task)))
        super().create_children(my_task)


class BoundedSequentialTask(SequentialMultiInstanceTask):
    """An activity that is repeated one by one for each of a number or a list, if the office can bear them."""

    def init_remaining_items(self, my_task: Any) -> Any:
        """Return what to go through. Raises `DiagramRejected` when it is too much."""
        _bear(self, _length(self.data_input.get(my_task)))
        return super().init_remaining_items(my_task)

    def add_next_child(self, my_task: Any) -> None:
        """Begin the next repetition. Raises `DiagramRejected` when there would be too many of them."""
        if self.data_input is None:
            _bear(self, my_task.internal_data["cardinality"])
        super().add_next_child(my_task)


def _length(items: object) -> int | None:
    return len(items) if isinstance(items, list | tuple | dict) else None


def _bear(spec: Any, times: object) -> None:
    if isinstance(times, bool) or not isinstance(times, int):
        raise errors.DiagramRejected(f"{spec.bpmn_id}: se repite sobre algo que no es un número entero ni una lista")
    if not 0 <= times <= diagram.MOST_TIMES:
        raise errors.DiagramRejected(f"{spec.bpmn_id}: se repetiría {times} veces; el máximo es {diagram.MOST_TIMES}")


SpiffTaskParser.PARALLEL_MI_CLASS = BoundedParallelTask  # the parser of every activity derives from this one
SpiffTaskParser.SEQUENTIAL_MI_CLASS = BoundedSequentialTask


class _Timed:
    """Parse timers into the office's own, named by their element, which is unique."""

    def parse_timer_event(self, event: Any) -> timers.Deadline | timers.Cycle:
        name = self.node.get("id")  # type: ignore[attr-defined]  # a mixin of NodeParser
        for kind in _TIMES:
            found = event.find(f"{{{MODEL}}}{kind}")
            if found is not None:
                made = timers.Cycle if kind == "timeCycle" else timers.Deadline
                return made(name, (found.text or "").strip())
        raise errors.DiagramRejected(f"{name}: el temporizador no tiene fecha, duración ni ciclo")


class _CatchParser(_Timed, event_parsers.SpiffIntermediateCatchEventParser):
    pass


class _BoundaryParser(_Timed, event_parsers.SpiffBoundaryEventParser):
    pass


class Parser(SpiffBpmnParser):
    """SpiffWorkflow's parser with the office's own elements."""

    OVERRIDE_PARSER_CLASSES: Any = {
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("serviceTask"): (ServiceTaskParser, DeferredServiceTask),
        full_tag("parallelGateway"): (GatewayParser, RoundedParallelGateway),
        full_tag("eventBasedGateway"): (EventBasedGatewayParser, OneShotEventGateway),
        full_tag("intermediateCatchEvent"): (_CatchParser, IntermediateCatchEvent),
        full_tag("boundaryEvent"): (_BoundaryParser, BoundaryEvent),
    }

    def get_engine(self, decision_ref: str, node: Any) -> decisions.Decider:
        """Return the decider of a table. Raises `DiagramRejected` for what it cannot honour."""
        table = super().get_engine(decision_ref, node).decision_table
        decider = decisions.Decider(table)
        complaint = decider.complaint()
        if complaint:
            raise errors.DiagramRejected(f"{decision_ref}: {complaint}")
        return decider
