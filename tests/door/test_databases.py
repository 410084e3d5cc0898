"""The databases that tests get."""

import psycopg
import pytest
import redis

from app.settings import Settings
from app.store import migrations


def _plain(settings: Settings) -> str:
    return settings.database_url.replace("+psycopg", "", 1)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_has_an_empty_office_of_its_own(settings: Settings, turn: str) -> None:
    with psycopg.connect(_plain(settings), autocommit=True) as connection:
        connection.execute("CREATE TABLE left_behind (turn text)")
        connection.execute("INSERT INTO left_behind VALUES (%s)", (turn,))

        assert connection.execute("SELECT count(*) FROM left_behind").fetchone() == (1,)


def test_the_office_of_a_test_has_all_migrations(settings: Settings) -> None:
    with psycopg.connect(_plain(settings)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (migrations.head(),)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_has_an_empty_broker(settings: Settings, turn: str) -> None:
    client = redis.Redis.from_url(settings.redis_url)

    assert client.dbsize() == 0
    client.set(turn, "here")
    client.close()
