"""Every page of the citizen's and the clerk's journey, at two widths, with axe and the console."""

import pytest
from playwright.sync_api import Browser

from demo import tour
from demo.browser import Browser as Plain
from demo.clerk import Clerk
from demo.journeys import Town
from demo.office import Office
from tests.browser import faults
from tests.browser.faults import Fault
from tests.journeys.fixtures import line
from tools.chromium import Eye

pytestmark = pytest.mark.timeout(900)
PAGES = 60
PLANTED = """<!DOCTYPE html><html><head><title></title></head><body style="width: 2000px">
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><p style="color: #999; background: #aaa">Pale words</p>
<input><script>console.error("planted")</script></body></html>"""


@pytest.fixture(scope="module")
def boss(office: Office) -> Clerk:
    one = Clerk(office.accounts()["andreu.soler"], Plain(office.address, line()))
    one.sign_in()
    return one


@pytest.fixture(scope="module")
def seen(browser: Browser, town: Town, boss: Clerk) -> dict[str, list[Fault]]:
    """Look at every page once and return the faults of each."""
    context = browser.new_context(locale="es-ES", reduced_motion="reduce")
    eye = Eye(context.new_page())
    found = {}
    for stop in tour.stops(town, boss):
        eye.look(stop)
        found[stop.name] = faults.of_page(eye, stop.name)
    context.close()
    return found


def of_kind(seen: dict[str, list[Fault]], kind: str) -> list[Fault]:
    return [fault for page in seen.values() for fault in page if fault.kind == kind]


def test_every_page_was_looked_at(seen: dict[str, list[Fault]]) -> None:
    assert len(seen) >= PAGES


def test_no_page_breaks_a_rule_of_accessibility(seen: dict[str, list[Fault]]) -> None:
    assert of_kind(seen, "axe") == []


def test_no_page_complains_in_the_console_nor_breaks_its_policy(seen: dict[str, list[Fault]]) -> None:
    assert of_kind(seen, "complaint") == []


def test_no_page_runs_over_the_edge(seen: dict[str, list[Fault]]) -> None:
    assert of_kind(seen, "edge") == []


def test_planted_errors_are_found(browser: Browser) -> None:
    context = browser.new_context()
    eye = Eye(context.new_page())
    policy = {"Content-Security-Policy": "script-src 'none'", "Content-Type": "text/html"}
    eye.page.route("**/guarded", lambda route: route.fulfill(body=PLANTED, headers=policy))
    eye.page.route("**/open", lambda route: route.fulfill(body=PLANTED, headers={"Content-Type": "text/html"}))
    found = []
    for name in ("guarded", "open"):
        eye.page.goto(f"http://planted.test/{name}")
        found += faults.of_page(eye, name)
    context.close()

    said = " ".join(fault.said for fault in found)
    for expected in ("image-alt", "color-contrast", "document-title", "html-has-lang", "label", "over the edge"):
        assert expected in said
    assert any(fault.page == "open" and "planted" in fault.said for fault in found)
    assert any(fault.page == "guarded" and "Content Security Policy" in fault.said for fault in found)
