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
from tests.browser import hands

pytestmark = pytest.mark.timeout(400)


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
    hands.fill(page, person.start)
    page.get_by_role("button", name="Enviarme el enlace").click()
    page.goto(post.link(person.email, seen))
    seen = post.seen()
    page.fill("#id_number", person.id_number)
    page.get_by_role("button", name="Enviarme el código").click()
    page.fill("#code", post.code(person.telephone, seen))
    page.get_by_role("button", name="Entrar").click()


def _answer(page: Page, answers: people.Answers) -> None:
    page.locator("a[href*='/tramite/tareas/']").first.click()
    while not page.url.endswith("/revisar"):
        hands.fill(page, answers)
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


def test_the_request_can_be_sent_with_the_keyboard_alone(
    browser: Browser, office: Office, post: Post, somebody: Person
) -> None:
    context = browser.new_context(locale="es-ES", reduced_motion="reduce")
    page = context.new_page()
    keys, answers = hands.Keys(page), people.asks(somebody).answers
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
    keys = hands.Keys(page)
    keys.to("a[href='#mobile']")
    page.keyboard.press("Enter")

    assert "v-error-summary" in focused
    assert page.evaluate("document.activeElement.id") == "mobile"
    context.close()
