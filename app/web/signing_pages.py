"""Sign: read the document page by page, tick the sentence, type the code, wait for the seal, take the receipt.

People sign in their own browser, or on the screen that an official lends them at the counter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services import portal
from app.services.files import documents
from app.services.portal import CaseStatus
from app.services.signing import signatures
from app.services.signing.signature_views import SignatureState, SignatureView
from app.services.signing.signatures import CodeRefused, NothingToSign
from app.services.signing.signing_consent import Browser
from app.services.visits import Visitor
from app.web import downloads
from app.web.texts import _

_EXPIRES = "sign_code_until"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs: `who`, on the routes of `blueprint` with the values `at`, having come from `home`.

    On a `lent` screen nothing is offered but signing.
    """

    who: Visitor
    blueprint: str
    home: str
    at: Mapping[str, UUID] = field(default_factory=dict)
    lent: bool = False

    def url(self, route: str, **more: int) -> str:
        """Return the address of one of the routes read, code, wait, page_image, document, ask_refusal."""
        return url_for(f"{self.blueprint}.{route}", **{**self.at, **more})  # type: ignore[arg-type]  # ids and numbers

    def case(self, number: str, title: str) -> SimpleNamespace:
        """Return what the templates show of the case."""
        return SimpleNamespace(number=number, title=title, url=self.home, lent=self.lent)


def read(place: Place) -> ResponseReturnValue:
    """Show exactly what is to be signed."""
    try:
        view = signatures.view(wiring.outside(), place.who)
    except NothingToSign:
        return redirect(place.url("wait"), 303)
    return _read_page(place, view, {})


def ask_code(place: Place) -> ResponseReturnValue:
    """Send the code that signs this document, once the sentence is ticked."""
    outside = wiring.outside()
    view = signatures.pending(outside, place.who)
    if view is None:
        return redirect(place.url("wait"), 303)
    if not request.form.get("declares"):
        return _read_page(place, view, {"declares": _("Marque la casilla para poder firmar")}), 422
    if request.form.get("digest") != view.sha256:
        return redirect(place.url("read"), 303)
    sent = signatures.send_code(outside, place.who)
    session[_EXPIRES] = sent.expires_at.timestamp()
    return redirect(place.url("code"), 303)


def code(place: Place) -> ResponseReturnValue:
    """Ask for the code."""
    view = signatures.pending(wiring.outside(), place.who)
    if view is None:
        return redirect(place.url("wait"), 303)
    return _code_page(place, view, {})


def consent(place: Place) -> ResponseReturnValue:
    """Sign with the code."""
    outside = wiring.outside()
    view = signatures.pending(outside, place.who)
    if view is None:
        return redirect(place.url("wait"), 303)
    browser = Browser(request.remote_addr or "", (request.user_agent.string or "")[:300])
    try:
        signatures.consent(outside, place.who, request.form.get("code", "")[:20], ticked=True, browser=browser)
    except CodeRefused as fault:
        return _code_page(place, view, {"code": _code_words(fault.reason)}), 422
    return redirect(place.url("wait"), 303)


def wait(place: Place) -> ResponseReturnValue:
    """Show how the signature comes along, then what came of it."""
    outside = wiring.outside()
    try:
        state = signatures.state_of(outside, place.who)
    except NothingToSign:
        return redirect(place.home, 303)
    found = portal.status(outside, place.who)
    if state.status in {"waiting", "viewed"}:
        return redirect(place.url("read"), 303)
    if state.status == "signed" and (state.others_to_sign or found.receipt):
        return _signed_page(place, found, state)
    return render_template("citizen/sign_wait.html", case=_case(place, found), job=_job(state))


def _read_page(place: Place, view: SignatureView, errors: dict[str, str]) -> str:
    pages = [
        SimpleNamespace(
            url=place.url("page_image", page=number),
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
        document=SimpleNamespace(title=_("Descargar el PDF"), url=place.url("document"), size=view.size, kind="PDF"),
        signer=f"{view.signer} ({view.signer_document})",
        others=", ".join(view.others),
        sentence=view.sentence,
        phone=view.phone,
        digest=view.sha256,
        refuse_url="" if place.lent else place.url("ask_refusal"),
    )
    return render_template(
        "citizen/sign.html", case=place.case(view.case_number, view.procedure), signing=signing, errors=errors
    )


def _code_page(place: Place, view: SignatureView, errors: dict[str, str]) -> str:
    now = wiring.outside().clock.now()
    left = max(0, int(float(session.get(_EXPIRES, now.timestamp())) - now.timestamp()))
    signing = SimpleNamespace(title=view.title, signer=view.signer, phone=view.phone, digest=view.sha256)
    return render_template(
        "citizen/sign_code.html",
        case=place.case(view.case_number, view.procedure),
        signing=signing,
        expires_at=now + timedelta(seconds=left),
        seconds_left=left,
        errors=errors,
        resend_url=None,
        back_url=place.url("read"),
    )


def _signed_page(place: Place, found: CaseStatus, state: SignatureState) -> str:
    listed = [] if place.lent else documents.list_of(wiring.outside(), place.who, found.id)
    kept = [
        SimpleNamespace(
            title=one.title,
            url=url_for("portal.document", document=one.id),
            size=one.size,
            kind=downloads.kind(one.mime),
        )
        for one in listed
        if one.state == "final"
    ]
    entry = None
    if found.entry_number and not state.others_to_sign:
        entry = SimpleNamespace(
            number=found.entry_number, at=found.entry_at, legal_at=found.entry_legal_at, office=found.office
        )
    return render_template(
        "citizen/signed.html",
        case=_case(place, found),
        signed=SimpleNamespace(title=state.title, at=state.signed_at, signer=state.signer, on_paper=state.on_paper),
        entry=entry,
        documents=kept,
        next=_("El ayuntamiento revisa su solicitud y le avisará por correo."),
    )


def _job(state: SignatureState) -> SimpleNamespace:
    done = state.status == "signed"
    first = [
        (_("Hemos recibido su código"), "done"),
        (_("Firmamos el documento con su certificado de un solo uso"), "done" if done else "now"),
    ]
    if state.on_paper:
        first = [(_("Ha firmado en papel, ante personal de la oficina"), "done")]
    stages = [
        *first,
        (_("Sellamos el documento y lo registramos"), "now" if done else "next"),
    ]
    if state.failed:
        stages = [(title, "error" if mark == "now" else mark) for title, mark in stages]
    return SimpleNamespace(
        steps=[SimpleNamespace(title=title, state=mark) for title, mark in stages], failed=state.failed
    )


def _case(place: Place, found: CaseStatus) -> SimpleNamespace:
    return place.case(found.number, found.title)


def _code_words(reason: str) -> str:
    return {
        "expired": _("El código ha caducado. Vuelva al documento y pida otro."),
        "tries": _("Demasiados intentos. Vuelva al documento y pida otro código."),
        "used": _("Ese código ya se ha usado. Vuelva al documento y pida otro."),
        "none": _("Todavía no ha pedido un código. Vuelva al documento y pídalo."),
    }.get(reason, _("El código no es correcto. Compruébelo y escríbalo de nuevo."))
