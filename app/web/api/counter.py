"""Operations of the officials at the counter: who a person is, and how to reach them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from flask import Blueprint

from app import wiring
from app.domain.identity import Seen
from app.services.desk import contacts, counter
from app.services.desk.counter import IdentitySheet
from app.web.api.operations import V1, Operation, operation
from app.web.gate import open_to, visitor

bp = Blueprint("api_counter", __name__, url_prefix=f"{V1}/cases/<uuid:case>/parties/<uuid:party>")
GROUP = "the counter"
HANDLERS = ("clerk", "supervisor")


@dataclass(frozen=True, slots=True)
class DocumentSeen:
    """A document that an official compared the person with, and how.

    With `correct` its number takes the place of the one that was declared.
    """

    kind: str
    number: str
    expires: date
    method: Literal["counter", "papers", "video"] = "counter"
    country: str = "ES"
    correct: bool = False


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """The kind of document that was shown, and why it was not accepted."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person from now on ("" for none), and why it is corrected."""

    mobile: str
    email: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was changed: mobile, email."""

    changed: list[str]


@bp.get("/identity")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, gives=IdentitySheet))
def shown(case: UUID, party: UUID) -> IdentitySheet:
    """Show what is declared and known of a person of a case."""
    return counter.sheet(wiring.outside(), visitor(), case, party)


@bp.put("/identity")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=DocumentSeen))
def accept(case: UUID, party: UUID, body: DocumentSeen) -> None:
    """Accept who a person is."""
    seen = Seen(body.kind, body.number, body.method, body.expires, body.country)
    counter.accept(wiring.outside(), visitor(), case, party, seen, correct=body.correct)


@bp.post("/identity/refusal")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=NotAccepted))
def refuse(case: UUID, party: UUID, body: NotAccepted) -> None:
    """Note that a person was not accepted as who they said they were."""
    counter.refuse(wiring.outside(), visitor(), case, party, body.kind, body.reason)


@bp.put("/contact")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, takes=Contact, gives=Corrected))
def correct_contact(case: UUID, party: UUID, body: Contact) -> Corrected:
    """Correct a person's mobile and e-mail; both mobiles are told, and codes on their way are worth nothing."""
    contact = (body.mobile[:60], body.email[:200])
    return Corrected(contacts.correct(wiring.outside(), visitor(), case, party, contact, body.reason[:1000]))
