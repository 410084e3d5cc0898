"""A procedure with a fault: the person is not blamed, nothing is lost, and the office finds it among its incidents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from demo.pages import Page
from tests import builders
from tests.services import faulty
from tests.web.conftest import Desk, Window, opened

INCIDENTS = "/oficina/incidencias"


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    with opened(settings, tmp_path, faulty.sources()) as found:
        yield found


def sent(window: Window, answer: str) -> Page:
    """Fill in the form of the only task and send it."""
    page = window.open(window.open("/tramite").link("/tramite/tareas/"))
    page = window.send(page.form(having="parcel").fill({"parcel": answer}))
    return window.send(page.form("/revisar$"))


def test_a_person_who_meets_a_fault_is_not_blamed_and_finds_the_answers_again(desk: Desk) -> None:
    window = desk.citizen(builders.open_case(desk.world))

    page = sent(window, faulty.BAD)

    assert page.status == 500
    assert "no es culpa suya" in page.text
    assert "la oficina ya está avisada" in page.text
    assert "compruebe los datos" not in page.text
    assert faulty.BAD in window.open(window.open("/tramite").link("/tramite/tareas/")).text


def test_the_office_finds_the_fault_among_its_incidents_and_closes_it(desk: Desk) -> None:
    case = faulty.met(desk.world)
    chief = desk.staff("supervisor")

    page = chief.open(INCIDENTS)
    asked = chief.open(page.link("Dar por resuelta"))
    refused = chief.send(asked.form("/cerrar$").fill({"reason": ""}))
    done = chief.send(refused.form("/cerrar$").fill({"reason": "Se ha publicado otra versión"}))

    assert "El diagrama del trámite tiene un fallo" in page.text
    assert "500 pasos sin descanso" in page.text
    assert page.links("Saltar|Completar a mano") == []
    assert "Reintentar" not in page.text
    assert refused.status == 422
    assert "No hay incidencias" in done.text
    assert builders.types(case.id)[-1] == "incident.closed"


def test_a_clerk_sees_the_fault_and_decides_nothing(desk: Desk) -> None:
    faulty.met(desk.world)

    page = desk.staff("clerk").open(INCIDENTS)

    assert "500 pasos sin descanso" in page.text
    assert page.links("Dar por resuelta") == []
    assert "Reintentar" not in page.text
