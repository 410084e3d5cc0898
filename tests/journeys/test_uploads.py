"""Files of every kind, and what people are told about them."""

from collections.abc import Callable

import pytest

from demo import citizen as visitor
from demo import papers
from demo.journeys import Town
from demo.pages import File
from demo.people import Person, dni
from tests.journeys import files, walks
from tests.journeys.walks import Walk

SLOT = "identity"


@pytest.fixture(scope="module")
def walk(town: Town) -> Walk:
    return walks.filled(town, Person("Empar", "Llorens", "", dni(30000002), "empar@correo.example", "698 111 222"))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (files.program, "programa"),
        (files.encrypted, "contraseña"),
        (files.active, "programas o acciones"),
        (files.empty, "vacío"),
        (files.torn, "dañado"),
        (files.letter, "No es un PDF"),
        (files.picture_bomb, "demasiado"),
        (lambda: files.heavy(11), "10 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words(walk: Walk, file: Callable[[], File], said: str) -> None:
    browser = walk.citizen.browser
    page = browser.go(visitor.PAPERS)

    answer = browser.send(page.form(f"/papeles/{SLOT}$").attach("file", file()))

    walks.explained(answer, 422)
    assert [sentence for sentence in answer.errors if said in sentence], answer.errors
    assert SLOT in visitor.waiting_papers(browser.go(visitor.PAPERS))


def test_fifty_megabytes_are_refused_in_words(walk: Walk) -> None:
    browser = walk.citizen.browser
    page = browser.go(visitor.PAPERS)

    answer = browser.send(page.form(f"/papeles/{SLOT}$").attach("file", files.heavy(50)))

    assert "demasiado" in walks.explained(answer, 413, 422)
    assert SLOT in visitor.waiting_papers(browser.go(visitor.PAPERS))


def test_no_file_at_all_is_asked_for(walk: Walk) -> None:
    browser = walk.citizen.browser

    answer = browser.send(browser.go(visitor.PAPERS).form(f"/papeles/{SLOT}$"))

    walks.explained(answer, 422)
    assert answer.errors == ["Elija un archivo"]


def test_a_paper_that_is_not_asked_for_is_not_taken(walk: Walk) -> None:
    browser = walk.citizen.browser
    form = browser.go(visitor.PAPERS).form(f"/papeles/{SLOT}$").attach("file", files.letter())
    form.url = form.url.replace(SLOT, "another_paper")

    walks.explained(browser.send(form), 404, 422)


def test_saying_that_all_is_there_before_it_is_names_what_is_missing(town: Town, somebody: Person) -> None:
    walk = walks.filled(town, somebody)
    browser = walk.citizen.browser
    page = browser.go(visitor.PAPERS)
    given = browser.press(page.form(f"/papeles/{SLOT}$").attach("file", ("dni.jpg", papers.photograph("DNI"), "")))
    done = given.form("/papeles/entregados/")
    browser.press(given.form("/papeles/quitar/"))

    answer = browser.send(done)

    walks.explained(answer, 422)
    assert answer.errors == ["Falta este documento"]
