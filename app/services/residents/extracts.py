"""Extracts of the register, sealed in a case: what a residency note or certificate prints."""

from datetime import date
from uuid import UUID, uuid5

from babel import Locale

from app.domain.errors import NotFound, OperatorFailed
from app.domain.work import Json
from app.ports import CallRef, Extract
from app.services import cases, moments, record, steps
from app.services.residents import changes, lookups
from app.services.residents.opening import OpenRegister
from app.services.steps import Held
from app.store import cases as case_rows
from app.store import residents as store
from app.store.tables import DwellingRow, RegisterSheetRow, ResidenceRow, ResidentRow

VARIABLE = "padron"
INDIVIDUAL, COLLECTIVE = "individual", "collective"
_Listed = tuple[ResidentRow, ResidenceRow]


def make(held: Held, call: CallRef, register: OpenRegister, scope: str, subject: tuple[str, str]) -> Extract:
    """Seal an extract in a held case; `subject` are resident and dwelling. The same call does it once.

    Raises `OperatorFailed` with scope, resident_unknown, dwelling_unknown, not_registered, protected, nobody or
    individual_only.
    """
    ref = uuid5(call.call_id, VARIABLE)
    try:
        known = case_rows.answers(held.session, held.row.id, [ref])[0]
    except NotFound:
        known = None
    if known is not None:
        return Extract(str(ref), len(held.seal.open_json(known.sealed, cases.ANSWERS)["people"]))
    home, listed = _listed(held, scope, subject)
    content = _content(held, register, scope, home, listed)
    cases.keep_answers(held, VARIABLE, content, ref)
    names = ", ".join(register.person(row).full_name for row, _ in listed)
    made = record.Act(
        "residents.extracted",
        lookups.OFFICE,
        record.on("call", call.call_id),
        {"scope": scope, "people": len(listed)},
        (),
        {"people": names},
    )
    steps.note(held, made)
    return Extract(str(ref), len(listed))


def _listed(held: Held, scope: str, subject: tuple[str, str]) -> tuple[DwellingRow, list[_Listed]]:
    resident, dwelling = subject
    if scope not in {INDIVIDUAL, COLLECTIVE} or (scope == INDIVIDUAL and not resident):
        raise OperatorFailed("scope", "an extract is individual, of somebody, or collective")
    person, home = _person(held, resident) if resident else (None, lookups.dwelling_of(held, dwelling))
    everybody = store.occupants(held.session, home.id, lookups.today(held))
    if home.protected:
        raise OperatorFailed("protected", "the address is protected")
    if scope == COLLECTIVE:
        if home.kind == changes.COLLECTIVE:
            raise OperatorFailed("individual_only", "of collective establishments there are individual extracts only")
        listed = [one for one in everybody if not one[0].protected]
    else:
        listed = [one for one in everybody if person is not None and one[0].id == person.id]
        if any(row.protected for row, _ in listed):
            raise OperatorFailed("protected", "the address is protected")
    if not listed:
        raise OperatorFailed("nobody", "nobody is registered there")
    return home, listed


def _person(held: Held, resident: str) -> tuple[ResidentRow, DwellingRow]:
    try:
        row = store.resident(held.session, held.row.entity, UUID(resident))
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("resident_unknown", "the register has no such person") from fault
    home = store.home_on(held.session, row.id, lookups.today(held))
    if home is None:
        raise OperatorFailed("not_registered", "the person is not registered today")
    return row, home.dwelling


def _content(
    held: Held, register: OpenRegister, scope: str, home: DwellingRow, listed: list[_Listed]
) -> dict[str, Json]:
    sheet: RegisterSheetRow | None = store.sheet_of(held.session, home.id)
    return {
        "scope": scope,
        "on": _day(lookups.today(held)),
        "address": lookups.written(home),
        "cadastral_reference": home.cadastral_reference or "",
        "kind": home.kind,
        "sheet": sheet.number if sheet else 0,
        "municipality": str(held.entity.facts.get("city") or held.entity.name),
        "people": [_line(held, register, *one) for one in listed],
    }


def _line(held: Held, register: OpenRegister, row: ResidentRow, stay: ResidenceRow) -> dict[str, Json]:
    person = register.person(row)
    nationality = person.details.get("nationality_iso", "")
    countries = Locale.parse(moments.locale(held.row.language)).territories
    born = _day(date.fromisoformat(person.birth_date)) if person.birth_date else ""
    return {
        "name": person.full_name,
        "document": person.id_number,
        "document_type": person.id_type,
        "birth_date": born,
        "sex": person.details.get("sex", ""),
        "nationality": countries.get(nationality, nationality),
        "since": _day(stay.since),
        "cause": stay.cause,
    }


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
