"""A person is reminded a day and two hours before, once each, whatever the workers do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from uuid import UUID

import pytest
from flask import current_app

from app.domain import appointments as words
from app.services import entities
from app.services.appointments import changes, reminders, staff_booking
from app.services.messaging import digests
from app.store import db, people
from app.store.tables import EntityRow
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import at

DAY, HOURS = timedelta(hours=24), timedelta(hours=2)
OTHER = {"id_number": "X1234567L", "id_type": "nie", "email": "otra@ejemplo.es", "mobile": "611111111"}


def _exchange_party(case_id: UUID, sealed: bytes) -> bytes:
    """Put other bytes where a person of a case is sealed, and return those that were there."""
    with db.bookkeeping("a broken row for a test") as session:
        party = people.party_with_role(session, case_id, "applicant")
        assert party is not None
        before, party.sealed = party.sealed, sealed
    return before


@pytest.fixture
def office(booking_world: World) -> World:
    """Return a world whose office has one clerk, every day from nine to two."""
    offices.schedule(offices.series(offices.clerk()))
    return booking_world


def test_reminders_are_due_a_day_and_two_hours_before() -> None:
    hour = at("10:00")

    due = [words.next_reminder(hour, hour - before) for before in (2 * DAY, DAY, HOURS, timedelta(0))]

    assert due == [hour - DAY, hour - HOURS, None, None]


def test_each_reminder_is_sent_once(office: World) -> None:
    made = offices.booked(office, at("10:00"))
    told = []
    for before in (DAY + timedelta(minutes=1), DAY, DAY - timedelta(hours=3), HOURS, timedelta(hours=1), -HOURS):
        office.clock.at = at("10:00") - before
        told.append((reminders.remind(office.outside), reminders.remind(office.outside)))

    assert told == [(0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (0, 0)]
    assert offices.row(made.appointment_id).remind_at is None


def test_what_is_booked_at_short_notice_is_reminded_of_two_hours_before_only(office: World) -> None:
    office.clock.at = at("12:00") - timedelta(days=1)
    made = offices.booked(office, at("10:00"))

    due = offices.row(made.appointment_id).remind_at

    assert due == at("08:00")


def test_what_is_booked_for_the_next_hour_is_not_reminded_of(office: World) -> None:
    office.clock.at = at("09:00")
    made = offices.booked(office, at("10:00"))

    assert offices.row(made.appointment_id).remind_at is None


def test_workers_that_slept_send_the_nearer_reminder_alone(office: World) -> None:
    offices.booked(office, at("10:00"))
    office.clock.at = at("08:30")

    sent = [reminders.remind(office.outside), reminders.remind(office.outside)]

    assert sent == [1, 0]


def test_a_cancelled_appointment_is_not_reminded_of(office: World) -> None:
    made = offices.booked(office, at("10:00"))
    changes.cancel(office.outside, TOWN, made.manage)
    office.clock.at = at("10:00") - DAY

    assert reminders.remind(office.outside) == 0


def test_a_moved_appointment_is_reminded_of_at_its_new_hour(office: World) -> None:
    made = offices.booked(office, at("10:00"))
    changes.move(office.outside, TOWN, made.manage, at("10:00") + timedelta(days=3))

    office.clock.at = at("10:00") - DAY
    early = reminders.remind(office.outside)
    office.clock.at = at("10:00") + timedelta(days=2)

    assert (early, reminders.remind(office.outside)) == (0, 1)


def test_somebody_who_is_here_already_is_not_reminded(office: World) -> None:
    made = offices.booked(office, at("10:00"))
    offices.change(made.appointment_id, state=words.ARRIVED)
    office.clock.at = at("08:00")

    sent = reminders.remind(office.outside)
    reminders.sweep(office.outside)

    assert sent == 0
    assert offices.row(made.appointment_id).remind_at is None


def test_who_told_no_address_holds_nobody_else_up(office: World) -> None:
    builders.hire(office)
    bare = {name: value for name, value in offices.PERSON.items() if name not in {"email", "mobile"}}
    made = staff_booking.book(office.outside, builders.signed_in(office), offices.wish(at("09:00")), bare)
    offices.booked(office, at("10:00"))
    office.clock.at = at("10:00") - DAY

    sent = reminders.remind(office.outside)

    assert sent == 2
    unheard = [one.data for one in builders.happened(made.case_id) if one.type == "mail.failed"]
    assert unheard == [{"about": "reminder", "reason": "no_address"}]
    assert offices.row(made.appointment_id).remind_at == at("07:00")


def test_one_that_cannot_be_made_holds_nobody_else_up_and_is_told_to_the_office(office: World) -> None:
    broken, whole = (offices.booked(office, at(hour), **who) for hour, who in (("09:00", OTHER), ("10:00", {})))
    sealed = _exchange_party(broken.case_id, b"no seal of ours")
    office.clock.at = at("10:00") - DAY

    sent = [reminders.remind(office.outside), reminders.remind(office.outside)]
    office.clock.forward(minutes=10)
    sent.append(reminders.remind(office.outside))

    assert sent == [1, 0, 0]
    assert offices.row(whole.appointment_id).remind_at == at("08:00")
    assert offices.row(broken.appointment_id).remind_at == office.clock.now() + reminders.LATER
    failed = builders.call_rows(reminders.REMIND)
    assert [(one.case_id, one.status, one.last_error) for one in failed] == [
        (broken.case_id, "failed", "reminder: SealBroken")
    ]
    assert builders.stream("appointment", broken.appointment_id)[-1].data == {"about": "reminder", "reason": "fault"}

    _exchange_party(broken.case_id, sealed)
    office.clock.forward(minutes=10)

    assert reminders.remind(office.outside) == 1


def test_a_reminder_that_could_not_be_made_stands_in_the_digest(office: World) -> None:
    broken = offices.booked(office, at("10:00"))
    _exchange_party(broken.case_id, b"no seal of ours")
    with db.bookkeeping("an address for the office's letters") as session:
        row = session.get_one(EntityRow, TOWN)
        row.facts = {**row.facts, "email": "oficina@ejemplo.es"}
    entities.forget()
    office.clock.at = at("10:00") - HOURS
    reminders.remind(office.outside)
    office.clock.forward(minutes=30)
    digests.write(office.outside, time(8, 15))
    builders.deliver(office)

    (letter,) = [one for one in office.mail.sent if one.to == "oficina@ejemplo.es"]
    for said in (broken.number, "Recordar una cita", "No se ha podido preparar el recordatorio"):
        assert said in letter.text


def test_cells_of_past_days_go_and_nothing_else(office: World) -> None:
    past = offices.booked(office, at("10:00"))
    coming = offices.booked(office, at("10:00") + timedelta(days=3), **OTHER)
    evidence = builders.all_evidence()
    office.clock.at = at("10:05") + timedelta(days=1)
    early, kept = offices.cells_of(past.appointment_id), reminders.purge(office.outside)
    office.clock.forward(minutes=10)

    gone = reminders.purge(office.outside)

    assert (early, kept, gone) == (3, 1, 2)
    assert (offices.cells_of(past.appointment_id), offices.cells_of(coming.appointment_id)) == (0, 3)
    assert offices.states() == {"booked": 2}
    assert builders.all_evidence() == evidence


def test_two_workers_remind_everybody_once(office: World) -> None:
    made = [
        offices.booked(
            office,
            at("09:00") + number * timedelta(minutes=15),
            f"192.0.2.{number}",
            id_type="passport",
            id_number=f"P{number:06d}",
            email=f"{number}@ejemplo.es",
            without_mobile="on",
        )
        for number in range(12)
    ]
    office.clock.at = at("09:00") - timedelta(hours=20)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # werkzeug's way to the object behind a proxy

    def work(_: int) -> int:
        with app.app_context():
            return reminders.remind(office.outside)

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(work, range(4)))

    builders.deliver(office)
    counts = {one.case_id: builders.types(one.case_id).count("mail.queued") for one in made}
    assert sum(sent) == 12
    assert set(counts.values()) == {2}  # the confirmation and one reminder


def test_the_person_is_told_which_it_is(office: World) -> None:
    offices.booked(office, at("10:00"))
    builders.deliver(office)
    confirmed = len(office.mail.sent)
    for before in (DAY, HOURS):
        office.clock.at = at("10:00") - before
        reminders.remind(office.outside)
        builders.deliver(office)

    subjects = [letter.subject for letter in office.mail.sent[confirmed:]]

    assert len(set(subjects)) == 2
