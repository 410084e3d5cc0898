"""The whole office behind a client that speaks JSON, with the outside world in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import main
from app.services import entities, tokens
from app.services.tokens import Wanted
from app.settings import Settings
from app.store.db import db
from tests import builders
from tests.fakes import outside
from tests.fakes.outside import World

ROLES = ("clerk", "supervisor", "analyst", "administrator", "auditor", "calendar_manager")


@dataclass(slots=True)
class Program:
    """A program that calls the API with a key, or with none."""

    client: FlaskClient
    bearer: str = ""

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        """Return status and JSON (None when there is no body)."""
        headers = {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {}
        given = {} if body is None else {"json": body}
        answer = self.client.open(
            f"/api/v1{path}", method=method, headers=headers | more.pop("headers", {}), **given, **more
        )
        return answer.status_code, answer.get_json(silent=True)

    def get(self, path: str) -> Any:
        """Return what a GET that succeeds gives."""
        status, found = self.call("GET", path)
        assert status == 200, (status, found)
        return found

    def done(self, method: str, path: str, body: Any = None) -> Any:
        """Return what a change that succeeds gives."""
        status, found = self.call(method, path, body)
        assert status in {200, 201, 204}, (status, found)
        return found


@dataclass(frozen=True, slots=True)
class Town:
    """The office, its outside world, and the town's programs."""

    world: World
    client: FlaskClient

    def program(self, *roles: str, days: int = 30) -> Program:
        """Return a program with a fresh key that has these roles."""
        keeper = builders.signed_in(self.world)
        made = tokens.create(self.world.outside, keeper, Wanted("tests", "marta", frozenset(roles), days))
        return Program(self.client, made.secret)

    def stranger(self) -> Program:
        """Return a program without a key."""
        return Program(self.client)

    def citizen(self) -> tuple[Program, builders.OpenCase]:
        """Return a citizen's program, come in through the API, and the case."""
        case = builders.open_case(self.world)
        one = self.stranger()
        asked = one.done("POST", "/challenges", {"link": case.token, "id_number": builders.ANA.id_number})
        code = builders.code_sent(self.world)
        one.bearer = one.done("POST", "/sessions", {"challenge": asked["challenge"], "code": code})["token"]
        return one, case


@pytest.fixture
def town(settings: Settings, tmp_path: Path) -> Iterator[Town]:
    """Yield an office with one small procedure and one member of staff who has every role."""
    world = outside.world(tmp_path)
    world.clock.at = datetime.now(UTC).replace(microsecond=0)
    made = main.create_app(settings, world.outside)
    with made.app_context():
        entities.forget()
        db.engine.dispose()
        builders.found_town()
        builders.publish(world.outside)
        builders.hire(world, "marta", *ROLES)
        yield Town(world, made.test_client())
        db.session.remove()
        db.engine.dispose()
    entities.forget()
