"""What comes round by itself: reminders of appointments, and the sweep of what nobody finished."""

from datetime import timedelta
from uuid import UUID

from app.domain import appointments as words
from app.domain.actors import SYSTEM
from app.ports import Outside
from app.services import cases, parties, record, steps
from app.services.appointments import bookings, changes, invitations
from app.store import appointments as rows
from app.store import db, people, slots

KEPT = timedelta(days=1)
"""How long a booking that nobody finished is kept, and from which address one was made."""
SWEEPS = "a hold ends by its time, not by its row; what was typed and never sent is forgotten"
_MOST, _EACH_TIME = 2000, 50


def remind(outside: Outside) -> int:
    """Remind everybody whose reminder is due, each in a transaction of its own; return how many were.

    Safe beside another worker: each reminder is sent once.
    """
    with db.reading() as session:
        due = rows.due_reminders(session, outside.clock.now(), _EACH_TIME)
    return sum(_remind(outside, entity, appointment_id) for entity, appointment_id in due)


def sweep(outside: Outside) -> None:
    """Forget cells that are free again, bookings that nobody finished in a day, addresses after a day."""
    now = outside.clock.now()
    with db.bookkeeping(SWEEPS) as session:
        slots.sweep(session, now, _MOST)
        rows.forget_drafts(session, now - KEPT, _MOST)
        rows.forget_addresses(session, now - KEPT)
        rows.forget_reminders(session, now)


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
