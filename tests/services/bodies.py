"""A town with its bodies, and a small procedure that has a document decided by a body or by an automated act."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pypdfium2

from app.domain.errors import OfficeError
from app.services import staff, tasks, visits
from app.services.deciding import folder
from app.services.staff import Proof
from app.services.visits import Visitor
from app.store import db, decisions
from app.store.tables import AutomatedActRow, BodyRow, DelegationRow, ResolutionRow, StaffRow, TermOfOfficeRow
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import World
from tests.services import permits
from tests.services.permits import Permit

TEMPLATE = (Path(__file__).parents[2] / "forms" / "documents" / "resolution.typ").read_bytes()
MAYOR, SECRETARY, COUNCILLOR, DIRECTOR = "alcaldia", "secretaria", "concejalia", "direccion_general"
NAMES = {
    MAYOR: {"es": "Alcaldía", "ca": "Alcaldia"},
    SECRETARY: {"es": "Secretaría", "ca": "Secretaria"},
    COUNCILLOR: {"es": "Concejalía de Hacienda", "ca": "Regidoria d’Hisenda"},
    DIRECTOR: {"es": "Dirección General de Ayudas", "ca": "Direcció General d’Ajudes"},
}
PUBLISHED = "BOP n.º 210, de 3 de noviembre de 2026"
_SERVICE = (
    '<bpmn:serviceTask id="{id}" name="{id}"><bpmn:extensionElements>'
    '<spiffworkflow:serviceTaskOperator id="{operator}" resultVariable="decided">'
    "<spiffworkflow:parameters>{given}</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
    "</bpmn:extensionElements></bpmn:serviceTask>"
)
_RETURNED = (
    '<bpmn:boundaryEvent id="back" name="Back" attachedToRef="write">'
    '<bpmn:errorEventDefinition id="back_error" errorRef="e_returned" /></bpmn:boundaryEvent>'
)
_GIVEN: Mapping[str, str] = {
    "document": '"granting"',
    "answers": "[request.ref]",
    "values": '{"amount": "6.000 euros", "reason": "in_time"}',
    "kind": '"granted"',
}
_TEXT: Mapping[str, Any] = {
    "facts": [
        {"es": "{name} pidió {parcel}.", "ca": "{name} va demanar {parcel}."},
        {"text": {"es": "Llegó tarde.", "ca": "Va arribar tard."}, "when": {"field": "reason", "eq": "late"}},
    ],
    "grounds": [{"es": "Ley 39/2015, de 1 de octubre.", "ca": "Llei 39/2015, d’1 d’octubre."}],
    "decision": [{"es": "{body} concede {amount}.", "ca": "{body} concedeix {amount}."}],
    "appeals": ["reposicion", "contencioso"],
}


def sources(operator: str = "decisions.request", by: str = MAYOR, eni_type: str = "TD01") -> Mapping[str, bytes]:
    """Return the procedure: ask, decide, have a document decided; a return leads to an end of its own."""
    given = {**_GIVEN, "body" if operator == "decisions.request" else "act": f'"{by}"'}
    params = "".join(f"<spiffworkflow:parameter id='{k}' type='any' value='{v}' />" for k, v in given.items())
    lanes = {"Person": ("begin", "ask"), "Office": ("decide",), "Machine": ("write", "back", "finish", "returned")}
    drawn = "".join(
        f'<bpmn:lane id="lane_{name}" name="{name}">'
        + "".join(f"<bpmn:flowNodeRef>{one}</bpmn:flowNodeRef>" for one in members)
        + "</bpmn:lane>"
        for name, members in lanes.items()
    )
    flows = [*pairwise(("begin", "ask", "decide", "write", "finish")), ("back", "returned")]
    parts = [
        f'<bpmn:laneSet id="lanes">{drawn}</bpmn:laneSet><bpmn:startEvent id="begin" name="Begin" />',
        permits._user("ask", "request"),
        permits._user("decide", "decision"),
        _SERVICE.format(id="write", operator=operator, given=params),
        _RETURNED,
        '<bpmn:endEvent id="finish" name="Finished" /><bpmn:endEvent id="returned" name="Returned" />',
        *(f'<bpmn:sequenceFlow id="f_{a}_{b}" sourceRef="{a}" targetRef="{b}" />' for a, b in flows),
    ]
    head = permits._HEAD.replace('id="e_refused" errorCode="refused"', 'id="e_returned" errorCode="returned"')
    document = {
        "title": {"es": "Resolución", "ca": "Resolució"},
        "template": "documents/resolution.typ",
        "eni_type": eni_type,
        "resolution": _TEXT,
    }
    texts = {
        **builders.TEXTS,
        "lanes": {**builders.TEXTS["lanes"], "Machine": {"machine": True}},
        "documents": {"granting": document},
    }
    return {
        **{path: builders.SOURCES[path] for path in ("forms/ask.json", "forms/decide.json")},
        f"{PROCEDURE}.bpmn": f"{head}{''.join(parts)}</bpmn:process></bpmn:definitions>".encode(),
        "procedure.yaml": json.dumps(texts, ensure_ascii=False).encode(),
        "documents/resolution.typ": TEMPLATE,
    }


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody with the role authority, signed in; `token` is the browser's."""

    visitor: Visitor
    token: str

    @property
    def id(self) -> UUID:
        return self.visitor.id


