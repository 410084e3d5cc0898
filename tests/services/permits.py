"""A small procedure with papers, a document, one or two signatures, an entry and a mandate; and a worker to run it."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask import current_app

from app.documents import pki
from app.documents.timestamps import EmbeddedAuthority
from app.domain.errors import OperatorUnavailable
from app.ports import CallRef, Office, Outside, Timestamps
from app.services import calls, entities, parties, steps, tasks, visits
from app.services.debits.mandates import DirectDebits
from app.services.deciding import production
from app.services.deciding.decisions import CaseDecisions
from app.services.files.documents import CaseDocuments
from app.services.files.register import GeneralRegister
from app.services.grants.applications import CaseGrants
from app.services.messaging import messages
from app.services.notices import CaseNotices
from app.services.notifying import proofs
from app.services.notifying.sending import CaseNotifications
from app.services.parties import CaseParties
from app.services.reference.lookups import ReferenceTables
from app.services.residents.register import ResidentsRegister
from app.services.signing import signatures
from app.services.signing.signatures import CaseSignatures
from app.services.terms import telling
from app.services.terms.running import CaseTerms
from app.services.visits import Visitor
from app.store import cases as rows
from app.store import db, office, outbox, people
from app.store.tables import StaffRow
from tests import builders
from tests.builders import JORDI, PROCEDURE, TOWN, OpenCase
from tests.fakes.outside import BASE_URL, START, World
from workers import operators

TEMPLATE = b"""#import "/frame.typ": *
#opening()
#rows((([Number], data.case_number), ([Reference], data.values.at("reference", default: "none"))))
#sections(data.blocks)
#if data.attachments.len() > 0 { files(data.attachments) }
#signatures(data.signers)
#seal-box()
"""
IBAN = "ES8099990001450000000001"
BOTH, IN_TURN = "both", "in_turn"
PASSPHRASE = "a passphrase of the tests"

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
  id="definitions" targetNamespace="https://ventanilla.test/bpmn">
  <bpmn:error id="e_refused" errorCode="refused" />
  <bpmn:collaboration id="collaboration">
    <bpmn:participant id="pool" name="Town hall" processRef="parcel" />
  </bpmn:collaboration>
  <bpmn:process id="parcel" name="Parcel" isExecutable="true">
"""
_BOUNDARY = (
    '<bpmn:boundaryEvent id="turned_down" name="No" attachedToRef="sign">'
    '<bpmn:errorEventDefinition id="turned_down_error" errorRef="e_refused" /></bpmn:boundaryEvent>'
)
_LANES = {"Person": ("begin", "ask"), "Office": ("decide",)}
_MACHINE = ("set_aside", "write", "sign", "turned_down", "enter", "keep", "finish", "dropped")
_SERVICES: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "set_aside": ("mandates.reserve", "mandate", {}),
    "write": (
        "documents.render",
        "made",
        {
            "document": '"order"',
            "answers": "[request.ref]",
            "values": '{"reference": mandate.reference}',
        },
    ),
    "sign": (
        "signature.request",
        "signed",
        {
            "document": "made.document",
            "signers": f'["applicant", "partner"] if request.parcel in ["{BOTH}", "{IN_TURN}"] else ["applicant"]',
            "order": f'"sequence" if request.parcel == "{IN_TURN}" else "parallel"',
        },
    ),
    "enter": ("registry.enter", "entry", {"document": "made.document", "summary": '"A parcel"'}),
    "keep": (
        "mandates.record",
        "kept",
        {
            "reference": "mandate.reference",
            "document": "made.document",
            "answers": "request.ref",
            "iban_field": '"account"',
            "debtor": '"applicant"',
            "payment_type": "request.kind",
            "signed_at": "signed.signed_at",
        },
    ),
}
_ORDER = ("begin", "ask", "decide", "set_aside", "write", "sign", "enter", "keep", "finish")


def _user(name: str, variable: str) -> str:
    return (
        f'<bpmn:userTask id="{name}" name="{name}"><bpmn:extensionElements><spiffworkflow:properties>'
        f'<spiffworkflow:property name="form" value="{name}" /></spiffworkflow:properties>'
        f"<spiffworkflow:variableName>{variable}</spiffworkflow:variableName></bpmn:extensionElements></bpmn:userTask>"
    )


def _service(name: str) -> str:
    operator, result, params = _SERVICES[name]
    given = "".join(
        f'<spiffworkflow:parameter id="{key}" type="any" value=\'{value}\' />' for key, value in params.items()
    )
    return (
        f'<bpmn:serviceTask id="{name}" name="{name}"><bpmn:extensionElements>'
        f'<spiffworkflow:serviceTaskOperator id="{operator}" resultVariable="{result}">'
        f"<spiffworkflow:parameters>{given}</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
        f"</bpmn:extensionElements></bpmn:serviceTask>"
    )


