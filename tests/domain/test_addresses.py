"""Addresses: one home, however it is written."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import addresses
from app.domain.addresses import Address

SAME = [
    {"street_type": "Calle", "street_name": "Mayor", "number": "3", "floor": "2º", "door": "1ª"},
    {"street_type": "C/", "street_name": "MAYOR", "number": "03", "floor": "2", "door": "1"},
    {"street_type": "carrer", "street_name": "mayor", "number": "3", "floor": "Segundo", "door": "primera"},
    {"street": "C/Mayor", "number": "3", "floor": "piso 2", "door": "puerta 1"},
    {"street": "Calle Mayor", "number": "3", "floor": "2a", "door": "1a"},
]


def test_a_home_is_the_same_however_its_address_is_written() -> None:
    assert len({addresses.folded(addresses.address(one)) for one in SAME}) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"number": "4"},
        {"number": "3B"},
        {"number_letter": "B"},
        {"floor": "1"},
        {"door": "2"},
        {"staircase": "B"},
        {"street_type": "Plaza"},
        {"street_name": "Mayor del Molino"},
    ],
)
def test_another_home_has_another_address(other: dict[str, str]) -> None:
    one, another = (addresses.folded(addresses.address(said)) for said in (SAME[0], SAME[0] | other))

    assert one != another


def test_articles_accents_and_letters_of_the_number_do_not_tell_homes_apart() -> None:
    one = addresses.address({"street_type": "Av.", "street_name": "de la Constitució", "number": "12 B"})
    other = addresses.address(
        {"street_type": "AVINGUDA", "street_name": "Constitucio", "number": "12", "number_letter": "b"}
    )

    assert addresses.folded(one) == addresses.folded(other)


def test_homes_of_one_building_share_it() -> None:
    homes = [addresses.address(SAME[0] | {"floor": floor}) for floor in ("1", "2", "bajo")]

    assert len({addresses.building(one) for one in homes}) == 1
    assert len({addresses.folded(one) for one in homes}) == 3


def test_without_a_street_there_is_no_address() -> None:
    assert addresses.folded(addresses.address({"number": "3", "floor": "2"})) == ""


def test_an_address_is_written_on_one_line() -> None:
    one = addresses.address({**SAME[0], "staircase": "B", "postcode": "99001"})

    assert one.line == "Calle Mayor, 3, esc. B, 2º 1ª, 99001"


@given(st.lists(st.text(string.ascii_letters + string.digits + " ", max_size=8), min_size=11, max_size=11))
def test_capitals_do_not_tell_homes_apart(parts: list[str]) -> None:
    assert addresses.folded(Address(*parts)) == addresses.folded(Address(*(part.upper() for part in parts)))
