"""Somebody who has never seen the project follows the tutorial to the letter, and a procedure of their own runs."""

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from demo import office as running
from demo import papers
from demo.browser import Browser
from demo.clerk import Clerk
from demo.office import ROOT, Office
from demo.post import Post
from tests.journeys import tutorial
from tests.journeys.fixtures import line
from tests.journeys.tutorial import Deed, Desk, Hands

PAGE = (ROOT / "docs" / "tutorial" / "publish-your-own.md").read_text(encoding="utf-8")
ASK, DECIDE, END, CHANGE = "7. Ask", "8. Decide", "9. How it ends", "10. Change"


def _section(beginning: str) -> str:
    return next(text for title, text in tutorial.sections(PAGE).items() if title.startswith(beginning))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Yield an office of the stranger's own, as the tutorial has it: nobody else's mail is in its boxes."""
    with running.own(tmp_path_factory.mktemp("stranger-office")) as here:
        yield here


@pytest.fixture(scope="module")
def post(office: Office) -> Post:
    """Return the mailboxes and telephones of that office."""
    return Post(office.home)


@pytest.fixture(scope="module")
def desk(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Yield a machine with a checkout, beside which a stranger works, and the office that runs."""
    checkout = tmp_path_factory.mktemp("stranger") / "checkout"
    checkout.mkdir()
    (checkout / "ventanilla").symlink_to(ROOT / "ventanilla")
    yield Desk(checkout, {**os.environ, "VENTANILLA_HOME": str(office.home)})
    shutil.rmtree(checkout.parent)


@pytest.fixture(scope="module")
def published(desk: Desk) -> Desk:
    """Return the machine after all that the tutorial does before anybody asks for anything."""
    for fence in tutorial.fences(PAGE.partition(f"## {CHANGE}")[0]):
        desk.do(fence)
    return desk


@pytest.fixture(scope="module")
def citizen(published: Desk, office: Office) -> Hands:
    """Return the citizen of the tutorial, who has asked."""
    assert (published.checkout.parent / "huerto").is_dir()
    hands = Hands(Browser(office.address, line()), {"volante.pdf": papers.paper("volante", "Remei")})
    hands.known = hands.codes()
    _follow(hands, tutorial.deeds(_section(ASK)))
    return hands


@pytest.fixture(scope="module")
def decided(citizen: Hands, office: Office) -> Hands:
    """Return the clerk of the tutorial, who has decided."""
    clerk = Clerk(office.having("clerk"), Browser(office.address, line()))
    hands = Hands(clerk.browser, {})
    for deed in tutorial.deeds(_section(DECIDE)):
        if deed.verb == "sign in":
            hands.page = clerk.sign_in()
        else:
            _follow(hands, [deed])
    assert citizen is not hands
    return hands


def _follow(hands: Hands, deeds: list[Deed]) -> None:
    for deed in deeds:
        hands.do(deed)


def test_every_file_and_command_of_the_tutorial_does_what_it_says(published: Desk) -> None:
    written = {path.relative_to(published.checkout.parent).as_posix() for path in _files(published)}

    assert written == {
        "huerto/huerto.bpmn",
        "huerto/procedure.yaml",
        "huerto/forms/huerto.json",
        "huerto/forms/revision.json",
        "huerto/documents/solicitud.typ",
    }


def _files(desk: Desk) -> list[Path]:
    return [path for path in (desk.checkout.parent / "huerto").rglob("*") if path.is_file()]


def test_a_stranger_s_procedure_runs_through_the_pages(citizen: Hands, decided: Hands, post: Post) -> None:
    assert "Completar la tarea" not in decided.page.text

    _follow(citizen, tutorial.deeds(_section(END)))

    letters = post.letters("remei@correo.example")
    assert [str(one["Subject"]) for one in letters if "concedido un huerto" in str(one["Subject"])]


def test_a_second_version_leaves_the_running_case_its_own(citizen: Hands, decided: Hands, published: Desk) -> None:
    before = _version(decided)
    for fence in tutorial.fences(_section(CHANGE)):
        published.do(fence)

    assert _version(decided) == before
    assert "tres años" in citizen.browser.go("/tramites/huerto").text


def _version(hands: Hands) -> str:
    page = hands.browser.go(hands.page.url)
    return page.text.partition("Versión del trámite")[2].split()[0]


def test_the_page_asks_for_nothing_that_nobody_can_do() -> None:
    asked: Mapping[str, list[Deed]] = {name: tutorial.deeds(_section(name)) for name in (ASK, DECIDE, END)}

    assert min(len(deeds) for deeds in asked.values()) > 4
    assert {deed.verb for deeds in asked.values() for deed in deeds} == set(tutorial.VERBS) - {"see"} | {"see"}
