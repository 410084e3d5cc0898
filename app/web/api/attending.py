"""Operations of the officials with a person who is present: take in their papers, have them sign on paper."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, request

from app import wiring
from app.services.desk import guests
from app.services.files import papers
from app.services.files.papers import Owner, PaperView
from app.services.signing import paper_signing, signatures
from app.services.signing.paper_signing import Scan
from app.services.signing.signature_views import SignatureView
from app.web import downloads
from app.web.api.operations import V1, Operation, operation
from app.web.frame import limiter
from app.web.gate import open_to, visitor

bp = Blueprint("api_attending", __name__, url_prefix=f"{V1}/cases/<uuid:case>/parties/<uuid:party>")
GROUP = "the counter"
HANDLERS = ("clerk", "supervisor")
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Witnessed:
    """Which signature was given by hand; `declares` says that it was before the official who calls."""

    signature: UUID
    declares: bool = False


@bp.get("/papers")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, gives=list[PaperView]))
def papers_asked(case: UUID, party: UUID) -> list[PaperView]:
    """List the papers that are asked of a person, and what came of them."""
    return papers.slots(wiring.outside(), visitor(), case, party)


@bp.put("/papers/<slot>")
@open_to("staff", *HANDLERS)
@limiter.limit("120 per 10 minutes")
@operation(Operation(GROUP, gives=PaperView))
def hand_in(case: UUID, party: UUID, slot: str) -> PaperView:
    """Take in a paper of a person: the body is the file itself, its name comes in the header X-File-Name."""
    content = request.get_data()
    return papers.receive(wiring.outside(), visitor(), slot, _name(slot), content, Owner(case, party))


@bp.get("/paper-signature")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, gives=SignatureView))
def to_sign(case: UUID, party: UUID) -> SignatureView:
    """Show what a person at the counter is to sign by hand."""
    return paper_signing.pending(wiring.outside(), visitor(), Owner(case, party))


@bp.get("/paper-signature/document")
@open_to("staff", *HANDLERS)
@operation(Operation(GROUP, file=PDF))
def document(case: UUID, party: UUID) -> Response:
    """Hand out what is to be printed and signed."""
    guest = guests.lent(wiring.outside(), visitor(), case, party)
    return downloads.file(signatures.frozen(wiring.outside(), guest))


@bp.post("/paper-signature")
@open_to("staff", *HANDLERS)
@limiter.limit("60 per 10 minutes")
@operation(Operation(GROUP, query=Witnessed))
def attest(case: UUID, party: UUID, query: Witnessed) -> None:
    """Put down that a person signed before the caller: the body is the scanned sheet, named by X-File-Name."""
    scan = Scan(str(query.signature), _name("scan"), request.get_data())
    paper_signing.attest(wiring.outside(), visitor(), Owner(case, party), scan, ticked=query.declares)


def _name(otherwise: str) -> str:
    return request.headers.get("X-File-Name", "")[:200] or otherwise
