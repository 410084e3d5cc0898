"""A message is brought to the diagram that waits for it; one that nobody waits for is recorded and harmless."""

from uuid import UUID

import pytest

from app.domain.actors import SYSTEM
from app.services import arrivals, record, steps, tasks
from app.store import cases, db
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services import notified


@pytest.fixture
def waiting(bare_world: World) -> World:
    """Return the outside world of a town whose procedure waits for what becomes of a notification."""
    builders.found_town()
    builders.publish(bare_world.outside, sources=notified.sources({}))
    return bare_world


def _asked(world: World) -> UUID:
    case = builders.open_case(world, mailed=False)
    with db.reading() as session:
        task = cases.tasks_of(session, case.id)[0].id
    tasks.complete(world.outside, builders.citizen(world, case), task, {"parcel": "one"})
    return case.id


def _deliver(world: World, case_id: UUID, name: str = notified.REFUSED) -> bool:
    with db.transaction() as session:
        held = steps.hold(session, world.outside, TOWN, case_id)
        happened = record.Act("notification.refused", SYSTEM, record.on("notification", "n1"))
        return arrivals.deliver(held, name, {"notification": "n1"}, [happened])


def test_a_message_moves_the_diagram_that_waits_for_it(waiting: World) -> None:
    case_id = _asked(waiting)

    heard = _deliver(waiting, case_id)

    assert heard
    assert builders.case_row(case_id).status == "ended"
    assert builders.types(case_id)[-3:] == ["notification.refused", "workflow.stepped", "case.closed"]
    stepped = builders.happened(case_id)[-2].data
    assert stepped["trigger"] == "message notification_refused"
    assert ["end_notification_refused", "ready", "completed"] in stepped["transitions"]


def test_a_message_that_nobody_waits_for_is_recorded_and_moves_nothing(waiting: World) -> None:
    case_id = _asked(waiting)
    before = builders.case_row(case_id)

    heard = _deliver(waiting, case_id, "term_expired")

    assert not heard
    assert builders.types(case_id)[-2:] == ["notification.refused", "message.unheard"]
    assert builders.happened(case_id)[-1].data == {"message": "term_expired", "reason": "nobody_waits"}
    after = builders.case_row(case_id)
    assert (after.state, after.version, after.status) == (before.state, before.version, "open")


def test_a_message_before_the_diagram_waits_does_not_count_later(waiting: World) -> None:
    case = builders.open_case(waiting, mailed=False)

    assert not _deliver(waiting, case.id)

    assert builders.case_row(case.id).status == "open"


def test_a_message_to_a_case_that_has_ended_is_recorded_and_moves_nothing(waiting: World) -> None:
    case_id = _asked(waiting)
    _deliver(waiting, case_id)

    heard = _deliver(waiting, case_id, notified.ACCESSED)

    assert not heard
    assert builders.happened(case_id)[-1].data == {"message": notified.ACCESSED, "reason": "ended"}
    assert builders.types(case_id).count("case.closed") == 1
