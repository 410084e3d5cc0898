"""A Chromium that looks at pages for tests and pictures, and remembers what it complained about."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from demo.stops import Stop

_NAMES = ("chromium", "chromium-browser", "google-chrome")
PROGRAM = Path(next(filter(None, map(shutil.which, _NAMES)), "/usr/bin/chromium"))
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
_FAULT = 500
_EXPECTED = "the server responded with a status of 4"


@contextmanager
def launched() -> Iterator[Browser]:
    """Yield a running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(PROGRAM), args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Eye:
    """A page being looked at. `complaints` are errors of the console, violated policies and faults of the server.

    Without slots: Playwright keeps its own marks on whoever listens.
    """

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._response)

    def look(self, stop: Stop) -> None:
        """Open a page as whoever may see it, pressing its button when it has one to press."""
        self.page.context.clear_cookies()
        carry(self.page.context, stop.url, stop.cookies)
        self.page.goto(stop.url, wait_until="load")
        if stop.press:
            with self.page.expect_navigation():
                self.page.locator(stop.press).first.click()
            self.page.wait_for_load_state("load")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and _EXPECTED not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        broken = response.request.resource_type == "image" and not response.ok
        if broken or response.status >= _FAULT:
            self.complaints.append(f"server: {response.status} {response.url}")


def carry(context: BrowserContext, url: str, cookies: Mapping[str, str]) -> None:
    """Give a browser the cookies that somebody has at the office of `url`."""
    whole = urljoin(url, "/")
    context.add_cookies([{"name": name, "value": value, "url": whole} for name, value in cookies.items()])
