"""Numbers of what is decided: gap-free by entity, series and year, in the order of the decisions. Not a use case."""

from dataclasses import dataclass
from datetime import datetime

from app.domain import decisions as rules
from app.services.steps import Held
from app.store import decisions as store
from app.store import registry
from app.store.tables import ResolutionRow


@dataclass(frozen=True, slots=True)
class Given:
    """A place in a series, and the time of the decision, which never runs backwards along it."""

    year: int
    place: int
    at: datetime


def take(held: Held, series: str) -> Given:
    """Take the next number of a series; a transaction that fails leaves no gap."""
    session, entity, kind = held.session, held.entity, f"decision {series}"
    registry.hold_series(session, entity.id, kind)
    now = held.outside.clock.now()
    last = store.last_at(session, entity.id, series)
    at = max(now, last) if last else now
    year = at.astimezone(entity.zone).year
    return Given(year, registry.next_number(session, entity.id, year, kind), at)


def number_of(row: ResolutionRow) -> str:
    """Return the number of what was decided as it is written, "" before it is."""
    return rules.number(row.year, row.series, row.place) if row.year and row.place else ""
