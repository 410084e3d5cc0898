"""Text messages about an appointment that did not arrive, written anew."""

from uuid import UUID

from app.domain import appointments as words
from app.domain.errors import Conflict, NotFound
from app.ports import Outside
from app.services import access, cases, parties, record, steps
from app.services.appointments import invitations
from app.services.appointments.changes import NotOpen
from app.services.messaging import messages, sendings
from app.services.visits import Visitor
from app.store import appointments as rows
from app.store import db, outbox, people
from app.store.sendings import RESENT, UNDELIVERED


class NoMobile(Conflict):
    """A text message cannot be written to somebody who has no mobile."""

    code = "sms.no_mobile"


def again(outside: Outside, visitor: Visitor, call_id: UUID) -> None:
    """Write a text message that did not arrive anew, as things stand now and to the mobile that is known now.

    What was sent is not kept. Raises `NotFound`, `NotOpen` when the appointment is over, `NoMobile`, and `Conflict`
    when the message is not one that did not arrive, or was written anew already.
    """
    visitor.require(*sendings.MAY)
    with db.transaction() as session:
        sent = outbox.get(session, call_id)
        if sent.entity != visitor.entity or sent.operator != messages.SMS or sent.case_id is None:
            raise NotFound("no such message")
        held = access.clerk(session, outside, visitor, sent.case_id, roles=sendings.MAY)
        sent = outbox.get(session, call_id, lock=True)
        if sent.delivery != UNDELIVERED or sent.element not in sendings.ANEW:
            raise Conflict("the message is not to be written anew")
        row = rows.of_case(session, visitor.entity, held.row.id)
        party = people.party_with_role(session, held.row.id, cases.APPLICANT)
        if row is None or party is None or row.state != words.BOOKED or row.starts_at <= held.now:
            raise NotOpen("the appointment is over")
        if not parties.details_of(party, held.seal).mobile:
            raise NoMobile("the person has no mobile")
        sent.delivery = RESENT
        steps.note(held, record.Act("incident.retried", visitor.actor, record.on("call", sent.id)))
        invitations.texted(held, row, party, sendings.ANEW[sent.element])
