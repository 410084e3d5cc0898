"""What became of a notification: stored once, recorded, told to the diagram, proved. Not a use case."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from app.domain import notification as rules
from app.domain.actors import SYSTEM, Actor
from app.domain.notification import Attempt, Outcome, State
from app.evidence.canonical import Value
from app.evidence.events import Subject
from app.services import arrivals, record, steps
from app.services.steps import Held
from app.store import people
from app.store.tables import NotificationRow

LETTER: Final = "notification.letter"
PROOF: Final = "notification.prove"
"""What the office owes on account of a notification: the letter to be printed, the sealed proof of an outcome."""
QUEUE: Final = "document"


def outcome(row: NotificationRow) -> Outcome | None:
    """Return what became of a notification so far, None while it waits."""
    state = State(row.state)
    if not state.ended or row.decided_at is None:
        return None
    return Outcome(state, row.decided_at, row.means or "")


def settle(
    held: Held, row: NotificationRow, found: Outcome, actor: Actor, said: dict[str, Value] | None = None
) -> bool:
    """Record that a notification of a held case came to `found`, and say whether this is what counts now.

    The first outcome is told to the diagram, and what follows a letter that came back; each that counts gets a sealed
    proof. What came later than another, as
    a letter does that was brought after the person had read it in the portal, is recorded and changes nothing.
    """
    before = outcome(row)
    counts = rules.decides(before, found)
    about: dict[str, Value] = {"at": found.at.isoformat(), "means": found.means, "counts": counts, **(said or {})}
    act = record.Act(f"notification.{found.state}", actor, on(row), {**about_of(row), **about})
    if not counts:
        steps.note(held, act)
        return False
    row.state, row.decided_at, row.means = found.state.value, found.at, found.means
    if before is None or before.state is State.RETURNED:
        tell(held, row, [act], actor)
    else:
        steps.note(held, act)
    owe(held, PROOF, row.id, f"{found.state} {found.at.isoformat()}")
    return True


def tell(held: Held, row: NotificationRow, acts: list[record.Act], actor: Actor = SYSTEM) -> None:
    """Bring the outcome of a notification to the diagram of its held case."""
    found = outcome(row)
    if found is None:
        raise LookupError("a notification that waits has no outcome to tell")
    message = rules.MESSAGES[found.state]
    payload = {
        "notification": str(row.id),
        "to": people.party(held.session, row.party_id).role,
        "outcome": message.removeprefix("notification_"),
        "means": found.means,
        "at": found.at.isoformat(),
    }
    if arrivals.deliver(held, message, payload, acts, actor):
        row.heard_at = held.now


def lapse(held: Held, row: NotificationRow) -> None:
    """Let a notification whose time in the portal is over be refused by silence, or go home as a letter.

    Silence refuses only where electronic notification is compulsory or was expressly chosen. Source: Ley 39/2015
    art. 43.2.
    """
    if row.state != State.AVAILABLE or row.expires_at is None or held.now < row.expires_at:
        return
    if row.binding:
        settle(held, row, Outcome(State.EXPIRED, row.expires_at, rules.PORTAL), SYSTEM)
        return
    row.channel, row.expires_at = rules.PAPER, None
    steps.note(held, record.Act("notification.to_paper", SYSTEM, on(row), about_of(row)))
    owe(held, LETTER, row.id)


def owe(held: Held, job: str, notification_id: UUID, once: str = "") -> None:
    """Owe a paper about a notification, once for each `once`."""
    call_id = uuid5(notification_id, f"{job} {once}")
    steps.owe(held, job, {"notification": str(notification_id)}, queue=QUEUE, call_id=call_id, about="notification")


def on(row: NotificationRow) -> Subject:
    """Return a notification as what an act was done to."""
    return record.on("notification", row.id)


def about_of(row: NotificationRow) -> dict[str, Value]:
    """Return what every act about a notification says: the document and the person."""
    return {"document": str(row.document_id), "party": str(row.party_id)}


def tried(row: NotificationRow) -> list[Attempt]:
    """Return how often a letter was brought, and what became of it, as it was noted."""
    return [Attempt(datetime.fromisoformat(one["at"]), one["result"]) for one in row.attempts]


def as_read(row: NotificationRow, now: datetime) -> bool:
    """Note that the person opened a notification, and say whether this is the first time."""
    first = row.opened_at is None
    row.opened_at = row.opened_at or now
    return first
