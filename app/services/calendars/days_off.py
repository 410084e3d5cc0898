"""The entity's non-working days: from the calendars of the State and the region, and local ones. They beat every rule.

They count for deadlines and for the register too (Ley 39/2015 art. 30.7 and 31.3), so days that have begun are
not touched. What is shown and offered follows at once; deadlines in other processes within a minute, for so long
does `entities` remember.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.errors import Invalid, NotFound
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import entities, official_days, record
from app.services.calendars import schedule_effects, schedules
from app.services.calendars.schedule_effects import Effects, Today
from app.services.calendars.schedules import MANAGERS
from app.services.visits import Visitor
from app.store import db
from app.store import schedules as rows

SCOPES: Final = ("national", "region", "municipality")
LONGEST_NAME: Final = 80
FURTHEST: Final = 5
"""Years ahead for which days may be written down."""
REGION: Final = "region"
"""The fact of an entity that says of which region it is, as ISO 3166-2:ES has it after "ES-"."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """A non-working day. `fixed` when it has begun already and cannot be touched."""

    day: date
    scope: str
    name: str
    fixed: bool


def listed(outside: Outside, visitor: Visitor, year: int) -> list[DayOff]:
    """Return the days off of a year. Raises `RoleMissing`."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        entity = entities.get(session, visitor.entity, outside.clock.now())
        now = entity.calendar.local_day(outside.clock.now())
        found = rows.holidays(session, visitor.entity, date(year, 1, 1), date(year, 12, 31))
        return [DayOff(row.day, row.scope, row.name, row.day <= now) for row in found]


def effects_of_adding(outside: Outside, visitor: Visitor, day: date, name: str, scope: str) -> Effects:
    """Return what a new day off would do. Raises `Invalid` with a word per field."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        here = schedules.of_today(session, outside, visitor)
        return _adding(session, here, day, _checked(here, day, name, scope))


def add(outside: Outside, visitor: Visitor, off: tuple[date, str, str], seen: frozenset[UUID] = frozenset()) -> None:
    """Add a day off: day, name, scope.

    Raises `Invalid` with a word per field, `Strands` when appointments not `seen` would be left outside.
    """
    visitor.require(*MANAGERS)
    day, name, scope = off
    with db.transaction() as session:
        here = schedules.of_today(session, outside, visitor)
        told = _checked(here, day, name, scope)
        schedule_effects.demand_seen(_adding(session, here, day, told), seen)
        if not rows.add_holidays(session, [{"entity": visitor.entity, "day": day, "scope": scope, "name": told}]):
            raise Invalid("the day is off already", {"day": "taken"})
        _note(session, visitor, here, {"change": "added", "days": [day.isoformat()], "scope": scope})
    entities.forget()


def effects_of_removing(outside: Outside, visitor: Visitor, day: date) -> tuple[DayOff, Effects]:
    """Return a day off, and what taking it away would do. Raises `NotFound`, or `Invalid` when it has begun."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        here = schedules.of_today(session, outside, visitor)
        found = rows.holidays(session, visitor.entity, day, day)
        if not found:
            raise NotFound("holiday")
        off = DayOff(day, found[0].scope, found[0].name, day <= here.day)
        after = here.plan.with_holidays({one: name for one, name in here.plan.holidays.items() if one != day})
        return off, schedule_effects.effects(session, here, after, [day], _active(here))


def remove(outside: Outside, visitor: Visitor, day: date) -> None:
    """Take a day off away: people work on it. Raises `NotFound`, or `Invalid` when it has begun."""
    visitor.require(*MANAGERS)
    with db.transaction() as session:
        here = schedules.of_today(session, outside, visitor)
        if day <= here.day:
            raise Invalid("the day has begun", {"day": "past"})
        scope = rows.remove_holiday(session, visitor.entity, day)
        if scope is None:
            raise NotFound("holiday")
        _note(session, visitor, here, {"change": "removed", "days": [day.isoformat()], "scope": scope})
    entities.forget()


def missing(outside: Outside, visitor: Visitor, year: int) -> list[tuple[date, str, str]]:
    """Return the official days off of a year that are to come and not written down; none without a region."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        return _missing(schedules.of_today(session, outside, visitor), year)


def effects_of_adopting(outside: Outside, visitor: Visitor, year: int) -> Effects:
    """Return what writing down the official days of a year would do."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        here = schedules.of_today(session, outside, visitor)
        return _adopting(session, here, _missing(here, year))


def adopt(outside: Outside, visitor: Visitor, year: int, seen: frozenset[UUID] = frozenset()) -> int:
    """Write down the official days off of a year and return how many they were.

    Raises `Invalid` for a year too far away, `Strands` when appointments not `seen` would be left outside.
    """
    visitor.require(*MANAGERS)
    with db.transaction() as session:
        here = schedules.of_today(session, outside, visitor)
        if not here.day.year <= year <= here.day.year + FURTHEST:
            raise Invalid("the year is too far", {"year": "range"})
        found = _missing(here, year)
        schedule_effects.demand_seen(_adopting(session, here, found), seen)
        named = [{"entity": visitor.entity, "day": day, "scope": scope, "name": name} for day, scope, name in found]
        new = rows.add_holidays(session, named) if named else []
        if new:
            days = [day.isoformat() for day in sorted(new)]
            _note(session, visitor, here, {"change": "added", "days": days, "scope": "official"})
    entities.forget()
    return len(new)


def _missing(here: Today, year: int) -> list[tuple[date, str, str]]:
    region = str(here.entity.facts.get(REGION, ""))
    if not region:
        return []
    return [
        one for one in official_days.official(region, [year]) if one[0] > here.day and one[0] not in here.plan.holidays
    ]


def _checked(here: Today, day: date, name: str, scope: str) -> str:
    """Return the name tidied. Raises `Invalid`."""
    told, wrong = " ".join(name.split()), {}
    if day <= here.day:
        wrong["day"] = "past"
    elif day.year > here.day.year + FURTHEST:
        wrong["day"] = "range"
    elif day in here.plan.holidays:
        wrong["day"] = "taken"
    if not told or len(told) > LONGEST_NAME:
        wrong["name"] = "long" if told else "required"
    if scope not in SCOPES:
        wrong["scope"] = "required"
    if wrong:
        raise Invalid("the day off will not do", wrong)
    return told


def _adding(session: Session, here: Today, day: date, name: str) -> Effects:
    return _adopting(session, here, [(day, "", name)])


def _adopting(session: Session, here: Today, found: Iterable[tuple[date, str, str]]) -> Effects:
    new = {day: name for day, _, name in found}
    after = here.plan.with_holidays({**here.plan.holidays, **new})
    return schedule_effects.effects(session, here, after, sorted(new), _active(here))


def _active(here: Today) -> list[UUID]:
    return [one.id for one in here.plan.schedules.values() if one.active]


def _note(session: Session, visitor: Visitor, here: Today, facts: Mapping[str, Value]) -> None:
    act = record.Act("calendar.changed", visitor.actor, record.on("entity", visitor.entity), data=facts)
    record.in_stream(session, visitor.entity, "entity", visitor.entity, [act], here.now)
