"""A small procedure that notifies what it wrote and waits for what becomes of it; and a worker to run it."""

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from tests import builders
from tests.builders import PROCEDURE

ACCESSED, REFUSED, EXPIRED, RETURNED = (
    f"notification_{word}" for word in ("accessed", "refused", "expired", "returned")
)
MESSAGES = (ACCESSED, REFUSED, EXPIRED, RETURNED)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
  id="definitions" targetNamespace="https://ventanilla.test/bpmn">
"""
_COLLABORATION = """<bpmn:collaboration id="collaboration">
    <bpmn:participant id="pool" name="Town hall" processRef="parcel" />
  </bpmn:collaboration>
  <bpmn:process id="parcel" name="Parcel" isExecutable="true">
"""
_ASK = (
    '<bpmn:userTask id="ask" name="Ask"><bpmn:extensionElements><spiffworkflow:properties>'
    '<spiffworkflow:property name="form" value="ask" /></spiffworkflow:properties>'
    "<spiffworkflow:variableName>request</spiffworkflow:variableName></bpmn:extensionElements></bpmn:userTask>"
)
Service = tuple[str, str, Mapping[str, str]]
"""An operator, the variable of its result, and its parameters as expressions."""


def _service(name: str, service: Service) -> str:
    operator, result, params = service
    given = "".join(f'<spiffworkflow:parameter id="{k}" type="any" value=\'{v}\' />' for k, v in params.items())
    return (
        f'<bpmn:serviceTask id="{name}" name="{name}"><bpmn:extensionElements>'
        f'<spiffworkflow:serviceTaskOperator id="{operator}" resultVariable="{result}">'
        f"<spiffworkflow:parameters>{given}</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
        "</bpmn:extensionElements></bpmn:serviceTask>"
    )


def _catch(name: str) -> str:
    return (
        f'<bpmn:intermediateCatchEvent id="on_{name}" name="{name}">'
        f'<bpmn:messageEventDefinition id="def_{name}" messageRef="m_{name}">'
        "<bpmn:extensionElements><spiffworkflow:messageVariable>outcome</spiffworkflow:messageVariable>"
        "</bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:intermediateCatchEvent>"
        f'<bpmn:endEvent id="end_{name}" name="{name}" />'
    )


def diagram(services: Mapping[str, Service]) -> bytes:
    """Return a diagram: a person asks, the machine does `services`, and an event gateway waits for the outcome."""
    machine = [*services, "wait", *(f"{kind}_{name}" for name in MESSAGES for kind in ("on", "end"))]
    flows = [
        *pairwise(("begin", "ask", *services, "wait")),
        *(("wait", f"on_{name}") for name in MESSAGES),
        *((f"on_{name}", f"end_{name}") for name in MESSAGES),
    ]
    parts = [
        _HEAD,
        *(f'<bpmn:message id="m_{name}" name="{name}" />' for name in MESSAGES),
        _COLLABORATION,
        f'<bpmn:laneSet id="lanes">{_lane("Person", ("begin", "ask"))}{_lane("Machine", machine)}</bpmn:laneSet>',
        f'<bpmn:startEvent id="begin" name="Begin" />{_ASK}',
        *(_service(name, service) for name, service in services.items()),
        '<bpmn:eventBasedGateway id="wait" name="What becomes of it" />',
        *(_catch(name) for name in MESSAGES),
        *(f'<bpmn:sequenceFlow id="f_{a}_{b}" sourceRef="{a}" targetRef="{b}" />' for a, b in flows),
        "</bpmn:process></bpmn:definitions>",
    ]
    return "".join(parts).encode()


def _lane(name: str, members: Iterable[str]) -> str:
    inside = "".join(f"<bpmn:flowNodeRef>{one}</bpmn:flowNodeRef>" for one in members)
    return f'<bpmn:lane id="lane_{name}" name="{name}">{inside}</bpmn:lane>'


def sources(services: Mapping[str, Service], **texts: Any) -> Mapping[str, bytes]:
    """Return the sources of the procedure."""
    about = {
        **builders.TEXTS,
        "lanes": {"Person": {"party": "applicant"}, "Machine": {"machine": True}},
        "steps": [
            {"element": ["ask"], "title": {"es": "Pedirlo", "ca": "Demanar-lo"}, "who": "applicant"},
            {
                "element": [*services, *(f"on_{name}" for name in MESSAGES)],
                "title": {"es": "Notificarlo", "ca": "Notificar-ho"},
                "who": "office",
            },
        ],
        "outcomes": {
            f"end_{name}": {"title": {"es": f"Acabó: {name}", "ca": f"Va acabar: {name}"}, "tone": "done"}
            for name in MESSAGES
        },
        **texts,
    }
    return {
        f"{PROCEDURE}.bpmn": diagram(services),
        "procedure.yaml": json.dumps(about, ensure_ascii=False).encode(),
        "forms/ask.json": builders.SOURCES["forms/ask.json"],
    }
