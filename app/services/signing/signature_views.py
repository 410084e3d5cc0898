"""Signatures as their signers see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import people as numbers
from app.domain import procedure as rules
from app.services import parties
from app.services.cases import CaseFile
from app.services.signing import signing_consent as consents
from app.services.steps import Held
from app.store import documents as store
from app.store import outbox, people
from app.store.tables import SignatureRow


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature that the visitor is asked for. `sha256` (hex) is of the document as it is shown.

    `procedure` is its title in the signer's language. `phone` and `signer_document` are masked; `others` are the
    names of who else signs, `signed` of those the ones who have.
    """

    id: UUID
    case_id: UUID
    case_number: str
    procedure: str
    document_id: UUID
    title: str
    csv: str
    sha256: str
    size: int
    pages: int
    signer: str
    signer_document: str
    phone: str
    others: tuple[str, ...]
    signed: tuple[str, ...]
    sentence: str
    status: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class SignatureState:
    """How the visitor's last signature stands. `failed`: a person is looking at a fault; nothing is lost.

    `status` is waiting, viewed, consented, signed or refused; `final` once everybody has signed and
    the seal is on the document.
    """

    id: UUID
    document_id: UUID
    title: str
    csv: str
    signer: str
    status: str
    others_to_sign: bool
    final: bool
    failed: bool
    consented_at: datetime | None
    signed_at: datetime | None
    on_paper: bool


def view(session: Session, file: CaseFile | Held, row: SignatureRow) -> SignatureView:
    """Return a signature that is asked for. The caller has checked of whom."""
    filed = store.get(session, file.row.id, row.document_id)
    shown = store.version(session, row.document_id, store.FROZEN)
    everybody = {
        one.id: (one, parties.details_of(party, file.seal))
        for one, party in store.signatures_on(session, row.document_id)
        if one.call_id == row.call_id
    }
    own, language = everybody[row.id][1], people.party(session, row.party_id).language
    others = [(one.status, details.full_name) for one, details in everybody.values() if one.id != row.id]
    return SignatureView(
        id=row.id,
        case_id=file.row.id,
        case_number=file.row.number,
        procedure=rules.text(file.pinned.procedure.card.title, language),
        document_id=row.document_id,
        title=filed.row.title,
        csv=filed.row.csv or "",
        sha256=shown.sha256.hex(),
        size=shown.size,
        pages=filed.row.pages,
        signer=own.full_name,
        signer_document=numbers.masked_nif(own.id_number),
        phone=consents.masked_phone(own.mobile),
        others=tuple(name for _, name in others),
        signed=tuple(name for status, name in others if status == "signed"),
        sentence=consents.sentence(language),
        status=row.status,
        asked_at=row.asked_at or row.created_at,
    )


def state(session: Session, file: CaseFile, row: SignatureRow) -> SignatureState:
    """Return how a signature stands. The caller has checked whose it is."""
    document = store.get(session, file.row.id, row.document_id).row
    asked = store.signatures_asked_by(session, row.call_id)
    jobs = [outbox.get(session, one.job_id) for one in asked if one.job_id]
    return SignatureState(
        id=row.id,
        document_id=document.id,
        title=document.title,
        csv=document.csv or "",
        signer=parties.details_of(people.party(session, row.party_id), file.seal).full_name,
        status=row.status,
        others_to_sign=any(one.status in {"later", "waiting", "viewed"} for one in asked if one.id != row.id),
        final=document.state == "final",
        failed=any(job.status == "failed" for job in jobs),
        consented_at=row.consented_at,
        signed_at=row.signed_at,
        on_paper=row.method == store.BY_HAND,
    )
