"""Evidence of what is done, written in the transaction that does it. Not a use case: a part of every one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.actors import Actor
from app.evidence import chain
from app.evidence.canonical import Value
from app.evidence.events import Doc, Subject
from app.store import evidence
from app.store.sealing import CaseSeal
from app.store.tables import CaseRow, StreamRow

OPENING = "evidence.opening"


@dataclass(frozen=True, slots=True)
class Act:
    """Something done. `values` are personal data: evidence holds only commitments to them."""

    type: str
    actor: Actor
    subject: Subject
    data: Mapping[str, Value] = field(default_factory=dict)
    docs: tuple[Doc, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


def on(kind: str, ref: object) -> Subject:
    """Return what an act was done to."""
    return Subject(kind, str(ref))


def in_case(session: Session, row: CaseRow, seal: CaseSeal, acts: Sequence[Act], now: datetime) -> None:
    """Append `acts` to the chain of a held case."""
    head = chain.Head(row.entity, row.id, row.seq, row.head, row.last_event_at)
    with session.no_autoflush:  # the case is written once, with its new head
        head = _append(session, head, acts, now, seal)
    row.seq, row.head, row.last_event_at = head.seq, head.digest, head.at


def in_stream(session: Session, entity: str, kind: str, subject: object, acts: Sequence[Act], now: datetime) -> None:
    """Append `acts` to the chain of something that is no case. No personal data can go there."""
    row: StreamRow = evidence.stream(session, entity, kind, str(subject))
    head = chain.Head(entity, row.id, row.seq, row.head, row.last_event_at) if row.seq else chain.start(entity, row.id)
    head = _append(session, head, acts, now, None)
    row.seq, row.head, row.last_event_at = head.seq, head.digest, head.at


def genesis(case_id: UUID) -> bytes:
    """Return the head of a chain that has no event yet."""
    return chain.start("", case_id).digest


def _append(
    session: Session, head: chain.Head, acts: Sequence[Act], now: datetime, seal: CaseSeal | None
) -> chain.Head:
    rows: list[evidence.Row] = []
    for act in acts:
        draft = chain.Draft(
            type=act.type, actor=act.actor, subject=act.subject, docs=act.docs, values=act.values, data=act.data
        )
        entry, head = chain.extend(head, draft, now)
        if entry.openings and seal is None:
            raise ValueError("a stream without a case keeps no personal data")
        opening = seal.seal(entry.openings, OPENING) if seal and entry.openings else None
        rows.append(evidence.Row(entry.seq, act.type, entry.body, entry.leaf, opening))
    evidence.append(session, head.tenant, head.case, rows)
    return head
