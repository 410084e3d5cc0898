"""Identity at the counter, in a browser."""

import pytest

from tests import builders
from tests.desk.conftest import Desk, Seat

SEEN = {
    "document_kind": "dni",
    "document_number": "12345678Z",
    "document_expiry-d": "1",
    "document_expiry-m": "1",
    "document_expiry-y": "9999",
    "looked": "1",
}


@pytest.fixture
def marta(desk: Desk) -> Seat:
    return desk.seat("marta", "clerk")


@pytest.fixture
def case(desk: Desk) -> builders.OpenCase:
    return builders.open_case(desk.world, mailed=False)


def address(case: builders.OpenCase) -> str:
    return f"/oficina/expedientes/{case.id}"


def test_an_official_accepts_an_identity_from_the_case(marta: Seat, case: builders.OpenCase) -> None:
    page = marta.get(marta.get(address(case)).link("/identidad/"))

    done = marta.press(page, "/identidad/[0-9a-f-]{36}$", **SEEN)

    assert "12345678Z" not in page.text
    assert "Identidad aceptada: Ana Núñez Ferrer." in done.text
    assert "con la persona y el documento delante" in done.text
    assert builders.party_row(case.party).level == "official"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"document_expiry-y": "2020"}, "caducado"),
        ({"looked": ""}, "Compare el documento con la persona"),
        ({"document_number": "12345678A"}, "letra"),
        ({"document_number": "X1234567L"}, "no es de esa clase"),
    ],
)
def test_what_cannot_be_accepted_is_said_in_words(
    marta: Seat, case: builders.OpenCase, changed: dict[str, str], said: str
) -> None:
    page = marta.press(marta.get(f"{address(case)}/identidad/{case.party}"), **{**SEEN, **changed})

    assert page.status == 422
    assert any(said in error for error in page.errors), page.errors
    assert builders.party_row(case.party).level != "official"


def test_another_number_is_corrected_with_a_tick(marta: Seat, case: builders.OpenCase) -> None:
    page = marta.get(f"{address(case)}/identidad/{case.party}")

    asked = marta.press(page, **{**SEEN, "document_number": "87654321X"})
    done = marta.press(asked, correct="1")

    assert asked.status == 422
    assert "***4567**" in asked.errors[0]
    assert "87654321X" in done.text
    assert builders.types(case.id).count("party.changed") == 1


def test_a_refusal_asks_for_a_reason(marta: Seat, case: builders.OpenCase) -> None:
    page = marta.get(f"{address(case)}/identidad/{case.party}")

    empty = marta.press(page, "/rechazar$")
    done = marta.press(empty, "/rechazar$", reason="No es la persona de la foto")

    assert (empty.status, empty.errors) == (422, ["Escriba por qué no la acepta"])
    assert "no se ha aceptado" in done.text
    assert builders.types(case.id).count("identity.refused") == 1


def test_an_auditor_is_offered_no_check(desk: Desk, case: builders.OpenCase) -> None:
    ana = desk.seat("ana", "auditor")

    assert ana.get(address(case)).links("/identidad/") == []
    assert ana.get(f"{address(case)}/identidad/{case.party}").status == 403


def test_a_person_of_another_case_is_not_here(marta: Seat, case: builders.OpenCase, desk: Desk) -> None:
    other = builders.open_case(desk.world, builders.JORDI, mailed=False)

    assert marta.get(f"{address(case)}/identidad/{other.party}").status == 404
