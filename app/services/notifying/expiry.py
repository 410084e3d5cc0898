"""What comes round by itself: notifications that nobody opened in time, and outcomes not told yet. Run by beat."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from app.domain import notification as rules
from app.domain.notification import State
from app.ports import Outside
from app.services import arrivals, steps
from app.services.notifying import settling
from app.store import db
from app.store import notifications as store

PATIENCE: Final = timedelta(hours=1)
"""How long an outcome that came before the diagram waited for it is brought again."""
_EACH_TIME: Final = 50


def expire(outside: Outside) -> int:
    """Let every notification whose time is over come to its end, each in a transaction; return how many were due."""
    with db.reading() as session:
        due = store.expired(session, outside.clock.now(), _EACH_TIME)
    for entity, case_id, notification_id in due:
        _expire(outside, entity, case_id, notification_id)
    return len(due)


def tell(outside: Outside) -> int:
    """Bring outcomes of the last hour to diagrams that have begun to wait for them; return how many were told.

    Somebody may open a notification before the diagram has come to the event that waits for it.
    """
    with db.reading() as session:
        unheard = store.unheard(session, outside.clock.now() - PATIENCE, _EACH_TIME)
    return sum(_tell(outside, entity, case_id, notification_id) for entity, case_id, notification_id in unheard)


def _expire(outside: Outside, entity: str, case_id: UUID, notification_id: UUID) -> None:
    with db.transaction() as session:
        held = steps.hold(session, outside, entity, case_id)
        settling.lapse(held, store.get(session, entity, notification_id))


def _tell(outside: Outside, entity: str, case_id: UUID, notification_id: UUID) -> bool:
    with db.transaction() as session:
        held = steps.hold(session, outside, entity, case_id)
        row = store.get(session, entity, notification_id)
        if row.heard_at is not None or not arrivals.awaited(held, rules.MESSAGES[State(row.state)]):
            return False
        settling.tell(held, row, [])
        return True
