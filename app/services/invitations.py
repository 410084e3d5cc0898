"""What a person with an appointment is told: confirmed, moved, cancelled, soon, missed.

Written inside the case that the caller holds and delivered by a worker. These are notices: no legal term runs from
them. Source: Ley 39/2015, art. 19.2 and 41.6.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from app.documents import letters
from app.documents.letters import Button
from app.domain import procedure
from app.services import identification, manage_links, messages, moments, parties
from app.services.steps import Held
from app.store.tables import AppointmentRow, PartyRow

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "booked": {"es": "Su cita está confirmada", "ca": "La vostra cita està confirmada"},
    "moved": {"es": "Su cita ha cambiado de hora", "ca": "La vostra cita ha canviat d’hora"},
    "cancelled": {"es": "Su cita está anulada", "ca": "La vostra cita està anul·lada"},
    "reminded": {"es": "Le recordamos su cita", "ca": "Us recordem la vostra cita"},
    "missed": {"es": "No pudimos atenderle en su cita", "ca": "No us vam poder atendre a la vostra cita"},
    "when": {"es": "{title}: {day}, a las {hour}. {place}", "ca": "{title}: {day}, a les {hour}. {place}"},
    "portal": {"es": "Preparar la cita", "ca": "Prepara la cita"},
    "manage": {"es": "Ver o cambiar la cita", "ca": "Veure o canviar la cita"},
}


def booked(held: Held, row: AppointmentRow, party: PartyRow) -> None:
    """Confirm an appointment that was just made."""
    _write(held, row, party, "booked")


def moved(held: Held, row: AppointmentRow, party: PartyRow) -> None:
    """Say the new hour of an appointment; `row` has it already, with its new sequence."""
    _write(held, row, party, "moved")


def cancelled(held: Held, row: AppointmentRow, party: PartyRow, reason: str = "") -> None:
    """Say that an appointment will not be: by the person's own wish, or by the office's for the `reason` it gives."""
    _write(held, row, party, "cancelled", [reason] if reason else [])


def reminded(held: Held, row: AppointmentRow, party: PartyRow, before: timedelta) -> None:
    """Remind of an appointment `before` its hour (see `app.domain.appointments.REMINDERS`)."""
    del before
    _write(held, row, party, "reminded")


def missed(held: Held, row: AppointmentRow, party: PartyRow) -> None:
    """Say that nobody came, and how to book again."""
    _write(held, row, party, "missed")


def _write(held: Held, row: AppointmentRow, party: PartyRow, about: str, more: list[str] | None = None) -> None:
    details, language, zone = parties.details_of(party, held.seal), party.language, held.entity.zone
    facts = {
        "title": procedure.text(held.pinned.procedure.card.title, language),
        "day": moments.long_date(row.starts_at, language, zone),
        "hour": moments.clock(row.starts_at, language, zone),
        "place": held.entity.addresses.get(row.office, ""),
    }
    when = procedure.text(TEXTS["when"], language).format(**facts)
    subject = procedure.text(TEXTS[about], language)
    if details.email:
        said = [when, *(more or [])]
        letter = letters.Message(subject, said, language, _button(held, row, party, mobile=bool(details.mobile)))
        messages.queue_mail(held, details, letter, about=f"appointment_{about}")
    if details.mobile:
        about = f"appointment_{about}"
        messages.queue_sms(held, details.mobile, f"{subject}. {when}", until=row.starts_at, about=about)


def _button(held: Held, row: AppointmentRow, party: PartyRow, *, mobile: bool) -> Button:
    if mobile:
        url, label = messages.link_url(held.outside, identification.issue_link(held, party.id)), "portal"
    else:
        token = manage_links.token(held.outside.keys, row.id, row.sequence)
        url, label = manage_links.address(held.outside, token), "manage"
    return Button(procedure.text(TEXTS[label], party.language), url)
