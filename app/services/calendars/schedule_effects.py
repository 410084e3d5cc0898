"""What a change of schedules or holidays does: days that open or close, appointments that are left outside.

Nothing is ever cancelled here. An appointment that no longer lies in an opening is *stranded*: it is shown until
somebody moves or cancels it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import openings
from app.domain import procedure as rules
from app.domain.calendar import WorkCalendar
from app.domain.errors import Conflict
from app.domain.openings import ENDLESS, Opening, Rule, Span
from app.services import entities
from app.services.publishing import procedures
from app.store import office, people, schedules
from app.store.schedules import Booked, Ruled

HORIZON: Final = timedelta(weeks=8)
"""How far a change is shown, from the first day that it can touch."""
IN_PERSON: Final = "in_person"


@dataclass(frozen=True, slots=True)
class Stranded:
    """A booked appointment outside the hours of its schedule.

    `reason` is "inactive", "office", "channel", "holiday", "closure" or "hours".
    """

    id: UUID
    schedule_id: UUID
    schedule: str
    office: str
    channel: str
    clerk: str
    title: str
    starts_at: datetime
    ends_at: datetime
    case_id: UUID | None
    case_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class DayChange:
    """What becomes of a day in a schedule for some clerks: their hours before and after.

    With `holiday` nothing opens, whatever the rules say.
    """

    day: date
    schedule: str
    clerks: tuple[str, ...]
    before: tuple[Span, ...]
    after: tuple[Span, ...]
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """A clerk would be at two places at once, for the first time on `day`."""

    clerk: str
    schedule: str
    day: date


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change would do. `until` is the last day that was looked at for `changes`."""

    changes: tuple[DayChange, ...]
    stranded: tuple[Stranded, ...]
    clashes: tuple[Clash, ...]
    until: date


class Strands(Conflict):
    """A change would leave appointments outside that whoever asks for it has not been shown."""

    code = "schedule.strands"

    def __init__(self, effects: Effects) -> None:
        super().__init__(f"{len(effects.stranded)} appointments would lie outside")
        self.effects = effects


@dataclass(frozen=True, slots=True)
class Plan:
    """Who attends when: every schedule with its rules, and the calendar whose holidays beat them."""

    schedules: Mapping[UUID, Ruled]
    calendar: WorkCalendar
    holidays: Mapping[date, str]

    def openings(self, schedule_id: UUID, day: date) -> list[Opening]:
        """Return who attends on `day`; nobody in a schedule that is not active."""
        found = self.schedules.get(schedule_id)
        return openings.openings(found.rules, day, self.calendar) if found is not None and found.active else []

    def attending(self, office: str, channel: str, day: date) -> list[Opening]:
        """Return who attends so at an office on `day`, in whatever schedule."""
        serving = [one for one in self.schedules.values() if one.office == office and channel in one.channels]
        return [opening for one in serving for opening in self.openings(one.id, day)]

    def with_schedule(self, changed: Ruled) -> "Plan":
        """Return the plan with one schedule as it would be."""
        return replace(self, schedules={**self.schedules, changed.id: changed})

    def with_holidays(self, named: Mapping[date, str]) -> "Plan":
        """Return the plan with other holidays."""
        return Plan(self.schedules, WorkCalendar(self.calendar.zone, frozenset(named)), named)


@dataclass(frozen=True, slots=True)
class Today:
    """An entity with its plan and its booked appointments, as they are now."""

    entity: entities.Entity
    now: datetime
    language: str
    plan: Plan
    booked: tuple[Booked, ...]

    @property
    def day(self) -> date:
        """Return the day that it is there."""
        return self.entity.calendar.local_day(self.now)


def today(session: Session, entity: entities.Entity, now: datetime, language: str, since: date = ENDLESS) -> Today:
    """Return what there is now: every rule that is not over, or was not `since`; every appointment to come."""
    first = min(since, entity.calendar.local_day(now))
    found = schedules.in_force(session, entity.id, first, ENDLESS, closed=True)
    plan = Plan({one.id: one for one in found.schedules}, entity.calendar, {}).with_holidays(found.holidays)
    return Today(entity, now, language, plan, tuple(schedules.booked(session, entity.id, now)))


def left_outside(session: Session, here: Today) -> tuple[Stranded, ...]:
    """Return the appointments that are stranded as things are, in order."""
    return _worded(session, here, here.plan, reasons(here.plan, here.booked))


def effects(
    session: Session, here: Today, after: Plan, days: Iterable[date] = (), touched: Iterable[UUID] = ()
) -> Effects:
    """Return what it would do if `after` held in place of today's plan.

    `days` are looked at for hours that change in the schedules `touched`.
    """
    looked, touched = list(days), list(touched)
    already = reasons(here.plan, here.booked)
    then = {key: reason for key, reason in reasons(after, here.booked).items() if key not in already}
    names = people.staff_names(session, here.entity.id) if looked else {}
    return Effects(
        changes=tuple(_changes(here.plan, after, looked, touched, names)),
        stranded=_worded(session, here, after, then) if then else (),
        clashes=tuple(_clashes(here.plan, after, looked, touched, names)),
        until=max(looked, default=here.day),
    )


