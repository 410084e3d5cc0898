"""Tasks for people: list, claim, release, save what was typed, complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import procedure as rules
from app.domain.errors import Conflict, Denied, NotFound, TaskNotReady
from app.engine import machine
from app.intake import forms
from app.intake.definition import FormDefinition
from app.ports import Outside
from app.services import access, cases, findings, papers, record, steps
from app.services.findings import FormIncomplete
from app.services.steps import Held, Trigger
from app.services.visits import Visitor
from app.store import cases as rows
from app.store import db, people
from app.store.tables import TaskRow

_DRAFT_REASON = "what is typed but not sent is no act yet"


class PapersMissing(Conflict):
    """A task asks for papers that were not handed in; `slots` names them."""

    code = "papers.missing"

    def __init__(self, slots: list[str]) -> None:
        super().__init__("papers are missing")
        self.slots = slots


class TaskTaken(Conflict):
    """Somebody else is at this task."""

    code = "task.taken"


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


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """An open task with its form and what was typed so far."""

    task: TaskView
    form: FormDefinition | None
    draft: dict[str, Any]
    language: str
    case_number: str
    title: str
    today: date


def may(visitor: Visitor, task: TaskRow | TaskView) -> frozenset[str]:
    """Return what a visitor may do with an open task of the staff: claim, release, take_over, assign."""
    boss, own = "supervisor" in visitor.roles, task.claimed_by == visitor.id
    if not (boss or task.role in visitor.roles):
        return frozenset()
    if task.claimed_by is None:
        return frozenset({"claim", "assign"})
    if own:
        return frozenset({"release", "assign"})
    return frozenset({"release", "assign", "take_over"}) if boss else frozenset()


def claim(outside: Outside, visitor: Visitor, task_id: UUID) -> None:
    """Take an open task; a supervisor also takes one that somebody else has.

    Raises `TaskTaken` when somebody else has it, `AlreadySo` for one's own.
    """
    with db.transaction() as session:
        held, task = _staff_task(session, outside, visitor, task_id)
        if task.claimed_by == visitor.id:
            raise AlreadySo("the task is the visitor's already")
        if task.claimed_by is not None and "take_over" not in may(visitor, task):
            raise TaskTaken("the task is somebody else's")
        if task.claimed_by is None:
            act = record.Act("task.claimed", visitor.actor, record.on("task", task.id))
        else:
            act = _assigned(visitor, task, visitor.id)
        task.claimed_by, task.claimed_at = visitor.id, held.now
        steps.note(held, act)


def release(outside: Outside, visitor: Visitor, task_id: UUID) -> None:
    """Give a task back. Only its holder or a supervisor may. Raises `TaskTaken` otherwise."""
    with db.transaction() as session:
        held, task = _staff_task(session, outside, visitor, task_id)
        if task.claimed_by is None:
            raise AlreadySo("nobody has the task")
        if "release" not in may(visitor, task):
            raise TaskTaken("the task is somebody else's")
        task.claimed_by = task.claimed_at = None
        steps.note(held, record.Act("task.released", visitor.actor, record.on("task", task.id)))


def assign(outside: Outside, visitor: Visitor, task_id: UUID, colleague: UUID) -> None:
    """Give a task that is free or one's own to a colleague who may do it; a supervisor gives away anybody's.

    Raises `TaskTaken` when somebody else has it, `AlreadySo` when the colleague does, `NotForThem` for a colleague
    who is gone or has not the role.
    """
    with db.transaction() as session:
        held, task = _staff_task(session, outside, visitor, task_id)
        if task.claimed_by == colleague:
            raise AlreadySo("the task is that colleague's already")
        if "assign" not in may(visitor, task):
            raise TaskTaken("the task is somebody else's")
        able = people.colleagues(session, visitor.entity, abilities(task))
        if colleague not in {one for one, _, _ in able}:
            raise NotForThem("no such colleague has the role")
        act = _assigned(visitor, task, colleague)
        task.claimed_by, task.claimed_at = colleague, held.now
        steps.note(held, act)


def abilities(task: TaskRow) -> tuple[str, ...]:
    """Return the roles of which a member of staff needs one to be given a task."""
    return (str(task.role), "supervisor")


def _assigned(visitor: Visitor, task: TaskRow, colleague: UUID) -> record.Act:
    before = {"from": str(task.claimed_by)} if task.claimed_by else {}
    return record.Act("task.assigned", visitor.actor, record.on("task", task.id), {"to": str(colleague), **before})


class AlreadySo(Conflict):
    """The second click: things are already as was asked."""

    code = "case.already_so"


def sheet(outside: Outside, visitor: Visitor, task_id: UUID) -> TaskSheet:
    """Return an open task with its form and draft. Raises `NotFound`, `Denied`, or `TaskNotReady` once it is closed."""
    with db.reading() as session:
        task = rows.task(session, visitor.entity, task_id)
        file = access.reading(session, outside, visitor, task.case_id)
        _check_person(session, visitor, task)
        kept = rows.draft(session, task_id)
        return TaskSheet(
            task=view(task),
            form=file.pinned.forms.get(task.form) if task.form else None,
            draft=file.seal.open_json(kept.sealed, cases.DRAFT) if kept else {},
            language=file.row.language,
            case_number=file.row.number,
            title=rules.text(file.pinned.procedure.card.title, visitor.language),
            today=file.entity.calendar.local_day(file.now),
        )


def save(outside: Outside, visitor: Visitor, task_id: UUID, typed: Mapping[str, Any]) -> None:
    """Keep what was typed in an open task, to resume on any device. Raises as `sheet`."""
    with db.bookkeeping(_DRAFT_REASON) as session:
        task = rows.task(session, visitor.entity, task_id)
        file = access.reading(session, outside, visitor, task.case_id)
        _check_person(session, visitor, task)
        rows.keep_draft(
            session,
            {
                "task_id": task_id,
                "entity": visitor.entity,
                "case_id": task.case_id,
                "sealed": file.seal.seal_json(dict(typed), cases.DRAFT),
                "updated_at": file.now,
            },
        )


def complete(outside: Outside, visitor: Visitor, task_id: UUID, given: Mapping[str, Any]) -> None:
    """Complete a task with the answers of its form.

    Raises `TaskNotReady` when it is closed already, `FormIncomplete` when the answers do not fit,
    `PapersMissing` when the task asks for papers, `Denied` when the visitor is not surely enough known.
    """
    with db.transaction() as session:
        task = rows.task(session, visitor.entity, task_id)
        held = access.holding(session, outside, visitor, task.case_id)
        session.refresh(task)
        _check_person(session, visitor, task)
        form = held.pinned.forms.get(task.form) if task.form else None
        answers = _checked(held, form, given, visitor.language)
        findings.check_others(held, visitor, form, answers)
        acts = findings.found(held, visitor, task, form, answers)
        if task.properties.get("papers") == "required" and task.party:
            missing = papers.missing(held, task.party)
            if missing:
                raise PapersMissing(missing)
        variable = held.pinned.spec.elements[task.element].variable
        ref = cases.keep_answers(held, variable, answers) if form else None
        acts.append(findings.saved(held, visitor, task, form, answers))
        moved = {**answers, "ref": str(ref)} if ref else {}
        steps.advance(
            held,
            lambda spec, state, at: machine.complete(spec, state, task.id, moved, **at),
            Trigger("complete", visitor.actor, acts, done=task.id),
        )


def place(visitor: Visitor, task_id: UUID) -> UUID:
    """Return the case that a task of the visitor's entity belongs to. Raises `NotFound`."""
    with db.reading() as session:
        return rows.task(session, visitor.entity, task_id).case_id


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


