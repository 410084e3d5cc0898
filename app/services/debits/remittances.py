"""Remittances: accepted mandates written as a file of direct debits for the bank (ISO 20022 pain.008.001.08).

The same order written twice gives the same file and charges nobody twice.
"""

import calendar
import hashlib
import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from sepaxml import SepaDD
from sepaxml.validation import ValidationError
from sqlalchemy.orm import Session

from app.domain import banking
from app.domain.errors import Conflict, Invalid
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import access, entities, record, steps
from app.services.entities import Entity
from app.services.visits import Visitor
from app.store import db, registry
from app.store.sealing import CaseSeal, new_key
from app.store.tables import MandateRow

DETAILS = "mandate.details"
SCHEMA: Final = "pain.008.001.08"
LARGEST = 99_999_999_999
LONGEST_CONCEPT = 140
MOST_LINES = 5000
LAPSE_MONTHS: Final = 36
_PLACE = "mandate.export"
_LENGTH = struct.Struct(">H")
_NAMESPACE = UUID("5f0d9f5e-4b8b-5f6f-9d0a-3f3b8a1f6c21")


class NotExportable(Conflict):
    """A mandate is not accepted, may not be collected on that day, or changed meanwhile. `reason` is a text key."""

    code = "mandate.not_exportable"

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Debit:
    """One charge to one mandate. `cents` is positive; `concept` is what the debtor reads."""

    mandate: UUID
    cents: int
    concept: str


@dataclass(frozen=True, slots=True)
class _Line:
    debit: Debit
    case_id: UUID
    reference: str
    sequence: str
    signed_on: date
    exported_at: datetime | None
    name: str
    iban: str
    bic: str


def sequence(payment_type: str, exported_at: datetime | None) -> str:
    """Return what the next debit of a mandate is: FRST, RCUR, OOFF, or "" when there can be none."""
    if payment_type == "OOFF":
        return "" if exported_at else "OOFF"
    return "RCUR" if exported_at else "FRST"


def hindrance(row: MandateRow, day: date) -> str:
    """Return why an accepted mandate may not be collected on `day`, "" when it may.

    used: a single payment that was made; same_day, later: a debit on that day, or on a later one, was ordered;
    not_yet: `day` comes before the day the debtor chose; lapsed: see `lapses`.
    """
    if row.collection_on == day:
        return "same_day"
    if not sequence(row.payment_type or "", row.exported_at):
        return "used"
    if row.collection_on is not None and row.collection_on > day:
        return "later"
    if row.effective_from is not None and row.effective_from > day:
        return "not_yet"
    return "lapsed" if lapses(row, day) else ""


def lapses(row: MandateRow, day: date) -> bool:
    """Whether a recurrent mandate went unused for 36 months before `day`.

    They run from its last debit, or from its signature. Source: EPC016-06, 4.1.
    """
    return row.payment_type == "RCUR" and day > _months_after(row.collection_on or signed_on(row), LAPSE_MONTHS)


def signed_on(row: MandateRow) -> date:
    """Return the day an accepted mandate was signed."""
    return row.signed_on or row.created_at.date()


def _months_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def write(outside: Outside, visitor: Visitor, debits: Sequence[Debit], collection_on: date) -> bytes:
    """Return the file that charges `debits` on `collection_on`, and record it in each case.

    The same order again returns the same file; a mandate is charged at most once a day. Only for
    supervisors. Raises `Invalid` for impossible amounts, concepts or days, `NotExportable`, `NotFound`,
    `Denied`, or what the file store raises.
    """
    visitor.require("supervisor")
    export_id = _identity(visitor.entity, debits, collection_on)
    with db.reading() as session:
        written = registry.export(session, export_id)
        if written is not None:
            return _kept(outside, export_id, written.sha256)
        entity = entities.get(session, visitor.entity, outside.clock.now())
        _check(entity, debits, collection_on, outside.clock.now())
        lines = _lines(session, outside, visitor.entity, debits, collection_on)
    content = _compose(entity, lines, collection_on)
    _keep(outside, export_id, content)
    with db.transaction() as session:
        _record(session, outside, visitor, lines, _Export(export_id, content, collection_on))
    return content


def _identity(entity: str, debits: Sequence[Debit], collection_on: date) -> UUID:
    ordered = sorted((str(one.mandate), one.cents, one.concept) for one in debits)
    return uuid5(_NAMESPACE, f"{entity} {collection_on.isoformat()} {ordered!r}")


def _check(entity: Entity, debits: Sequence[Debit], collection_on: date, now: datetime) -> None:
    problems: dict[str, str] = {}
    if not 0 < len(debits) <= MOST_LINES:
        problems["debits"] = "count"
    if any(count > 1 for count in Counter(one.mandate for one in debits).values()):
        problems["debits"] = "mandate_twice"
    problems |= _debit_problems(debits)
    if collection_on <= entity.calendar.local_day(now) or not entity.calendar.is_working_day(collection_on):
        problems["collection_on"] = "working_day_to_come"
    if collection_on > entity.calendar.local_day(now) + timedelta(days=365):
        problems["collection_on"] = "too_far"
    if problems:
        raise Invalid("the remittance cannot be written", problems)


def _debit_problems(debits: Sequence[Debit]) -> dict[str, str]:
    amounts = {f"debits.{at}.cents": "amount" for at, one in enumerate(debits) if not 0 < one.cents <= LARGEST}
    concepts = {
        f"debits.{at}.concept": "length"
        for at, one in enumerate(debits)
        if not one.concept.strip() or len(one.concept) > LONGEST_CONCEPT
    }
    return amounts | concepts


