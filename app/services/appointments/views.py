"""An appointment as its person sees it. Not a use case: a part of several."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain import procedure
from app.ports import Outside
from app.services.appointments import booked
from app.services.calendars import outside_hours
from app.services.cases import CaseFile
from app.services.steps import Held
from app.store.tables import AppointmentRow


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """An appointment as its person sees it; no personal data. `manage` is the token of its link.

    `confirmed_at` is when the person said they will come. `may_change` until it begins. `signs` is whether the
    procedure has people sign. `stranded` is why it lies outside the hours of its calendar, which changed after it was
    booked; "" within them. `told` is by which means the person is told of what was just done to it, "mail" and "sms":
    none reaches a person who left neither, and None says that nothing was to be told.
    """

    id: UUID
    state: str
    procedure: str
    title: str
    case_id: UUID
    case_number: str
    channel: str
    office: str
    office_name: str
    address: str
    language: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    sequence: int
    confirmed_at: datetime | None
    may_change: bool
    manage: str
    signs: bool
    stranded: str = ""
    told: tuple[str, ...] | None = field(default=None, compare=False)


def seen(outside: Outside, file: CaseFile | Held, row: AppointmentRow, language: str = "") -> AppointmentView:
    """Return an appointment of a case as its person sees it; in the language that it was booked in, if no other."""
    return AppointmentView(
        id=row.id,
        state=row.state,
        procedure=row.procedure,
        title=procedure.text(file.pinned.procedure.card.title, language or row.language),
        case_id=file.row.id,
        case_number=file.row.number,
        channel=row.channel,
        office=row.office,
        office_name=dict(file.entity.offices).get(row.office, ""),
        address=file.entity.addresses.get(row.office, ""),
        language=row.language,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        minutes=row.minutes,
        sequence=row.sequence,
        confirmed_at=row.confirmed_at,
        may_change=row.state == words.BOOKED and row.starts_at > file.now,
        manage=booked.manage(outside, row),
        signs=file.pinned.signs,
    )


def read(session: Session, outside: Outside, file: CaseFile, row: AppointmentRow, language: str) -> AppointmentView:
    """Return an appointment as `seen`, and whether the calendar changed under it: one statement while it is to come."""
    why = outside_hours.of(session, file.entity, file.now, [row])
    return replace(seen(outside, file, row, language), stranded=why.get(row.id, ""))
