"""What people are told of the end: the outcome that the procedure names, after an end event or a service task."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from app.services import portal, tasks
from app.store import cases, db
from tests import builders
from tests.builders import OpenCase
from tests.fakes.outside import World

TWO_ENDS: Mapping[str, bytes] = {
    **builders.SOURCES,
    f"{builders.PROCEDURE}.bpmn": builders.DIAGRAM.replace(
        b'<bpmn:endEvent id="finish"',
        b'<bpmn:exclusiveGateway id="which" name="Noted?" default="f4"><bpmn:incoming>f3</bpmn:incoming>'
        b"<bpmn:outgoing>f4</bpmn:outgoing><bpmn:outgoing>f5</bpmn:outgoing></bpmn:exclusiveGateway>"
        b'<bpmn:endEvent id="dropped" name="Dropped"><bpmn:incoming>f5</bpmn:incoming></bpmn:endEvent>'
        b'<bpmn:sequenceFlow id="f4" sourceRef="which" targetRef="finish" />'
        b'<bpmn:sequenceFlow id="f5" sourceRef="which" targetRef="dropped">'
        b'<bpmn:conditionExpression>decision.note == "no"</bpmn:conditionExpression></bpmn:sequenceFlow>'
        b'<bpmn:endEvent id="finish"',
    )
    .replace(b'sourceRef="decide" targetRef="finish"', b'sourceRef="decide" targetRef="which"')
    .replace(b"<bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>", b"<bpmn:incoming>f4</bpmn:incoming></bpmn:endEvent>")
    .replace(
        b"<bpmn:flowNodeRef>finish</bpmn:flowNodeRef>",
        b"<bpmn:flowNodeRef>finish</bpmn:flowNodeRef><bpmn:flowNodeRef>which</bpmn:flowNodeRef>"
        b"<bpmn:flowNodeRef>dropped</bpmn:flowNodeRef>",
    ),
}
OUTCOMES = {
    "finish": {"title": {"es": "Terminado", "ca": "Acabat"}, "tone": "done"},
    "dropped": {"title": {"es": "Descartado", "ca": "Descartat"}, "tone": "error"},
}


def _decided(world: World, note: str) -> OpenCase:
    """Return a case that the applicant asked and a clerk decided, which ends it."""
    case = builders.open_case(world)
    builders.hire(world)
    tasks.complete(world.outside, builders.citizen(world, case), _open_task(case), {"parcel": "Azul"})
    clerk = builders.signed_in(world)
    tasks.claim(world.outside, clerk, _open_task(case))
    tasks.complete(world.outside, clerk, _open_task(case), {"note": note})
    return case


def _open_task(case: OpenCase) -> UUID:
    with db.reading() as session:
        return next(task.id for task in cases.tasks_of(session, case.id) if task.status == "open")


@pytest.mark.parametrize(("note", "title", "tone"), [("sí", "Terminado", "done"), ("no", "Descartado", "error")])
def test_the_outcome_of_the_end_that_a_case_came_to_is_told(world: World, note: str, title: str, tone: str) -> None:
    builders.publish(world.outside, sources=builders.changed(TWO_ENDS, outcomes=OUTCOMES), number=2)

    case = _decided(world, note)

    told = portal.status(world.outside, builders.citizen(world, case))
    assert (told.ended, told.outcome, told.outcome_tone) == (True, title, tone)
