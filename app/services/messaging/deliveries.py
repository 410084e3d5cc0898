"""What became of a text message, as the gateway says later: delivered, or not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from app.domain.actors import worker
from app.domain.errors import NotFound
from app.ports import Outside
from app.services import record, steps
from app.services.messaging import messages
from app.store import db, outbox
from app.store.sendings import RESENT
from app.store.tables import CallRow

_REASON = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A gateway's word about a message: the `reference` it was handed over with, and why it was not delivered."""

    reference: str
    delivered: bool
    reason: str = ""


def note(outside: Outside, receipt: Receipt) -> None:
    """Keep what a gateway says of a message, once; what it says of messages that are not ours is let go.

    Nothing is returned, so that nobody learns which references exist. A message that was called lost may still arrive.
    """
    try:
        call_id = UUID(receipt.reference)
    except ValueError:
        return
    with db.transaction() as session:
        try:
            known = outbox.get(session, call_id)
        except NotFound:
            return
        if known.operator != messages.SMS:
            return
        if known.case_id is not None:
            held = steps.hold(session, outside, known.entity, known.case_id)
            _settle(outbox.get(session, call_id, lock=True), receipt, outside, lambda act: steps.note(held, act))
            return
        kind, _, subject = (known.stream or "").partition(" ")
        now = outside.clock.now()
        _settle(
            outbox.get(session, call_id, lock=True),
            receipt,
            outside,
            lambda act: record.in_stream(session, known.entity, kind, subject, [act], now),
        )


def _settle(row: CallRow, receipt: Receipt, outside: Outside, say: Callable[[record.Act], None]) -> None:
    said = "delivered" if receipt.delivered else "undelivered"
    if row.delivery in {said, "delivered"} or (row.delivery == RESENT and not receipt.delivered):
        return
    row.delivery, row.delivered_at = said, outside.clock.now()
    reason = receipt.reason if _REASON.fullmatch(receipt.reason) else "unknown"
    data = {} if receipt.delivered else {"reason": reason}
    say(record.Act(f"sms.{said}", worker("sms.gateway"), record.on("sms", row.id), data=data))
