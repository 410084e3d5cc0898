"""Terms that run out: recorded, told to the diagram, and certified if nobody asked for that. Run by beat.

Source: Ley 39/2015 art. 21.1 (the office must resolve all the same), 24 (silence), 24.4 (its certificate, of the
office's own motion, within fifteen days).
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from app.domain.actors import SYSTEM
from app.ports import Outside
from app.services import arrivals, record, steps
from app.services.steps import Held
from app.services.terms import counting, telling
from app.services.terms.running import STREAM
from app.store import db
from app.store import terms as store
from app.store.tables import TermRow

MESSAGE: Final = "term_expired"
"""What the diagram is told, with {term, silence}."""
CERTIFIED_AFTER: Final = timedelta(days=10)
"""When silence is certified without being asked: five days before it must be."""
_EACH_TIME: Final = 50


def sweep(outside: Outside) -> int:
    """Let terms that ran out expire, each in a transaction of its own; return how many did.

    Safe beside another worker: each expires once.
    """
    with db.reading() as session:
        due = store.due(session, outside.clock.now(), _EACH_TIME)
        silent = store.uncertified(session, outside.clock.now() - CERTIFIED_AFTER, _EACH_TIME)
    for entity, case_id, term_id in silent:
        _certify(outside, entity, case_id, term_id)
    return sum(_expire(outside, *one) for one in due)


def certify(held: Held, row: TermRow) -> None:
    """Owe the certificate of the silence of a term that ran out."""
    row.certificate_asked_at = held.now
    held.session.flush()
    telling.owe(held, row, telling.SILENCE)


def _expire(outside: Outside, entity: str, case_id: UUID, term_id: UUID) -> bool:
    with db.transaction() as session:
        held = steps.hold(session, outside, entity, case_id)
        row = store.get(session, entity, term_id)
        if row.state != store.RUNNING or held.row.status == "ended":
            return False  # another worker was here, or a person was quicker
        told_until = row.due_on
        counting.recount(held, row)
        if row.due_at > held.now:  # days off were written down since it began
            _note(held, row, "term.moved", {"from": told_until.isoformat(), "due_on": row.due_on.isoformat()})
            return False
        row.state, row.expired_at = store.EXPIRED, held.now
        counting.tell_facts(held, row)
        session.flush()
        expired = record.Act("term.expired", SYSTEM, record.on(STREAM, row.id), {"due_on": row.due_on.isoformat()})
        arrivals.deliver(held, MESSAGE, {"term": str(row.id), "silence": row.silence}, [expired])
        return True


def _certify(outside: Outside, entity: str, case_id: UUID, term_id: UUID) -> None:
    with db.transaction() as session:
        held = steps.hold(session, outside, entity, case_id)
        row = store.get(session, entity, term_id)
        if row.state == store.EXPIRED and row.certificate_asked_at is None:
            certify(held, row)
            _note(held, row, "term.certified", {"asked": False})


def _note(held: Held, row: TermRow, act: str, facts: dict[str, str | bool]) -> None:
    steps.note(held, record.Act(act, SYSTEM, record.on(STREAM, row.id), facts))
