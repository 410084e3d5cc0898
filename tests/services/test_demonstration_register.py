"""The residents' register of the demonstration town: whoever the journeys need lives where they need it."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain import addresses, people, residence
from app.domain.residence import Move, Stay
from app.services.demonstration import town_register, town_residents
from app.services.demonstration.town_residents import AITANA, AMPARO, HOMES, MARINA, OTHER_PARENT, RUBEN, SONIA, VICENT
from app.services.residents import lookups, opening
from app.store import db, residents
from app.store.residents import Home
from app.store.tables import DwellingRow, ResidentRow
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services.test_demonstration import inside

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def town(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Yield the outside world of a town whose register was filled once."""
    for world in inside(module_database_url, tmp_path_factory.mktemp("town")):
        builders.found_town()
        town_register.fill(world.outside, TOWN)
        yield world


def home_of(world: World, one: town_residents.Neighbour) -> tuple[ResidentRow | None, Home | None]:
    with db.reading() as session:
        register = opening.opened(session, world.outside, TOWN)
        row, _ = lookups.known(session, register, town_register.person(one))
        home = residents.home_on(session, row.id, TODAY) if row is not None else None
        session.expunge_all()
    return row, home


def test_documents_are_true_to_their_letters_and_nobody_shares_one() -> None:
    numbers = [one.document[1] for one in town_residents.everybody() if one.number]

    assert [people.normalise_nif(number) for number in numbers] == numbers
    assert len(set(numbers)) == len(numbers)


@pytest.mark.usefixtures("town")
def test_the_town_has_as_many_people_and_homes_as_its_journeys_need() -> None:
    with db.reading() as session:
        counted = [session.scalar(select(func.count()).select_from(table)) for table in (ResidentRow, DwellingRow)]

    assert (counted[0] or 0) >= 60
    assert counted[1] == len(HOMES) >= 25
    assert len({addresses.folded(addresses.address(home.address)) for home in HOMES}) == len(HOMES)


def test_both_parents_live_on_one_sheet_and_one_parent_alone(town: World) -> None:
    marina, vicent, aitana = (home_of(town, one)[1] for one in (MARINA, VICENT, AITANA))

    assert marina is not None
    assert vicent is not None
    assert aitana is not None
    assert marina.sheet.id == vicent.sheet.id != aitana.sheet.id
    assert home_of(town, OTHER_PARENT) == (None, None)


def test_a_host_somebody_elsewhere_in_town_and_a_protected_person_are_there(town: World) -> None:
    sonia, refuge = home_of(town, SONIA)

    assert home_of(town, AMPARO)[1] is not None
    assert sonia is not None
    assert sonia.protected
    assert refuge is not None
    assert not refuge.dwelling.protected
    rubens = home_of(town, RUBEN)[1]
    assert rubens is not None
    assert rubens.residence.since == date(2017, 10, 23)


@pytest.mark.usefixtures("town")
def test_movements_explain_where_everybody_lives() -> None:
    with db.reading() as session:
        for row in session.scalars(select(ResidentRow)):
            moves = residents.movements(session, TOWN, resident_id=row.id)
            homes = residents.homes(session, row.id)
            replayed = residence.replay(
                Move(one.cause, one.origin_id, one.target_id, one.effective_on) for one in moves
            )
            assert replayed == [Stay(one.sheet.id, one.residence.since, one.residence.until) for one in homes]


def test_filling_again_changes_nothing(town: World) -> None:
    assert not town_register.fill(town.outside, TOWN)
