"""What comes round by itself: reminders of appointments, and the sweep of what nobody finished."""

from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

import structlog

from app.domain import appointments as words
from app.domain.actors import SYSTEM
from app.ports import Outside
from app.services import cases, parties, record, steps
from app.services.appointments import bookings, changes, invitations
from app.store import appointments as rows
from app.store import db, outbox, people, slots

log = structlog.get_logger()

KEPT = timedelta(days=1)
"""How long a booking that nobody finished is kept, from which address one was made, and cells of time that is over."""
PAST = "nobody can be booked into time that is over; who was, stands in the appointment"
SWEEPS = "a hold ends by its time, not by its row; what was typed and never sent is forgotten"
REMIND = "appointments.remind"
"""As what the outbox and the office's digest know a reminder that could not be made."""
LATER = timedelta(minutes=10)
"""When a reminder that could not be made is tried again."""
_MOST, _MOST_PAST, _EACH_TIME = 2000, 50_000, 50


def remind(outside: Outside) -> int:
    """Remind everybody whose reminder is due, each in a transaction of its own; return how many were.

    Safe beside another worker: each reminder is sent once. One that cannot be made is put off and told to the office;
    the others are sent all the same. Raises `StoreUnavailable`.
    """
    with db.reading() as session:
        due = rows.due_reminders(session, outside.clock.now(), _EACH_TIME)
    return sum(_each(outside, entity, appointment_id) for entity, appointment_id in due)


def sweep(outside: Outside) -> None:
    """Forget cells that are free again, bookings that nobody finished in a day, addresses after a day."""
    now = outside.clock.now()
    with db.bookkeeping(SWEEPS) as session:
        slots.sweep(session, now, _MOST)
        rows.forget_drafts(session, now - KEPT, _MOST)
        rows.forget_addresses(session, now - KEPT)
        rows.forget_reminders(session, now)


def purge(outside: Outside) -> int:
    """Forget the cells of past days and return how many; appointments and their evidence stay."""
    with db.bookkeeping(PAST) as session:
        return slots.purge(session, outside.clock.now() - KEPT, _MOST_PAST)


def _each(outside: Outside, entity: str, appointment_id: UUID) -> bool:
    try:
        return _remind(outside, entity, appointment_id)
    except db.Contended:
        return False  # it is due still, and nothing is wrong with it
    except db.StoreUnavailable:
        raise
    except Exception as fault:  # noqa: BLE001  # whatever is wrong with one appointment, the others are reminded of
        log.warning("reminder.failed", reference=str(appointment_id), error=type(fault).__name__)
        _put_off(outside, entity, appointment_id, type(fault).__name__)
        return False


def _put_off(outside: Outside, entity: str, appointment_id: UUID, error: str) -> None:
    """Try a reminder again later; the office is told the first time. Its case is not touched: it may be what fails."""
    with db.transaction() as session:
        row, now = rows.get(session, entity, appointment_id, lock=True), outside.clock.now()
        if row.remind_at is None or row.remind_at > now:
            return
        row.remind_at = now + LATER
        failed = outbox.Failed(uuid5(NAMESPACE_OID, f"{row.id} {row.starts_at.isoformat()}"), entity, REMIND)
        outbox.fail(session, failed, row.case_id, f"reminder: {error}", now)
        unheard = {"about": "reminder", "reason": "fault"}
        act = record.Act("mail.failed", SYSTEM, record.on(bookings.STREAM, row.id), data=unheard)
        record.in_stream(session, entity, bookings.STREAM, row.id, [act], now)


def _remind(outside: Outside, entity: str, appointment_id: UUID) -> bool:
    with db.transaction() as session:
        held, row = changes.holding(session, outside, entity, appointment_id)
        if row.remind_at is None or row.remind_at > held.now:
            return False  # another worker was here, or the appointment was moved
        before = words.reminder_at(row.starts_at, held.now)
        party = people.party_with_role(session, held.row.id, cases.APPLICANT)
        if row.state != words.BOOKED or before is None or party is None:
            return False
        row.remind_at = words.next_reminder(row.starts_at, held.now)
        details = parties.details_of(party, held.seal)
        if details.email or details.mobile:
            invitations.reminded(held, row, party, before)
        else:
            unheard = {"about": "reminder", "reason": "no_address"}
            steps.note(held, record.Act("mail.failed", SYSTEM, record.on(bookings.STREAM, row.id), data=unheard))
        return True
