"""An appointment with the keyboard alone, and with JavaScript switched off: by its link and in the portal."""

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page

from demo import journeys, papers
from demo.browser import Browser as Plain
from demo.citizen import Citizen
from demo.meetings import PORTAL, Guest
from demo.office import Office
from demo.people import Person
from demo.post import Post
from tests.browser.hands import Keys
from tests.journeys.fixtures import line
from tools import chromium

pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def guest(office: Office, post: Post, somebody: Person) -> Guest:
    return Guest(Citizen(somebody, Plain(office.address, line()), post))


def link_of(guest: Guest) -> str:
    """Book by telephone and return the link of the appointment; the person is inside the portal too."""
    seen = guest.citizen.post.seen()
    guest.book(journeys.PROCEDURE, {"holder_same": "yes"}, way="phone")
    guest.enter(seen)
    return guest.link(seen)


def carried(context: BrowserContext, guest: Guest) -> None:
    browser = guest.citizen.browser
    cookies = {str(one.name): str(one.value) for one in browser.session.cookies}
    chromium.carry(context, browser.address, cookies)


def test_an_appointment_is_confirmed_moved_and_cancelled_without_javascript(browser: Browser, guest: Guest) -> None:
    context = browser.new_context(java_script_enabled=False, locale="es-ES", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(link_of(guest))
    page.get_by_role("button", name="Confirmo la cita").click()
    confirmed = page.locator("main").inner_text()
    page.get_by_role("link", name="Cambiar día u hora").click()
    page.locator("button[name=hora]").last.click()
    page.get_by_role("button", name="Cambiar al").click()
    moved = page.locator("main").inner_text()
    page.get_by_role("link", name="No puedo: anular la cita").click()
    page.get_by_role("button", name="Anular la cita").click()

    assert "Ha confirmado la cita" in confirmed
    assert "Cita cambiada" in moved
    assert "Esta cita está anulada" in page.locator("main").inner_text()
    context.close()


def test_a_paper_is_handed_in_without_javascript(browser: Browser, guest: Guest) -> None:
    context = browser.new_context(java_script_enabled=False, locale="es-ES", viewport={"width": 390, "height": 844})
    link_of(guest)
    carried(context, guest)
    page = context.new_page()
    page.goto(guest.citizen.browser.address + PORTAL)
    photograph = FilePayload(name="dni.jpg", mimeType="image/jpeg", buffer=papers.photograph("DNI"))
    page.set_input_files("#archivo-identity", photograph)

    page.locator("#papel-identity form[data-upload] button").click()

    assert "pendiente de revisión" in page.locator("#papel-identity").inner_text()
    context.close()


def test_with_a_script_the_paper_goes_in_place(browser: Browser, guest: Guest) -> None:
    context = browser.new_context(locale="es-ES", reduced_motion="reduce")
    link_of(guest)
    carried(context, guest)
    page = context.new_page()
    page.goto(guest.citizen.browser.address + PORTAL)
    photograph = FilePayload(name="dni.jpg", mimeType="image/jpeg", buffer=papers.photograph("DNI"))
    page.set_input_files("#archivo-identity", photograph)

    page.locator("#papel-identity form[data-upload] button").click()

    page.get_by_text("No falta ninguno").wait_for()
    assert page.url.endswith(PORTAL)
    context.close()


def test_an_appointment_is_confirmed_moved_and_cancelled_with_the_keyboard_alone(
    browser: Browser, guest: Guest
) -> None:
    context = browser.new_context(locale="es-ES", reduced_motion="reduce")
    page = context.new_page()
    page.goto(link_of(guest))
    keys = Keys(page)

    keys.press("form[action$='/asistir'] button")
    keys.press("a[href$='/cambiar']")
    keys.press("button[name=hora]")
    keys.press("form[action$='/cambiar'] button:not([name])")
    moved = _words(page)
    keys.press("a[href$='/anular']")
    keys.press("form[action$='/anular'] button")

    assert "Cita cambiada" in moved
    assert "Esta cita está anulada" in _words(page)
    context.close()


def _words(page: Page) -> str:
    return page.locator("main").inner_text()
