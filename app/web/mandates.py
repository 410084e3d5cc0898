"""Accepted direct debit mandates, and the file for the bank."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from types import SimpleNamespace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Invalid
from app.services import entities
from app.services.debits import mandates
from app.services.debits.mandates import MandateView
from app.services.debits.remittances import Debit, NotExportable
from app.web import searches
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("mandates", __name__, url_prefix="/oficina/domiciliaciones")


@bp.get("")
@open_to("staff", "supervisor")
def listed() -> str:
    """List the mandates in force."""
    return _page({}, {})


@bp.post("")
@open_to("staff", "supervisor")
def look_for() -> ResponseReturnValue:
    """Lead to what was found; names stay out of addresses."""
    sought = searches.remember(request.form.get("q", ""))
    return redirect(url_for("mandates.listed", **sought), 303)  # type: ignore[arg-type]  # any query value


@bp.post("/remesa")
@open_to("staff", "supervisor")
def export() -> ResponseReturnValue:
    """Write the remittance."""
    typed = {name: request.form.get(name, "").strip()[:20] for name in ("collection_date", "amount")}
    errors: dict[str, str] = {}
    day, cents = _day(typed["collection_date"]), _cents(typed["amount"])
    if day is None:
        errors["collection_date"] = _("Escriba la fecha de cargo")
    if cents is None:
        errors["amount"] = _("Escriba un importe mayor que cero, por ejemplo 25,00")
    if errors or day is None or cents is None:
        return _page(typed, errors), 422
    outside, here = wiring.outside(), visitor()
    found = mandates.accepted(outside, here, day)
    taken = _taken(found)
    if not taken:
        return _page(typed, {"collection_date": _nobody(found)}), 422
    try:
        written = mandates.export(outside, here, [Debit(one.id, cents, _("Recibo municipal")) for one in taken], day)
    except Invalid as fault:
        return _page(typed, _faults(fault)), 422
    except NotExportable as fault:
        return _page(typed, {"collection_date": _reasons([fault.reason])}), 422
    response: Response = make_response(written)
    response.headers["Content-Type"] = "application/xml"
    response.headers["Content-Disposition"] = f'attachment; filename="remesa-{day.isoformat()}-{len(taken)}.xml"'
    return response


def _taken(found: Sequence[MandateView]) -> list[MandateView]:
    """Return what may be collected on a day; when nothing is left, what already was: the same file once more."""
    return [one for one in found if not one.hindrance] or [one for one in found if one.hindrance == "same_day"]


def _nobody(found: Sequence[MandateView]) -> str:
    if not found:
        return _("Todavía no hay órdenes aceptadas")
    return _reasons(sorted({one.hindrance for one in found}))


def _reasons(reasons: Sequence[str]) -> str:
    said = {
        "used": _("las de un solo pago ya se cobraron"),
        "same_day": _("ya tienen otro cargo ese mismo día"),
        "later": _("ya tienen un cargo posterior"),
        "not_yet": _("ese día es anterior a la fecha de inicio que eligió el titular"),
        "lapsed": _("caducaron tras 36 meses sin cobros"),
        "changed": _("alguna orden ha cambiado entretanto; vuelva a intentarlo"),
    }
    return _("No se puede hacer la remesa con esa fecha: %(why)s.", why="; ".join(said[one] for one in reasons))


def _faults(fault: Invalid) -> dict[str, str]:
    said = {
        "working_day_to_come": _("La fecha de cargo tiene que ser un día hábil posterior a hoy"),
        "too_far": _("La fecha de cargo no puede pasar de un año"),
        "count": _("Una remesa no puede tener más de 5000 órdenes"),
        "creditor_iban": _("Al ayuntamiento le falta la cuenta en la que cobrar"),
        "amount": _("El importe es demasiado alto"),
    }
    known = [key for key in fault.problems.values() if key in said]
    faults = {"amount" if key == "amount" else "collection_date": said[key] for key in known}
    return faults or {
        "collection_date": _("El fichero no cumple el formato del banco; avise a quien administra la oficina")
    }


def _page(typed: dict[str, str], errors: dict[str, str]) -> str:
    sought = searches.read(request.args)
    query = sought.casefold()
    day = _day(typed.get("collection_date", "")) or _next_day()
    found = mandates.accepted(wiring.outside(), visitor(), day)
    shown = [one for one in found if query in f"{one.reference} {one.debtor} {one.case_number}".casefold()]
    return render_template(
        "clerk/mandates.html",
        mandates=[_row(one) for one in shown],
        pages=None,
        filters=SimpleNamespace(url=url_for("mandates.look_for"), q=sought),
        export=SimpleNamespace(
            url=url_for("mandates.export"),
            values={"collection_date": day.isoformat()} | typed,
            counts=sum(1 for one in found if not one.hindrance),
            day=day,
        ),
        errors=errors,
    )


def _next_day() -> date:
    parts = wiring.parts()
    now = parts.outside.clock.now()
    working = entities.shown(parts.settings.entity, now).calendar
    return working.working_day_from(working.local_day(now) + timedelta(days=1))


def _row(one: MandateView) -> SimpleNamespace:
    words = {"OOFF": _("Un solo pago"), "FRST": _("Periódicos"), "RCUR": _("Periódicos")}
    return SimpleNamespace(
        reference=one.reference,
        debtor=one.debtor,
        account=f"{one.iban[:4]} •••• {one.iban[-4:]}",
        concepts=words.get(one.sequence, _("Ya cobrada")),
        signed_at=one.signed_on,
        from_date=one.effective_from,
        case_number=one.case_number,
        case_url=url_for("clerk.case_page", case=one.case_id),
        lapsed=one.lapsed,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _cents(text: str) -> int | None:
    try:
        amount = Decimal(text.replace(".", "").replace(",", ".")) if "," in text else Decimal(text)
    except InvalidOperation:
        return None
    cents = amount * 100
    return int(cents) if cents > 0 and cents == int(cents) else None
