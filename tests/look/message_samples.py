"""The pages about what the office writes, as samples."""

from types import SimpleNamespace as Thing
from typing import Any, Final

from tests.look.parts import Page, ago, ahead

_NONE: Final = Thing(number=1, total=1, count=0, previous_url=None, next_url=None)


def _views(current: int) -> list[Thing]:
    labels = ("Fallidos", "No entregados", "Con retraso", "En cola")
    return [
        Thing(label=label, url="/sendings", current=place == current, count=count)
        for place, (label, count) in enumerate(zip(labels, (2, 1, 0, 3), strict=True))
    ]


def _sendings(view: int, *lines: Thing) -> dict[str, Any]:
    kinds = [("", "Correos y SMS"), ("mail", "Correos"), ("sms", "SMS")]
    return {
        "views": _views(view),
        "filters": Thing(url="/sendings", state="failed", kind="", kinds=kinds),
        "at_label": "Falló",
        "sendings": list(lines),
        "pages": _NONE,
        "empty": Thing(title="No hay ninguno", text="Cuando un correo o un SMS falle del todo, aparecerá aquí."),
        "said": "",
    }


_PLACES: Final = (
    ("name", "el nombre de la persona", False),
    ("date", "el día de la cita", False),
    ("appointment", "todos los datos de la cita, en una lista (párrafo propio)", True),
    ("button", "el botón y los enlaces (párrafo propio)", True),
)


def _wording(*, mail: bool, errors: dict[str, str], own: bool = False) -> dict[str, Any]:
    return {
        "wording": Thing(
            title="Cita confirmada" if mail else "Recordatorio de la víspera",
            kind="mail" if mail else "sms",
            language="es",
            text=Thing(own=own),
            places=[Thing(name=name, meaning=meaning, needed=needed) for name, meaning, needed in _PLACES],
        ),
        "language": "Castellano",
        "others": [
            Thing(name="Castellano", code="es", url="/wording", current=True),
            Thing(name="Català", code="ca", url="/wording", current=False),
        ],
        "values": Thing(
            subject="Cita confirmada: {date}, {time}",
            body="Hola, {name}:\n\nSu cita está confirmada.\n\n{appointment}\n\n{button}"
            if mail
            else "Recuerde su cita: {date} a las {time}. {place}. Si no le va bien: {link}",
        ),
        "errors": errors,
        "said": "",
        "urls": Thing(
            save="/wording",
            look="/wording-look",
            try_out="/wording-look",
            try_plain="/wording-look",
            reset="/wording-reset" if own else None,
            back="/wordings",
        ),
        "mail": mail,
        "sms": not mail,
    }


PAGES: Final = {
    "sendings": Page(
        "clerk/sendings.html",
        _sendings(
            0,
            Thing(
                about="Confirmación de cita",
                kind="Correo",
                case_number="DOM-2026-000118",
                case_url="/desk-case",
                cause="El servidor de correo ha rechazado la dirección.",
                remedy="Llame a la persona y corrija su correo en el expediente.",
                detail="SMTP 550",
                attempts=1,
                since=ago(hours=3),
                at=ago(hours=3),
                retry_url="/sendings/1/retry",
            ),
            Thing(
                about="Código para entrar o pedir cita",
                kind="SMS",
                case_number="",
                case_url=None,
                cause="El servicio no ha respondido después de varios intentos.",
                remedy="Compruebe que el servicio funciona y reintente.",
                detail="unavailable: SMS gateway: 503",
                attempts=8,
                since=ago(hours=5),
                at=ago(hours=4),
                retry_url="/sendings/2/retry",
            ),
        ),
        staff=True,
    ),
    "sendings-owed": Page(
        "clerk/sendings.html",
        {
            **_sendings(
                3,
                Thing(
                    about="Recordatorio del mismo día",
                    kind="SMS",
                    case_number="DOM-2026-000121",
                    case_url="/desk-case",
                    cause="",
                    remedy="",
                    detail="",
                    attempts=0,
                    since=ago(minutes=1),
                    at=ahead(minutes=1),
                    retry_url=None,
                ),
            ),
            "at_label": "Próximo intento",
            "said": "Se está enviando de nuevo.",
        },
        staff=True,
    ),
    "sendings-empty": Page("clerk/sendings.html", _sendings(0), staff=True),
    "wordings": Page(
        "clerk/wordings.html",
        {
            "groups": [
                Thing(
                    title=title,
                    lines=[
                        Thing(
                            title=line,
                            states=[
                                Thing(url="/wording", own=own, language="es"),
                                Thing(url="/wording", own=False, language="ca"),
                            ],
                        )
                        for line, own in lines
                    ],
                )
                for title, lines in (
                    ("Correos", (("Cita confirmada", True), ("Cita anulada por la oficina", False))),
                    ("SMS", (("Recordatorio de la víspera", False),)),
                )
            ],
            "languages": [Thing(code="es", name="Castellano"), Thing(code="ca", name="Català")],
        },
        staff=True,
    ),
    "wording": Page("clerk/wording.html", _wording(mail=True, errors={}, own=True), staff=True),
    "wording-errors": Page(
        "clerk/wording.html",
        _wording(
            mail=True,
            errors={
                "subject": "Escriba el asunto.",
                "body": "Falta {terms}: sin él, quien lo lea no tendrá lo que necesita.",
            },
        ),
        staff=True,
    ),
    "wording-sms": Page("clerk/wording.html", _wording(mail=False, errors={}), staff=True),
}
"""Every sample by its name."""
