"""What the staff look for stays out of addresses, unless it is a case number."""

import pytest

from tests.pages.browsers import Place


@pytest.mark.parametrize(("address", "typed"), [("/oficina/citas", "00000001R"), ("/oficina/tareas", "Núñez Ferrer")])
def test_a_person_looked_for_stands_in_no_address(place: Place, address: str, typed: str) -> None:
    browser = place.browser(place.desk.marta)

    led = browser.client.post(address, data={"q": typed}).headers["Location"]
    page = browser.get(address, buscado="1")

    assert led == f"{address}?buscado=1"
    assert page.tree.xpath("//input[@name='q']/@value") == [typed]


def test_whose_mandate_is_looked_for_stands_in_no_address(place: Place) -> None:
    browser = place.browser(place.desk.boss)

    led = browser.client.post("/oficina/domiciliaciones", data={"q": "Núñez Ferrer"}).headers["Location"]
    page = browser.get("/oficina/domiciliaciones", buscado="1")

    assert led == "/oficina/domiciliaciones?buscado=1"
    assert page.tree.xpath("//input[@name='q']/@value") == ["Núñez Ferrer"]
    assert page.tree.xpath("//form[@role='search']/@method") == ["post"]


def test_a_case_number_may_stand_there(place: Place) -> None:
    browser = place.browser(place.desk.marta)

    led = browser.client.post("/oficina/citas", data={"q": "2026/PAR/000001"}).headers["Location"]

    assert "PAR" in led
