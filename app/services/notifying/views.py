"""Notifications as their people and the desk see them. What is not open yet is not named."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.domain import identity
from app.domain import notification as rules
from app.domain import procedure as texts
from app.domain.errors import NotFound
from app.domain.notification import State
from app.ports import Outside
from app.services import access, parties
from app.services.cases import CaseFile
from app.services.notifying import settling
from app.services.visits import Visitor
from app.store import db, people
from app.store import notifications as store
from app.store.notifications import Told


@dataclass(frozen=True, slots=True)
class Brought:
    """A letter that was brought to the door: when, and what became of it (a word of `rules.ATTEMPTS`)."""

    at: datetime
    result: str


@dataclass(frozen=True, slots=True)
class NotificationView:
    """A notification as one of its people or the desk sees it.

    `document` and `title` are what was notified, None and "" for somebody who has not opened it. `last_day` is the
    last on which silence does not refuse it, or on which it does not go home as a letter; `again` until when a letter
    is to be brought again, and whether before 15:00.
    """

    id: UUID
    state: State
    channel: str
    level: str
    binding: bool
    made_available_at: datetime
    last_day: date | None
    decided_at: datetime | None
    means: str
    opened: bool
    document: UUID | None
    title: str
    proof: UUID | None
    letter: UUID | None
    printed_at: datetime | None
    attempts: tuple[Brought, ...]
    again: tuple[date, bool] | None
    person: str
    party: UUID
    person_level: str
    known: bool

    @property
    def refusable(self) -> bool:
        """Return whether it may be refused in the portal: it waits there, and not on a letter."""
        return self.waits and self.channel == rules.ELECTRONIC

    @property
    def waits(self) -> bool:
        """Return whether it has no outcome yet."""
        return not self.state.ended


@dataclass(frozen=True, slots=True)
class Inbox:
    """The notifications of a case, the newest first, and how its person wants to be notified ("" if never asked)."""

    case_id: UUID
    number: str
    title: str
    chosen: str
    email: bool
    notifications: tuple[NotificationView, ...]

    def one(self, notification_id: UUID) -> NotificationView:
        """Return one of them. Raises `NotFound`."""
        found = next((one for one in self.notifications if one.id == notification_id), None)
        if found is None:
            raise NotFound("notification")
        return found


def inbox(outside: Outside, visitor: Visitor) -> Inbox:
    """Return the notifications of the visitor, who is a person of the case. Raises as `access.citizen_reading`."""
    with db.reading() as session:
        file = access.citizen_reading(session, outside, visitor)
        party = people.party(session, visitor.id)
        told = [one for one in store.of_case(session, file.row.id) if one[0].party_id == visitor.id]
        return Inbox(
            case_id=file.row.id,
            number=file.row.number,
            title=texts.text(file.pinned.procedure.card.title, visitor.language),
            chosen=party.notification_channel or "",
            email=bool(parties.details_of(party, file.seal).email),
            notifications=tuple(shown(file, one, desk=False) for one in told),
        )


def desk(outside: Outside, visitor: Visitor, case_id: UUID) -> Inbox:
    """Return the notifications of a case for the staff who may read it. Raises as `access.clerk_reading`."""
    with db.reading() as session:
        file = access.clerk_reading(session, outside, visitor, case_id)
        return Inbox(
            case_id=case_id,
            number=file.row.number,
            title=texts.text(file.pinned.procedure.card.title, visitor.language),
            chosen="",
            email=False,
            notifications=tuple(shown(file, one, desk=True) for one in store.of_case(session, case_id)),
        )


def shown(file: CaseFile, told: Told, *, desk: bool) -> NotificationView:
    """Return a notification for its person, or for the desk. The caller has checked who may see it."""
    row, document, party = told
    named = desk or row.opened_at is not None
    found = settling.outcome(row)
    over = row.expires_at is not None and file.now >= row.expires_at
    tried = settling.tried(row)
    lapsed = State(row.state) is State.AVAILABLE and over and row.binding
    return NotificationView(
        id=row.id,
        state=State.EXPIRED if lapsed else State(row.state),
        channel=row.channel,
        level=row.level,
        binding=row.binding,
        made_available_at=row.made_available_at,
        last_day=file.entity.calendar.local_day(row.expires_at) - rules.A_DAY if row.expires_at else None,
        decided_at=row.expires_at if lapsed else found.at if found else None,
        means=rules.PORTAL if lapsed else found.means if found else "",
        opened=row.opened_at is not None,
        document=document.id if named else None,
        title=document.title if named else "",
        proof=row.proof_id,
        letter=row.letter_id if desk else None,
        printed_at=row.printed_at,
        attempts=tuple(Brought(one.at, one.result) for one in tried),
        again=rules.second_due(tried, file.entity.calendar),
        person=parties.details_of(party, file.seal).full_name,
        party=party.id,
        person_level=party.level,
        known=identity.level(party.level).meets(identity.level(row.level)),
    )
