"""The whole office behind browsers of its staff, with the outside world in memory."""

from collections.abc import Iterator
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import main
from app.services import entities, visits
from app.services.visits import Visitor
from app.settings import Settings
from app.store.db import db
from app.web import gate
from demo import pages
from demo.pages import Form, Page
from tests import builders
from tests.fakes import outside
from tests.fakes.outside import World
from tests.services import permits


@dataclass(frozen=True, slots=True)
class Seat:
    """A browser and whoever sits before it."""

    client: FlaskClient
    visitor: Visitor

    def get(self, path: str) -> Page:
        """Open a page, following redirections."""
        return self._open(path, "get", {})

    def send(self, form: Form, **values: str) -> Page:
        """Fill in and send a form, files included; follow redirections."""
        form.fill(values)
        sent: dict[str, Any] = {}
        for name, value in form.sent():
            sent.setdefault(name, []).append(value)
        for name, (file_name, content, kind) in form.files.items():
            sent[name] = (BytesIO(content), file_name, kind)
        return self._open(form.url, form.method, sent)

    def press(self, page: Page, wanted: str = "", **values: str) -> Page:
        """Send the form of a page whose address holds `wanted`."""
        return self.send(page.form(wanted), **values)

    def _open(self, where: str, method: str, sent: dict[str, Any]) -> Page:
        """Ask as a browser does: nothing of the test's own context reaches the office."""
        asked = partial(self.client.open, where, method=method, data=sent, follow_redirects=True)
        answer = Context().run(asked)
        return pages.read(answer.request.url, answer.status_code, dict(answer.headers), answer.get_data())


@dataclass(frozen=True, slots=True)
class Desk:
    """The office with the small procedure of `permits`, and its outside world."""

    app: Flask
    world: World

    def seat(self, username: str, *roles: str, name: str = "Marta Soler") -> Seat:
        """Return a new member of staff who is in."""
        visitor, token = permits.seated(self.world, username, *roles, name=name)
        return self._seat(visitor, token)

    def citizen(self, case: builders.OpenCase) -> Seat:
        """Return the applicant of a case, who is in."""
        token = builders.visit(self.world, case)
        visitor = visits.current(self.world.outside, builders.TOWN, token)
        assert visitor is not None
        return self._seat(visitor, token)

    def _seat(self, visitor: Visitor, token: str) -> Seat:
        client = self.app.test_client()
        client.set_cookie(gate.COOKIE, token)
        return Seat(client, visitor)


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the keys of a town: making them once is enough."""
    return permits.keys_in(tmp_path_factory.mktemp("keys") / "pki")


@pytest.fixture
def desk(settings: Settings, tmp_path: Path, keys_folder: Path) -> Iterator[Desk]:
    """Yield an office whose town can sign."""
    world = permits.with_keys(outside.world(tmp_path), keys_folder)
    made = main.create_app(settings, world.outside)
    with made.app_context():
        entities.forget()
        db.engine.dispose()
        permits.found_town()
        builders.publish(world.outside, sources=permits.SOURCES)
        yield Desk(made, world)
        db.session.remove()
        db.engine.dispose()
    entities.forget()
