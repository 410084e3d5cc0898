"""Sign: read the document page by page, tick the sentence, type the code, wait for the seal, take the receipt."""

from datetime import timedelta
from types import SimpleNamespace

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services import documents, portal, signatures
from app.services.portal import CaseStatus
from app.services.signature_views import SignatureState, SignatureView
from app.services.signatures import CodeRefused, NothingToSign
from app.services.signing_consent import Browser
from app.web import downloads
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("signing", __name__, url_prefix="/tramite/firma")
_EXPIRES = "sign_code_until"


@bp.get("")
@open_to("citizen")
def read() -> ResponseReturnValue:
    """Show exactly what is to be signed."""
    try:
        view = signatures.view(wiring.outside(), visitor())
    except NothingToSign:
        return redirect(url_for("signing.wait"), 303)
    return _read_page(view, {})


@bp.post("")
@open_to("citizen")
@limiter.limit("20 per 10 minutes")
def ask_code() -> ResponseReturnValue:
    """Send the code that signs this document, once the sentence is ticked."""
    outside, here = wiring.outside(), visitor()
    view = signatures.pending(outside, here)
    if view is None:
        return redirect(url_for("signing.wait"), 303)
    if not request.form.get("declares"):
        return _read_page(view, {"declares": _("Marque la casilla para poder firmar")}), 422
    if request.form.get("digest") != view.sha256:
        return redirect(url_for("signing.read"), 303)
    sent = signatures.send_code(outside, here)
    session[_EXPIRES] = sent.expires_at.timestamp()
    return redirect(url_for("signing.code"), 303)


@bp.get("/codigo")
@open_to("citizen")
def code() -> ResponseReturnValue:
    """Ask for the code."""
    view = signatures.pending(wiring.outside(), visitor())
    if view is None:
        return redirect(url_for("signing.wait"), 303)
    return _code_page(view, {})


@bp.post("/codigo")
@open_to("citizen")
@limiter.limit("20 per 10 minutes")
def consent() -> ResponseReturnValue:
    """Sign with the code."""
    outside, here = wiring.outside(), visitor()
    view = signatures.pending(outside, here)
    if view is None:
        return redirect(url_for("signing.wait"), 303)
    browser = Browser(request.remote_addr or "", (request.user_agent.string or "")[:300])
    try:
        signatures.consent(outside, here, request.form.get("code", "")[:20], ticked=True, browser=browser)
    except CodeRefused as fault:
        return _code_page(view, {"code": _code_words(fault.reason)}), 422
    return redirect(url_for("signing.wait"), 303)


@bp.get("/estado")
@open_to("citizen")
def wait() -> ResponseReturnValue:
    """Show how the signature comes along, then what came of it."""
    outside, here = wiring.outside(), visitor()
    try:
        state = signatures.state_of(outside, here)
    except NothingToSign:
        return redirect(url_for("portal.status"), 303)
    found = portal.status(outside, here)
    if state.status in {"waiting", "viewed"}:
        return redirect(url_for("signing.read"), 303)
    if state.status == "signed" and (state.others_to_sign or found.receipt):
        return _signed_page(found, state)
    return render_template("citizen/sign_wait.html", case=_case(found), job=_job(state))


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


def _read_page(view: SignatureView, errors: dict[str, str]) -> str:
    pages = [
        SimpleNamespace(
            url=url_for("signing.page_image", page=number),
            number=number,
            alt=_("Página %(number)s de %(total)s", number=number, total=view.pages),
            width=None,
            height=None,
            text="",
        )
        for number in range(1, view.pages + 1)
    ]
    signing = SimpleNamespace(
        title=view.title,
        pages=pages,
        document=SimpleNamespace(
            title=_("Descargar el PDF"), url=url_for("signing.document"), size=view.size, kind="PDF"
        ),
        signer=f"{view.signer} ({view.signer_document})",
        others=", ".join(view.others),
        sentence=view.sentence,
        phone=view.phone,
        digest=view.sha256,
        refuse_url=url_for("signing.ask_refusal"),
    )
    return render_template("citizen/sign.html", case=_case_of(view), signing=signing, errors=errors)


def _code_page(view: SignatureView, errors: dict[str, str]) -> str:
    now = wiring.outside().clock.now()
    left = max(0, int(float(session.get(_EXPIRES, now.timestamp())) - now.timestamp()))
    signing = SimpleNamespace(title=view.title, signer=view.signer, phone=view.phone, digest=view.sha256)
    return render_template(
        "citizen/sign_code.html",
        case=_case_of(view),
        signing=signing,
        expires_at=now + timedelta(seconds=left),
        seconds_left=left,
        errors=errors,
        resend_url=None,
        back_url=url_for("signing.read"),
    )


def _signed_page(found: CaseStatus, state: SignatureState) -> str:
    outside, here = wiring.outside(), visitor()
    final = [one for one in documents.list_of(outside, here, found.id) if one.state == "final"]
    kept = [
        SimpleNamespace(
            title=one.title,
            url=url_for("portal.document", document=one.id),
            size=one.size,
            kind=downloads.kind(one.mime),
        )
        for one in final
    ]
    entry = None
    if found.entry_number and not state.others_to_sign:
        entry = SimpleNamespace(
            number=found.entry_number, at=found.entry_at, legal_at=found.entry_legal_at, office=found.office
        )
    return render_template(
        "citizen/signed.html",
        case=_case(found),
        signed=SimpleNamespace(title=state.title, at=state.signed_at, signer=state.signer),
        entry=entry,
        documents=kept,
        next=_("El ayuntamiento revisa su solicitud y le avisará por correo."),
    )


def _job(state: SignatureState) -> SimpleNamespace:
    done = state.status == "signed"
    stages = [
        (_("Hemos recibido su código"), "done"),
        (_("Firmamos el documento con su certificado de un solo uso"), "done" if done else "now"),
        (_("Sellamos el documento y lo registramos"), "now" if done else "next"),
    ]
    if state.failed:
        stages = [(title, "error" if mark == "now" else mark) for title, mark in stages]
    return SimpleNamespace(
        steps=[SimpleNamespace(title=title, state=mark) for title, mark in stages], failed=state.failed
    )


def _case(found: CaseStatus) -> SimpleNamespace:
    return SimpleNamespace(number=found.number, title=found.title, url=url_for("portal.status"))


def _case_of(view: SignatureView) -> SimpleNamespace:
    return SimpleNamespace(number=view.case_number, title=view.procedure, url=url_for("portal.status"))


def _code_words(reason: str) -> str:
    return {
        "expired": _("El código ha caducado. Vuelva al documento y pida otro."),
        "tries": _("Demasiados intentos. Vuelva al documento y pida otro código."),
        "used": _("Ese código ya se ha usado. Vuelva al documento y pida otro."),
        "none": _("Todavía no ha pedido un código. Vuelva al documento y pídalo."),
    }.get(reason, _("El código no es correcto. Compruébelo y escríbalo de nuevo."))
