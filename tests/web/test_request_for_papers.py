"""A request for papers through the pages: answered, given more days, late but before the decision, lapsed.

Source: Ley 39/2015 art. 22.1.a, 68 and 73.3.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.services import arrivals, relay, steps, tasks
from app.settings import Settings
from app.store import db
from tests import builders
from tests.builders import TOWN
from tests.services import deadlines, permits
from tests.services.permits import Permit
from tests.web import conftest
from tests.web.conftest import Desk

DRAWN = Path(__file__).resolve().parents[1] / "diagrams" / "requerimiento.bpmn"
STEPS = [
    {"element": ["ask"], "title": {"es": "Pedirlo", "ca": "Demanar-lo"}, "who": "applicant"},
    {"element": ["give", "ten_days"], "title": {"es": "Entregar", "ca": "Lliurar"}, "who": "applicant"},
    {"element": ["decide", "lapse"], "title": {"es": "Revisar", "ca": "Revisar"}, "who": "office"},
]
SOURCES = {
    **builders.changed(
        silence="positive",
        steps=STEPS,
        outcomes={
            "finish": {"title": {"es": "Terminado", "ca": "Acabat"}, "tone": "done"},
            "desisted": {"title": {"es": "Desistido", "ca": "Desistit"}, "tone": "error"},
        },
    ),
    f"{builders.PROCEDURE}.bpmn": DRAWN.read_bytes(),
}


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the keys of a town."""
    return permits.keys_in(tmp_path_factory.mktemp("keys") / "pki")


@pytest.fixture
def office(settings: Settings, tmp_path: Path, keys_folder: Path) -> Iterator[Desk]:
    """Yield an office that asks for papers."""
    with conftest.opened(settings, tmp_path, SOURCES) as desk:
        yield Desk(permits.with_keys(desk.world, keys_folder), desk.app)


@pytest.fixture
def asked(office: Desk) -> Permit:
    """Return a case whose person was asked for papers, and opened the notification on 1 December 2026."""
    permit = deadlines.begun(office.world)
    deadlines.decide(office.world, permit, "papers")
    office.world.clock.forward(days=8)
    hears(office, permit, "notification_accessed")
    return permit


def hears(office: Desk, permit: Permit, message: str) -> None:
    """Tell the diagram what became of the notification."""
    with db.transaction() as session:
        held = steps.hold(session, office.world.outside, TOWN, permit.case.id)
        assert arrivals.deliver(held, message, {"to": "applicant"})
    permits.work(office.world)


def pass_time(office: Desk, **amount: float) -> None:
    """Move the clock and wake what is due, as beat does."""
    deadlines.later(office.world, **amount)
    relay.tick(office.world.outside)
    permits.work(office.world)


def give(office: Desk, permit: Permit) -> None:
    """Let the person hand in what was asked for."""
    citizen = builders.citizen(office.world, permit.case)
    tasks.complete(office.world.outside, citizen, deadlines.task(permit.case, "give"), {"parcel": "dos"})
    permits.work(office.world)


@pytest.mark.parametrize("message", ["notification_accessed", "notification_refused", "notification_expired"])
def test_the_term_stands_still_once_the_request_is_notified_however_that_came(office: Desk, message: str) -> None:
    permit = deadlines.begun(office.world)
    deadlines.decide(office.world, permit, "papers")
    assert deadlines.term(permit.case).state == "running"

    hears(office, permit, message)

    assert deadlines.term(permit.case).state == "paused"
    assert deadlines.open_elements(permit.case) == {"give"}


def test_papers_that_come_in_time_let_the_term_run_on_later_by_the_days_that_it_stood(
    office: Desk, asked: Permit
) -> None:
    pass_time(office, days=10)

    give(office, asked)

    term = deadlines.term(asked.case)
    assert (term.state, term.due_on) == ("running", date(2027, 3, 5))
    assert deadlines.open_elements(asked.case) == {"decide"}


def test_a_person_who_asks_for_more_days_has_five_working_ones_once(office: Desk, asked: Permit) -> None:
    person = office.citizen(asked.case)
    page = person.open("/tramite")
    assert "15 de diciembre de 2026" in page.text

    page = person.send(page.form("/plazo/mas/"))

    assert "22 de diciembre de 2026" in page.text
    assert not [one for one in page.forms() if "/plazo/mas/" in one.url]
    assert builders.types(asked.case.id).count("task.extended") == 1
    pass_time(office, days=16)
    assert deadlines.open_elements(asked.case) == {"give"}
    pass_time(office, days=6)
    assert deadlines.open_elements(asked.case) == {"give", "lapse"}


def test_the_clerk_gives_more_days_of_the_offices_own_motion(office: Desk, asked: Permit) -> None:
    clerk = office.staff("clerk")
    where = f"/oficina/expedientes/{asked.case.id}/plazo"

    page = clerk.send(clerk.open(where).form("/plazo/mas/"))

    assert "hasta el martes, 22 de diciembre de 2026" in page.text
    assert "Incluye 5 días hábiles más" in page.text


def test_papers_that_come_late_but_before_the_decision_are_taken(office: Desk, asked: Permit) -> None:
    pass_time(office, days=30)
    assert deadlines.open_elements(asked.case) == {"give", "lapse"}

    give(office, asked)

    assert deadlines.open_elements(asked.case) == {"decide"}
    assert deadlines.term(asked.case).state == "running"


def test_who_never_answers_is_taken_to_have_desisted_by_resolution(office: Desk, asked: Permit) -> None:
    pass_time(office, days=30)
    tasks.complete(office.world.outside, asked.clerk, deadlines.task(asked.case, "lapse"), {"note": "nobody answered"})
    permits.work(office.world)

    assert builders.case_row(asked.case.id).status == "ended"
    assert deadlines.term(asked.case).state == "met"
    assert "Desistido" in office.citizen(asked.case).open("/tramite").text


def test_the_days_off_where_the_person_lives_put_the_request_off(office: Desk) -> None:
    deadlines.off(date(2026, 12, 15), place="99002")
    permit = permits.opened(office.world)
    deadlines.lives_in(permit, "99002")
    tasks.complete(office.world.outside, permit.citizen, deadlines.task(permit.case, "ask"), {"parcel": "uno"})
    permits.work(office.world)
    deadlines.decide(office.world, permit, "papers")
    office.world.clock.forward(days=8)
    hears(office, permit, "notification_accessed")

    assert deadlines.task_row(permit.case, "give").due_at == builders.at("2026-12-16T22:59:59.999999")
