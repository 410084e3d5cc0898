"""Turn a held hour into a booked appointment with a case. Not a use case: what the web and the counter share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain.actors import Actor
from app.evidence import events
from app.ports import Outside
from app.services import cases, record, steps
from app.services.appointments import bringing, drafts, invitations, manage_links
from app.services.appointments.timetable import Seat
from app.services.parties import PersonDetails
from app.store import cases as rows_of_cases
from app.store import people
from app.store.tables import AppointmentRow


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An appointment that was booked, its case, and the token of the link that moves or cancels it."""

    case_id: UUID
    number: str
    appointment_id: UUID
    manage: str


def seat(row: AppointmentRow, seat: Seat) -> None:
    """Note whose time an appointment takes, and where."""
    row.clerk_id, row.schedule_id, row.office = seat.clerk, seat.schedule.id, seat.schedule.office


def open_case(
    session: Session,
    outside: Outside,
    row: AppointmentRow,
    person: PersonDetails,
    triage: Mapping[str, Any],
    actor: Actor | None = None,
) -> Confirmed:
    """Open the case of a held row inside the caller's transaction, book it there and confirm it to the person.

    What was typed is destroyed outside the case. Raises `NotFound` when the procedure is not on offer any more.
    """
    with session.no_autoflush:  # case and appointment are written once, when all is known
        wanted = cases.Request(row.procedure, person, row.language, row.office, row.channel)
        held, party_id = cases.start(session, outside, row.entity, wanted, actor)
        row.state, row.case_id = words.BOOKED, held.row.id
        row.remind_at = words.next_reminder(row.starts_at, held.now)
        drafts.erase(row)
        if triage:
            cases.keep_answers(held, bringing.TRIAGE, triage)
        said = record.Act(
            "appointment.booked",
            actor or Actor("citizen", str(party_id), "declared"),
            record.on("appointment", row.id),
            data=facts(row),
        )
        steps.note(held, said)
        invitations.booked(held, row, people.party(session, party_id))
    return Confirmed(held.row.id, held.row.number, row.id, manage(outside, row))


def confirmed(session: Session, outside: Outside, row: AppointmentRow) -> Confirmed:
    """Return what was answered when the appointment was booked. Raises `NotFound`."""
    case, _ = rows_of_cases.get(session, row.entity, row.case_id or row.id)
    return Confirmed(case.id, case.number, row.id, manage(outside, row))


def manage(outside: Outside, row: AppointmentRow) -> str:
    """Return the token of the link that moves or cancels an appointment."""
    return manage_links.token(outside.keys, row.id, row.sequence)


def facts(row: AppointmentRow) -> dict[str, Any]:
    """Return what evidence says of an appointment's hour and place."""
    return {
        "office": row.office,
        "channel": row.channel,
        "starts_at": events.instant(row.starts_at),
        "minutes": row.minutes,
    }
