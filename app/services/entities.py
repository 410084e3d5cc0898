"""What every use case needs to know of its entity, kept for a minute."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain import provinces
from app.domain.calendar import WorkCalendar
from app.domain.procedure import COMPETENCES
from app.ports import Outside
from app.services import official_days
from app.store import db, office, terms
from app.store import wordings as store


@dataclass(frozen=True, slots=True)
class Entity:
    """A town hall or region: names, codes, calendar and facts (address, telephone, creditor suffix).

    `offices` are ids and names, `addresses` where they are, by id. `wordings` are subject and body of the messages
    that it says in its own words, by name and language. `places` are days off written down of other municipalities,
    by INE code.
    """

    id: str
    name: str
    dir3: str
    ine: str
    nif: str
    demonstration: bool
    calendar: WorkCalendar
    facts: dict[str, Any]
    offices: tuple[tuple[str, str], ...]
    addresses: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    places: Mapping[str, frozenset[date]] = field(default_factory=dict)

    def called(self, language: str) -> str:
        """Return the name as it is said in a language (the fact `name`, by language), else its official one."""
        told = self.facts.get("name")
        known = told if isinstance(told, Mapping) else {}
        return str(known.get(language) or known.get(language.split("-", 1)[0]) or self.name)

    @property
    def path(self) -> str:
        """Return where its pages lie on the office's host: "" for the first entity, "/<id>" for further ones."""
        return str(self.facts.get("path", ""))

    @property
    def competence(self) -> str:
        """Return what kind of administration it is, as procedures say whose they are: municipal or regional."""
        return str(self.facts.get("competence", COMPETENCES[0]))

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of the official clock."""
        return self.calendar.zone

    def calendar_for(self, residences: Iterable[str]) -> WorkCalendar:
        """Return the calendar joined with those of the municipalities (INE codes) where people live.

        A day off there, or in their region, is none on which a deadline ends. Source: Ley 39/2015 art. 30.6.
        """
        found = self.calendar
        for place in {*residences} - {"", self.ine}:
            off = official_days.days_of(provinces.region_of(place)) | self.places.get(place, frozenset())
            found = found.joined(WorkCalendar(found.zone, off))
        return found


STREAM = "entity"
"""The chain of evidence of what concerns the whole entity."""
_FRESH = timedelta(minutes=1)
_known: dict[str, tuple[datetime, Entity]] = {}


def get(session: Session, entity: str, now: datetime) -> Entity:
    """Return the entity, read again after a minute. Raises `NotFound`."""
    kept = _known.get(entity)
    if kept is not None and timedelta(0) <= now - kept[0] < _FRESH:
        return kept[1]
    row, offices, wordings = (
        office.entity(session, entity),
        office.offices(session, entity),
        store.all_of(session, entity),
    )
    made = Entity(
        id=row.id,
        name=row.name,
        dir3=row.dir3,
        ine=row.ine,
        nif=row.nif,
        demonstration=row.demonstration,
        calendar=WorkCalendar(ZoneInfo(row.zone), office.holidays(session, entity)),
        facts=dict(row.facts),
        offices=tuple((found.id, found.name) for found in offices),
        addresses={found.id: found.address for found in offices},
        wordings={(found.name, found.language): (found.subject, found.body) for found in wordings},
        places=_places(session, entity),
    )
    _known[entity] = (now, made)
    return made


def _places(session: Session, entity: str) -> dict[str, frozenset[date]]:
    found: dict[str, set[date]] = {}
    for row in terms.place_days(session, entity):
        found.setdefault(row.place, set()).add(row.day)
    return {place: frozenset(days) for place, days in found.items()}


def shown(entity: str, now: datetime) -> Entity:
    """Return the entity for a page."""
    with db.reading() as session:
        return get(session, entity, now)


def others(outside: Outside, entity: str) -> list[Entity]:
    """Return the further entities that this office serves, by id."""
    with db.reading() as session:
        known = [each for each in office.entity_ids(session) if each != entity]
        return [get(session, each, outside.clock.now()) for each in known]


def address(outside: Outside, entity: Entity) -> str:
    """Return the address under which the pages of an entity lie, without a slash at its end."""
    return f"{outside.base_url}{entity.path}"


def forget() -> None:
    """Read every entity again, after a change or between tests."""
    _known.clear()
