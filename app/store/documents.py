"""Read and write documents, their versions and their signatures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.store.tables import CallRow, CodeRow, DocumentRow, PartyRow, SignatureRow, VersionRow

PAPER, RENDERED, RECEIPT, COPY = "paper", "rendered", "receipt", "signed_copy"
RESOLUTION, ISSUED = "resolution", "issued"
"""What a body or an automated act decides: a resolution, seen by the staff alone before it is notified; or something
else that is issued, such as a certificate, which the applicant sees once it is final."""
LETTER = "letter"
"""What is printed to be carried home: for the staff."""
KINDS = (PAPER, RENDERED, RECEIPT, COPY, RESOLUTION, ISSUED, LETTER)
BY_HAND = "paper"
"""How a signature was given that is no electronic one: by hand, before an official."""
FROZEN = 1
"""The number of the version that everybody reads and consents to."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A document with one of its versions."""

    row: DocumentRow
    version: VersionRow


def add(session: Session, row: Mapping[str, Any], version: Mapping[str, Any]) -> None:
    """Insert a document with its first version."""
    session.execute(insert(DocumentRow), [row])
    add_version(session, version)


def add_version(session: Session, row: Mapping[str, Any]) -> None:
    """Insert a version."""
    session.execute(insert(VersionRow), [row])


def get(session: Session, case_id: UUID, document_id: UUID, *, lock: bool = False) -> Filed:
    """Return a document of this case with its current version. Raises `NotFound`."""
    statement = _filed().where(DocumentRow.id == document_id, DocumentRow.case_id == case_id)
    return _one(session, statement.with_for_update(of=DocumentRow) if lock else statement)


def place(session: Session, entity: str, document_id: UUID) -> UUID:
    """Return the id of the case that a document lies in. Raises `NotFound`."""
    found = session.scalar(
        select(DocumentRow.case_id).where(DocumentRow.id == document_id, DocumentRow.entity == entity)
    )
    if found is None:
        raise NotFound("document")
    return found


def made_by(session: Session, call_id: UUID) -> Filed | None:
    """Return the document that a call made."""
    found = session.execute(_filed().where(DocumentRow.call_id == call_id)).first()
    return Filed(found[0], found[1]) if found else None


def with_csv(session: Session, entity: str, csv: str) -> Filed:
    """Return the document with this verification code. Raises `NotFound`."""
    return _one(session, _filed().where(DocumentRow.csv == csv, DocumentRow.entity == entity))


def of_case(session: Session, case_id: UUID, kinds: Sequence[str] = KINDS) -> list[Filed]:
    """Return the documents of a case with their current versions, oldest first."""
    rows = session.execute(
        _filed()
        .where(DocumentRow.case_id == case_id, DocumentRow.kind.in_(kinds))
        .order_by(DocumentRow.created_at, DocumentRow.id)
    )
    return [Filed(row[0], row[1]) for row in rows]


def version(session: Session, document_id: UUID, number: int) -> VersionRow:
    """Return one version of a document. Raises `NotFound`."""
    row = session.get(VersionRow, (document_id, number))
    if row is None:
        raise NotFound("version")
    return row


def versions(session: Session, case_id: UUID) -> list[VersionRow]:
    """Return every version of every document of a case, oldest first."""
    return list(
        session.scalars(
            select(VersionRow)
            .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
            .where(DocumentRow.case_id == case_id)
            .order_by(VersionRow.created_at, VersionRow.document_id, VersionRow.number)
        )
    )


def digests(session: Session, document_id: UUID) -> list[bytes]:
    """Return the SHA-256 of every version of a document, oldest first."""
    return list(
        session.scalars(
            select(VersionRow.sha256).where(VersionRow.document_id == document_id).order_by(VersionRow.number)
        )
    )


def add_signatures(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert requests to sign."""
    session.execute(insert(SignatureRow), rows)


def signature(session: Session, signature_id: UUID, *, lock: bool = False) -> SignatureRow:
    """Return a signature. Raises `NotFound`."""
    statement = select(SignatureRow).where(SignatureRow.id == signature_id)
    row = session.scalar(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFound("signature")
    return row


def signatures_asked_by(session: Session, call_id: UUID) -> list[SignatureRow]:
    """Return the signatures that a call asked for, in their order."""
    return list(
        session.scalars(select(SignatureRow).where(SignatureRow.call_id == call_id).order_by(SignatureRow.position))
    )


def signatures_on(session: Session, document_id: UUID) -> list[tuple[SignatureRow, PartyRow]]:
    """Return the signatures of a document with their signers, in the order in which they were asked for."""
    rows = session.execute(
        select(SignatureRow, PartyRow)
        .join(PartyRow, PartyRow.id == SignatureRow.party_id)
        .where(SignatureRow.document_id == document_id)
        .order_by(SignatureRow.created_at, SignatureRow.position)
    )
    return [(row[0], row[1]) for row in rows]


def asked_of(session: Session, party_id: UUID) -> frozenset[UUID]:
    """Return the documents that a party was asked to sign."""
    asked = SignatureRow.status != "later"
    return frozenset(session.scalars(select(SignatureRow.document_id).where(SignatureRow.party_id == party_id, asked)))


def asked_signatures(session: Session, party_id: UUID) -> list[UUID]:
    """Return the signatures that a party was asked for."""
    return list(session.scalars(select(SignatureRow.id).where(SignatureRow.party_id == party_id)))


def to_sign(session: Session, party_id: UUID) -> SignatureRow | None:
    """Return the oldest signature that a party still has to give."""
    return session.scalar(
        _asked_of(party_id).where(SignatureRow.status.in_(("waiting", "viewed"))).order_by(SignatureRow.created_at)
    )


def signing_code(session: Session, signature_id: UUID) -> CodeRow | None:
    """Return the newest code that was sent for a signature, held."""
    return session.scalar(
        select(CodeRow)
        .where(CodeRow.subject == signature_id)
        .order_by(CodeRow.sent_at.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def to_remind(session: Session, now: datetime, most: int) -> list[tuple[str, UUID, UUID]]:
    """Return entity, case and id of up to `most` signatures whose person is to be reminded, the longest due first."""
    rows = session.execute(
        select(SignatureRow.entity, SignatureRow.case_id, SignatureRow.id)
        .join(CallRow, CallRow.id == SignatureRow.call_id)
        .where(SignatureRow.remind_at <= now, CallRow.status.in_(("owed", "waiting")))
        .order_by(SignatureRow.remind_at)
        .limit(most)
    )
    return [(row.entity, row.case_id, row.id) for row in rows]


def last_asked(session: Session, party_id: UUID) -> SignatureRow | None:
    """Return the last signature that a party was asked for and that was not called off."""
    statement = select(SignatureRow).where(SignatureRow.party_id == party_id, SignatureRow.status != "later")
    return session.scalar(statement.order_by(SignatureRow.created_at.desc()).limit(1))


def _asked_of(party_id: UUID) -> Select[SignatureRow]:
    return (
        select(SignatureRow)
        .join(CallRow, CallRow.id == SignatureRow.call_id)
        .where(SignatureRow.party_id == party_id, CallRow.status.in_(("owed", "waiting")))
    )


def _filed() -> Select[DocumentRow, VersionRow]:
    return select(DocumentRow, VersionRow).join(
        VersionRow, (VersionRow.document_id == DocumentRow.id) & (VersionRow.number == DocumentRow.current)
    )


def _one(session: Session, statement: Select[DocumentRow, VersionRow]) -> Filed:
    found = session.execute(statement).first()
    if found is None:
        raise NotFound("document")
    return Filed(found[0], found[1])
