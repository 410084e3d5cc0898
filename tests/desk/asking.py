"""People who ask the office for something, page by page, and the office at work: whatever the procedure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from app.domain.actors import SYSTEM
from app.services import cases, installation, relay, visits
from app.services.deciding import folder
from app.services.files import documents
from app.services.notifying import expiry, opening
from app.services.parties import PersonDetails
from app.services.publishing import procedures
from app.services.terms import expiring
from app.store import cases as rows
from app.store import db, people
from app.store import documents as files
from app.store import office as staff_rows
from app.store.tables import NotificationRow, ResolutionRow
from app.web import gate
from demo import papers
from demo.citizen import waiting_papers
from demo.pages import Page
from tests import builders
from tests.builders import TOWN, OpenCase
from tests.desk.conftest import Desk, Seat
from tests.services import bodies, permits
from tests.services.bodies import Official
from tests.services.permits import Permit

ROOT = Path(__file__).parents[2]
PAPERS = "/tramite/papeles"
_MOST_PAGES = 12


@dataclass(frozen=True, slots=True)
class Open:
    """The office with a procedure: its desk, a clerk, somebody who is responsible, and who decides."""

    desk: Desk
    procedure: str
    clerk: Seat
    manager: Seat
    head: Official


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody's request, and their browser."""

    here: Open
    case: OpenCase
    person: Seat

    @property
    def permit(self) -> Permit:
        return Permit(self.case, self.person.visitor, self.here.clerk.visitor)


def office(desk: Desk, procedure: str, body: str = bodies.MAYOR) -> Open:
    """Publish a built-in procedure in the office of a desk, and let its staff come in; `body` decides."""
    procedures.publish(desk.world.outside, TOWN, procedure, installation.built_in(ROOT)[procedure], SYSTEM)
    clerk = desk.seat("lucia", "clerk", name="Lucía Ferrer")
    manager = desk.seat("andreu", "clerk", "supervisor", name="Andreu Soler")
    return Open(desk, procedure, clerk, manager, bodies.head(desk.world, body))


def begin(here: Open, person: PersonDetails) -> Asked:
    """Let somebody whom an official knows begin."""
    opened = cases.open_case(here.desk.world.outside, TOWN, cases.Request(here.procedure, person, "es"))
    case = OpenCase(opened.id, opened.number, party_of(opened.id, "applicant"), "")
    permits.known(case.party)
    return Asked(here, case, here.desk.citizen(case))


def party_of(case: UUID, role: str) -> UUID:
    """Return who has a role in a case."""
    with db.reading() as session:
        party = people.party_with_role(session, case, role)
        assert party is not None
        return party.id


def other(found: Asked, role: str) -> Asked:
    """Return the case as another of its people sees it, whom an official knows."""
    party = party_of(found.case.id, role)
    permits.known(party)
    case = OpenCase(found.case.id, found.case.number, party, "")
    return Asked(found.here, case, found.here.desk.citizen(case))


def fill(found: Asked, task: str, given: Mapping[str, Any]) -> Page:
    """Answer every page of a task of the person's, look at the answers and confirm them."""
    person = found.here.desk.citizen(found.case)
    page = person.get(f"/tramite/tareas/{permits.task_of(found.permit, task)}")
    for _ in range(_MOST_PAGES):
        if "/revisar" in page.url:
            sent = person.send(page.form("/revisar"))
            work(found)
            return sent
        form = page.form("/tareas/")
        form.fill(_typed(given, form.names))
        page = person.send(form)
        assert not page.errors, page.errors
    raise AssertionError("the form never ends")