def _diagram() -> bytes:
    lanes = "".join(
        f'<bpmn:lane id="lane_{name}" name="{name}">'
        + "".join(f"<bpmn:flowNodeRef>{one}</bpmn:flowNodeRef>" for one in members)
        + "</bpmn:lane>"
        for name, members in {**_LANES, "Machine": _MACHINE}.items()
    )
    flows = [*pairwise(_ORDER), ("turned_down", "dropped")]
    parts = [
        f'<bpmn:laneSet id="lanes">{lanes}</bpmn:laneSet>',
        '<bpmn:startEvent id="begin" name="Begin" />',
        _user("ask", "request"),
        _user("decide", "decision"),
        *(_service(name) for name in _SERVICES),
        _BOUNDARY,
        '<bpmn:endEvent id="finish" name="Finished" /><bpmn:endEvent id="dropped" name="Dropped" />',
        *(f'<bpmn:sequenceFlow id="f_{a}_{b}" sourceRef="{a}" targetRef="{b}" />' for a, b in flows),
    ]
    return f"{_HEAD}{''.join(parts)}</bpmn:process></bpmn:definitions>".encode()


def _paper(slot: str, *, required: bool = True, by: str = "applicant", **more: Any) -> dict[str, Any]:
    return {
        "slot": slot,
        "title": {"es": f"Papel {slot}", "ca": f"Paper {slot}"},
        "required": required,
        "by": by,
    } | more


PAPER, PHOTO = _paper("identity"), _paper("photo", required=False)
_TEXTS: Mapping[str, Any] = {
    **builders.TEXTS,
    "silence": "negative",
    "lanes": {**builders.TEXTS["lanes"], "Machine": {"machine": True}},
    "papers": [
        PAPER,
        _paper("deed", when={"field": "parcel", "eq": BOTH}),
        PHOTO,
        _paper("partner_identity", by="partner", when={"field": "parcel", "eq": BOTH}),
    ],
    "documents": {
        "order": {"title": {"es": "Orden", "ca": "Ordre"}, "template": "documents/order.typ", "eni_type": "TD14"}
    },
}


def _ask() -> bytes:
    def field(name: str) -> dict[str, Any]:
        return {"name": name, "type": "text", "label": {"es": f"Campo {name}", "ca": f"Camp {name}"}, "required": True}

    texts = {"es": "Pedir", "ca": "Demanar"}
    page = {"id": "page", "title": texts, "fields": [field("parcel"), field("account"), field("kind")]}
    return json.dumps({"id": "ask", "version": 1, "title": texts, "pages": [page]}).encode()


SOURCES: Mapping[str, bytes] = {
    f"{PROCEDURE}.bpmn": _diagram(),
    "procedure.yaml": json.dumps(_TEXTS, ensure_ascii=False).encode(),
    "forms/ask.json": _ask(),
    "forms/decide.json": builders.SOURCES["forms/decide.json"],
    "documents/order.typ": TEMPLATE,
}
JOBS = {
    **messages.JOBS,
    **proofs.JOBS,
    "signature.produce": signatures.produce,
    "decision.produce": production.produce,
    telling.OPERATOR: telling.tell,
}


def keys_in(folder: Path) -> Path:
    """Make the keys of the town in `folder` and return it."""
    town = pki.TownIdentity("Ayuntamiento de Ribalba", "P9900100C", BASE_URL)
    pki.create(folder, PASSPHRASE, town, "1.3.6.1.4.1.99999", START)
    return folder


def with_keys(world: World, folder: Any) -> World:
    """Return `world` with the keys in `folder` and a time-stamping authority of its own."""
    opened = pki.load(folder, world.outside.pki_passphrase)
    stamps = EmbeddedAuthority(opened, world.clock.now)
    return replace(world, outside=replace(world.outside, pki_folder=folder, timestamps=stamps))


def found_town() -> None:
    """Insert an entity that may collect direct debits."""
    builders.found_town()
    with db.bookkeeping("a town for a test") as session:
        row = office.entity(session, TOWN)
        row.nif, row.facts = "P9900100J", {**row.facts, "creditor_iban": IBAN, "city": "Ribalba"}
    entities.forget()


@dataclass
class Faltering:
    """A time-stamping authority that answers `good` times and is then away."""

    authority: Timestamps
    good: int
    qualified: bool = False

    def respond(self, request: bytes) -> bytes:
        if self.good == 0:
            raise OperatorUnavailable("the authority is away")
        self.good -= 1
        return self.authority.respond(request)


def stampless(world: World, authority: Timestamps) -> World:
    """Return `world` with another time-stamping authority."""
    return replace(world, outside=replace(world.outside, timestamps=authority))


def office_of(outside: Outside) -> Office:
    """Return what operators may ask of the office."""
    return Office(
        documents=CaseDocuments(outside),
        signatures=CaseSignatures(outside),
        register=GeneralRegister(outside),
        notices=CaseNotices(outside),
        notifications=CaseNotifications(outside),
        parties=CaseParties(outside),
        mandates=DirectDebits(outside),
        decisions=CaseDecisions(outside),
        padron=ResidentsRegister(outside),
        tables=ReferenceTables(outside),
        grants=CaseGrants(outside),
        terms=CaseTerms(outside),
    )


