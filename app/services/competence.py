"""Who is competent: which body exercises a competence, and who is at its head on a day. Not a use case.

Source: Ley 40/2015 art. 8, 9 and 13.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import decisions as rules
from app.domain.decisions import AUTHORITY
from app.domain.errors import Denied, OperatorFailed
from app.services.cases import CaseFile
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import decisions as store
from app.store.tables import BodyRow, ResolutionRow, TermOfOfficeRow


class NotInOffice(Denied):
    """Somebody would decide for a body that they are not at the head of today."""

    code = "deciding.not_in_office"


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the entity. `names` by language."""

    id: UUID
    code: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Competence:
    """Who decides: `body`, exercising the competence of `competent`; where they differ, by a delegation.

    `published` says where that delegation, or the automated act, can be read.
    """

    body: Body
    competent: Body
    delegation_id: UUID | None = None
    automated_act_id: UUID | None = None
    published: str = ""


def of(session: Session, entity: str, code: str, procedure: str, day: date) -> Competence:
    """Return who decides on a day in what the body `code` is competent for. Raises `OperatorFailed("body_unknown")`."""
    row = store.body_called(session, entity, code)
    if row is None or not row.active:
        raise OperatorFailed("body_unknown", "the entity has no such body")
    own = view(row)
    given = store.delegation_of(session, row.id, procedure, day)
    if given is None:
        return Competence(own, own)
    return Competence(view(store.body(session, given.to_body)), own, given.id, published=given.published)


def automated(session: Session, entity: str, procedure: str, act: str, day: date) -> Competence:
    """Return who answers for an automated act on a day. Raises `OperatorFailed("not_an_automated_act")`."""
    row = store.automated_act(session, entity, procedure, act, day)
    if row is None:
        raise OperatorFailed("not_an_automated_act", "the act is not in the register of automated acts")
    body = view(store.body(session, row.body_id))
    return Competence(body, body, automated_act_id=row.id, published=row.published)


def view(row: BodyRow) -> Body:
    """Return a body for the eye."""
    return Body(row.id, row.code, dict(row.names))


def official(session: Session, visitor: Visitor, row: ResolutionRow, day: date) -> TermOfOfficeRow:
    """Return the term by which a visitor decides what lies in a folder on a day.

    Raises `RoleMissing`, or `NotInOffice` for who is not at the head of that body on the day, or when the delegation
    by which it would decide has ended.
    """
    visitor.require(AUTHORITY)
    term = store.term_of(session, visitor.id, row.body_id, day)
    if term is None or not store.body(session, row.body_id).active:
        raise NotInOffice("the visitor is not at the head of this body today")
    if row.delegation_id is not None:
        given = store.delegation(session, row.delegation_id)
        if not rules.in_force(day, given.from_on, given.until_on):
            raise NotInOffice("the delegation is no longer in force")
    return term


def require_office(session: Session, visitor: Visitor, file: CaseFile | Held) -> None:
    """Raise `NotInOffice` unless a visitor is at the head of some body today."""
    day = file.entity.calendar.local_day(file.now)
    if not store.bodies_of(session, visitor.entity, visitor.id, day):
        raise NotInOffice("the visitor is at the head of no body today")
