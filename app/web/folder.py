"""The signing folder: what waits for the decision of one's body, signed several in one go, or given back."""

from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import IdentificationFailed, Invalid, NotFound
from app.services import staff
from app.services.competence import NotInOffice
from app.services.deciding import folder
from app.services.deciding.folder import AlreadyDecided
from app.services.deciding.folder_views import FolderItem
from app.services.files import documents
from app.web import clerk, downloads
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.texts import _, ngettext

bp = Blueprint("folder", __name__, url_prefix="/oficina/firma")
AUTHORITY = "authority"
_MOST = 50


@bp.get("")
@open_to("staff", AUTHORITY)
def listed() -> str:
    """List what waits and what was decided lately."""
    return _list_page({}, ())


@bp.post("")
@open_to("staff", AUTHORITY)
@limiter.limit("60 per 10 minutes")
def sign() -> ResponseReturnValue:
    """Decide the documents chosen, each by an act of its own."""
    chosen = _chosen()
    errors = _missing(chosen)
    proof = None
    if not errors:
        try:
            proof = staff.prove_anew(wiring.outside(), visitor(), request.form.get("code", "")[:40])
        except IdentificationFailed:
            errors["code"] = _("El código no es correcto o ya se ha usado. Espere al siguiente y vuelva a probar.")
    if proof is None:
        return _again(chosen, errors), 422
    signed, others = 0, 0
    for one in chosen:
        try:
            folder.sign(wiring.outside(), visitor(), one, proof, ticked=True)
            signed += 1
        except (AlreadyDecided, NotInOffice, NotFound):
            others += 1
    _say(signed, others)
    return redirect(url_for("folder.listed"), 303)


@bp.get("/<uuid:resolution>")
@open_to("staff", AUTHORITY)
def one(resolution: UUID) -> ResponseReturnValue:
    """Show one document with its ways out: sign it, give it back."""
    found = folder.one(wiring.outside(), visitor(), resolution)
    return _one_page(found, {}) if found.state == "waiting" else _over()


@bp.get("/<uuid:resolution>/documento")
@open_to("staff", AUTHORITY)
def document(resolution: UUID) -> Response:
    """Hand out the document."""
    found = folder.one(wiring.outside(), visitor(), resolution)
    return downloads.file(documents.download(wiring.outside(), visitor(), found.document_id))


@bp.get("/<uuid:resolution>/<int:page>.png")
@open_to("staff", AUTHORITY)
def page_image(resolution: UUID, page: int) -> Response:
    """Show one page of the document as a picture."""
    found = folder.one(wiring.outside(), visitor(), resolution)
    response = make_response(documents.page_image(wiring.outside(), visitor(), found.document_id, page))
    response.headers["Content-Type"] = "image/png"
    return response


@bp.post("/<uuid:resolution>/devolver")
@open_to("staff", AUTHORITY)
def give_back(resolution: UUID) -> ResponseReturnValue:
    """Give a document back with a reason."""
    reason = request.form.get("reason", "")
    try:
        folder.give_back(wiring.outside(), visitor(), resolution, reason)
    except Invalid:
        words = _("Escriba el motivo") if not reason.strip() else _("El motivo es demasiado largo")
        return _one_page(folder.one(wiring.outside(), visitor(), resolution), {"reason": words}, reason), 422
    except AlreadyDecided:
        return _over()
    flash(_("Documento devuelto. El motivo queda en el expediente, para quien lo tramita."))
    return redirect(url_for("folder.listed"), 303)


def _chosen() -> list[UUID]:
    """Return the documents chosen, once each; what is no id was chosen by nobody."""
    found = []
    for text in dict.fromkeys(request.form.getlist("resolution")[:_MOST]):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _missing(chosen: list[UUID]) -> dict[str, str]:
    """Return what is missing in the form, by field."""
    errors = {}
    if not chosen:
        errors["resolution"] = _("Elija al menos un documento")
    if not request.form.get("declares"):
        errors["declares"] = _("Marque la casilla para firmar")
    if not request.form.get("code", "").strip():
        errors["code"] = _("Escriba el código de su aplicación")
    return errors


def _say(signed: int, others: int) -> None:
    if signed:
        flash(
            ngettext(
                "Firmado %(num)s documento. Lo sellamos ahora; en un momento estará en su expediente.",
                "Firmados %(num)s documentos. Los sellamos ahora; en un momento estarán en sus expedientes.",
                signed,
            )
        )
    if others:
        flash(
            ngettext(
                "%(num)s documento ya no esperaba su firma.", "%(num)s documentos ya no esperaban su firma.", others
            ),
            "waiting",
        )


def _over() -> ResponseReturnValue:
    flash(_("Ese documento ya no espera su firma."), "waiting")
    return redirect(url_for("folder.listed"), 303)


def _again(chosen: list[UUID], errors: dict[str, str]) -> str:
    """Return the page from which the form was sent, with what is wrong."""
    if request.form.get("alone") and len(chosen) == 1:
        return _one_page(folder.one(wiring.outside(), visitor(), chosen[0]), errors)
    return _list_page(errors, chosen)


def _list_page(errors: dict[str, str], chosen: list[UUID] | tuple[UUID, ...]) -> str:
    found = folder.of(wiring.outside(), visitor())
    words, tone = clerk.said()
    return render_template(
        "clerk/folder.html",
        bodies=list(found.bodies),
        waiting=[_row(each, chosen=each.id in chosen) for each in found.waiting],
        done=[_row(each) for each in found.done],
        signing=_signing(),
        errors=errors,
        said=words,
        said_tone=tone,
    )


def _one_page(found: FolderItem, errors: dict[str, str], reason: str = "") -> str:
    resolution = found.id
    shown = documents.shown(wiring.outside(), visitor(), found.document_id)
    return render_template(
        "clerk/folder_one.html",
        item=_row(found),
        pages=[
            SimpleNamespace(
                url=url_for("folder.page_image", resolution=resolution, page=number),
                number=number,
                width=None,
                height=None,
                text="",
            )
            for number in range(1, max(found.pages, 1) + 1)
        ],
        file=SimpleNamespace(
            title=_("Descargar el PDF"),
            url=url_for("folder.document", resolution=resolution),
            size=shown.size,
            kind="PDF",
        ),
        signing=_signing(),
        back=SimpleNamespace(url=url_for("folder.give_back", resolution=resolution), reason=reason),
        errors=errors,
    )


def _signing() -> SimpleNamespace:
    return SimpleNamespace(
        url=url_for("folder.sign"),
        list_url=url_for("folder.listed"),
        sentence=folder.sentence(visitor().language),
        ticked=bool(request.form.get("declares")),
    )


def _row(one: FolderItem, *, chosen: bool = False) -> SimpleNamespace:
    words, tone = _state(one)
    return SimpleNamespace(
        id=one.id,
        title=one.title,
        url=url_for("folder.one", resolution=one.id),
        case_number=one.case_number,
        case_url=url_for("clerk.case_page", case=one.case_id),
        procedure=one.procedure,
        body=one.body,
        by=one.by,
        pages=one.pages,
        at=one.decided_at or one.requested_at,
        number=one.number,
        official=one.official,
        state=words,
        tone=tone,
        chosen=chosen,
    )


def _state(one: FolderItem) -> tuple[str, str]:
    return {
        "waiting": (_("Espera su firma"), "waiting"),
        "signing": (_("Firmado, sellándose"), "waiting"),
        "decided": (_("Firmado y sellado"), "done"),
        "returned": (_("Devuelto"), "error"),
    }[one.state]
