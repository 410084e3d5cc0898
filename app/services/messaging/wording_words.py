"""What the page of wordings says of each message and of each place in its text."""

from collections.abc import Mapping
from typing import Final

from app.domain import procedure

TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "booked": {"es": "Cita confirmada", "ca": "Cita confirmada"},
    "moved": {"es": "Cita cambiada de hora", "ca": "Cita canviada d’hora"},
    "moved_by_office": {"es": "Cita cambiada de hora por la oficina", "ca": "Cita canviada d’hora per l’oficina"},
    "cancelled": {"es": "Cita anulada por la persona", "ca": "Cita anul·lada per la persona"},
    "cancelled_by_office": {"es": "Cita anulada por la oficina", "ca": "Cita anul·lada per l’oficina"},
    "day_before": {"es": "Recordatorio de la víspera", "ca": "Recordatori de la vigília"},
    "soon": {"es": "Recordatorio del mismo día", "ca": "Recordatori del mateix dia"},
    "missed": {"es": "Cita no atendida", "ca": "Cita no atesa"},
    "terms": {"es": "Lo que debe saber de una cita", "ca": "El que cal saber d’una cita"},
    "booked_sms": {"es": "Cita confirmada, a quien no tiene correo", "ca": "Cita confirmada, a qui no té correu"},
    "moved_sms": {"es": "Cita cambiada de hora", "ca": "Cita canviada d’hora"},
    "moved_by_office_sms": {"es": "Cita cambiada de hora por la oficina", "ca": "Cita canviada d’hora per l’oficina"},
    "cancelled_sms": {"es": "Cita anulada, a quien no tiene correo", "ca": "Cita anul·lada, a qui no té correu"},
    "cancelled_by_office_sms": {"es": "Cita anulada por la oficina", "ca": "Cita anul·lada per l’oficina"},
    "day_before_sms": {"es": "Recordatorio de la víspera", "ca": "Recordatori de la vigília"},
    "soon_sms": {"es": "Recordatorio del mismo día", "ca": "Recordatori del mateix dia"},
    "link": {"es": "Enlace personal", "ca": "Enllaç personal"},
    "link_again": {"es": "Enlace personal pedido de nuevo", "ca": "Enllaç personal demanat de nou"},
    "code_sms": {"es": "Código para entrar", "ca": "Codi per entrar"},
    "booking_sms": {"es": "Código para pedir cita", "ca": "Codi per demanar cita"},
    "returned": {"es": "Documento que hay que corregir", "ca": "Document que cal corregir"},
    "notification": {"es": "Notificación electrónica", "ca": "Notificació electrònica"},
    "notification_offered": {
        "es": "Notificación electrónica, a quien no ha elegido medio",
        "ca": "Notificació electrònica, a qui no ha triat mitjà",
    },
    "notification_letter": {"es": "Notificación en papel", "ca": "Notificació en paper"},
    "notification_sms": {"es": "Notificación electrónica", "ca": "Notificació electrònica"},
    "notification_letter_sms": {"es": "Notificación en papel", "ca": "Notificació en paper"},
    "sign": {"es": "Documento por firmar", "ca": "Document per signar"},
    "issued": {"es": "Documento nuevo en el expediente", "ca": "Document nou a l’expedient"},
    "sign_reminder": {"es": "Recordatorio de firma", "ca": "Recordatori de signatura"},
    "sign_refused": {"es": "Otra persona no firma", "ca": "Una altra persona no signa"},
    "sign_sms": {"es": "Código para firmar", "ca": "Codi per signar"},
    "mobile_gone_sms": {"es": "Móvil que ya no es de la persona", "ca": "Mòbil que ja no és de la persona"},
    "mobile_new_sms": {"es": "Móvil nuevo de la persona", "ca": "Mòbil nou de la persona"},
}
"""What a message is."""

PLACES: Final[Mapping[str, Mapping[str, str]]] = {
    "name": {"es": "el nombre de la persona", "ca": "el nom de la persona"},
    "procedure": {"es": "el trámite", "ca": "el tràmit"},
    "number": {"es": "el número del expediente", "ca": "el número de l’expedient"},
    "entity": {"es": "el nombre del ayuntamiento", "ca": "el nom de l’ajuntament"},
    "date": {"es": "el día de la cita", "ca": "el dia de la cita"},
    "time": {"es": "la hora de la cita", "ca": "l’hora de la cita"},
    "place": {"es": "dónde es, o por qué medio", "ca": "on és, o per quin mitjà"},
    "office": {"es": "la oficina que atiende", "ca": "l’oficina que atén"},
    "reason": {"es": "el motivo que da la oficina", "ca": "el motiu que dona l’oficina"},
    "link": {
        "es": "el enlace para ver, cambiar o anular la cita",
        "ca": "l’enllaç per veure, canviar o anul·lar la cita",
    },
    "days": {"es": "cuántos días vale el enlace", "ca": "quants dies val l’enllaç"},
    "until": {"es": "el último día para acceder", "ca": "l’últim dia per accedir-hi"},
    "code": {"es": "el código de seis cifras", "ca": "el codi de sis xifres"},
    "csv": {"es": "el comienzo del código del documento", "ca": "el començament del codi del document"},
    "paper": {"es": "el documento devuelto", "ca": "el document tornat"},
    "document": {"es": "el documento de que se trata", "ca": "el document de què es tracta"},
    "appointment": {
        "es": "todos los datos de la cita, en una lista (párrafo propio)",
        "ca": "totes les dades de la cita, en una llista (paràgraf propi)",
    },
    "bring": {
        "es": "los documentos que hay que llevar (párrafo propio)",
        "ca": "els documents que cal portar (paràgraf propi)",
    },
    "terms": {
        "es": "el pasaje «Lo que debe saber» (párrafo propio)",
        "ca": "el passatge «El que heu de saber» (paràgraf propi)",
    },
    "button": {
        "es": "el botón y los enlaces (párrafo propio)",
        "ca": "el botó i els enllaços (paràgraf propi)",
    },
}
"""What stands in a place."""

SAMPLE: Final[Mapping[str, Mapping[str, str]]] = {
    "reason": {"es": "obras en el edificio", "ca": "obres a l'edifici"},
    "paper": {"es": "Certificado de titularidad", "ca": "Certificat de titularitat"},
    "document": {"es": "Solicitud", "ca": "Sol·licitud"},
    "until": {"es": "10 de diciembre de 2026", "ca": "10 de desembre del 2026"},
}
"""What a preview fills in where it takes nothing real."""


def title(name: str, language: str) -> str:
    """Return what a message is, in words."""
    return procedure.text(TITLES[name], language)


def place(name: str, language: str) -> str:
    """Return what stands in a place, in words."""
    return procedure.text(PLACES[name], language)


def sample(name: str, language: str) -> str:
    """Return what a preview fills in."""
    return procedure.text(SAMPLE[name], language)
