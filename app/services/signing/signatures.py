"""Have people sign: the frozen document, a sentence to tick, a code that is good for that document only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain import identity
from app.domain.actors import SYSTEM
from app.domain.errors import Conflict, Denied, Invalid
from app.ports import CallRef, Outside
from app.services import access, calls, codes, parties, record, steps
from app.services.calls import OwedCall
from app.services.files import documents, shelf
from app.services.files.documents import Content
from app.services.messaging import messages, wording
from app.services.signing import production, signature_requests, signature_views
from app.services.signing import signing_consent as consents
from app.services.signing.signature_requests import PARALLEL
from app.services.signing.signature_views import SignatureState, SignatureView
from app.services.signing.signing_consent import Browser
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import db, people
from app.store import documents as store
from app.store.tables import PartyRow, SignatureRow

LONGEST_REASON = 2000


class NothingToSign(Conflict):
    """The visitor has nothing to sign, or has signed or refused already."""

    code = "signature.nothing_to_sign"


class NotReadYet(Conflict):
    """A code was asked for before the document was shown."""

    code = "signature.not_read"


class TooManyCodes(Conflict):
    """Too many codes were asked for lately; a quarter of an hour helps."""

    code = "signature.too_many_codes"
    status = 429


class CodeRefused(Invalid):
    """A signing code was not accepted; `reason` is wrong, expired, tries, used or none."""

    code = "signature.code_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(f"signing code: {reason}", {"code": f"signature.code_{reason}"})
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code is on its way to `phone` (masked)."""

    phone: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CaseSignatures:
    """Lets diagrams ask people for signatures."""

    outside: Outside

    def request(self, call: CallRef, *, document: str, signers: Sequence[str], order: str = PARALLEL) -> None:
        """Ask the parties with the roles `signers` to sign, in `order`; the same call asks once.

        Raises `OperatorFailed` with "document_unknown", "signer_unknown", "order_unknown", or "identity_not_verified"
        when no official has accepted the identity of one of them in this case.
        """
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            if store.signatures_asked_by(session, call.call_id):
                return
            signature_requests.ask(held, call, document, list(dict.fromkeys(signers)), order)


def pending(outside: Outside, visitor: Visitor) -> SignatureView | None:
    """Return what the visitor has to sign, the oldest first; None when there is nothing."""
    with db.reading() as session:
        file = access.citizen_reading(session, outside, visitor)
        row = store.to_sign(session, visitor.id)
        return signature_views.view(session, file, row) if row else None


def view(outside: Outside, visitor: Visitor) -> SignatureView:
    """Return what the visitor has to sign, for the page that shows it, and record that it was viewed.

    Raises `NothingToSign`.
    """
    with db.transaction() as session:
        held = access.citizen(session, outside, visitor)
        row = _waiting(session, visitor)
        row.status, row.viewed_at = "viewed", row.viewed_at or held.now
        docs = (shelf.doc(store.version(session, row.document_id, store.FROZEN), "frozen"),)
        steps.note(held, record.Act("document.viewed", visitor.actor, record.on("document", row.document_id), {}, docs))
        return signature_views.view(session, held, row)


def page_image(outside: Outside, visitor: Visitor, page: int) -> bytes:
    """Return one page (from 1) of what the visitor has to sign, as PNG. Raises `NothingToSign` or `NotFound`."""
    content = frozen(outside, visitor)
    return documents.picture(content.body, content.mime, page)


def frozen(outside: Outside, visitor: Visitor) -> Content:
    """Return the file that the visitor has to sign. Raises `NothingToSign`."""
    with db.reading() as session:
        file = access.citizen_reading(session, outside, visitor)
        row = _waiting(session, visitor)
        name = store.get(session, file.row.id, row.document_id).row.name
        version = store.version(session, row.document_id, store.FROZEN)
        session.expunge_all()
    name = f"{file.row.number.replace('/', '-')}-{name}.pdf"
    return Content(name, shelf.PDF, shelf.take(outside, file.seal, version))


