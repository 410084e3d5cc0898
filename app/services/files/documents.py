"""The documents of a case: made for its diagram, shown and handed out to its people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.documents import uploads
from app.domain.errors import NotFound
from app.domain.work import Json
from app.ports import CallRef, DocumentRef, Outside
from app.services import access, cases, record, steps
from app.services.cases import CaseFile
from app.services.files import press, shelf
from app.services.files.press import Wanted
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import db, notifications, people
from app.store import documents as store
from app.store.documents import COPY, ISSUED, LETTER, PAPER, RESOLUTION, Filed
from app.store.tables import DocumentRow


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as its people see it. `sha256` is hex; `file_name` only for papers; `note` why one was returned."""

    id: UUID
    case_id: UUID
    kind: str
    name: str
    title: str
    state: str
    csv: str
    mime: str
    pages: int
    size: int
    sha256: str
    file_name: str
    note: str
    party_id: UUID | None
    created_at: datetime

    @property
    def final(self) -> bool:
        """Whether nothing is missing on it: no signature, no seal, no answer of a clerk."""
        return self.state in {"final", "accepted"}


@dataclass(frozen=True, slots=True)
class Content:
    """A file handed out. `name` is what it is called on the reader's own disk."""

    name: str
    mime: str
    body: bytes


@dataclass(frozen=True, slots=True)
class CaseDocuments:
    """Makes the documents that diagrams ask for."""

    outside: Outside

    def render(
        self, call: CallRef, *, document: str, answers: Sequence[str], values: Mapping[str, Json]
    ) -> DocumentRef:
        """Render the procedure's document named `document` and freeze it; the same call does it once.

        Raises as `press.render`.
        """
        return press.render(self.outside, call, Wanted(document, answers, values))


def list_of(outside: Outside, visitor: Visitor, case_id: UUID) -> list[DocumentView]:
    """Return the documents of a case that the visitor may see, oldest first. Raises as `access.reading`."""
    with db.reading() as session:
        file = access.reading(session, outside, visitor, case_id)
        eyes = eyes_of(session, visitor)
        return [view(file, one) for one in store.of_case(session, case_id) if eyes.may_see(one.row)]


def shown(outside: Outside, visitor: Visitor, document_id: UUID) -> DocumentView:
    """Return a document for the page that shows it, and record that it was viewed. Raises `NotFound`."""
    with db.transaction() as session:
        held, filed = _handed(session, outside, visitor, document_id, "document.viewed")
        return view(held, filed)


def download(outside: Outside, visitor: Visitor, document_id: UUID) -> Content:
    """Return the file of a document and record that it was taken. Raises `NotFound`."""
    with db.reading() as session:
        file, filed = _looked_at(session, outside, visitor, document_id)
        session.expunge_all()
    content = Content(_file_name(file, filed.row), filed.row.mime, shelf.take(outside, file.seal, filed.version))
    with db.transaction() as session:
        _handed(session, outside, visitor, document_id, "document.downloaded")
    return content


def page_image(outside: Outside, visitor: Visitor, document_id: UUID, page: int) -> bytes:
    """Return one page (from 1) as PNG, for a page that `shown` has recorded. Raises `NotFound`."""
    with db.reading() as session:
        file, filed = _looked_at(session, outside, visitor, document_id)
        session.expunge_all()
    return picture(shelf.take(outside, file.seal, filed.version), filed.row.mime, page)


def picture(content: bytes, mime: str, page: int) -> bytes:
    """Return one page (from 1) of a file as PNG, made by the confined child. Raises `NotFound`."""
    return uploads.preview(content, page, kind=mime.rpartition("/")[2])


def view(file: CaseFile | Held, filed: Filed) -> DocumentView:
    """Return a document, opened. The caller has checked who may see it."""
    row, version = filed.row, filed.version
    return DocumentView(
        id=row.id,
        case_id=row.case_id,
        kind=row.kind,
        name=row.name,
        title=row.title,
        state=row.state,
        csv=row.csv or "",
        mime=row.mime,
        pages=row.pages,
        size=version.size,
        sha256=version.sha256.hex(),
        file_name=file.seal.open(row.file_name, shelf.FILE_NAME).decode() if row.file_name else "",
        note=file.seal.open(row.note, shelf.NOTE).decode() if row.note else "",
        party_id=row.party_id,
        created_at=row.created_at,
    )


def _looked_at(session: Session, outside: Outside, visitor: Visitor, document_id: UUID) -> tuple[CaseFile, Filed]:
    file = access.reading(session, outside, visitor, store.place(session, visitor.entity, document_id))
    return file, _seen(session, visitor, file.row.id, document_id)


def _handed(session: Session, outside: Outside, visitor: Visitor, document_id: UUID, act: str) -> tuple[Held, Filed]:
    case_id = store.place(session, visitor.entity, document_id)
    held = reader(session, outside, visitor, case_id)
    filed = _seen(session, visitor, case_id, document_id)
    docs = (shelf.doc(filed.version, filed.row.kind, filed.row.mime),)
    steps.note(held, record.Act(act, visitor.actor, record.on("document", document_id), {}, docs))
    return held, filed


def reader(session: Session, outside: Outside, visitor: Visitor, case_id: UUID) -> Held:
    """Hold a case, to record who looked into it, for everybody who may read it."""
    if visitor.kind == "staff":
        return access.clerk(session, outside, visitor, case_id, roles=access.FILE_READERS)
    return access.citizen(session, outside, visitor, case_id=case_id)


def _seen(session: Session, visitor: Visitor, case_id: UUID, document_id: UUID) -> Filed:
    filed = store.get(session, case_id, document_id)
    if not eyes_of(session, visitor).may_see(filed.row):
        raise NotFound("document")
    return filed


@dataclass(frozen=True, slots=True)
class Eyes:
    """What a visitor may see: staff everything; people their papers, what they sign, the applicant the file.

    Nobody reads what was notified to them before they have opened the notification.
    """

    party: UUID | None
    applicant: bool
    to_sign: frozenset[UUID]
    unopened: frozenset[UUID] = frozenset()
    opened: frozenset[UUID] = frozenset()

    def may_see(self, row: DocumentRow) -> bool:
        """Return whether the visitor may see a document of the case."""
        if self.party is None:
            return True
        if row.kind in {PAPER, COPY, LETTER}:
            return row.party_id == self.party
        if row.id in self.unopened:
            return False
        if row.kind == RESOLUTION:
            return row.id in self.opened  # it is shown by its notification, and by nothing before
        if row.kind == ISSUED and row.state != "final":
            return False
        return self.applicant or row.id in self.to_sign | self.opened


def eyes_of(session: Session, visitor: Visitor) -> Eyes:
    """Return what a visitor may see of the documents of a case that `access` lets them into."""
    if visitor.kind == "staff":
        return Eyes(None, applicant=False, to_sign=frozenset())
    role = people.party(session, visitor.id).role
    notified = notifications.documents_of(session, visitor.id)
    return Eyes(
        visitor.id,
        applicant=role == cases.APPLICANT,
        to_sign=store.asked_of(session, visitor.id),
        unopened=frozenset(one for one, opened in notified.items() if not opened),
        opened=frozenset(one for one, opened in notified.items() if opened),
    )


def _file_name(file: CaseFile, row: DocumentRow) -> str:
    if row.file_name:
        return file.seal.open(row.file_name, shelf.FILE_NAME).decode()
    return f"{file.row.number.replace('/', '-')}-{row.name}.pdf"
