"""A small procedure with a fault that the checker cannot see: what some people answer sends the case in circles."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from app.domain.errors import ProcedureFault
from app.services import faults, tasks
from app.store import cases, db
from tests import builders
from tests.builders import PROCEDURE, OpenCase
from tests.fakes.outside import World

GOOD, BAD = "one", "two"
_ROUND = b"""<bpmn:exclusiveGateway id="again" />
    <bpmn:scriptTask id="work"><bpmn:script>turn = request.parcel</bpmn:script></bpmn:scriptTask>
    <bpmn:exclusiveGateway id="enough" default="f_enough_again" />
    %s
    <bpmn:sequenceFlow id="f_again_work" sourceRef="again" targetRef="work" />
    <bpmn:sequenceFlow id="f_work_enough" sourceRef="work" targetRef="enough" />
    <bpmn:sequenceFlow id="f_enough_again" sourceRef="enough" targetRef="again" />
    <bpmn:sequenceFlow id="f_enough_decide" sourceRef="enough" targetRef="decide">
      <bpmn:conditionExpression>turn == "one"</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f3" """
_DIRECT = b'<bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="again" />'
_WAITS = b"""<bpmn:%s
    <bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="wait" />
    <bpmn:sequenceFlow id="f_wait_again" sourceRef="wait" targetRef="again" />"""
_STRAIGHT = b'<bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="decide" />'
_FIRST = b'<bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="ask" />'

AN_HOUR = _WAITS % (
    b'intermediateCatchEvent id="wait"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>"PT1H"</bpmn:timeDuration>'
    b"</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
)
A_MESSAGE = _WAITS % b'receiveTask id="wait" messageRef="m_word" />'
A_WORKER = _WAITS % (
    b'serviceTask id="wait"><bpmn:extensionElements><spiffworkflow:serviceTaskOperator id="mail.notify" '
    b'resultVariable="told"><spiffworkflow:parameters>'
    b'<spiffworkflow:parameter id="to" type="text" value=\'"applicant"\' />'
    b'<spiffworkflow:parameter id="message" type="text" value=\'"ready"\' />'
    b'<spiffworkflow:parameter id="values" type="object" value=\'{"place": "Casa"}\' />'
    b"</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></bpmn:extensionElements></bpmn:serviceTask>"
)


def sources(before: bytes = _DIRECT) -> Mapping[str, bytes]:
    """Return the procedure; `before` is what stands between the question and the round."""
    drawn = builders.DIAGRAM.replace(_STRAIGHT, b"").replace(b'<bpmn:sequenceFlow id="f3" ', _ROUND % before)
    lane = b"<bpmn:flowNodeRef>finish</bpmn:flowNodeRef>"
    waits = b"<bpmn:flowNodeRef>wait</bpmn:flowNodeRef>" if before != _DIRECT else b""
    drawn = drawn.replace(lane, lane + waits).replace(
        b"<bpmn:collaboration", b'<bpmn:message id="m_word" name="word" /><bpmn:collaboration'
    )
    return {**builders.SOURCES, f"{PROCEDURE}.bpmn": drawn}


def unbeginnable() -> Mapping[str, bytes]:
    """Return the procedure with a fault before anybody does anything."""
    broken = b"""<bpmn:scriptTask id="first"><bpmn:script>turn = applicant.ref + 1</bpmn:script></bpmn:scriptTask>
    <bpmn:sequenceFlow id="f0" sourceRef="begin" targetRef="first" />
    <bpmn:sequenceFlow id="f1" sourceRef="first" targetRef="ask" />"""
    return {**builders.SOURCES, f"{PROCEDURE}.bpmn": builders.DIAGRAM.replace(_FIRST, broken)}


def task(case: OpenCase) -> UUID:
    """Return the first task of a case."""
    with db.reading() as session:
        return cases.tasks_of(session, case.id)[0].id


def meet(world: World, case: OpenCase) -> ProcedureFault:
    """Let the applicant of a case meet the fault, and return it."""
    with pytest.raises(ProcedureFault) as caught:
        tasks.complete(world.outside, builders.citizen(world, case), task(case), {"parcel": BAD})
    return caught.value


def met(world: World) -> OpenCase:
    """Return a case whose applicant met the fault, of which the office was told."""
    case = builders.open_case(world, mailed=False)
    faults.report(world.outside, meet(world, case))
    return case
