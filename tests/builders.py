"""What tests begin with: a town, a small procedure, people, cases, and ways to look at what happened."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from pyotp.totp import TOTP
from sqlalchemy import select

from app.domain.actors import SYSTEM
from app.domain.identity import Level
from app.engine import specs
from app.ports import Office, Outside
from app.services import calls, cases, entities, parties, record, staff, steps, visits
from app.services.messaging import messages
from app.services.parties import PersonDetails
from app.services.publishing import procedures
from app.services.visits import Visitor
from app.store import db, office, outbox, people
from app.store.tables import CallRow, CaseRow, EntityRow, EventBodyRow, OfficeRow, PartyRow, StreamRow
from tests.fakes.outside import World

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


def changed(sources: Mapping[str, bytes] = SOURCES, **texts: Any) -> Mapping[str, bytes]:
    """Return the sources of a procedure with other texts."""
    about = {**json.loads(sources["procedure.yaml"]), **texts}
    return {**sources, "procedure.yaml": json.dumps(about, ensure_ascii=False).encode()}


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that was opened for a test, with the applicant's id and the token of the link that was mailed."""

    id: UUID
    number: str
    party: UUID
    token: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of evidence, read."""

    type: str
    actor: Mapping[str, str]
    data: Mapping[str, Any]


def found_town(
    town: str = TOWN, *, demonstration: bool = True, name: str = "Ayuntamiento de Ribalba", path: str = ""
) -> None:
    """Insert an entity with one office and no holidays; its pages lie at `path`."""
    entities.forget()
    row = {
        "id": town,
        "name": name,
        "dir3": "L01990017",
        "ine": "99001",
        "nif": "P9900100C",
        "zone": "Europe/Madrid",
        "demonstration": demonstration,
        "facts": {"address": "Plaza Mayor, 1", "telephone": "900 000 000", "path": path},
    }
    hall = {"id": "casa", "entity": town, "name": "Casa Consistorial", "address": "Plaza Mayor, 1"}
    with db.bookkeeping("a town for a test") as session:
        office.install(session, [(EntityRow, [row]), (OfficeRow, [hall])])


def publish(outside: Outside, town: str = TOWN, sources: Mapping[str, bytes] = SOURCES, number: int = 1) -> None:
    """Insert the small procedure as the version that new cases get."""
    now = outside.clock.now()
    digest = specs.digest_of(sources)
    with db.transaction() as session:
        row = {"entity": town, "digest": digest, "procedure": PROCEDURE, "number": number, "published_at": now}
        office.publish(session, {**row, "sources": procedures._pack(sources), "published_by": SYSTEM.ref})
        act = record.Act("procedure.published", SYSTEM, record.on("procedure", PROCEDURE))
        record.in_stream(session, town, "procedure", PROCEDURE, [act], now)


def open_case(
    world: World, applicant: PersonDetails = ANA, *, language: str = "es", town: str = TOWN, mailed: bool = True
) -> OpenCase:
    """Open a case of the small procedure and deliver its link."""
    opened = cases.open_case(world.outside, town, cases.Request(PROCEDURE, applicant, language))
    with db.reading() as session:
        party = people.party_with_role(session, opened.id, "applicant")
        assert party is not None
        party_id = party.id
    token = ""
    if mailed:
        deliver(world)
        token = token_in(world.mail.sent[-1].text)
    return OpenCase(opened.id, opened.number, party_id, token)


def applicant(case_id: UUID) -> UUID:
    """Return the id of a case's applicant."""
    with db.reading() as session:
        party = people.party_with_role(session, case_id, "applicant")
        assert party is not None
        return party.id


def other_party(world: World, case_id: UUID, person: PersonDetails = JORDI) -> Visitor:
    """Make somebody another party of a case and return them as a visitor."""
    party_id = uuid4()
    with db.transaction() as session:
        held = steps.hold(session, world.outside, TOWN, case_id)
        parties.add(held, party_id, "holder", person, "es")
    return citizen(world, OpenCase(case_id, "", party_id, ""))


def visit(world: World, case: OpenCase, level: Level = Level.CODE) -> str:
    """Let the applicant in without the door and return the browser's token."""
    with db.bookkeeping("a visit for a test") as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        return visits.open_citizen(held, people.party(session, case.party), level)


def citizen(world: World, case: OpenCase, level: Level = Level.CODE) -> Visitor:
    """Return the applicant of a case as a visitor."""
    found = visits.current(world.outside, TOWN, visit(world, case, level))
    assert found is not None
    return found


