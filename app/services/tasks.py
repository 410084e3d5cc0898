"""Tasks for people: claim, release, hand over, save what was typed, complete.

The task of a citizen is done by that citizen, or by an official for one who is here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import procedure as rules
from app.domain.decisions import AUTHORITY
from app.domain.errors import Conflict, Denied, NotFound, ProcedureFault, TaskNotReady
from app.domain.procedure import Procedure
from app.engine import machine
from app.intake import forms
from app.intake.definition import FormDefinition
from app.ports import Outside
from app.services import access, cases, competence, findings, presence, record, residences, steps, task_views
from app.services.cases import CaseFile
from app.services.files import papers
from app.services.findings import Doer, FormIncomplete
from app.services.notifying import choices
from app.services.steps import Held, Trigger
from app.services.visits import Visitor
from app.store import cases as rows
from app.store import db, people
from app.store.tables import TaskRow

TaskView = task_views.TaskView
TaskTaken = task_views.TaskTaken
NotForThem = task_views.NotForThem
AlreadySo = task_views.AlreadySo
view, may, abilities = task_views.view, task_views.may, task_views.abilities

_DOERS = (*access.HANDLERS, *access.DECIDERS)
_DRAFT_REASON = "what is typed but not sent is no act yet"


class PapersMissing(Conflict):
    """A task asks for papers that were not handed in; `slots` names them."""

    code = "papers.missing"

    def __init__(self, slots: list[str]) -> None:
        super().__init__("papers are missing")
        self.slots = slots


class PapersUnreviewed(Conflict):
    """An official completes a task while papers of the case wait for review; `waiting` are their titles, by id."""

    code = "papers.unreviewed"

    def __init__(self, waiting: Mapping[UUID, str]) -> None:
        super().__init__("papers wait for review")
        self.waiting = waiting


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """An open task with its form and what was typed so far; `language` is that of the person whose task it is."""

    task: TaskView
    form: FormDefinition | None
    draft: dict[str, Any]
    language: str
    case_number: str
    title: str
    today: date
    about: Procedure | None = None


def claim(outside: Outside, visitor: Visitor, task_id: UUID) -> None:
    """Take an open task; a supervisor also takes one that somebody else has.

    Raises `TaskTaken` when somebody else has it, `AlreadySo` for one's own.
    """
    with db.transaction() as session:
        held, task = _staff_task(session, outside, visitor, task_id)
        if task.claimed_by == visitor.id:
            raise AlreadySo("the task is the visitor's already")
        if task.claimed_by is not None and "take_over" not in may(visitor, task):
            raise task_views.taken(session, task)
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
            raise task_views.taken(session, task)
        task.claimed_by = task.claimed_at = None
        steps.note(held, record.Act("task.released", visitor.actor, record.on("task", task.id)))


def assign(outside: Outside, visitor: Visitor, task_id: UUID, colleague: UUID) -> str:
    """Give a task that is free or one's own to a colleague who may do it; a supervisor gives away anybody's.

    Return the colleague's name. Raises `TaskTaken` when somebody else has it, `AlreadySo` when the colleague does,
    `NotForThem` for a colleague who is gone or has not the role.
    """
    with db.transaction() as session:
        held, task = _staff_task(session, outside, visitor, task_id)
        if task.claimed_by == colleague:
            raise AlreadySo("the task is that colleague's already")
        if "assign" not in may(visitor, task):
            raise task_views.taken(session, task)
        able = {one: name for one, name, _ in people.colleagues(session, visitor.entity, abilities(task))}
        if colleague not in able:
            raise NotForThem("no such colleague has the role")
        act = _assigned(visitor, task, colleague)
        task.claimed_by, task.claimed_at = colleague, held.now
        steps.note(held, act)
        return able[colleague]


def _assigned(visitor: Visitor, task: TaskRow, colleague: UUID) -> record.Act:
    before = {"from": str(task.claimed_by)} if task.claimed_by else {}
    return record.Act("task.assigned", visitor.actor, record.on("task", task.id), {"to": str(colleague), **before})


def sheet(outside: Outside, visitor: Visitor, task_id: UUID) -> TaskSheet:
    """Return an open task with its form and draft.

    Raises `NotFound`, `Denied`, `TaskNotReady` once it is closed, or what `presence.attended` raises.
    """
    with db.reading() as session:
        task = rows.task(session, visitor.entity, task_id)
        file = access.reading(session, outside, visitor, task.case_id)
        doer = _doer(session, file, visitor, task)
        kept = rows.draft(session, task_id)
        language = doer.party.language if doer.party else file.row.language
        return TaskSheet(
            task=view(task),
            form=file.pinned.forms.get(task.form) if task.form else None,
            draft=file.seal.open_json(kept.sealed, cases.DRAFT) if kept else {},
            language=language,
            case_number=file.row.number,
            title=rules.text(file.pinned.procedure.card.title, language if doer.here else visitor.language),
            today=file.entity.calendar.local_day(file.now),
            about=file.pinned.procedure,
        )


def save(outside: Outside, visitor: Visitor, task_id: UUID, typed: Mapping[str, Any]) -> None:
    """Keep what was typed in an open task, to resume on any device. Raises as `sheet`."""
    with db.bookkeeping(_DRAFT_REASON) as session:
        task = rows.task(session, visitor.entity, task_id)
        file = access.reading(session, outside, visitor, task.case_id)
        _doer(session, file, visitor, task)
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


def complete(
    outside: Outside, visitor: Visitor, task_id: UUID, given: Mapping[str, Any], unreviewed: Collection[UUID] = ()
) -> None:
    """Complete a task with the answers of its form. `unreviewed` are papers that an official leaves so on purpose.

    Raises `TaskNotReady` when it is closed already, `FormIncomplete` when the answers do not fit,
    `PapersMissing` when the task asks for papers, `PapersUnreviewed` when others than `unreviewed` wait for review,
    `Denied` when the visitor is not surely enough known, what `presence.attended` raises, or `ProcedureFault` when
    the diagram cannot go on; what was given is kept then.
    """
    try:
        _complete(outside, visitor, task_id, given, unreviewed)
    except ProcedureFault:
        if given:
            save(outside, visitor, task_id, given)
        raise


def _complete(
    outside: Outside, visitor: Visitor, task_id: UUID, given: Mapping[str, Any], unreviewed: Collection[UUID]
) -> None:
    with db.transaction() as session:
        task = rows.task(session, visitor.entity, task_id)
        held = access.holding(session, outside, visitor, task.case_id, roles=_DOERS)
        session.refresh(task)
        doer = _doer(session, held, visitor, task)
        form = held.pinned.forms.get(task.form) if task.form else None
        answers = _checked(held, form, given, visitor.language)
        findings.check_others(held, doer.party, form, answers)
        acts = findings.found(held, visitor, task, form, answers) + choices.found(doer, form, answers)
        if task.properties.get("papers") == "required" and task.party:
            missing = papers.missing(held, task.party)
            if missing:
                raise PapersMissing(missing)
        left = _left(held, doer, unreviewed)
        variable = held.pinned.spec.elements[task.element].variable
        ref = cases.keep_answers(held, variable, answers) if form else None
        residences.told(held, doer.party, form, answers)
        acts.append(findings.saved(held, doer, task, (form, answers), left))
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


def _staff_task(session: Session, outside: Outside, visitor: Visitor, task_id: UUID) -> tuple[Held, TaskRow]:
    task = rows.task(session, visitor.entity, task_id)
    if visitor.kind != "staff" or task.role is None:
        raise NotFound(f"task {task_id}")
    held = access.holding(session, outside, visitor, task.case_id, roles=_DOERS)
    session.refresh(task)
    if task.status != "open":
        raise TaskNotReady(task_id)
    if visitor.roles.isdisjoint(abilities(task)):
        raise Denied("the task is for another role")
    return held, task


def _doer(session: Session, file: CaseFile | Held, visitor: Visitor, task: TaskRow) -> Doer:
    """Return who does a task, and for which person of the case. Raises when the visitor may not."""
    if task.status != "open":
        raise TaskNotReady(task.id)
    if visitor.kind == "staff" and task.role:
        taken_over = task.claimed_by == visitor.id and not visitor.roles.isdisjoint(abilities(task))
        if task.role not in visitor.roles and not taken_over:
            raise Denied("the task is for another role")
        if task.role == AUTHORITY:
            competence.require_office(session, visitor, file)
        if task.claimed_by not in {None, visitor.id}:
            raise task_views.taken(session, task)
        return Doer(visitor.actor)
    if visitor.kind == "staff":
        party, here = presence.attended(session, file, visitor, task.party or "", task.level)
        return Doer(visitor.actor, party, here)
    party = people.party(session, visitor.id)
    if task.party != party.role:
        raise NotFound(f"task {task.id}")
    access.require_level(visitor, task.level)
    return Doer(visitor.actor, party)


def _left(held: Held, doer: Doer, meant: Collection[UUID]) -> list[UUID]:
    """Return the papers that an official leaves unreviewed. Raises `PapersUnreviewed` when they did not say so.

    Papers of the case are what its tasks for the staff are done on; a person's own task waits for no review.
    """
    if doer.party is not None or not any(count for kind, count in held.papers.items() if kind.endswith(" received")):
        return []
    waiting = papers.waiting(held)
    if not waiting.keys() <= set(meant):
        raise PapersUnreviewed(waiting)
    return list(waiting)


def _checked(held: Held, form: FormDefinition | None, given: Mapping[str, Any], language: str) -> dict[str, Any]:
    if form is None:
        return {}
    answers = forms.visible(form, dict(given))
    today = held.entity.calendar.local_day(held.now)
    problems = forms.validate(form, answers, language, today=today)
    if problems:
        raise FormIncomplete("the answers do not fit the form", {p.path: p.message for p in problems})
    return answers
