"""The demonstration town: set up once, and again without harm; open, and busy."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import delete, select

import workers.operators
from app.services import applicants, entities
from app.services.calendars import abilities, schedule_weeks, schedules
from app.services.calendars.schedule_weeks import Week
from app.services.calendars.schedules import Overview
from app.services.deciding import registers
from app.services.demonstration import seeding, town_bodies, town_schedules, town_week
from app.services.demonstration.town_people import PEOPLE
from app.services.files import papers
from app.services.visits import Visitor
from app.store import db
from app.store.tables import AppointmentRow, CallRow, CaseRow, StaffRow
from tests import builders
from tests.architecture import callgraph
from tests.fakes import outside
from tests.fakes.outside import World

ARC = "1.3.6.1.4.1.99999"
TOWN = "ribalba"
MORNING = datetime(2026, 11, 25, 9, 40, tzinfo=UTC)
"""A Wednesday, twenty to eleven there."""


def inside(url: str, folder: Path) -> Iterator[World]:
    app = Flask("demonstration-tests")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.db.init_app(app)
    workers.operators.load()
    with app.app_context():
        entities.forget()
        world = outside.world(folder)
        world.clock.at = MORNING
        yield world
        db.db.session.remove()
        db.db.engine.dispose()
    entities.forget()


@pytest.fixture(scope="module")
def town(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Yield the outside world of a town that was seeded once, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("town")
    for world in inside(module_database_url, folder):
        seed(world, folder / "home")
        yield world


@pytest.fixture
def own(database_url: str, tmp_path: Path) -> Iterator[World]:
    """Yield the outside world of a town of the test's own, not seeded yet."""
    yield from inside(database_url, tmp_path)


def seed(world: World, home: Path) -> bool:
    return seeding.seed(world.outside, home, callgraph.ROOT, ARC)


def test_the_town_has_bodies_with_heads_and_a_delegation_and_seeding_again_adds_none(town: World) -> None:
    keeper = replace(office(), roles=frozenset({"administrator"}))
    before = registers.shown(town.outside, keeper)

    town_bodies.make(town.outside, TOWN, callgraph.ROOT)

    assert {one.code for one in before.bodies} == {"alcaldia", "secretaria", "concejalia_hacienda"}
    assert len(before.terms) == 3
    assert all(one.running for one in before.terms)
    assert [(one.from_body, one.running) for one in before.delegations] == [("Alcaldía", True)]
    assert registers.shown(town.outside, keeper) == before


def office() -> Visitor:
    return town_schedules.the_office(TOWN)


def overview(world: World) -> Overview:
    return schedules.listed(world.outside, office())


def week(world: World, name: str) -> Week:
    found = next(one for one in overview(world).schedules if one.terms.name == name)
    return schedule_weeks.board(world.outside, office(), found.id).week


