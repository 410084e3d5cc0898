"""Two administrations in one office: each has its own pages, staff, address and seal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from app import main
from app.services import entities, visits
from app.services.messaging import messages
from app.settings import Settings
from app.store import db as store
from app.store import office as rows
from app.store.db import db
from tests import builders
from tests.builders import TOWN
from tests.fakes import outside
from tests.fakes.outside import World
from tests.services import calendars

REGION = "ribera"


@pytest.fixture
def world(settings: Settings, tmp_path: Path) -> Iterator[World]:
    """Yield the outside world of an office with a town and a region."""
    made = outside.world(tmp_path)
    app = main.create_app(settings, made.outside)
    with app.app_context():
        entities.forget()
        builders.found_town(TOWN)
        builders.found_town(REGION, name="Generalitat de Ribera", path=f"/{REGION}")
        builders.publish(made.outside)
        yield made
        db.session.remove()
        db.engine.dispose()
    entities.forget()


@pytest.fixture
def browser(settings: Settings, world: World) -> Iterator[Client]:
    """Yield a browser before all pages of the office."""
    both = main.all_entities(settings.model_copy(update={"other_entities": REGION}), world.outside)
    assert isinstance(both, DispatcherMiddleware)
    yield Client(both)
    for one in (both.app, *both.mounts.values()):
        assert isinstance(one, Flask)
        with one.app_context():
            db.engine.dispose()


def test_the_home_page_leads_to_the_other_administration_and_its_links_stay_there(browser: Client) -> None:
    first = browser.get("/").text
    second = browser.get(f"/{REGION}/").text

    assert f'href="/{REGION}/"' in first
    assert "Generalitat de Ribera" in second
    assert f'href="/{REGION}/csv"' in second
    assert 'href="/csv"' not in second


def test_whoever_signed_in_with_one_administration_is_nobody_to_the_other(browser: Client, world: World) -> None:
    clerk = calendars.employed("clerk", "clerk", town=REGION)
    with store.bookkeeping("a visit for a test") as session:
        token = visits.open_staff(session, rows.staff(session, clerk), world.clock.now())
    browser.set_cookie("visit", token, path="/")

    assert browser.get(f"/{REGION}/oficina/agenda").status_code == 200
    assert browser.get("/oficina/agenda").headers["Location"].startswith("/oficina/entrar")


def test_a_personal_link_leads_to_the_administration_that_sent_it(world: World) -> None:
    region = entities.shown(REGION, world.clock.now())

    assert messages.link_url(world.outside, region, "abc") == f"{world.outside.base_url}/{REGION}/enlace/abc"
