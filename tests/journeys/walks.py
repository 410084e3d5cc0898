"""How far into a direct debit a test begins."""

from dataclasses import dataclass

from demo import journeys, people
from demo.citizen import Citizen
from demo.journeys import Town
from demo.pages import Form, Page
from demo.people import Person, Request

CLEAR = (200, 403, 404, 409, 413, 422, 429, 503)


@dataclass(frozen=True, slots=True)
class Walk:
    """A case under way."""

    citizen: Citizen
    number: str
    request: Request


def inside(town: Town, person: Person) -> Walk:
    """Let somebody begin and come in."""
    request = people.asks(person)
    citizen = town.arrive(person)
    citizen.enter(citizen.ask(journeys.PROCEDURE))
    return Walk(citizen, citizen.number(), request)


def filled(town: Town, person: Person) -> Walk:
    """Go as far as the papers."""
    walk = inside(town, person)
    walk.citizen.fill_in(walk.request.answers)
    return walk


def handed_in(town: Town, person: Person) -> Walk:
    """Go as far as the clerk's check."""
    walk = filled(town, person)
    walk.citizen.hand_in()
    walk.citizen.papers_done()
    return walk


def to_sign(town: Town, person: Person) -> Walk:
    """Go as far as the signature."""
    walk = handed_in(town, person)
    journeys.check(town, walk.request, walk.number)
    walk.citizen.my_turn("/tramite/firma$")
    return walk


def form_page(walk: Walk, wanted: str) -> Page:
    """Answer the pages of the form up to the one that asks for the field `wanted`, and return that one."""
    page = walk.citizen.browser.go(walk.citizen.my_turn("/tramite/tareas/"))
    while wanted not in question(page).names:
        assert not page.url.endswith("/revisar"), f"no page asks for {wanted}"
        page = walk.citizen.browser.press(question(page).fill(walk.request.answers))
    return page


def question(page: Page) -> Form:
    """Return the form of a page of questions."""
    return page.form("/tareas/")


def explained(page: Page, *statuses: int) -> str:
    """Return what a page says after checking that it is a page of the office with one of these statuses."""
    assert page.status in (statuses or CLEAR), (page.url, page.status, page.heading)
    assert page.tree is not None
    assert page.heading
    assert page.tree.xpath("//header//a[@href]"), "a page of the office leads home"
    return page.text
