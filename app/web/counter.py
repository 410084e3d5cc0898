"""The counter: who the person in front of the desk is, and how to reach them."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import identity as identities
from app.domain import people
from app.domain.errors import Invalid
from app.domain.identity import Seen
from app.intake import forms
from app.services import office_forms
from app.services.desk import contacts, counter
from app.services.desk.contacts import ContactSheet
from app.services.desk.counter import IdentitySheet, NumberSettled, OtherDocument
from app.web import desk_views, sheets
from app.web.gate import open_to, visitor
from app.web.sheets import Asked, Posted
from app.web.texts import _

bp = Blueprint("counter", __name__, url_prefix="/oficina/expedientes/<uuid:case>")
HANDLERS = ("clerk", "supervisor")


@bp.get("/identidad/<uuid:party>")
@open_to("staff", *HANDLERS)
def identity(case: UUID, party: UUID) -> str:
    """Ask which document the official has seen."""
    return _identity_page(counter.sheet(wiring.outside(), visitor(), case, party), None, {})


@bp.post("/identidad/<uuid:party>")
@open_to("staff", *HANDLERS)
def accept_identity(case: UUID, party: UUID) -> ResponseReturnValue:
    """Accept who a person is."""
    outside, here = wiring.outside(), visitor()
    asked = counter.sheet(outside, here, case, party)
    page = sheets.posted(_questions(asked), request.form)
    if not page.valid:
        return _identity_page(asked, page, page.errors), 422
    seen = _seen(page.answers, asked)
    try:
        counter.accept(outside, here, case, party, seen, correct=bool(request.form.get("correct")))
    except OtherDocument:
        return _identity_page(asked, page, _other(asked, seen), offer=seen), 422
    except NumberSettled:
        return _identity_page(asked, page, {"": _settled()}), 422
    except Invalid as fault:
        return _identity_page(asked, page, {"": _words(fault)}), 422
    flash(_("Identidad aceptada: %(name)s.", name=asked.party.details.full_name))
    return redirect(url_for("clerk.case_page", case=case), 303)


@bp.post("/identidad/<uuid:party>/rechazar")
@open_to("staff", *HANDLERS)
def refuse_identity(case: UUID, party: UUID) -> ResponseReturnValue:
    """Note that the official did not accept who a person is."""
    outside, here = wiring.outside(), visitor()
    reason = request.form.get("reason", "")
    try:
        counter.refuse(outside, here, case, party, request.form.get("document_kind", ""), reason)
    except Invalid:
        asked = counter.sheet(outside, here, case, party)
        return _identity_page(asked, None, {"reason": _("Escriba por qué no la acepta")}, reason=reason), 422
    flash(_("Queda anotado que no se ha aceptado la identidad."))
    return redirect(url_for("clerk.case_page", case=case), 303)


@bp.get("/contacto/<uuid:party>")
@open_to("staff", *HANDLERS)
def contact(case: UUID, party: UUID) -> str:
    """Ask how a person is to be reached from now on."""
    return _contact_page(contacts.sheet(wiring.outside(), visitor(), case, party), None, {})


@bp.post("/contacto/<uuid:party>")
@open_to("staff", *HANDLERS)
def correct_contact(case: UUID, party: UUID) -> ResponseReturnValue:
    """Correct how a person is to be reached."""
    outside, here = wiring.outside(), visitor()
    asked = contacts.sheet(outside, here, case, party)
    page = sheets.posted(_contact_questions(asked), request.form)
    if not page.valid:
        return _contact_page(asked, page, page.errors), 422
    meant = forms.meanings(office_forms.form(office_forms.CONTACT), page.answers)
    reached = (str(meant.get("mobile", "")), str(meant.get("email", "")))
    try:
        contacts.correct(outside, here, case, party, reached, str(meant["contact:reason"]))
    except Invalid as fault:
        return _contact_page(asked, page, _contact_words(fault)), 422
    flash(_("Contacto corregido. Los códigos que se enviaron antes ya no valen."))
    return redirect(url_for("clerk.case_page", case=case), 303)


def _contact_questions(asked: ContactSheet) -> Asked:
    details = asked.party.details
    draft = {name: value for name, value in (("mobile", details.mobile), ("email", details.email)) if value}
    return Asked(office_forms.form(office_forms.CONTACT), draft, asked.today)


def _contact_page(asked: ContactSheet, page: Posted | None, errors: Mapping[str, str]) -> str:
    person = SimpleNamespace(
        name=asked.party.details.full_name,
        may=asked.may,
        verify_url=url_for("counter.identity", case=asked.case_id, party=asked.party.id),
    )
    fields = sheets.whole(_contact_questions(asked), page)
    return render_template(
        "clerk/contact.html", case=_case_of(asked), person=person, fields_html=fields, errors=dict(errors)
    )


def _case_of(asked: ContactSheet | IdentitySheet) -> SimpleNamespace:
    url = url_for("clerk.case_page", case=asked.case_id)
    return SimpleNamespace(number=asked.case_number, title=asked.title, url=url)


def _contact_words(fault: Invalid) -> dict[str, str]:
    words = {
        "contact.same": _("No ha cambiado nada: escriba el móvil o el correo nuevos."),
        "party.same_mobile": _("Ese móvil es de otra persona de este expediente, y cada una necesita el suyo."),
    }
    return {field: words.get(word, _("No se puede usar: compruébelo.")) for field, word in fault.problems.items()}


def _questions(asked: IdentitySheet) -> Asked:
    return Asked(office_forms.form(office_forms.IDENTITY), {}, asked.today)


def _seen(answers: Mapping[str, Any], asked: IdentitySheet) -> Seen:
    meant: Mapping[str, Any] = forms.meanings(office_forms.form(office_forms.IDENTITY), answers)
    kind, details = str(meant["identity:document_kind"]), asked.party.details
    abroad = identities.DOCUMENTS[kind] == "passport" and details.id_type == "passport"
    return Seen(
        document_kind=kind,
        number=str(meant["identity:number"]),
        method=identities.COUNTER,
        expires=date.fromisoformat(str(meant["identity:expiry"])),
        country=details.id_country if abroad else "ES",
    )


def _identity_page(
    asked: IdentitySheet,
    page: Posted | None,
    errors: Mapping[str, str],
    *,
    offer: Seen | None = None,
    reason: str = "",
) -> str:
    details = asked.party.details
    words, tone = desk_views.level(asked.party.level)
    shown = SimpleNamespace(
        name=details.full_name,
        role=asked.capacity,
        declared=people.masked_nif(details.id_number),
        level=words,
        level_tone=tone,
        verified=desk_views.verified(asked.verified_by, asked.verified_at, asked.party.verified_how),
        accept_url=url_for("counter.accept_identity", case=asked.case_id, party=asked.party.id),
        refuse_url=url_for("counter.refuse_identity", case=asked.case_id, party=asked.party.id),
        correction=_correction(offer) if offer and not asked.settled else "",
        reason=reason,
    )
    fields = sheets.whole(_questions(asked), page)
    return render_template(
        "clerk/identity.html", case=_case_of(asked), person=shown, fields_html=fields, errors=dict(errors)
    )


def _correction(seen: Seen) -> str:
    return _("Corregir el número declarado: desde ahora es %(number)s. Quedará en la historia.", number=seen.number)


def _other(asked: IdentitySheet, seen: Seen) -> dict[str, str]:
    if asked.settled:
        return {"": _settled()}
    declared = people.masked_nif(asked.party.details.id_number)
    said = _(
        "El documento dice %(number)s y la persona declaró %(declared)s. Compruebe que es su expediente; si se "
        "equivocó al escribirlo, marque la casilla para corregirlo.",
        number=seen.number,
        declared=declared,
    )
    return {"correct": said}


def _settled() -> str:
    return _(
        "El número del documento no es el declarado, y el declarado está ya en un documento presentado a la firma. "
        "Hay que terminar este expediente y empezar otro."
    )


def _words(fault: Invalid) -> str:
    words = {
        "identity.expired": _("El documento está caducado: no sirve para comprobar la identidad."),
        "identity.other_kind": _("Ese número no es de esa clase de documento."),
    }
    return next((words[one] for one in fault.problems.values() if one in words), _("El número no es correcto."))
