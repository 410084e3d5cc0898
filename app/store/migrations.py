"""Bring a database to the tables of this version. Migrations lie in migrations/, the head is pinned."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from app.store import tables
from app.store.db import Base

FOLDER = Path(__file__).parents[2] / "migrations"
_LOCK = 7_238_410


def head() -> str:
    """Return the pinned revision that this version of the office needs."""
    return (FOLDER / "HEAD").read_text(encoding="utf-8").strip()


def upgrade(url: str) -> None:
    """Apply what is missing, one process at a time; safe to run again."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("select pg_advisory_lock(:key)"), {"key": _LOCK})
            connection.commit()
            try:
                command.upgrade(_config(connection), head())
                connection.commit()
            finally:
                connection.rollback()
                connection.execute(text("select pg_advisory_unlock(:key)"), {"key": _LOCK})
                connection.commit()
    finally:
        engine.dispose()


def differences(url: str) -> list[str]:
    """Return what the tables say and the database does not, in words; empty when they agree."""
    if not tables.__all__:
        raise RuntimeError("no tables")
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return [str(d) for d in compare_metadata(MigrationContext.configure(connection), Base.metadata)]
    finally:
        engine.dispose()


def write(url: str, words: str) -> None:
    """Write the next migration from the difference between the tables and the database at `url`."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            number = len(list((FOLDER / "versions").glob("*.py"))) + 1
            command.revision(_config(connection), message=words, autogenerate=True, rev_id=f"{number:04d}")
    finally:
        engine.dispose()


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
