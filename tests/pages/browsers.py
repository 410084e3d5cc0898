"""Browsers of people who are signed in, and the pages that they are shown."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from app.services import visits
from app.services.visits import Visitor
from app.store import db, office
from app.web import gate
from tests.services.desks import Desk

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it came. `url` is where the browser ended."""

    status: int
    url: str
    tree: Any

    @property
    def heading(self) -> str:
        """Return the page's heading."""
        return words(self.tree.xpath("//h1")[0])

    @property
    def main(self) -> str:
        """Return what the main part says."""
        return words(self.tree.xpath("//main")[0])

    @property
    def rows(self) -> list[str]:
        """Return the lines of the page's table, as they read."""
        return [words(row) for row in self.tree.xpath("//main//tbody/tr")]

    def buttons(self, within: str = "//main") -> list[str]:
        """Return the addresses that the page's buttons post to, searches apart."""
        return [str(one) for one in self.tree.xpath(f"{within}//form[@method='post'][not(@role='search')]/@action")]

    def fields(self, action: str) -> dict[str, str]:
        """Return the hidden fields of the form that posts to an address that ends so."""
        (form, *_) = [one for one in self.tree.xpath("//main//form") if str(one.get("action")).endswith(action)]
        return {str(one.get("name")): str(one.get("value")) for one in form.xpath(".//input[@type='hidden']")}


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser in which somebody is signed in."""

    client: FlaskClient

    def get(self, path: str, **query: str) -> Shown:
        """Open a page, wherever it leads."""
        return _shown(self.client.get(path, query_string=query, follow_redirects=True))

    def post(self, path: str, **fields: str) -> Shown:
        """Send a form and follow where it leads."""
        return _shown(self.client.post(path, data=fields, follow_redirects=True))


@dataclass(frozen=True, slots=True)
class Place:
    """An office with its desk."""

    app: Flask
    desk: Desk

    def token(self, visitor: Visitor) -> str:
        """Let a member of staff in and return what the browser shows."""
        with db.bookkeeping("a visit for a test") as session:
            return visits.open_staff(session, office.staff(session, visitor.id), self.desk.world.clock.now())

    def browser(self, visitor: Visitor, language: str = "es") -> Browser:
        """Return the browser of a member of staff who has just signed in."""
        client = self.app.test_client()
        client.set_cookie(gate.COOKIE, self.token(visitor))
        client.set_cookie("language", language)
        return Browser(client)


def words(element: Any) -> str:
    """Return what an element reads like."""
    return _SPACE.sub(" ", element.text_content()).strip()


def _shown(answer: Any) -> Shown:
    text = answer.get_data(as_text=True)
    return Shown(answer.status_code, answer.request.path, html.document_fromstring(text) if text else None)
