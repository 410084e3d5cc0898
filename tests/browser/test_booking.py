"""From the home page to a booked appointment: at two widths and in two languages, by keyboard, without JavaScript."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from demo import journeys
from demo.office import Office
from demo.people import BOTH_COME, OWN, Person
from demo.post import Post
from tests.browser import faults, hands
from tests.browser.faults import Fault
from tools.chromium import Eye

pytestmark = pytest.mark.timeout(400)
DONE = {"es": "Cita reservada", "ca": "Cita reservada"}
SEND = "main form[method=post] button:not([name])"
CARD = f"main a[href$='/tramites/{journeys.PROCEDURE}']"
CHANNEL = "main a[href*='canal=in_person']"
HOURS = "main button[name=hora]"
LOCALES = {"es": "es-ES", "ca": "ca-ES"}
PAGES = 9
Look = Callable[[str], None]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a browser of somebody who wants no motion."""
    made = browser.new_context(locale="es-ES", reduced_motion="reduce")
    yield made
    made.close()


def press(page: Page, selector: str) -> None:
    """Click the first of what `selector` names and wait for the page that follows."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def book(page: Page, office: Office, post: Post, person: Person, look: Look = lambda _name: None) -> None:
    """Book the first free hour, looking at every page on the way."""
    page.goto(office.address)
    look("home")
    press(page, CARD)
    look("card")
    press(page, CHANNEL)
    look("triage")
    hands.fill(page, BOTH_COME)
    press(page, SEND)
    look("when")
    press(page, HOURS)
    look("person")
    press(page, SEND)
    look("person-error")
    hands.fill(page, person.start)
    seen = post.seen()
    press(page, SEND)
    look("code")
    page.fill("#code", post.code(person.telephone, seen))
    press(page, SEND)
    look("check")
    press(page, SEND)
    look("done")


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_nothing_is_wrong_with_any_page_on_the_way(
    browser: Browser, office: Office, post: Post, somebody: Person, language: str
) -> None:
    context = browser.new_context(locale=LOCALES[language], reduced_motion="reduce")
    eye, found = Eye(context.new_page()), dict[str, list[Fault]]()

    def look(name: str) -> None:
        found[name] = faults.of_page(eye, name)

    book(eye.page, office, post, somebody, look)

    assert len(found) == PAGES
    assert [fault for each in found.values() for fault in each] == []
    assert eye.page.locator("html").get_attribute("lang") == language
    assert eye.page.locator("h1").inner_text() == DONE[language]
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_it_works_without_javascript(
    browser: Browser, office: Office, post: Post, somebody: Person, width: int
) -> None:
    size = {"width": width, "height": 900}
    context = browser.new_context(
        java_script_enabled=False,
        locale="es-ES",
        viewport=size,  # type: ignore[arg-type]  # a size
    )
    page = context.new_page()

    book(page, office, post, somebody)

    assert page.locator("h1").inner_text() == "Cita reservada"
    context.close()


def test_it_works_with_the_keyboard_alone(
    context: BrowserContext, office: Office, post: Post, somebody: Person
) -> None:
    page = context.new_page()
    keys = hands.Keys(page)
    page.goto(office.address)
    keys.press(CARD)
    keys.press(CHANNEL)
    keys.fill(BOTH_COME)
    keys.press(SEND)
    keys.press("main a[aria-current=date]")
    keys.press(HOURS)
    keys.fill(somebody.start)
    seen = post.seen()
    keys.press(SEND)
    keys.fill({"code": post.code(somebody.telephone, seen)})
    keys.press(SEND)
    keys.press(SEND)

    assert re.search(r"/cita/hecha$", page.url)
    assert page.locator("h1").inner_text() == "Cita reservada"


def test_an_error_takes_the_focus_and_leads_to_its_field(context: BrowserContext, office: Office) -> None:
    page = context.new_page()
    page.goto(f"{office.address}/cita/{journeys.PROCEDURE}")
    hands.fill(page, OWN)
    press(page, SEND)
    press(page, HOURS)
    press(page, SEND)
    page.wait_for_selector(".v-error-summary")
    focused = page.evaluate("document.activeElement.className")
    keys = hands.Keys(page)
    keys.to("a[href='#email']")
    page.keyboard.press("Enter")

    assert "v-error-summary" in focused
    assert page.evaluate("document.activeElement.id") == "email"


def test_who_has_no_mobile_is_not_asked_for_it(context: BrowserContext, office: Office) -> None:
    page = context.new_page()
    page.goto(f"{office.address}/cita/{journeys.PROCEDURE}")
    hands.fill(page, OWN)
    press(page, SEND)
    press(page, HOURS)
    before = page.locator("#mobile").is_visible()
    page.locator("label[for=without_mobile]").click()

    assert before
    assert not page.locator("#mobile").is_visible()


def test_the_language_is_switched_while_typing_and_nothing_is_lost(context: BrowserContext, office: Office) -> None:
    page = context.new_page()
    page.goto(f"{office.address}/cita/{journeys.PROCEDURE}")
    hands.fill(page, OWN)
    press(page, SEND)
    press(page, HOURS)
    page.fill("#given_name", "Remei")
    press(page, "header button[lang=ca]")

    assert page.locator("h1").inner_text() == "Qui ve?"
    assert page.input_value("#given_name") == "Remei"


def test_the_confirmation_fits_on_one_sheet_of_paper(
    context: BrowserContext, office: Office, post: Post, somebody: Person
) -> None:
    page = context.new_page()
    book(page, office, post, somebody)

    printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "15mm"))  # type: ignore[arg-type]  # margins

    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