def _staff_task(session: Session, outside: Outside, visitor: Visitor, task_id: UUID) -> tuple[Held, TaskRow]:
    if visitor.kind != "staff":
        raise NotFound(f"task {task_id}")
    task = rows.task(session, visitor.entity, task_id)
    held = access.holding(session, outside, visitor, task.case_id)
    session.refresh(task)
    if task.status != "open":
        raise TaskNotReady(task_id)
    if task.role not in visitor.roles and "supervisor" not in visitor.roles:
        raise Denied("the task is for another role")
    return held, task


def _check_person(session: Session, visitor: Visitor, task: TaskRow) -> None:
    if task.status != "open":
        raise TaskNotReady(task.id)
    if visitor.kind == "staff":
        taken_over = task.claimed_by == visitor.id and "supervisor" in visitor.roles
        if task.role not in visitor.roles and not taken_over:
            raise Denied("the task is for another role")
        if task.claimed_by not in {None, visitor.id}:
            raise TaskTaken("the task is somebody else's")
        return
    party = people.party(session, visitor.id)
    if task.party != party.role:
        raise NotFound(f"task {task.id}")
    access.require_level(visitor, task.level)


def _checked(held: Held, form: FormDefinition | None, given: Mapping[str, Any], language: str) -> dict[str, Any]:
    if form is None:
        return {}
    answers = forms.visible(form, dict(given))
    today = held.entity.calendar.local_day(held.now)
    problems = forms.validate(form, answers, language, today=today)
    if problems:
        raise FormIncomplete("the answers do not fit the form", {p.path: p.message for p in problems})
    return answers
