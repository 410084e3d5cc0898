"""What the office writes to people of its own accord: e-mails and text messages, in every language.

Procedures bring their own messages; these are the ones that any procedure needs. Usted in Spanish,
vós in Catalan.
"""

from collections.abc import Mapping
from typing import Final

from app.domain import procedure

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "code_sms": {
        "es": "Su código para entrar es {code}. Caduca en 5 minutos. No lo comparta. {entity}",
        "ca": "El vostre codi per entrar és {code}. Caduca d'aquí a 5 minuts. No el compartiu. {entity}",
    },
    "booking_sms": {
        "es": "Su código para pedir cita es {code}. Caduca en 5 minutos. No lo comparta. {entity}",
        "ca": "El vostre codi per demanar cita és {code}. Caduca d'aquí a 5 minuts. No el compartiu. {entity}",
    },
    "demonstration_sms": {"es": "(Demostración, sin validez)", "ca": "(Demostració, sense validesa)"},
    "link_subject": {
        "es": "Su enlace para continuar el trámite {number}",
        "ca": "El vostre enllaç per continuar el tràmit {number}",
    },
    "greeting": {"es": "Hola, {name}:", "ca": "Hola, {name},"},
    "link_why": {
        "es": "Ha iniciado el trámite «{title}», con el número {number}. Con este enlace personal puede continuarlo "
        "y consultar cómo va, desde cualquier dispositivo.",
        "ca": "Heu iniciat el tràmit «{title}», amb el número {number}. Amb aquest enllaç personal podeu continuar-lo "
        "i consultar com va, des de qualsevol dispositiu.",
    },
    "link_again": {
        "es": "Nos ha pedido un enlace nuevo para el trámite «{title}», con el número {number}. "
        "Los enlaces anteriores siguen sirviendo hasta que caduquen.",
        "ca": "Ens heu demanat un enllaç nou per al tràmit «{title}», amb el número {number}. "
        "Els enllaços anteriors continuen servint fins que caduquin.",
    },
    "link_how": {
        "es": "Para entrar le pediremos el número de su documento de identidad y un código que enviaremos a su móvil.",
        "ca": "Per entrar us demanarem el número del vostre document d’identitat i un codi que us enviarem al mòbil.",
    },
    "link_keep": {
        "es": "El enlace es solo para usted y caduca en {days} días. No lo comparta. "
        "Si no ha pedido nada, no tiene que hacer nada.",
        "ca": "L’enllaç és només per a vós i caduca d’aquí a {days} dies. No el compartiu. "
        "Si no heu demanat res, no cal que feu res.",
    },
    "link_button": {"es": "Continuar el trámite", "ca": "Continua el tràmit"},
    "notice_button": {"es": "Ver el trámite", "ca": "Veure el tràmit"},
}


def say(key: str, language: str, **values: object) -> str:
    """Return the text `key` in `language` with `values` in its places."""
    return procedure.text(TEXTS[key], language).format(**values)
