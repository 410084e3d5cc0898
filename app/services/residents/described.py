"""What the answers of a case say of people and homes. Not a use case: what the operators of the register share."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.domain import addresses, people
from app.domain.addresses import Address
from app.domain.errors import NotFound, OperatorFailed
from app.intake.definition import Field
from app.services import cases, parties
from app.services.residents.opening import Person
from app.services.steps import Held
from app.store import cases as rows
from app.store import people as party_rows

DETAILS: Final = (
    "sex",
    "birth_province_ine",
    "birth_municipality_ine",
    "birth_country_iso",
    "nationality_iso",
    "education_code",
)
_NAMES: Final = ("given_name", "surname1", "surname2")


@dataclass(frozen=True, slots=True)
class Given:
    """Opened answers and the fields in which they were given (none for answers of the office's own)."""

    held: Held
    values: Mapping[str, Any]
    fields: Sequence[Field]

    def person(self, group: str) -> Person:
        """Return the one person whom a group describes. Raises `OperatorFailed("person")`."""
        found = self.people(group)
        if len(found) != 1:
            raise OperatorFailed("person", "the answers do not describe one person there")
        return found[0]

    def people(self, group: str) -> list[Person]:
        """Return whom a group describes, who may be several. Raises `OperatorFailed("person")`."""
        found = self._at(group)
        entries = found if isinstance(found, list) else [found]
        role = next(part for part in reversed(group.split(".")) if not part.isdigit() or part == group)
        return [self._person(entry, role) for entry in entries]

    def home(self, group: str) -> tuple[Address, Mapping[str, Any]]:
        """Return the address in a group, and all that the group says. Raises `OperatorFailed("address")`."""
        found = self._at(group)
        said = found if isinstance(found, Mapping) else {}
        inner = said.get("address")
        one = addresses.address({**inner, **said} if isinstance(inner, Mapping) else said)
        if not addresses.folded(one) and not said.get("cadastral_reference"):
            raise OperatorFailed("address", "the answers have no address there")
        return one, said

    def _person(self, said: Any, role: str) -> Person:
        known = dict(said) if isinstance(said, Mapping) else {}
        if not known.get("given_name"):
            party = party_rows.party_with_role(self.held.session, self.held.row.id, role)
            known |= asdict(parties.details_of(party, self.held.seal)) if party is not None else {}
        return _described(known)

    def _at(self, path: str) -> Any:
        values: Any = self.values
        fields = self.fields
        for part in path.split(".") if path else ():
            if isinstance(values, list):
                values = values[int(part)] if part.isdigit() and int(part) < len(values) else None
                continue
            fields = next((each.fields for each in fields if each.name == part), ())
            values = values.get(part) if isinstance(values, Mapping) else None
        if isinstance(values, list):
            return [_meant(fields, each) for each in values]
        return _meant(fields, values)


def opened(held: Held, ref: str) -> Given:
    """Return answers of the case by their reference. Raises `OperatorFailed("answers_unknown")`."""
    try:
        row = rows.answers(held.session, held.row.id, [UUID(ref)])[0]
    except (NotFound, ValueError) as fault:
        raise OperatorFailed("answers_unknown", "the case has no such answers") from fault
    elements = held.pinned.spec.elements.values()
    drawn = next((each.form for each in elements if each.form and each.variable == row.name), None)
    form = held.pinned.forms.get(drawn) if drawn else None
    return Given(held, held.seal.open_json(row.sealed, cases.ANSWERS), tuple(form.fields()) if form else ())


def _meant(fields: Sequence[Field], values: Any) -> Any:
    """Return answers by the names of their fields and, where the form says what they mean, by that too."""
    if not isinstance(values, Mapping):
        return values
    return {**values, **{each.means: values[each.name] for each in fields if each.means and each.name in values}}


def _described(known: Mapping[str, Any]) -> Person:
    name = {part: " ".join(str(known.get(part) or "").split()) for part in _NAMES}
    if not name["given_name"] or not name["surname1"]:
        raise OperatorFailed("person", "a person lacks a name")
    document = known.get("person_id")
    if not isinstance(document, Mapping):
        document = {part: known.get(f"id_{part}") for part in ("type", "number", "country")}
    return Person(
        **name,
        id_type=str(document.get("type") or ""),
        id_number=people.compact(str(document.get("number") or "")),
        id_country=str(document.get("country") or "ES"),
        birth_date=_day(known.get("birth_date")),
        details={key: str(known[key]) for key in DETAILS if known.get(key)},
    )


def _day(said: Any) -> str:
    try:
        return date.fromisoformat(str(said)).isoformat() if said else ""
    except ValueError as fault:
        raise OperatorFailed("person", "a day of birth is no day") from fault
