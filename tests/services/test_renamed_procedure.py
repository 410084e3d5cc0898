"""The office knows no procedure: a copy in which everything has another name runs to the same end."""

import io
from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pikepdf
import pytest
import yaml
from sqlalchemy import select

from app.domain.actors import SYSTEM
from app.intake import conditions
from app.intake.definition import Field, FormDefinition
from app.services import cases, installation, steps, tasks, visits
from app.services.cases import Request
from app.services.deciding import folder
from app.services.files import papers
from app.services.grants import calls
from app.services.notifying import opening
from app.services.publishing import checking, procedures
from app.services.reference import tables
from app.services.signing import signatures
from app.services.visits import Visitor
from app.store import cases as rows
from app.store import db, people
from app.store.tables import NotificationRow, ResolutionRow, TaskRow
from tests import builders
from tests.builders import ANA, TOWN
from tests.fakes.outside import World
from tests.services import bodies, permits, renaming
from tests.services.bodies import Official
from workers import operators

ROOT = Path(__file__).resolve().parents[2]
HOLDER = {
    "given_name": "Jordi",
    "surname1": "Puig",
    "person_id": {"type": "nie", "number": "X1234567L"},
    "email": "jordi@exemple.cat",
    "mobile": "+34712345678",
    "postcode": "99001",
}
TYPED: Mapping[str, Any] = {
    "text": "algo",
    "textarea": "algo más",
    "name": "Nombre",
    "iban": permits.IBAN,
    "postcode": "08001",
    "accept": True,
    "email": "alguien@ejemplo.es",
    "tel": "+34612345678",
    "person_id": {"type": "dni", "number": "12345678Z"},
}

DAYS = count(1)
"""Nobody is born on the day on which somebody else was."""


@pytest.mark.parametrize(
    ("procedure", "end"),
    [("domiciliacion", "end_accepted"), ("padron_alta", "end_accepted"), ("dana_ayuda", "end_denied")],
)
def test_a_copy_with_other_names_runs_to_the_same_end(town: World, procedure: str, end: str) -> None:
    operators.load()
    mayor = bodies.mayor(town)
    bodies.term(mayor.id, bodies.body(bodies.DIRECTOR))
    _call(town)
    sources = installation.built_in(ROOT)[procedure]
    other, copy, nodes = renaming.renamed(procedure, sources)

    assert checking.check(other, copy) == []
    told = _run(town, mayor, procedure, sources)
    told_by_the_copy = _run(town, mayor, other, copy)

    assert told[-1] == end
    assert [nodes[element] for element in told] == told_by_the_copy


def test_nothing_but_the_names_of_operators_is_left_of_the_old_names() -> None:
    sources = installation.built_in(ROOT)["domiciliacion"]

    _, copy, _ = renaming.renamed("domiciliacion", sources)

    for path, content in copy.items():
        if path.endswith(".typ"):
            continue  # the comment on top of a template is prose
        assert b"account_iban" not in content, path
        assert b"holder_same" not in content, path
        assert 'Ciudadanía":' not in content.decode(), path


def _call(world: World) -> None:
    """Publish a call for aid, with its table."""
    table = (ROOT / "forms" / "tables" / "zonas_afectadas.yaml").read_text(encoding="utf-8")
    tables.declare(world.outside, TOWN, yaml.safe_load(table), SYSTEM)
    call = (ROOT / "forms" / "calls" / "riuada-demostracion.yaml").read_bytes()
    calls.publish(world.outside, TOWN, calls.read(call), SYSTEM)


def _run(world: World, mayor: Official, procedure: str, sources: Mapping[str, bytes]) -> list[str]:
    """Run a case in which the second choice is always taken, with everybody signing; return what completed."""
    procedures.publish(world.outside, TOWN, procedure, sources, SYSTEM)
    opened = cases.open_case(world.outside, TOWN, Request(procedure, ANA, "es"))
    builders.hire(world, f"marta.{procedure[:8]}".replace("_", "-"), "clerk")
    clerk = builders.signed_in(world, f"marta.{procedure[:8]}".replace("_", "-"))
    for _ in range(30):
        permits.work(world)
        world.clock.forward(seconds=1)
        if not _one_move(world, opened.id, clerk) and not _one_decision(world, opened.id, mayor):
            break
    return [
        element
        for event in builders.happened(opened.id)
        if event.type == "workflow.stepped"
        for element, _, target in event.data["transitions"]
        if target == "completed"
    ]


