"""Who reaches which case."""

from uuid import uuid4

import pytest

from app.domain.errors import Denied, NotFound
from app.domain.identity import Level
from app.services import access
from app.services.access import Foreign, LevelTooLow
from app.services.visits import RoleMissing, Visitor
from app.store import db
from tests import builders
from tests.builders import JORDI, TOWN, OpenCase
from tests.fakes.outside import World


@pytest.fixture
def case(world: World) -> OpenCase:
    return builders.open_case(world, mailed=False)


def held(world: World, visitor: Visitor, case: OpenCase) -> str:
    with db.reading() as session:
        return access.holding(session, world.outside, visitor, case.id).row.number


def read(world: World, visitor: Visitor, case: OpenCase) -> str:
    with db.reading() as session:
        return access.reading(session, world.outside, visitor, case.id).row.number


def clerk(world: World, *roles: str) -> Visitor:
    builders.hire(world, "marta", *roles)
    return builders.signed_in(world)


def test_a_citizen_reaches_their_own_case(world: World, case: OpenCase) -> None:
    visitor = builders.citizen(world, case)

    assert held(world, visitor, case) == read(world, visitor, case) == case.number


def test_somebody_elses_case_does_not_exist_for_a_citizen(world: World, case: OpenCase) -> None:
    other = builders.open_case(world, JORDI, mailed=False)
    visitor = builders.citizen(world, case)

    for way in (held, read):
        with pytest.raises(NotFound) as caught:
            way(world, visitor, other)
        assert caught.value.code == "office.not_found"


def test_a_citizen_need_not_name_the_case(world: World, case: OpenCase) -> None:
    visitor = builders.citizen(world, case)

    with db.reading() as session:
        assert access.citizen(session, world.outside, visitor).row.id == case.id
        assert access.citizen_reading(session, world.outside, visitor).row.id == case.id


def test_the_link_alone_opens_no_case(world: World, case: OpenCase) -> None:
    visitor = builders.citizen(world, case, Level.DECLARED)

    with pytest.raises(LevelTooLow) as caught:
        read(world, visitor, case)
    assert caught.value.demanded == "code"


def test_a_code_does_not_do_where_an_official_must_have_looked(world: World, case: OpenCase) -> None:
    visitor = builders.citizen(world, case)

    with db.reading() as session, pytest.raises(LevelTooLow):
        access.citizen(session, world.outside, visitor, level="official")


@pytest.mark.parametrize("role", ["clerk", "supervisor"])
def test_who_handles_cases_reaches_any_of_the_entity(world: World, case: OpenCase, role: str) -> None:
    visitor = clerk(world, role)

    assert held(world, visitor, case) == read(world, visitor, case) == case.number


def test_an_auditor_reads_and_changes_nothing(world: World, case: OpenCase) -> None:
    visitor = clerk(world, "auditor")

    assert read(world, visitor, case) == case.number
    with pytest.raises(RoleMissing):
        held(world, visitor, case)


@pytest.mark.parametrize("role", ["administrator", "analyst", "calendar_manager"])
def test_other_staff_read_no_case(world: World, case: OpenCase, role: str) -> None:
    visitor = clerk(world, role)

    for way in (held, read):
        with pytest.raises(RoleMissing):
            way(world, visitor, case)


def test_staff_of_another_town_do_not_reach_a_case(world: World, case: OpenCase) -> None:
    builders.found_town("elsewhere")
    builders.hire(world, "marta", "clerk", town="elsewhere")
    visitor = builders.signed_in(world, town="elsewhere")

    for way in (held, read):
        with pytest.raises(NotFound):
            way(world, visitor, case)


def test_a_case_that_is_not_there_is_not_found(world: World) -> None:
    visitor = clerk(world, "clerk")

    with db.reading() as session, pytest.raises(NotFound):
        access.holding(session, world.outside, visitor, uuid4())


def test_a_clerk_is_no_citizen(world: World) -> None:
    visitor = clerk(world, "clerk")

    with db.reading() as session, pytest.raises(NotFound):
        access.citizen(session, world.outside, visitor)


def test_only_the_roles_named_will_do(world: World) -> None:
    visitor = clerk(world, "clerk")

    access.require_roles(visitor, "clerk", "auditor")
    with pytest.raises(Denied):
        access.require_roles(visitor, "auditor")


def test_a_refusal_is_evidence_where_the_visitor_has_a_chain(world: World, case: OpenCase) -> None:
    citizen = builders.citizen(world, case)
    member = clerk(world, "clerk")

    access.note_refusal(world.outside, citizen, Foreign("another case"))
    access.note_refusal(world.outside, member, RoleMissing("another role"))

    assert builders.happened(case.id)[-1].data == {"reason": "foreign_case"}
    assert builders.stream("staff", member.id)[-1].data == {"reason": "access.role_missing"}


def test_the_town_of_a_visit_is_the_one_it_was_made_in(world: World, case: OpenCase) -> None:
    assert builders.citizen(world, case).entity == TOWN
