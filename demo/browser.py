"""A browser without JavaScript: it keeps cookies, follows redirections and sends forms."""

import sys
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from demo import pages
from demo.mismatch import demand
from demo.pages import Form, Page

_TIMEOUT = 120
_NEVER = (b"Traceback (most recent call last)", b"werkzeug.exceptions", b"sqlalchemy.exc")


class _Line(HTTPAdapter):
    """Connections that leave from an address of their own."""

    def __init__(self, source: str) -> None:
        self._source = source
        super().__init__()

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        """Make connections from the address."""
        super().init_poolmanager(*given, source_address=(self._source, 0), **named)


class Browser:
    """Somebody's browser at the office of `address`.

    `line` gives it one of the addresses 127.x.y.z, as people come from different ones; only on Linux,
    and only to an office on this machine.
    """

    def __init__(self, address: str, line: str = "") -> None:
        self.address = address.rstrip("/")
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.update({"User-Agent": "Ventanilla-demo/1", "Accept-Language": "es"})
        self.at: Page | None = None
        if line and sys.platform == "linux" and urlsplit(address).hostname == "127.0.0.1":
            self.session.mount("http://", _Line(line))

    def open(self, where: str) -> Page:
        """Open an address, of the office or whole, and return what came; the page becomes the current one."""
        return self._take("get", where if "://" in where else self.address + where)

    def go(self, where: str) -> Page:
        """Open an address that must be an ordinary page."""
        return self.open(where).good()

    def send(self, form: Form, button: tuple[str, str] | None = None) -> Page:
        """Send a form, pressing the button of that name and value when one is named."""
        fields = [*form.sent(), *([button] if button else [])]
        if form.method == "get":
            return self._take("get", form.url, params=fields)
        return self._take("post", form.url, data=fields, files=form.files or None)

    def press(self, form: Form, button: tuple[str, str] | None = None) -> Page:
        """Send a form that must lead to an ordinary page."""
        return self.send(form, button).good()

    def download(self, where: str) -> bytes:
        """Return a file."""
        before = self.at
        found = self.go(where)
        self.at = before
        return found.body

    def _take(self, method: str, url: str, **given: Any) -> Page:
        headers = {"Referer": self.at.url} if self.at else {}
        answer = self.session.request(method, url, headers=headers, timeout=_TIMEOUT, **given)
        body = answer.content
        demand(not any(word in body for word in _NEVER), f"{answer.url} enseña las tripas del programa")
        page = pages.read(answer.url, answer.status_code, answer.headers, body)
        if page.tree is not None:
            demand("Content-Security-Policy" in page.headers, f"{answer.url} no lleva política de seguridad")
            self.at = page
        return page
