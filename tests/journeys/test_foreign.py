"""What belongs to somebody else does not exist; what needs another role is refused."""

from uuid import uuid4

import pytest

from demo import citizen as visitor
from demo import journeys
from demo.browser import Browser
from demo.clerk import Clerk
from demo.journeys import Town
from demo.office import Office
from demo.people import Person, dni
from tests.journeys import walks
from tests.journeys.fixtures import line
from tests.journeys.walks import Walk


@pytest.fixture(scope="module")
def mine(town: Town) -> Walk:
    return walks.handed_in(town, Person("Roc", "Bonet", "", dni(30000003), "roc@correo.example", "697 111 222"))


@pytest.fixture(scope="module")
def theirs(town: Town) -> Walk:
    return walks.inside(town, Person("Eulàlia", "Pons", "", dni(30000004), "eulalia@correo.example", "697 111 333"))


def test_a_document_of_another_case_does_not_exist(mine: Walk, theirs: Walk) -> None:
    page = mine.citizen.browser.go(visitor.PAPERS)
    document = page.link(r"/tramite/documentos/[0-9a-f-]{36}$")

    assert mine.citizen.browser.open(document).status == 200
    walks.explained(theirs.citizen.browser.open(document), 404)
    walks.explained(theirs.citizen.browser.open(f"{document}/1.png"), 404)


def test_a_task_of_another_case_does_not_exist(mine: Walk, theirs: Walk) -> None:
    task = theirs.citizen.my_turn("/tramite/tareas/")

    for address in (task, f"{task}/revisar", f"{task}/guardado"):
        walks.explained(mine.citizen.browser.open(address), 404)


@pytest.mark.parametrize(
    "address",
    ["/tramite/documentos/{id}", "/tramite/tareas/{id}", "/tramite/documentos/not-an-id", "/tramite/papeles/nothing"],
)
def test_what_nobody_has_does_not_exist(mine: Walk, address: str) -> None:
    walks.explained(mine.citizen.browser.open(address.format(id=uuid4())), 404, 405)


def test_a_citizen_at_the_desk_is_sent_to_the_staff_s_door(mine: Walk) -> None:
    page = mine.citizen.browser.open("/oficina/tareas")

    walks.explained(page, 200)
    assert "/oficina/entrar" in page.url


def test_a_clerk_on_a_citizen_s_page_is_asked_for_a_link(clerk: Clerk) -> None:
    page = clerk.browser.open(visitor.CASE)

    walks.explained(page, 200)
    assert "/continuar" in page.url


def test_a_case_of_nobody_does_not_exist_at_the_desk(clerk: Clerk) -> None:
    for address in (f"/oficina/expedientes/{uuid4()}", f"/oficina/expedientes/{uuid4()}/historia"):
        walks.explained(clerk.browser.open(address), 404)


def test_a_clerk_has_no_place_in_the_supervisor_s_pages(clerk: Clerk) -> None:
    walks.explained(clerk.browser.open("/oficina/domiciliaciones"), 403)


def test_an_auditor_reads_and_changes_nothing(mine: Walk, town: Town, office: Office) -> None:
    auditor = Clerk(office.having("auditor"), Browser(office.address, line()))
    auditor.sign_in()
    case = town.clerk.open_case(mine.number, journeys.CHECK_APPLICANT)

    page = auditor.browser.open(case.url)
    form = case.form("/asignar$")
    form.forged["csrf_token"] = auditor.browser.go(case.url).forms()[0].element.inputs["csrf_token"].value
    answer = auditor.browser.send(form)

    walks.explained(page, 200)
    walks.explained(answer, 403)


def test_a_foreign_request_leaves_a_trace_in_the_evidence(mine: Walk, town: Town) -> None:
    mine.citizen.browser.open(f"/tramite/documentos/{uuid4()}")
    case = town.clerk.open_case(mine.number, journeys.CHECK_APPLICANT)

    history = town.clerk.browser.go(case.link("/historia$"))

    assert "La cadena está entera" in history.text
