"""Papers at the desk: none is passed over by accident, and none changes once its case is over."""

from uuid import UUID

import pytest

from app.services import tasks
from app.services.files import papers
from app.services.files.papers import CaseOver
from app.store import db
from app.store.tables import CaseRow
from demo import papers as files
from tests import builders
from tests.desk.conftest import Desk
from tests.services import permits
from tests.services.permits import Permit


def undecided(desk: Desk) -> tuple[Permit, str]:
    """Return a case that waits for a decision while a paper waits for review, and the paper's id."""
    case = builders.open_case(desk.world, mailed=False)
    permit = Permit(case, builders.citizen(desk.world, case), permits.member(desk.world, "c1", "clerk"))
    permits.asked(desk.world, permit)
    found = papers.receive(desk.world.outside, permit.citizen, "identity", "a.pdf", files.pdf("a"))
    assert found.document is not None
    return permit, str(found.document.id)


def test_an_official_is_asked_before_deciding_on_papers_nobody_looked_at(desk: Desk) -> None:
    permit, document = undecided(desk)
    marta, task = desk.seat("marta", "clerk"), permits.task_of(permit, "decide")
    marta.press(marta.get(f"/oficina/tareas?q={permit.case.number}"), "/asignar$")

    asked = marta.press(marta.get(f"/oficina/expedientes/{permit.case.id}"), f"/tareas/{task}$", note="all is well")
    done = marta.press(asked, f"/tareas/{task}$", unreviewed=document)

    assert asked.status == 422
    assert "Este documento está sin revisar: Papel identity." in asked.errors[0]
    assert asked.form(f"/tareas/{task}$").element.xpath(".//*[@name='note']")[0].get("value") == "all is well"
    assert "Hecho:" in done.text
    assert "(1 documento sin revisar)" in marta.get(f"/oficina/expedientes/{permit.case.id}/historia").text


def test_evidence_names_the_papers_that_were_left_unreviewed(desk: Desk) -> None:
    permit, document = undecided(desk)
    world, task = desk.world, permits.task_of(permit, "decide")
    with pytest.raises(tasks.PapersUnreviewed) as caught:
        tasks.complete(world.outside, permit.clerk, task, {"note": "all is well"})

    tasks.complete(world.outside, permit.clerk, task, {"note": "all is well"}, caught.value.waiting.keys())

    assert caught.value.waiting == {UUID(document): "Papel identity"}
    last = [one for one in builders.happened(permit.case.id) if one.type == "form.saved"][-1]
    assert last.data["unreviewed"] == [document]


def test_a_decision_on_reviewed_papers_asks_nothing(desk: Desk) -> None:
    permit, _ = undecided(desk)
    world, (found, *_) = desk.world, papers.slots(desk.world.outside, permit.clerk, permit.case.id)
    assert found.document is not None
    papers.accept(world.outside, permit.clerk, found.document.id)

    permits.decided(world, permit)

    last = [one for one in builders.happened(permit.case.id) if one.type == "form.saved"][-1]
    assert "unreviewed" not in last.data


def test_a_document_of_another_case_is_not_found_under_this_one(desk: Desk) -> None:
    here, (other, document) = builders.open_case(desk.world, mailed=False), undecided(desk)
    marta = desk.seat("marta", "clerk")
    own, foreign = (f"/oficina/expedientes/{case.id}" for case in (other.case, here))
    accept = marta.get(f"{own}/papeles/{document}").form("/aceptar$")
    accept.url = f"{foreign}/papeles/{document}/aceptar"
    places = [f"/papeles/{document}", f"/documentos/{document}", f"/documentos/{document}/1.png"]

    there = [marta.client.get(f"{own}{place}").status_code for place in places]
    elsewhere = [marta.client.get(f"{foreign}{place}").status_code for place in places]

    assert (there, elsewhere) == ([200] * 3, [404] * 3)
    assert marta.send(accept).status == 404
    assert "document.accepted" not in builders.types(other.case.id)


def test_a_paper_of_a_case_that_is_over_stays_as_it_is(desk: Desk) -> None:
    case = builders.open_case(desk.world, mailed=False)
    citizen = builders.citizen(desk.world, case)
    found = papers.receive(desk.world.outside, citizen, "identity", "a.pdf", files.pdf("a"))
    marta = desk.seat("marta", "clerk")
    with db.bookkeeping("a case that is over, for a test") as session:
        session.get_one(CaseRow, case.id).status = "ended"
    assert found.document is not None
    address = f"/oficina/expedientes/{case.id}/papeles/{found.document.id}"

    page = marta.get(address)

    assert [form.url for form in page.forms() if "/papeles/" in form.url] == []
    with pytest.raises(CaseOver):
        papers.accept(desk.world.outside, marta.visitor, found.document.id)
