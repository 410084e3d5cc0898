"""The hash chain of a case: each event states the leaf hash of the one before it."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import EvidenceBroken, EvidenceMalformed
from app.evidence import canonical, commitments, events
from app.evidence.canonical import Value
from app.evidence.commitments import Randomness
from app.evidence.events import Doc, Event, Subject

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands: how many events it has, the leaf hash of the last, and its time.

    The row of the case keeps it. Before the first event `seq` is 0, `digest` the genesis and `at` None.
    """

    tenant: str
    case: UUID
    seq: int
    digest: bytes
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """An act about to be recorded. `values` are personal data to be committed to, `data` are not."""

    type: str
    actor: Actor
    subject: Subject
    docs: tuple[Doc, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as it is stored.

    `body` are its canonical bytes, `leaf` their hash; `openings` is b"" or the canonical openings,
    personal data to be sealed under the case's key.
    """

    seq: int
    body: bytes
    leaf: bytes
    openings: bytes = b""


def start(tenant: str, case: UUID) -> Head:
    """Return the head of a chain without events."""
    return Head(tenant, case, 0, events.genesis(case), None)


def extend(head: Head, draft: Draft, now: datetime, random: Randomness = secrets.token_bytes) -> tuple[Entry, Head]:
    """Return the next entry of the chain and its new head.

    Times of a chain always grow: when the clock does not, the event is dated one microsecond after
    the last and `data.skew` says by how many microseconds that is ahead of the clock. A
    "case.closed" gets its `data.count`, the number of events up to itself. Raises
    `EvidenceMalformed` when the draft is not what the format allows.
    """
    at, added = _dated(head.at, now)
    if draft.type == "case.closed":
        added["count"] = head.seq + 1
    if "skew" in draft.data or any(draft.data.get(name, value) != value for name, value in added.items()):
        raise EvidenceMalformed("skew and count are the chain's to state")
    committed, openings = commitments.commit(draft.values, random)
    body = events.encode(
        Event(
            tenant=head.tenant,
            case=head.case,
            seq=head.seq + 1,
            prev=head.digest,
            at=at,
            nonce=random(16),
            type=draft.type,
            actor=draft.actor,
            subject=draft.subject,
            docs=draft.docs,
            commit=committed,
            data={**draft.data, **added},
        )
    )
    leaf = events.leaf_hash(body)
    return Entry(head.seq + 1, body, leaf, openings), Head(head.tenant, head.case, head.seq + 1, leaf, at)


def verify(head: Head, entries: Iterable[Entry]) -> Head:
    """Return the head after `entries`, which must continue the chain from `head` (see `start`).

    Raises `EvidenceBroken`, whose `position` is the first `seq` that does not fit, when an entry
    was changed, removed, inserted or moved. Openings are not looked at.
    """
    for entry in entries:
        try:
            head = _next(head, entry)
        except EvidenceMalformed as cause:
            raise EvidenceBroken(head.seq + 1) from cause
    return head


def _dated(last: datetime | None, now: datetime) -> tuple[datetime, dict[str, Value]]:
    if now.utcoffset() is None:
        raise EvidenceMalformed("a time without a zone is no time")
    at = now.astimezone(UTC)
    if last is None or at > last:
        return at, {}
    ahead = last.astimezone(UTC) + _TICK
    return ahead, {"skew": (ahead - at) // _TICK}


def _next(head: Head, entry: Entry) -> Head:
    fields = canonical.decode(entry.body)
    if not isinstance(fields, Mapping) or events.leaf_hash(entry.body) != entry.leaf:
        raise EvidenceMalformed("the leaf hash is not that of the body")
    place = {"tenant": head.tenant, "case": str(head.case), "seq": head.seq + 1, "prev": head.digest.hex()}
    if entry.seq != head.seq + 1 or any(fields.get(name) != value for name, value in place.items()):
        raise EvidenceMalformed("the event does not follow the one before it")
    at = _read_instant(fields.get("at"))
    if head.at is not None and at <= head.at:
        raise EvidenceMalformed("the clock of the chain went back")
    return Head(head.tenant, head.case, head.seq + 1, entry.leaf, at)


def _read_instant(text: Value | None) -> datetime:
    try:
        at = datetime.fromisoformat(cast("str", text))
    except (TypeError, ValueError):
        raise EvidenceMalformed("an event without a time") from None
    if events.instant(at) != text:
        raise EvidenceMalformed("a time spelt otherwise")
    return at
