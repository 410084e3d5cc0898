"""What lies in a case: an address that names a case and something in it must name what is there."""

from uuid import UUID

from app.domain.errors import NotFound
from app.services.visits import Visitor
from app.store import cases, db, documents


def require(visitor: Visitor, case_id: UUID, *, task: UUID | None = None, document: UUID | None = None) -> None:
    """Raise `NotFound` unless the task and the document that are named belong to the case, in the visitor's entity."""
    with db.reading() as session:
        if task is not None and cases.task(session, visitor.entity, task).case_id != case_id:
            raise NotFound("task")
        if document is not None and documents.place(session, visitor.entity, document) != case_id:
            raise NotFound("document")