def demand_seen(found: Effects, seen: frozenset[UUID]) -> None:
    """Raise `Strands` when an appointment would be left outside that is not among those `seen`."""
    if {one.id for one in found.stranded} - seen:
        raise Strands(found)


def horizon(today: date, rule: Rule) -> list[date]:
    """Return the days to look at for the coming or going of `rule`."""
    first = max(today, rule.starts_on)
    last = min(rule.ends_on, first + HORIZON) if first <= rule.ends_on else first - timedelta(days=1)
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in every if rule.covers(day)]


def reasons(plan: Plan, found: Sequence[Booked]) -> dict[UUID, str]:
    """Return why appointments lie outside the hours of a plan, by id; the others are left out."""
    memory: dict[tuple[str, str, date], list[Opening]] = {}
    why: dict[UUID, str] = {}
    for one in found:
        day = plan.calendar.local_day(one.starts_at)
        place = (one.office, one.channel, day)
        if place not in memory:
            memory[place] = plan.attending(*place)
        reason = _reason(plan, one, day, memory[place])
        if reason:
            why[one.id] = reason
    return why


def _reason(plan: Plan, one: Booked, day: date, attending: Sequence[Opening]) -> str:
    schedule = plan.schedules.get(one.schedule_id)
    if schedule is None or not schedule.active:
        return "inactive"
    if one.office != schedule.office:
        return "office"
    if one.channel not in schedule.channels:
        return "channel"
    if openings.attended(attending, one.clerk, (one.starts_at, one.ends_at)):
        return ""
    if day in plan.holidays:
        return "holiday"
    shut = (rule for rule in schedule.rules if rule.kind == "closure" and rule.covers(day))
    return "closure" if any(not rule.clerks or one.clerk in rule.clerks for rule in shut) else "hours"


def _worded(session: Session, here: Today, plan: Plan, why: Mapping[UUID, str]) -> tuple[Stranded, ...]:
    if not why:
        return ()
    names, offices = people.staff_names(session, here.entity.id), dict(here.entity.offices)
    titles = {
        key: rules.text(procedures.pinned(session, here.entity.id, digest).procedure.card.title, here.language)
        for key, digest in office.offered(session, here.entity.id)
    }
    return tuple(
        Stranded(
            id=one.id,
            schedule_id=one.schedule_id,
            schedule=plan.schedules[one.schedule_id].name if one.schedule_id in plan.schedules else "",
            office=offices.get(one.office, one.office),
            channel=one.channel,
            clerk=names.get(one.clerk, ""),
            title=titles.get(one.procedure, one.procedure),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            case_id=one.case_id,
            case_number=one.case_number,
            reason=why[one.id],
        )
        for one in here.booked
        if one.id in why
    )


def _changes(
    before: Plan, after: Plan, days: Sequence[date], touched: Sequence[UUID], names: Mapping[UUID, str]
) -> Iterable[DayChange]:
    for day in days:
        for schedule_id in touched:
            name = after.schedules[schedule_id].name
            was, will = _by_clerk(before.openings(schedule_id, day)), _by_clerk(after.openings(schedule_id, day))
            together: dict[tuple[tuple[Span, ...], tuple[Span, ...]], list[str]] = {}
            for clerk in was.keys() | will.keys():
                hours = (was.get(clerk, ()), will.get(clerk, ()))
                if hours[0] != hours[1]:
                    together.setdefault(hours, []).append(names.get(clerk, ""))
            for hours, clerks in sorted(together.items(), key=lambda item: sorted(item[1])):
                yield DayChange(day, name, tuple(sorted(clerks)), *hours, after.holidays.get(day, ""))
            if not together and day in after.holidays:
                yield DayChange(day, name, (), (), (), after.holidays[day])


def _clashes(
    before: Plan, after: Plan, days: Sequence[date], touched: Sequence[UUID], names: Mapping[UUID, str]
) -> Iterable[Clash]:
    told: set[tuple[UUID, UUID]] = set()
    for day in days:
        for schedule_id in touched:
            here = after.schedules[schedule_id]
            new = _by_clerk(after.openings(schedule_id, day))
            old = _by_clerk(before.openings(schedule_id, day))
            for other in _elsewhere(after, here):
                there = _by_clerk(after.openings(other.id, day))
                for clerk in sorted(new.keys() & there.keys(), key=str):
                    both = _overlap(new[clerk], there[clerk]) and not _overlap(old.get(clerk, ()), there[clerk])
                    if both and (clerk, other.id) not in told:
                        told.add((clerk, other.id))
                        yield Clash(names.get(clerk, ""), other.name, day)


def _elsewhere(plan: Plan, here: Ruled) -> list[Ruled]:
    """Return the schedules in which people come to another place than in `here`."""
    if IN_PERSON not in here.channels:
        return []
    return [one for one in plan.schedules.values() if IN_PERSON in one.channels and one.office != here.office]


def _by_clerk(found: Sequence[Opening]) -> dict[UUID, tuple[Span, ...]]:
    clerks = {one.clerk for one in found}
    return {clerk: tuple(openings.merged(one.span for one in found if one.clerk == clerk)) for clerk in clerks}


def _overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(first < stop and start < end for first, end in some for start, stop in others)
