"""The certificate of silence: asked for by a person of the case, or at the desk. Source: Ley 39/2015 art. 24.4."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.ports import Outside
from app.services import access, record, steps
from app.services.steps import Held
from app.services.terms import expiring
from app.services.terms.running import STREAM
from app.services.visits import Visitor
from app.store import db
from app.store import terms as store


class NoSilence(Conflict):
    """There is no silence to certify: the term runs, was met, or the law gives its end no effect."""

    code = "term.no_silence"


def ask(outside: Outside, visitor: Visitor, case_id: UUID | None = None) -> None:
    """Ask for the certificate of the silence of a case: the citizen's own, or the one that the staff name.

    Asked again, nothing more is owed. Raises `NoSilence`, or what `access` raises.
    """
    with db.transaction() as session:
        held = _held(session, outside, visitor, case_id)
        row = store.of_case(session, held.row.id)
        if row is None or row.state != store.EXPIRED or row.silence == "none":
            raise NoSilence("no silence to certify")
        if row.certificate_asked_at is None:
            expiring.certify(held, row)
            asked = record.Act("term.certified", visitor.actor, record.on(STREAM, row.id), {"asked": True})
            steps.note(held, asked)


def _held(session: Session, outside: Outside, visitor: Visitor, case_id: UUID | None) -> Held:
    if case_id is None:
        return access.citizen(session, outside, visitor)
    return access.clerk(session, outside, visitor, case_id)
