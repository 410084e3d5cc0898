"""How a case came out: the outcome of its procedure that names what the diagram came to. Not a use case."""

import json
from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.domain.procedure import Outcome
from app.services.cases import CaseFile
from app.store import evidence
from app.store.tables import CallRow


def reached(session: Session, file: CaseFile, calls: Iterable[CallRow]) -> Outcome | None:
    """Return the outcome with which a case ended, None while it goes on or when its texts name none.

    An end event that the case came to says more than what the office did on the way there; of two ends the later.
    """
    outcomes = file.pinned.procedure.outcomes
    if file.row.status != "ended" or not outcomes:
        return None
    done = {call.element for call in calls if call.status == "done"}
    names = [name for name in outcomes if name in done]
    if set(outcomes) - {call.element for call in calls}:
        names += [element for element in _ends(session, file) if element in outcomes]
    return outcomes[names[-1]] if names else None


def _ends(session: Session, file: CaseFile) -> list[str]:
    """Return the end events that a case came to, in that order, as its chain of evidence tells."""
    ends = {element.id for element in file.pinned.spec.elements.values() if element.kind == "endEvent"}
    steps = [json.loads(body) for body in evidence.bodies(session, file.row.entity, file.row.id, "workflow.stepped")]
    moved = [transition for step in steps for transition in step["data"]["transitions"]]
    return [element for element, _, target in moved if target == "completed" and element in ends]
