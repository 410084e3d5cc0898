"""Terms of cases: they begin with the register's date, stop, go on, are met or run out."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import insert

from app.domain.errors import OperatorFailed
from app.ports import CallRef, TermOrder
from app.services import steps, tasks
from app.services.files import documents
from app.services.terms.running import CaseTerms
from app.store import db
from app.store.tables import CallRow
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services import deadlines, permits
from tests.services.permits import Permit


@pytest.fixture
def office(town: World) -> World:
    deadlines.publish(town)
    return town


def facts(world: World, permit: Permit) -> object:
    """Return what a diagram reads of the term."""
    with db.reading() as session:
        return steps.hold(session, world.outside, TOWN, permit.case.id).facts["term"]


def test_a_term_begins_on_the_day_of_the_register_and_ends_after_the_months_of_the_procedure(office: World) -> None:
    permit = deadlines.begun(office)

    term = deadlines.term(permit.case)
    assert (term.starts_on, term.due_on, term.state) == (date(2026, 11, 23), date(2027, 2, 23), "running")
    assert term.due_at == builders.at("2027-02-23T23:00")
    begun = next(one for one in builders.happened(permit.case.id) if one.type == "term.begun")
    assert begun.data == {"starts_on": "2026-11-23", "due_on": "2027-02-23", "kind": "resolve"}
    assert facts(office, permit) == {"due_on": "2027-02-23", "state": "running", "extended": False}


def test_the_facts_are_empty_before_a_term_begins_and_tell_the_day_here(office: World) -> None:
    permit = permits.opened(office)
    office.clock.at = builders.at("2026-11-23T23:30")

    with db.reading() as session:
        found = steps.hold(session, office.outside, TOWN, permit.case.id).facts
    assert found["term"] == {"due_on": "", "state": "", "extended": False}
    assert found["today"] == "2026-11-24"


def test_the_person_is_told_when_it_began_how_long_it_is_and_what_silence_means(office: World) -> None:
    permit = deadlines.begun(office)

    told = deadlines.paper(office, permit, "inicio")
    assert (told.title, told.state) == ("Comunicación de inicio del procedimiento", "final")
    text = deadlines.text_of(documents.download(office.outside, permit.citizen, told.id).body)
    assert "23 de noviembre de 2026" in text
    assert "3 meses" in text
    assert "23 de febrero de 2027" in text
    assert "silencio positivo" in text
    letter = office.mail.sent[-1]
    assert "Comunicación de inicio" in letter.subject
    assert deadlines.term(permit.case).told_id == told.id


def test_a_pause_moves_the_last_day_by_the_days_that_it_lasted(office: World) -> None:
    permit = deadlines.begun(office)
    office.clock.forward(days=8)
    deadlines.decide(office, permit, "papers")

    assert deadlines.term(permit.case).state == "paused"
    assert [(one.since, one.until, one.reason) for one in deadlines.pauses(permit.case)] == [
        (date(2026, 12, 1), None, "papers")
    ]
    office.clock.forward(days=10)
    deadlines.answer(office, permit)

    term = deadlines.term(permit.case)
    assert (term.state, term.due_on) == ("running", date(2027, 3, 5))
    assert deadlines.pauses(permit.case)[0].until == date(2026, 12, 11)


def test_a_term_that_stands_still_never_runs_out(office: World) -> None:
    permit = deadlines.begun(office)
    deadlines.decide(office, permit, "papers")

    assert deadlines.later(office, days=400) == 0
    assert deadlines.term(permit.case).state == "paused"


def test_the_pause_counts_from_the_step_of_the_diagram_however_late_a_worker_comes(office: World) -> None:
    permit = deadlines.begun(office)
    office.clock.forward(days=8)
    note = {"note": "papers"}
    tasks.complete(office.outside, permit.clerk, deadlines.task(permit.case, "decide"), note)
    office.clock.forward(days=3)
    permits.work(office)

    assert deadlines.pauses(permit.case)[0].since == date(2026, 12, 1)


def test_a_term_that_is_met_does_not_run_out(office: World) -> None:
    permit = deadlines.begun(office)
    office.clock.forward(days=30)
    deadlines.decide(office, permit, "yes")

    term = deadlines.term(permit.case)
    assert (term.state, term.met_on) == ("met", date(2026, 12, 23))
    assert deadlines.later(office, days=400) == 0
    met = next(one for one in builders.happened(permit.case.id) if one.type == "term.met")
    assert met.data == {"met_on": "2026-12-23", "late": False}


def test_a_term_runs_out_when_its_last_day_is_over_and_the_diagram_is_told_once(office: World) -> None:
    permit = deadlines.begun(office)
    office.clock.at = builders.at("2027-02-23T22:59:59")

    assert deadlines.later(office) == 0
    assert deadlines.later(office, seconds=1) == 1
    assert deadlines.later(office, seconds=1) == 0

    assert deadlines.term(permit.case).state == "expired"
    assert deadlines.open_elements(permit.case) == {"decide", "late"}
    assert builders.types(permit.case.id).count("term.expired") == 1
    assert facts(office, permit) == {"due_on": "2027-02-23", "state": "expired", "extended": False}


def test_a_resolution_that_comes_late_is_met_late(office: World) -> None:
    permit = deadlines.begun(office)
    deadlines.later(office, days=100)
    deadlines.decide(office, permit, "yes")

    met = next(one for one in builders.happened(permit.case.id) if one.type == "term.met")
    assert met.data == {"met_on": "2027-03-03", "late": True}


def test_a_day_off_that_is_written_down_later_moves_the_last_day(office: World) -> None:
    permit = deadlines.begun(office)
    deadlines.off(date(2027, 2, 23))

    assert deadlines.later(office, days=93) == 0
    term = deadlines.term(permit.case)
    assert (term.state, term.due_on) == ("running", date(2027, 2, 24))
    assert deadlines.later(office, days=1) == 1


@pytest.mark.parametrize(
    ("home", "due_on"),
    [
        ("", date(2027, 2, 23)),
        ("99001", date(2027, 2, 23)),
        ("99002", date(2027, 2, 24)),
        ("48013", date(2027, 2, 23)),
        ("nowhere", date(2027, 2, 23)),
    ],
)
def test_the_days_off_where_the_person_lives_count_too(office: World, home: str, due_on: date) -> None:
    deadlines.off(date(2027, 2, 23), place="99002")

    assert deadlines.term(deadlines.begun(office, home).case).due_on == due_on


@pytest.mark.parametrize(("home", "due_on"), [("", date(2026, 12, 7)), ("33004", date(2026, 12, 9))])
def test_the_days_off_of_the_region_where_the_person_lives_count_without_being_written_down(
    town: World, home: str, due_on: date
) -> None:
    deadlines.publish(town, max_term={"working_days": 10})

    assert deadlines.term(deadlines.begun(town, home).case).due_on == due_on


def owed(world: World, permit: Permit) -> CallRef:
    """Return a call of the diagram's for an operator to answer."""
    held_by = UUID(int=permit.case.id.int ^ len(builders.call_rows("x")) + 1)
    row = {
        "id": held_by, "entity": TOWN, "case_id": permit.case.id, "origin": "diagram", "element": "x", "operator": "x",
        "queue": "default", "params": b"", "status": "waiting", "attempts": 0, "max_attempts": 8, "backoff_seconds": 5,
        "next_at": world.clock.now(), "created_at": world.clock.now(), "last_error": "",
    }  # fmt: skip
    with db.bookkeeping("a call for a test") as session:
        session.execute(insert(CallRow), [row])
    return CallRef(TOWN, permit.case.id, held_by)


