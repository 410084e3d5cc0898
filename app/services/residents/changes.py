"""Change the register as a case decided: the movement, the residences that it ends and begins, the people."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy.orm import Session

from app.domain import addresses, residence
from app.domain.errors import OperatorFailed
from app.domain.residence import Move, Refused, Stay
from app.evidence.canonical import Value
from app.ports import CallRef, Registered, Registration
from app.services import record, steps
from app.services.residents import described, lookups
from app.services.residents.described import Given
from app.services.residents.opening import CHANGED, OpenRegister, Person, opened
from app.services.steps import Held
from app.store import registry
from app.store import residents as store
from app.store.residents import Row
from app.store.tables import (
    DwellingRow,
    MovementRow,
    RegisterSheetRow,
    ResidenceRow,
    ResidentRow,
)

FAMILY, COLLECTIVE = "family", "collective"


@dataclass(frozen=True, slots=True)
class Change:
    """A change on its way: what was asked, the held case and register, the day from which it counts, the sheet."""

    held: Held
    call: CallRef
    register: OpenRegister
    asked: Registration
    on: date
    sheet: UUID | None

    @property
    def act(self) -> UUID:
        """Return the id that the movements of this change share."""
        return uuid5(self.call.call_id, "movement")


def make(held: Held, call: CallRef, asked: Registration) -> Registered:
    """Make a change of the register in a held case; the same call does it once. Raises `OperatorFailed`."""
    entity = held.row.entity
    register = opened(held.session, held.outside, entity, lock=True)
    made = store.movements(held.session, entity, call_id=call.call_id)
    if made:
        return _registered(made)
    if store.movements(held.session, entity, case_id=held.row.id):
        raise OperatorFailed("already_recorded", "the case has changed the register already")
    given = described.opened(held, asked.answers)
    people = [person for group in asked.people for person in given.people(group)]
    if not people:
        raise OperatorFailed("person", "nobody is named")
    on = _effective(held, asked, people)
    sheet = None if asked.cause == residence.DATA_CHANGE else _sheet(held, register, given, asked, on)
    change = Change(held, call, register, asked, on, sheet)
    rows = [row for person in people if (row := _move(change, person)) is not None]
    if not rows:
        raise OperatorFailed("already_registered", "everybody is registered there already")
    _note(change, rows, people)
    return _registered(rows)


def _effective(held: Held, asked: Registration, people: Sequence[Person]) -> date:
    today = lookups.today(held)
    on = asked.effective_on
    if on is None and asked.cause == residence.BIRTH and people[0].birth_date:
        on = date.fromisoformat(people[0].birth_date)
    if on is None:
        entries = registry.entries_of(held.session, held.row.id)
        on = held.entity.calendar.local_day(entries[0].at) if entries else today
    if on > today:
        raise OperatorFailed("effective_on", "the register knows no future")
    return on


def _sheet(held: Held, register: OpenRegister, given: Given, asked: Registration, on: date) -> UUID:
    home = lookups.dwelling_of(held, asked.dwelling) if asked.dwelling else _home(held, given, asked.home_group)
    known = store.sheet_of(held.session, home.id)
    return known.id if known is not None else open_sheet(held.session, register, home.id, on)


def open_sheet(session: Session, register: OpenRegister, dwelling_id: UUID, on: date) -> UUID:
    """Open the sheet of a dwelling where nobody ever lived, and return its id. The register is held."""
    register.row.sheets += 1
    sheet_id = uuid4()
    row = {"id": sheet_id, "entity": register.row.entity, "dwelling_id": dwelling_id, "opened_on": on}
    store.add(session, RegisterSheetRow, [row | {"number": register.row.sheets}])
    return sheet_id


def _home(held: Held, given: Given, group: str) -> DwellingRow:
    one, said = given.home(group)
    if said.get("municipality_ine") and said["municipality_ine"] != held.entity.ine:
        raise OperatorFailed("address", "the home is in another municipality")
    found = lookups.places(held.session, held.row.entity, held.entity.ine, one, said)
    if len(found) > 1:
        raise OperatorFailed("dwelling_ambiguous", "the address does not say which home of the building")
    if found:
        return found[0]
    if not addresses.folded(one):
        raise OperatorFailed("address", "the answers have no address there")
    kind = COLLECTIVE if said.get("dwelling_type") == COLLECTIVE else FAMILY
    row = dwelling_row(held.row.entity, one, kind, str(said.get("cadastral_reference") or ""))
    store.add(held.session, DwellingRow, [row | {"created_at": held.now}])
    return store.dwelling(held.session, held.row.entity, row["id"])


def dwelling_row(entity: str, one: addresses.Address, kind: str, reference: str = "") -> dict[str, Any]:
    """Return the columns of a new dwelling but for the time at which it is made."""
    return {
        "id": uuid4(),
        "entity": entity,
        "kind": kind,
        "address": {part: said for part, said in asdict(one).items() if said},
        "folded": addresses.folded(one),
        "building": addresses.building(one),
        "words": addresses.words(one),
        "cadastral_reference": reference or None,
        "protected": False,
    }


def _move(change: Change, person: Person) -> MovementRow | None:
    session = change.held.session
    row, _ = lookups.known(session, change.register, person)
    homes = store.homes(session, row.id) if row is not None else []
    stays = [Stay(one.sheet.id, one.residence.since, one.residence.until) for one in homes]
    try:
        move = residence.move(stays, change.asked.cause, change.sheet, change.on)
    except Refused as fault:
        raise OperatorFailed(fault.reason, "the register does not allow it") from fault
    if move is None:
        return None
    resident_id = row.id if row is not None else _enrol(change, person)
    changed = _correct(change, row, person) if row is not None and move.origin in (None, move.target) else []
    more = {
        "act": change.act,
        "case_id": change.held.row.id,
        "call_id": change.call.call_id,
        "sealed": change.register.seal.seal_json(changed, CHANGED) if changed else None,
        "recorded_at": change.held.now,
    }
    return write(session, change.register, resident_id, move, more)


def _enrol(change: Change, person: Person) -> UUID:
    resident_id = uuid4()
    row = {"id": resident_id, "entity": change.held.row.entity, "created_at": change.held.now}
    store.add(change.held.session, ResidentRow, [row | change.register.sealed(person)])
    return resident_id


def _correct(change: Change, row: ResidentRow, person: Person) -> list[str]:
    """Bring the data of a person who was in the register up to date and return the names of what changed."""
    old = change.register.person(row)
    said = {name: value for name, value in asdict(person).items() if value and name != "details"}
    new = replace(old, **said, details={**old.details, **person.details})
    before, now = asdict(old), asdict(new)
    for column, value in change.register.sealed(new).items():
        setattr(row, column, value)
    return sorted(name for name in now if now[name] != before[name])


def write(session: Session, register: OpenRegister, resident_id: UUID, move: Move, more: Row) -> MovementRow:
    """Write a movement, and the residences that it ends and begins, into a held register.

    `more` are the columns that the movement has besides: act and recorded_at, and as known case_id, call_id, sealed.
    """
    register.row.movements += 1
    entity = register.row.entity
    row = {
        "id": uuid4(),
        "entity": entity,
        "number": register.row.movements,
        "resident_id": resident_id,
        "cause": move.cause,
        "origin_id": move.origin,
        "target_id": move.target,
        "effective_on": move.on,
        **more,
    }
    store.add(session, MovementRow, [row])
    if move.origin != move.target:
        if move.origin is not None:
            store.end_residence(session, resident_id, move.on)
        came = {"id": uuid4(), "entity": entity, "resident_id": resident_id, "sheet_id": move.target}
        told = {"since": move.on, "until": None, "cause": move.cause, "case_id": more.get("case_id")}
        store.add(session, ResidenceRow, [came | told])
    return MovementRow(**row)


def _note(change: Change, rows: Sequence[MovementRow], people: Sequence[Person]) -> None:
    about: dict[str, Value] = {"cause": change.asked.cause, "people": len(rows)}
    names = ", ".join(person.full_name for person in people)
    values = {"people": names, "effective_on": change.on.isoformat()}
    changed = record.Act("residents.changed", lookups.OFFICE, record.on("movement", change.act), about, (), values)
    steps.note(change.held, changed)


def _registered(rows: Sequence[MovementRow]) -> Registered:
    first = rows[0]
    return Registered(str(first.act), str(first.target_id or ""), first.effective_on.isoformat())
