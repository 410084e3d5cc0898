"""A town with one small procedure on a database of the test's own, and the outside world in memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.services import entities
from app.store.db import db
from tests import builders
from tests.fakes import outside
from tests.fakes.outside import World
from tests.services import offices, permits


@pytest.fixture
def bare_world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """Yield the outside world inside an application whose database is empty."""
    app = Flask("ventanilla-tests")
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True, "pool_size": 4, "pool_timeout": 10}
    db.init_app(app)
    with app.app_context():
        entities.forget()
        yield outside.world(tmp_path)
        db.session.remove()
        db.engine.dispose()
    entities.forget()


@pytest.fixture
def world(bare_world: World) -> World:
    """Return the outside world of a town with its small procedure published."""
    builders.found_town()
    builders.publish(bare_world.outside)
    return bare_world


@pytest.fixture
def booking_world(bare_world: World) -> World:
    """Return the outside world of a town whose small procedure takes appointments."""
    builders.found_town()
    builders.publish(bare_world.outside, sources=offices.SOURCES)
    return bare_world


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the keys of a town: making them once is enough."""
    return permits.keys_in(tmp_path_factory.mktemp("keys") / "pki")


@pytest.fixture
def town(bare_world: World, keys_folder: Path) -> World:
    """Return the outside world of a town that can sign, with the procedure of `permits` published."""
    permits.found_town()
    builders.publish(bare_world.outside, sources=permits.SOURCES)
    return permits.with_keys(bare_world, keys_folder)
