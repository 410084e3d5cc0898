"""Remind whoever was asked to sign and has not. Run by beat; when a request ends is for its diagram's timer to say."""

from typing import Final
from uuid import UUID

import structlog

from app.ports import Outside
from app.services import steps
from app.services.signing import signature_requests
from app.store import db, outbox
from app.store import documents as store

log = structlog.get_logger()
_EACH_TIME: Final = 50
_AWAITED: Final = ("owed", "waiting")


def remind(outside: Outside) -> int:
    """Remind everybody whose reminder is due, each in a transaction of its own; return how many were.

    Safe beside another worker: each reminder is sent once. One that fails stands in nobody else's way and stays due.
    Raises `StoreUnavailable`.
    """
    with db.reading() as session:
        due = store.to_remind(session, outside.clock.now(), _EACH_TIME)
    return sum(_each(outside, entity, case_id, signature_id) for entity, case_id, signature_id in due)


def _each(outside: Outside, entity: str, case_id: UUID, signature_id: UUID) -> bool:
    try:
        return _remind(outside, entity, case_id, signature_id)
    except db.StoreUnavailable:
        raise
    except Exception as fault:  # noqa: BLE001  # whatever is wrong with one case, the others are reminded
        log.warning("reminder.failed", reference=str(signature_id), error=type(fault).__name__)
        return False


def _remind(outside: Outside, entity: str, case_id: UUID, signature_id: UUID) -> bool:
    with db.transaction() as session:
        held = steps.hold(session, outside, entity, case_id)
        row = store.signature(session, signature_id, lock=True)
        if row.remind_at is None or row.remind_at > held.now or row.status not in signature_requests.TO_SIGN:
            return False
        if outbox.get(session, row.call_id).status not in _AWAITED:
            return False
        signature_requests.remind(held, row)
        return True
