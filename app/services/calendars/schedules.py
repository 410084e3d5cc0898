"""Schedules, in which people book: make, change, close and open again. Their rules are in `schedule_rules`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.domain import openings
from app.domain.appointments import CHANNELS
from app.domain.errors import Conflict, Invalid
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import entities, record
from app.services.calendars import schedule_effects
from app.services.calendars.schedule_effects import Effects, Stranded
from app.services.entities import Entity
from app.services.visits import Visitor
from app.store import db
from app.store import schedules as rows
from app.store.schedules import Ruled
from app.store.tables import ScheduleRow

MANAGERS: Final = ("calendar_manager", "supervisor")
"""Roles that decide when people are attended."""
STREAM: Final = "schedule"
"""The kind of the stream of evidence that each schedule has, by id."""
GRIDS: Final = (5, 10, 15, 20, 30, 60)
"""Minutes between the hours that are offered."""
LONGEST_NAME, LONGEST_TEXT = 80, 500
LONGEST_NOTICE, LONGEST_WINDOW = 30 * 24 * 60, 365


class NothingChanges(Conflict):
    """The schedule is already as was asked."""

    code = "schedule.already_so"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a schedule is, besides its rules.

    The public books from `notice_minutes` to `window_days` ahead, at hours `grid_minutes` apart. `texts` is what
    people read when nothing is free, per language, or nothing.
    """

    name: str
    office: str
    channels: tuple[str, ...]
    grid_minutes: int
    notice_minutes: int
    window_days: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """A schedule with its rules that are not over. `stranded` counts the appointments that it has left outside."""

    id: UUID
    terms: Terms
    office_name: str
    active: bool
    rules: tuple[openings.Rule, ...]
    stranded: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Every schedule by name, those that are closed last, and what was left outside of any."""

    schedules: tuple[ScheduleView, ...]
    stranded: tuple[Stranded, ...]


def listed(outside: Outside, visitor: Visitor) -> Overview:
    """Return the entity's schedules. Raises `RoleMissing`."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        here = of_today(session, outside, visitor)
        left = schedule_effects.left_outside(session, here)
    found = [view(one, here.entity, left) for one in here.plan.schedules.values()]
    return Overview(tuple(sorted(found, key=lambda one: not one.active)), left)


def get(outside: Outside, visitor: Visitor, schedule_id: UUID) -> ScheduleView:
    """Return a schedule. Raises `RoleMissing` or `NotFound`."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        now = outside.clock.now()
        entity = entities.get(session, visitor.entity, now)
        return view(rows.ruled(rows.schedule(session, visitor.entity, schedule_id)), entity, ())


def make(outside: Outside, visitor: Visitor, terms: Terms) -> UUID:
    """Make a schedule that has no rules yet. Raises `RoleMissing`, or `Invalid` with a word per field."""
    visitor.require(*MANAGERS)
    schedule_id, now = uuid4(), outside.clock.now()
    with db.transaction() as session:
        entity = entities.get(session, visitor.entity, now)
        told = _checked(session, entity, terms, None)
        session.add(ScheduleRow(id=schedule_id, entity=entity.id, created_at=now, active=True, **_columns(told)))
        session.flush()
        note(session, visitor, schedule_id, {"change": "made", **_facts(told)}, now)
    return schedule_id


def change(
    outside: Outside, visitor: Visitor, schedule_id: UUID, terms: Terms, seen: frozenset[UUID] = frozenset()
) -> None:
    """Give a schedule other terms. Terms as they are change nothing.

    Raises `Invalid` with a word per field, `Strands` when appointments not `seen` would be left outside.
    """
    visitor.require(*MANAGERS)
    with db.transaction() as session:
        row = rows.schedule(session, visitor.entity, schedule_id, lock=True)
        here = of_today(session, outside, visitor)
        told = _checked(session, here.entity, terms, here.plan.schedules[schedule_id])
        found = _with_terms(session, here, schedule_id, told)
        schedule_effects.demand_seen(found, seen)
        was, will = _facts(_terms(here.plan.schedules[schedule_id])), _facts(told)
        changed: dict[str, Value] = {name: fact for name, fact in will.items() if fact != was[name]}
        told_anew = [name for name in ("name", "texts") if getattr(row, name) != _columns(told)[name]]
        if not changed and not told_anew:
            return
        for name, kept in _columns(told).items():
            setattr(row, name, kept)
        note(session, visitor, schedule_id, {"change": "changed", "worded": told_anew, **changed}, here.now)


def switch(
    outside: Outside, visitor: Visitor, schedule_id: UUID, *, active: bool, seen: frozenset[UUID] = frozenset()
) -> None:
    """Close a schedule, so that nobody can book in it, or open it again.

    Raises `NothingChanges`, or `Strands` when appointments not `seen` would be left outside.
    """
    visitor.require(*MANAGERS)
    with db.transaction() as session:
        row = rows.schedule(session, visitor.entity, schedule_id, lock=True)
        if row.active == active:
            raise NothingChanges("the schedule is so already")
        here = of_today(session, outside, visitor)
        schedule_effects.demand_seen(_switched(session, here, schedule_id, active=active), seen)
        row.active = active
        note(session, visitor, schedule_id, {"change": "opened" if active else "closed"}, here.now)


def effects_of_switch(outside: Outside, visitor: Visitor, schedule_id: UUID, *, active: bool) -> Effects:
    """Return what closing or opening a schedule would do."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        rows.schedule(session, visitor.entity, schedule_id)
        return _switched(session, of_today(session, outside, visitor), schedule_id, active=active)


