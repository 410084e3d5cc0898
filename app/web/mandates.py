"""Accepted direct debit mandates, and the file for the bank."""

from datetime import date
from decimal import Decimal, InvalidOperation
from types import SimpleNamespace

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Conflict, Invalid
from app.services import mandates
from app.services.mandates import MandateView
from app.services.remittances import Debit
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("mandates", __name__, url_prefix="/oficina/domiciliaciones")


@bp.get("")
@open_to("staff", "supervisor")
def listed() -> str:
    """List the mandates in force."""
    return _page({}, {})


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
    debits = [Debit(one.id, cents, _("Recibo municipal")) for one in mandates.accepted(outside, here) if one.sequence]
    try:
        written = mandates.export(outside, here, debits, day)
    except (Invalid, Conflict):
        return _page(typed, {"collection_date": _("Con esa fecha o esas órdenes no se puede hacer la remesa.")}), 422
    response: Response = make_response(written)
    response.headers["Content-Type"] = "application/xml"
    response.headers["Content-Disposition"] = f'attachment; filename="remesa-{day.isoformat()}.xml"'
    return response


def _page(typed: dict[str, str], errors: dict[str, str]) -> str:
    query = " ".join(request.args.get("q", "")[:100].split()).casefold()
    found = mandates.accepted(wiring.outside(), visitor())
    shown = [one for one in found if query in f"{one.reference} {one.debtor} {one.case_number}".casefold()]
    return render_template(
        "clerk/mandates.html",
        mandates=[_row(one) for one in shown],
        pages=None,
        filters=SimpleNamespace(url=url_for("mandates.listed"), q=query),
        export=SimpleNamespace(
            url=url_for("mandates.export"), values=typed, counts=sum(1 for one in found if one.sequence)
        ),
        errors=errors,
    )


def _row(one: MandateView) -> SimpleNamespace:
    words = {"OOFF": _("Un solo pago"), "FRST": _("Periódicos"), "RCUR": _("Periódicos")}
    return SimpleNamespace(
        reference=one.reference,
        debtor=one.debtor,
        account=f"{one.iban[:4]} •••• {one.iban[-4:]}",
        concepts=words.get(one.sequence, _("Ya cobrada")),
        signed_at=one.signed_on,
        from_date=one.signed_on,
        case_number=one.case_number,
        case_url=url_for("clerk.case_page", case=one.case_id),
        lapsed=False,
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
