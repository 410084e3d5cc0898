"""How long a visit lasts, and how it ends."""

import pytest

from app.domain.errors import Denied
from app.domain.identity import Level
from app.services import steps, visits
from app.services.visits import Visitor
from app.store import db, people
from tests import builders
from tests.builders import TOWN, OpenCase
from tests.fakes.outside import World


@pytest.fixture
def case(world: World) -> OpenCase:
    return builders.open_case(world, mailed=False)


def visiting(world: World, case: OpenCase, level: Level = Level.CODE) -> str:
    return builders.visit(world, case, level)


def seen(world: World, token: str) -> Visitor | None:
    return visits.current(world.outside, TOWN, token)


def test_a_visit_ends_after_half_an_hour_without_use(world: World, case: OpenCase) -> None:
    token = visiting(world, case)
    world.clock.forward(minutes=29, seconds=59)
    assert seen(world, token) is not None

    world.clock.forward(minutes=30)

    assert seen(world, token) is None


def test_a_visit_of_a_citizen_ends_after_four_hours_however_busy(world: World, case: OpenCase) -> None:
    token = visiting(world, case)
    for _ in range(11):
        world.clock.forward(minutes=20)
        assert seen(world, token) is not None

    world.clock.forward(minutes=20)

    assert seen(world, token) is None


def test_a_visit_is_written_down_once_a_minute_at_most(world: World, case: OpenCase) -> None:
    token = visiting(world, case)

    world.clock.forward(seconds=59)
    seen(world, token)
    world.clock.forward(minutes=29, seconds=1)

    assert seen(world, token) is None


def test_leaving_ends_the_visit_and_is_evidence(world: World, case: OpenCase) -> None:
    token = visiting(world, case)
    visitor = seen(world, token)
    assert visitor is not None

    visits.close(world.outside, visitor)
    visits.close(world.outside, visitor)

    assert seen(world, token) is None
    assert builders.types(case.id).count("portal.logout") == 1


@pytest.mark.parametrize("token", ["", "x" * 43, "\ud800\0", "ñ" * 10_000])
def test_a_token_that_was_never_given_belongs_to_nobody(world: World, token: str) -> None:
    assert seen(world, token) is None


def test_a_visit_to_one_town_is_none_to_another(world: World, case: OpenCase) -> None:
    token = visiting(world, case)

    assert visits.current(world.outside, "elsewhere", token) is None


def test_a_visit_by_the_link_alone_gains_nothing_from_what_an_official_found(world: World, case: OpenCase) -> None:
    token = visiting(world, case, Level.DECLARED)
    with db.bookkeeping("an official's finding, for a test") as session:
        people.party(session, case.party).level = "official"

    visitor = seen(world, token)

    assert visitor is not None
    assert visitor.level == "declared"


def test_a_citizen_has_no_role_of_the_staff(world: World, case: OpenCase) -> None:
    visitor = seen(world, visiting(world, case))
    assert visitor is not None

    with pytest.raises(Denied):
        visitor.require("clerk")


def test_visits_that_are_over_are_swept_away(world: World, case: OpenCase) -> None:
    visiting(world, case)
    world.clock.forward(minutes=10)
    kept = visiting(world, case)
    world.clock.forward(minutes=25)

    assert visits.sweep(world.outside) == 1
    assert seen(world, kept) is not None


def test_the_token_is_not_in_the_database(world: World, case: OpenCase) -> None:
    from app.store.tables import VisitRow

    token = visiting(world, case)

    with db.reading() as session:
        assert session.get(VisitRow, visits.token_digest(token)) is not None
        assert session.get(VisitRow, token.encode()) is None


def test_a_case_that_ended_may_still_be_visited(world: World, case: OpenCase) -> None:
    with db.transaction() as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        held.row.status = "ended"
        steps.note(held)
        db.recorded(session, 1)

    assert seen(world, visiting(world, case)) is not None
