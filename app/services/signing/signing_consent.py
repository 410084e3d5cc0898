"""What a signer consented to, and how we know: kept so that the signature can be made from it at any time.

Not a use case: the part of `signatures` that turns a right code into a manifest and an owed job.
"""

import hashlib
from dataclasses import dataclass

from app.documents import manifests
from app.domain import procedure
from app.services import parties, record, sentences, steps
from app.services.files import shelf
from app.services.parties import PersonDetails
from app.services.signing import production
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import documents as store
from app.store.tables import CodeRow, PartyRow, SignatureRow, VersionRow

PURPOSE = "signature"
CONSENT = "signature.consent"
QUEUE = "signature"


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a consent came from: address and what the browser called itself, "" when not known."""

    address: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Consented:
    """A consent that was just proved with the code `sent`; `shown` is the version that was read."""

    row: SignatureRow
    party: PartyRow
    sent: CodeRow
    shown: VersionRow
    browser: Browser


def sentence(language: str) -> str:
    """Return the sentence that a signer ticks."""
    return procedure.text(sentences.DECLARATION, language)


def masked_phone(mobile: str) -> str:
    """Return a telephone number of which only the last three digits can be read, "" for none."""
    return f"*** *** {mobile[-3:]}" if mobile else ""


def keep(held: Held, visitor: Visitor, given: Consented) -> None:
    """Seal the manifest of a consent, record the consent, and owe the signature."""
    row, details = given.row, parties.details_of(given.party, held.seal)
    manifest = _manifest(held, given, details)
    told = {"address": given.browser.address[:100], "agent": given.browser.agent[:400]}
    row.manifest = held.seal.seal(manifest, production.MANIFEST)
    row.consent = held.seal.seal_json({**told, "sentence": sentence(given.party.language)}, CONSENT)
    row.status, row.consented_at, row.remind_at = "consented", held.now, None
    held.session.flush()
    row.job_id = steps.owe(held, production.OPERATOR, {"signature": str(row.id)}, queue=QUEUE)
    about = {
        "text_sha256": _text_digest(given.party.language),
        "language": given.party.language,
        "manifest_sha256": manifests.digest(manifest).hex(),
        **({"attended_by": str(visitor.attended_by)} if visitor.attended_by else {}),
    }
    on, docs = record.on("signature", row.id), (shelf.doc(given.shown, "frozen"),)
    steps.note(
        held,
        record.Act("code.verified", visitor.actor, on, {"code": str(given.sent.id), "purpose": PURPOSE}),
        record.Act("sign.consented", visitor.actor, on, about, docs, told),
    )


def _manifest(held: Held, given: Consented, details: PersonDetails) -> bytes:
    """Return the manifest; it names the chain as it stood before this consent."""
    party, sent, keys = given.party, given.sent, held.outside.keys
    document = store.get(held.session, held.row.id, given.row.document_id).row
    signer = {
        "role": party.role,
        "party": str(party.id),
        "name": details.full_name,
        "id_type": details.id_type,
        "id_number": details.id_number,
        "id_country": details.id_country,
    }
    return manifests.build(
        manifests.Signing(
            entity=held.row.entity,
            procedure=held.row.procedure,
            case=held.row.number,
            csv=document.csv or "",
            document_sha256=given.shown.sha256.hex(),
            signer=signer,
            chain_head=held.row.head.hex(),
        ),
        manifests.Identification(
            method=party.verified_how or party.level,
            level=party.level,
            at=party.verified_at or given.row.created_at,
            evidence={},
        ),
        manifests.Consent(_text_digest(party.language), party.language, held.now),
        manifests.VerifiedCode(
            channel="sms",
            destination=masked_phone(details.mobile),
            destination_hmac=keys.fingerprint(details.mobile, "mobile").hex(),
            code_hmac=sent.digest.hex(),
            sent_at=sent.sent_at,
            verified_at=held.now,
            attempts=sent.tries + 1,
        ),
    )


def _text_digest(language: str) -> str:
    return hashlib.sha256(sentence(language).encode()).hexdigest()
