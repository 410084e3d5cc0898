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

RESULTS = [
    ("delivered", "Entregada"),
    ("absent", "Ausente: nadie se hizo cargo"),
    ("refused", "Rechazada por la persona o su representante"),
    ("unknown", "Dirección incorrecta o persona desconocida"),
]


def _desk(number: int, **changes: Any) -> Thing:
    return Thing(
        **{
            "id": str(number),
            "title": "Resolución de la solicitud de alta en el padrón municipal",
            "person": "Llúcia Bonastre i Vidal",
            "state": "Enviada en papel",
            "tone": "waiting",
            "facts": [*FACTS[:1], ("Cómo se notifica", "En papel"), FACTS[2]],
            "document": document("Resolución de la solicitud"),
            "letter": document("Carta y acuse de recibo para imprimir"),
            "proof": None,
            "preparing": False,
            "printed_url": None,
            "brought_url": None,
            "hand_url": None,
            "verify_url": "/identity",
            "attempts": [],
            "again": "",
            **changes,
        }
    )


def _desk_page(*notifications: Thing, said: str = "") -> Page:
    return Page("clerk/notifications.html", {"case": CASE, "notifications": notifications, "said": said}, staff=True)


def _attempt(again: str = "", typed: str = "", **errors: str) -> Page:
    said = {"day": typed and "2026-12-10", "hour": typed and "16:40", "result": typed, "taken_by": ""}
    letter = Thing(title="Resolución de la solicitud", person="Llúcia Bonastre i Vidal", again=again, typed=said)
    return Page("clerk/letter.html", {"case": CASE, "letter": letter, "results": RESULTS, "errors": errors}, staff=True)


AGAIN = (
    "Hay que volver a llevarla hasta el lunes, 14 de diciembre de 2026, después de las 15:00 y con tres horas de "
    "diferencia al menos."
)


PAGES: dict[str, Page] = {
    "letters": Page(
        "clerk/letters.html",
        {
            "letters": [
                Thing(
                    number="2026/PAD/000041",
                    url="/desk-notifications",
                    at=ago(days=4),
                    state="Por llevar otra vez",
                    tone="action",
                    tried_at=ago(days=1),
                ),
                Thing(
                    number="2026/DOM/000123",
                    url="/desk-notifications",
                    at=ago(hours=4),
                    state="Por imprimir",
                    tone="action",
                    tried_at=None,
                ),
            ]
        },
        staff=True,
    ),
    "letters-none": Page("clerk/letters.html", {"letters": []}, staff=True),
    "desk-notifications": _desk_page(
        _desk(1, printed_url="/printed"),
        _desk(
            2,
            title="Requerimiento de documentos",
            state="Recibida",
            tone="done",
            proof=document("Justificante de la notificación"),
            letter=None,
            verify_url=None,
        ),
    ),
    "desk-notifications-again": _desk_page(
        _desk(
            1,
            brought_url="/brought",
            attempts=[("9 dic 2026, 12:10", "Ausente")],
            again=AGAIN,
            hand_url="/hand",
        ),
        said="Anotado. Falta otro intento.",
    ),
    "letter": _attempt(),
    "letter-again": _attempt(
        AGAIN, "delivered", taken_by="Escriba quién la recibió y qué relación tiene con la persona"
    ),
    "desk-notifications-none": _desk_page(),
    "desk-notifications-making": _desk_page(_desk(1, letter=None, preparing=True)),
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
