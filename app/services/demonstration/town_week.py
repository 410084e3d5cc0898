"""A busy week of the demonstration town: people who came, who come today, and who will come.

Everything is done by the services that the office uses, each at its hour, so that every appointment has its case and
its evidence. Those of the past have neither e-mail nor mobile: nobody is told today of last Monday.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.calendar import WorkCalendar
from app.domain.procedure import Procedure
from app.ports import Outside
from app.services import entities, visits
from app.services.appointments import availability, changes, staff_booking
from app.services.appointments.availability import Ask
from app.services.appointments.booked import Confirmed
from app.services.appointments.bookings import Wish
from app.services.appointments.hours import HourTaken
from app.services.calendars import abilities
from app.services.demonstration import town_papers, town_schedules
from app.services.demonstration.town_people import PEOPLE, Neighbour
from app.services.demonstration.town_schedules import HALL, MILL
from app.services.desk import attendance
from app.services.files import papers
from app.services.publishing import procedures
from app.services.visits import Visitor
from app.store import appointments as rows
from app.store import db, people

DEMONSTRATION: Final = "demonstration"
"""How people of the demonstration came in when nobody did."""
BEFORE, AHEAD = 2, 5
"""Working days that are filled before and after today."""
_TAKEN: Final = (("in_person", HALL.office, 2, 7), ("in_person", MILL.office, 6, 11), ("phone", "", 12, 19))
"""On a channel, at an office ("" is any), one free hour in so many is booked on the next days, and on the others."""
_HANDING_IN: Final = 3
"""How many of those who can be told hand in a paper."""
_NEAR: Final = 2
"""How many of the days to come are busier than the others."""
_ABSENT: Final = 7
"""One in so many does not come."""
_EARLY, _CALLED, _ATTENDED, _MISSED = (timedelta(minutes=one) for one in (-6, 2, 16, 18))
_Made = tuple[Confirmed, Neighbour, bool]
"""What was booked, for whom, and whether that person can be told."""
_Act = Callable[[Outside, Visitor, UUID], object]
_RETURNED: Final = "La foto está movida y no se lee el número. Súbala de nuevo, por favor."


@dataclass(frozen=True, slots=True)
class _At:
    """A clock that stands at the hour of a scene."""

    at: datetime

    def now(self) -> datetime:
        """Return that hour."""
        return self.at


@dataclass(frozen=True, slots=True)
class _Scene:
    """An appointment that was booked: whose, and with whom."""

    id: UUID
    case_id: UUID
    manage: str
    starts_at: datetime
    clerk: UUID
    person: Neighbour
    reached: bool


@dataclass(frozen=True, slots=True)
class _Stage:
    """The town, and who plays in it."""

    outside: Outside
    entity: str
    now: datetime
    calendar: WorkCalendar
    clerks: dict[UUID, Visitor]
    procedure: Procedure
    numbers: Iterator[int]

    def then(self, at: datetime) -> Outside:
        """Return the outside world as it was at an hour, or as it is now."""
        return replace(self.outside, clock=_At(min(at, self.now)))


def fill(outside: Outside, entity: str) -> int:
    """Fill the week around today unless somebody has booked in it already; return how many appointments were made."""
    now = outside.clock.now()
    calendar = entities.shown(entity, now).calendar
    booked = [one for one in procedures.catalogue(entity) if one.appointment is not None]
    days = _days(calendar, calendar.local_day(now))
    if not booked or _busy(entity, calendar, days):
        return 0
    stage = _Stage(outside, entity, now, calendar, _clerks(outside, entity), booked[0], count())
    near = [day for day in days if day >= calendar.local_day(now)][:_NEAR]
    scenes = _scenes(entity, [one for day in days for one in _book(stage, day, near=day in near)])
    for place, scene in enumerate(scenes):
        _play(stage, scene, place)
    _prepare(stage, [one for one in scenes if one.reached])
    return len(scenes)


def _days(calendar: WorkCalendar, today: date) -> list[date]:
    """Return the working days around today, and today itself if it is one."""
    nearby = [today + timedelta(days=number) for number in range(-30, 31)]
    working = [day for day in nearby if calendar.is_working_day(day)]
    return [day for day in working if day < today][-BEFORE:] + [day for day in working if day >= today][: AHEAD + 1]


def _busy(entity: str, calendar: WorkCalendar, days: Sequence[date]) -> bool:
    with db.reading() as session:
        return rows.any_between(session, entity, calendar.start_of(days[0]), calendar.end_of(days[-1]))


def _clerks(outside: Outside, entity: str) -> dict[UUID, Visitor]:
    """Return everybody who attends people, as visitors who came in for the demonstration."""
    office = town_schedules.the_office(entity)
    staff = [one for one in abilities.listed(outside, office).people if "clerk" in one.roles]
    return {
        one.id: replace(
            office,
            id=one.id,
            roles=frozenset(one.roles),
            name=one.name,
            actor=Actor("clerk", str(one.id), DEMONSTRATION, frozenset(one.roles)),
        )
        for one in staff
    }


def _book(stage: _Stage, day: date, *, near: bool) -> Iterator[_Made]:
    """Book some of the free hours of a day. Those who are attended by telephone can be told, and are all to come."""
    at = stage.calendar.start_of(day) - timedelta(days=2, hours=-11)
    ahead = day > stage.calendar.local_day(stage.now)
    needs = stage.procedure.appointment
    for channel, office, often, seldom in _TAKEN:
        if needs is None or channel not in stage.procedure.card.channels or (channel == "phone" and not ahead):
            continue
        ask = Ask(stage.procedure.id, "", needs.minutes, channel, office, internal=True)
        free = availability.day(stage.then(at), stage.entity, ask, day)
        for hour in free[day.day % 2 :: often if near else seldom]:
            wish = Wish(stage.procedure.id, channel, hour.office, "es", hour.starts_at)
            made = _booked(stage, at, wish, reached=channel == "phone")
            if made is not None:
                yield made


def _booked(stage: _Stage, at: datetime, wish: Wish, *, reached: bool) -> _Made | None:
    number = next(stage.numbers)
    person = PEOPLE[number % len(PEOPLE)]
    clerk = sorted(stage.clerks)[number % len(stage.clerks)]
    asked = replace(wish, language=person.language)
    outside = stage.then(at)
    try:
        made = staff_booking.book(outside, stage.clerks[clerk], asked, person.typed(number, reachable=reached))
    except HourTaken:
        return None
    return made, person, reached


def _scenes(entity: str, booked: Sequence[_Made]) -> list[_Scene]:
    """Return what was booked with its hours and clerks, in order."""
    found = []
    with db.reading() as session:
        for made, person, reached in booked:
            row = rows.get(session, entity, made.appointment_id)
            found.append(_Scene(row.id, made.case_id, made.manage, row.starts_at, row.clerk_id, person, reached))
    return sorted(found, key=lambda one: one.starts_at)


def _play(stage: _Stage, scene: _Scene, place: int) -> None:
    """Let happen what has happened by now."""
    comes: Sequence[tuple[timedelta, _Act]] = (
        (_EARLY, attendance.arrived),
        (_CALLED, attendance.call),
        (_ATTENDED, attendance.done),
    )
    absent: Sequence[tuple[timedelta, _Act]] = ((_MISSED, attendance.missed),)
    for after, act in absent if place % _ABSENT == _ABSENT - 1 else comes:
        at = scene.starts_at + after
        if at <= stage.now:
            act(stage.then(at), stage.clerks[scene.clerk], scene.id)


def _prepare(stage: _Stage, scenes: Sequence[_Scene]) -> None:
    """Let some who are to come say so, and hand in a paper that somebody looks at."""
    for scene in scenes[::3]:
        changes.attend(stage.outside, stage.entity, scene.manage)
    for place, scene in enumerate(scenes[:_HANDING_IN]):
        citizen = _citizen(stage, scene)
        asked = [one for one in papers.slots(stage.outside, citizen, scene.case_id) if one.required]
        if not asked:
            continue
        content = town_papers.page(asked[0].title, scene.person.full_name)
        given = papers.receive(stage.outside, citizen, asked[0].slot, "documento.pdf", content)
        if given.document is not None and place == 1:
            papers.accept(stage.outside, stage.clerks[scene.clerk], given.document.id)
        elif given.document is not None and place == 2:  # noqa: PLR2004 - the third one's is not good
            papers.give_back(stage.outside, stage.clerks[scene.clerk], given.document.id, _RETURNED)


def _citizen(stage: _Stage, scene: _Scene) -> Visitor:
    """Return the person of an appointment as a visitor who came in for the demonstration."""
    with db.reading() as session:
        party = people.party_with_role(session, scene.case_id, "applicant")
        if party is None:
            raise LookupError("an appointment without its person")
        party_id = party.id
    return replace(
        town_schedules.the_office(stage.entity),
        kind=visits.CITIZEN,
        id=party_id,
        case_id=scene.case_id,
        roles=frozenset(),
        language=scene.person.language,
        actor=Actor("citizen", str(party_id), DEMONSTRATION),
    )
