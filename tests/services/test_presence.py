"""What officials do for a person who is here, and for nobody else: forms, papers, and a screen to sign on."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.domain import appointments as words
from app.domain.errors import Denied, NotFound
from app.services import portal, tasks
from app.services.access import LevelTooLow
from app.services.desk import counter, guests
from app.services.files import papers
from app.services.files.papers import Owner
from app.services.findings import FormIncomplete
from app.services.presence import NotHere
from app.services.signing import signatures
from app.services.visits import Visitor
from app.store import appointments, db, people
from tests import builders
from tests.builders import TOWN, OpenCase
from tests.documents import hostile
from tests.fakes.outside import World
from tests.services import meetings, permits
from tests.services.meetings import Meeting
from tests.services.permits import Permit
from tests.services.test_counter import DNI


@pytest.fixture
def meeting(bare_world: World) -> Meeting:
    """Return an appointment that was booked, with nobody here yet."""
    meetings.opened(bare_world)
    return meetings.booked(bare_world)


@pytest.fixture
def clerk(meeting: Meeting, bare_world: World) -> Visitor:
    assert meeting.case.number
    return permits.member(bare_world, "marta", "clerk", name="Marta Soler")


def called(meeting: Meeting, state: str = words.CALLED) -> None:
    with db.bookkeeping("somebody is called for a test") as session:
        row = appointments.of_case(session, TOWN, meeting.case.id)
        assert row is not None
        row.state = state


def seen(world: World, clerk: Visitor, case: OpenCase) -> None:
    counter.accept(world.outside, clerk, case.id, case.party, DNI, correct=False)


def ask(meeting: Meeting) -> UUID:
    return meetings.task(meeting, "ask")


def test_a_clerk_fills_in_the_form_of_who_was_called(bare_world: World, meeting: Meeting, clerk: Visitor) -> None:
    called(meeting)

    tasks.complete(bare_world.outside, clerk, ask(meeting), {"parcel": "uno"})

    saved = next(one for one in builders.happened(meeting.case.id) if one.type == "form.saved")
    assert (saved.actor["kind"], saved.actor["ref"]) == ("clerk", str(clerk.id))
    assert saved.data["on_behalf"] == str(meeting.case.party)
    assert saved.data["present"] is True


def test_the_person_is_told_with_whom_it_was_done(bare_world: World, meeting: Meeting, clerk: Visitor) -> None:
    called(meeting)
    tasks.complete(bare_world.outside, clerk, ask(meeting), {"parcel": "uno"})

    steps = portal.status(bare_world.outside, meeting.citizen).steps

    assert [(step.state, step.with_whom) for step in steps] == [("done", "Marta Soler"), ("waiting", "")]


def test_what_one_did_oneself_was_done_with_nobody(bare_world: World, meeting: Meeting) -> None:
    tasks.complete(bare_world.outside, meeting.citizen, ask(meeting), {"parcel": "uno"})

    assert [step.with_whom for step in portal.status(bare_world.outside, meeting.citizen).steps] == ["", ""]


@pytest.mark.parametrize("state", [words.BOOKED, words.ARRIVED, words.DONE, words.NO_SHOW, words.CANCELLED])
def test_nobody_acts_for_who_is_not_being_attended(
    bare_world: World, meeting: Meeting, clerk: Visitor, state: str
) -> None:
    called(meeting, state)

    with pytest.raises(NotHere):
        tasks.sheet(bare_world.outside, clerk, ask(meeting))
    with pytest.raises(NotHere):
        tasks.complete(bare_world.outside, clerk, ask(meeting), {"parcel": "uno"})
    with pytest.raises(NotHere):
        tasks.save(bare_world.outside, clerk, ask(meeting), {"parcel": "uno"})


def test_who_was_seen_at_the_counter_today_is_here_without_an_appointment(world: World) -> None:
    case, clerk = builders.open_case(world), permits.member(world, "marta", "clerk")
    seen(world, clerk, case)
    task = permits.task_of(Permit(case, clerk, clerk), "ask")

    assert tasks.sheet(world.outside, clerk, task).task.party == "applicant"
    world.clock.forward(days=1)
    with pytest.raises(NotHere):
        tasks.sheet(world.outside, clerk, task)


def test_a_task_for_people_who_are_known_better_waits_for_their_identity(world: World) -> None:
    demanding = builders.DIAGRAM.replace(b'name="level" value="code"', b'name="level" value="official"')
    builders.publish(world.outside, sources={**builders.SOURCES, f"{builders.PROCEDURE}.bpmn": demanding}, number=2)
    case, clerk = builders.open_case(world), permits.member(world, "marta", "clerk")
    task = permits.task_of(Permit(case, clerk, clerk), "ask")
    seen(world, clerk, case)
    counter.refuse(world.outside, clerk, case.id, case.party, "dni", "Me equivoqué de persona")

    with pytest.raises(NotHere):
        tasks.sheet(world.outside, clerk, task)
    seen(world, clerk, case)
    tasks.complete(world.outside, clerk, task, {"parcel": "uno"})

    assert builders.happened(case.id)[-2].data["on_behalf"] == str(case.party)


def test_a_person_who_is_here_and_not_known_enough_is_asked_to_be(
    bare_world: World, meeting: Meeting, clerk: Visitor
) -> None:
    called(meeting)
    with db.bookkeeping("a person who is hardly known, for a test") as session:
        people.party(session, meeting.case.party).level = "declared"

    with pytest.raises(LevelTooLow):
        tasks.sheet(bare_world.outside, clerk, ask(meeting))


def test_what_was_typed_is_shared_by_the_person_and_the_clerk(
    bare_world: World, meeting: Meeting, clerk: Visitor
) -> None:
    tasks.save(bare_world.outside, meeting.citizen, ask(meeting), {"parcel": "a medias"})
    called(meeting)

    found = tasks.sheet(bare_world.outside, clerk, ask(meeting)).draft
    tasks.save(bare_world.outside, clerk, ask(meeting), {"parcel": "casi"})

    assert found == {"parcel": "a medias"}
    assert tasks.sheet(bare_world.outside, meeting.citizen, ask(meeting)).draft == {"parcel": "casi"}


def test_answers_are_checked_as_the_persons_own(bare_world: World, meeting: Meeting, clerk: Visitor) -> None:
    called(meeting)

    with pytest.raises(FormIncomplete):
        tasks.complete(bare_world.outside, clerk, ask(meeting), {})


def test_an_auditor_acts_for_nobody(bare_world: World, meeting: Meeting) -> None:
    called(meeting)
    auditor = permits.member(bare_world, "ana", "auditor")

    with pytest.raises(Denied):
        tasks.sheet(bare_world.outside, auditor, ask(meeting))
    with pytest.raises(Denied):
        guests.lent(bare_world.outside, auditor, meeting.case.id, meeting.case.party)


@pytest.mark.parametrize("here", [True, False])
def test_a_paper_taken_in_at_the_counter_is_its_persons(
    bare_world: World, meeting: Meeting, clerk: Visitor, here: bool
) -> None:
    called(meeting, words.CALLED if here else words.BOOKED)
    owner = Owner(meeting.case.id, meeting.case.party)

    papers.receive(bare_world.outside, clerk, "bill", "recibo.pdf", hostile.pdf(1), owner)

    (bill,) = [one for one in papers.slots(bare_world.outside, meeting.citizen, meeting.case.id) if one.slot == "bill"]
    assert bill.state == "received"
    event = next(one for one in builders.happened(meeting.case.id) if one.type == "document.uploaded")
    assert event.actor["kind"] == "clerk"
    assert event.data == {"slot": "bill", "on_behalf": str(meeting.case.party), "present": here}


def test_a_paper_goes_into_a_slot_of_its_person_only(bare_world: World, meeting: Meeting, clerk: Visitor) -> None:
    called(meeting)
    other = builders.open_case(bare_world, builders.JORDI, mailed=False)

    for owner, slot in (
        (Owner(meeting.case.id, meeting.case.party), "deed"),
        (Owner(meeting.case.id, other.party), "bill"),
    ):
        with pytest.raises(NotFound):
            papers.receive(bare_world.outside, clerk, slot, "recibo.pdf", hostile.pdf(1), owner)


def test_a_citizen_hands_in_papers_for_nobody_else(bare_world: World, meeting: Meeting) -> None:
    with pytest.raises(Denied):
        papers.receive(
            bare_world.outside,
            meeting.citizen,
            "bill",
            "recibo.pdf",
            hostile.pdf(1),
            Owner(meeting.case.id, meeting.case.party),
        )


def test_a_person_signs_on_the_clerks_screen_with_a_code_to_their_own_telephone(town: World) -> None:
    permit = permits.to_signing(town)
    seen(town, permit.clerk, permit.case)
    guest = guests.lent(town.outside, permit.clerk, permit.case.id, permit.case.party)

    permits.sign(town, guest)
    permits.work(town)

    assert town.sms.sent[-1].to == builders.ANA.mobile
    consented = next(one for one in builders.happened(permit.case.id) if one.type == "sign.consented")
    assert (consented.actor["kind"], consented.actor["auth"]) == ("citizen", "counter")
    assert consented.data["attended_by"] == str(permit.clerk.id)
    assert "sign.completed" in builders.types(permit.case.id)


def test_a_signature_in_ones_own_browser_names_no_official(town: World) -> None:
    permit = permits.to_signing(town)

    permits.sign(town, permit.citizen)

    consented = next(one for one in builders.happened(permit.case.id) if one.type == "sign.consented")
    assert "attended_by" not in consented.data


def test_no_screen_is_lent_to_who_is_away_or_only_on_the_line(bare_world: World) -> None:
    meetings.opened(bare_world)
    meeting = meetings.booked(bare_world, channel="phone")
    clerk = permits.member(bare_world, "marta", "clerk")

    with pytest.raises(NotHere):
        guests.lent(bare_world.outside, clerk, meeting.case.id, meeting.case.party)
    called(meeting)
    with pytest.raises(NotHere):
        guests.lent(bare_world.outside, clerk, meeting.case.id, meeting.case.party)

    tasks.complete(bare_world.outside, clerk, ask(meeting), {"parcel": "uno"})
    saved = next(one for one in builders.happened(meeting.case.id) if one.type == "form.saved")
    assert saved.data["present"] is False


def test_a_guest_reaches_no_other_case(town: World) -> None:
    permit, other = permits.to_signing(town), builders.open_case(town, builders.JORDI)
    seen(town, permit.clerk, permit.case)

    with pytest.raises(NotFound):
        guests.lent(town.outside, permit.clerk, permit.case.id, other.party)
    with pytest.raises(signatures.NothingToSign):
        signatures.view(
            town.outside, guests.lent(town.outside, permit.clerk, *_seen_elsewhere(town, permit.clerk, other))
        )


def _seen_elsewhere(world: World, clerk: Visitor, case: OpenCase) -> tuple[UUID, UUID]:
    counter.accept(
        world.outside,
        clerk,
        case.id,
        case.party,
        replace(DNI, document_kind="nie", number="X1234567L"),
        correct=False,
    )
    return case.id, case.party