def order(
    registered: str = "2026-11-23", kind: str = "resolve", length: str = "", *, urgent: bool = False
) -> TermOrder:
    return TermOrder(registered, kind, length, urgent)


def test_every_call_takes_effect_once(office: World) -> None:
    permit, terms = permits.opened(office), CaseTerms(office.outside)
    begin, pause, resume, meet = (owed(office, permit) for _ in range(4))

    assert terms.start(begin, order=order()) == terms.start(begin, order=order())
    assert terms.pause(pause, kind="resolve", reason="a") == terms.pause(pause, kind="resolve", reason="a")
    assert terms.resume(resume, kind="resolve") == terms.resume(resume, kind="resolve") == "2027-02-23"
    assert terms.meet(meet, kind="resolve") == terms.meet(meet, kind="resolve") == "2026-11-23"
    told = builders.types(permit.case.id)
    assert [told.count(f"term.{act}") for act in ("begun", "paused", "resumed", "met")] == [1, 1, 1, 1]
    assert len(builders.call_rows("terms.tell")) == 1


@pytest.mark.parametrize(
    ("asked", "due_on"),
    [
        (order("2026-11-21T23:30:00+00:00"), "2027-02-22"),
        (order("2026-11-30"), "2027-03-01"),
        (order(urgent=True), "2027-01-07"),
        (order(kind="hearing", length="P10D"), "2026-12-07"),
        (order(kind="hearing", length="P1M"), "2026-12-23"),
    ],
)
def test_a_term_is_as_long_as_law_or_diagram_say(office: World, asked: TermOrder, due_on: str) -> None:
    permit = permits.opened(office)

    assert CaseTerms(office.outside).start(owed(office, permit), order=asked)[1] == due_on


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (order(kind="hearing"), "no_term"),
        (order(length="soon"), "no_term"),
        (order("yesterday"), "registered"),
        (order("2026-E-RE-000009"), "registered"),
    ],
)
def test_a_term_that_nobody_can_count_fails(office: World, asked: TermOrder, error: str) -> None:
    permit = permits.opened(office)

    with pytest.raises(OperatorFailed) as caught:
        CaseTerms(office.outside).start(owed(office, permit), order=asked)

    assert caught.value.error == error


