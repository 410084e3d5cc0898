"""The register as the staff may look into it: each look is recorded, numbers are masked, protected homes untold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import people
from app.ports import Outside
from app.services import access, entities, parties, record, visits
from app.services.residents import lookups, opening
from app.services.residents.opening import OpenRegister, Person
from app.services.visits import Visitor
from app.store import db
from app.store import residents as store
from app.store.residents import Home
from app.store.tables import DwellingRow, MovementRow, ResidentRow

MOST: Final = 50
"""How many people and how many homes a search shows."""
_DIGITS_OF_A_DOCUMENT: Final = 5


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of the register. `number` is masked, `address` "" when it is `protected` or there is none."""

    id: UUID
    name: str
    number: str
    address: str
    since: date | None
    protected: bool


@dataclass(frozen=True, slots=True)
class HomeLine:
    """A dwelling that is not protected. `people` counts who is registered there."""

    address: str
    kind: str
    people: int


@dataclass(frozen=True, slots=True)
class FoundInRegister:
    """What a search found; `whole` unless it was cut."""

    people: tuple[PersonLine, ...] = ()
    homes: tuple[HomeLine, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class MovementLine:
    """A movement of a person. Addresses are "" where there is none or it is protected."""

    number: int
    on: date
    cause: str
    origin: str
    target: str
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person with the movements that explain where they live, the newest first."""

    line: PersonLine
    movements: tuple[MovementLine, ...]


def found(outside: Outside, visitor: Visitor, typed: str) -> FoundInRegister:
    """Return people by document number or name, and homes by street; that somebody looked is recorded, not for whom.

    Raises `RoleMissing`.
    """
    visitor.require(*access.READERS)
    with db.transaction() as session:
        register, today = opening.opened(session, outside, visitor.entity), _today(session, outside, visitor)
        residents = _people(session, register, typed)
        homes = store.by_street(session, visitor.entity, people.fold(typed).split(), MOST + 1) if typed else []
        made = FoundInRegister(
            people=tuple(_lines(session, register, residents[:MOST], today)),
            homes=tuple(_homes(session, homes[:MOST], today)),
            whole=len(residents) <= MOST and len(homes) <= MOST,
        )
        about = {"people": len(made.people), "homes": len(made.homes)}
        looked = record.Act("residents.searched", visitor.actor, record.on("register", register.row.id), about)
        record.in_stream(session, visitor.entity, visits.STREAM, visitor.id, [looked], outside.clock.now())
        return made


def person(outside: Outside, visitor: Visitor, resident_id: UUID) -> PersonCard:
    """Return a person with their movements, and record who looked. Raises `RoleMissing` or `NotFound`."""
    visitor.require(*access.READERS)
    with db.transaction() as session:
        row = store.resident(session, visitor.entity, resident_id)
        register, today = opening.opened(session, outside, visitor.entity), _today(session, outside, visitor)
        (line,) = _lines(session, register, [row], today)
        moves = store.movements(session, visitor.entity, resident_id=resident_id)
        sheets = {sheet for one in moves for sheet in (one.origin_id, one.target_id) if sheet is not None}
        places = store.of_sheets(session, list(sheets))
        told = [_movement(one, {} if row.protected else places) for one in reversed(moves)]
        looked = record.Act("residents.viewed", visitor.actor, record.on("resident", resident_id))
        record.in_stream(session, visitor.entity, visits.STREAM, visitor.id, [looked], outside.clock.now())
        return PersonCard(line, tuple(told))


def _today(session: Session, outside: Outside, visitor: Visitor) -> date:
    now = outside.clock.now()
    return entities.get(session, visitor.entity, now).calendar.local_day(now)


def _people(session: Session, register: OpenRegister, typed: str) -> Sequence[ResidentRow]:
    number = people.compact(typed)
    if sum(letter.isdigit() for letter in number) >= _DIGITS_OF_A_DOCUMENT:
        asked = Person("", "", id_type="nif", id_number=number)
        known = opening.number_print(register.keys, asked)
        return store.residents(session, register.row.entity, id_number=known) if known else []
    words = parties.search_words(register.keys, typed)
    return store.by_name(session, register.row.entity, words, MOST + 1) if words else []


def _lines(session: Session, register: OpenRegister, rows: Sequence[ResidentRow], today: date) -> list[PersonLine]:
    homes = store.homes_on(session, [row.id for row in rows], today)
    return [_line(register.person(row), row, homes.get(row.id)) for row in rows]


def _line(one: Person, row: ResidentRow, home: Home | None) -> PersonLine:
    hidden = row.protected or (home is not None and home.dwelling.protected)
    return PersonLine(
        id=row.id,
        name=one.full_name,
        number=people.masked_nif(one.id_number) if one.id_number else "",
        address=lookups.written(home.dwelling) if home is not None and not hidden else "",
        since=home.residence.since if home is not None else None,
        protected=hidden,
    )


def _homes(session: Session, rows: Sequence[DwellingRow], today: date) -> list[HomeLine]:
    counts = store.counted(session, [row.id for row in rows], today)
    return [HomeLine(lookups.written(row), row.kind, counts.get(row.id, 0)) for row in rows]


def _movement(row: MovementRow, places: Mapping[UUID, DwellingRow]) -> MovementLine:
    def told(sheet: UUID | None) -> str:
        place = places.get(sheet) if sheet is not None else None
        return lookups.written(place) if place is not None and not place.protected else ""

    moved = row.origin_id != row.target_id
    return MovementLine(
        number=row.number,
        on=row.effective_on,
        cause=row.cause,
        origin=told(row.origin_id) if moved else "",
        target=told(row.target_id) if moved else "",
        case_id=row.case_id,
    )
