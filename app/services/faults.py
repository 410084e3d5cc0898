"""Lay before a person what the office cannot mend by itself: failed work, and diagrams that cannot go on."""

from typing import Final
from uuid import UUID, uuid4

from app.domain.actors import SYSTEM
from app.domain.errors import ProcedureFault
from app.ports import Outside
from app.services import record, steps
from app.services.steps import Held
from app.store import db, outbox

DIAGRAM: Final = "diagram"
"""The kind of the incidents about diagrams."""


def report(outside: Outside, fault: ProcedureFault, call_id: UUID | None = None) -> None:
    """Open an incident about a move that a diagram could not make and that was rolled back.

    The call that made it, if one did, waits as failed. A fault that waits for a person already is not told twice.
    """
    entity, case_id = fault.case
    with db.transaction() as session:
        tell(steps.hold(session, outside, entity, case_id), fault, call_id)


def tell(held: Held, fault: ProcedureFault, call_id: UUID | None = None) -> None:
    """Open an incident about a move that a diagram could not make, inside the caller's transaction. See `report`."""
    if call_id is None and outbox.waiting_fault(held.session, held.row.id, DIAGRAM, _detail(str(fault))):
        return
    open_incident(held, call_id, DIAGRAM, str(fault))


def open_incident(held: Held, call_id: UUID | None, kind: str, detail: str = "") -> None:
    """Lay a fault before a person. The call, if there is one, waits as failed."""
    incident_id = uuid4()
    outbox.open_incident(
        held.session,
        {
            "id": incident_id,
            "entity": held.row.entity,
            "case_id": held.row.id,
            "call_id": call_id,
            "kind": kind[:80],
            "detail": _detail(detail),
            "opened_at": held.now,
        },
    )
    steps.note(
        held,
        record.Act("incident.opened", SYSTEM, record.on("incident", incident_id), data={"kind": kind[:80]}),
    )
    if call_id is not None:
        outbox.settle(held.session, call_id, "failed", held.now, kind)


def _detail(text: str) -> str:
    return text[:500]
