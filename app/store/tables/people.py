"""The people of a case, the links that lead them here and the codes they prove themselves with."""

from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, Bytes, CaseKey, Entity, Key, MaybeAt, MaybeBytes, MaybeWord, Word


class PartyRow(Base):
    """A person in a case. `sealed` holds name, document and contact under the case's key.

    `level` is how surely we know who this is in this case; `verified_*` who found out, when, how. `search` are keyed
    digests of the words that staff may look the person up with. `notification_channel` is how the person asked to be
    notified: electronic or paper, None while nobody asked. `residence` is the municipality (INE code) where the person
    has said to live, "" for one that nobody knows: its days off count for the person's deadlines. `representative` is
    the party who acts and signs for this person, None for somebody who acts alone.
    """

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("case_id", "role"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    role: Mapped[Word]
    language: Mapped[Word]
    sealed: Mapped[Bytes]
    id_number: Mapped[Bytes]
    level: Mapped[Word]
    verified_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    verified_at: Mapped[MaybeAt]
    verified_how: Mapped[MaybeWord]
    last_access_at: Mapped[MaybeAt]
    search: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list, server_default="{}")
    notification_channel: Mapped[MaybeWord]
    residence: Mapped[str] = mapped_column(String(5), default="", server_default="")
    representative: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    created_at: Mapped[At]


class LinkRow(Base):
    """A way in for a party. Only the SHA-256 of its 256-bit token is kept."""

    __tablename__ = "link"
    token: Mapped[Bytes] = mapped_column(primary_key=True)
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    created_at: Mapped[At]
    expires_at: Mapped[At]
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[MaybeAt]


class CodeRow(Base):
    """A one-time code sent to a telephone, kept as a keyed digest. Lives 5 minutes, 3 tries.

    `subject` is the party for `purpose` "sign_in", the signature for "signature".
    """

    __tablename__ = "code"
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    purpose: Mapped[Word]
    subject: Mapped[UUID]
    bearer: Mapped[MaybeBytes]
    digest: Mapped[Bytes]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[At]
    expires_at: Mapped[At]
    used_at: Mapped[MaybeAt]


Index("party_id_number", PartyRow.entity, PartyRow.id_number)
Index("party_search", PartyRow.search, postgresql_using="gin")
Index("link_party", LinkRow.party_id)
Index("code_subject", CodeRow.subject, CodeRow.sent_at.desc())
