"""Sign on paper at the counter: print, sign by hand before the official, scan, say so."""

from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import DocumentRejected, Invalid
from app.services.files.papers import Owner
from app.services.signing import paper_signing
from app.services.signing.paper_signing import Scan
from app.services.signing.signatures import NothingToSign
from app.web import uploads
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("paper_signing", __name__, url_prefix="/oficina/expedientes/<uuid:case>/firma-en-papel/<uuid:party>")
HANDLERS = ("clerk", "supervisor")


@bp.get("")
@open_to("staff", *HANDLERS)
def ask(case: UUID, party: UUID) -> ResponseReturnValue:
    """Say what to print and sign, and ask for the scan."""
    try:
        return _page(Owner(case, party), {})
    except NothingToSign:
        return _over(case)


@bp.post("")
@open_to("staff", *HANDLERS)
@limiter.limit("60 per 10 minutes")
def attest(case: UUID, party: UUID) -> ResponseReturnValue:
    """Put down that the person signed before the official."""
    outside, signer = wiring.outside(), Owner(case, party)
    try:
        paper_signing.attest(outside, visitor(), signer, _scan(), ticked=bool(request.form.get("declares")))
    except NothingToSign:
        return _over(case)
    except DocumentRejected as fault:
        return _page(signer, {"file": uploads.sentence(fault.reason)}), 422
    except Invalid as fault:
        return _page(signer, _words(fault)), 422
    flash(_("Firmado en papel. Ahora sellamos el documento; en un momento estará aquí."))
    return redirect(url_for("clerk.case_page", case=case), 303)


def _over(case: UUID) -> ResponseReturnValue:
    flash(_("Esta persona no tiene ahora nada que firmar."), "waiting")
    return redirect(url_for("clerk.case_page", case=case), 303)


def _scan() -> Scan:
    file, signature = request.files.get("file"), request.form.get("signature", "")
    if file is None or not file.filename:
        return Scan(signature, "", b"")
    return Scan(signature, file.filename, file.stream.read())


def _words(fault: Invalid) -> dict[str, str]:
    words = {
        "file": _("Elija el archivo con la hoja firmada"),
        "declares": _("Marque la casilla para dar por firmado el documento, y elija otra vez el archivo"),
    }
    if "file" in fault.problems:
        words["declares"] = _("Marque la casilla para dar por firmado el documento")
    return {name: words[name] for name in words if name in fault.problems}


def _page(signer: Owner, errors: dict[str, str]) -> str:
    here = visitor()
    found = paper_signing.pending(wiring.outside(), here, signer)
    signing = SimpleNamespace(
        title=found.title,
        signer=f"{found.signer} ({found.signer_document})",
        name=found.signer,
        signature=found.id,
        document=SimpleNamespace(
            title=_("Descargar el PDF para imprimirlo"),
            url=url_for("lent_screen.document", case=signer.case_id, party=signer.party_id),
            size=found.size,
            kind="PDF",
        ),
        sentence=paper_signing.sentence(here.language),
        ticked=bool(request.form.get("declares")),
        accept=uploads.ACCEPT,
        max_bytes=uploads.LARGEST,
    )
    case = SimpleNamespace(
        number=found.case_number, title=found.procedure, url=url_for("clerk.case_page", case=signer.case_id)
    )
    return render_template("clerk/paper_signing.html", case=case, signing=signing, errors=errors)
