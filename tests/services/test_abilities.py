"""What the staff attend: procedures and languages."""

import pytest

from app.domain.errors import Invalid, NotFound
from app.services.calendars import abilities
from app.services.visits import RoleMissing, Visitor
from tests import builders
from tests.builders import PROCEDURE
from tests.fakes.outside import World
from tests.services import calendars


@pytest.fixture
def manager(world: World) -> Visitor:
    return calendars.inside(world, calendars.employed("neus", "calendar_manager"))


def test_what_somebody_attends_is_shown_and_evidence(world: World, manager: Visitor) -> None:
    pau = calendars.employed("pau", "clerk")

    abilities.change(world.outside, manager, pau, [PROCEDURE], ["ca", "es", "ca"])

    one, offered = abilities.get(world.outside, manager, pau)
    assert (one.skills, one.languages, one.office) == ((PROCEDURE,), ("ca", "es"), "Casa Consistorial")
    assert offered == ((PROCEDURE, "Recoger un paquete"),)
    changed = builders.stream("staff", pau)[-1]
    assert (changed.type, changed.data) == ("staff.changed", {"skills": [PROCEDURE], "languages": ["ca", "es"]})
    assert changed.actor["ref"] == str(manager.id)


def test_the_same_again_changes_nothing(world: World, manager: Visitor) -> None:
    pau = calendars.employed("pau", "clerk")
    before = len(builders.stream("staff", pau))

    abilities.change(world.outside, manager, pau, [], [])

    assert len(builders.stream("staff", pau)) == before


def test_what_does_not_exist_is_refused(world: World, manager: Visitor) -> None:
    pau = calendars.employed("pau", "clerk")

    with pytest.raises(Invalid) as caught:
        abilities.change(world.outside, manager, pau, ["submarine"], ["Klingon!"])

    assert caught.value.problems == {"skills": "unknown", "languages": "unknown"}


def test_people_of_another_town_are_not_found(world: World, manager: Visitor) -> None:
    builders.found_town("altra")
    quim = calendars.employed("quim", "clerk", town="altra")

    with pytest.raises(NotFound):
        abilities.change(world.outside, manager, quim, [], ["es"])
    with pytest.raises(NotFound):
        abilities.get(world.outside, manager, quim)


def test_a_clerk_may_not_change_what_anybody_attends(world: World, manager: Visitor) -> None:
    pau = calendars.employed("pau", "clerk")
    clerk = calendars.inside(world, pau)

    with pytest.raises(RoleMissing):
        abilities.change(world.outside, clerk, pau, [], ["es"])
    assert abilities.get(world.outside, manager, pau)[0].languages == ()
