"""A clerk's morning in Chromium: ten appointments, one no-show, one moved; wide with keys, narrow without a script."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from app.web import gate
from tests.browser import faults
from tests.browser.hands import Keys
from tests.pages.browsers import Place
from tests.services.offices import at
from tools import chromium
from tools.chromium import Eye

pytestmark = pytest.mark.skipif(not chromium.PROGRAM.exists(), reason=f"no Chromium at {chromium.PROGRAM}")
HOURS = [f"{9 + number // 4:02d}:{number % 4 * 15:02d}" for number in range(10)]
MISSED, MOVED = 3, 6
AGENDA = "/oficina/agenda"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.launched() as running:
        yield running


@pytest.fixture
def address(place: Place) -> Iterator[str]:
    """Yield where the office of the test is served."""
    server = make_server("127.0.0.1", 0, place.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, False)])
def test_a_morning_of_ten_appointments(browser: Browser, place: Place, address: str, width: int, script: bool) -> None:
    made = [place.desk.book(hour, number + 1) for number, hour in enumerate(HOURS)]
    place.desk.come("08:55")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=script, locale="es-ES", reduced_motion="reduce"
    )
    context.add_cookies([{"name": gate.COOKIE, "value": place.token(place.desk.marta), "url": address}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    for number, one in enumerate(made):
        place.desk.world.clock.at = at(HOURS[number]) + timedelta(minutes=10 if number == MISSED else 0)
        page.goto(f"{address}{AGENDA}")
        if number == 0 and script:
            assert faults.of_page(Eye(page), "agenda") == []
            page.set_viewport_size({"width": width, "height": 900})
            _with_keys(page)
        elif number == MISSED:
            _press(page, f"form[action$='{one.appointment_id}/ausente'] button")
        elif number == MOVED:
            _move(page, str(one.appointment_id))
        else:
            _attend(page, str(one.appointment_id))

    page.goto(f"{address}{AGENDA}")
    tabs = " ".join(page.locator(".v-views").inner_text().split())
    assert tabs == "Todas 10 Por venir 1 Aquí 0 Atendidas 8 No presentadas 1 Anuladas 0"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") if script else True
    context.close()


def _attend(page: Page, appointment: str) -> None:
    """Note that somebody is here, call whoever is next, and end the appointment on the page of the case."""
    _press(page, f".v-agenda form[action$='{appointment}/llegada'] button")
    _press(page, "form[action$='/agenda/siguiente'] button")
    assert "Cita de hoy" in page.locator("section.v-bar").inner_text()
    _press(page, "section.v-bar form[action$='/atendida'] button")


def _with_keys(page: Page) -> None:
    """Do the same with Tab and Enter alone."""
    keys = Keys(page)
    for wanted in (".v-agenda form[action$='/llegada'] button", "form[action$='/agenda/siguiente'] button"):
        keys.press(wanted)
    keys.press("section.v-bar form[action$='/atendida'] button")


def _move(page: Page, appointment: str) -> None:
    """Move somebody to the last hour of the day, as they asked."""
    page.locator(f".v-agenda a[href$='/citas/{appointment}']").click()
    page.get_by_role("link", name="Cambiar de día u hora").click()
    page.locator("#horas button.v-hour").last.click()
    page.get_by_text("La persona", exact=True).click()
    _press(page, "form[action$='/cambiar'] button")
    assert "Cita cambiada" in page.locator("main").inner_text()


def _press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()
