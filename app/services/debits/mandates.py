"""Direct debit mandates: a reference set aside, the signed order recorded, remittances for the bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from app.domain import banking
from app.domain.actors import worker
from app.domain.errors import NotFound, OperatorFailed
from app.domain.malformed import Malformed
from app.ports import CallRef, MandateOrder, Outside
from app.services import cases, entities, parties, record, steps
from app.services.debits import remittances
from app.services.debits.remittances import DETAILS, Debit
from app.services.entities import Entity
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import cases as rows
from app.store import db, people, registry
from app.store import documents as store
from app.store.sealing import CaseSeal

SERIES = "mandate"
RESERVED, ACCEPTED = "reserved", "accepted"
_TYPES: Final = {"recurrent": "RCUR", "one_off": "OOFF"}
_OFFICE = worker("mandates")


@dataclass(frozen=True, slots=True)
class MandateView:
    """An accepted mandate. `iban` is masked; `sequence` is what its next debit would be (FRST, RCUR, OOFF or "").

    `hindrance` says why it may not be collected on the day asked about, "" when it may (`remittances.hindrance`);
    `lapsed`, that it went unused for too long by then.
    """

    id: UUID
    reference: str
    case_id: UUID
    case_number: str
    debtor: str
    iban: str
    sequence: str
    signed_on: date
    exported_at: datetime | None
    effective_from: date | None
    hindrance: str
    lapsed: bool


@dataclass(frozen=True, slots=True)
class DirectDebits:
    """The entity's direct debit mandates, as diagrams use them."""

    outside: Outside

    def reserve(self, call: CallRef) -> tuple[str, str]:
        """Return a fresh mandate reference and the entity's creditor identifier; the same call, the same reference.

        Raises `OperatorFailed("creditor")` when the entity's NIF or suffix makes no identifier.
        """
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            creditor = creditor_of(held.entity)
            known = registry.mandate_reserved_by(session, call.call_id)
            return (known.reference if known else _reserve(held, call)), creditor

    def record(self, call: CallRef, *, order: MandateOrder) -> str:
        """Keep a signed mandate and return its unique reference; recording it again changes nothing.

        Raises `OperatorFailed` with "mandate_unknown", "answers_unknown", "debtor_unknown", "document_unknown",
        "iban", "bic" or "payment_type".
        """
        with db.transaction() as session:
            held = steps.hold(session, self.outside, call.entity, call.case_id)
            _record(held, order)
        return order.reference


def accepted(outside: Outside, visitor: Visitor, day: date | None = None) -> list[MandateView]:
    """Return the accepted mandates as they stand on `day` (today), by reference.

    Raises `Denied` for all but supervisors.
    """
    visitor.require("supervisor")
    with db.reading() as session:
        now = outside.clock.now()
        asked = day or entities.get(session, visitor.entity, now).calendar.local_day(now)
        views = []
        for row, case, wrapped in registry.mandates(session, visitor.entity, ACCEPTED):
            seal = CaseSeal(case.id, outside.keys.unwrap(wrapped, case.id))
            found = seal.open_json(row.sealed, DETAILS)
            views.append(
                MandateView(
                    id=row.id,
                    reference=row.reference,
                    case_id=case.id,
                    case_number=case.number,
                    debtor=found["name"],
                    iban=banking.masked_iban(found["iban"]),
                    sequence=remittances.sequence(row.payment_type or "", row.exported_at),
                    signed_on=remittances.signed_on(row),
                    exported_at=row.exported_at,
                    effective_from=row.effective_from,
                    hindrance=remittances.hindrance(row, asked),
                    lapsed=remittances.lapses(row, asked),
                )
            )
        return views


def export(outside: Outside, visitor: Visitor, debits: Sequence[Debit], collection_on: date) -> bytes:
    """Return a remittance (pain.008.001.08) for the bank. Raises as `remittances.write`."""
    return remittances.write(outside, visitor, debits, collection_on)


def creditor_of(entity: Entity) -> str:
    """Return the entity's SEPA creditor identifier. Raises `OperatorFailed("creditor")`."""
    try:
        return banking.creditor_identifier(entity.nif, str(entity.facts.get("creditor_suffix") or "000"))
    except ValueError as fault:
        raise OperatorFailed("creditor", "the entity has no creditor identifier") from fault


def _reserve(held: Held, call: CallRef) -> str:
    registry.hold_series(held.session, call.entity, SERIES)
    year = held.now.astimezone(held.entity.zone).year
    number = registry.next_number(held.session, call.entity, year, SERIES)
    reference = banking.mandate_reference(held.entity.dir3, year, number)
    row = {
        "id": uuid4(),
        "entity": call.entity,
        "case_id": call.case_id,
        "call_id": call.call_id,
        "reference": reference,
        "status": RESERVED,
        "sealed": b"",
        "created_at": held.now,
    }
    registry.add_mandate(held.session, row)
    about = {"reference": reference}
    steps.note(held, record.Act("mandate.reserved", _OFFICE, record.on("mandate", row["id"]), about))
    return reference


def _record(held: Held, order: MandateOrder) -> None:
    try:
        row = registry.mandate(held.session, held.row.id, order.reference)
    except NotFound as fault:
        raise OperatorFailed("mandate_unknown", "no such reference was set aside in this case") from fault
    if row.status != RESERVED:
        return
    if order.payment_type not in _TYPES:
        raise OperatorFailed("payment_type", "a payment is recurrent or one_off")
    details = {"name": _debtor(held, order)} | _account(held, order)
    row.document_id = _document(held, order)
    row.status, row.payment_type = ACCEPTED, _TYPES[order.payment_type]
    row.signed_on = order.signed_at.astimezone(held.entity.zone).date()
    row.effective_from = order.effective_from
    row.sealed = held.seal.seal_json(details, DETAILS)
    about = {"reference": order.reference, "payment_type": row.payment_type, "signed_on": row.signed_on.isoformat()}
    if row.effective_from is not None:
        about["effective_from"] = row.effective_from.isoformat()
    steps.note(held, record.Act("mandate.recorded", _OFFICE, record.on("mandate", row.id), about, (), details))


def _debtor(held: Held, order: MandateOrder) -> str:
    party = people.party_with_role(held.session, held.row.id, order.debtor)
    if party is None:
        raise OperatorFailed("debtor_unknown", "the case has no party with this role")
    return parties.details_of(party, held.seal).full_name


def _account(held: Held, order: MandateOrder) -> dict[str, str]:
    try:
        given = rows.answers(held.session, held.row.id, [UUID(order.answers)])[0]
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("answers_unknown", "the case has no such answers") from fault
    answers = held.seal.open_json(given.sealed, cases.ANSWERS)
    try:
        account = {"iban": banking.normalise_iban(_answer(answers, order.iban_field))}
    except Malformed as fault:
        raise OperatorFailed("iban", f"the account is not one: {fault.reason}") from fault
    bic = _answer(answers, order.bic_field)
    try:
        return account | ({"bic": banking.normalise_bic(bic)} if bic else {})
    except Malformed as fault:
        raise OperatorFailed("bic", f"the bank's code is not one: {fault.reason}") from fault


def _answer(answers: Any, field: str) -> str:
    for name in field.split("."):
        answers = answers.get(name) if isinstance(answers, dict) else None
    return answers if isinstance(answers, str) else ""


def _document(held: Held, order: MandateOrder) -> UUID:
    try:
        return store.get(held.session, held.row.id, UUID(order.document)).row.id
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("document_unknown", "the case has no such document") from fault
