"""Migrations are a line, its end is pinned, and it leads to the tables of the code."""

import itertools
import re

from alembic.config import Config
from alembic.script import ScriptDirectory

from app.store import migrations, tables
from app.store.db import Base


def _scripts() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER).replace("%", "%%"))
    return [script.revision for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]


def test_migrations_are_linear_and_numbered() -> None:
    numbers = [int(revision) for revision in _scripts()]

    assert numbers == list(range(1, len(numbers) + 1))
    names = sorted(path.name for path in (migrations.FOLDER / "versions").glob("*.py"))
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in names)
    assert len(names) == len(numbers)


def test_the_pinned_head_is_the_last_migration() -> None:
    assert migrations.head() == _scripts()[-1]


def test_a_migrated_database_has_the_tables_of_the_code(database_url: str) -> None:
    assert migrations.differences(database_url) == []


def test_migrating_again_changes_nothing(database_url: str) -> None:
    migrations.upgrade(database_url)

    assert migrations.differences(database_url) == []


def test_every_table_carries_its_entity() -> None:
    assert tables.__all__
    without = {name for name, table in Base.metadata.tables.items() if "entity" not in table.columns}

    assert without <= {"entity"}


def test_a_migration_does_not_depend_on_the_code_of_today() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (migrations.FOLDER / "versions").glob("*.py")]

    imported = list(
        itertools.chain.from_iterable(re.findall(r"^(?:from|import) (\S+)", text, re.MULTILINE) for text in texts)
    )

    assert not [name for name in imported if name.partition(".")[0] in {"app", "workers"}]
