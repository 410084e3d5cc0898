"""The demonstration town: set up once, and again without harm."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

import workers.operators
from app.services import abilities, demonstration, demonstration_schedules, schedule_weeks, schedules
from app.services.schedules import Overview
from app.store import db
from app.store.tables import StaffRow
from tests.architecture import callgraph
from tests.fakes.outside import World

ARC = "1.3.6.1.4.1.99999"
TOWN = "ribalba"
FRIDAY = 4


@pytest.fixture
def home(tmp_path: Path, bare_world: World) -> Path:
    workers.operators.load()
    demonstration.seed(bare_world.outside, tmp_path / "home", callgraph.ROOT, ARC)
    return tmp_path / "home"


def accounts(home: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((home / demonstration.ACCOUNTS).read_text(encoding="utf-8"))
    return found


def overview(world: World) -> Overview:
    return schedules.listed(world.outside, demonstration_schedules.the_office(TOWN))


def test_seeding_again_changes_neither_accounts_nor_schedules(bare_world: World, home: Path) -> None:
    before, known = overview(bare_world), accounts(home)

    again = demonstration.seed(bare_world.outside, home, callgraph.ROOT, ARC)

    assert not again
    assert accounts(home) == known
    assert overview(bare_world) == before


def test_an_account_that_an_older_town_lacks_is_added(bare_world: World, home: Path) -> None:
    known = accounts(home)
    (manager,) = (one for one in known if one["roles"] == ["calendar_manager"])
    rest = [one for one in known if one is not manager]
    (home / demonstration.ACCOUNTS).write_text(json.dumps(rest), encoding="utf-8")
    with db.bookkeeping("an older town for a test") as session:
        session.execute(delete(StaffRow).where(StaffRow.username == manager["username"]))

    demonstration.seed(bare_world.outside, home, callgraph.ROOT, ARC)

    assert accounts(home)[:-1] == rest
    assert accounts(home)[-1]["username"] == manager["username"]


@pytest.mark.usefixtures("home")
def test_the_town_attends_as_it_says(bare_world: World) -> None:
    office = demonstration_schedules.the_office(TOWN)
    mill = next(one for one in overview(bare_world).schedules if one.terms.name == "El Molino")

    week = schedule_weeks.board(bare_world.outside, office, mill.id).week

    (carme,) = week.clerks
    assert [bool(day.open) for day in carme.days] == [True, False, True, True, True]
    assert (week.opens_at, week.closes_at) == (9, 19)
    assert week.first == date(2026, 11, 23)


@pytest.mark.usefixtures("home")
def test_one_clerk_attends_the_staffs_own_bookings_only(bare_world: World) -> None:
    office = demonstration_schedules.the_office(TOWN)
    hall = next(one for one in overview(bare_world).schedules if one.terms.name == "Casa Consistorial")

    week = schedule_weeks.board(bare_world.outside, office, hall.id, date(2026, 11, 23) + timedelta(days=FRIDAY)).week

    andreu = next(one for one in week.clerks if one.name.startswith("Andreu"))
    assert all(day.internal and not day.open for day in andreu.days)
    lucia = next(one for one in week.clerks if one.name.startswith("Lucía"))
    assert [len(day.open) for day in lucia.days] == [2] * 5


@pytest.mark.usefixtures("home")
def test_not_everybody_speaks_every_language(bare_world: World) -> None:
    staff = abilities.listed(bare_world.outside, demonstration_schedules.the_office(TOWN))

    english = {one.name.partition(" ")[0] for one in staff.people if "en" in one.languages}

    assert english == {"Andreu", "Samira"}