def send_code(outside: Outside, visitor: Visitor) -> SentCode:
    """Send the visitor a code that signs the document they have read, and nothing else.

    Raises `NothingToSign`, `NotReadYet`, or `TooManyCodes` (and records that).
    """
    with db.transaction() as session:
        held = access.citizen(session, outside, visitor)
        row = _waiting(session, visitor)
        if row.status != "viewed":
            raise NotReadYet("the document was not shown yet")
        party = _signer(session, row)
        shown = store.version(session, row.document_id, store.FROZEN)
        issued = codes.issue(held, consents.PURPOSE, row.id, bearer=shown.sha256)
        on = record.on("signature", row.id)
        if issued is None:
            steps.note(held, record.Act("sign.otp_refused", visitor.actor, on, {"reason": "too_many"}))
            sent = None
        else:
            told = {"code": str(issued.id)}
            steps.note(held, record.Act("sign.otp_sent", SYSTEM, on, told, (shelf.doc(shown, "frozen"),)))
            sent = _text_code(held, party, row, issued)
    if sent is None:
        raise TooManyCodes("too many codes were asked for")
    return sent


def consent(outside: Outside, visitor: Visitor, code: str, ticked: bool, browser: Browser | None = None) -> None:
    """Take the visitor's consent: the ticked sentence and the code. The signature is then made by a worker.

    Raises `Invalid` ("declares") without the tick, `CodeRefused` (and records it), `NothingToSign`.
    """
    if not ticked:
        raise Invalid("the sentence was not ticked", {"declares": "required"})
    with db.transaction() as session:
        held = access.citizen(session, outside, visitor)
        row = _waiting(session, visitor)
        party = _signer(session, row)
        sent = store.signing_code(session, row.id)
        shown = store.version(session, row.document_id, store.FROZEN)
        reason = "none"
        if sent is not None and sent.bearer == shown.sha256:
            reason = codes.refusal(outside.keys, sent, code, held.now)
        if reason or sent is None:
            on = record.on("signature", row.id)
            steps.note(held, record.Act("sign.otp_refused", visitor.actor, on, {"reason": reason}))
        else:
            consents.keep(held, visitor, consents.Consented(row, party, sent, shown, browser or Browser()))
    if reason:
        raise CodeRefused(reason)


def refuse(outside: Outside, visitor: Visitor, reason: str) -> None:
    """Refuse to sign: the case takes the path that its diagram has for that, and who else was asked is told.

    The reason stays in the case, sealed, for its staff. Raises `NothingToSign`.
    """
    with db.transaction() as session:
        held = access.citizen(session, outside, visitor)
        row = _waiting(session, visitor)
        signature_requests.call_off(held, row, reason.strip()[:LONGEST_REASON])
        store.get(session, held.row.id, row.document_id, lock=True).row.state = "refused"
        told = {"reason": reason.strip()[:LONGEST_REASON]}
        act = record.Act("sign.refused", visitor.actor, record.on("signature", row.id), values=told)
        calls.fail_held(held, row.call_id, "refused", [act], "signature.request")


def state_of(outside: Outside, visitor: Visitor) -> SignatureState:
    """Return how the visitor's last signature stands, for the page that waits. Raises `NothingToSign`."""
    with db.reading() as session:
        file = access.citizen_reading(session, outside, visitor)
        row = store.last_asked(session, visitor.id)
        if row is None:
            raise NothingToSign("nothing was asked")
        return signature_views.state(session, file, row)


def produce(outside: Outside, call: OwedCall) -> list[record.Act]:
    """Make a signature that was consented to. Raises as `production.produce`."""
    return production.produce(outside, call)


def _waiting(session: Session, visitor: Visitor) -> SignatureRow:
    row = store.to_sign(session, visitor.id)
    if row is None:
        raise NothingToSign("nothing waits for this signature")
    return row


def _signer(session: Session, row: SignatureRow) -> PartyRow:
    party = people.party(session, row.party_id)
    if not identity.may_sign(identity.level(party.level)):
        raise Denied("an official has not accepted who the signer is")
    return party


def _text_code(held: Held, party: PartyRow, row: SignatureRow, issued: codes.Issued) -> SentCode:
    details, language = parties.details_of(party, held.seal), party.language
    csv = store.get(held.session, held.row.id, row.document_id).row.csv or ""
    text = wording.sms(held.entity, "sign_sms", language, {"code": issued.code, "csv": csv[:9]})
    messages.queue_sms(held, details.mobile, text, until=issued.expires_at, about="signature")
    return SentCode(consents.masked_phone(details.mobile), issued.expires_at)