def work(world: World) -> None:
    """Let a worker run whatever is due, until nothing is."""
    operators.load()
    here = office_of(world.outside)
    for _ in range(50):
        with db.bookkeeping("a relay for a test") as session:
            due = outbox.due(session, world.clock.now(), 100)
        if not due:
            return
        for call_id, _queue in due:
            calls.run(world.outside, here, JOBS, call_id)
    raise AssertionError("the worker never came to an end")


@dataclass(frozen=True, slots=True)
class Permit:
    """A case of this procedure, with its applicant and its clerk signed in."""

    case: OpenCase
    citizen: Visitor
    clerk: Visitor


def opened(world: World, language: str = "es") -> Permit:
    """Open a case; a clerk is hired and comes in."""
    case = builders.open_case(world, language=language)
    return Permit(case, builders.citizen(world, case), member(world, "marta", "clerk"))


def member(world: World, username: str, *roles: str, name: str = "Marta Soler") -> Visitor:
    """Return a member of staff who is in, without the time that a password takes."""
    return seated(world, username, *roles, name=name)[0]


def seated(world: World, username: str, *roles: str, name: str = "Marta Soler") -> tuple[Visitor, str]:
    """Return a member of staff who is in, and the token of the browser."""
    row = StaffRow(
        id=uuid4(),
        entity=TOWN,
        username=username,
        name=name,
        post="Administrativa",
        office="casa",
        roles=list(roles),
        password="",
        totp=b"",
    )
    with db.bookkeeping("a member of staff for a test") as session:
        session.add(row)
        session.flush()
        token = visits.open_staff(session, row, world.clock.now())
    found = visits.current(world.outside, TOWN, token)
    assert found is not None
    return found, token


def asked(world: World, permit: Permit, *, parcel: str = "alone", account: str = IBAN, kind: str = "recurrent") -> None:
    """Send the request."""
    given = {"parcel": parcel, "account": account, "kind": kind}
    tasks.complete(world.outside, permit.citizen, task_of(permit, "ask"), given)


def decided(world: World, permit: Permit) -> None:
    """Let the clerk decide, so that the machine's part begins."""
    tasks.complete(world.outside, permit.clerk, task_of(permit, "decide"), {"note": "all is well"})


def to_signing(world: World, *, parcel: str = "alone", language: str = "es") -> Permit:
    """Return a case in which the applicant, known to an official, is asked to sign."""
    permit = opened(world, language)
    asked(world, permit, parcel=parcel)
    known(permit.case.party)
    decided(world, permit)
    work(world)
    return permit


def known(party_id: UUID, level: str = "official") -> None:
    """Let an official have accepted who a party is."""
    with db.bookkeeping("an identity for a test") as session:
        row = people.party(session, party_id, lock=True)
        row.level, row.verified_how, row.verified_at = level, "video", row.created_at


def partner(world: World, permit: Permit, level: str = "official") -> Visitor:
    """Make Jordi a party with the role `partner` and let him in."""
    party_id = uuid4()
    with db.transaction() as session:
        held = steps.hold(session, world.outside, TOWN, permit.case.id)
        parties.add(held, party_id, "partner", JORDI, "ca")
    visitor = builders.citizen(world, replace(permit.case, party=party_id))
    known(party_id, level)
    return visitor


def task_of(permit: Permit, element: str) -> UUID:
    """Return the open task of an element."""
    with db.reading() as session:
        found = [task for task in rows.tasks_of(session, permit.case.id) if task.element == element]
        return next(task.id for task in found if task.status == "open")


def call_of(permit: Permit, operator: str = "documents.render") -> CallRef:
    """Return the newest call of an operator in a case."""
    row = next(call for call in reversed(builders.call_rows(operator)) if call.case_id == permit.case.id)
    return CallRef(TOWN, permit.case.id, row.id)


def sign(world: World, visitor: Visitor) -> None:
    """Read, ask for the code, consent."""
    signatures.view(world.outside, visitor)
    signatures.send_code(world.outside, visitor)
    work(world)
    signatures.consent(world.outside, visitor, code(world), ticked=True)


def code(world: World, mobile: str = "") -> str:
    """Return the code in the last text message, or in the last one to `mobile`."""
    sent = [message.text for message in world.sms.sent if mobile in {"", message.to}]
    found = re.search(r"\b(\d{6})\b", sent[-1])
    assert found is not None
    return found[1]


T = TypeVar("T")


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Do `acts` at the same time, each on a database connection of its own; return what they return."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a thread needs the application itself

    def one(act: Callable[[], T]) -> T:
        with app.app_context():
            try:
                return act()
            finally:
                db.db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))
