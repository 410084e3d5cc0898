"""The rules of a schedule: added and retired, never edited, so that everybody can see who decided what, and when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.domain import openings
from app.domain.errors import Invalid, NotFound
from app.domain.openings import Rule
from app.evidence.canonical import Value
from app.ports import Outside
from app.services.calendars import schedule_effects, schedules
from app.services.calendars.schedule_effects import Effects, Today
from app.services.calendars.schedules import MANAGERS, NothingChanges
from app.services.visits import Visitor
from app.store import db, evidence, people
from app.store import schedules as rows
from app.store.tables import ScheduleRuleRow

LONGEST_NOTE: Final = 200
MOST_WEEKS: Final = 8
FURTHEST: Final = timedelta(days=5 * 366)
"""How far from today a rule may begin."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule to be added, in the place of the rule `instead_of` where it is given."""

    rule: Rule
    note: str = ""
    instead_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule in force. `over` when all its days have passed. `clerks` and `internal` are names, in order."""

    id: UUID
    rule: Rule
    clerks: tuple[str, ...]
    internal: tuple[str, ...]
    note: str
    over: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was done to a schedule: `what` is "made", "changed", "closed", "opened", "added" or "retired".

    `rule` is the one added or retired, `facts` what evidence states besides.
    """

    at: datetime
    who: str
    what: str
    rule: RuleView | None
    facts: Mapping[str, Any]


def listed(outside: Outside, visitor: Visitor, schedule_id: UUID) -> list[RuleView]:
    """Return the rules in force, series first, then by their first day. Raises `RoleMissing` or `NotFound`."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        here = _today(outside, visitor, session, schedule_id)
        return views(rows.rules(session, schedule_id), people.staff_names(session, visitor.entity), here.day)


def views(found: Sequence[ScheduleRuleRow], names: Mapping[UUID, str], today: date) -> list[RuleView]:
    """Return those rules that are in force for the eye, series first, then by their first day."""
    kept = [row for row in found if row.retired_at is None]
    kept.sort(key=lambda row: (openings.KINDS.index(row.kind), row.starts_on, row.opens or time()))
    return [_view(row, names, today) for row in kept]


def get(outside: Outside, visitor: Visitor, schedule_id: UUID, rule_id: UUID) -> RuleView:
    """Return a rule in force. Raises `RoleMissing` or `NotFound`."""
    for one in listed(outside, visitor, schedule_id):
        if one.id == rule_id:
            return one
    raise NotFound("rule")


def effects_of_adding(outside: Outside, visitor: Visitor, schedule_id: UUID, draft: Draft) -> Effects:
    """Return what a new rule would do. Raises `NotFound`, `NothingChanges`, or `Invalid` with a word per field."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        here = _today(outside, visitor, session, schedule_id)
        old = _standing(session, schedule_id, draft.instead_of) if draft.instead_of else None
        _check(session, here, schedule_id, draft)
        return _effects(session, here, schedule_id, draft.rule, rows.rule_of(old) if old else None)


def add(
    outside: Outside, visitor: Visitor, schedule_id: UUID, draft: Draft, seen: frozenset[UUID] = frozenset()
) -> UUID:
    """Add a rule, retiring the one in whose place it comes; return its id.

    Raises `NotFound`, `Invalid` with a word per field, `NothingChanges` when the old rule was retired already,
    `Strands` when appointments not `seen` would be left outside.
    """
    visitor.require(*MANAGERS)
    rule_id = uuid4()
    with db.transaction() as session:
        rows.schedule(session, visitor.entity, schedule_id, lock=True)
        here = _today(outside, visitor, session, schedule_id)
        old = _standing(session, schedule_id, draft.instead_of) if draft.instead_of else None
        _check(session, here, schedule_id, draft)
        found = _effects(session, here, schedule_id, draft.rule, rows.rule_of(old) if old else None)
        schedule_effects.demand_seen(found, seen)
        if old is not None:
            _retire(session, visitor, old, here.now)
        session.add(_row(rule_id, here, schedule_id, draft))
        session.flush()
        told = {"change": "rule_added", "rule": str(rule_id), **_facts(draft.rule)}
        schedules.note(session, visitor, schedule_id, told, here.now)
    return rule_id


def effects_of_retiring(outside: Outside, visitor: Visitor, schedule_id: UUID, rule_id: UUID) -> Effects:
    """Return what retiring a rule would do. Raises `NotFound`, `NothingChanges` when it is retired already."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        here = _today(outside, visitor, session, schedule_id)
        old = rows.rule_of(_standing(session, schedule_id, rule_id))
        return _effects(session, here, schedule_id, None, old)


def retire(
    outside: Outside, visitor: Visitor, schedule_id: UUID, rule_id: UUID, seen: frozenset[UUID] = frozenset()
) -> None:
    """Retire a rule: it holds no longer, and stays in the history.

    Raises `NotFound`, `NothingChanges`, or `Strands` when appointments not `seen` would be left outside.
    """
    visitor.require(*MANAGERS)
    with db.transaction() as session:
        rows.schedule(session, visitor.entity, schedule_id, lock=True)
        here = _today(outside, visitor, session, schedule_id)
        old = _standing(session, schedule_id, rule_id)
        schedule_effects.demand_seen(_effects(session, here, schedule_id, None, rows.rule_of(old)), seen)
        _retire(session, visitor, old, here.now)


def history(outside: Outside, visitor: Visitor, schedule_id: UUID) -> list[Happening]:
    """Return everything that was done to a schedule, the newest first. Raises `RoleMissing` or `NotFound`."""
    visitor.require(*MANAGERS)
    with db.reading() as session:
        here = _today(outside, visitor, session, schedule_id)
        names = people.staff_names(session, visitor.entity)
        known = {str(row.id): _view(row, names, here.day) for row in rows.rules(session, schedule_id)}
        stream = evidence.stream_id(session, visitor.entity, schedules.STREAM, str(schedule_id))
        bodies = evidence.of_stream(session, visitor.entity, stream) if stream else []
        events = [json.loads(body.body) for body, _ in reversed(bodies)]
    return [_happening(event, names, known) for event in events]


def _today(outside: Outside, visitor: Visitor, session: Session, schedule_id: UUID) -> Today:
    """Return what there is now. Raises `NotFound` when the schedule is not of the visitor's entity."""
    here = schedules.of_today(session, outside, visitor)
    if schedule_id not in here.plan.schedules:
        raise NotFound("schedule")
    return here


