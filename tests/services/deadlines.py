"""A small procedure with a term: asked, begun, then decided, while the term may run out; and ways to move its time."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pypdfium2
from sqlalchemy import insert

from app.services import entities, tasks
from app.services.files import documents
from app.services.terms import expiring
from app.services.visits import Visitor
from app.store import cases, db, people
from app.store import terms as store
from app.store.tables import HolidayRow, PlaceDayRow, TaskRow, TermPauseRow, TermRow
from tests import builders
from tests.builders import OpenCase
from tests.engine import drawing
from tests.fakes.outside import World
from tests.services import permits

BEGIN = {"registered": "'2026-11-23T09:00:00+00:00'"}
LANES = {"Person": ("ask",), "Office": ("decide", "late", "begin", "stop", "again", "done")}


def operator(name: str, what: str, result: str = "", **params: str) -> str:
    """Return a service task that runs the operator `what`."""
    return drawing.service(name, result, **params).replace('id="mail.notify"', f'id="{what}"')


def _diagram() -> bytes:
    """Draw: ask, begin the term, decide; the term may be paused and run on before the office decides again."""
    lanes = "".join(
        drawing.node("lane", f"lane_{n}", "".join(f"<bpmn:flowNodeRef>{e}</bpmn:flowNodeRef>" for e in held), name=name)
        for n, (name, held) in enumerate(LANES.items())
    )
    return drawing.diagram(
        drawing.node("laneSet", "lanes", lanes),
        drawing.START,
        drawing.user("ask", "request", "ask"),
        operator("begin", "terms.begin", "term", **BEGIN),
        drawing.user("decide", "decision", "decide"),
        drawing.boundary("runs_out", "decide", drawing.hears("term_expired", "expired"), interrupts=False),
        drawing.user("late", "late", "decide"),
        drawing.node("endEvent", "told"),
        drawing.node("exclusiveGateway", "which", default="f_which_done"),
        operator("stop", "terms.pause", "pause", reason="'papers'"),
        drawing.user("wait", "waited", "ask"),
        operator("again", "terms.resume", "resumed"),
        operator("done", "terms.meet", "met"),
        drawing.END,
        drawing.flows("start ask begin decide which", "stop wait again decide", "which done end"),
        drawing.flows("runs_out late told"),
        drawing.flow("which", "stop", "decision.note == 'papers'"),
        id=builders.PROCEDURE,
        beside=drawing.message("term_expired"),
    )


def _address() -> bytes:
    form = json.loads(builders.SOURCES["forms/ask.json"])
    town = {"name": "town", "type": "text", "label": {"es": "Municipio", "ca": "Municipi"}, "means": "municipality_ine"}
    form["pages"][0]["fields"].append(town)
    return json.dumps(form).encode()


LANES["Person"] = ("ask", "wait")
SOURCES: Mapping[str, bytes] = {
    **builders.changed(silence="positive"),
    f"{builders.PROCEDURE}.bpmn": _diagram(),
    "forms/ask.json": _address(),
}


def publish(world: World, **texts: Any) -> None:
    """Publish the procedure with its term of three months and positive silence, or with other `texts`."""
    builders.publish(world.outside, sources=builders.changed(SOURCES, **texts), number=2)


def begun(world: World, town: str = "") -> permits.Permit:
    """Return a case whose term has begun on 23 November 2026; the person lives in `town` (INE code)."""
    permit = permits.opened(world)
    answers = {"parcel": "uno"} | ({"town": town} if town else {})
    tasks.complete(world.outside, permit.citizen, task(permit.case, "ask"), answers)
    permits.work(world)
    return permit


def decide(world: World, permit: permits.Permit, note: str) -> None:
    """Let the clerk decide, and workers do what follows. "papers" asks the person for more."""
    tasks.complete(world.outside, permit.clerk, task(permit.case, "decide"), {"note": note})
    permits.work(world)


def answer(world: World, permit: permits.Permit) -> None:
    """Let the person give what was asked for."""
    citizen = builders.citizen(world, permit.case)
    tasks.complete(world.outside, citizen, task(permit.case, "wait"), {"parcel": "dos"})
    permits.work(world)


def task(case: OpenCase, element: str) -> UUID:
    """Return the open task at an element."""
    with db.reading() as session:
        found = cases.tasks_of(session, case.id)
        return next(one.id for one in found if one.status == "open" and one.element == element)


def task_row(case: OpenCase, element: str) -> TaskRow:
    """Return the open task at an element, as it is stored now."""
    with db.reading() as session:
        found = cases.task(session, builders.TOWN, task(case, element))
        session.expunge(found)
    return found


def open_elements(case: OpenCase) -> set[str]:
    """Return where tasks of a case are open."""
    with db.reading() as session:
        return {one.element for one in cases.tasks_of(session, case.id) if one.status == "open"}


def term(case: OpenCase) -> TermRow:
    """Return the term of a case as it is stored now."""
    with db.reading() as session:
        row = store.of_case(session, case.id)
        assert row is not None
        session.expunge(row)
    return row


def pauses(case: OpenCase) -> list[TermPauseRow]:
    """Return the pauses of a case's term."""
    with db.reading() as session:
        rows = store.pauses(session, term(case).id)
        session.expunge_all()
    return rows


def off(day: date, place: str = "") -> None:
    """Write a day off down, of the town or of another place."""
    entities.forget()
    row = {"entity": builders.TOWN, "day": day, "name": "Fiesta"}
    with db.bookkeeping("a day off for a test") as session:
        if place:
            session.execute(insert(PlaceDayRow), [row | {"place": place}])
        else:
            session.execute(insert(HolidayRow), [row | {"scope": "municipality"}])


def lives_in(permit: permits.Permit, place: str) -> None:
    """Let the applicant live in a municipality (INE code)."""
    with db.bookkeeping("a residence for a test") as session:
        people.party(session, permit.case.party).residence = place


def paper(world: World, permit: permits.Permit, name: str) -> documents.DocumentView:
    """Return a document of the case as its person sees it."""
    citizen = builders.citizen(world, permit.case)
    return next(one for one in documents.list_of(world.outside, citizen, permit.case.id) if one.name == name)


def text_of(pdf: bytes) -> str:
    """Return the words of a document, lines joined."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return " ".join("".join(pages).split())


def later(world: World, **amount: float) -> int:
    """Move the clock, let terms run out, let workers work; return how many terms ran out."""
    world.clock.forward(**amount)
    found = expiring.sweep(world.outside)
    permits.work(world)
    return found


def member(world: World, *roles: str) -> Visitor:
    """Return somebody of the staff with these roles."""
    return permits.member(world, "-".join(roles), *roles)
