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
from app.services import entities, identification, parties
from app.services.appointments import bringing, calendar_files, manage_links, occasions
from app.services.appointments.bringing import Known
from app.services.appointments.occasions import Occasion
from app.services.messaging import messages, wording
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
    "attend": {"es": "Confirmo la cita", "ca": "Confirmo la cita"},
    "change": {"es": "Cambiar la hora", "ca": "Canviar l’hora"},
    "cancel": {"es": "No puedo: anular la cita", "ca": "No puc: anul·lar la cita"},
    "again": {"es": "Pedir otra cita", "ca": "Demanar una altra cita"},
}
AGAIN: Final = "day_before"
"""The message of `again`: a reminder says all that is needed."""
_NEWS: Final = frozenset({"booked", "moved", "moved_by_office"})
STANDING: Final = _NEWS | {"day_before", "soon"}
"""Messages about an appointment that stands: it can still be confirmed, moved and cancelled."""
_LONGEST_REASON = 120
"""Of a reason, so much goes into a text message."""


def booked(held: Held, row: AppointmentRow, party: PartyRow) -> None:
    """Confirm an appointment that was just made, with a calendar file."""
    _tell(_Invitation(held, row, party), "booked", sms="booked_sms")


def moved(
    held: Held, row: AppointmentRow, party: PartyRow, *, by_office: bool = False, reason: str = ""
) -> tuple[str, ...]:
    """Say the new hour of an appointment, with a calendar file. `row` has it already, with its new sequence.

    What the office moved is texted too, with the `reason` that it gives: the person may not expect it. Returns by which
    means it is said: "mail", "sms"; none reaches a person who left neither.
    """
    name = "moved_by_office" if by_office and reason else "moved"
    return _tell(_Invitation(held, row, party), name, sms=f"{name}_sms", both=by_office, reason=reason)


def cancelled(held: Held, row: AppointmentRow, party: PartyRow, reason: str = "") -> tuple[str, ...]:
    """Say that an appointment will not be: by the person's own wish, or by the office's for the `reason` it gives.

    `row.reason` says who cancelled it, "person" or "office". Returns as `moved`.
    """
    made = _Invitation(held, row, party)
    if reason and row.reason != "person":
        return _tell(made, "cancelled_by_office", sms="cancelled_by_office_sms", both=True, reason=reason)
    return _tell(made, "cancelled", sms="cancelled_sms")


def reminded(held: Held, row: AppointmentRow, party: PartyRow, before: timedelta) -> None:
    """Remind of an appointment `before` its hour (one of `app.domain.appointments.REMINDERS`)."""
    name = "soon" if before <= min(appointments.REMINDERS) else "day_before"
    _tell(_Invitation(held, row, party), name, sms=f"{name}_sms", both=True)


def again(held: Held, row: AppointmentRow, party: PartyRow) -> None:
    """Tell an appointment once more to somebody who asks for the way back. By e-mail only."""
    _tell(_Invitation(held, row, party), AGAIN)


def texted(held: Held, row: AppointmentRow, party: PartyRow, name: str) -> None:
    """Text the message `name` about an appointment that stands, to a person who has a mobile."""
    made, details = _Invitation(held, row, party), parties.details_of(party, held.seal)
    _text(made, f"{name}_sms", details.mobile, _occasion(made, name, details), "")


def missed(held: Held, row: AppointmentRow, party: PartyRow) -> None:
    """Say that the person was not attended, and how to book again. By e-mail only: nothing is urgent any more."""
    _tell(_Invitation(held, row, party), "missed")


@dataclass(frozen=True, slots=True)
class _Invitation:
    """An appointment, and the person who is told of it."""

    held: Held
    row: AppointmentRow
    party: PartyRow


def _tell(made: _Invitation, name: str, *, sms: str = "", both: bool = False, reason: str = "") -> tuple[str, ...]:
    """Mail the message `name`; text `sms` too when `both` are wanted or there is no e-mail address.

    Returns by which means the person is told.
    """
    details = parties.details_of(made.party, made.held.seal)
    one = _occasion(made, name, details)
    if details.email:
        _mail(made, name, details, one, reason)
    texted = bool(sms and details.mobile and (both or not details.email))
    if texted:
        _text(made, sms, details.mobile, one, reason)
    return tuple(means for means, used in (("mail", bool(details.email)), ("sms", texted)) if used)


