"""More days for a person who was asked for papers: once, while the task waits, as many as its diagram allows.

A task says so with the property `more`, a number of working days. Source: Ley 39/2015 art. 68.2: up to five, at the
person's request or of the office's own motion; never in procedures where people compete.
"""

from datetime import datetime, timedelta
from uuid import UUID

from app.domain import terms as rules
from app.domain.errors import Conflict, NotFound, TaskNotReady
from app.engine import machine
from app.ports import Outside
from app.services import access, record, steps
from app.services.steps import Held, Trigger
from app.services.visits import Visitor
from app.store import cases, db, people
from app.store.tables import TaskRow

PROPERTY = "more"
_MOMENT = timedelta(microseconds=1)


class NoMoreTime(Conflict):
    """A task has no more days to give: its diagram allows none, they were given, or its deadline is over."""

    code = "task.no_more_time"


def offered(task: TaskRow) -> int:
    """Return how many working days more a person may still be given for a task; 0 for none."""
    stated = str(task.properties.get(PROPERTY, ""))
    allowed = min(int(stated), rules.MOST_MORE) if stated.isascii() and stated.isdigit() else 0
    return allowed if task.status == "open" and task.party and task.due_at and not task.more_days else 0


def give(outside: Outside, visitor: Visitor, task_id: UUID) -> datetime:
    """Give the person of a task the days that its diagram allows, and return the last moment of the new deadline.

    The person asks for their own; of the staff, whoever handles cases gives. Raises `NoMoreTime`, `NotFound`, or what
    `access` raises.
    """
    with db.transaction() as session:
        task = cases.task(session, visitor.entity, task_id)
        held = access.holding(session, outside, visitor, task.case_id)
        session.refresh(task)
        if visitor.kind != "staff" and task.party != people.party(session, visitor.id).role:
            raise NotFound(f"task {task_id}")
        days = offered(task)
        if not days or task.due_at is None or task.due_at < held.now:
            raise NoMoreTime("no more days to give")
        task.more_days = days
        return _put_off(held, visitor, task, days)


def _put_off(held: Held, visitor: Visitor, task: TaskRow, days: int) -> datetime:
    calendar = held.calendar

    def later(due: datetime) -> datetime:
        return calendar.end_of(calendar.add_working_days(calendar.local_day(due - _MOMENT), days))

    extended = record.Act("task.extended", visitor.actor, record.on("task", task.id), {"days": days})
    try:
        step = steps.advance(
            held,
            lambda spec, state, at: machine.put_off(spec, state, task.id, later, **at),
            Trigger("put_off", visitor.actor, [extended]),
        )
    except TaskNotReady as fault:
        raise NoMoreTime("no deadline waits") from fault
    task.due_at = max(timer.due_at for timer in step.timers) - _MOMENT
    return task.due_at
