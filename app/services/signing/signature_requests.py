"""Ask the people of a case to sign one of its documents. Not a use case: the first half of `signatures`."""

from collections.abc import Sequence
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
from app.store.tables import PartyRow


def ask(held: Held, call: CallRef, document: str, signers: Sequence[str]) -> None:
    """Ask the parties with the roles `signers`, in that order. Raises `OperatorFailed` as the port says."""
    filed = _to_be_signed(held, document)
    asked = _signers(held, signers)
    ids = [uuid4() for _ in asked]
    rows = [
        {
            "id": signature_id,
            "entity": held.row.entity,
            "case_id": held.row.id,
            "call_id": call.call_id,
            "document_id": filed.row.id,
            "party_id": party.id,
            "position": position,
            "total": len(asked),
            "status": "waiting",
            "created_at": held.now,
        }
        for position, (signature_id, party) in enumerate(zip(ids, asked, strict=True), 1)
    ]
    filed.row.state = "signing"
    store.add_signatures(held.session, rows)
    docs = (shelf.doc(filed.version, "frozen"),)
    for position, (signature_id, party) in enumerate(zip(ids, asked, strict=True), 1):
        who: dict[str, Value] = {"party": str(party.id), "position": position}
        steps.note(held, record.Act("sign.requested", SYSTEM, record.on("signature", signature_id), who, docs))
        sentences.write_to(held, party, "sign", document=filed.row.title)


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
        if not identity.may_sign(identity.level(party.level)):
            raise OperatorFailed("identity_not_verified", "an official has not accepted who a signer is")
        asked.append(party)
    if not asked:
        raise OperatorFailed("signer_unknown", "nobody is to sign")
    return asked
