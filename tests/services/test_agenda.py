"""The day of an office: who is on it, in whose turn people are called, how far their papers are."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from app.domain import appointments as words
from app.domain.errors import NotFound
from app.services import tasks
from app.services.appointments import changes
from app.services.appointments.booked import Confirmed
from app.services.desk import agenda, attendance
from app.services.desk.agenda import Narrowed
from app.services.desk.agenda_lines import Entry
from app.services.files import papers
from app.services.files.paperwork import Papers
from app.services.visits import RoleMissing, Visitor
from tests import builders
from tests.builders import TOWN, OpenCase
from tests.fakes.outside import World
from tests.services import desks, meetings, offices, permits
from tests.services.desks import Desk
from tests.services.offices import MILL, MONDAY, at

TUESDAY = date(2026, 12, 1)


@pytest.fixture
def desk(bare_world: World) -> Desk:
    """Return a desk whose procedure asks for papers."""
    builders.found_town()
    builders.publish(bare_world.outside, sources=meetings.SOURCES)
    return desks.opened(bare_world)


def day(
    desk: Desk, visitor: Visitor | None = None, wanted: date | None = None, office: str | None = None
) -> list[Entry]:
    return list(agenda.day(desk.world.outside, visitor or desk.marta, wanted, Narrowed(office)).entries)


def test_a_line_says_everything_about_its_appointment(desk: Desk) -> None:
    made = desk.book("10:00", language="ca")
    changes.attend(desk.world.outside, TOWN, made.manage)
    desk.come("09:00")

    (one,) = day(desk)

    assert (one.id, one.case_id, one.case_number) == (made.appointment_id, made.case_id, made.number)
    assert (one.applicant, one.title, one.language) == ("Ana Núñez Ferrer", "Recoger un paquete", "ca")
    assert (one.starts_at, one.ends_at, one.minutes) == (at("10:00"), at("10:15"), 15)
    assert (one.office_name, one.channel) == ("Casa Consistorial", "in_person")
    assert one.clerk in {"Marta Soler", "Carme Ollé"}
    assert one.confirmed_at is not None


def test_a_day_begins_and_ends_on_the_office_s_clock(desk: Desk) -> None:
    desk.book("13:45")

    assert day(desk, wanted=MONDAY)
    assert not day(desk, wanted=TUESDAY)
    assert not day(desk)


def test_an_hour_that_is_only_held_is_on_no_agenda(desk: Desk) -> None:
    offices.held(desk.world, at("10:00"))

    assert not day(desk, wanted=MONDAY)


def test_whoever_is_here_is_on_today_s_agenda_whatever_the_day_of_the_appointment(desk: Desk) -> None:
    made = desk.book("10:00")
    attendance.arrived(desk.world.outside, desk.marta, made.appointment_id, other_day=True)

    (here,) = day(desk)

    assert (here.id, here.state) == (made.appointment_id, words.ARRIVED)
    assert not day(desk, wanted=TUESDAY)


def test_an_agenda_is_that_of_the_own_office_unless_another_is_asked_for(desk: Desk) -> None:
    offices.second_office()
    pau = desks.member("Pau Ros", "clerk", office=MILL)
    offices.schedule(offices.series(pau.id), office=MILL)
    hall, mill = desk.book("10:00", 1, office="casa").number, desk.book("10:00", 2, office=MILL).number
    desk.come("09:00")

    assert [one.case_number for one in day(desk)] == [hall]
    assert [one.case_number for one in day(desk, pau)] == [mill]
    assert {one.case_number for one in day(desk, office="")} == {hall, mill}


def test_whoever_works_in_no_office_sees_all_of_them(desk: Desk) -> None:
    desk.book("10:00")
    stranger = desks.member("Samira", "supervisor", office="")

    assert len(day(desk, stranger, MONDAY)) == 1


def test_a_clerk_s_own_day_holds_whom_the_clerk_attends_for_others(desk: Desk) -> None:
    made = desk.book("10:00").appointment_id
    other = desk.carme if desks.row(made).clerk_id == desk.marta.id else desk.marta
    desk.come("10:00")
    attendance.call(desk.world.outside, other, made)

    found = agenda.day(desk.world.outside, other, narrowed=Narrowed(clerk=other.id)).entries

    assert [one.called_by_name for one in found] == [other.name]


def test_people_are_called_in_their_turn_the_own_ones_first(desk: Desk) -> None:
    outside = desk.world.outside
    made = [desk.book(hour, number).appointment_id for number, hour in enumerate(("10:00", "10:00", "09:45"), 1)]
    desk.come("09:30")
    for one in made:
        attendance.arrived(outside, desk.boss, one)
    mine = [one for one in made if desks.row(one).clerk_id == desk.marta.id]
    theirs = [one for one in made if one not in mine]

    found = agenda.waiting(outside, desk.marta)

    def by_hour(some: list[UUID]) -> list[UUID]:
        return sorted(some, key=lambda one: desks.row(one).starts_at)

    assert found == [*by_hour(mine), *by_hour(theirs)]
    next_up = agenda.day(outside, desk.marta).next_up
    assert next_up is not None
    assert next_up.id == found[0]


def test_nobody_is_given_to_a_clerk_who_does_not_attend_the_procedure(desk: Desk) -> None:
    made = desk.book("10:00").appointment_id
    desk.come("10:00")
    attendance.arrived(desk.world.outside, desk.boss, made)
    specialist = desks.member("Pere Boix", "clerk", skills=("something_else",))

    assert agenda.waiting(desk.world.outside, specialist) == []
    assert agenda.day(desk.world.outside, specialist).next_up is None


def test_what_one_may_do_depends_on_the_state_the_hour_and_the_person(desk: Desk) -> None:
    made = desk.book("10:00").appointment_id
    desk.come("09:55")

    def may(visitor: Visitor) -> set[str]:
        return set(agenda.one(desk.world.outside, visitor, made).may)

    assert may(desk.marta) == {"arrive", "call", "assign", "change"}
    desk.come("10:00")
    assert may(desk.marta) == {"arrive", "call", "miss", "assign", "change"}
    attendance.call(desk.world.outside, desk.marta, made)
    assert may(desk.marta) == {"back", "end", "miss"} == may(desk.boss)
    assert may(desk.carme) == may(desk.auditor) == set()
    attendance.done(desk.world.outside, desk.marta, made)
    assert may(desk.carme) == {"undo"}


def test_the_appointment_of_a_case_is_the_one_that_matters_now(desk: Desk) -> None:
    made = desk.book("10:00")
    outside = desk.world.outside

    def state() -> str:
        found = agenda.of_case(outside, desk.marta, made.case_id)
        assert found is not None
        return found.state

    assert state() == words.BOOKED
    attendance.call(outside, desk.marta, made.appointment_id, other_day=True)
    assert state() == words.CALLED
    attendance.done(outside, desk.marta, made.appointment_id)
    assert state() == words.DONE
    assert agenda.of_case(outside, desk.marta, builders.open_case(desk.world, mailed=False).id) is None


def test_papers_that_wait_or_are_missing_are_counted(desk: Desk) -> None:
    made = desk.book("10:00", channel="phone")
    counts = [_papers(desk, made)]
    citizen = _citizen(desk, made)

    papers.receive(desk.world.outside, citizen, "bill", "recibo.pdf", meetings.PDF)
    counts.append(_papers(desk, made))
    permits.known(citizen.id)
    counts.append(_papers(desk, made))
    _answer(desk, made, citizen, meetings.BOTH)
    counts.append(_papers(desk, made))

    assert counts == [Papers(0, 2), Papers(1, 1), Papers(1, 0), Papers(1, 1)]


def test_what_is_shown_at_the_office_is_not_missing_there(desk: Desk) -> None:
    made = desk.book("10:00")
    before = _papers(desk, made)

    papers.receive(desk.world.outside, _citizen(desk, made), "bill", "recibo.pdf", meetings.PDF)

    assert (before, _papers(desk, made)) == (Papers(0, 1), Papers(1, 0))


def test_what_an_agenda_counts_of_a_call_is_what_the_case_says(desk: Desk) -> None:
    made = desk.book("10:00", channel="phone")
    citizen = _citizen(desk, made)
    _answer(desk, made, citizen, meetings.BOTH)
    papers.receive(desk.world.outside, citizen, "deed", "escritura.pdf", meetings.PDF)

    slots = papers.slots(desk.world.outside, desk.marta, made.case_id)

    missing = [one for one in slots if one.required and one.state == "missing"]
    waiting = [one for one in slots if one.state == "received"]
    assert _papers(desk, made) == Papers(len(waiting), len(missing))


def test_an_appointment_that_does_not_exist_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        agenda.one(desk.world.outside, desk.marta, uuid4())


def test_the_agenda_is_for_the_desk(desk: Desk) -> None:
    made = desk.book("10:00")
    citizen, analyst = _citizen(desk, made), desks.member("Iñaki", "analyst")

    for stranger in (citizen, analyst):
        with pytest.raises(RoleMissing):
            agenda.day(desk.world.outside, stranger)
        with pytest.raises(RoleMissing):
            agenda.found(desk.world.outside, stranger, made.number)
        with pytest.raises(RoleMissing):
            agenda.one(desk.world.outside, stranger, made.appointment_id)
        with pytest.raises(RoleMissing):
            agenda.opened(desk.world.outside, stranger, MONDAY)


def test_that_somebody_searched_is_recorded_but_not_for_whom(desk: Desk) -> None:
    desk.book("10:00", 1)

    found = agenda.found(desk.world.outside, desk.auditor, desks.document(1))

    (read,) = builders.stream("staff", desk.auditor.id)
    assert len(found) == 1
    assert (read.type, read.data) == ("access.read", {"found": 1})
    assert desks.document(1) not in builders.all_evidence()


def _papers(desk: Desk, made: Confirmed) -> Papers:
    return agenda.one(desk.world.outside, desk.marta, made.appointment_id).papers


def _citizen(desk: Desk, made: Confirmed) -> Visitor:
    case = OpenCase(made.case_id, made.number, meetings.applicant(made.case_id), "")
    return builders.citizen(desk.world, case)


def _answer(desk: Desk, made: Confirmed, citizen: Visitor, parcel: str) -> None:
    case = OpenCase(made.case_id, made.number, citizen.id, "")
    task = meetings.task(meetings.Meeting(made, case, citizen), "ask")
    tasks.complete(desk.world.outside, citizen, task, {"parcel": parcel})
