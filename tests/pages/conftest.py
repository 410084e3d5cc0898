"""The whole office behind browsers of its staff, with the outside world in memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import main
from app.services import entities
from app.settings import Settings
from app.store.db import db
from tests import builders
from tests.fakes import outside
from tests.pages.booker import TODAY, Street
from tests.pages.browsers import Place
from tests.services import desks, offices


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Iterator[Place]:
    """Yield an office where people with appointments are attended."""
    world = outside.world(tmp_path)
    made = main.create_app(settings, world.outside)
    made.config["WTF_CSRF_ENABLED"] = False
    with made.app_context():
        entities.forget()
        db.engine.dispose()
        builders.found_town()
        builders.publish(world.outside, sources=offices.SOURCES)
        yield Place(made, desks.opened(world))
        db.session.remove()
        db.engine.dispose()
    entities.forget()


@pytest.fixture
def street(place: Place) -> Street:
    """Return the same office as people find it who come for an appointment: with a second office, and real forms."""
    place.app.config["WTF_CSRF_ENABLED"] = True
    place.desk.world.clock.at = offices.at("08:00", TODAY)
    offices.second_office()
    entities.forget()
    miller = offices.clerk("miller")
    offices.schedule(offices.series(miller, opens="16:00", closes="18:00"), office=offices.MILL)
    return Street(place.app, place.desk.world)
