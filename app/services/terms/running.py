"""Terms as diagrams let them run: they begin, pause, go on, and are met.

Source: Ley 39/2015 art. 21.3 (from the entry in the register), 22.1 (pauses), 33 (urgency), 40.4 and 43.3 (met).
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid5

from sqlalchemy.orm import Session

from app.domain import registry as numbers
from app.domain import terms as rules
from app.domain.actors import worker
from app.domain.errors import OperatorFailed
from app.domain.malformed import Malformed
from app.ports import CallRef, Outside, TermOrder
from app.services import record, steps
from app.services.files import receipts
from app.services.steps import Held
from app.services.terms import counting, telling
from app.store import db, outbox, registry
from app.store import terms as store
from app.store.tables import TermRow

STREAM = "term"
_DIAGRAM = worker("terms")
_LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class CaseTerms:
    """The terms of cases, as diagrams use them. Every call takes effect once."""

    outside: Outside

    def start(self, call: CallRef, *, order: TermOrder) -> tuple[str, str]:
        """Let a term begin, owe the communication of its start, and return its id and last day.

        Raises `OperatorFailed`: "no_term" when neither procedure nor order says how long it is, "term_begun" when
        the case has one of its kind, "registered" for what is neither a date nor an entry of the case.
        """
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            row = store.of_case(session, call.case_id, order.kind)
            if row is not None and row.call_id != call.call_id:
                raise OperatorFailed("term_begun", "the case has a term of this kind")
            if row is None:
                row = _begin(held, call, order)
            return str(row.id), row.due_on.isoformat()

    def pause(self, call: CallRef, *, kind: str, reason: str) -> str:
        """Stop a term from the day on which the diagram came to this step, and return that day.

        One that stands still already goes on doing so; one that has run out is not stopped ("").
        Raises `OperatorFailed("no_term")`.
        """
        with db.transaction() as session:
            held, row = _holding(session, self.outside, call, kind)
            open_since = [one.since for one in store.pauses(session, row.id) if one.until is None]
            if open_since:
                return open_since[0].isoformat()
            if row.state != store.RUNNING:
                return ""
            day = _day_of(held, call)
            pause = {"id": call.call_id, "entity": call.entity, "term_id": row.id, "since": day}
            store.add_pause(session, pause | {"reason": reason[:_LONGEST_WORD], "until": None})
            row.state = store.PAUSED
            _note(held, row, "term.paused", {"since": day.isoformat(), "reason": reason[:_LONGEST_WORD]})
            return day.isoformat()

    def resume(self, call: CallRef, *, kind: str) -> str:
        """Let a term run again from the day on which the diagram came to this step; return its last day.

        Raises `OperatorFailed("no_term")`.
        """
        with db.transaction() as session:
            held, row = _holding(session, self.outside, call, kind)
            if row.state == store.PAUSED:
                day = _day_of(held, call)
                store.end_pauses(session, row.id, day)
                row.state = store.RUNNING
                session.flush()
                counting.recount(held, row)
                _note(held, row, "term.resumed", {"since": day.isoformat(), "due_on": row.due_on.isoformat()})
            return row.due_on.isoformat()

    def meet(self, call: CallRef, *, kind: str) -> str:
        """Note that what a term was for is done, in time or late, and return on which day.

        Raises `OperatorFailed("no_term")`.
        """
        with db.transaction() as session:
            held, row = _holding(session, self.outside, call, kind)
            if row.met_on is None:
                row.met_on, late = _day_of(held, call), row.state == store.EXPIRED
                store.end_pauses(session, row.id, row.met_on)
                row.state = store.MET
                _note(held, row, "term.met", {"met_on": row.met_on.isoformat(), "late": late})
            return row.met_on.isoformat()


def _begin(held: Held, call: CallRef, order: TermOrder) -> TermRow:
    procedure = held.pinned.procedure
    resolves = order.kind == store.RESOLVE
    length = counting.read(order.length)
    if not order.length and resolves:
        length = counting.of_procedure(procedure.max_term)
    if not length:
        raise OperatorFailed("no_term", "nobody says how long the term is")
    length = length.halved() if order.urgent else length
    start = _start(held, order.registered)
    due_on = rules.due_on(held.calendar, start, length)
    row = TermRow(
        id=uuid5(call.call_id, STREAM),
        entity=call.entity,
        case_id=call.case_id,
        call_id=call.call_id,
        kind=order.kind[:_LONGEST_WORD],
        starts_on=start,
        months=length.months,
        days=length.days,
        working_days=length.working_days,
        more=0,
        silence=procedure.silence if resolves else "none",
        state=store.RUNNING,
        due_on=due_on,
        due_at=held.calendar.end_of(due_on),
        created_at=held.now,
    )
    held.session.add(row)
    _note(held, row, "term.begun", {"starts_on": start.isoformat(), "due_on": due_on.isoformat(), "kind": row.kind})
    if resolves:
        held.session.flush()
        telling.owe(held, row, telling.START)
    return row


def _start(held: Held, registered: str) -> date:
    """Return the day on which what was registered counts as received by the office. Source: art. 31.2.c."""
    with suppress(Malformed):
        number = str(numbers.read_entry_number(registered))
        entries = registry.entries_of(held.session, held.row.id)
        found = [one for one in entries if receipts.number_of(one) == number]
        if not found:
            raise OperatorFailed("registered", "the case has no such entry")
        return held.entity.calendar.local_day(found[0].legal_at)
    try:
        at = datetime.fromisoformat(registered)
    except ValueError as fault:
        raise OperatorFailed("registered", "neither a date nor an entry of the register") from fault
    return held.entity.calendar.local_day(at) if at.tzinfo else at.date()


def _holding(session: Session, outside: Outside, call: CallRef, kind: str) -> tuple[Held, TermRow]:
    held = steps.hold(session, outside, call.entity, call.case_id)
    row = store.of_case(session, call.case_id, kind)
    if row is None:
        raise OperatorFailed("no_term", "the case has no term of this kind")
    return held, row


def _day_of(held: Held, call: CallRef) -> date:
    """Return the day on which the diagram asked, whenever a worker came to it."""
    return held.entity.calendar.local_day(outbox.get(held.session, call.call_id).created_at)


def _note(held: Held, row: TermRow, act: str, facts: dict[str, Any]) -> None:
    steps.note(held, record.Act(act, _DIAGRAM, record.on(STREAM, row.id), facts))
