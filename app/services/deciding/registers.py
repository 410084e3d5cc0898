"""The registers of who may decide: bodies, terms of office, delegations, automated acts; as they stand, for the eye."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import decisions as rules
from app.domain import procedure as texts
from app.domain.decisions import AUTHORITY
from app.ports import Outside
from app.services import entities
from app.services.publishing import procedures
from app.services.visits import Visitor
from app.store import db, office
from app.store import decisions as store
from app.store.tables import AutomatedActRow, BodyRow, DelegationRow, StaffRow, TermOfOfficeRow

KEEPERS: Final = ("administrator",)
"""Roles that keep the registers; who decides does not say who decides."""
READERS: Final = (*KEEPERS, "auditor")


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body. `name` is in the reader's language."""

    id: UUID
    code: str
    kind: str
    name: str
    dir3: str
    active: bool


@dataclass(frozen=True, slots=True)
class TermView:
    """Somebody's time at the head of a body; `running` when it is today."""

    id: UUID
    body: str
    name: str
    capacity: str
    appointed_by: str
    from_on: date
    until_on: date | None
    running: bool


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A delegation. No `procedures` (titles) are all."""

    id: UUID
    from_body: str
    to_body: str
    procedures: tuple[str, ...]
    published: str
    from_on: date
    until_on: date | None
    running: bool


@dataclass(frozen=True, slots=True)
class ActView:
    """An automated act: what it decides, in which procedure (id, and title), and which body answers for it."""

    id: UUID
    act: str
    decides: str
    procedure_id: str
    procedure: str
    body: str
    published: str
    from_on: date
    until_on: date | None
    running: bool


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who may be at the head of a body."""

    id: UUID
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Registers:
    """Everything, and what one may choose from: `people` who may head a body, `offered` procedures by id."""

    today: date
    bodies: tuple[BodyView, ...]
    terms: tuple[TermView, ...]
    delegations: tuple[DelegationView, ...]
    acts: tuple[ActView, ...]
    people: tuple[Official, ...]
    offered: tuple[tuple[str, str], ...]


def shown(outside: Outside, visitor: Visitor) -> Registers:
    """Return the registers of the visitor's entity. Raises `RoleMissing`."""
    visitor.require(*READERS)
    with db.reading() as session:
        reader = _reader(session, outside, visitor.entity, visitor.language)
        bodies = store.bodies(session, visitor.entity)
        return Registers(
            today=reader.day,
            bodies=tuple(reader.body(row) for row in bodies),
            terms=tuple(reader.term(row, who) for row, who in store.terms(session, visitor.entity)),
            delegations=tuple(reader.delegation(row) for row in store.delegations(session, visitor.entity)),
            acts=tuple(reader.act(row) for row in store.automated_acts(session, visitor.entity)),
            people=tuple(_people(session, visitor.entity)),
            offered=tuple(sorted(reader.titles.items(), key=lambda one: one[1])),
        )


def public_acts(outside: Outside, entity: str, language: str) -> tuple[ActView, ...]:
    """Return the register of automated acts, as everybody may read it: those in force and those that were."""
    with db.reading() as session:
        reader = _reader(session, outside, entity, language)
        found = [row for row in store.automated_acts(session, entity) if row.published and row.from_on <= reader.day]
        return tuple(reader.act(row) for row in found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, when, and the names that rows only refer to."""

    language: str
    day: date
    names: Mapping[UUID, str]
    titles: Mapping[str, str]

    def body(self, row: BodyRow) -> BodyView:
        return BodyView(row.id, row.code, row.kind, self.names[row.id], row.dir3, row.active)

    def term(self, row: TermOfOfficeRow, who: StaffRow) -> TermView:
        running = rules.in_force(self.day, row.from_on, row.until_on)
        name, body = who.name, self.names[row.body_id]
        return TermView(row.id, body, name, row.capacity, row.appointed_by, row.from_on, row.until_on, running)

    def delegation(self, row: DelegationRow) -> DelegationView:
        return DelegationView(
            id=row.id,
            from_body=self.names[row.from_body],
            to_body=self.names[row.to_body],
            procedures=tuple(self.titles.get(one, one) for one in row.procedures),
            published=row.published,
            from_on=row.from_on,
            until_on=row.until_on,
            running=rules.in_force(self.day, row.from_on, row.until_on),
        )

    def act(self, row: AutomatedActRow) -> ActView:
        return ActView(
            id=row.id,
            act=row.act,
            decides=texts.text(row.decides, self.language),
            procedure_id=row.procedure,
            procedure=self.titles.get(row.procedure, row.procedure),
            body=self.names[row.body_id],
            published=row.published,
            from_on=row.from_on,
            until_on=row.until_on,
            running=rules.in_force(self.day, row.from_on, row.until_on),
        )


def _reader(session: Session, outside: Outside, entity: str, language: str) -> _Reader:
    now = outside.clock.now()
    return _Reader(
        language=language,
        day=entities.get(session, entity, now).calendar.local_day(now),
        names={row.id: texts.text(row.names, language) for row in store.bodies(session, entity)},
        titles={one.id: texts.text(one.card.title, language) for one in procedures.offered_now(session, entity)},
    )


def _people(session: Session, entity: str) -> list[Official]:
    found = office.all_staff(session, entity)
    return [Official(row.id, row.name, row.post) for row in found if row.active and AUTHORITY in row.roles]