def _typed(given: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """Return what fits the fields of a page, whatever sign parts a block from its fields."""
    flat = {name.replace("-", ".").replace("__", "."): name for name in names}
    return {real: given[name] for name, real in flat.items() if name in given}


def hand_in(found: Asked, *, done: bool = True) -> set[str]:
    """Hand in every paper that the page of papers waits for, and say that these are all; return their slots."""
    person = found.here.desk.citizen(found.case)
    page = person.get(PAPERS)
    wanted = waiting_papers(page)
    for slot in wanted:
        page = person.send(page.form(f"/papeles/{slot}$").attach("file", papers.paper(slot, "Ana")))
        assert slot not in waiting_papers(page), page.errors
    if done:
        person.send(page.form("/papeles/entregados/"))
    permits.work(found.here.desk.world)
    return set(wanted)


def work(found: Asked) -> None:
    """Let the office do what is due."""
    permits.work(found.here.desk.world)


def sign(found: Asked) -> None:
    """Let the person sign what waits for them; the office then works."""
    world = found.here.desk.world
    permits.sign(world, found.here.desk.citizen(found.case).visitor)
    permits.work(world)


def decide(found: Asked, seat: Seat, element: str, given: Mapping[str, str]) -> Page:
    """Let a member of staff accept the papers, take a task and answer its form; the office then works."""
    task = permits.task_of(found.permit, element)
    seat = _again(found.here.desk, seat)
    where = f"/oficina/expedientes/{found.case.id}"
    page = seat.get(f"{where}?tarea={task}")
    page = seat.send(page.form(f"/tareas/{task}/asignar$"))
    _accept_papers(seat, page)
    page = seat.get(f"{where}?tarea={task}")
    sent = seat.send(page.form(f"/tareas/{task}$"), **given)
    assert not sent.errors, sent.errors
    permits.work(found.here.desk.world)
    return sent


def _accept_papers(seat: Seat, page: Page) -> None:
    for link in dict.fromkeys(page.tree.xpath("//li[starts-with(@id,'papel-')]//h3/a/@href")):
        paper = seat.get(link)
        if any(re.search("/aceptar$", one.url) for one in paper.forms()):
            seat.send(paper.form("/aceptar$"))


def _again(desk: Desk, seat: Seat) -> Seat:
    """Let a member of staff come in again: a visit does not outlast the days that pass here."""
    with db.bookkeeping("a visit for a test") as session:
        token = visits.open_staff(session, staff_rows.staff(session, seat.visitor.id), desk.world.clock.now())
    client = desk.app.test_client()
    client.set_cookie(gate.COOKIE, token)
    return Seat(client, seat.visitor)


def resolve(found: Asked) -> str:
    """Let the body sign what waits in the folder; return what kind of resolution it is."""
    world = found.here.desk.world
    bodies.sign(world, found.here.head, found.permit)
    permits.work(world)
    return bodies.row(found.permit).kind


def give_back(found: Asked, reason: str) -> None:
    """Let the body give back what waits in the folder."""
    world = found.here.desk.world
    folder.give_back(world.outside, found.here.head.visitor, bodies.row(found.permit).id, reason)
    permits.work(world)


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


def documents_of(found: Asked) -> list[str]:
    """Return the names of the documents of a case, the oldest first."""
    with db.reading() as session:
        made = sorted(files.of_case(session, found.case.id), key=lambda one: one.row.created_at)
        return [one.row.name for one in made]


def text_of(found: Asked, name: str) -> str:
    """Return what the newest document of that name in a case says."""
    with db.reading() as session:
        named = [one for one in files.of_case(session, found.case.id) if one.row.name == name]
        newest = max(named, key=lambda one: one.row.created_at).row.id
    content = documents.download(found.here.desk.world.outside, found.here.clerk.visitor, newest)
    return bodies.words(content.body)


def notification(found: Asked) -> UUID:
    """Return the newest notification of a case."""
    with db.reading() as session:
        mine = session.query(NotificationRow).filter_by(case_id=found.case.id)
        return max(mine, key=lambda one: one.made_available_at).id


def access(found: Asked) -> None:
    """Let the person open the newest notification."""
    world = found.here.desk.world
    opening.open_it(world.outside, found.person.visitor, notification(found))
    permits.work(world)


def refuse(found: Asked) -> None:
    """Let the person refuse the newest notification."""
    world = found.here.desk.world
    opening.refuse(world.outside, found.person.visitor, notification(found))
    permits.work(world)


def ended(found: Asked) -> str:
    """Return the end event that a case came to, "" while it goes on."""
    steps = [one for one in builders.happened(found.case.id) if one.type == "workflow.stepped"]
    ends = [t[0] for one in steps for t in one.data["transitions"] if t[0].startswith("end_") and t[2] == "completed"]
    return ends[-1] if ends else ""


def pass_days(found: Asked, days: int) -> None:
    """Let days pass, and with them the timers of the case, its notifications and its term."""
    world = found.here.desk.world
    world.clock.forward(days=days)
    expiry.expire(world.outside)
    relay.tick(world.outside)
    expiring.sweep(world.outside)
    permits.work(world)
