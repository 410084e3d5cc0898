"""Documents, their versions and their signatures."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base
from app.store.tables.columns import At, Bytes, CaseKey, Entity, Key, MaybeAt, MaybeBytes, MaybeWord, Word


class DocumentRow(Base):
    """A document of a case. `kind` is rendered, receipt, paper, signed_copy (by hand), resolution, issued or letter.

    `state`: frozen, signing, signed, final for ours; received, accepted, returned, replaced for
    papers. `title` and `note` (why a paper was returned) are sealed when citizens wrote them.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("csv"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    kind: Mapped[Word]
    name: Mapped[Word]
    title: Mapped[str]
    file_name: Mapped[MaybeBytes]
    state: Mapped[Word]
    csv: Mapped[MaybeWord]
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id"), unique=True)
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    mime: Mapped[Word]
    pages: Mapped[int]
    current: Mapped[int]
    note: Mapped[MaybeBytes]
    reviewed_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    reviewed_at: Mapped[MaybeAt]
    created_at: Mapped[At]


class VersionRow(Base):
    """The bytes of a document at one moment: as rendered, after each signature, sealed."""

    __tablename__ = "document_version"
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[Entity]
    sha256: Mapped[Bytes]
    size: Mapped[int]
    blob: Mapped[str]
    reason: Mapped[Word]
    created_at: Mapped[At]


class SignatureRow(Base):
    """One person's signature of one document, from the request to the seal.

    `status`: later (it is another's turn), waiting, viewed, consented, signed, refused, failed. `consent` is the sealed
    manifest material; `call_id` the diagram's call, `job_id` the outbox job that signs and seals. `method` is code,
    or paper: signed by hand before the official `witness`. `asked_at` is when the person was written to, `remind_at`
    when they are reminded next; `refusal` is the sealed reason of one who refused.
    """

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("call_id", "party_id"),)
    id: Mapped[Key]
    entity: Mapped[Entity]
    case_id: Mapped[CaseKey]
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    position: Mapped[int]
    total: Mapped[int]
    status: Mapped[Word]
    viewed_at: Mapped[MaybeAt]
    consented_at: Mapped[MaybeAt]
    consent: Mapped[MaybeBytes]
    method: Mapped[Word] = mapped_column(default="code", server_default="code")
    witness: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    job_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id"))
    signed_at: Mapped[MaybeAt]
    manifest: Mapped[MaybeBytes]
    asked_at: Mapped[MaybeAt]
    remind_at: Mapped[MaybeAt]
    refused_at: Mapped[MaybeAt]
    refusal: Mapped[MaybeBytes]
    created_at: Mapped[At]


Index("document_case", DocumentRow.case_id, DocumentRow.created_at)
Index("version_sha256", VersionRow.sha256)
Index("signature_case", SignatureRow.case_id)
Index("signature_remind", SignatureRow.remind_at, postgresql_where=SignatureRow.remind_at.is_not(None))
