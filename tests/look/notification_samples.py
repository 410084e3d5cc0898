"""Samples of the pages of notifications."""

from datetime import date
from types import SimpleNamespace as Thing
from typing import Any

from tests.look.parts import CASE, Page, ago, case, document

WHERE = Thing(**vars(CASE), notifications_url="/notifications")
FACTS = [
    ("A su disposición desde", "lunes, 23 de noviembre de 2026, 10:00"),
    ("Cómo se notifica", "Por medios electrónicos"),
    ("Cómo hay que identificarse", "Con su enlace personal y un código al móvil"),
]


def _row(state: str, tone: str, title: str = "Notificación", until: date | None = None) -> Thing:
    return Thing(title=title, url="/notification", at=ago(days=2), until=until, state=state, tone=tone)


def _choice(**changes: Any) -> Thing:
    options = [
        ("electronic", "En este portal", "Le avisaremos por correo. Tendrá diez días naturales para acceder."),
        ("paper", "En papel", "Se la llevaremos a su domicilio. También podrá verla aquí."),
    ]
    return Thing(**{"url": "/choose", "value": "electronic", "options": options, "note": "", **changes})


def _one(**changes: Any) -> Thing:
    return Thing(
        **{
            "title": "Notificación",
            "state": "Sin abrir",
            "tone": "action",
            "sentence": "Tiene hasta el jueves, 3 de diciembre de 2026, incluido. Después se entenderá rechazada y el "
            "trámite seguirá.",
            "facts": FACTS,
            "waits": True,
            "open_url": "/open",
            "open_label": "Acceder a la notificación",
            "refuse_url": "/refuse",
            "reach": "",
            "booking_url": "",
            "document": None,
            "proof": None,
            "late": False,
            **changes,
        }
    )


_OPEN = {"waits": False, "open_url": None, "refuse_url": None}
LISTED = [
    _row("Sin abrir", "action", until=date(2026, 12, 3)),
    _row("Recibida", "done", "Resolución de la solicitud de alta en el padrón municipal"),
    _row("No abierta en plazo", "error"),
]

PAGES: dict[str, Page] = {
    "notifications": Page(
        "citizen/notifications.html",
        {
            "case": WHERE,
            "notifications": LISTED,
            "choice": _choice(),
            "said": "Guardado. Vale para las que vengan.",
            "errors": {},
        },
    ),
    "notifications-none": Page(
        "citizen/notifications.html",
        {
            "case": WHERE,
            "notifications": [],
            "choice": _choice(value="", note="No tenemos su correo: mientras tanto se las enviaremos en papel."),
            "said": "",
            "errors": {"channel": "Elija cómo quiere recibir las notificaciones"},
        },
    ),
    "notification": Page("citizen/notification.html", {"case": WHERE, "notification": _one()}),
    "notification-too-low": Page(
        "citizen/notification.html",
        {
            "case": WHERE,
            "notification": _one(
                open_url=None,
                refuse_url=None,
                reach="Antes de que acceda tenemos que comprobar su identidad. Pida una cita o venga a la oficina con "
                "su documento de identidad; después podrá acceder aquí mismo.",
                booking_url="/book",
            ),
        },
    ),
    "notification-open": Page(
        "citizen/notification.html",
        {
            "case": WHERE,
            "notification": _one(
                title="Resolución de la solicitud",
                state="Recibida",
                tone="done",
                sentence="Accedió a ella el martes, 24 de noviembre de 2026, 9:30. Los plazos cuentan desde el día "
                "siguiente.",
                document=document("Leer la notificación"),
                proof=document("Justificante de la notificación"),
                **_OPEN,
            ),
        },
    ),
    "notification-late": Page(
        "citizen/notification.html",
        {
            "case": WHERE,
            "notification": _one(
                title="Resolución de la solicitud",
                state="No abierta en plazo",
                tone="error",
                sentence="No accedió en los diez días de plazo, que terminaron el viernes, 4 de diciembre de 2026. "
                "Se entiende rechazada y el trámite sigue adelante.",
                document=document("Leer la notificación"),
                late=True,
                **_OPEN,
            ),
        },
    ),
    "case-notified": Page(
        "citizen/case.html",
        {"refresh": 0, "case": case(notified=Thing(waiting=1, url="/notification", all_url="/notifications"))},
    ),
    "case-notified-often": Page(
        "citizen/case.html",
        {"refresh": 0, "case": case(notified=Thing(waiting=2, url="/notifications", all_url="/notifications"))},
    ),
}
