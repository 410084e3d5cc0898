"""The residents' register of the demonstration town, written at once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.domain import addresses, residence
from app.domain.actors import SYSTEM
from app.domain.residence import Stay
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import record
from app.services.demonstration.town_residents import HOMES, Home, Neighbour
from app.services.residents import changes, opening
from app.services.residents.opening import OpenRegister, Person
from app.store import db
from app.store import residents as store
from app.store.tables import DwellingRow, ResidentRow


def fill(outside: Outside, entity: str) -> bool:
    """Write the town's register unless it has one; return whether it was written."""
    with db.transaction() as session:
        register = opening.opened(session, outside, entity, lock=True)
        if register.row.movements:
            return False
        town = _Town(session, register, outside.clock.now(), {}, {})
        for home in HOMES:
            town.build(home)
        people = sum(town.settle(home, one) for home in HOMES for one in home.people)
        about: dict[str, Value] = {"cause": "demonstration", "people": people}
        written = record.Act("residents.changed", SYSTEM, record.on("register", register.row.id), about)
        record.in_stream(session, entity, "residents", register.row.id, [written], town.now)
    return True


@dataclass(frozen=True, slots=True)
class _Town:
    """The register while it is written: its dwellings by home, their sheets by dwelling."""

    session: Session
    register: OpenRegister
    now: datetime
    dwellings: dict[str, UUID]
    sheets: dict[UUID, UUID]

    def build(self, home: Home) -> None:
        """Write a dwelling."""
        one = addresses.address(home.address)
        row = changes.dwelling_row(self.register.row.entity, one, home.kind, home.reference)
        store.add(self.session, DwellingRow, [row | {"created_at": self.now, "protected": home.protected}])
        self.dwellings[home.name or one.line] = row["id"]

    def settle(self, home: Home, one: Neighbour) -> int:
        """Write a person, and the movements that led to this home."""
        resident = uuid4()
        row = {"id": resident, "entity": self.register.row.entity, "created_at": self.now}
        told = self.register.sealed(person(one)) | {"protected": one.protected}
        store.add(self.session, ResidentRow, [row | told])
        since, born = date.fromisoformat(home.since), date.fromisoformat(one.born)
        stays: list[Stay] = []
        if home.before:
            stays = self._move(resident, stays, residence.RESIDENCE_CHANGE, (home.before, home.came))
        cause = residence.BIRTH if born >= since and not stays else residence.RESIDENCE_CHANGE
        here = home.name or addresses.address(home.address).line
        self._move(resident, stays, cause, (here, max(since, born).isoformat()))
        return 1

    def _move(self, resident: UUID, stays: list[Stay], cause: str, there: tuple[str, str]) -> list[Stay]:
        name, day = there
        on = date.fromisoformat(day)
        made = residence.move(stays, cause, self._sheet(self.dwellings[name], on), on)
        if made is not None:
            changes.write(self.session, self.register, resident, made, {"act": uuid4(), "recorded_at": self.now})
            return residence.after(stays, made)
        return stays

    def _sheet(self, dwelling: UUID, on: date) -> UUID:
        if dwelling not in self.sheets:
            self.sheets[dwelling] = changes.open_sheet(self.session, self.register, dwelling, on)
        return self.sheets[dwelling]


def person(one: Neighbour) -> Person:
    """Return somebody of the town as the register has them."""
    kind, number = one.document
    return Person(
        given_name=one.given_name,
        surname1=one.surname1,
        surname2=one.surname2,
        id_type=kind,
        id_number=number,
        birth_date=one.born,
        details={"sex": one.sex, "nationality_iso": one.nationality},
    )
