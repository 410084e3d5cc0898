"""What a person with an appointment is told: confirmed, moved, cancelled, soon, missed.

Written inside the case that the caller holds and delivered by a worker. These are notices: no legal term runs from
them. A text message costs money: one is sent when it matters on the day, or when there is no e-mail address.
Source: Ley 39/2015, art. 19.2 and 41.6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.documents.letters import Block, Button, Links
from app.domain import appointments, procedure
from app.ports import Attachment
from app.services import calendar_files, identification, manage_links, messages, occasions, parties, wording
from app.services.occasions import Occasion
from app.services.parties import PersonDetails
from app.services.steps import Held
from app.store.tables import AppointmentRow, PartyRow

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "prepare": {"es": "Preparar la cita", "ca": "Prepara la cita"},
    "prepare_lead": {
        "es": "Puede prepararla antes: lea la información y entregue los documentos por internet. Los revisaremos.",
        "ca": "La podeu preparar abans: llegiu la informació i lliureu els documents per internet. Els revisarem.",
    },
    "manage": {"es": "Ver la cita", "ca": "Veure la cita"},
    "attend": {"es": "Confirmo que iré", "ca": "Confirmo que hi aniré"},
    "change": {"es": "Cambiar la hora", "ca": "Canviar l’hora"},
    "cancel": {"es": "No puedo ir: anular", "ca": "No hi puc anar: anul·lar"},
    "again": {"es": "Pedir otra cita", "ca": "Demanar una altra cita"},
}
_LONGEST_REASON = 120
"""Of a reason, so much goes into a text message."""


def booked(held: Held, row: AppointmentRow, party: PartyRow) -> None:
    """Confirm an appointment that was just made, with a calendar file."""
    _Invitation(held, row, party).tell("booked", sms="booked_sms")


def moved(held: Held, row: AppointmentRow, party: PartyRow) -> None:
    """Say the new hour of an appointment, with a calendar file. `row` has it already, with its new sequence."""
    _Invitation(held, row, party).tell("moved", sms="moved_sms")


def cancelled(held: Held, row: AppointmentRow, party: PartyRow, reason: str = "") -> None:
    """Say that an appointment will not be: by the person's own wish, or by the office's for the `reason` it gives."""
    made = _Invitation(held, row, party)
    if reason:
        made.tell("cancelled_by_office", sms="cancelled_by_office_sms", both=True, reason=reason)
    else:
        made.tell("cancelled", sms="cancelled_sms")


def reminded(held: Held, row: AppointmentRow, party: PartyRow, before: timedelta) -> None:
    """Remind of an appointment `before` its hour (one of `app.domain.appointments.REMINDERS`)."""
    name = "soon" if before <= min(appointments.REMINDERS) else "day_before"
    _Invitation(held, row, party).tell(name, sms=f"{name}_sms", both=True)


def missed(held: Held, row: AppointmentRow, party: PartyRow) -> None:
    """Say that the person was not attended, and how to book again. By e-mail only: nothing is urgent any more."""
    _Invitation(held, row, party).tell("missed")


@dataclass(frozen=True, slots=True)
class _Invitation:
    """An appointment, and the person who is told of it."""

    held: Held
    row: AppointmentRow
    party: PartyRow

    def tell(self, name: str, *, sms: str = "", both: bool = False, reason: str = "") -> None:
        """Mail the message `name`; text `sms` too when `both` are wanted or there is no e-mail address."""
        details = parties.details_of(self.party, self.held.seal)
        one = self._occasion(details)
        if details.email:
            self._mail(name, details, one, reason)
        if sms and details.mobile and (both or not details.email):
            self._text(sms, details.mobile, one, reason)

    def _mail(self, name: str, details: PersonDetails, one: Occasion, reason: str) -> None:
        told = messages.case_values(self.held, details, one.language) | occasions.values(one) | {"reason": reason}
        parts: dict[str, Sequence[Block]] = {
            "appointment": [occasions.facts(one)],
            "bring": [occasions.bring(one)],
            "terms": [occasions.terms(one)],
            "button": self._ways_on(name, details, one),
        }
        letter = wording.letter(self.held.entity, name, one.language, told, parts)
        files = self._files(name, one)
        messages.queue_mail(self.held, details, letter, about=_about(name), attachments=files)

    def _text(self, name: str, mobile: str, one: Occasion, reason: str) -> None:
        short = " ".join(reason.split())[:_LONGEST_REASON]
        told = occasions.short_values(one) | {"link": self._manage_url(), "reason": short}
        text = wording.sms(self.held.entity, name, one.language, told)
        messages.queue_sms(self.held, mobile, text, until=self.row.starts_at, about=_about(name))

    def _ways_on(self, name: str, details: PersonDetails, one: Occasion) -> list[Block]:
        """Return the one button and, while the appointment stands, the quiet links under it."""
        language, manage = one.language, self._manage_url()
        if name in {"cancelled", "cancelled_by_office", "missed"}:
            return [Button(_say("again", language), f"{self.held.outside.base_url}/cita/{self.row.procedure}")]
        quiet = Links(
            [
                (_say("attend", language), f"{manage}#asistir"),
                (_say("change", language), f"{manage}#cambiar"),
                (_say("cancel", language), f"{manage}#anular"),
            ]
        )
        if not details.mobile:
            return [Button(_say("manage", language), manage), quiet]
        link = messages.link_url(self.held.outside, identification.issue_link(self.held, self.party.id))
        lead = _say("prepare_lead", language) if name in {"booked", "moved"} else ""
        return [Button(_say("prepare", language), link, lead), quiet]

    def _files(self, name: str, one: Occasion) -> list[Attachment]:
        if name not in {"booked", "moved", "cancelled", "cancelled_by_office"}:
            return []
        entry = calendar_files.Entry(
            id=self.row.id,
            sequence=self.row.sequence,
            starts_at=self.row.starts_at,
            ends_at=self.row.ends_at,
            title=one.title,
            number=one.number,
            place=occasions.public_place(one),
            language=one.language,
            url=self._manage_url(),
            cancelled=name.startswith("cancelled"),
        )
        return [calendar_files.attachment(self.held.entity, entry, self.held.now)]

    def _occasion(self, details: PersonDetails) -> Occasion:
        return Occasion(
            entity=self.held.entity,
            language=self.party.language,
            procedure=self.held.pinned.procedure,
            number=self.held.row.number,
            channel=self.row.channel,
            office=self.row.office,
            starts_at=self.row.starts_at,
            minutes=self.row.minutes,
            mobile=details.mobile,
            role=self.party.role,
        )

    def _manage_url(self) -> str:
        token = manage_links.token(self.held.outside.keys, self.row.id, self.row.sequence)
        return manage_links.address(self.held.outside, token)


def _about(name: str) -> str:
    return f"appointment_{name.removesuffix('_sms')}"


def _say(key: str, language: str) -> str:
    return procedure.text(TEXTS[key], language)
