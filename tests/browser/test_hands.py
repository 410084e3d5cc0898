"""The citizen's journey with the keyboard alone, and with JavaScript switched off."""

import re

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from demo import journeys, papers, people
from demo.citizen import PAPERS
from demo.journeys import Town
from demo.office import Office
from demo.people import Person
from demo.post import Post

pytestmark = pytest.mark.timeout(400)
_MOST = 80


def test_the_citizen_s_journey_works_without_javascript(
    browser: Browser, office: Office, town: Town, post: Post, somebody: Person
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="es-ES")
    page = context.new_page()
    _come_in(page, office, post, somebody)
    _answer(page, people.asks(somebody).answers)
    page.get_by_role("link", name="Subir los documentos").click()
    photograph = FilePayload(name="dni.jpg", mimeType="image/jpeg", buffer=papers.photograph("DNI"))
    page.set_input_files("#archivo-identity", photograph)
    page.locator("form[data-upload] button").click()
    page.locator("form[action*='/entregados/'] button").click()
    number = page.locator("[data-copy]").first.get_attribute("data-copy") or ""
    journeys.check(town, people.asks(somebody), number)
    _sign(page, office, post, somebody)

    assert "Firmado y enviado" in page.locator("h1").inner_text()
    context.close()


def _come_in(page: Page, office: Office, post: Post, person: Person) -> None:
    seen = post.seen()
    page.goto(office.address)
    page.locator(f"a[href$='/tramites/{journeys.PROCEDURE}']").first.click()
    page.get_by_role("link", name="Empezar").click()
    _fill(page, person.start)
    page.get_by_role("button", name="Enviarme el enlace").click()
    page.goto(post.link(person.email, seen))
    seen = post.seen()
    page.fill("#id_number", person.id_number)
    page.get_by_role("button", name="Enviarme el código").click()
    page.fill("#code", post.code(person.telephone, seen))
    page.get_by_role("button", name="Entrar").click()


def _fill(page: Page, values: people.Answers) -> None:
    for name, value in values.items():
        boxes = page.locator(f"main [name='{name}']")
        if boxes.count() == 0:
            continue
        if boxes.first.get_attribute("type") in {"radio", "checkbox"}:
            for one in [value] if isinstance(value, str) else value:
                page.locator(f"main [name='{name}'][value='{one}']").check()
        else:
            boxes.first.fill(str(value))


def _answer(page: Page, answers: people.Answers) -> None:
    page.locator("a[href*='/tramite/tareas/']").first.click()
    while not page.url.endswith("/revisar"):
        _fill(page, answers)
        before = page.url
        page.get_by_role("button", name="Continuar").click()
        assert page.url != before, page.locator(".v-error-summary").inner_text()
    page.locator("main form[method=post] button").click()


def _sign(page: Page, office: Office, post: Post, person: Person) -> None:
    page.goto(f"{office.address}/tramite")
    while page.locator("a[href$='/tramite/firma']").count() == 0:
        page.wait_for_timeout(500)
        page.reload()
    page.locator("a[href$='/tramite/firma']").first.click()
    page.locator("#declares").check()
    seen = post.seen()
    page.get_by_role("button", name="Recibir el código").click()
    page.fill("#code", post.code(person.telephone, seen))
    page.get_by_role("button", name="Firmar y enviar").click()
    page.wait_for_selector("h1:has-text('Firmado y enviado')", timeout=60_000)


class Keys:
    """Somebody who has a keyboard and nothing else: Tab, Space, Enter, arrows and letters."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Press Tab until the focus is on what `selector` names, and see that the focus shows."""
        for _ in range(_MOST):
            if self.page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
                assert self.page.evaluate(_SHOWN), f"the focus on {selector} does not show"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {selector} on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Go to a thing and press a key on it; wait for the page that follows."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def fill(self, values: people.Answers) -> None:
        """Type and choose, question by question, in the order of the page."""
        names = self.page.evaluate(_NAMES)
        for name in dict.fromkeys(names):
            if name in values and self.page.locator(f"main [name='{name}']").first.is_visible():
                self._put(name, values[name])

    def _put(self, name: str, value: object) -> None:
        box = self.page.locator(f"main [name='{name}']").first
        kind = box.get_attribute("type")
        if kind == "radio":
            self._choose(name, str(value))
        elif kind == "checkbox":
            for one in [value] if isinstance(value, str) else value:  # type: ignore[attr-defined]  # a list of texts
                self.to(f"[name='{name}'][value='{one}']")
                self.page.keyboard.press("Space")
        else:
            self.to(f"[name='{name}']")
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(str(value))

    def _choose(self, name: str, value: str) -> None:
        self.to(f"[name='{name}']")
        self.page.keyboard.press("Space")
        for _ in range(10):
            if self.page.locator(f"[name='{name}'][value='{value}']").is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {value}")


_NAMES = "[...document.querySelectorAll('main [name]')].filter(one => one.type !== 'hidden').map(one => one.name)"
_SHOWN = """() => {
  const at = document.activeElement, style = getComputedStyle(at), label = at.labels?.[0];
  const around = label ? getComputedStyle(label, "::before") : style;
  const outlined = each => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) > 0;
  const shows = each => outlined(each) || each.boxShadow !== "none";
  return [style, around, getComputedStyle(at, "::before"), getComputedStyle(at.parentElement)].some(shows)
    || at.parentElement.querySelector(":focus-visible") !== null;
}"""


def test_the_request_can_be_sent_with_the_keyboard_alone(
    browser: Browser, office: Office, post: Post, somebody: Person
) -> None:
    context = browser.new_context(locale="es-ES", reduced_motion="reduce")
    page = context.new_page()
    keys, answers = Keys(page), people.asks(somebody).answers
    seen = post.seen()
    page.goto(office.address)
    keys.press(f"main a[href$='/tramites/{journeys.PROCEDURE}']")
    keys.press("main a[href$='/empezar']")
    keys.fill(somebody.start)
    keys.press("main form[method=post] button:not([name])")
    page.goto(post.link(somebody.email, seen))
    seen = post.seen()
    keys.fill({"id_number": somebody.id_number})
    keys.press("main form[method=post] button")
    keys.fill({"code": post.code(somebody.telephone, seen)})
    keys.press("main form[method=post] button")
    keys.press("main a[href*='/tramite/tareas/']")
    while not page.url.endswith("/revisar"):
        keys.fill(answers)
        keys.press("main form[method=post] button:not([name])")
    keys.press("main form[method=post] button")

    assert re.search(r"/tramite$", page.url)
    assert page.locator(f"a[href$='{PAPERS}']").count() > 0
    context.close()


def test_the_first_tab_offers_to_skip_to_the_content(browser: Browser, office: Office) -> None:
    context = browser.new_context(locale="es-ES")
    page = context.new_page()
    page.goto(office.address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_errors_take_the_focus_and_lead_to_their_fields(browser: Browser, office: Office) -> None:
    context = browser.new_context(locale="es-ES")
    page = context.new_page()
    page.goto(f"{office.address}/tramites/{journeys.PROCEDURE}/empezar")
    page.get_by_role("button", name="Enviarme el enlace").click()
    page.wait_for_selector(".v-error-summary")
    focused = page.evaluate("document.activeElement.className")
    keys = Keys(page)
    keys.to("a[href='#mobile']")
    page.keyboard.press("Enter")

    assert "v-error-summary" in focused
    assert page.evaluate("document.activeElement.id") == "mobile"
    context.close()
