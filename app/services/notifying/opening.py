"""Open or refuse a notification in the portal, after an explicit step, by the person that it is for.

Source: Ley 39/2015 art. 43.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import notification as rules
from app.domain.errors import Conflict
from app.domain.notification import Outcome, State
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import access, record, steps
from app.services.notifying import settling
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import db
from app.store import notifications as store
from app.store.tables import NotificationRow


class NotRefusable(Conflict):
    """What goes home as a letter is refused at the door; in the portal it may only be read."""

    code = "notification.not_refusable"


def open_it(outside: Outside, visitor: Visitor, notification_id: UUID) -> None:
    """Open a notification: from this instant the person is notified, and the document may be read.

    Again, or after another outcome, it changes nothing of what counts; the first such reading is recorded. Raises
    `Foreign` for everybody but its addressee, `LevelTooLow` when that person is not surely enough known.
    """
    with db.transaction() as session:
        held, row = _own(session, outside, visitor, notification_id)
        settling.lapse(held, row)
        level: dict[str, Value] = {"level": visitor.level}
        first = settling.as_read(row, held.now)
        if State(row.state).open:
            settling.settle(held, row, Outcome(State.ACCESSED, held.now, rules.PORTAL), visitor.actor, level)
        elif first:
            read = record.Act("notification.read", visitor.actor, settling.on(row), {**settling.about_of(row), **level})
            steps.note(held, read)


def refuse(outside: Outside, visitor: Visitor, notification_id: UUID) -> None:
    """Refuse a notification without opening it: it counts as made. Changes nothing after an outcome.

    Raises as `open_it`, and `NotRefusable` for one that goes home as a letter.
    """
    with db.transaction() as session:
        held, row = _own(session, outside, visitor, notification_id)
        settling.lapse(held, row)
        if row.state != State.AVAILABLE:
            return
        if row.channel != rules.ELECTRONIC:
            raise NotRefusable("a letter is refused at the door")
        refused = Outcome(State.REFUSED, held.now, rules.PORTAL)
        settling.settle(held, row, refused, visitor.actor, {"level": visitor.level})


def _own(session: Session, outside: Outside, visitor: Visitor, notification_id: UUID) -> tuple[Held, NotificationRow]:
    held = access.citizen(session, outside, visitor)
    row = store.get(session, visitor.entity, notification_id)
    if row.party_id != visitor.id:
        raise access.Foreign("somebody else's notification")
    access.require_level(visitor, row.level)
    return held, row
