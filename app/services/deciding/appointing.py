"""Say who may decide what: make bodies, appoint people, delegate, publish automated acts, and end each of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.domain import decisions as rules
from app.domain.decisions import AUTHORITY
from app.domain.errors import Invalid, NotFound
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import entities, record
from app.services.deciding.registers import KEEPERS
from app.services.visits import Visitor
from app.store import db, office
from app.store import decisions as store
from app.store.tables import AutomatedActRow, BodyRow, DelegationRow, TermOfOfficeRow

LONGEST: Final = 200
_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_DIR3: Final = re.compile(r"(?:[A-Z0-9]{9})?", re.ASCII)
TABLES: Final[Mapping[str, Any]] = {
    "term": TermOfOfficeRow,
    "delegation": DelegationRow,
    "automated_act": AutomatedActRow,
}
"""What can be ended, by name."""


@dataclass(frozen=True, slots=True)
class NewBody:
    """A body to be made: what diagrams call it, its kind, its names by language, its DIR3 code or ""."""

    code: str
    kind: str
    names: Mapping[str, str]
    dir3: str = ""


@dataclass(frozen=True, slots=True)
class NewTerm:
    """Somebody to be put at the head of a body; `until_on` None while nobody knows when it ends."""

    body_id: UUID
    staff_id: UUID
    capacity: str
    appointed_by: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewDelegation:
    """A delegation to be written down; no `procedures` are all."""

    from_body: UUID
    to_body: UUID
    procedures: Sequence[str]
    published: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewAct:
    """An automated act to be published; `decides` says by language what it decides."""

    procedure: str
    act: str
    decides: Mapping[str, str]
    body_id: UUID
    published: str
    from_on: date
    until_on: date | None = None


def make_body(outside: Outside, visitor: Visitor, new: NewBody) -> UUID:
    """Make a body and return its id. Raises `RoleMissing`, or `Invalid` by field."""
    with db.transaction() as session:
        wrong = dict(_body_faults(session, visitor, new))
        row = {"code": new.code, "kind": new.kind, "names": _stripped(new.names), "dir3": new.dir3, "active": True}
        return _add(session, outside, visitor, ("body", BodyRow), row, wrong)


def appoint(outside: Outside, visitor: Visitor, new: NewTerm) -> UUID:
    """Put somebody at the head of a body and return the term's id.

    Nobody appoints themselves, and no body has two holders on a day. Raises `RoleMissing`, or `Invalid` by field.
    """
    with db.transaction() as session:
        wrong = dict(_term_faults(session, visitor, new)) | _period_faults(new.from_on, new.until_on)
        row = {
            "body_id": new.body_id,
            "staff_id": new.staff_id,
            "capacity": new.capacity,
            "appointed_by": new.appointed_by.strip(),
        }
        return _add(session, outside, visitor, ("term", TermOfOfficeRow), row | _period(new), wrong)


def delegate(outside: Outside, visitor: Visitor, new: NewDelegation) -> UUID:
    """Write down a published delegation and return its id. Raises `RoleMissing`, or `Invalid` by field."""
    with db.transaction() as session:
        wrong = _period_faults(new.from_on, new.until_on) | _published_faults(new.published)
        for field, body_id in (("from_body", new.from_body), ("to_body", new.to_body)):
            wrong |= _known_body(session, visitor, field, body_id)
        if new.from_body == new.to_body:
            wrong["to_body"] = "same"
        row = {
            "from_body": new.from_body,
            "to_body": new.to_body,
            "procedures": sorted(set(new.procedures)),
            "published": new.published.strip(),
        }
        return _add(session, outside, visitor, ("delegation", DelegationRow), row | _period(new), wrong)


def publish_act(outside: Outside, visitor: Visitor, new: NewAct) -> UUID:
    """Put an act into the register of automated acts and return its id. Raises `RoleMissing`, or `Invalid` by field."""
    with db.transaction() as session:
        wrong = _period_faults(new.from_on, new.until_on) | _published_faults(new.published)
        wrong |= _known_body(session, visitor, "body_id", new.body_id) | _names_faults("decides", new.decides)
        wrong |= {} if _WORD.fullmatch(new.act) else {"act": "word"}
        if new.procedure not in {key for key, _ in office.offered(session, visitor.entity)}:
            wrong["procedure"] = "unknown"
        row = {
            "procedure": new.procedure,
            "act": new.act,
            "decides": _stripped(new.decides),
            "body_id": new.body_id,
            "published": new.published.strip(),
        }
        return _add(session, outside, visitor, ("automated_act", AutomatedActRow), row | _period(new), wrong)


def end(outside: Outside, visitor: Visitor, what: str, row_id: UUID, on: date) -> None:
    """Let a term, a delegation or an automated act (a name of `TABLES`) run until a day, itself included.

    What was decided by it stays decided. Raises `RoleMissing`, `NotFound`, or `Invalid` ("until_on") for a day before
    it begins or after it would end anyway.
    """
    visitor.require(*KEEPERS)
    with db.transaction() as session:
        if what not in TABLES:
            raise NotFound(what)
        row = store.one_of(session, TABLES[what], visitor.entity, row_id)
        if on < row.from_on or (row.until_on is not None and on > row.until_on):
            raise Invalid("it does not run on that day", {"until_on": "outside"})
        row.until_on = on
        session.flush()
        _note(session, outside, visitor, what, row_id, {"until_on": on.isoformat()})


def _body_faults(session: Session, visitor: Visitor, new: NewBody) -> Iterator[tuple[str, str]]:
    if not _WORD.fullmatch(new.code):
        yield "code", "word"
    elif store.body_called(session, visitor.entity, new.code) is not None:
        yield "code", "taken"
    if new.kind not in rules.KINDS:
        yield "kind", "unknown"
    if not _DIR3.fullmatch(new.dir3):
        yield "dir3", "shape"
    yield from _names_faults("names", new.names).items()


def _term_faults(session: Session, visitor: Visitor, new: NewTerm) -> Iterator[tuple[str, str]]:
    yield from _known_body(session, visitor, "body_id", new.body_id).items()
    able = {row.id for row in office.working(session, visitor.entity, [new.staff_id]) if AUTHORITY in row.roles}
    if new.staff_id not in able:
        yield "staff_id", "unknown"
    if new.staff_id == visitor.id:
        yield "staff_id", "oneself"
    if new.capacity not in rules.CAPACITIES:
        yield "capacity", "unknown"
    if not 0 < len(new.appointed_by.strip()) <= LONGEST:
        yield "appointed_by", "required"
    if new.capacity == "holder" and _overlaps(session, visitor, new):
        yield "from_on", "overlaps"


def _overlaps(session: Session, visitor: Visitor, new: NewTerm) -> bool:
    last = new.until_on or date.max
    return any(
        row.body_id == new.body_id
        and row.capacity == "holder"
        and row.from_on <= last
        and new.from_on <= (row.until_on or date.max)
        for row, _ in store.terms(session, visitor.entity)
    )


def _known_body(session: Session, visitor: Visitor, field: str, body_id: UUID) -> dict[str, str]:
    known = {row.id for row in store.bodies(session, visitor.entity)}
    return {} if body_id in known else {field: "unknown"}


def _period_faults(since: date, until: date | None) -> dict[str, str]:
    return {"until_on": "before"} if until is not None and until < since else {}


def _published_faults(published: str) -> dict[str, str]:
    return {} if 0 < len(published.strip()) <= LONGEST else {"published": "required"}


def _names_faults(field: str, names: Mapping[str, str]) -> dict[str, str]:
    return {} if names and all(0 < len(text.strip()) <= LONGEST for text in names.values()) else {field: "required"}


def _stripped(names: Mapping[str, str]) -> dict[str, str]:
    return {language: " ".join(text.split()) for language, text in names.items()}


def _period(new: NewTerm | NewDelegation | NewAct) -> dict[str, date | None]:
    return {"from_on": new.from_on, "until_on": new.until_on}


def _add(
    session: Session,
    outside: Outside,
    visitor: Visitor,
    table: tuple[str, Any],
    row: Mapping[str, Any],
    wrong: Mapping[str, str],
) -> UUID:
    visitor.require(*KEEPERS)
    if wrong:
        raise Invalid("this cannot be written down", dict(wrong))
    row_id, (what, rows) = uuid4(), table
    store.add(session, rows, {"id": row_id, "entity": visitor.entity, "created_at": outside.clock.now(), **row})
    _note(session, outside, visitor, what, row_id, {name: _told(value) for name, value in row.items()})
    return row_id


def _note(
    session: Session, outside: Outside, visitor: Visitor, what: str, row_id: UUID, told: Mapping[str, Value]
) -> None:
    act = record.Act("competence.changed", visitor.actor, record.on(what, row_id), dict(told))
    record.in_stream(session, visitor.entity, entities.STREAM, visitor.entity, [act], outside.clock.now())


def _told(value: Any) -> Value:
    """Return a column as evidence states it; an empty one is an empty text."""
    if isinstance(value, bool | list | dict):
        return value
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
