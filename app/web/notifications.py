"""A citizen's notifications: what waits, the step by which it is opened or refused, what came of it."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, get_flashed_messages, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import Invalid
from app.domain.notification import ELECTRONIC, PAPER, State
from app.services.notifying import choices, opening, views
from app.services.notifying.views import Inbox, NotificationView
from app.web import notification_words as words
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("notifications", __name__, url_prefix="/tramite/notificaciones")


@bp.get("")
@open_to("citizen")
def listed() -> str:
    """List the notifications of the visitor, and ask how they want to be notified."""
    return _list({})


@bp.post("/medio")
@open_to("citizen")
def choose() -> ResponseReturnValue:
    """Choose how to be notified from now on."""
    try:
        choices.choose(wiring.outside(), visitor(), request.form.get("channel", ""))
    except Invalid:
        return _list({"channel": _("Elija cómo quiere recibir las notificaciones")}), 422
    flash(_("Guardado. Vale para las notificaciones que vengan desde ahora."))
    return redirect(url_for("notifications.listed"), 303)


@bp.get("/<uuid:notification>")
@open_to("citizen")
def one(notification: UUID) -> str:
    """Show what opening a notification means, or, once it is open, what it brought."""
    found = views.inbox(wiring.outside(), visitor())
    shown = _shown(found.one(notification))
    return render_template("citizen/notification.html", case=_case(found), notification=shown)


@bp.post("/<uuid:notification>/acceder")
@open_to("citizen")
@limiter.limit("60 per 10 minutes")
def open_it(notification: UUID) -> ResponseReturnValue:
    """Open a notification: the person is notified now."""
    opening.open_it(wiring.outside(), visitor(), notification)
    return redirect(url_for("notifications.one", notification=notification), 303)


@bp.get("/<uuid:notification>/rechazar")
@open_to("citizen")
def ask_refusal(notification: UUID) -> ResponseReturnValue:
    """Ask before a notification is refused."""
    found = views.inbox(wiring.outside(), visitor()).one(notification)
    here = url_for("notifications.one", notification=notification)
    if not found.refusable:
        return redirect(here, 303)
    confirm = SimpleNamespace(
        title=_("¿Seguro que quiere rechazar esta notificación?"),
        text=_(
            "Rechazarla tiene el mismo efecto que recibirla: los plazos empiezan a contar hoy y el trámite sigue "
            "adelante, pero usted no sabrá qué dice."
        ),
        action=_("Rechazar la notificación"),
        back_url=here,
        tone="warning",
        url="",
    )
    return render_template("citizen/confirm.html", confirm=confirm)


@bp.post("/<uuid:notification>/rechazar")
@open_to("citizen")
@limiter.limit("60 per 10 minutes")
def refuse(notification: UUID) -> ResponseReturnValue:
    """Refuse a notification: it counts as made."""
    opening.refuse(wiring.outside(), visitor(), notification)
    return redirect(url_for("notifications.one", notification=notification), 303)


def _list(errors: dict[str, str]) -> str:
    found = views.inbox(wiring.outside(), visitor())
    choice = SimpleNamespace(
        url=url_for("notifications.choose"),
        value=found.chosen,
        options=[
            (ELECTRONIC, _("En este portal"), _("Le avisaremos por correo. Tendrá diez días naturales para acceder.")),
            (PAPER, _("En papel"), _("Se la llevaremos a su domicilio. También podrá verla aquí.")),
        ],
        note="" if found.email else _("No tenemos su correo: mientras tanto se las enviaremos en papel."),
    )
    return render_template(
        "citizen/notifications.html",
        case=_case(found),
        notifications=[_row(one) for one in found.notifications],
        choice=choice,
        said=" ".join(str(one) for one in get_flashed_messages()),
        errors=errors,
    )


def _case(found: Inbox) -> SimpleNamespace:
    return SimpleNamespace(
        number=found.number,
        title=found.title,
        url=url_for("portal.status"),
        notifications_url=url_for("notifications.listed"),
    )


def _row(one: NotificationView) -> SimpleNamespace:
    said, tone = words.state(one)
    return SimpleNamespace(
        title=one.title or _("Notificación"),
        url=url_for("notifications.one", notification=one.id),
        at=one.made_available_at,
        until=one.last_day if one.waits else None,
        state=said,
        tone=tone,
    )


def _shown(one: NotificationView) -> SimpleNamespace:
    said, tone = words.state(one)
    shown: dict[str, Any] = {
        "title": one.title or _("Notificación"),
        "state": said,
        "tone": tone,
        "sentence": words.sentence(one),
        "facts": words.facts(one),
        "waits": one.state.open and not one.opened,
        "open_url": url_for("notifications.open_it", notification=one.id) if one.known and not one.opened else None,
        "open_label": words.open_label(one),
        "refuse_url": url_for("notifications.ask_refusal", notification=one.id)
        if one.known and one.refusable
        else None,
        "reach": words.reach(one),
        "booking_url": url_for("booking.choose") if not one.known else "",
        "document": _file(_("Leer la notificación"), one.document) if one.document else None,
        "proof": _file(_("Justificante de la notificación"), one.proof) if one.proof else None,
        "late": one.opened and one.state in {State.EXPIRED, State.REFUSED},
    }
    return SimpleNamespace(**shown)


def _file(title: str, document: UUID) -> SimpleNamespace:
    return SimpleNamespace(title=title, url=url_for("portal.document", document=document), size=None, kind="PDF")
