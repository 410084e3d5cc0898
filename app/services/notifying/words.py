"""What proofs and letters of notifications say, in every language. Usted in Spanish, vós in Catalan."""

from collections.abc import Mapping
from typing import Final

from app.domain import procedure

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "notification_proof_title": {"es": "Justificante de notificación", "ca": "Justificant de notificació"},
    "notification_letter_title": {"es": "Notificación en papel", "ca": "Notificació en paper"},
    "channel_electronic": {"es": "Electrónico, en el portal", "ca": "Electrònic, al portal"},
    "channel_paper": {"es": "En papel, y a su disposición en el portal", "ca": "En paper, i a disposició al portal"},
    "level_code": {
        "es": "Enlace personal, número de documento y código al móvil",
        "ca": "Enllaç personal, número de document i codi al mòbil",
    },
    "level_official": {"es": "Identidad comprobada por la oficina", "ca": "Identitat comprovada per l’oficina"},
    "level_certificate": {"es": "Certificado electrónico", "ca": "Certificat electrònic"},
    "state_accessed": {"es": "La persona accedió a su contenido", "ca": "La persona va accedir al contingut"},
    "state_delivered": {"es": "La notificación se entregó", "ca": "La notificació es va lliurar"},
    "state_refused": {"es": "La persona la rechazó", "ca": "La persona la va rebutjar"},
    "state_expired": {
        "es": "Pasaron diez días naturales sin acceso: se entiende rechazada (art. 43.2 de la Ley 39/2015)",
        "ca": "Van passar deu dies naturals sense accés: s’entén rebutjada (art. 43.2 de la Llei 39/2015)",
    },
    "state_returned": {
        "es": "No se pudo practicar (art. 42.2 y 44 de la Ley 39/2015)",
        "ca": "No es va poder practicar (art. 42.2 i 44 de la Llei 39/2015)",
    },
    "means_portal": {"es": "Portal de la sede electrónica", "ca": "Portal de la seu electrònica"},
    "means_paper": {"es": "Papel, en el domicilio", "ca": "Paper, al domicili"},
    "means_desk": {"es": "En mano, en la oficina", "ca": "En mà, a l’oficina"},
    "attempt_absent": {"es": "Ausente: nadie se hizo cargo", "ca": "Absent: ningú no se’n va fer càrrec"},
    "attempt_delivered": {"es": "Entregada", "ca": "Lliurada"},
    "attempt_refused": {"es": "Rechazada", "ca": "Rebutjada"},
    "attempt_unknown": {
        "es": "Dirección incorrecta o persona desconocida",
        "ca": "Adreça incorrecta o persona desconeguda",
    },
}
"""Channels, levels, outcomes, means and attempts by their words, and the titles of the papers."""


def say(key: str, language: str) -> str:
    """Return the text `key` in `language`."""
    return procedure.text(TEXTS[key], language)