def _mail(made: _Invitation, name: str, details: PersonDetails, one: Occasion, reason: str) -> None:
    told = messages.case_values(made.held, details, one.language) | occasions.values(one) | {"reason": reason}
    parts: dict[str, Sequence[Block]] = {
        "appointment": [occasions.facts(one)],
        "bring": [occasions.bring(one)],
        "terms": [occasions.terms(one)],
        "button": ways_on(name, one.language, _ways(made, name, details)),
    }
    letter = wording.letter(made.held.entity, name, one.language, told, parts)
    files = _files(made, name, one)
    messages.queue_mail(made.held, details, letter, about=about(name), attachments=files)


def _text(made: _Invitation, name: str, mobile: str, one: Occasion, reason: str) -> None:
    short = " ".join(reason.split())[:_LONGEST_REASON]
    told = occasions.short_values(one) | {"link": _manage_url(made), "reason": short}
    text = wording.sms(made.held.entity, name, one.language, told)
    messages.queue_sms(made.held, mobile, text, until=made.row.starts_at, about=about(name))


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a person can go from a letter: manage the appointment, book another, into the portal ("" without a way)."""

    manage: str
    again: str
    portal: str = ""


def ways_on(name: str, language: str, ways: Ways) -> list[Block]:
    """Return the one button of a message and, while the appointment stands, the quiet links under it."""
    if name not in STANDING:
        return [Button(_say("again", language), ways.again)]
    quiet = Links(
        [
            (_say("attend", language), f"{ways.manage}#asistir"),
            (_say("change", language), f"{ways.manage}/cambiar"),
            (_say("cancel", language), f"{ways.manage}/anular"),
        ]
    )
    if not ways.portal:
        return [Button(_say("manage", language), ways.manage), quiet]
    lead = _say("prepare_lead", language) if name in _NEWS else ""
    return [Button(_say("prepare", language), ways.portal, lead), quiet]


def _ways(made: _Invitation, name: str, details: PersonDetails) -> Ways:
    portal = ""
    if details.mobile and name in STANDING:
        portal = messages.link_url(
            made.held.outside, made.held.entity, identification.issue_link(made.held, made.party.id)
        )
    return Ways(
        _manage_url(made), f"{entities.address(made.held.outside, made.held.entity)}/cita/{made.row.procedure}", portal
    )


def _files(made: _Invitation, name: str, one: Occasion) -> list[Attachment]:
    if name not in _NEWS | {"cancelled", "cancelled_by_office"}:
        return []
    entry = calendar_files.Entry(
        id=made.row.id,
        sequence=made.row.sequence,
        starts_at=made.row.starts_at,
        ends_at=made.row.ends_at,
        title=one.title,
        number=one.number,
        place=occasions.public_place(one),
        language=one.language,
        url=_manage_url(made),
        cancelled=name.startswith("cancelled"),
    )
    return [calendar_files.attachment(made.held.entity, entry, made.held.now)]


def _occasion(made: _Invitation, name: str, details: PersonDetails) -> Occasion:
    return Occasion(
        entity=made.held.entity,
        language=made.party.language,
        procedure=made.held.pinned.procedure,
        number=made.held.row.number,
        channel=made.row.channel,
        office=made.row.office,
        starts_at=made.row.starts_at,
        minutes=made.row.minutes,
        mobile=details.mobile,
        told=bringing.known(made.held.session, made.held) if name in STANDING else Known(),
    )


def _manage_url(made: _Invitation) -> str:
    token = manage_links.token(made.held.outside.keys, made.row.id, made.row.sequence)
    return manage_links.address(made.held.outside, made.held.entity, token)


def about(name: str) -> str:
    """Return the word by which evidence and outbox know the message `name`."""
    return f"appointment_{name.removesuffix('_sms')}"


def _say(key: str, language: str) -> str:
    return procedure.text(TEXTS[key], language)
