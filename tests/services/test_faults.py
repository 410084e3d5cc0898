"""A diagram that cannot go on is the office's fault: nothing is lost, and a person of the office is told."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from app.domain.actors import SYSTEM
from app.domain.errors import CannotBegin, Conflict, Invalid, ProcedureFault
from app.services import arrivals, faults, incidents, record, relay, steps, tasks
from app.services.incidents import IncidentView
from app.store import cases, db
from app.store.tables import CaseRow
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services import faulty, permits
from tests.services.faulty import BAD, GOOD

Town = Callable[..., World]
ENDLESS = "el diagrama sigue más de 500 pasos sin descanso"


@pytest.fixture
def town(bare_world: World) -> Town:
    def founded(*before: bytes) -> World:
        builders.found_town()
        builders.publish(bare_world.outside, sources=faulty.sources(*before))
        return bare_world

    return founded


def test_a_move_that_a_diagram_cannot_make_changes_nothing_and_keeps_what_was_answered(town: Town) -> None:
    world = town()
    case = builders.open_case(world, mailed=False)
    before = builders.case_row(case.id)
    citizen, task = builders.citizen(world, case), faulty.task(case)

    with pytest.raises(ProcedureFault, match=ENDLESS):
        tasks.complete(world.outside, citizen, task, {"parcel": BAD})

    assert builders.case_row(case.id).seq == before.seq
    assert tasks.sheet(world.outside, citizen, task).draft == {"parcel": BAD}


def test_a_fault_is_laid_before_the_office_once_however_often_it_is_met(town: Town) -> None:
    world = town()
    case = faulty.met(world)

    faults.report(world.outside, faulty.meet(world, case))

    (incident,) = _listed(world)
    assert (incident.kind, incident.detail, incident.about_call) == ("diagram", ENDLESS, False)
    assert incident.case_id == case.id
    assert [one for one in builders.types(case.id) if one.startswith("incident")] == ["incident.opened"]


def test_a_person_who_answers_otherwise_goes_on(town: Town) -> None:
    world = town()
    case = faulty.met(world)

    tasks.complete(world.outside, builders.citizen(world, case), faulty.task(case), {"parcel": GOOD})

    with db.reading() as session:
        assert [row.element for row in cases.tasks_of(session, case.id) if row.status == "open"] == ["decide"]


def test_a_supervisor_closes_a_fault_of_a_diagram_with_a_reason(town: Town) -> None:
    world = town()
    case = faulty.met(world)
    (incident,) = _listed(world)
    chief = permits.member(world, "jefa", "supervisor")

    with pytest.raises(Invalid):
        incidents.close(world.outside, chief, incident.id, " ")
    incidents.close(world.outside, chief, incident.id, "Una versión nueva lo corrige")

    assert _listed(world) == []
    assert builders.types(case.id)[-1] == "incident.closed"
    assert builders.opened_values(world, case.id, "incident.closed") == {"reason": "Una versión nueva lo corrige"}
    with pytest.raises(Conflict):
        incidents.close(world.outside, chief, incident.id, "Otra vez")


def test_a_case_whose_deadline_meets_a_fault_keeps_no_other_case_waiting(town: Town) -> None:
    world = town(faulty.AN_HOUR)
    faulty_case, sound_case = _asked(world, BAD), _asked(world, GOOD)
    world.clock.forward(hours=1, seconds=1)

    relay.tick(world.outside, limit=1)
    relay.tick(world.outside, limit=1)

    with db.reading() as session:
        assert [row.element for row in cases.tasks_of(session, sound_case) if row.status == "open"] == ["decide"]
        assert cases.due_timers(session, world.clock.now(), 10) == []
        assert cases.due_timers(session, world.clock.now() + timedelta(hours=1), 10) == [(TOWN, faulty_case)]
    assert [one.case_id for one in _listed(world)] == [faulty_case]


def test_a_message_that_a_diagram_cannot_take_is_recorded_and_the_office_is_told(town: Town) -> None:
    world = town(faulty.A_MESSAGE)
    case_id = _asked(world, BAD)

    with db.transaction() as session:
        held = steps.hold(session, world.outside, TOWN, case_id)
        heard = arrivals.deliver(held, "word", {}, [record.Act("document.viewed", SYSTEM, record.on("document", "d"))])

    assert not heard
    assert builders.happened(case_id)[-1].data == {"message": "word", "reason": "case.procedure_fault"}
    assert [one.detail for one in _listed(world)] == [ENDLESS]


def test_work_whose_answer_a_diagram_cannot_take_is_done_once_and_waits_for_a_decision(town: Town) -> None:
    world = town(faulty.A_WORKER)
    case_id = _asked(world, BAD)

    permits.work(world)
    world.clock.forward(hours=2)
    permits.work(world)

    (incident,) = _listed(world)
    assert (incident.kind, incident.operator, incident.about_call, incident.attempts) == (
        "diagram",
        "mail.notify",
        True,
        1,
    )
    assert builders.types(case_id).count("incident.opened") == 1
    chief = permits.member(world, "jefa", "supervisor")
    with pytest.raises(Conflict):
        incidents.close(world.outside, chief, incident.id, "No es de las que se cierran")


def test_a_case_that_cannot_begin_is_not_opened(bare_world: World) -> None:
    builders.found_town()
    builders.publish(bare_world.outside, sources=faulty.unbeginnable())

    with pytest.raises(CannotBegin, match="first"):
        builders.open_case(bare_world, mailed=False)

    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(CaseRow)) == 0


def _asked(world: World, answer: str) -> UUID:
    case = builders.open_case(world, mailed=False)
    tasks.complete(world.outside, builders.citizen(world, case), faulty.task(case), {"parcel": answer})
    return case.id


def _listed(world: World) -> list[IncidentView]:
    return incidents.listed(permits.member(world, f"auditora {uuid4()}", "auditor"))