def _one_move(world: World, case_id: UUID, clerk: Visitor) -> bool:
    with db.reading() as session:
        open_tasks = [task for task in rows.tasks_of(session, case_id) if task.status == "open"]
        session.expunge_all()
    if open_tasks:
        _do(world, case_id, open_tasks[0], clerk)
        return True
    for visitor in _everybody(world, case_id):
        if signatures.pending(world.outside, visitor):
            permits.sign(world, visitor)
            return True
    return False


def _one_decision(world: World, case_id: UUID, mayor: Official) -> bool:
    """Let the body sign what waits for it, or the person open what was notified."""
    with db.reading() as session:
        drawn_up = session.scalars(select(ResolutionRow.id).filter_by(case_id=case_id, state="waiting")).first()
        sent = session.scalars(select(NotificationRow).filter_by(case_id=case_id, state="available")).first()
        session.expunge_all()
    if drawn_up:
        folder.sign(world.outside, mayor.visitor, drawn_up, bodies.proof(world, mayor), ticked=True)
    elif sent:
        reader = next(one for one in _everybody(world, case_id) if one.id == sent.party_id)
        opening.open_it(world.outside, reader, sent.id)
    return bool(drawn_up or sent)


def _do(world: World, case_id: UUID, task: TaskRow, clerk: Visitor) -> None:
    visitor = clerk
    if task.party:
        visitor = next(one for one in _everybody(world, case_id) if _role(one) == task.party)
        for slot in papers.slots(world.outside, visitor, case_id):
            if slot.document is None:
                papers.receive(world.outside, visitor, slot.slot, "papel.pdf", _pdf())
    else:
        tasks.claim(world.outside, clerk, task.id)
        for slot in papers.slots(world.outside, clerk, case_id):
            if slot.document is not None and slot.state == "received":
                papers.accept(world.outside, clerk, slot.document.id)
    sheet = tasks.sheet(world.outside, visitor, task.id)
    given = _answers(sheet.form, _document_of(world, case_id, task)) if sheet.form else {}
    tasks.complete(world.outside, visitor, task.id, given)


def _answers(form: FormDefinition, document: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for page in form.pages:
        if conditions.holds(page.when, given):
            for field in page.fields:
                _answer(field, given, document)
    return given


def _answer(field: Field, given: dict[str, Any], document: str) -> None:
    if not field.required or not conditions.holds(field.when, given):
        return
    given[field.name] = _value(field, document)


def _value(field: Field, document: str) -> Any:
    if field.means == "identity:number":
        return document
    if field.kind == "choice":
        last = field.options[-1].value
        return last if last == "no" else field.options[0].value
    if field.kind == "multi":
        return [field.options[0].value]
    if field.kind == "date":
        return (builders.at("2026-11-23") + timedelta(days=400)).date().isoformat()
    if field.kind == "block":
        inner: dict[str, Any] = {}
        for each in field.fields:
            if each.required and conditions.holds(each.when, inner):
                inner[each.name] = HOLDER.get(each.means) or _inside(each)
        return inner
    return TYPED[field.kind]


def _inside(field: Field) -> Any:
    if field.kind == "date":
        return f"2026-11-{next(DAYS):02}"
    return field.options[0].value if field.kind == "choice" else TYPED[field.kind]


def _document_of(world: World, case_id: UUID, task: TaskRow) -> str:
    role = task.properties.get("verifies")
    if not role:
        return ""
    with db.bookkeeping("a look for a test") as session:
        held = steps.hold(session, world.outside, TOWN, case_id)
        party = people.party_with_role(session, case_id, role)
        assert party is not None
        number: str = held.seal.open_json(party.sealed, "people.party")["id_number"]
        return number


def _everybody(world: World, case_id: UUID) -> list[Visitor]:
    found = []
    with db.reading() as session:
        parties = [party.id for party in people.parties(session, case_id)]
    for party in parties:
        with db.bookkeeping("a visit for a test") as session:
            held = steps.hold(session, world.outside, TOWN, case_id)
            token = visits.open_citizen(held, people.party(session, party))
        visitor = visits.current(world.outside, TOWN, token)
        assert visitor is not None
        found.append(visitor)
    return found


def _role(visitor: Visitor) -> str:
    with db.reading() as session:
        return people.party(session, visitor.id).role


def _pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(made)
    return made.getvalue()
