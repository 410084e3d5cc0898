"""Extending the term to resolve: an act of the staff, before it runs out, by its half at most.

Source: Ley 39/2015 art. 32.1 (at most the half), 32.3 (before it runs out; told to the people), 23 (with reasons).
"""

from typing import Final
from uuid import UUID

from app.domain import terms as rules
from app.domain.errors import Conflict, Invalid, NotFound
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import access, record, steps
from app.services.terms import counting, telling
from app.services.terms.running import STREAM
from app.services.visits import Visitor
from app.store import db
from app.store import terms as store
from app.store.tables import TermRow

EXTENDERS: Final = ("supervisor", "authority")
"""Who may extend a term: never the clerk alone who is behind with it."""
VIEWERS: Final = (*access.READERS, "authority")
"""Who may look at the term of a case."""
LONGEST_REASON: Final = 2000


class TermOver(Conflict):
    """A term that has run out, was met, or was extended already is not extended."""

    code = "term.over"


def most(row: TermRow) -> int:
    """Return by how many days a term may be extended; none when it was, or when it is over."""
    over = row.state not in {store.RUNNING, store.PAUSED} or row.more
    return 0 if over else rules.most_days(row.starts_on, counting.by_law(row))


def extend(outside: Outside, visitor: Visitor, case_id: UUID, days: int, reason: str) -> None:
    """Extend the term of a case by `days` of those that it counts, and owe its people the news.

    Raises `RoleMissing`, `NotFound` without a term, `TermOver`, or `Invalid` with a word per field (days, reason).
    """
    visitor.require(*EXTENDERS)
    with db.transaction() as session:
        held = access.clerk(session, outside, visitor, case_id, roles=EXTENDERS)
        row = store.of_case(session, case_id)
        if row is None:
            raise NotFound("term")
        if row.state not in {store.RUNNING, store.PAUSED} or row.more or _is_late(row, held):
            raise TermOver("the term is over or was extended")
        told = _checked(row, days, reason)
        row.more, row.extended_by, row.extended_at = days, visitor.id, held.now
        row.reason = held.seal.seal(told.encode(), telling.REASON)
        session.flush()
        counting.recount(held, row)
        facts: dict[str, Value] = {"days": days, "due_on": row.due_on.isoformat()}
        act = record.Act("term.extended", visitor.actor, record.on(STREAM, row.id), facts, values={"reason": told})
        steps.note(held, act)
        telling.owe(held, row, telling.LONGER)


def _is_late(row: TermRow, held: steps.Held) -> bool:
    return row.state == store.RUNNING and row.due_at <= held.now


def _checked(row: TermRow, days: int, reason: str) -> str:
    told, wrong = reason.strip(), {}
    if not 1 <= days <= most(row):
        wrong["days"] = "range"
    if not told or len(told) > LONGEST_REASON:
        wrong["reason"] = "long" if told else "required"
    if wrong:
        raise Invalid("the extension will not do", wrong)
    return told
