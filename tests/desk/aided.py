"""An office that grants aid for homes, and people who ask for it through its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from app.domain.actors import SYSTEM
from app.services import cases, installation, relay, visits
from app.services.files import documents
from app.services.grants import calls
from app.services.notifying import opening
from app.services.parties import PersonDetails
from app.services.publishing import procedures
from app.services.reference import tables
from app.store import cases as rows
from app.store import db, people
from app.store import documents as files
from app.store import office as staff_rows
from app.store.tables import NotificationRow, ResolutionRow
from app.web import gate
from demo.pages import Page
from tests import builders
from tests.builders import ANA, TOWN, OpenCase
from tests.desk.conftest import Desk, Seat
from tests.services import bodies, permits
from tests.services.bodies import Official
from tests.services.permits import Permit

ROOT = Path(__file__).parents[2]
PROCEDURE = "dana_ayuda"
IBAN = "ES80 9999 0001 4500 0000 0001"
HOME: Mapping[str, str] = {
    "street": "Calle de la Ribera",
    "number": "3",
    "floor": "1",
    "door": "2",
    "postcode": "99001",
    "municipality": "Ribalba",
    "cadastral": "9872023VH5797S0001WX",
}
ANSWERS: Mapping[str, Any] = {
    "applicant_kind": "person",
    "occupancy_title": "owner",
    "damaged_goods": ["furniture", "clothes"],
    "damage_description": "Entró el agua hasta la cintura.",
    "account_iban": IBAN,
    "iban_holder_same": "yes",
    "declares_truth": "1",
    "declares_single_application": "1",
    "accepts_rules": "1",
    "queries": "opposed",
    "opposition_reason": "Prefiero traerlo.",
}
_MOST_PAGES = 12


@dataclass(frozen=True, slots=True)
class Aid:
    """The office: its desk, a clerk, somebody who is responsible, and the director who decides."""

    desk: Desk
    clerk: Seat
    manager: Seat
    director: Official


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody's request, and their browser."""

    aid: Aid
    case: OpenCase
    person: Seat

    @property
    def permit(self) -> Permit:
        return Permit(self.case, self.person.visitor, self.aid.clerk.visitor)


def office(desk: Desk, call: str = "riuada-demostracion") -> Aid:
    """Publish the procedure, its table and a call in the office of a desk."""
    outside = desk.world.outside
    sources = installation.built_in(ROOT)[PROCEDURE]
    procedures.publish(outside, TOWN, PROCEDURE, sources, SYSTEM)
    table = (ROOT / "forms" / "tables" / "zonas_afectadas.yaml").read_text(encoding="utf-8")
    tables.declare(outside, TOWN, yaml.safe_load(table), SYSTEM)
    calls.publish(outside, TOWN, calls.read((ROOT / "forms" / "calls" / f"{call}.yaml").read_bytes()), SYSTEM)
    manager = desk.seat("andreu", "clerk", "supervisor", name="Andreu Soler")
    return Aid(
        desk, desk.seat("lucia", "clerk", name="Lucía Ferrer"), manager, bodies.head(desk.world, bodies.DIRECTOR)
    )


def asked(aid: Aid, person: PersonDetails = ANA, home: Mapping[str, str] | None = None, **answers: Any) -> Asked:
    """Let somebody whom an official knows ask for aid, page by page, and sign; the office then works."""
    world = aid.desk.world
    opened = cases.open_case(world.outside, TOWN, cases.Request(PROCEDURE, person, "es"))
    with db.reading() as session:
        party = people.party_with_role(session, opened.id, "applicant")
        assert party is not None
        case = OpenCase(opened.id, opened.number, party.id, "")
    permits.known(case.party)
    found = Asked(aid, case, aid.desk.citizen(case))
    given = {**ANSWERS, **{f"home.{name}": value for name, value in {**HOME, **(home or {})}.items()}, **answers}
    for task in ("fill_request", "confirm_request"):
        fill(found, task, given)
    page = found.person.get("/tramite/papeles")
    found.person.send(page.form("/papeles/entregados/"))
    permits.work(world)
    permits.sign(world, found.person.visitor)
    permits.work(world)
    return found


def fill(found: Asked, task: str, given: Mapping[str, Any]) -> Page:
    """Answer every page of a task of the person's, look at the answers and confirm them."""
    person = found.aid.desk.citizen(found.case)
    page = person.get(f"/tramite/tareas/{permits.task_of(found.permit, task)}")
    for _ in range(_MOST_PAGES):
        if "/revisar" in page.url:
            return person.send(page.form("/revisar"))
        form = page.form("/tareas/")
        form.fill(_typed(given, form.names))
        page = person.send(form)
        assert not page.errors, page.errors
    raise AssertionError("the form never ends")