def _standing(session: Session, schedule_id: UUID, rule_id: UUID) -> ScheduleRuleRow:
    row = rows.rule(session, schedule_id, rule_id)
    if row.retired_at is not None:
        raise NothingChanges("the rule is retired already")
    return row


def _effects(session: Session, here: Today, schedule_id: UUID, new: Rule | None, old: Rule | None) -> Effects:
    ruled = here.plan.schedules[schedule_id]
    kept = list(ruled.rules)
    if old is not None and old in kept:
        kept.remove(old)
    after = here.plan.with_schedule(replace(ruled, rules=(*kept, *([new] if new else []))))
    days = {day for rule in (new, old) if rule for day in schedule_effects.horizon(here.day, rule)}
    return schedule_effects.effects(session, here, after, sorted(days), [schedule_id])


def _check(session: Session, here: Today, schedule_id: UUID, draft: Draft) -> None:
    """Raise `Invalid` with a word per field when a rule will not do."""
    rule, wrong = draft.rule, dict[str, str]()
    if not 1 <= rule.every_weeks <= MOST_WEEKS or not 0 <= rule.week_of_month <= openings.LAST_WEEK:
        wrong["every_weeks"] = "never"
    elif rule.weekdays.difference(range(7)):
        wrong["weekdays"] = "weekdays"
    else:
        wrong |= openings.problems(rule, here.plan.schedules[schedule_id].grid)
    if abs(rule.starts_on - here.day) > FURTHEST:
        wrong["starts_on"] = "range"
    if "ends_on" not in wrong and rule.ends_on < here.day:
        wrong["ends_on"] = "past"
    if rule.clerks.difference(people.staff_names(session, here.entity.id)):
        wrong["clerks"] = "clerks"
    if len(draft.note) > LONGEST_NOTE:
        wrong["note"] = "long"
    if wrong:
        raise Invalid("the rule will not do", wrong)


def _retire(session: Session, visitor: Visitor, row: ScheduleRuleRow, now: datetime) -> None:
    row.retired_at = now
    told: dict[str, Value] = {"change": "rule_retired", "rule": str(row.id), **_facts(rows.rule_of(row))}
    schedules.note(session, visitor, row.schedule_id, told, now)


def _row(rule_id: UUID, here: Today, schedule_id: UUID, draft: Draft) -> ScheduleRuleRow:
    rule = draft.rule
    return ScheduleRuleRow(
        id=rule_id,
        entity=here.entity.id,
        schedule_id=schedule_id,
        kind=rule.kind,
        starts_on=rule.starts_on,
        ends_on=rule.ends_on,
        weekdays=sorted(rule.weekdays),
        opens=rule.opens,
        closes=rule.closes,
        every_weeks=rule.every_weeks,
        week_of_month=rule.week_of_month,
        clerks=sorted(rule.clerks),
        internal=sorted(rule.internal & rule.clerks),
        note=" ".join(draft.note.split()),
        created_at=here.now,
    )


def _facts(rule: Rule) -> dict[str, Value]:
    """Return what evidence states of a rule. Its note is left out: people write what they like there."""
    hours = {"opens": rule.opens, "closes": rule.closes}
    return {
        "kind": rule.kind,
        "starts_on": rule.starts_on.isoformat(),
        **({"ends_on": rule.ends_on.isoformat()} if rule.ends_on != openings.ENDLESS else {}),
        "weekdays": sorted(rule.weekdays),
        **{name: at.isoformat("minutes") for name, at in hours.items() if at is not None},
        "every_weeks": rule.every_weeks,
        "week_of_month": rule.week_of_month,
        "clerks": sorted(map(str, rule.clerks)),
        "internal": sorted(map(str, rule.internal & rule.clerks)),
    }


def _view(row: ScheduleRuleRow, names: Mapping[UUID, str], today: date) -> RuleView:
    rule = rows.rule_of(row)
    called = {key: names.get(key, "") for key in rule.clerks}
    return RuleView(
        id=row.id,
        rule=rule,
        clerks=tuple(sorted(called.values())),
        internal=tuple(sorted(called[key] for key in rule.internal if key in called)),
        note=row.note,
        over=rule.ends_on < today,
    )


def _happening(event: Mapping[str, Any], names: Mapping[UUID, str], known: Mapping[str, RuleView]) -> Happening:
    facts, actor = event["data"], event["actor"]
    return Happening(
        at=datetime.fromisoformat(event["at"]),
        who=names.get(UUID(actor["ref"]), "") if actor["kind"] == "clerk" else "",
        what=str(facts["change"]).removeprefix("rule_"),
        rule=known.get(facts.get("rule", "")),
        facts=facts,
    )
