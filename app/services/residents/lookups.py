"""Look people and homes up in the register. What is found stays in the case, beside what was asked."""

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import addresses
from app.domain.actors import worker
from app.domain.addresses import Address
from app.domain.errors import NotFound, OperatorFailed
from app.domain.work import Json
from app.ports import CallRef, DwellingFound, LivesThere, PersonFound
from app.services import consultations, record, steps
from app.services.residents.opening import OpenRegister, Person, birth_print, folded_name, number_print
from app.services.steps import Held
from app.store import residents as store
from app.store.tables import DwellingRow, ResidentRow

SOURCE = "padron"
OFFICE = worker("padron")
ONE, NONE, SEVERAL = "one", "none", "several"
_ADULT = 18


def today(held: Held) -> date:
    """Return the day on the official clock."""
    return held.entity.calendar.local_day(held.now)


def known(session: Session, register: OpenRegister, person: Person) -> tuple[ResidentRow | None, bool]:
    """Return the register's row of a person and whether name and day of birth are as the register has them.

    The document says who it is; without one, or with one that the register does not know, name and day of birth do.
    """
    entity = register.row.entity
    number, birth = number_print(register.keys, person), birth_print(register.keys, person)
    if number is not None:
        for row in store.residents(session, entity, id_number=number):
            return row, _agrees(register.person(row), person)
    same = store.residents(session, entity, name_birth=birth) if birth is not None else []
    same = [row for row in same if not _another(register.person(row), person)]
    return (same[0], True) if len(same) == 1 else (None, False)


def places(session: Session, entity: str, ine: str, one: Address, said: Mapping[str, object]) -> list[DwellingRow]:
    """Return the dwellings that an address may mean: one, none, or those of a building that it does not tell apart."""
    elsewhere = said.get("municipality_ine")
    if elsewhere and elsewhere != ine:
        return []
    house, exact = addresses.building(one), addresses.folded(one)
    reference = str(said.get("cadastral_reference") or "")
    same = store.dwellings(session, entity, folded=exact) if exact else []
    if len(same) == 1:
        return same
    noted = store.dwellings(session, entity, cadastral_reference=reference) if reference else []
    noted = [row for row in noted if house in ("", row.building)]
    if len(noted) == 1:
        return noted
    if same or not house or exact.removeprefix(house).strip("|"):
        return same
    return store.dwellings(session, entity, building=house)


def find_person(held: Held, call: CallRef, register: OpenRegister, person: Person) -> PersonFound:
    """Return what the register knows of a person, and keep it in the case."""
    row, agrees = known(held.session, register, person)
    home = store.home_on(held.session, row.id, today(held)) if row is not None else None
    told: dict[str, Json] = {"found": row is not None, "registered": home is not None}
    if row is not None:
        told["agrees"] = agrees
    if home is not None:
        told |= {"since": home.residence.since.isoformat(), "sheet": home.sheet.number}
        told |= shown_home(home.dwelling, hidden=row is not None and row.protected)
    keep(held, call, "person", (person.full_name, told))
    if row is None:
        return PersonFound(found=False)
    dwelling, since = (str(home.dwelling.id), home.residence.since.isoformat()) if home else ("", "")
    return PersonFound(True, str(row.id), home is not None, dwelling, since, agrees)


def find_dwelling(held: Held, call: CallRef, one: Address, said: Mapping[str, object]) -> DwellingFound:
    """Return what the register knows of an address, and keep it in the case."""
    rows = places(held.session, held.row.entity, held.entity.ine, one, said)
    about = one.line or str(said.get("cadastral_reference"))
    if len(rows) != 1:
        found = DwellingFound(SEVERAL if rows else NONE)
        keep(held, call, "dwelling", (about, {"found": found.found}))
        return found
    row, sheet = rows[0], store.sheet_of(held.session, rows[0].id)
    people = store.occupants(held.session, row.id, today(held))
    found = DwellingFound(
        found=ONE,
        dwelling=str(row.id),
        sheet=str(sheet.id) if sheet else "",
        occupants=len(people),
        kind=row.kind,
        protected=row.protected or any(resident.protected for resident, _ in people),
    )
    told: dict[str, Json] = {"found": ONE, "kind": row.kind}
    told |= {"protected": True} if found.protected else {"occupants": len(people)}
    if sheet is not None:
        told["sheet"] = sheet.number
    keep(held, call, "dwelling", (about, told))
    return found


def lives_there(held: Held, call: CallRef, register: OpenRegister, person: Person, dwelling: str) -> LivesThere:
    """Return whether a person is registered in a dwelling today, and keep it in the case.

    Nobody lives in a home that the register does not have yet, which a diagram names with "".
    """
    place = dwelling_of(held, dwelling) if dwelling else None
    row, _ = known(held.session, register, person)
    home = store.home_on(held.session, row.id, today(held)) if row is not None else None
    if row is None or home is None or place is None or home.dwelling.id != place.id:
        keep(held, call, "lives_there", (person.full_name, {"lives": False}))
        return LivesThere(lives=False)
    adult = is_adult(register.person(row), today(held))
    told: dict[str, Json] = {"lives": True, "adult": adult, "since": home.residence.since.isoformat()}
    told |= {"sheet": home.sheet.number} | shown_home(home.dwelling, hidden=row.protected)
    keep(held, call, "lives_there", (person.full_name, told))
    return LivesThere(True, adult, str(home.sheet.id))


def dwelling_of(held: Held, dwelling: str) -> DwellingRow:
    """Return a dwelling that a diagram names. Raises `OperatorFailed("dwelling_unknown")`."""
    try:
        return store.dwelling(held.session, held.row.entity, UUID(dwelling))
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("dwelling_unknown", "the register has no such dwelling") from fault


def written(row: DwellingRow) -> str:
    """Return the address of a dwelling on one line."""
    return addresses.address(row.address).line


def shown_home(row: DwellingRow, *, hidden: bool) -> dict[str, Json]:
    """Return what may be shown of somebody's home: its address, or that it is protected."""
    return {"protected": True} if hidden or row.protected else {"address": written(row)}


def is_adult(person: Person, day: date) -> bool:
    """Return whether a person has turned 18 on `day`; nobody has whose day of birth is not known."""
    if not person.birth_date:
        return False
    born = date.fromisoformat(person.birth_date)
    return (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) >= _ADULT


def keep(held: Held, call: CallRef, question: str, answer: tuple[str, Mapping[str, Json]]) -> None:
    """Keep an answer of the register in the case, and evidence of it."""
    consultations.keep(held, call, SOURCE, question, answer)
    about, told = answer
    values = {"about": about, "told": json.dumps(dict(told), sort_keys=True, ensure_ascii=False)}
    asked = record.Act(
        "residents.consulted", OFFICE, record.on("call", call.call_id), {"question": question}, (), values
    )
    steps.note(held, asked)


def _another(found: Person, said: Person) -> bool:
    """Return whether two people of the same name and day of birth have different documents of the same kind."""
    return bool(found.id_number and said.id_number) and found.id_type == said.id_type


def _agrees(found: Person, said: Person) -> bool:
    same_day = not said.birth_date or not found.birth_date or said.birth_date == found.birth_date
    return same_day and folded_name(found) == folded_name(said)