def _lines(
    session: Session, outside: Outside, entity: str, debits: Sequence[Debit], collection_on: date
) -> list[_Line]:
    registry.cases_of_mandates(session, entity, [one.mandate for one in debits])
    known = {row.id: (row, wrapped) for row, _, wrapped in registry.mandates(session, entity, "accepted")}
    lines = []
    for one in debits:
        if one.mandate not in known:
            raise NotExportable("a mandate is not accepted", "changed")
        row, wrapped = known[one.mandate]
        reason = hindrance(row, collection_on)
        if reason:
            raise NotExportable("a mandate may not be collected on that day", reason)
        seal = CaseSeal(row.case_id, outside.keys.unwrap(wrapped, row.case_id))
        lines.append(_line(one, row, seal.open_json(row.sealed, DETAILS)))
    return lines


def _line(one: Debit, row: MandateRow, details: dict[str, Any]) -> _Line:
    return _Line(
        debit=one,
        case_id=row.case_id,
        reference=row.reference,
        sequence=sequence(row.payment_type or "", row.exported_at),
        signed_on=signed_on(row),
        exported_at=row.exported_at,
        name=details["name"],
        iban=details["iban"],
        bic=details.get("bic", ""),
    )


def _compose(entity: Entity, lines: Sequence[_Line], collection_on: date) -> bytes:
    account = str(entity.facts.get("creditor_iban") or "")
    suffix = str(entity.facts.get("creditor_suffix") or "000")
    if not account:
        raise Invalid("the entity has no account to collect to", {"": "creditor_iban"})
    config = {
        "name": entity.name,
        "IBAN": account,
        "batch": True,
        "creditor_id": banking.creditor_identifier(entity.nif, suffix),
        "currency": "EUR",
    }
    if entity.facts.get("creditor_bic"):
        config["BIC"] = str(entity.facts["creditor_bic"])
    file = SepaDD(config, schema=SCHEMA, clean=True)
    for line in lines:
        bank = {"BIC": line.bic} if line.bic else {}
        file.add_payment(
            {
                "name": line.name,
                "IBAN": line.iban,
                "amount": line.debit.cents,
                "type": line.sequence,
                "collection_date": collection_on,
                "mandate_id": line.reference,
                "mandate_date": line.signed_on,
                "description": line.debit.concept,
                "endtoend_id": f"{line.reference}-{collection_on:%Y%m%d}"[:35],
                **bank,
            }
        )
    try:
        return bytes(file.export(validate=True))
    except ValidationError as fault:
        raise Invalid("the remittance breaks its schema", {"": SCHEMA}) from fault


@dataclass(frozen=True, slots=True)
class _Export:
    id: UUID
    content: bytes
    collection_on: date


def _record(session: Session, outside: Outside, visitor: Visitor, lines: Sequence[_Line], export: _Export) -> None:
    digest = hashlib.sha256(export.content)
    held = {
        case_id: access.clerk(session, outside, visitor, case_id, roles=("supervisor",))
        for case_id in sorted({line.case_id for line in lines})
    }
    if registry.export(session, export.id) is not None:
        raise NotExportable("the same remittance is being written", "changed")
    rows = {row.id: row for row in registry.held_mandates(session, [line.debit.mandate for line in lines])}
    now = outside.clock.now()
    row = {
        "id": export.id,
        "entity": visitor.entity,
        "sha256": digest.digest(),
        "mandates": len(lines),
        "collection_on": export.collection_on,
        "exported_by": visitor.id,
        "exported_at": now,
    }
    registry.add_export(session, row)
    for line in lines:
        mandate = rows[line.debit.mandate]
        if mandate.status != "accepted" or mandate.exported_at != line.exported_at:
            raise NotExportable("a mandate changed meanwhile", "changed")
        mandate.exported_at, mandate.collection_on = now, export.collection_on
        about = {
            "export": str(export.id),
            "file_sha256": digest.hexdigest(),
            "sequence": line.sequence,
            "collection_on": export.collection_on.isoformat(),
        }
        told: dict[str, Value] = {"cents": line.debit.cents, "concept": line.debit.concept}
        on = record.on("mandate", mandate.id)
        steps.note(held[line.case_id], record.Act("mandate.exported", visitor.actor, on, about, (), told))


def _keep(outside: Outside, export_id: UUID, content: bytes) -> None:
    """Store a remittance under a key of its own: it holds data of many cases."""
    key = new_key()
    wrapped = outside.keys.wrap(key, export_id)
    sealed = CaseSeal(export_id, key).seal(content, _PLACE)
    blob = _blob(export_id, hashlib.sha256(content).digest())
    outside.blobs.put(blob, _LENGTH.pack(len(wrapped)) + wrapped + sealed)


def _kept(outside: Outside, export_id: UUID, sha256: bytes) -> bytes:
    found = outside.blobs.get(_blob(export_id, sha256))
    end = _LENGTH.size + _LENGTH.unpack_from(found)[0]
    key = outside.keys.unwrap(found[_LENGTH.size : end], export_id)
    return CaseSeal(export_id, key).open(found[end:], _PLACE)


def _blob(export_id: UUID, sha256: bytes) -> str:
    return f"remittances/{export_id}-{sha256.hex()}"
