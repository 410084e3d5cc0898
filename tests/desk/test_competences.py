"""The registers of who decides as pages: kept by who administers, read by auditors, in part by everybody."""

import pytest

from tests.builders import PROCEDURE
from tests.desk.conftest import Desk, Seat
from tests.services import bodies

LIST = "/oficina/organos"


@pytest.fixture
def sara(desk: Desk) -> Seat:
    return desk.seat("sara", "administrator", name="Sara Gil")


def written(seat: Seat, what: str, **typed: str) -> str:
    """Write something down and return what the page says."""
    page = seat.press(seat.get(f"{LIST}/{what}/anotar"), "/anotar$", **typed)
    return page.text


def test_a_body_its_head_and_an_automated_act_are_written_down(desk: Desk, sara: Seat) -> None:
    official = bodies.official(desk.world)
    body = {"name_es": "Alcaldía", "name_ca": "Alcaldia", "kind": "mayor", "code": "alcaldia", "dir3": "l01990017"}
    assert "Anotado" in written(sara, "organo", **body)
    form = sara.get(f"{LIST}/cargo/anotar").form("/anotar$")
    mayor = form.element.inputs["body_id"].value_options[1]
    term = {"body_id": mayor, "staff_id": str(official.id), "capacity": "holder", "appointed_by": "Pleno"}
    assert "Anotado" in written(sara, "cargo", **term, from_on="2026-11-01")
    act = {"procedure": PROCEDURE, "act": "note", "decides_es": "Expide una nota", "decides_ca": "Expedeix una nota"}
    told = written(sara, "actuacion", **act, body_id=mayor, published="BOP 1", from_on="2026-11-01")

    for part in ("Alcaldía", "L01990017", "Vicent Blasco Ribes", "Titular", "Expide una nota", "Desde el 1 nov 2026"):
        assert part in told
    public = desk.app.test_client().get("/actuaciones-automatizadas").get_data(as_text=True)
    assert "Expide una nota" in public
    assert "Órgano responsable" in public
    assert "Vicent" not in public


def test_what_is_wrong_is_said_beside_its_question(sara: Seat) -> None:
    page = sara.press(sara.get(f"{LIST}/organo/anotar"), "/anotar$", name_es="Alcaldía", code="La Alcaldía")

    assert page.status == 422
    assert set(page.errors) == {"Escriba el nombre en todos los idiomas", "Use minúsculas sin tilde, cifras y _"}
    late = sara.press(sara.get(f"{LIST}/cargo/anotar"), "/anotar$", from_on="31/02/2026")
    assert "Escriba desde qué día" in late.errors


def test_a_term_ends_on_the_day_that_is_typed(desk: Desk, sara: Seat) -> None:
    official = bodies.mayor(desk.world)
    (link,) = sara.get(LIST).links("Terminar")

    page = sara.press(sara.get(link), "/terminar$", until_on="30/11/2026")

    assert official.visitor.name in page.text
    assert "al 30 nov 2026" in page.text
    outside = sara.press(sara.get(link), "/terminar$", until_on="31/12/2026")
    assert (outside.status, outside.errors) == (422, ["Ese día no está en vigor"])


def test_what_does_not_exist_cannot_be_asked_for(sara: Seat) -> None:
    assert sara.get(f"{LIST}/otra/anotar").status == 404
    assert sara.get(f"{LIST}/cargo/00000000-0000-0000-0000-000000000000/terminar").status == 404


@pytest.mark.parametrize("role", ["clerk", "supervisor", "authority", "calendar_manager", "analyst"])
def test_it_is_for_administrators_and_auditors(desk: Desk, role: str) -> None:
    seat = desk.seat("otra", role)

    assert [seat.get(path).status for path in (LIST, f"{LIST}/organo/anotar")] == [403, 403]


def test_an_auditor_reads_and_writes_nothing(desk: Desk) -> None:
    bodies.mayor(desk.world)
    auditor = desk.seat("ana", "auditor")

    page = auditor.get(LIST)

    assert "Vicent Blasco Ribes" in page.text
    assert page.links("Terminar|Anotar") == []
    assert auditor.get(f"{LIST}/organo/anotar").status == 403


def test_everybody_may_read_that_nothing_is_automated(desk: Desk) -> None:
    page = desk.app.test_client().get("/actuaciones-automatizadas")

    assert "Hoy no hay ninguna" in page.get_data(as_text=True)
