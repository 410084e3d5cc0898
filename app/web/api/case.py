"""Operations of a citizen on their one case: how it stands, what to answer, hand in and sign."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from app import wiring
from app.domain.errors import Invalid
from app.intake import forms
from app.services import portal, tasks
from app.services.files import documents, papers
from app.services.files.documents import DocumentView
from app.services.files.papers import PaperView
from app.services.portal import CaseStatus
from app.services.signing import signatures
from app.services.signing.signature_views import SignatureState, SignatureView
from app.services.tasks import TaskSheet
from app.services.visits import Visitor
from app.web import downloads
from app.web.api.operations import V1, Operation, operation
from app.web.frame import limiter
from app.web.gate import open_to, visitor

bp = Blueprint("api_case", __name__, url_prefix=f"{V1}/case")
GROUP = "a citizen's case"
PDF, ZIP, ANY = "application/pdf", "application/zip", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to a form, by its fields; what they may be says the form's schema."""

    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TaskShown:
    """An open task: its form as JSON Schema 2020-12 (none: it is only to be done) and what was kept so far."""

    id: UUID
    name: str
    form: str | None
    schema: dict[str, Any] | None
    draft: dict[str, Any]
    level: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """The sentence was ticked, and the code that the telephone got."""

    declares: bool
    code: str


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A signing code is on its way."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in the person's words."""

    reason: str = ""


@bp.get("")
@open_to("citizen")
@operation(Operation(GROUP, gives=CaseStatus))
def status() -> CaseStatus:
    """Say how the case stands, step by step."""
    return portal.status(wiring.outside(), visitor())


@bp.get("/tasks/<uuid:task>")
@open_to("citizen")
@operation(Operation(GROUP, gives=TaskShown))
def task(task: UUID) -> TaskShown:
    """Show an open task with its form and draft."""
    return shown(tasks.sheet(wiring.outside(), visitor(), task))


@bp.put("/tasks/<uuid:task>/draft")
@open_to("citizen")
@operation(Operation(GROUP, takes=Answers))
def keep(task: UUID, body: Answers) -> None:
    """Keep what was typed so far."""
    tasks.save(wiring.outside(), visitor(), task, body.answers)


@bp.post("/tasks/<uuid:task>/completion")
@open_to("citizen")
@operation(Operation(GROUP, takes=Answers))
def complete(task: UUID, body: Answers) -> None:
    """Complete a task with the answers of its form."""
    tasks.complete(wiring.outside(), visitor(), task, body.answers)


@bp.get("/papers")
@open_to("citizen")
@operation(Operation(GROUP, gives=list[PaperView]))
def papers_asked() -> list[PaperView]:
    """List what is asked of the citizen, and what came of it."""
    return papers.slots(wiring.outside(), visitor(), _case(visitor()))


@bp.put("/papers/<slot>")
@open_to("citizen")
@limiter.limit("60 per 10 minutes")
@operation(Operation(GROUP, gives=PaperView))
def hand_in(slot: str) -> PaperView:
    """Hand in a paper: the body is the file itself, its name comes in the header X-File-Name."""
    name = request.headers.get("X-File-Name", "")[:200] or slot
    return papers.receive(wiring.outside(), visitor(), slot, name, request.get_data())


@bp.delete("/papers/<uuid:document>")
@open_to("citizen")
@operation(Operation(GROUP))
def take_back(document: UUID) -> None:
    """Take back a paper before it is accepted."""
    papers.withdraw(wiring.outside(), visitor(), document)


@bp.get("/documents")
@open_to("citizen")
@operation(Operation(GROUP, gives=list[DocumentView]))
def documents_listed() -> list[DocumentView]:
    """List the documents of the case that the citizen may see."""
    return documents.list_of(wiring.outside(), visitor(), _case(visitor()))


@bp.get("/documents/<uuid:document>/content")
@open_to("citizen")
@operation(Operation(GROUP, file=ANY))
def content(document: UUID) -> Response:
    """Hand out a document."""
    return downloads.file(documents.download(wiring.outside(), visitor(), document))


@bp.get("/evidence")
@open_to("citizen")
@operation(Operation(GROUP, file=ZIP))
def evidence() -> Response:
    """Hand out the evidence of the case as a bundle."""
    return downloads.bundle(wiring.outside(), visitor())


@bp.post("/signature/viewing")
@open_to("citizen")
@operation(Operation(GROUP, gives=SignatureView))
def view() -> SignatureView:
    """Show what is to be signed, and record that it was shown."""
    return signatures.view(wiring.outside(), visitor())


@bp.get("/signature/document")
@open_to("citizen")
@operation(Operation(GROUP, file=PDF))
def to_sign() -> Response:
    """Hand out the document that is to be signed."""
    return downloads.file(signatures.frozen(wiring.outside(), visitor()))


@bp.post("/signature/code")
@open_to("citizen")
@limiter.limit("20 per 10 minutes")
@operation(Operation(GROUP, gives=CodeSent, status=HTTPStatus.CREATED))
def send_code() -> CodeSent:
    """Send a code that signs the document that was read, and nothing else."""
    return CodeSent(signatures.send_code(wiring.outside(), visitor()).expires_at)


@bp.post("/signature/consent")
@open_to("citizen")
@limiter.limit("20 per 10 minutes")
@operation(Operation(GROUP, takes=Consent))
def consent(body: Consent) -> None:
    """Consent with the ticked sentence and the code; the signature is then made."""
    signatures.consent(wiring.outside(), visitor(), body.code[:20], body.declares)


@bp.post("/signature/refusal")
@open_to("citizen")
@operation(Operation(GROUP, takes=Reason))
def refuse(body: Reason) -> None:
    """Refuse to sign."""
    signatures.refuse(wiring.outside(), visitor(), body.reason)


@bp.get("/signature")
@open_to("citizen")
@operation(Operation(GROUP, gives=SignatureState))
def signature() -> SignatureState:
    """Say how the last signature stands."""
    return signatures.state_of(wiring.outside(), visitor())


def shown(sheet: TaskSheet) -> TaskShown:
    """Return a task as programs see it."""
    form = sheet.form
    return TaskShown(
        id=sheet.task.id,
        name=sheet.task.name,
        form=form.id if form else None,
        schema=forms.schema(form) if form else None,
        draft=sheet.draft,
        level=sheet.task.level,
        opened_at=sheet.task.opened_at,
    )


def _case(here: Visitor) -> UUID:
    if here.case_id is None:
        raise Invalid("the visit is for no case")
    return here.case_id
