"""Payment orders of grants, and the file of credit transfers for the bank (ISO 20022 pain.001.001.09).

An order goes into one file only; a file that was written can be had again, the same.
"""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sepaxml import SepaTransfer
from sepaxml.validation import ValidationError
from sqlalchemy.orm import Session

from app.domain import banking
from app.domain import grants as rules
from app.domain.errors import Conflict, Invalid
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import access, entities, record, steps
from app.services.entities import Entity
from app.services.grants.applications import ORDERED, PAYEE
from app.services.visits import Visitor
from app.store import db
from app.store import grants as store
from app.store.sealing import CaseSeal, new_key

PAYERS: Final = ("supervisor",)
SCHEMA: Final = "pain.001.001.09"
MOST_LINES: Final = 5000
_LONGEST_CONCEPT: Final = 140
_PLACE: Final = "payment.file"
_LENGTH: Final = struct.Struct(">H")


class AlreadyPaid(Conflict):
    """An order went into another file meanwhile."""

    code = "payment.already_exported"


@dataclass(frozen=True, slots=True)
class OrderView:
    """A payment order. `iban` is masked; `exported_at` is None while it is still to be paid."""

    id: UUID
    reference: str
    case_id: UUID
    case_number: str
    payee: str
    iban: str
    cents: int
    call: str
    fictional: bool
    ordered_at: datetime
    exported_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileView:
    """A file for the bank that was written."""

    id: UUID
    orders: int
    total_cents: int
    execution_on: date
    exported_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A file for the bank."""

    id: UUID
    content: bytes
    execution_on: date


@dataclass(frozen=True, slots=True)
class _Line:
    id: UUID
    case_id: UUID
    reference: str
    cents: int
    concept: str
    name: str = field(repr=False)
    iban: str = field(repr=False)


def listed(outside: Outside, visitor: Visitor) -> list[OrderView]:
    """Return the payment orders, those to be paid first. Raises `Denied`."""
    visitor.require(*PAYERS)
    with db.reading() as session:
        calls = {row.id: rules.call(row.content) for row in store.calls(session, visitor.entity)}
        views = []
        for row, case, wrapped, call in store.orders(session, visitor.entity):
            details = CaseSeal(case.id, outside.keys.unwrap(wrapped, case.id)).open_json(row.sealed, PAYEE)
            views.append(
                OrderView(
                    id=row.id,
                    reference=row.reference,
                    case_id=case.id,
                    case_number=case.number,
                    payee=details["name"],
                    iban=banking.masked_iban(details["iban"]),
                    cents=row.amount_cents,
                    call=calls[call].name.get(visitor.language) or calls[call].name["es"],
                    fictional=calls[call].fictional,
                    ordered_at=row.ordered_at,
                    exported_at=row.exported_at,
                )
            )
        return views


def files(visitor: Visitor) -> list[FileView]:
    """Return the files that were written, newest first. Raises `Denied`."""
    visitor.require(*PAYERS)
    with db.reading() as session:
        return [
            FileView(row.id, row.orders, row.total_cents, row.execution_on, row.exported_at)
            for row in store.files(session, visitor.entity)
        ]


def write(outside: Outside, visitor: Visitor, execution_on: date) -> Written:
    """Write every order that is to be paid into a file, to be executed on a day, and record it in each case.

    Raises `Invalid` with "execution_on" ("working_day_to_come", "too_far"), "orders" ("none", "too_many"), or ""
    and "payer_iban"; `AlreadyPaid`, `Denied`, or what the file store raises.
    """
    visitor.require(*PAYERS)
    now = outside.clock.now()
    with db.reading() as session:
        entity = entities.get(session, visitor.entity, now)
        _check(entity, execution_on, now)
        lines = _lines(session, outside, entity)
    content = _compose(entity, lines, execution_on)
    made = Written(uuid4(), content, execution_on)
    _keep(outside, made)
    with db.transaction() as session:
        _record(session, outside, visitor, lines, made)
    return made


def again(outside: Outside, visitor: Visitor, file_id: UUID) -> Written:
    """Return a file that was written, the same. Raises `Denied` or `NotFound`."""
    visitor.require(*PAYERS)
    with db.reading() as session:
        row = store.file(session, visitor.entity, file_id)
        found = outside.blobs.get(_blob(row.id, row.sha256))
        end = _LENGTH.size + _LENGTH.unpack_from(found)[0]
        key = outside.keys.unwrap(found[_LENGTH.size : end], row.id)
        return Written(row.id, CaseSeal(row.id, key).open(found[end:], _PLACE), row.execution_on)


def _check(entity: Entity, execution_on: date, now: datetime) -> None:
    today = entity.calendar.local_day(now)
    if execution_on <= today or not entity.calendar.is_working_day(execution_on):
        raise Invalid("the day cannot be", {"execution_on": "working_day_to_come"})
    if execution_on > today + timedelta(days=365):
        raise Invalid("the day cannot be", {"execution_on": "too_far"})


def _lines(session: Session, outside: Outside, entity: Entity) -> list[_Line]:
    calls = {row.id: rules.call(row.content) for row in store.calls(session, entity.id)}
    lines = []
    for row, case, wrapped, call in store.orders(session, entity.id):
        if row.state != ORDERED:
            continue
        details = CaseSeal(case.id, outside.keys.unwrap(wrapped, case.id)).open_json(row.sealed, PAYEE)
        concept = f"{calls[call].name['es']} {case.number}"[:_LONGEST_CONCEPT]
        line = _Line(row.id, case.id, row.reference, row.amount_cents, concept, details["name"], details["iban"])
        lines.append(line)
    if not lines:
        raise Invalid("nothing is to be paid", {"orders": "none"})
    if len(lines) > MOST_LINES:
        raise Invalid("too many orders", {"orders": "too_many"})
    return lines


def _compose(entity: Entity, lines: Sequence[_Line], execution_on: date) -> bytes:
    account = str(entity.facts.get("payer_iban") or entity.facts.get("creditor_iban") or "")
    if not account:
        raise Invalid("the entity has no account to pay from", {"": "payer_iban"})
    config = {"name": entity.name, "IBAN": account, "batch": True, "currency": "EUR"}
    bic = entity.facts.get("payer_bic") or entity.facts.get("creditor_bic")
    if bic:
        config["BIC"] = str(bic)
    file = SepaTransfer(config, schema=SCHEMA, clean=True)
    for line in lines:
        file.add_payment(
            {
                "name": line.name,
                "IBAN": line.iban,
                "amount": line.cents,
                "execution_date": execution_on,
                "description": line.concept,
                "endtoend_id": line.reference[:35],
            }
        )
    try:
        return bytes(file.export(validate=True))
    except ValidationError as fault:
        raise Invalid("the file breaks its schema", {"": SCHEMA}) from fault


def _record(session: Session, outside: Outside, visitor: Visitor, lines: Sequence[_Line], made: Written) -> None:
    digest = hashlib.sha256(made.content)
    cases = sorted({line.case_id for line in lines})
    held = {case_id: access.clerk(session, outside, visitor, case_id, roles=PAYERS) for case_id in cases}
    now = outside.clock.now()
    row = {"id": made.id, "entity": visitor.entity, "sha256": digest.digest(), "orders": len(lines)}
    about = {"total_cents": sum(line.cents for line in lines), "execution_on": made.execution_on}
    store.add_file(session, row | about | {"exported_by": visitor.id, "exported_at": now})
    if store.export_orders(session, [line.id for line in lines], made.id, now) != len(lines):
        raise AlreadyPaid("an order went into another file meanwhile")
    for line in lines:
        told: dict[str, Value] = {
            "file": str(made.id),
            "file_sha256": digest.hexdigest(),
            "cents": line.cents,
            "execution_on": made.execution_on.isoformat(),
        }
        act = record.Act("payment.exported", visitor.actor, record.on("payment", line.id), told)
        steps.note(held[line.case_id], act)


def _keep(outside: Outside, made: Written) -> None:
    """Store a file under a key of its own: it holds data of many cases."""
    key = new_key()
    wrapped = outside.keys.wrap(key, made.id)
    sealed = CaseSeal(made.id, key).seal(made.content, _PLACE)
    blob = _blob(made.id, hashlib.sha256(made.content).digest())
    outside.blobs.put(blob, _LENGTH.pack(len(wrapped)) + wrapped + sealed)


def _blob(file_id: UUID, sha256: bytes) -> str:
    return f"payments/{file_id}-{sha256.hex()}"