def hire(world: World, username: str = "marta", *roles: str, town: str = TOWN) -> UUID:
    """Give somebody an account with the password and the secret of the tests."""
    member = staff.StaffMember(username, "Marta Soler", "Administrativa", "casa", frozenset(roles or ("clerk",)))
    return staff.add(world.outside, town, member, PASSWORD, TOTP_SECRET)


def totp(world: World) -> str:
    """Return what the authenticator of everybody hired by `hire` shows now."""
    return TOTP(TOTP_SECRET).at(world.clock.now())


def signed_in(world: World, username: str = "marta", town: str = TOWN) -> Visitor:
    """Return a member of staff who has just signed in, half a minute later so that the code is a fresh one."""
    world.clock.forward(seconds=30)
    asked = staff.sign_in(world.outside, town, username, PASSWORD)
    found = visits.current(world.outside, town, staff.prove_totp(world.outside, town, asked.id, totp(world)))
    assert found is not None
    return found


def deliver(world: World) -> None:
    """Let a worker run every call of the office's own that is due."""
    nobody = cast("Office", None)  # the office's own calls ask it for nothing
    with db.bookkeeping("a relay for a test") as session:
        due = outbox.due(session, world.clock.now(), 100)
    for call_id, _ in due:
        calls.run(world.outside, nobody, messages.JOBS, call_id)


def token_in(text: str) -> str:
    """Return the token of the personal link in a letter."""
    found = re.search(r"/enlace/([\w-]{43})", text)
    assert found is not None
    return found[1]


def code_sent(world: World) -> str:
    """Deliver what is due and return the code in the last text message."""
    deliver(world)
    found = re.search(r"\b(\d{6})\b", world.sms.sent[-1].text)
    assert found is not None
    return found[1]


def wrong(code: str) -> str:
    """Return a code that is not `code`."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def other_number(person: PersonDetails, id_number: str) -> PersonDetails:
    """Return `person` under another number."""
    return replace(person, id_number=id_number)


def happened(case_id: UUID) -> list[Happening]:
    """Return the evidence of a case or stream, oldest first."""
    with db.reading() as session:
        bodies = session.scalars(
            select(EventBodyRow.body).where(EventBodyRow.stream == case_id).order_by(EventBodyRow.seq)
        ).all()
    events = [json.loads(body) for body in bodies]
    return [Happening(event["type"], event["actor"], _unskewed(event["data"])) for event in events]


def _unskewed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what the chain adds because the clock of the tests stands still."""
    return {name: value for name, value in data.items() if name != "skew"}


def types(case_id: UUID) -> list[str]:
    """Return the types of a chain's events, oldest first."""
    return [event.type for event in happened(case_id)]


def stream(kind: str, subject: object, town: str = TOWN) -> list[Happening]:
    """Return the evidence of something that is no case; nothing when there is none."""
    with db.reading() as session:
        found = session.scalar(
            select(StreamRow.id).where(
                StreamRow.entity == town, StreamRow.kind == kind, StreamRow.subject == str(subject)
            )
        )
    return happened(found) if found else []


def opened_values(world: World, case_id: UUID, event_type: str) -> dict[str, Any]:
    """Return the committed values of a case's last event of a type, opened with the case's key."""
    with db.reading() as session:
        seal = steps.hold(session, world.outside, TOWN, case_id).seal
        sealed = session.scalars(
            select(EventBodyRow.opening)
            .where(EventBodyRow.stream == case_id, EventBodyRow.type == event_type)
            .order_by(EventBodyRow.seq.desc())
        ).first()
    assert sealed is not None
    return {name: opening["value"] for name, opening in seal.open_json(sealed, record.OPENING).items()}


def all_evidence() -> str:
    """Return every event of the database as one text."""
    with db.reading() as session:
        return "\n".join(body.decode() for body in session.scalars(select(EventBodyRow.body)))


def party_row(party_id: UUID) -> PartyRow:
    """Return a party as it is stored now."""
    with db.reading() as session:
        row = people.party(session, party_id)
        session.expunge(row)
    return row


def case_row(case_id: UUID) -> CaseRow:
    """Return a case as it is stored now."""
    with db.reading() as session:
        row = session.get_one(CaseRow, case_id)
        session.expunge(row)
    return row


def call_rows(operator: str) -> list[CallRow]:
    """Return the calls of an operator, oldest first."""
    with db.reading() as session:
        rows = list(session.scalars(select(CallRow).where(CallRow.operator == operator).order_by(CallRow.created_at)))
        session.expunge_all()
    return rows


def at(text: str) -> datetime:
    """Return a time written as ISO 8601 without a zone, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
