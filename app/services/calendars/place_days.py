"""Days off of other municipalities: for the deadlines of people who live there (Ley 39/2015 art. 30.6).

Those of their regions are known besides. As with the entity's own, days that have begun are not touched.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from app.domain import provinces
from app.domain.errors import Invalid, NotFound
from app.ports import Outside
from app.services import entities, record
from app.services.calendars import days_off
from app.services.calendars.schedules import MANAGERS
from app.services.entities import Entity
from app.services.visits import Visitor
from app.store import db, terms

LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class PlaceDay:
    """A day off of a municipality (INE code). `fixed` when it has begun already and cannot be touched."""

    place: str
    day: date
    name: str
    fixed: bool


def listed(outside: Outside, visitor: Visitor) -> list[PlaceDay]:
    """Return the days off of other municipalities, by place and day. Raises `RoleMissing`."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        today = _today(session, outside, visitor)[1]
        found = terms.place_days(session, visitor.entity)
        return [PlaceDay(row.place, row.day, row.name, row.day <= today) for row in found]


def add(outside: Outside, visitor: Visitor, place: str, day: date, name: str) -> None:
    """Write a day off of another municipality down. Raises `Invalid` with a word per field (place, day, name)."""
    visitor.require(*MANAGERS)
    with db.transaction() as session:
        entity, today = _today(session, outside, visitor)
        told = _checked(entity, today, place, day, name)
        row = {"entity": visitor.entity, "place": place, "day": day, "name": told}
        if not terms.add_place_days(session, [row]):
            raise Invalid("the day is off already", {"day": "taken"})
        _note(session, outside, visitor, "added", place, day)
    entities.forget()


def remove(outside: Outside, visitor: Visitor, place: str, day: date) -> None:
    """Take a day off of another municipality away. Raises `NotFound`, or `Invalid` when it has begun."""
    visitor.require(*MANAGERS)
    with db.transaction() as session:
        if day <= _today(session, outside, visitor)[1]:
            raise Invalid("the day has begun", {"day": "past"})
        if not terms.remove_place_day(session, visitor.entity, place, day):
            raise NotFound("holiday")
        _note(session, outside, visitor, "removed", place, day)
    entities.forget()


def _today(session: Session, outside: Outside, visitor: Visitor) -> tuple[Entity, date]:
    entity = entities.get(session, visitor.entity, outside.clock.now())
    return entity, entity.calendar.local_day(outside.clock.now())


def _checked(entity: Entity, today: date, place: str, day: date, name: str) -> str:
    told, wrong = " ".join(name.split()), {}
    if not provinces.is_municipality(place) or place == entity.ine:
        wrong["place"] = "own" if place == entity.ine else "required"
    if day <= today or day.year > today.year + days_off.FURTHEST:
        wrong["day"] = "past" if day <= today else "range"
    if not told or len(told) > LONGEST_NAME:
        wrong["name"] = "long" if told else "required"
    if wrong:
        raise Invalid("the day off will not do", wrong)
    return told


def _note(session: Session, outside: Outside, visitor: Visitor, change: str, place: str, day: date) -> None:
    facts = {"change": change, "days": [day.isoformat()], "scope": "place", "place": place}
    act = record.Act("calendar.changed", visitor.actor, record.on("entity", visitor.entity), data=facts)
    record.in_stream(session, visitor.entity, "entity", visitor.entity, [act], outside.clock.now())
