"""What tests begin with: a town, a small procedure, people, cases, and ways to look at what happened."""

import json
from collections.abc import Mapping
from typing import Any

from app.services.parties import PersonDetails

TOWN = "ribalba"
PROCEDURE = "parcel"
PASSWORD = "a long enough password"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ANA = PersonDetails(
    given_name="Ana",
    surname1="Núñez",
    surname2="Ferrer",
    id_type="dni",
    id_number="12345678Z",
    email="Ana.Nunez@ejemplo.es",
    mobile="+34612345678",
)
JORDI = PersonDetails(
    given_name="Jordi",
    surname1="Puig",
    id_type="nie",
    id_number="X1234567L",
    email="jordi@exemple.cat",
    mobile="+34712345678",
)

DIAGRAM = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
  id="definitions" targetNamespace="https://ventanilla.test/bpmn">
  <bpmn:collaboration id="collaboration">
    <bpmn:participant id="pool" name="Town hall" processRef="parcel" />
  </bpmn:collaboration>
  <bpmn:process id="parcel" name="Parcel" isExecutable="true">
    <bpmn:laneSet id="lanes">
      <bpmn:lane id="lane_person" name="Person">
        <bpmn:flowNodeRef>begin</bpmn:flowNodeRef><bpmn:flowNodeRef>ask</bpmn:flowNodeRef>
      </bpmn:lane>
      <bpmn:lane id="lane_office" name="Office">
        <bpmn:flowNodeRef>decide</bpmn:flowNodeRef><bpmn:flowNodeRef>finish</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="begin" name="Begin"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="ask" name="Ask">
      <bpmn:extensionElements>
        <spiffworkflow:properties>
          <spiffworkflow:property name="form" value="ask" /><spiffworkflow:property name="level" value="code" />
        </spiffworkflow:properties>
        <spiffworkflow:variableName>request</spiffworkflow:variableName>
      </bpmn:extensionElements>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:userTask id="decide" name="Decide">
      <bpmn:extensionElements>
        <spiffworkflow:properties><spiffworkflow:property name="form" value="decide" /></spiffworkflow:properties>
        <spiffworkflow:variableName>decision</spiffworkflow:variableName>
      </bpmn:extensionElements>
      <bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="finish" name="Finished"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="ask" />
    <bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="decide" />
    <bpmn:sequenceFlow id="f3" sourceRef="decide" targetRef="finish" />
  </bpmn:process>
</bpmn:definitions>
"""

TEXTS: Mapping[str, Any] = {
    "id": PROCEDURE,
    "code": "PAR",
    "title": {"es": "Recoger un paquete", "ca": "Recollir un paquet"},
    "summary": {"es": "Recoja un paquete.", "ca": "Recolliu un paquet."},
    "category": "others",
    "audience": ["citizens"],
    "obtains": {"es": "Un paquete", "ca": "Un paquet"},
    "who": {"es": "Cualquiera", "ca": "Qualsevol"},
    "duration": {"es": "5 minutos", "ca": "5 minuts"},
    "cost": {"es": "Gratis", "ca": "Gratuït"},
    "max_term": {"months": 3},
    "silence": "none",
    "legal_basis": [{"title": "Ley 39/2015", "url": "https://www.boe.es/eli/es/l/2015/10/01/39"}],
    "channels": ["online"],
    "lanes": {"Person": {"party": "applicant"}, "Office": {"role": "clerk"}},
    "start_level": "code",
    "papers": [],
    "documents": {},
    "messages": {
        "ready": {
            "subject": {"es": "Su paquete {case_number}", "ca": "El vostre paquet {case_number}"},
            "body": {
                "es": "Hola, {name}:\n\nYa puede recogerlo en {place}.",
                "ca": "Hola, {name},\n\nJa el podeu recollir a {place}.",
            },
        },
        "broken": {
            "subject": {"es": "Vacío", "ca": "Buit"},
            "body": {"es": "{nothing}", "ca": "{nothing}"},
        },
    },
    "steps": [
        {"element": ["ask"], "title": {"es": "Pedirlo", "ca": "Demanar-lo"}, "who": "applicant"},
        {"element": ["decide"], "title": {"es": "Revisarlo", "ca": "Revisar-lo"}, "who": "office"},
    ],
    "outcomes": {"finish": {"title": {"es": "Terminado", "ca": "Acabat"}, "tone": "done"}},
}


def _form(name: str, title: str, field: str) -> bytes:
    asked = {"name": field, "type": "text", "label": {"es": title, "ca": title}, "required": True}
    page = {"id": "page", "title": {"es": title, "ca": title}, "fields": [asked]}
    return json.dumps({"id": name, "version": 1, "title": {"es": title, "ca": title}, "pages": [page]}).encode()


SOURCES: Mapping[str, bytes] = {
    f"{PROCEDURE}.bpmn": DIAGRAM,
    "procedure.yaml": json.dumps(TEXTS, ensure_ascii=False).encode(),
    "forms/ask.json": _form("ask", "Paquete", "parcel"),
    "forms/decide.json": _form("decide", "Nota", "note"),
}
