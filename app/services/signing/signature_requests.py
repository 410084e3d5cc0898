"""Ask the people of a case to sign one of its documents. Not a use case: the first half of `signatures`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from app.domain import identity
from app.domain.actors import SYSTEM
from app.domain.errors import NotFound, OperatorFailed
from app.evidence.canonical import Value
from app.ports import CallRef
from app.services import record, sentences, steps
from app.services.files import shelf
from app.services.steps import Held
from app.store import documents as store
from app.store import people
from app.store.documents import Filed
from app.store.tables import PartyRow, SignatureRow

PARALLEL, SEQUENCE = "parallel", "sequence"
LATER, TO_SIGN = "later", ("waiting", "viewed")
"""Whose turn it is not yet; who has been asked and has not answered."""
REMINDERS: Final = (timedelta(days=3), timedelta(days=7))
"""How long after being asked a person who has not signed is reminded, once each time."""


def ask(held: Held, call: CallRef, document: str, signers: Sequence[str], order: str) -> None:
    """Ask the parties with the roles `signers` at once, or only the first of them when they sign in sequence.

    Raises `OperatorFailed` as the port says.
    """
    if order not in {PARALLEL, SEQUENCE}:
        raise OperatorFailed("order_unknown", "people sign in parallel or in sequence")
    filed = _to_be_signed(held, document)
    asked = _signers(held, signers)
    store.add_signatures(held.session, _rows(held, call, filed, asked))
    filed.row.state = "signing"
    for row in store.signatures_asked_by(held.session, call.call_id)[: 1 if order == SEQUENCE else None]:
        _write_to(held, row, filed)


def ask_next(held: Held, call_id: UUID) -> None:
    """Ask the next person of a sequence, once nobody who was asked before still has to sign."""
    rows = store.signatures_asked_by(held.session, call_id)
    following = next((row for row in rows if row.status != "signed"), None)
    if following is not None and following.status == LATER:
        _write_to(held, following, store.get(held.session, held.row.id, following.document_id))


def call_off(held: Held, row: SignatureRow, reason: str) -> None:
    """Keep why a person refuses, remind nobody any more, and tell the others who were asked."""
    row.status, row.refused_at = "refused", held.now
    row.refusal = held.seal.seal(reason.encode(), shelf.REFUSAL)
    document = store.get(held.session, held.row.id, row.document_id).row
    for one in store.signatures_asked_by(held.session, row.call_id):
        one.remind_at = None
        if one.id != row.id and one.asked_at is not None:
            party = people.party(held.session, one.party_id)
            sentences.write_to(held, party, "sign_refused", document=document.title)


def remind(held: Held, row: SignatureRow) -> None:
    """Remind a person who was asked and has not signed, and set when that happens next."""
    asked_at = row.asked_at or row.created_at
    after = next((one for one in REMINDERS if asked_at + one > held.now), None)
    row.remind_at = asked_at + after if after else None
    days: dict[str, Value] = {"party": str(row.party_id), "days": (held.now - asked_at).days}
    steps.note(held, record.Act("sign.reminded", SYSTEM, record.on("signature", row.id), days))
    document = store.get(held.session, held.row.id, row.document_id).row
    sentences.write_to(held, people.party(held.session, row.party_id), "sign_reminder", document=document.title)


def _write_to(held: Held, row: SignatureRow, filed: Filed) -> None:
    row.status, row.asked_at, row.remind_at = "waiting", held.now, held.now + REMINDERS[0]
    who: dict[str, Value] = {"party": str(row.party_id), "position": row.position}
    docs = (shelf.doc(store.version(held.session, filed.row.id, store.FROZEN), "frozen"),)
    steps.note(held, record.Act("sign.requested", SYSTEM, record.on("signature", row.id), who, docs))
    sentences.write_to(held, people.party(held.session, row.party_id), "sign", document=filed.row.title)


def _rows(held: Held, call: CallRef, filed: Filed, asked: Sequence[PartyRow]) -> list[dict[str, Any]]:
    return [
        {
            "id": uuid4(),
            "entity": held.row.entity,
            "case_id": held.row.id,
            "call_id": call.call_id,
            "document_id": filed.row.id,
            "party_id": party.id,
            "position": position,
            "total": len(asked),
            "status": LATER,
            "created_at": held.now,
        }
        for position, party in enumerate(asked, 1)
    ]


def _to_be_signed(held: Held, document: str) -> Filed:
    try:
        filed = store.get(held.session, held.row.id, UUID(document), lock=True)
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("document_unknown", "the case has no such document") from fault
    if filed.row.kind != store.RENDERED or filed.row.state != "frozen":
        raise OperatorFailed("document_unknown", "the document is not to be signed")
    return filed


def _signers(held: Held, signers: Sequence[str]) -> list[PartyRow]:
    asked = []
    for role in signers:
        party = people.party_with_role(held.session, held.row.id, role)
        if party is None:
            raise OperatorFailed("signer_unknown", "the case has no party with this role")
        if party.representative is not None:
            raise OperatorFailed("signer_unknown", "a represented person does not sign: the representative does")
        if not identity.may_sign(identity.level(party.level)):
            raise OperatorFailed("identity_not_verified", "an official has not accepted who a signer is")
        asked.append(party)
    if not asked:
        raise OperatorFailed("signer_unknown", "nobody is to sign")
    return asked
