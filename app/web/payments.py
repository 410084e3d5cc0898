"""Grants that are to be paid, and the file of transfers for the bank."""

from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Invalid
from app.services import entities
from app.services.grants import payments
from app.services.grants.payments import AlreadyPaid, FileView, OrderView, Written
from app.web import typed
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("payments", __name__, url_prefix="/oficina/pagos")


@bp.get("")
@open_to("staff", *payments.PAYERS)
def listed() -> str:
    """List the payment orders."""
    return _page(_next_day(), {})


@bp.post("")
@open_to("staff", *payments.PAYERS)
def write() -> ResponseReturnValue:
    """Write the file for the bank."""
    given = request.form.get("execution_on", "")[:20]
    day = typed.day(given)
    if day is None:
        return _page(given, {"execution_on": _("Escriba el día del pago")}), 422
    try:
        made = payments.write(wiring.outside(), visitor(), day)
    except Invalid as fault:
        return _page(given, _faults(fault.problems)), 422
    except AlreadyPaid:
        return _page(given, {"execution_on": _("Otra persona acaba de hacer el fichero. Mire la lista.")}), 409
    return _file(made)


@bp.get("/<uuid:file>")
@open_to("staff", *payments.PAYERS)
def again(file: UUID) -> Response:
    """Give a file that was written."""
    return _file(payments.again(wiring.outside(), visitor(), file))


def _page(day: str, errors: Mapping[str, str]) -> str:
    outside, here = wiring.outside(), visitor()
    found = payments.listed(outside, here)
    waiting = [one for one in found if one.exported_at is None]
    return render_template(
        "grants/payments.html",
        waiting=[_row(one) for one in waiting],
        paid=[_row(one) for one in found if one.exported_at is not None],
        files=[_line(one) for one in payments.files(here)],
        total=sum(one.cents for one in waiting),
        day=day,
        errors=dict(errors),
        action_url=url_for("payments.write"),
    )


def _row(one: OrderView) -> SimpleNamespace:
    return SimpleNamespace(
        reference=one.reference,
        payee=one.payee,
        account=f"{one.iban[:4]} •••• {one.iban[-4:]}",
        cents=one.cents,
        call=one.call,
        fictional=one.fictional,
        case_number=one.case_number,
        case_url=url_for("clerk.case_page", case=one.case_id),
        ordered_at=one.ordered_at,
        exported_at=one.exported_at,
    )


def _line(one: FileView) -> SimpleNamespace:
    return SimpleNamespace(
        orders=one.orders,
        total=one.total_cents,
        day=one.execution_on,
        at=one.exported_at,
        url=url_for("payments.again", file=one.id),
    )


def _file(made: Written) -> Response:
    response = make_response(made.content)
    response.headers["Content-Type"] = "application/xml"
    name = f"transferencias-{made.execution_on.isoformat()}-{str(made.id)[:8]}.xml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _next_day() -> str:
    parts = wiring.parts()
    now = parts.outside.clock.now()
    working = entities.shown(visitor().entity, now).calendar
    return working.working_day_from(working.local_day(now) + timedelta(days=1)).isoformat()


def _faults(problems: Mapping[str, str]) -> dict[str, str]:
    said = {
        "working_day_to_come": _("El día del pago tiene que ser un día hábil posterior a hoy"),
        "too_far": _("El día del pago no puede pasar de un año"),
        "none": _("No hay nada pendiente de pago"),
        "too_many": _("Un fichero no puede tener más de 5000 pagos"),
        "payer_iban": _("A la entidad le falta la cuenta desde la que pagar"),
    }
    otherwise = _("El fichero no cumple el formato del banco; avise a quien administra la oficina")
    return {"execution_on": said.get(next(iter(problems.values())), otherwise)}
