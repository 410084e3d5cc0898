"""A Chromium for the tests. It may be missing on somebody's laptop, never on CI."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tools import chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = not chromium.PROGRAM.exists() and not (os.environ.get("VENTANILLA_CI") or os.environ.get("CI"))
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"no Chromium at {chromium.PROGRAM}"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield a Chromium that runs. It ends with the module: while it runs, no other test may have an event loop."""
    with chromium.launched() as running:
        yield running