def of_today(session: Session, outside: Outside, visitor: Visitor) -> schedule_effects.Today:
    """Return what there is now in the visitor's entity. A part of the use cases around schedules, none itself."""
    now = outside.clock.now()
    entity = entities.get(session, visitor.entity, now)
    return schedule_effects.today(session, entity, now, visitor.language)


def note(session: Session, visitor: Visitor, schedule_id: UUID, facts: Mapping[str, Value], now: datetime) -> None:
    """Record what was done to a schedule: facts without names and notes, which people write."""
    act = record.Act("schedule.changed", visitor.actor, record.on(STREAM, schedule_id), data=facts)
    record.in_stream(session, visitor.entity, STREAM, schedule_id, [act], now)


def _switched(session: Session, here: schedule_effects.Today, schedule_id: UUID, *, active: bool) -> Effects:
    after = here.plan.with_schedule(replace(here.plan.schedules[schedule_id], active=active))
    return schedule_effects.effects(session, here, after)


def _with_terms(session: Session, here: schedule_effects.Today, schedule_id: UUID, terms: Terms) -> Effects:
    ruled = replace(here.plan.schedules[schedule_id], name=terms.name, office=terms.office, channels=terms.channels)
    return schedule_effects.effects(session, here, here.plan.with_schedule(ruled))


def _checked(session: Session, entity: Entity, terms: Terms, known: Ruled | None) -> Terms:
    """Return the terms tidied. Raises `Invalid`."""
    told = replace(
        terms,
        name=" ".join(terms.name.split()),
        channels=tuple(one for one in CHANNELS if one in terms.channels),
        texts={language: text.strip() for language, text in terms.texts.items() if text.strip()},
    )
    wrong = _wrong_words(told, {key for key, _ in entity.offices}) | _wrong_numbers(told, known.rules if known else ())
    if "name" not in wrong and rows.name_taken(session, entity.id, told.name, known.id if known else None):
        wrong["name"] = "taken"
    if wrong:
        raise Invalid("the terms will not do", wrong)
    return told


def _wrong_words(terms: Terms, offices: set[str]) -> dict[str, str]:
    wrong = {}
    if not terms.name or len(terms.name) > LONGEST_NAME:
        wrong["name"] = "long" if terms.name else "required"
    if terms.office not in offices:
        wrong["office"] = "required"
    if not terms.channels:
        wrong["channels"] = "required"
    wrong |= {f"text_{language}": "long" for language, text in terms.texts.items() if len(text) > LONGEST_TEXT}
    return wrong


def _wrong_numbers(terms: Terms, rules: Sequence[openings.Rule]) -> dict[str, str]:
    wrong = {}
    grid = timedelta(minutes=terms.grid_minutes)
    if terms.grid_minutes not in GRIDS:
        wrong["grid_minutes"] = "required"
    elif any("grid" in openings.problems(rule, grid).values() for rule in rules):
        wrong["grid_minutes"] = "grid"
    if not 0 <= terms.notice_minutes <= LONGEST_NOTICE:
        wrong["notice_minutes"] = "range"
    if not 1 <= terms.window_days <= LONGEST_WINDOW or terms.notice_minutes > terms.window_days * 24 * 60:
        wrong["window_days"] = "range"
    return wrong


def view(one: Ruled, entity: Entity, left: Sequence[Stranded]) -> ScheduleView:
    """Return a schedule for the eye; `left` are the appointments that any schedule has left outside."""
    return ScheduleView(
        id=one.id,
        terms=_terms(one),
        office_name=dict(entity.offices).get(one.office, one.office),
        active=one.active,
        rules=one.rules,
        stranded=sum(1 for each in left if each.schedule_id == one.id),
    )


def _terms(one: Ruled) -> Terms:
    minutes = int(one.notice.total_seconds()) // 60
    grid = int(one.grid.total_seconds()) // 60
    return Terms(one.name, one.office, one.channels, grid, minutes, one.window_days, one.texts)


def _columns(terms: Terms) -> dict[str, object]:
    return {
        "name": terms.name,
        "office": terms.office,
        "channels": list(terms.channels),
        "grid_minutes": terms.grid_minutes,
        "notice_minutes": terms.notice_minutes,
        "window_days": terms.window_days,
        "texts": dict(terms.texts),
    }


def _facts(terms: Terms) -> dict[str, Value]:
    """Return what evidence states of the terms: everything but what people write."""
    return {
        "office": terms.office,
        "channels": list(terms.channels),
        "grid_minutes": terms.grid_minutes,
        "notice_minutes": terms.notice_minutes,
        "window_days": terms.window_days,
    }