def _typed(given: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """Return what fits the fields of a page, whatever sign parts a block from its fields."""
    flat = {name.replace("-", ".").replace("__", "."): name for name in names}
    return {real: given[name] for name, real in flat.items() if name in given}


def check(found: Asked, **answers: str) -> Page:
    """Let the clerk check an application."""
    given = {"zone": "yes", "title": "title", "proposal": "table", **answers}
    page = decide(found, found.aid.clerk, "check_application", given)
    permits.work(found.aid.desk.world)
    return page


def settle(found: Asked, outcome: str) -> Page:
    """Let whoever is responsible settle a conflict."""
    given = {"outcome": outcome, "conflict_reason": "Ya tiene la ayuda."}
    page = decide(found, found.aid.manager, "settle_conflict", given)
    permits.work(found.aid.desk.world)
    return page


def decide(found: Asked, seat: Seat, element: str, given: Mapping[str, str]) -> Page:
    """Let a member of staff take a task and answer its form."""
    task = permits.task_of(found.permit, element)
    seat = _again(found.aid.desk, seat)
    where = f"/oficina/expedientes/{found.case.id}"
    page = seat.get(f"{where}?tarea={task}")
    page = seat.send(page.form(f"/tareas/{task}/asignar$"))
    page = seat.get(f"{where}?tarea={task}")
    sent = seat.send(page.form(f"/tareas/{task}$"), **given)
    assert not sent.errors, sent.errors
    return sent


def _again(desk: Desk, seat: Seat) -> Seat:
    """Let a member of staff come in again: a visit does not outlast the days that pass here."""
    with db.bookkeeping("a visit for a test") as session:
        token = visits.open_staff(session, staff_rows.staff(session, seat.visitor.id), desk.world.clock.now())
    client = desk.app.test_client()
    client.set_cookie(gate.COOKIE, token)
    return Seat(client, seat.visitor)


def resolve(found: Asked) -> str:
    """Let the director sign what waits in the folder; return what kind of resolution it is."""
    world = found.aid.desk.world
    bodies.sign(world, found.aid.director, found.permit)
    permits.work(world)
    return bodies.row(found.permit).kind


def pending(found: Asked) -> str:
    """Return the kind of the newest resolution of a case, "" when nothing was put into the folder."""
    with db.reading() as session:
        rows_ = session.query(ResolutionRow).filter_by(case_id=found.case.id)
        one = rows_.order_by(ResolutionRow.requested_at.desc()).first()
        return one.kind if one else ""


def open_elements(found: Asked) -> set[str]:
    """Return the elements of the open tasks of a case."""
    with db.reading() as session:
        return {task.element for task in rows.tasks_of(session, found.case.id) if task.status == "open"}


def text_of(found: Asked, name: str) -> str:
    """Return what the newest document of that name in a case says."""
    with db.reading() as session:
        named = [one for one in files.of_case(session, found.case.id) if one.row.name == name]
        newest = max(named, key=lambda one: one.row.created_at).row.id
    content = documents.download(found.aid.desk.world.outside, found.aid.clerk.visitor, newest)
    return bodies.words(content.body)


def notification(found: Asked) -> UUID:
    """Return the newest notification of a case."""
    with db.reading() as session:
        mine = session.query(NotificationRow).filter_by(case_id=found.case.id)
        return max(mine, key=lambda one: one.made_available_at).id


def access(found: Asked) -> None:
    """Let the person open the newest notification."""
    world = found.aid.desk.world
    opening.open_it(world.outside, found.person.visitor, notification(found))
    permits.work(world)


def refuse(found: Asked) -> None:
    """Let the person refuse the newest notification."""
    world = found.aid.desk.world
    opening.refuse(world.outside, found.person.visitor, notification(found))
    permits.work(world)


def ended(found: Asked) -> str:
    """Return the end event that a case came to, "" while it goes on."""
    steps = [one for one in builders.happened(found.case.id) if one.type == "workflow.stepped"]
    ends = [t[0] for one in steps for t in one.data["transitions"] if t[0].startswith("end_") and t[2] == "completed"]
    return ends[-1] if ends else ""


def pass_days(found: Asked, days: int) -> None:
    """Let days pass, and the timers of the case with them."""
    world = found.aid.desk.world
    world.clock.forward(days=days)
    relay.tick(world.outside)
    permits.work(world)
