"""Before the day of an appointment: what to read and bring, what was said of each paper, who may change what."""

from dataclasses import replace
from uuid import uuid4

import pytest

from app.domain import appointments as words
from app.domain.errors import NotFound
from app.services import parties, steps, tasks
from app.services.appointments import changes, preparation
from app.services.appointments.preparation import SHOWN
from app.services.files import papers
from app.services.visits import Visitor
from app.store import db
from app.store.tables import AppointmentRow
from tests import builders
from tests.builders import JORDI, TOWN
from tests.fakes.outside import World
from tests.services import meetings, offices, permits
from tests.services.meetings import BOTH, PDF, Meeting


@pytest.fixture
def meeting(bare_world: World) -> Meeting:
    meetings.opened(bare_world)
    return meetings.booked(bare_world)


def states(world: World, visitor: Visitor) -> dict[str, str]:
    return {one.slot: one.state for one in preparation.of_visitor(world.outside, visitor).papers}


def ended(meeting: Meeting, state: str) -> None:
    with db.bookkeeping("what came of an appointment for a test") as session:
        session.get_one(AppointmentRow, meeting.booked.appointment_id).state = state


def test_before_any_form_is_answered_the_papers_without_a_condition_can_be_handed_in(
    bare_world: World, meeting: Meeting
) -> None:
    before = states(bare_world, meeting.citizen)

    papers.receive(bare_world.outside, meeting.citizen, "bill", "bill.pdf", PDF)

    assert before == {"identity": SHOWN, "bill": "missing", "photo": "missing"}
    assert states(bare_world, meeting.citizen)["bill"] == "received"


def test_a_paper_with_a_condition_appears_once_the_form_is_answered(bare_world: World, meeting: Meeting) -> None:
    tasks.complete(bare_world.outside, meeting.citizen, meetings.task(meeting, "ask"), {"parcel": BOTH})

    assert states(bare_world, meeting.citizen)["deed"] == "missing"


def test_what_is_shown_at_the_office_is_asked_for_on_the_telephone(bare_world: World) -> None:
    meetings.opened(bare_world)
    meeting = meetings.booked(bare_world, channel="phone")

    assert states(bare_world, meeting.citizen)["identity"] == "missing"


def test_after_a_missed_appointment_a_copy_is_asked_for_again(bare_world: World, meeting: Meeting) -> None:
    ended(meeting, words.NO_SHOW)

    assert states(bare_world, meeting.citizen)["identity"] == "missing"


def test_a_clerk_reviews_a_paper_before_the_day_although_no_task_asks_for_it(
    bare_world: World, meeting: Meeting
) -> None:
    clerk = permits.member(bare_world, "marta", "clerk")
    bill = papers.receive(bare_world.outside, meeting.citizen, "bill", "bill.pdf", PDF)
    assert bill.document is not None
    papers.give_back(bare_world.outside, clerk, bill.document.id, "No se lee la fecha.")
    builders.deliver(bare_world)
    returned = preparation.of_visitor(bare_world.outside, meeting.citizen)

    again = papers.receive(bare_world.outside, meeting.citizen, "bill", "bill.pdf", PDF + b"%better")
    assert again.document is not None
    papers.accept(bare_world.outside, clerk, again.document.id)

    told = preparation.of_visitor(bare_world.outside, meeting.citizen)
    assert any("corregir" in letter.subject for letter in bare_world.mail.sent)
    assert next(one.reason for one in returned.papers if one.slot == "bill") == "No se lee la fecha."
    assert returned.tally == {"asked": 1, "missing": 0, "received": 0, "returned": 1, "accepted": 0}
    assert told.tally == {"asked": 1, "missing": 0, "received": 0, "returned": 0, "accepted": 1}


def test_a_voluntary_paper_counts_once_it_is_handed_in(bare_world: World, meeting: Meeting) -> None:
    before = preparation.of_visitor(bare_world.outside, meeting.citizen).tally["asked"]

    papers.receive(bare_world.outside, meeting.citizen, "photo", "photo.pdf", PDF)

    assert (before, preparation.of_visitor(bare_world.outside, meeting.citizen).tally["asked"]) == (1, 2)


def test_the_case_and_its_appointment_are_told_alike(bare_world: World, meeting: Meeting) -> None:
    papers.receive(bare_world.outside, meeting.citizen, "bill", "bill.pdf", PDF)

    status, told = preparation.overview(bare_world.outside, meeting.citizen)

    assert told == preparation.of_visitor(bare_world.outside, meeting.citizen)
    assert told is not None
    assert (told.own, told.online, told.form) == (True, True, meetings.task(meeting, "ask"))
    assert [one.kind for one in told.reading] == ["rules"]
    assert status.number == told.case_number


