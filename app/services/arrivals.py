"""Bring a named message to the diagram of a case. Not a use case: a part of those that have something to tell it."""

from collections.abc import Mapping, Sequence

from app.domain.actors import SYSTEM, Actor
from app.domain.errors import ProcedureFault, TaskNotReady
from app.domain.work import Json
from app.engine import machine
from app.services import faults, record, steps
from app.services.steps import Held, Trigger


def awaited(held: Held, name: str) -> bool:
    """Return whether an event of a held case waits for the message `name` now."""
    if held.row.status == "ended":
        return False
    state = held.seal.open(held.row.state, steps.STATE)
    return any(one.name == name for one in machine.listeners(held.pinned.spec, state))


def deliver(
    held: Held, name: str, payload: Mapping[str, Json], acts: Sequence[record.Act] = (), actor: Actor = SYSTEM
) -> bool:
    """Deliver the message `name` to every event of a held case that waits for it, and say whether one did.

    `acts` are what happened, by `actor`: they are recorded whether or not anybody waits. A message that nobody waits
    for, that comes when the case has ended, or that the diagram cannot take moves nothing and is no error; of the
    last the office is told. `payload` is kept in the diagram's state: ids and words, no personal data.
    """
    reason = "ended"
    if held.row.status != "ended":
        try:
            steps.advance(
                held,
                lambda spec, state, at: machine.message(spec, state, name, dict(payload), **at),
                Trigger(f"message {name}", actor, acts),
            )
        except TaskNotReady:
            reason = "nobody_waits"
        except ProcedureFault as fault:
            reason = fault.code
            faults.tell(held, fault)
        else:
            return True
    unheard = record.Act(
        "message.unheard", SYSTEM, record.on("case", held.row.id), data={"message": name, "reason": reason}
    )
    steps.note(held, *acts, unheard)
    return False
