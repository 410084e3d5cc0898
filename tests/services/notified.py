"""A small procedure that notifies what it wrote and waits for what becomes of it; and a worker to run it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

import pypdfium2

from app.ports import CallRef
from app.services import calls, tasks
from app.services.parties import PersonDetails
from app.services.visits import Visitor
from app.store import db, documents, outbox, people
from app.store import notifications as store
from app.store.tables import NotificationRow
from tests import builders
from tests.builders import ANA, PROCEDURE, OpenCase
from tests.fakes.outside import World
from tests.services import permits
from tests.services.permits import Permit
from workers import operators

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


@dataclass(frozen=True, slots=True)
class Notified:
    """A case in which a document was notified to the applicant, who is in, with a clerk."""

    permit: Permit
    document: UUID
    notification: UUID

    @property
    def case(self) -> OpenCase:
        return self.permit.case

    @property
    def citizen(self) -> Visitor:
        return self.permit.citizen


def published(world: World, level: str = "code", compulsory: str = "False") -> None:
    """Publish the procedure that writes an order and notifies it to the applicant."""
    services: Mapping[str, Service] = {
        "write": ("documents.render", "made", {"document": '"order"', "answers": "[request.ref]"}),
        "tell": (
            "notifications.notify",
            "notice",
            {
                "to": '"applicant"',
                "document": "made.document",
                "level": f'"{level}"',
                "compulsory": compulsory,
            },
        ),
    }
    kinds = {"order": {"title": {"es": "Orden", "ca": "Ordre"}, "template": "documents/order.typ", "eni_type": "TD14"}}
    made = {**sources(services, documents=kinds), "documents/order.typ": permits.TEMPLATE}
    builders.publish(world.outside, sources=made, number=2)


def notify(
    world: World,
    *,
    chosen: str | None = "electronic",
    person: PersonDetails = ANA,
    level: str = "code",
    compulsory: str = "False",
    worked: bool = True,
) -> Notified:
    """Return a case of which a document was notified; when not `worked`, before the diagram has come to wait."""
    published(world, level, compulsory)
    case = builders.open_case(world, person, mailed=False)
    permit = Permit(case, builders.citizen(world, case), permits.member(world, "marta", "clerk"))
    choose(case.party, chosen)
    tasks.complete(world.outside, permit.citizen, permits.task_of(permit, "ask"), {"parcel": "one"})
    if worked:
        permits.work(world)
    else:
        _half_worked(world)
    with db.reading() as session:
        found = next(one for one, _, _ in store.of_case(session, case.id))
        return Notified(permit, found.document_id, found.id)


def row(case: Notified) -> NotificationRow:
    """Return the notification as it is stored now."""
    with db.reading() as session:
        found = store.get(session, builders.TOWN, case.notification)
        session.expunge(found)
    return found


def choose(party_id: UUID, channel: str | None) -> None:
    """Let a party have chosen how to be notified."""
    with db.bookkeeping("a choice for a test") as session:
        people.party(session, party_id, lock=True).notification_channel = channel


def comes_in(world: World, case: Notified) -> Visitor:
    """Return the applicant, who comes in again."""
    return builders.citizen(world, case.case)


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF with single spaces between them."""
    opened = pypdfium2.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_bounded() for page in opened)
    return " ".join(words.split())


def _half_worked(world: World) -> None:
    """Let a worker write the document and notify it, and die before it says so to the diagram."""
    here = permits.office_of(world.outside)
    operators.load()
    with db.bookkeeping("a relay for a test") as session:
        due = outbox.due(session, world.clock.now(), 100)
    for call_id, _ in due:
        calls.run(world.outside, here, permits.JOBS, call_id)
    asked = builders.call_rows("notifications.notify")[-1]
    assert asked.case_id is not None
    with db.reading() as session:
        order = str(documents.of_case(session, asked.case_id)[-1].row.id)
    call = CallRef(builders.TOWN, asked.case_id, asked.id)
    here.notifications.notify(call, to="applicant", document=order, level="code", compulsory=False)


def ended_with(case: Notified) -> str:
    """Return the end event that the case came to, "" while it goes on."""
    stepped = [one for one in builders.happened(case.case.id) if one.type == "workflow.stepped"]
    ends = [t[0] for t in stepped[-1].data["transitions"] if t[0].startswith("end_") and t[2] == "completed"]
    return ends[0].removeprefix("end_notification_") if ends else ""
