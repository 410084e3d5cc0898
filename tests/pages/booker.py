"""Somebody who books, with a browser that talks to the application without a network."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.services.appointments.booking import HourTaken
from demo import pages
from demo.citizen import Citizen
from demo.pages import Form, Page
from demo.people import Person, dni
from tests import builders
from tests.fakes.outside import World
from tests.services import offices

HOST = "http://localhost"
REMEI = Person("Remei", "Sanchis", "Català", dni(10000021), "remei@correo.example", "600 111 222")
TODAY = date(2026, 11, 23)
SMALL: Mapping[str, str] = {"parcel": "small"}
"""Answers to what is asked before an appointment of the small procedure."""


@dataclass
class ClientBrowser:
    """A browser without JavaScript, as `demo.browser.Browser`, in front of a test client."""

    client: FlaskClient
    address: str = HOST
    at: Page | None = None

    def open(self, where: str) -> Page:
        """Open an address; whatever comes."""
        return self._take("GET", where)

    def go(self, where: str) -> Page:
        """Open an address that must be an ordinary page."""
        return self.open(where).good()

    def send(self, form: Form, button: tuple[str, str] | None = None) -> Page:
        """Send a form, pressing the button of that name and value when one is named."""
        fields = [*form.sent(), *([button] if button else [])]
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        return self._take(form.method.upper(), form.url, data)

    def press(self, form: Form, button: tuple[str, str] | None = None) -> Page:
        """Send a form that must lead to an ordinary page."""
        return self.send(form, button).good()

    def _take(self, method: str, where: str, data: Mapping[str, list[str]] | None = None) -> Page:
        parts = urlsplit(where)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        asked, sent = (data, None) if method == "GET" else (None, data)
        answer = self._ask(path, method=method, query_string=asked, data=sent)
        while answer.status_code == HTTPStatus.SEE_OTHER:
            answer = self._ask(answer.headers["Location"], method="GET")
        url = HOST + answer.request.path + (f"?{answer.request.query_string.decode()}" if answer.request.args else "")
        self.at = pages.read(url, answer.status_code, dict(answer.headers), answer.get_data())
        return self.at

    def _ask(self, path: str, **asked: Any) -> TestResponse:
        """Send one request, in an application context of its own, as every request has outside of tests."""
        with self.client.application.app_context():
            return self.client.open(path, **asked)


@dataclass
class MemoryPost:
    """The telephone of everybody in a world in memory."""

    world: World
    calls: list[str] = field(default_factory=list)

    def seen(self) -> frozenset[str]:
        """Return nothing: the last message counts."""
        return frozenset()

    def code(self, to: str, _seen: frozenset[str]) -> str:
        """Return the last code, having had it delivered."""
        self.calls.append(to)
        return builders.code_sent(self.world)


@dataclass(frozen=True, slots=True)
class Street:
    """An office as those find it who come in from the street."""

    app: Flask
    world: World

    def booker(self, person: Person = REMEI, *, language: str = "es", address: str = "192.0.2.1") -> Citizen:
        """Return somebody with a browser and a telephone."""
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        client.set_cookie("language", language)
        browser = ClientBrowser(client)
        return Citizen(person, browser, MemoryPost(self.world))  # type: ignore[arg-type]  # as far as booking goes

    def take(self, starts_at: datetime, **wish: str) -> None:
        """Let others have an hour with everybody who could attend it."""
        for number in range(9):
            try:
                offices.held(self.world, starts_at, f"198.51.100.{number}", triage=SMALL, **wish)
            except HourTaken:
                return
        raise AssertionError("the hour has no end")


def somebody(number: int) -> Person:
    """Return a person like no other."""
    return replace(
        REMEI, id_number=dni(20000000 + number), email=f"{number}@correo.example", mobile=f"60022{number:04d}"
    )


def hidden(page: Page, name: str) -> str:
    """Return what a hidden field of the main part holds."""
    return str(page.tree.xpath(f"//main//input[@type='hidden'][@name='{name}']/@value")[0])


def notices(page: Page) -> str:
    """Return what the notices of a page say."""
    found = page.tree.xpath("//main//*[contains(@class,'v-notice')]")
    return " ".join(" ".join(one.text_content().split()) for one in found)
