"""Sign in one's own browser."""

from types import SimpleNamespace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services.signing import signatures
from app.web import downloads, signing_pages
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.signing_pages import Place
from app.web.texts import _

bp = Blueprint("signing", __name__, url_prefix="/tramite/firma")


@bp.get("")
@open_to("citizen")
def read() -> ResponseReturnValue:
    """Show exactly what is to be signed."""
    return signing_pages.read(_place())


@bp.post("")
@open_to("citizen")
@limiter.limit("20 per 10 minutes")
def ask_code() -> ResponseReturnValue:
    """Send the code that signs this document, once the sentence is ticked."""
    return signing_pages.ask_code(_place())


@bp.get("/codigo")
@open_to("citizen")
def code() -> ResponseReturnValue:
    """Ask for the code."""
    return signing_pages.code(_place())


@bp.post("/codigo")
@open_to("citizen")
@limiter.limit("20 per 10 minutes")
def consent() -> ResponseReturnValue:
    """Sign with the code."""
    return signing_pages.consent(_place())


@bp.get("/estado")
@open_to("citizen")
def wait() -> ResponseReturnValue:
    """Show how the signature comes along, then what came of it."""
    return signing_pages.wait(_place())


@bp.get("/pagina/<int:page>.png")
@open_to("citizen")
def page_image(page: int) -> Response:
    """Show one page of what is to be signed."""
    response = make_response(signatures.page_image(wiring.outside(), visitor(), page))
    response.headers["Content-Type"] = "image/png"
    return response


@bp.get("/documento.pdf")
@open_to("citizen")
def document() -> Response:
    """Hand out what is to be signed."""
    return downloads.file(signatures.frozen(wiring.outside(), visitor()))


@bp.get("/rechazar")
@open_to("citizen")
def ask_refusal() -> ResponseReturnValue:
    """Ask before giving up."""
    view = signatures.pending(wiring.outside(), visitor())
    if view is None:
        return redirect(url_for("signing.wait"), 303)
    confirm = SimpleNamespace(
        title=_("¿Seguro que no quiere firmar «%(title)s»?", title=view.title),
        text=_("El trámite termina aquí y no se podrá recuperar. Puede empezar otro cuando quiera."),
        action=_("No firmar y terminar"),
        back_url=url_for("signing.read"),
        tone="warning",
        url="",
    )
    return render_template("citizen/confirm.html", confirm=confirm)


@bp.post("/rechazar")
@open_to("citizen")
def refuse() -> ResponseReturnValue:
    """Give up."""
    signatures.refuse(wiring.outside(), visitor(), request.form.get("reason", ""))
    return redirect(url_for("portal.status"), 303)


def _place() -> Place:
    return Place(visitor(), "signing", url_for("portal.status"))
