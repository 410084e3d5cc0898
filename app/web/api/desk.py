"""Operations of the staff on tasks and cases."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from app import wiring
from app.services import incidents, tasks
from app.services.desk import desk_case, notes, worklists
from app.services.desk.desk_case import DeskCase, History
from app.services.desk.worklists import Ask, Worklist
from app.services.files import documents, papers
from app.services.files.documents import DocumentView
from app.services.files.papers import PaperView
from app.services.incidents import IncidentView
from app.web import downloads
from app.web.api.case import ANY, ZIP, TaskShown, shown
from app.web.api.operations import V1, Operation, operation
from app.web.gate import open_to, visitor

bp = Blueprint("api_desk", __name__, url_prefix=V1)
GROUP = "the desk"
HANDLERS = ("clerk", "supervisor")
READERS = (*HANDLERS, "auditor")


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """Why, for the person who will read it."""

    reason: str


@dataclass(frozen=True, slots=True)
class TasksLooked:
    """Which tasks: `view` mine, group, free or all; `q` a case number, a document number or words of a name."""

    view: str = ""
    q: str = ""
    procedure: str = ""
    due: str = ""
    priority: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Done:
    """Answers to a form, by its fields, and the papers that are left unreviewed on purpose, by id.

    While other papers of the case wait for review, the task is refused with `papers.unreviewed`.
    """

    answers: dict[str, Any]
    unreviewed: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted."""

    text: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff, by id."""

    colleague: UUID


@bp.get("/tasks")
@open_to("staff", *READERS)
@operation(Operation(GROUP, query=TasksLooked, gives=Worklist))
def listed(query: TasksLooked) -> Worklist:
    """List open tasks, the most urgent first, page by page."""
    ask = Ask(query.view, query.q[:100], query.procedure, query.due, query.priority, query.page)
    return worklists.listed(wiring.outside(), visitor(), ask)


@bp.get("/tasks/<uuid:task>")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, gives=TaskShown))
def task(task: UUID) -> TaskShown:
    """Show an open task with its form and draft."""
    return shown(tasks.sheet(wiring.outside(), visitor(), task))


@bp.post("/tasks/<uuid:task>/claim")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP))
def claim(task: UUID) -> None:
    """Take a task."""
    tasks.claim(wiring.outside(), visitor(), task)


@bp.post("/tasks/<uuid:task>/release")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP))
def release(task: UUID) -> None:
    """Give a task back."""
    tasks.release(wiring.outside(), visitor(), task)


@bp.post("/tasks/<uuid:task>/assignment")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=Colleague))
def assign(task: UUID, body: Colleague) -> None:
    """Give a task to a colleague."""
    tasks.assign(wiring.outside(), visitor(), task, body.colleague)


@bp.post("/tasks/<uuid:task>/completion")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=Done))
def complete(task: UUID, body: Done) -> None:
    """Complete a task with the answers of its form."""
    tasks.complete(wiring.outside(), visitor(), task, body.answers, body.unreviewed)


@bp.get("/cases/<uuid:case>")
@open_to("staff", *READERS)
@operation(Operation(GROUP, gives=DeskCase))
def case(case: UUID) -> DeskCase:
    """Show a case, and record that it was read."""
    desk_case.opened(wiring.outside(), visitor(), case)
    return desk_case.case(wiring.outside(), visitor(), case)


@bp.get("/cases/<uuid:case>/history")
@open_to("staff", *READERS)
@operation(Operation(GROUP, gives=History))
def history(case: UUID) -> History:
    """Show everything that happened in a case."""
    return desk_case.history(wiring.outside(), visitor(), case)


@bp.get("/cases/<uuid:case>/evidence")
@open_to("staff", "supervisor", "auditor")
@operation(Operation(GROUP, file=ZIP))
def evidence(case: UUID) -> Response:
    """Hand out the evidence of a case as a bundle."""
    return downloads.bundle_of(wiring.outside(), visitor(), case)


@bp.get("/cases/<uuid:case>/papers")
@open_to("staff", *READERS)
@operation(Operation(GROUP, gives=list[PaperView]))
def papers_asked(case: UUID) -> list[PaperView]:
    """List the papers that the case asks for, and what came of them."""
    return papers.slots(wiring.outside(), visitor(), case)


@bp.get("/cases/<uuid:case>/documents")
@open_to("staff", *READERS)
@operation(Operation(GROUP, gives=list[DocumentView]))
def documents_listed(case: UUID) -> list[DocumentView]:
    """List the documents of a case."""
    return documents.list_of(wiring.outside(), visitor(), case)


@bp.get("/case-documents/<uuid:document>/content")
@open_to("staff", *READERS)
@operation(Operation(GROUP, file=ANY))
def content(document: UUID) -> Response:
    """Hand out a document of a case."""
    return downloads.file(documents.download(wiring.outside(), visitor(), document))


@bp.post("/papers/<uuid:document>/acceptance")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP))
def accept(document: UUID) -> None:
    """Accept a paper."""
    papers.accept(wiring.outside(), visitor(), document)


@bp.post("/papers/<uuid:document>/return")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=ReasonGiven))
def give_back(document: UUID, body: ReasonGiven) -> None:
    """Give a paper back with a reason that its owner will read."""
    papers.give_back(wiring.outside(), visitor(), document, body.reason)


@bp.post("/cases/<uuid:case>/notes")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=Note))
def note(case: UUID, body: Note) -> None:
    """Note something in a case for colleagues; the citizen does not see it."""
    notes.write(wiring.outside(), visitor(), case, body.text)


@bp.get("/incidents")
@open_to("staff", *READERS, "administrator")
@operation(Operation(GROUP, gives=list[IncidentView]))
def incidents_listed() -> list[IncidentView]:
    """List the faults that wait for a person."""
    return incidents.listed(visitor())


@bp.post("/incidents/<uuid:incident>/retry")
@open_to("staff", "supervisor", "administrator")
@operation(Operation(GROUP))
def retry(incident: UUID) -> None:
    """Have a failed call tried again."""
    incidents.retry(wiring.outside(), visitor(), incident)
