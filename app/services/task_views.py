"""Tasks as people see them, and what their staff may do with them. Not a use case: a part of several."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.decisions import AUTHORITY
from app.domain.errors import Conflict
from app.services.visits import Visitor
from app.store import people
from app.store.tables import TaskRow


class TaskTaken(Conflict):
    """Somebody else is at this task; `holder` is that colleague's name, "" for nobody who works here."""

    code = "task.taken"

    def __init__(self, holder: str = "") -> None:
        super().__init__("the task is somebody else's")
        self.holder = holder


class NotForThem(Conflict):
    """A task was given to somebody who cannot do it."""

    code = "task.not_for_them"


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as a person sees it. `due_at` is the last moment of its step's deadline, `priority` goes up to 100."""

    id: UUID
    case_id: UUID
    element: str
    name: str
    form: str | None
    role: str | None
    party: str | None
    level: str
    claimed_by: UUID | None
    opened_at: datetime
    due_at: datetime | None
    priority: int
    properties: Mapping[str, str]


class AlreadySo(Conflict):
    """The second click: things are already as was asked."""

    code = "case.already_so"


def taken(session: Session, task: TaskRow) -> TaskTaken:
    """Return the refusal that names who has a task."""
    return TaskTaken(people.staff_name(session, task.claimed_by) if task.claimed_by else "")


def view(task: TaskRow) -> TaskView:
    """Return a task for the eye."""
    return TaskView(
        id=task.id,
        case_id=task.case_id,
        element=task.element,
        name=task.name,
        form=task.form,
        role=task.role,
        party=task.party,
        level=task.level,
        claimed_by=task.claimed_by,
        opened_at=task.opened_at,
        due_at=task.due_at,
        priority=task.priority,
        properties=task.properties,
    )


def may(visitor: Visitor, task: TaskRow | TaskView) -> frozenset[str]:
    """Return what a visitor may do with an open task of the staff: claim, release, take_over, assign.

    A supervisor may do everything with the tasks of others, but never with those of who decides.
    """
    boss, own = "supervisor" in {*abilities(task)} & visitor.roles, task.claimed_by == visitor.id
    if task.role is None or not (boss or task.role in visitor.roles):
        return frozenset()
    if task.claimed_by is None:
        return frozenset({"claim", "assign"})
    if own:
        return frozenset({"release", "assign"})
    return frozenset({"release", "assign", "take_over"}) if boss else frozenset()


def abilities(task: TaskRow | TaskView) -> tuple[str, ...]:
    """Return the roles of which a member of staff needs one to be given a task."""
    return (AUTHORITY,) if task.role == AUTHORITY else (str(task.role), "supervisor")
