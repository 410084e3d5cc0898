"""The register of an entity, opened: its key, its people as the office reads them. Not a use case."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from uuid import uuid4

from sqlalchemy.orm import Session

from app.domain import people
from app.ports import Keys, Outside
from app.services import parties
from app.store import residents as store
from app.store.sealing import CaseSeal, new_key
from app.store.tables import ResidentRow, ResidentsRegisterRow

PERSON, CHANGED = "residents.person", "residents.changed"
_NATIONAL = frozenset({"dni", "nie", "nif", "cif"})


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the register has them. `birth_date` is ISO 8601; of the texts, what is not known is "".

    `details` are the other data of a sheet by their canonical keys: sex, birth_province_ine,
    birth_municipality_ine, birth_country_iso, nationality_iso, education_code. Source: RD 1690/1986 art. 57 as
    amended by RD 141/2024.
    """

    given_name: str
    surname1: str
    surname2: str = ""
    id_type: str = ""
    id_number: str = ""
    id_country: str = "ES"
    birth_date: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """Return the name as it is spoken."""
        return " ".join(part for part in (self.given_name, self.surname1, self.surname2) if part)


@dataclass(frozen=True, slots=True)
class OpenRegister:
    """A register with its key. Its row is held when it was opened to be changed."""

    row: ResidentsRegisterRow
    seal: CaseSeal
    keys: Keys

    def person(self, row: ResidentRow) -> Person:
        """Return a person, opened. The caller has checked who may see it."""
        return Person(**self.seal.open_json(row.sealed, PERSON))

    def sealed(self, person: Person) -> dict[str, object]:
        """Return the columns in which a person is kept and by which the person is found."""
        return {
            "sealed": self.seal.seal_json(asdict(person), PERSON),
            "id_number": number_print(self.keys, person),
            "name_birth": birth_print(self.keys, person),
            "search": parties.search_words(self.keys, person.full_name),
        }


def opened(session: Session, outside: Outside, entity: str, *, lock: bool = False) -> OpenRegister:
    """Return the register of an entity, begun if it has none; with `lock` nobody else changes it meanwhile."""
    row = store.register(session, entity, lock=lock)
    if row is None:
        register_id = uuid4()
        wrapped = outside.keys.wrap(new_key(), register_id)
        begun = {"entity": entity, "id": register_id, "wrapped": wrapped, "sheets": 0, "movements": 0}
        store.open_register(session, begun)
        row = store.register(session, entity, lock=lock)
    if row is None:
        raise LookupError("the register was begun and is not there")
    return OpenRegister(row, CaseSeal(row.id, outside.keys.unwrap(row.wrapped, row.id)), outside.keys)


def number_print(keys: Keys, person: Person) -> bytes | None:
    """Return the keyed digest of a person's document, None without one."""
    number = people.compact(person.id_number)
    if not number:
        return None
    country = "" if person.id_type in _NATIONAL else f"{person.id_country} "
    return keys.fingerprint(f"{country}{number}", "resident_number")


def birth_print(keys: Keys, person: Person) -> bytes | None:
    """Return the keyed digest of a person's name and day of birth, None when the day is not known."""
    if not person.birth_date:
        return None
    return keys.fingerprint(f"{folded_name(person)} {person.birth_date}", "resident_birth")


def folded_name(person: Person) -> str:
    """Return a person's whole name as names are compared."""
    return people.fold(person.full_name)