def body(code: str = MAYOR, kind: str = "mayor") -> UUID:
    """Insert a body and return its id."""
    body_id = uuid4()
    row = {"id": body_id, "entity": TOWN, "code": code, "kind": kind, "names": NAMES[code], "dir3": "L01990017"}
    _insert(BodyRow, row | {"active": True, "created_at": builders.at("2026-01-01")})
    return body_id


def term(
    staff_id: UUID, body_id: UUID, since: str = "2026-01-01", until: str | None = None, capacity: str = "holder"
) -> UUID:
    """Put somebody at the head of a body."""
    term_id = uuid4()
    row = {"id": term_id, "entity": TOWN, "body_id": body_id, "staff_id": staff_id, "capacity": capacity}
    _insert(TermOfOfficeRow, row | {"appointed_by": "Pleno", **_dates(since, until)})
    return term_id


def delegation(
    from_body: UUID,
    to_body: UUID,
    *procedures: str,
    since: str = "2026-01-01",
    until: str | None = None,
    published: str = PUBLISHED,
) -> UUID:
    """Let a body exercise the competence of another."""
    delegation_id = uuid4()
    row = {"id": delegation_id, "entity": TOWN, "from_body": from_body, "to_body": to_body}
    _insert(DelegationRow, row | {"procedures": list(procedures), "published": published, **_dates(since, until)})
    return delegation_id


def automated_act(
    body_id: UUID, act: str = "note", *, procedure: str = PROCEDURE, since: str = "2026-01-01",
    until: str | None = None, published: str = PUBLISHED,
) -> UUID:  # fmt: skip
    """Put an act into the register of automated acts."""
    act_id = uuid4()
    decides = {"es": "Expide una nota", "ca": "Expedeix una nota"}
    row = {"id": act_id, "entity": TOWN, "procedure": procedure, "act": act, "decides": decides, "body_id": body_id}
    _insert(AutomatedActRow, row | {"published": published, **_dates(since, until)})
    return act_id


def change(table: type[Any], row_id: UUID, **values: Any) -> None:
    """Change a row of the register of competences behind the office's back."""
    with db.bookkeeping("a competence as a test needs it") as session:
        row = session.get_one(table, row_id)
        for name, value in values.items():
            setattr(row, name, value)


def official(world: World, username: str = "vicent", name: str = "Vicent Blasco Ribes", *roles: str) -> Official:
    """Return somebody who may be at the head of a body, with the authenticator of the tests."""
    staff_id = uuid4()
    row = StaffRow(
        id=staff_id, entity=TOWN, username=username, name=name, post="Alcalde", office="casa",
        roles=list(roles or ("authority",)), password="",
        totp=world.outside.keys.wrap(builders.TOTP_SECRET.encode(), staff_id),
    )  # fmt: skip
    with db.bookkeeping("an official for a test") as session:
        session.add(row)
        session.flush()
        token = visits.open_staff(session, row, world.clock.now())
    found = visits.current(world.outside, TOWN, token)
    assert found is not None
    return Official(found, token)


def mayor(world: World) -> Official:
    """Return the mayor, in office, of a body that is competent for everything."""
    return head(world, MAYOR)


def head(world: World, code: str) -> Official:
    """Return somebody at the head of the body that diagrams call `code`."""
    found = official(world)
    term(found.id, body(code))
    return found


def put(world: World, *, language: str = "es") -> Permit:
    """Return a case of which a draft was put into a folder, or whatever the worker made of it."""
    case = builders.open_case(world, language=language)
    taken = permits.member(world, f"marta.{case.number[-3:]}", "clerk")
    permit = Permit(case, builders.citizen(world, case), taken)
    tasks.complete(world.outside, permit.citizen, permits.task_of(permit, "ask"), {"parcel": "un paquete"})
    permits.decided(world, permit)
    permits.work(world)
    return permit


def proof(world: World, official: Official) -> Proof:
    """Let an official prove anew who they are; each code is good once, so the clock goes on."""
    world.clock.forward(seconds=30)
    return staff.prove_anew(world.outside, official.visitor, builders.totp(world))


def sign(world: World, official: Official, permit: Permit) -> str:
    """Let an official decide what a case put into the folder; return the number."""
    return folder.sign(world.outside, official.visitor, row(permit).id, proof(world, official), ticked=True)


def row(permit: Permit) -> ResolutionRow:
    """Return the newest resolution of a case."""
    with db.reading() as session:
        found = session.query(ResolutionRow).filter_by(case_id=permit.case.id)
        one = found.order_by(ResolutionRow.requested_at.desc()).first()
        assert one is not None
        session.expunge(one)
    return one


def fault(act: Any) -> str:
    """Return the code of the error that an act raises, "" when it raises none."""
    try:
        act()
    except OfficeError as raised:
        return raised.code
    return ""


def _dates(since: str, until: str | None) -> dict[str, Any]:
    last = date.fromisoformat(until) if until else None
    return {"from_on": date.fromisoformat(since), "until_on": last, "created_at": builders.at("2026-01-01")}


def _insert(table: type[Any], row: Mapping[str, Any]) -> None:
    with db.bookkeeping("who decides, for a test") as session:
        decisions.add(session, table, row)


def words(pdf: bytes) -> str:
    """Return the words of a document, in their order, with single spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.replace("\u0002", "").replace("\ufffe", "").split())


def end(table: type[Any], day: str) -> None:
    """End the only term or delegation on a day."""
    with db.bookkeeping("a competence that ends, for a test") as session:
        session.query(table).one().until_on = date.fromisoformat(day)
