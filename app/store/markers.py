"""Until when something that recurs was done last; one row for each, which also keeps two workers apart."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.store.tables import MarkerRow


def at(session: Session, entity: str, name: str, *, lock: bool = False) -> datetime | None:
    """Return until when `name` was done, None when it never was. With `lock` nobody else may do it meanwhile."""
    statement = select(MarkerRow.at).where(MarkerRow.entity == entity, MarkerRow.name == name)
    return session.scalar(statement.with_for_update() if lock else statement)


def start(session: Session, entity: str, name: str, since: datetime) -> None:
    """Say that `name` was done until `since`, unless it is known already."""
    session.execute(upsert(MarkerRow).values(entity=entity, name=name, at=since).on_conflict_do_nothing())


def move(session: Session, entity: str, name: str, span: tuple[datetime, datetime]) -> None:
    """Say that `name`, which was done until the first moment, is done until the second; nothing if somebody has."""
    since, until = span
    session.execute(
        update(MarkerRow)
        .where(MarkerRow.entity == entity, MarkerRow.name == name, MarkerRow.at == since)
        .values(at=until)
    )
