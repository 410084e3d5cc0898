"""What pages say of a notification: its state, what it means, how to reach the level that it demands."""

from app.domain.notification import DESK, ELECTRONIC, PAPER, State
from app.services.notifying.views import NotificationView
from app.web import formats, frame
from app.web.texts import _


def state(one: NotificationView) -> tuple[str, str]:
    """Return how a notification stands, in two words, and how that is marked."""
    if one.waits:
        return (_("Sin abrir"), "action") if one.channel == ELECTRONIC else (_("Enviada en papel"), "waiting")
    return {
        State.ACCESSED: (_("Recibida"), "done"),
        State.DELIVERED: (_("Entregada"), "done"),
        State.REFUSED: (_("Rechazada"), "error"),
        State.EXPIRED: (_("No abierta en plazo"), "error"),
        State.RETURNED: (_("Devuelta sin entregar"), "error"),
    }[one.state]


def sentence(one: NotificationView) -> str:
    """Return what the state of a notification means for its person."""
    if one.waits:
        return _waiting(one)
    day = formats.long_moment(one.decided_at, frame.language()) if one.decided_at else ""
    return {
        State.ACCESSED: _("Accedió a ella el %(day)s. Los plazos cuentan desde el día siguiente.", day=day),
        State.DELIVERED: _("Se le entregó el %(day)s. Los plazos cuentan desde el día siguiente.", day=day),
        State.REFUSED: _("La rechazó el %(day)s. Se da por notificada y el trámite sigue adelante.", day=day),
        State.EXPIRED: _(
            "No accedió en los diez días de plazo, que terminaron el %(day)s. Se entiende rechazada y el trámite sigue "
            "adelante.",
            day=day,
        ),
        State.RETURNED: _("No se le pudo entregar en su domicilio. Puede acceder aquí a la notificación."),
    }[one.state]


def _waiting(one: NotificationView) -> str:
    if one.channel == PAPER:
        return _("Se la enviamos en papel a su domicilio. También puede acceder aquí: vale la primera que reciba.")
    day = formats.long_date(one.last_day, frame.language()) if one.last_day else ""
    if one.binding:
        return _("Tiene hasta el %(day)s, incluido. Después se entenderá rechazada y el trámite seguirá.", day=day)
    return _("Si no accede hasta el %(day)s, incluido, se la enviaremos en papel.", day=day)


def facts(one: NotificationView) -> list[tuple[str, str]]:
    """Return what is known of a notification, as rows."""
    language = frame.language()
    rows = [
        (_("A su disposición desde"), formats.long_moment(one.made_available_at, language)),
        (_("Cómo se notifica"), channel(one.channel)),
        (_("Cómo hay que identificarse"), level(one.level)),
    ]
    if one.decided_at and one.means == DESK:
        rows.append((_("Entregada"), _("En mano, en la oficina")))
    return rows


def channel(word: str) -> str:
    """Return a channel in words."""
    return _("En papel") if word == PAPER else _("Por medios electrónicos")


def level(word: str) -> str:
    """Return how somebody must be known, in words."""
    return {
        "code": _("Con su enlace personal y un código al móvil"),
        "official": _("Con la identidad comprobada por la oficina"),
        "certificate": _("Con un certificado electrónico"),
    }[word]


def reach(one: NotificationView) -> str:
    """Return how the visitor can come to be known as surely as this notification demands, "" when they are."""
    if one.known:
        return ""
    return {
        "official": _(
            "Antes de que acceda tenemos que comprobar su identidad. Pida una cita o venga a la oficina con su "
            "documento de identidad; después podrá acceder aquí mismo."
        ),
        "certificate": _(
            "Para acceder aquí hace falta un certificado electrónico. Si no lo tiene, pida una cita o venga a la "
            "oficina con su documento de identidad: se la entregaremos en mano."
        ),
    }.get(one.level, _("Entre de nuevo con su enlace personal y el código que enviaremos a su móvil."))


def open_label(one: NotificationView) -> str:
    """Return what the button is called by which a notification is opened."""
    return _("Acceder a la notificación") if one.state.open else _("Leer el documento")
