"""Sign at the counter: on the screen of an official, with the code that comes to one's own telephone."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, make_response, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services.desk import guests
from app.services.signing import signatures
from app.web import downloads, lending, signing_pages
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.signing_pages import Place

bp = Blueprint("lent_screen", __name__, url_prefix="/oficina/expedientes/<uuid:case>/firma/<uuid:party>")
HANDLERS = ("clerk", "supervisor")


@bp.get("")
@open_to("staff", *HANDLERS)
def read(case: UUID, party: UUID) -> ResponseReturnValue:
    """Show a person at the counter exactly what is to be signed."""
    return signing_pages.read(_place(case, party))


@bp.post("")
@open_to("staff", *HANDLERS)
@limiter.limit("60 per 10 minutes")
def ask_code(case: UUID, party: UUID) -> ResponseReturnValue:
    """Send the code to the person's own telephone, once the sentence is ticked."""
    return signing_pages.ask_code(_place(case, party))


@bp.get("/codigo")
@open_to("staff", *HANDLERS)
def code(case: UUID, party: UUID) -> ResponseReturnValue:
    """Ask for the code."""
    return signing_pages.code(_place(case, party))


@bp.post("/codigo")
@open_to("staff", *HANDLERS)
@limiter.limit("60 per 10 minutes")
def consent(case: UUID, party: UUID) -> ResponseReturnValue:
    """Sign with the code."""
    return signing_pages.consent(_place(case, party))


@bp.get("/estado")
@open_to("staff", *HANDLERS)
def wait(case: UUID, party: UUID) -> ResponseReturnValue:
    """Show how the signature comes along, then what came of it."""
    return signing_pages.wait(_place(case, party))


@bp.get("/pagina/<int:page>.png")
@open_to("staff", *HANDLERS)
def page_image(case: UUID, party: UUID, page: int) -> Response:
    """Show one page of what is to be signed."""
    guest = guests.lent(wiring.outside(), visitor(), case, party)
    response = make_response(signatures.page_image(wiring.outside(), guest, page))
    response.headers["Content-Type"] = "image/png"
    return response


@bp.get("/documento.pdf")
@open_to("staff", *HANDLERS)
def document(case: UUID, party: UUID) -> Response:
    """Hand out what is to be signed."""
    guest = guests.lent(wiring.outside(), visitor(), case, party)
    return downloads.file(signatures.frozen(wiring.outside(), guest))


def _place(case: UUID, party: UUID) -> Place:
    found = guests.lent(wiring.outside(), visitor(), case, party)
    guest = replace(found, language=lending.speak(party, found.language))
    home = url_for("clerk.case_page", case=case)
    return Place(guest, "lent_screen", home, {"case": case, "party": party}, lent=True)
