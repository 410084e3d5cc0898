"""Schedules for the tests: one in the town's hall, with a clerk or two, rules as they are said, booked hours."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from app.domain.openings import ENDLESS, Rule
from app.services import visits
from app.services.calendars import schedule_rules, schedules
from app.services.calendars.schedule_rules import Draft
from app.services.calendars.schedules import Terms
from app.services.visits import Visitor
from app.store import db, office
from app.store.tables import AppointmentRow, StaffRow
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import START, World

MONDAY = date(2026, 11, 30)
"""The Monday after the Monday on which the clock of the tests stands."""
MANAGER = "calendar_manager"
WEEKDAYS = frozenset(range(5))
TERMS = Terms("Casa Consistorial", "casa", ("in_person", "phone"), 10, 60, 60, {})


@dataclass(frozen=True, slots=True)
class Hall:
    """A schedule with the one who manages it and two clerks."""

    world: World
    manager: Visitor
    id: UUID
    marta: UUID
    pau: UUID

    def add(self, rule: Rule, seen: frozenset[UUID] = frozenset()) -> UUID:
        """Add a rule."""
        return schedule_rules.add(self.world.outside, self.manager, self.id, Draft(rule), seen)

    def series(self, **changes: object) -> Rule:
        """Return a series of both clerks, Monday to Friday from 9 to 14, that began long ago."""
        made = Rule("series", date(2026, 11, 2), ENDLESS, WEEKDAYS, time(9), time(14), clerks=frozenset({self.marta}))
        return replace(made, **changes)  # type: ignore[arg-type]  # the names are those of the fields

    def closure(self, first: date, last: date | None = None, **changes: object) -> Rule:
        """Return a closure of whole days."""
        made = Rule("closure", first, last or first, frozenset())
        return replace(made, **changes)  # type: ignore[arg-type]  # the names are those of the fields


def hall(world: World) -> Hall:
    """Return a schedule without rules."""
    marta, pau, neus = (
        employed(name, role) for name, role in (("marta", "clerk"), ("pau", "clerk"), ("neus", MANAGER))
    )
    manager = inside(world, neus)
    return Hall(world, manager, schedules.make(world.outside, manager, TERMS), marta, pau)


def employed(username: str, *roles: str, town: str = TOWN) -> UUID:
    """Let somebody work here who has no password yet, and so costs no time."""
    row = {"username": username, "name": "Marta Soler", "post": "Administrativa", "office": "casa"}
    staff_id = uuid4()
    with db.bookkeeping("somebody for a test") as session:
        session.add(StaffRow(id=staff_id, entity=town, **row, roles=list(roles), password="", totp=b""))
    return staff_id


def inside(world: World, staff_id: UUID, town: str = TOWN) -> Visitor:
    """Return somebody of the staff as a visitor who came in without the door."""
    with db.bookkeeping("a visit for a test") as session:
        token = visits.open_staff(session, office.staff(session, staff_id), world.clock.now())
    found = visits.current(world.outside, town, token)
    assert found is not None
    return found


def booked(here: Hall, day: date, hour: time, clerk: UUID | None = None, **columns: object) -> UUID:
    """Book half an hour of a clerk's without a case."""
    local = datetime.combine(day, hour)
    starts_at = local.replace(tzinfo=START.tzinfo) - timedelta(hours=1 if day.month in {11, 12, 1, 2} else 2)
    row = {
        "id": uuid4(),
        "entity": TOWN,
        "state": "booked",
        "schedule_id": here.id,
        "office": "casa",
        "procedure": PROCEDURE,
        "channel": "in_person",
        "language": "es",
        "clerk_id": clerk or here.marta,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=30),
        "minutes": 30,
        "created_at": START,
        **columns,
    }
    with db.bookkeeping("an appointment for a test") as session:
        session.add(AppointmentRow(**row))
    return UUID(str(row["id"]))
