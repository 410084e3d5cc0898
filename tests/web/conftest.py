"""A whole office behind a browser without a server: its pages, with the outside world in memory."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app import main
from app.services import entities, visits
from app.settings import Settings
from app.store import office as office_rows
from app.store.db import bookkeeping, db
from demo import pages
from demo.pages import Form, Page
from tests import builders
from tests.builders import TOWN, OpenCase
from tests.fakes import outside
from tests.fakes.outside import START, World
from tests.services import calendars

ADDRESS = "http://localhost"


@dataclass(slots=True)
class Window:
    """A browser of somebody's, with the page that it shows."""

    client: FlaskClient
    statements: list[str] = field(default_factory=list)

    def open(self, where: str) -> Page:
        """Open an address and return what comes, after any redirection."""
        return self._read(self.client.get(where.removeprefix(ADDRESS), follow_redirects=True))

    def send(self, form: Form, *button: tuple[str, str], where: str = "") -> Page:
        """Send a form, to the address of its button where it has one of its own."""
        sent: dict[str, list[str]] = {}
        for name, value in [*form.sent(), *button]:
            sent.setdefault(name, []).append(value)
        address = (where or form.url).removeprefix(ADDRESS)
        if form.method == "get":
            return self._read(self.client.get(address, query_string=sent, follow_redirects=True))
        for name, (file_name, content, kind) in form.files.items():
            sent[name] = [(BytesIO(content), file_name, kind)]  # type: ignore[list-item]  # how the client sends a file
        return self._read(self.client.post(address, data=sent, follow_redirects=True))

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """Yield the list of the statements that the database is sent meanwhile."""
        told: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, _p: Sequence[Any], _context: Any, _many: bool) -> None:
            told.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield told
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    def _read(self, answer: Any) -> Page:
        url = f"{ADDRESS}{answer.request.full_path.rstrip('?')}"
        return pages.read(url, answer.status_code, answer.headers, answer.data)


@dataclass(frozen=True, slots=True)
class Desk:
    """The office, its outside world, and the staff's browsers."""

    world: World
    app: Any

    def stranger(self) -> Window:
        """Return the browser of nobody in particular."""
        return Window(self.app.test_client())

    def staff(self, *roles: str) -> Window:
        """Return the browser of a new member of staff with these roles, signed in."""
        client = self.app.test_client()
        key = calendars.employed("-".join(roles), *roles)
        with bookkeeping("a visit for a test") as session:
            token = visits.open_staff(session, office_rows.staff(session, key), self.world.clock.now())
        client.set_cookie("visit", token)
        return Window(client)

    def citizen(self, case: OpenCase) -> Window:
        """Return the browser of the applicant of a case, who is in."""
        client = self.app.test_client()
        client.set_cookie("visit", builders.visit(self.world, case))
        return Window(client)


@contextmanager
def opened(settings: Settings, folder: Path, sources: Mapping[str, bytes] = builders.SOURCES) -> Iterator[Desk]:
    """Yield an office with one procedure and nobody at its desks yet."""
    world = outside.world(folder)
    made = main.create_app(settings, world.outside)
    with made.app_context():
        entities.forget()
        db.engine.dispose()
        builders.found_town(TOWN)
        builders.publish(world.outside, sources=sources)
        assert world.clock.now() == START
        yield Desk(world, made)
        db.session.remove()
        db.engine.dispose()
    entities.forget()


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    """Yield an office with one small procedure and nobody at its desks yet."""
    with opened(settings, tmp_path) as found:
        yield found
