"""One real office for journeys and browsers: its supervisor, servers, workers and sinks. A plugin of pytest.

With `pytest -n 2` these tests share a worker, and so the office.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

from demo import office as running
from demo.browser import Browser
from demo.citizen import Citizen
from demo.clerk import Clerk
from demo.journeys import Town
from demo.office import Office
from demo.people import Person, dni
from demo.post import Post

TOGETHER = ("tests/journeys/", "tests/browser/")
PICTURES = "tests/look/test_in_browser.py"
"""One Chromium for all of them."""
_LINES = count(2)
_PEOPLE = count(1)
Arrive = Callable[[Person], Citizen]


class OneOffice(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Gives all tests that need the office to one worker, all pictures to one, and the others to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(TOGETHER):
            return "office"
        return nodeid.partition("::")[0] if nodeid.startswith(PICTURES) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneOffice | None:
    return OneOffice(config, log) if config.getvalue("dist") == "load" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(TOGETHER):
            item.add_marker(pytest.mark.timeout(300))


def line() -> str:
    """Return an address of this machine that nobody has come from yet."""
    number = next(_LINES)
    return f"127.0.{2 + number // 250}.{1 + number % 250}"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Yield an office that runs."""
    with running.own(tmp_path_factory.mktemp("office")) as here:
        yield here


@pytest.fixture(scope="session")
def post(office: Office) -> Post:
    """Return everybody's mailbox and telephone."""
    return Post(office.home)


@pytest.fixture(scope="session")
def arrive(office: Office, post: Post) -> Arrive:
    """Return how people come to the office: each from an address of their own."""
    return lambda person: Citizen(person, Browser(office.address, line()), post)


@pytest.fixture
def somebody() -> Person:
    """Return a person whom the office has never seen."""
    return _nobody_yet()


@pytest.fixture
def another() -> Callable[[], Person]:
    """Return how to make more people whom the office has never seen."""
    return _nobody_yet


def _nobody_yet() -> Person:
    number = next(_PEOPLE)
    mobile = f"{600000000 + number}"
    return Person("Remei", "Sanchis", "Català", dni(20000000 + number), f"remei.{number}@correo.example", mobile)


@pytest.fixture(scope="session")
def clerk(office: Office) -> Clerk:
    """Return a clerk who has signed in."""
    one = Clerk(office.having("clerk"), Browser(office.address, line()))
    one.sign_in()
    return one


@pytest.fixture(scope="session")
def other_clerk(office: Office) -> Clerk:
    """Return another clerk who has signed in."""
    one = Clerk(office.accounts()["carme.olle"], Browser(office.address, line()))
    one.sign_in()
    return one


@pytest.fixture(scope="session")
def town(office: Office, arrive: Arrive, clerk: Clerk) -> Town:
    """Return the town as the journeys know it."""

    @cache
    def having(role: str) -> Clerk:
        one = Clerk(office.having(role), Browser(office.address, line()))
        one.sign_in()
        return one

    return Town(arrive, clerk, lambda _words: None, lambda: having("supervisor"), lambda: having("authority"))
