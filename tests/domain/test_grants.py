"""Calls for grants as data, and which home is which."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain import grants
from app.domain.errors import Invalid
from app.domain.grants import Call
from app.domain.malformed import Malformed

CALLS = Path(__file__).parents[2] / "forms" / "calls"
REFERENCE = "9872023VH5797S0001WX"
ADDED = ("Carcaixent", "Castelló", "Chulilla", "L'Ènova", "Manuel", "Millares", "La Pobla Llarga", "Rafelguaraf",
         "Senyera", "Tous")  # fmt: skip


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((CALLS / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def dana() -> Call:
    return grants.call(read("dana-2024"))


def until(call: Call, municipality: str) -> date | None:
    found = call.place(municipality)
    return found[0].until if found else None


def test_the_call_of_2024_has_all_municipalities_with_their_two_deadlines(dana: Call) -> None:
    assert [(len(group.places), group.until) for group in dana.groups] == [
        (75, date(2025, 1, 2)),
        (10, date(2025, 1, 20)),
    ]
    assert {until(dana, name) for name in ADDED} == {date(2025, 1, 20)}
    assert (dana.amount_cents, dana.budget_cents, dana.fictional) == (600_000, 20_000_000_000, False)
    assert dana.last_day == date(2025, 1, 20)


@pytest.mark.parametrize("written", ["l'Alcúdia", "L’ALCUDIA", "Alcúdia, l'", "alcudia", "  Alcúdia  ", "Alcúdia (l')"])
def test_a_municipality_is_known_however_it_is_spelt(dana: Call, written: str) -> None:
    assert until(dana, written) == date(2025, 1, 2)


def test_a_municipality_is_known_by_its_other_name(dana: Call) -> None:
    assert until(dana, "Ribarroja del Turia") == date(2025, 1, 2)
    assert until(dana, "Villanueva de Castellón") == date(2025, 1, 20)


@pytest.mark.parametrize("written", ["Madrid", "", "Alcúdia de Crespins", "Castelló de la Plana", "la"])
def test_a_municipality_that_is_not_listed_is_not_known(dana: Call, written: str) -> None:
    assert dana.place(written) is None


def test_of_two_municipalities_only_a_part_is_affected(dana: Call) -> None:
    parts = {place.name for group in dana.groups for place in group.places if place.part}

    assert parts == {"Loriguilla", "València"}


@pytest.mark.parametrize("path", sorted(CALLS.glob("*.yaml")), ids=lambda path: str(path.stem))
def test_every_call_of_the_project_can_be_used_and_has_the_name_of_its_file(path: Path) -> None:
    assert grants.call(read(path.stem)).id == path.stem


_FAULTS: list[tuple[Mapping[str, Any], str]] = [
    ({"id": "a call"}, "id"),
    ({"amount_cents": 0}, "amount_cents"),
    ({"amount_cents": "6000"}, "amount_cents"),
    ({"budget_cents": True}, "budget_cents"),
    ({"opens_on": "soon"}, "opens_on"),
    ({"opens_on": "2030-01-01"}, "groups"),
    ({"name": {"es": "Ayudas"}}, "name"),
    ({"groups": []}, "groups"),
    ({"groups": ["first"]}, "groups.0"),
    ({"groups": [{"id": "a", "until": "2027-01-01", "municipalities": []}]}, "groups.0.municipalities"),
    ({"groups": [{"id": "a", "until": "2027-01-01", "municipalities": [{}]}]}, "groups.0.municipalities.0"),
    ({"groups": [{"id": "a", "until": "2027-01-01", "municipalities": ["Tous", "TOUS"]}]}, "groups"),
    ({"legal": [{"title": "Ley", "url": "http://boe.es"}]}, "legal.0"),
    ({"papers": ["DNI"]}, "papers.0"),
]


@pytest.mark.parametrize(("changes", "place"), _FAULTS)
def test_a_call_that_cannot_be_used_says_what_is_wrong_with_it(changes: Mapping[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as caught:
        grants.call({**read("riuada-demostracion"), **changes})

    assert place in caught.value.problems


def home(**given: str) -> grants.Home:
    address = {"street": "Carrer Major", "number": "3", "floor": "1", "door": "2", "municipality": "Tous"}
    return grants.home_of(address | given)


def test_two_flats_of_one_building_are_two_homes() -> None:
    first, second = home(cadastral="9872023VH5797S0001WX"), home(cadastral="9872023VH5797S0002EM")

    assert first.basis == second.basis == "cadastral"
    assert first.key[:24] == second.key[:24]
    assert first.key != second.key


def test_a_home_is_the_same_however_its_reference_is_grouped() -> None:
    assert home(cadastral="9872023 VH5797S 0001 WX").key == home(cadastral=REFERENCE.lower()).key


def test_without_a_reference_a_home_is_told_by_its_folded_address() -> None:
    first, second = home(), home(street="C/ MAJÓR", number="03", floor="1º", municipality="tous")

    assert first.basis == "address"
    assert first.key == second.key
    assert first.key != home(door="3").key


def test_a_reference_that_is_none_does_not_tell_homes() -> None:
    assert home(cadastral="9872023VH5797S0001WZ").basis == "address"


def test_a_home_without_reference_and_street_is_none() -> None:
    with pytest.raises(Malformed):
        home(street=" ")
