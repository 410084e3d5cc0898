"""E-mails and text messages: what waits, what is late, what failed, what did not arrive."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, get_flashed_messages, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services.appointments import resending
from app.services.messaging import sendings
from app.services.messaging.sendings import Page, SendingView
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("sendings", __name__, url_prefix="/oficina/envios")
_KINDS = ("mail", "sms")
_DIGITS = 6


@bp.get("")
@open_to("staff", *sendings.MAY)
def listed() -> str:
    """List the messages in a state."""
    state, kind = _asked("state", sendings.STATES, sendings.FAILED), _asked("kind", _KINDS, "")
    typed = request.args.get("page", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS else 1
    found = sendings.listed(wiring.outside(), visitor(), state, kind, number)
    kept = {"kind": kind} if kind else {}
    return render_template(
        "clerk/sendings.html",
        views=[
            SimpleNamespace(
                label=label,
                url=_url(state=name, **kept),
                current=name == state,
                count=found.counts[name],
            )
            for name, label in _labels().items()
        ],
        filters=SimpleNamespace(
            url=url_for("sendings.listed"),
            state=state,
            kind=kind,
            kinds=[("", _("Correos y SMS")), ("mail", _("Correos")), ("sms", _("SMS"))],
        ),
        at_label=_at(state),
        sendings=[_shown(one) for one in found.found],
        pages=_pages(found, {"state": state, **kept}),
        empty=_empty(state),
        said=" ".join(str(one) for one in get_flashed_messages()),
    )


@bp.post("/<uuid:call>/reintentar")
@open_to("staff", *sendings.MAY)
def retry(call: UUID) -> ResponseReturnValue:
    """Have a message sent again."""
    sendings.retry(wiring.outside(), visitor(), call)
    flash(_("Se está enviando de nuevo."))
    return redirect(url_for("sendings.listed"), 303)


@bp.post("/<uuid:call>/otra-vez")
@open_to("staff", *sendings.MAY)
def again(call: UUID) -> ResponseReturnValue:
    """Have a text message that did not arrive written anew."""
    resending.again(wiring.outside(), visitor(), call)
    flash(_("Se está enviando de nuevo, al móvil que consta ahora."))
    return redirect(url_for("sendings.listed", state=sendings.UNDELIVERED), 303)


def _url(**query: Any) -> str:
    return url_for("sendings.listed", **query)


def _asked(name: str, known: tuple[str, ...], usual: str) -> str:
    given = request.args.get(name, "")
    return given if given in known else usual


def _labels() -> dict[str, str]:
    return {
        sendings.FAILED: _("Fallidos"),
        sendings.UNDELIVERED: _("No entregados"),
        sendings.LATE: _("Con retraso"),
        sendings.OWED: _("En cola"),
    }


def _at(state: str) -> str:
    return {
        sendings.FAILED: _("Falló"),
        sendings.UNDELIVERED: _("Se supo"),
    }.get(state, _("Próximo intento"))


def _empty(state: str) -> SimpleNamespace:
    texts = {
        sendings.FAILED: _("Cuando un correo o un SMS falle del todo, aparecerá aquí para que lo reintente."),
        sendings.UNDELIVERED: _("Cuando la operadora diga que un SMS no ha llegado, aparecerá aquí durante 30 días."),
        sendings.LATE: _("Cuando un envío lleve más de diez minutos esperando, aparecerá aquí."),
        sendings.OWED: _("Los envíos pasan por aquí unos segundos antes de salir."),
    }
    return SimpleNamespace(title=_("No hay ninguno"), text=texts[state])


def _shown(one: SendingView) -> SimpleNamespace:
    return SimpleNamespace(
        about=one.about,
        kind=_("Correo") if one.kind == "mail" else _("SMS"),
        case_number=one.case_number,
        case_url=url_for("clerk.case_page", case=one.case_id) if one.case_id else None,
        cause=one.cause,
        remedy=one.remedy,
        detail=one.detail,
        attempts=one.attempts,
        since=one.since,
        at=one.at,
        retry_url=_retry_url(one),
    )


def _retry_url(one: SendingView) -> str | None:
    if one.anew:
        return url_for("sendings.again", call=one.id)
    return url_for("sendings.retry", call=one.id) if one.retriable else None


def _pages(found: Page, kept: dict[str, str]) -> SimpleNamespace:
    def at(number: int) -> str:
        return _url(page=number, **kept)

    return SimpleNamespace(
        number=found.number,
        total=found.total,
        count=0,
        previous_url=at(found.number - 1) if found.number > 1 else None,
        next_url=at(found.number + 1) if found.number < found.total else None,
    )
