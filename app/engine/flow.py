"""A workflow that keeps its active tasks at hand, so that a move costs what it changes."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from app.engine import expressions, journal


class Flow(journal.Indexed, BpmnWorkflow):
    """SpiffWorkflow's workflow with an index of READY and WAITING tasks in place of tree walks.

    While a subprocess is active the library's own walks take over. `office` are the facts that the
    office gave last.
    """

    office: Mapping[str, Any] | None = None

    def __init__(self, process: Any, inner: Any, *, restoring: bool = False) -> None:
        journal.Indexed.__init__(self)
        BpmnWorkflow.__init__(self, process, inner, script_engine=expressions.Engine(), deserializing=restoring)
        self.task_removed_event.connect(_forget)

    def is_completed(self) -> bool:
        """Say whether nothing is left to do, however deep the tree."""
        if not self.completed:
            self.completed = all(task.has_state(TaskState.FINISHED_MASK) for task in self.tasks.values())
        return bool(self.completed)

    def update_waiting_tasks(self) -> None:
        """Let every waiting task see whether it may go on."""
        for task in list(self.waiting.values()):
            if task.has_state(TaskState.WAITING):
                task.task_spec._update(task)

    def _do_engine_steps(self, will_complete_task: Any = None, did_complete_task: Any = None) -> bool:
        if self.get_active_subprocesses():
            return bool(super()._do_engine_steps(will_complete_task, did_complete_task))
        ran = False
        for task in list(self.ready.values()):
            if task.has_state(TaskState.READY) and not task.task_spec.manual:
                if will_complete_task is not None:
                    will_complete_task(task)
                task.run()
                ran = True
        return ran or bool(self.get_active_subprocesses())


def _forget(_: Any, task: Any) -> None:
    """Withdraw a task that the library drops from the tree without a change of state."""
    top = task.workflow.top_workflow
    book = journal.open_journal()
    if book is not None and task.has_state(TaskState.DEFINITE_MASK):
        origin = task._state
        task._state = TaskState.CANCELLED
        book.note(task, origin, TaskState.CANCELLED)
    top.event_manager.remove_task(task)
    dropped = top.subprocesses.pop(task.id, None)
    if dropped is not None:
        dropped.cancel()
