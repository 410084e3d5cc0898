"""Every page in a real browser: axe, no overflow, no console errors, and the comforts of the script."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from tests.look import office

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="no chromium here; apt-get install chromium"
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
VIEWS = {"wide-light": (1280, 900, "light"), "narrow-dark": (390, 844, "dark")}
BAD = (
    "<!DOCTYPE html><html><head></head><body><img src='x.png'><input><p style='color:#ccc'>pale</p>"
    "<button></button></body></html>"
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = office.create()

    @app.get("/bad")
    def bad() -> str:
        return BAD

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module", params=sorted(VIEWS))
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height, scheme = VIEWS[request.param]
    settings: dict[str, Any] = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    context = browser.new_context(**settings, reduced_motion="reduce", bypass_csp=False)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("name", sorted(office.pages()))
def test_a_page_is_clean_in_the_browser(page: Page, address: str, name: str) -> None:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    page.on("console", hear)
    page.goto(f"{address}/{name}")
    page.remove_listener("console", hear)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert said == []


def test_axe_is_alive(page: Page, address: str) -> None:
    page.goto(f"{address}/bad")

    kinds = {line.partition(":")[0] for line in violations(page)}

    assert {"button-name", "document-title", "html-has-lang", "image-alt", "label"} <= kinds


def test_a_pasted_code_fills_the_six_boxes(page: Page, address: str) -> None:
    page.goto(f"{address}/code")

    page.fill("#code", "482 913")

    assert page.locator(".v-code__box").all_text_contents() == list("482913")


def test_a_mistake_moves_the_focus_to_the_summary_and_its_link_to_the_field(page: Page, address: str) -> None:
    page.goto(f"{address}/start-errors")

    assert page.evaluate("document.activeElement.className") == "v-error-summary"
    page.click(".v-error-summary a[href='#email']")
    assert page.evaluate("document.activeElement.id") == "email"


def test_the_countdown_runs_by_the_servers_length(page: Page, address: str) -> None:
    page.goto(f"{address}/code")

    assert page.locator("[data-countdown]").inner_text().startswith("El código vale 4:4")


def test_a_question_appears_when_its_condition_holds(page: Page, address: str) -> None:
    page.goto(f"{address}/form-cuenta")
    question = page.locator("[data-when]").first

    assert not question.is_visible()
    page.locator("input[data-kind=accept] + label").first.click()
    assert question.is_visible()


def test_an_upload_shows_its_progress_and_brings_the_answer_in_place(page: Page, address: str) -> None:
    page.goto(f"{address}/papers")
    form = page.locator("#papel-account form")

    form.locator("input[type=file]").set_input_files({"name": "dni.pdf", "mimeType": "application/pdf", "buffer": b"x"})
    form.locator("button").click()

    page.get_by_text("No falta ninguno").wait_for()
    assert page.url == f"{address}/papers"


def test_a_file_that_is_too_big_is_told_before_it_is_sent(page: Page, address: str) -> None:
    page.goto(f"{address}/papers")
    form = page.locator("#papel-account form")

    form.evaluate("form => { form.dataset.max = '3' }")
    form.locator("input[type=file]").set_input_files(
        {"name": "big.pdf", "mimeType": "application/pdf", "buffer": b"xxxx"}
    )
    form.locator("button").click()

    assert form.locator("[data-status]").inner_text().startswith("El archivo pesa demasiado")


def test_on_a_narrow_screen_the_columns_of_the_desk_become_tabs(page: Page, address: str) -> None:
    page.goto(f"{address}/desk-case")
    narrow = page.evaluate("innerWidth < 1152")

    assert page.locator("#trabajo").is_visible()
    assert page.locator("#contexto").is_visible() is not narrow
    if narrow:
        page.click(".v-panes a[data-pane=context]")
        assert page.locator("#contexto").is_visible()
        assert not page.locator("#trabajo").is_visible()


def test_a_code_is_copied_with_one_click(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/case")

    page.click("button[data-copy='DOM-2026-000123']")

    page.get_by_text("Copiado").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "DOM-2026-000123"


@pytest.mark.parametrize("name", ["start", "form-recibos", "papers", "sign", "code", "case", "desk-case"])
def test_without_a_script_everything_that_can_be_done_is_visible(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{address}/{name}")

    for button in page.locator("main form button:not([type=button])").all():
        assert button.is_visible() or button.evaluate("button => button.closest('details') !== null")
    context.close()
