"""Rows of evidence: leaves and bodies go in together, heads of streams without a case."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import LargeBinary, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from app.store import db
from app.store.tables import EventBodyRow, EventRow, StreamRow


@dataclass(frozen=True, slots=True)
class Row:
    """One event to store: its place in the chain, canonical bytes, leaf hash, sealed openings."""

    seq: int
    type: str
    body: bytes
    leaf: bytes
    opening: bytes | None


_APPEND = text("""
WITH new AS (
  SELECT * FROM unnest(:leaves, CAST(:seqs AS int[]), CAST(:types AS text[]), :bodies, :openings)
  AS t(leaf, seq, type, body, opening)
), leaves AS (
  INSERT INTO event (entity, leaf) SELECT :entity, leaf FROM new ORDER BY seq RETURNING id, leaf
)
INSERT INTO event_body (event_id, entity, stream, seq, type, body, opening)
SELECT leaves.id, :entity, :stream, new.seq, new.type, new.body, new.opening FROM leaves JOIN new USING (leaf)
""").bindparams(
    bindparam("leaves", type_=ARRAY(LargeBinary)),
    bindparam("bodies", type_=ARRAY(LargeBinary)),
    bindparam("openings", type_=ARRAY(LargeBinary)),
)


def append(session: Session, entity: str, stream: UUID, rows: Sequence[Row]) -> None:
    """Store events of one stream in one statement. The stream's head must be held."""
    session.execute(
        _APPEND,
        {
            "entity": entity,
            "stream": stream,
            "leaves": [row.leaf for row in rows],
            "seqs": [row.seq for row in rows],
            "types": [row.type for row in rows],
            "bodies": [row.body for row in rows],
            "openings": [row.opening for row in rows],
        },
    )
    db.recorded(session, len(rows))


def of_stream(session: Session, entity: str, stream: UUID) -> list[tuple[EventBodyRow, bytes]]:
    """Return the events of a stream with their leaf hashes, oldest first."""
    rows = session.execute(
        select(EventBodyRow, EventRow.leaf)
        .join(EventRow, EventRow.id == EventBodyRow.event_id)
        .where(EventBodyRow.stream == stream, EventBodyRow.entity == entity)
        .order_by(EventBodyRow.seq)
    )
    return [(row[0], row[1]) for row in rows]


def stream_id(session: Session, entity: str, kind: str, subject: str) -> UUID | None:
    """Return the id of the stream `kind` of `subject`, None while nothing has happened in it."""
    return session.scalar(
        select(StreamRow.id).where(StreamRow.entity == entity, StreamRow.kind == kind, StreamRow.subject == subject)
    )


def latest(session: Session, entity: str, stream: UUID, begins: str) -> bytes | None:
    """Return the canonical bytes of a stream's last event whose type `begins` so, None when there is none."""
    return session.scalar(
        select(EventBodyRow.body)
        .where(EventBodyRow.stream == stream, EventBodyRow.entity == entity, EventBodyRow.type.startswith(begins))
        .order_by(EventBodyRow.seq.desc())
        .limit(1)
    )


def bodies(session: Session, entity: str, stream: UUID, kind: str) -> list[bytes]:
    """Return the canonical bytes of a stream's events of one type, oldest first."""
    return list(
        session.scalars(
            select(EventBodyRow.body)
            .where(EventBodyRow.stream == stream, EventBodyRow.entity == entity, EventBodyRow.type == kind)
            .order_by(EventBodyRow.seq)
        )
    )


def recent(
    session: Session, entity: str, stream: UUID, but: Collection[str], most: int
) -> list[tuple[EventBodyRow, bytes]]:
    """Return the last events of a stream whose type is not among `but`, with their leaf hashes, newest first."""
    rows = session.execute(
        select(EventBodyRow, EventRow.leaf)
        .join(EventRow, EventRow.id == EventBodyRow.event_id)
        .where(EventBodyRow.stream == stream, EventBodyRow.entity == entity, EventBodyRow.type.not_in(but))
        .order_by(EventBodyRow.seq.desc())
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def stream(session: Session, entity: str, kind: str, subject: str) -> StreamRow:
    """Return the held head of the stream `kind` of `subject`, made now if it is new."""
    found = _held(session, entity, kind, subject)
    if found is None:
        statement = insert(StreamRow).values(
            id=uuid4(), entity=entity, kind=kind, subject=subject, seq=0, head=b"", last_event_at=None
        )
        session.execute(statement.on_conflict_do_nothing())
        found = _held(session, entity, kind, subject)
    if found is None:
        raise RuntimeError("a stream vanished")
    return found


def _held(session: Session, entity: str, kind: str, subject: str) -> StreamRow | None:
    return session.scalar(
        select(StreamRow)
        .where(StreamRow.entity == entity, StreamRow.kind == kind, StreamRow.subject == subject)
        .with_for_update()
    )
