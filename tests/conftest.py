"""Fixtures for everybody: real servers for the whole run, an empty office database for each test.

The first test that asks for a database starts one PostgreSQL and one Valkey, whatever the number of
xdist workers. Migrations are applied once, to a template; each test gets a copy of it (some 30 ms).
"""

import fcntl
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis
from psycopg import sql
from pydantic import SecretStr

from app.settings import Settings
from app.store import migrations

pytest_plugins = ["tests.journeys.fixtures"]
ROOT = Path(__file__).resolve().parents[1]
HOME = "VENTANILLA_TEST_HOME"
TEMPLATE = "ventanilla_template"
PATIENCE = 60.0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the long tests too (marker `full`)")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[HOME] = str(Path(tempfile.gettempdir()) / f"ventanilla-test-{os.getpid()}")
        os.environ[f"{HOME}_OWNER"] = str(os.getpid())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    home = Path(os.environ[HOME])
    home.with_suffix(".lock").unlink(missing_ok=True)
    if not home.exists():
        return
    try:
        os.kill(int((home / "lock").read_text()), signal.SIGTERM)
    except (OSError, ValueError):
        shutil.rmtree(home, ignore_errors=True)
    deadline = time.monotonic() + PATIENCE
    while home.exists() and time.monotonic() < deadline:
        time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Servers:
    """The addresses of the run's PostgreSQL (its database `postgres`) and Valkey."""

    database_url: str
    redis_url: str

    def database(self, name: str) -> str:
        """Return the address of the database `name`."""
        head, _, query = self.database_url.partition("?")
        return f"{head.rpartition('/')[0]}/{name}?{query}"

    def connect(self, name: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Open a connection that commits each statement."""
        return psycopg.connect(self.database(name).replace("+psycopg", "", 1), autocommit=True)


@contextmanager
def _alone() -> Iterator[Path]:
    """Hold the run's home for this process; yield it."""
    home = Path(os.environ[HOME])
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield home


def _start(home: Path) -> None:
    home.mkdir(mode=0o711)
    home.chmod(0o711)
    keeper = [sys.executable, "-m", "app.embedded.servers", "--home", str(home), "--owner", os.environ[f"{HOME}_OWNER"]]
    with (home / "servers.log").open("w") as log:
        subprocess.run(
            ["/bin/sh", "-c", '"$@" &', "sh", *keeper],
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            check=True,
        )
    deadline = time.monotonic() + PATIENCE
    while not (home / "servers.json").exists():
        if time.monotonic() > deadline:
            pytest.exit(f"the servers did not start: {(home / 'servers.log').read_text()}", 1)
        time.sleep(0.02)


@pytest.fixture(scope="session")
def servers() -> Servers:
    """Return the run's servers, starting them when nobody has."""
    with _alone() as home:
        if not (home / "servers.json").exists():
            _start(home)
    return Servers(**json.loads((home / "servers.json").read_text()))


@pytest.fixture(scope="session")
def template(servers: Servers) -> str:
    """Return the name of a database with all migrations, to be copied."""
    with _alone(), servers.connect() as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone():
            unfinished = sql.Identifier(f"{TEMPLATE}_unfinished")
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(unfinished))
            admin.execute(sql.SQL("CREATE DATABASE {}").format(unfinished))
            migrations.upgrade(servers.database(f"{TEMPLATE}_unfinished"))
            admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(unfinished, sql.Identifier(TEMPLATE)))
    return TEMPLATE


_COPIES = itertools.count()


@contextmanager
def _copy(servers: Servers, template: str, worker: str) -> Iterator[str]:
    name = f"test_{worker}_{next(_COPIES)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    with servers.connect() as admin:
        admin.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield servers.database(name)
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Return xdist's name of this worker, "main" without xdist."""
    workerinput: dict[str, str] = getattr(request.config, "workerinput", {})
    return workerinput.get("workerid", "main")


@pytest.fixture
def database_url(servers: Servers, template: str, worker_id: str) -> Iterator[str]:
    """Yield the address of a database that is this test's own: migrated and empty."""
    with _copy(servers, template, worker_id) as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(servers: Servers, template: str, worker_id: str) -> Iterator[str]:
    """Yield the address of a migrated database shared by the tests of a module that do not disturb each other."""
    with _copy(servers, template, worker_id) as url:
        yield url


@pytest.fixture
def redis_url(servers: Servers, worker_id: str) -> str:
    """Return the address of this worker's broker, flushed."""
    number = int("".join(filter(str.isdigit, worker_id)) or 0) + 1
    url = servers.redis_url.replace("?db=0", f"?db={number}")
    client = redis.Redis.from_url(url)
    client.flushdb()
    client.close()
    return url


@pytest.fixture
def settings(database_url: str, redis_url: str, tmp_path: Path) -> Settings:
    """Return the settings of an office of this test's own."""
    return Settings(
        database_url=database_url,
        redis_url=redis_url,
        ventanilla_home=tmp_path / "home",
        secret_key=SecretStr("a secret key of the tests, long enough"),
        master_key=SecretStr("5a" * 32),
        pki_passphrase=SecretStr("a passphrase of the tests"),
        embedded=True,
    )