def accounts(home: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((home / seeding.ACCOUNTS).read_text(encoding="utf-8"))
    return found


def appointments() -> list[AppointmentRow]:
    with db.reading() as session:
        found = list(session.scalars(select(AppointmentRow).order_by(AppointmentRow.starts_at)))
        session.expunge_all()
    return found


def test_seeding_again_changes_nothing_and_adds_only_the_accounts_that_an_older_town_lacks(
    own: World, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    first = seed(own, home)
    known, before, made = accounts(home), overview(own), len(appointments())
    (manager,) = (one for one in known if one["roles"] == ["calendar_manager"])
    rest = [one for one in known if one is not manager]
    (home / seeding.ACCOUNTS).write_text(json.dumps(rest), encoding="utf-8")
    with db.bookkeeping("an older town for a test") as session:
        session.execute(delete(StaffRow).where(StaffRow.username == manager["username"]))

    second = seed(own, home)

    assert (first, second) == (True, False)
    assert (overview(own), len(appointments())) == (before, made)
    assert accounts(home)[:-1] == rest
    assert accounts(home)[-1]["username"] == manager["username"]


def test_the_town_attends_as_it_says(town: World) -> None:
    mill = week(town, "El Molino")

    (carme,) = mill.clerks
    assert [bool(day.open) for day in carme.days] == [True, False, True, True, True]
    assert (mill.opens_at, mill.closes_at) == (9, 19)
    assert mill.first == date(2026, 11, 23)


def test_breaks_are_staggered_and_one_clerk_attends_the_staffs_own_bookings_only(town: World) -> None:
    hall = {one.name.partition(" ")[0]: one for one in week(town, "Casa Consistorial").clerks}

    assert all(day.internal and not day.open for day in hall["Andreu"].days)
    assert [len(day.open) for day in hall["Lucía"].days] == [2] * 5
    assert hall["Lucía"].days[4].open != hall["Samira"].days[4].open


def test_the_calendar_for_video_is_open_on_tuesday_and_thursday_mornings(town: World) -> None:
    screen = week(town, "Atención por videollamada")

    assert [any(one.days[day].open for one in screen.clerks) for day in range(5)] == [False, True, False, True, False]


def test_not_everybody_speaks_every_language_or_knows_every_procedure(town: World) -> None:
    staff = {one.name.partition(" ")[0]: one for one in abilities.listed(town.outside, office()).people}

    assert {name for name, one in staff.items() if "en" in one.languages} == {"Andreu", "Samira"}
    assert staff["Carme"].skills
    assert not staff["Lucía"].skills


def test_the_week_is_busy_and_nobody_is_booked_outside_the_hours(town: World) -> None:
    days = Counter(one.starts_at.astimezone(ZoneInfo("Europe/Madrid")).date() for one in appointments())

    assert min(days) == date(2026, 11, 23)
    assert max(days) == date(2026, 12, 2)
    assert days[date(2026, 11, 25)] >= 10
    assert sum(days.values()) >= 40
    assert overview(town).stranded == ()


def test_what_is_past_was_attended_or_missed_and_what_comes_is_booked(town: World) -> None:
    now = town.clock.now()
    states = {
        "past": {one.state for one in appointments() if one.starts_at < now - timedelta(hours=1)},
        "later": {one.state for one in appointments() if one.starts_at > now + timedelta(hours=1)},
        "now": {one.state for one in appointments()},
    }

    assert states["past"] == {"done", "no_show"}
    assert states["later"] == {"booked"}
    assert "arrived" in states["now"]


def test_every_appointment_has_its_case_and_its_evidence(town: World) -> None:
    assert town.clock.now() == MORNING
    attended = next(one for one in appointments() if one.state == "done")

    assert all(one.case_id for one in appointments())
    assert attended.case_id is not None
    told = builders.types(attended.case_id)
    assert [name for name in told if name.startswith("appointment.")] == [
        "appointment.booked",
        "appointment.arrived",
        "appointment.called",
        "appointment.ended",
    ]


def test_nobody_is_told_of_what_is_past(town: World) -> None:
    past = {one.case_id for one in appointments() if one.starts_at < town.clock.now()}
    with db.reading() as session:
        told = set(session.scalars(select(CallRow.case_id)))

    assert told
    assert not told & past


def test_some_have_handed_in_papers_that_were_looked_at(town: World) -> None:
    clerk = next(iter(town_week._clerks(town.outside, TOWN).values()))
    with db.reading() as session:
        cases = list(session.scalars(select(CaseRow.id)))

    states = Counter(one.state for case in cases for one in papers.slots(town.outside, clerk, case))

    assert states["received"] and states["accepted"] and states["returned"]  # noqa: PT018 -- one claim


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        (datetime(2026, 11, 29, 2, 0, tzinfo=UTC), date(2026, 11, 26), date(2026, 12, 7)),
        (datetime(2026, 12, 8, 12, 0, tzinfo=UTC), date(2026, 12, 4), date(2026, 12, 16)),
    ],
    ids=["a Sunday at night", "a holiday"],
)
def test_days_without_work_are_passed_over(town: World, now: datetime, first: date, last: date) -> None:
    calendar = entities.shown(TOWN, town.clock.now()).calendar

    days = town_week._days(calendar, calendar.local_day(now))

    assert (days[0], days[-1]) == (first, last)
    assert len(days) == 8


@pytest.mark.parametrize("reachable", [True, False])
def test_the_people_of_the_town_could_book_themselves(reachable: bool) -> None:
    for number in range(3 * len(PEOPLE)):
        typed = PEOPLE[number % len(PEOPLE)].typed(number, reachable=reachable)

        assert applicants.problems(typed, () if reachable else ("email", "mobile")) == {}