def test_a_case_without_an_appointment_has_nothing_to_prepare(bare_world: World) -> None:
    meetings.opened(bare_world)
    citizen = builders.citizen(bare_world, builders.open_case(bare_world))

    _, told = preparation.overview(bare_world.outside, citizen)

    assert told is None
    with pytest.raises(NotFound):
        preparation.of_visitor(bare_world.outside, citizen)


def test_another_person_of_the_case_sees_the_appointment_and_cannot_change_it(
    bare_world: World, meeting: Meeting
) -> None:
    party_id = uuid4()
    with db.transaction() as session:
        held = steps.hold(session, bare_world.outside, TOWN, meeting.case.id)
        parties.add(held, party_id, "partner", JORDI, "ca")
    partner = builders.citizen(bare_world, replace(meeting.case, party=party_id))

    seen = preparation.of_visitor(bare_world.outside, partner)

    assert (seen.own, seen.papers, seen.appointment.starts_at) == (False, (), meetings.TEN)
    with pytest.raises(NotFound):
        changes.cancel(bare_world.outside, TOWN, partner)


IDENTITY = "Su DNI, NIE o pasaporte, original y en vigor (basta con enseñarlo, no hace falta copia)"


@pytest.mark.parametrize(
    ("triage", "deed"),
    [({}, ["Papel deed (solo si es su caso)"]), ({"parcel": BOTH}, ["Papel deed"]), ({"parcel": "big"}, [])],
)
def test_letter_and_link_name_the_same_things_to_bring_as_far_as_the_triage_tells(
    bare_world: World, triage: dict[str, str], deed: list[str]
) -> None:
    meetings.opened(bare_world)

    meeting = meetings.booked(bare_world, triage=triage)
    builders.deliver(bare_world)

    linked = preparation.behind(bare_world.outside, TOWN, meeting.booked.manage, "es")
    letter = next(one.text for one in bare_world.mail.sent if "Cita confirmada" in one.subject)
    wanted = [IDENTITY, "Papel bill", *deed, "Papel photo (si lo tiene)"]
    assert [f"{one.title} ({one.note})" if one.note else one.title for one in linked.bring] == wanted
    assert " - ".join(["Qué debe traer:", *wanted, ""]).removesuffix("- ") in " ".join(letter.split())
    assert letter.count("Papel deed") == len(deed)


def test_the_papers_of_others_are_not_asked_of_whoever_has_the_appointment(bare_world: World) -> None:
    theirs = meetings.paper("theirs", by="partner")
    meetings.opened(bare_world, builders.changed(meetings.SOURCES, papers=[*meetings.PAPERS, theirs]))
    meeting = meetings.booked(bare_world)

    linked = preparation.behind(bare_world.outside, TOWN, meeting.booked.manage, "ca")

    assert linked.appointment.title == "Recollir un paquet"
    assert "Paper theirs" not in [one.title for one in linked.bring]


def test_once_the_form_is_answered_it_says_what_to_bring(bare_world: World, meeting: Meeting) -> None:
    tasks.complete(bare_world.outside, meeting.citizen, meetings.task(meeting, "ask"), {"parcel": "big"})

    linked = preparation.behind(bare_world.outside, TOWN, meeting.booked.manage, "es")

    assert "Papel deed" not in [one.title for one in linked.bring]


def test_on_the_telephone_a_copy_of_the_document_is_asked_for_once(bare_world: World) -> None:
    meetings.opened(bare_world)
    meeting = meetings.booked(bare_world, channel="phone")

    linked = preparation.behind(bare_world.outside, TOWN, meeting.booked.manage, "es")

    assert [one.title for one in linked.bring][:2] == ["Papel identity", "Papel bill"]


def test_the_old_link_opens_nothing_once_the_appointment_was_moved(bare_world: World, meeting: Meeting) -> None:
    moved = changes.move(bare_world.outside, TOWN, meeting.citizen, offices.at("12:00"))

    with pytest.raises(NotFound):
        preparation.behind(bare_world.outside, TOWN, meeting.booked.manage, "es")
    assert preparation.behind(bare_world.outside, TOWN, moved.manage, "es").appointment.starts_at == moved.starts_at
