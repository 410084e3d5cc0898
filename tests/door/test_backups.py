"""Copies of the database."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.embedded import backups, refusals
from app.store import migrations
from tests.conftest import Servers


@pytest.fixture
def empty_url(servers: Servers, worker_id: str) -> Iterator[str]:
    """Yield the address of a database without tables."""
    name = f"empty_{worker_id}"
    with servers.connect() as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        yield servers.database(name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _revision(url: str) -> object:
    with psycopg.connect(url.replace("+psycopg", "", 1)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return row[0] if row else None


def test_a_backup_fills_an_empty_database(database_url: str, empty_url: str, tmp_path: Path) -> None:
    backups.backup(database_url, tmp_path / "copy")

    backups.restore(empty_url, tmp_path / "copy")

    assert _revision(empty_url) == migrations.head()
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_a_backup_is_never_written_over_another(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "copy").touch()

    with pytest.raises(refusals.Refused, match="ya existe"):
        backups.backup(database_url, tmp_path / "copy")


def test_a_backup_is_not_restored_over_tables(database_url: str, tmp_path: Path) -> None:
    backups.backup(database_url, tmp_path / "copy")

    with pytest.raises(refusals.Refused, match="pg_restore ha fallado"):
        backups.restore(database_url, tmp_path / "copy")


def test_a_backup_of_a_database_that_is_away_says_so(tmp_path: Path) -> None:
    with pytest.raises(refusals.Refused, match="pg_dump ha fallado"):
        backups.backup("postgresql+psycopg://nobody@/none?host=/nowhere", tmp_path / "copy")

    assert not list(tmp_path.iterdir())
