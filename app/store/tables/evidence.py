"""Evidence: leaves for ever, bodies that may be erased, heads of streams without a case."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import Bytes, Entity, Key, MaybeAt, MaybeBytes, Word


class EventRow(Base):
    """The leaf hash of one event. Insert-only, kept for ever."""

    __tablename__ = "event"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    entity: Mapped[Entity]
    leaf: Mapped[Bytes]


class EventBodyRow(Base):
    """The canonical bytes of one event, and the sealed openings of its commitments. Erasable."""

    __tablename__ = "event_body"
    __table_args__ = (UniqueConstraint("stream", "seq"),)
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("event.id"), primary_key=True)
    entity: Mapped[Entity]
    stream: Mapped[UUID]
    seq: Mapped[int]
    type: Mapped[Word]
    body: Mapped[Bytes]
    opening: Mapped[MaybeBytes]


class StreamRow(Base):
    """The head of a chain of acts that belong to no case: a person's sign-ins, a procedure's versions."""

    __tablename__ = "stream"
    __table_args__ = (UniqueConstraint("entity", "kind", "subject"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    kind: Mapped[Word]
    subject: Mapped[Word]
    seq: Mapped[int]
    head: Mapped[Bytes]
    last_event_at: Mapped[MaybeAt]
