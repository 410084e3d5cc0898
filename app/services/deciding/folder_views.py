"""What lies in the folder of a body, as its people see it. Not a use case: a part of the folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import procedure as rules
from app.services import competence
from app.services.competence import Body, Competence
from app.services.deciding import drafting, numbering
from app.services.publishing import procedures
from app.services.visits import Visitor
from app.store import decisions as store
from app.store import people
from app.store.decisions import Put


@dataclass(frozen=True, slots=True)
class FolderItem:
    """A document in the folder of a body, or one that was there. `by` is the sentence that says who decides it.

    `state` is waiting, signing, decided or returned; `number` is "" before it is decided, `official` the name of who
    decided, "" for an automated act.
    """

    id: UUID
    case_id: UUID
    case_number: str
    procedure: str
    document_id: UUID
    title: str
    kind: str
    body: str
    by: str
    state: str
    number: str
    official: str
    pages: int
    requested_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """What rows only refer to: bodies, the staff's names, where delegations and automated acts were published."""

    language: str
    bodies: Mapping[UUID, Body]
    names: Mapping[UUID, str]
    published: Mapping[UUID, str]


def known_to(session: Session, visitor: Visitor) -> Known:
    """Return what the rows of the visitor's entity refer to."""
    published = {row.id: row.published for row in store.delegations(session, visitor.entity)}
    published |= {row.id: row.published for row in store.automated_acts(session, visitor.entity)}
    return Known(
        language=visitor.language,
        bodies={row.id: competence.view(row) for row in store.bodies(session, visitor.entity)},
        names=people.staff_names(session, visitor.entity),
        published=published,
    )


def competence_of(known: Known, put: Put) -> Competence:
    """Return who decides what was put before a body."""
    row = put.row
    given = row.delegation_id or row.automated_act_id
    return Competence(
        body=known.bodies[row.body_id],
        competent=known.bodies[row.competent_id],
        delegation_id=row.delegation_id,
        automated_act_id=row.automated_act_id,
        published=known.published[given] if given else "",
    )


def item(session: Session, put: Put, known: Known) -> FolderItem:
    """Return what was put before a body, for the eye. The caller has checked who may see it."""
    row, language = put.row, known.language
    by = competence_of(known, put)
    card = procedures.pinned(session, put.case.entity, put.case.digest).procedure.card
    return FolderItem(
        id=row.id,
        case_id=row.case_id,
        case_number=put.case.number,
        procedure=rules.text(card.title, language),
        document_id=row.document_id,
        title=put.document.title,
        kind=row.kind,
        body=rules.text(by.body.names, language),
        by=drafting.who(by, language),
        state=row.state,
        number=numbering.number_of(row),
        official=known.names.get(row.decided_by, "") if row.decided_by else "",
        pages=put.document.pages,
        requested_at=row.requested_at,
        decided_at=row.decided_at,
    )
