"""Hand what is owed to the broker, and wake cases whose timers are due. Run by beat every second."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from app.domain.errors import ProcedureFault, TaskNotReady
from app.engine import machine
from app.ports import Outside
from app.services import faults, steps
from app.services.steps import Trigger
from app.store import cases, db, outbox

_REST = timedelta(hours=1)
"""How long a case whose diagram could not follow a deadline is left alone, so that it keeps no other case waiting."""
Send = Callable[[UUID, str], None]
"""Hand a call's id to the broker's queue of that name."""


def relay(outside: Outside, send: Send, limit: int = 200) -> int:
    """Send up to `limit` due calls and return how many.

    The lease is committed before anything is sent; a crash in between repeats the hand-over after
    the lease, and workers take a call once.
    """
    with db.bookkeeping("handing over a call is no act of the office") as session:
        due = outbox.due(session, outside.clock.now(), limit)
    for call_id, queue in due:
        send(call_id, queue)
    return len(due)


def tick(outside: Outside, limit: int = 50) -> int:
    """Move up to `limit` cases whose timers are due, each in a transaction of its own; return how many."""
    with db.reading() as session:
        due = cases.due_timers(session, outside.clock.now(), limit)
    for entity, case_id in due:
        _tick_case(outside, entity, case_id)
    return len(due)


def _tick_case(outside: Outside, entity: str, case_id: UUID) -> None:
    try:
        with db.transaction() as session:
            held = steps.hold(session, outside, entity, case_id)
            steps.advance(
                held,
                lambda spec, state, at: machine.tick(spec, state, **at),
                Trigger("tick"),
            )
    except TaskNotReady:
        return
    except ProcedureFault as fault:
        faults.report(outside, fault)
        with db.bookkeeping("a deadline that the diagram cannot follow is looked at again later") as session:
            cases.put_off_timers(session, case_id, outside.clock.now(), _REST)