def test_a_case_has_one_term_of_a_kind(office: World) -> None:
    permit = deadlines.begun(office)

    with pytest.raises(OperatorFailed) as caught:
        CaseTerms(office.outside).start(owed(office, permit), order=order())

    assert caught.value.error == "term_begun"


@pytest.mark.parametrize(
    "act",
    [
        lambda terms, call: terms.pause(call, kind="resolve", reason="papers"),
        lambda terms, call: terms.resume(call, kind="resolve"),
        lambda terms, call: terms.meet(call, kind="resolve"),
    ],
    ids=["pause", "resume", "meet"],
)
def test_what_has_not_begun_neither_stops_nor_ends(office: World, act: Callable[[CaseTerms, CallRef], str]) -> None:
    terms, call = CaseTerms(office.outside), owed(office, permits.opened(office))

    with pytest.raises(OperatorFailed) as caught:
        act(terms, call)

    assert caught.value.error == "no_term"


def test_what_has_run_out_is_not_stopped_any_more(office: World) -> None:
    permit = deadlines.begun(office)
    deadlines.later(office, days=100)
    terms = CaseTerms(office.outside)

    assert terms.pause(owed(office, permit), kind="resolve", reason="papers") == ""
    assert deadlines.term(permit.case).state == "expired"


def test_silence_that_nobody_asks_about_is_certified_within_fifteen_days(office: World) -> None:
    permit = deadlines.begun(office)
    deadlines.later(office, days=93)
    assert deadlines.term(permit.case).certificate_id is None

    deadlines.later(office, days=11)

    term = deadlines.term(permit.case)
    assert term.certificate_id is not None
    body = documents.download(office.outside, builders.citizen(office, permit.case), term.certificate_id).body
    text = deadlines.text_of(body)
    assert "ESTIMADA por silencio" in text
    assert "23 de febrero de 2027" in text
    assert builders.types(permit.case.id).count("term.certified") == 1
