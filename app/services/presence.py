"""Who is here: people of a case whom an official attends right now, and for whom officials may therefore act.

Not a use case. Nobody acts for somebody who is away; and what is done for a person says so in evidence.
Source: Ley 39/2015 art. 12.1 and 12.2.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain import identity
from app.domain.errors import Denied, NotFound
from app.evidence.canonical import Value
from app.services import access
from app.services.cases import APPLICANT, CaseFile
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import appointments, people
from app.store.tables import AppointmentRow, PartyRow


class NotHere(Denied):
    """An official would act for a person who is not being attended now."""

    code = "presence.not_here"


@dataclass(frozen=True, slots=True)
class Presence:
    """How a person is here: at the counter, or on the other end of a call."""

    at_counter: bool

    def said(self, party: PartyRow) -> dict[str, Value]:
        """Return what evidence says of an act for `party`."""
        return {"on_behalf": str(party.id), "present": self.at_counter}


def of(session: Session, file: CaseFile | Held, party: PartyRow) -> Presence | None:
    """Return how a person is here, None when they are not. As `judge`."""
    return judge(file, party, appointments.of_case(session, file.row.entity, file.row.id))


def judge(file: CaseFile | Held, party: PartyRow, appointment: AppointmentRow | None) -> Presence | None:
    """Return how a person is here, None when they are not; `appointment` is the case's.

    Here is whoever an official saw at the counter today, and the applicant whose appointment was called.
    """
    today = file.entity.calendar.local_day
    seen_at = party.verified_at if party.verified_how == identity.COUNTER else None
    if seen_at is not None and today(seen_at) == today(file.now):
        return Presence(at_counter=True)
    if party.role != APPLICANT or appointment is None or appointment.state != words.CALLED:
        return None
    return Presence(at_counter=appointment.channel == words.IN_PERSON)


def attended(
    session: Session, file: CaseFile | Held, visitor: Visitor, role: str, level: str
) -> tuple[PartyRow, Presence]:
    """Return the person with `role` for whom an official may act, and how that person is here.

    Raises `RoleMissing`, `NotFound` when nobody has the role, `NotHere`, or `LevelTooLow` when the person is not
    known to `level`.
    """
    visitor.require(*access.HANDLERS)
    party = people.party_with_role(session, file.row.id, role)
    if party is None:
        raise NotFound("nobody has the role")
    here = of(session, file, party)
    if here is None:
        raise NotHere("the person is not here")
    if not identity.level(party.level).meets(identity.level(level)):
        raise access.LevelTooLow(level)
    return party, here
