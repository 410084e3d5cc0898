"""E-mails and text messages on their way: what waits, what is late, what failed, what did not arrive."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.errors import Conflict, NotFound
from app.ports import Outside
from app.services import incidents, record
from app.services.messaging import failure_words, messages
from app.services.visits import Visitor
from app.store import db, outbox
from app.store import sendings as store
from app.store.sendings import FAILED, LATE, OWED, STATES, UNDELIVERED, Ask, Found

__all__ = ["ANEW", "FAILED", "LATE", "MAY", "OWED", "STATES", "UNDELIVERED", "Page", "SendingView", "listed", "retry"]

MAY: Final = ("supervisor", "administrator")
KINDS: Final = {"mail": messages.MAIL, "sms": messages.SMS}
SIZE: Final = 25
ANEW: Final = {
    "appointment_booked": "booked",
    "appointment_moved": "moved",
    "appointment_moved_by_office": "moved",
    "appointment_day_before": "day_before",
    "appointment_soon": "soon",
}
"""Text messages that can be written anew when they did not arrive, and the message that says now what they said."""


@dataclass(frozen=True, slots=True)
class SendingView:
    """A message as the page lists it, in the reader's language. `kind` is mail or sms; `since` when it was written.

    `at` is when it failed, did not arrive, or is tried next. `case_id` is None for one without a case.
    `retriable` is whether it can be sent again, `anew` whether it can be written anew (`appointments.resending`).
    """

    id: UUID
    kind: str
    about: str
    case_id: UUID | None
    case_number: str
    cause: str
    remedy: str
    detail: str
    attempts: int
    since: datetime
    at: datetime
    retriable: bool
    anew: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of messages, with how many there are in each state."""

    found: list[SendingView]
    counts: dict[str, int]
    number: int
    total: int


def listed(outside: Outside, visitor: Visitor, state: str, kind: str = "", number: int = 1) -> Page:
    """Return a page of the messages in a state ("failed", "undelivered", "late", "owed"), of one kind or of both.

    Raises `Denied`.
    """
    visitor.require(*MAY)
    now = outside.clock.now()
    wanted = [KINDS[kind]] if kind in KINDS else list(KINDS.values())
    state = state if state in STATES else FAILED
    with db.reading() as session:
        counts = store.counts(session, Ask(visitor.entity, wanted, now))
        total = max(1, -(-counts[state] // SIZE))
        number = min(max(1, number), total)
        ask = Ask(visitor.entity, wanted, now, state, SIZE, (number - 1) * SIZE)
        found = [_view(one, state, visitor.language) for one in store.page(session, ask)]
    return Page(found, counts, number, total)


def retry(outside: Outside, visitor: Visitor, call_id: UUID) -> None:
    """Have a message that failed sent again, with all its attempts.

    Raises `NotFound`, and `Conflict` when it no longer waits for a decision.
    """
    visitor.require(*MAY)
    with db.reading() as session:
        row = outbox.get(session, call_id)
        if row.entity != visitor.entity or row.operator not in KINDS.values():
            raise NotFound("no such message")
        alone = row.case_id is None
        incident = None if alone else store.incident_of(session, visitor.entity, call_id)
    if incident is not None:
        incidents.retry(outside, visitor, incident)
    elif alone:
        _retry_alone(outside, visitor, call_id)
    else:
        raise Conflict("somebody decided already")


def _retry_alone(outside: Outside, visitor: Visitor, call_id: UUID) -> None:
    with db.transaction() as session:
        row = outbox.get(session, call_id, lock=True)
        if row.status != "failed":
            raise Conflict("the message is on its way already")
        outbox.begin_again(session, row, outside.clock.now())
        kind, _, subject = (row.stream or "").partition(" ")
        act = record.Act("incident.retried", visitor.actor, record.on("call", row.id))
        record.in_stream(session, row.entity, kind, subject, [act], outside.clock.now())


def _view(one: Found, state: str, language: str) -> SendingView:
    call, ended = one.call, state in {FAILED, UNDELIVERED}
    error = failure_words.error(call.last_error, call.delivery) if ended or call.last_error else ""
    at = {FAILED: call.answered_at, UNDELIVERED: call.delivered_at}.get(state)
    return SendingView(
        id=call.id,
        kind="mail" if call.operator == messages.MAIL else "sms",
        about=failure_words.about(call.element, language),
        case_id=call.case_id,
        case_number=one.case.number if one.case else "",
        cause=failure_words.cause(error, language) if error else "",
        remedy=failure_words.remedy(error, language) if ended else "",
        detail=one.incident.detail if one.incident else call.last_error,
        attempts=call.attempts,
        since=call.created_at,
        at=at or call.next_at,
        retriable=state == FAILED and (one.incident is not None or call.case_id is None),
        anew=state == UNDELIVERED and call.case_id is not None and call.element in ANEW,
    )
