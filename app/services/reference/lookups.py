"""What the diagrams may ask of the tables that analysts own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.domain import reference as rules
from app.domain.errors import NotFound, OperatorFailed
from app.domain.work import Json
from app.ports import CallRef, Looked, Outside
from app.services import entities
from app.store import db
from app.store import reference as store


@dataclass(frozen=True, slots=True)
class ReferenceTables:
    """The entity's tables, as diagrams use them."""

    outside: Outside

    def look_up(self, call: CallRef, *, table: str, key: str, day: str) -> Looked:
        """Return what a table says of a key on a day (ISO 8601, "" for today).

        Raises `OperatorFailed` with "table_unknown" or "day".
        """
        with db.reading() as session:
            now = self.outside.clock.now()
            asked = entities.get(session, call.entity, now).calendar.local_day(now)
            try:
                found = said_of(session, call.entity, table, key, date.fromisoformat(day) if day else asked)
            except ValueError as fault:
                raise OperatorFailed("day", "not a day") from fault
            except NotFound as fault:
                raise OperatorFailed("table_unknown", "the entity has no such table") from fault
        return found


def said_of(session: Session, entity: str, table: str, key: str, day: date) -> Looked:
    """Return what a table says of a key on `day`. Raises `NotFound` when there is no such table."""
    store.table(session, entity, table)
    row = store.entry(session, entity, table, rules.key(key), day)
    if row is None:
        return Looked(False, {}, "")
    given: Mapping[str, Json] = row.given
    return Looked(True, dict(given), row.effective_from.isoformat())
