"""Read and write what an entity says in its own words."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.store.tables import WordingRow


def all_of(session: Session, entity: str) -> list[WordingRow]:
    """Return every text of its own that an entity has."""
    return list(session.scalars(select(WordingRow).where(WordingRow.entity == entity)))


def put(session: Session, row: Mapping[str, Any]) -> None:
    """Keep a text in place of the one before it."""
    statement = upsert(WordingRow).values(dict(row))
    changed = {name: row[name] for name in ("subject", "body", "changed_by", "changed_at")}
    key = [WordingRow.entity, WordingRow.name, WordingRow.language]
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=changed))


def held(session: Session, entity: str, name: str, language: str) -> WordingRow | None:
    """Return a text, held, None when the built-in one is used."""
    return session.get(WordingRow, (entity, name, language), with_for_update=True)
