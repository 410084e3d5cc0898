"""Work that did not succeed, in words for the staff: what it was, why it failed, what to do."""

from collections.abc import Mapping
from typing import Final

from app.domain import procedure

WORK: Final[Mapping[str, Mapping[str, str]]] = {
    "": {"es": "Avance del trámite", "ca": "Avenç del tràmit"},
    "appointments.remind": {"es": "Recordar una cita", "ca": "Recordar una cita"},
    "documents.render": {"es": "Redactar un documento", "ca": "Redactar un document"},
    "mail.deliver": {"es": "Enviar un correo", "ca": "Enviar un correu"},
    "mail.notify": {"es": "Avisar a una persona", "ca": "Avisar una persona"},
    "mandates.record": {"es": "Anotar la orden de domiciliación", "ca": "Anotar l’ordre de domiciliació"},
    "mandates.reserve": {"es": "Reservar la referencia de la orden", "ca": "Reservar la referència de l’ordre"},
    "notification.letter": {"es": "Redactar la carta de una notificación", "ca": "Redactar la carta d’una notificació"},
    "notification.prove": {"es": "Justificar una notificación", "ca": "Justificar una notificació"},
    "notifications.notify": {"es": "Notificar a una persona", "ca": "Notificar a una persona"},
    "parties.invite": {"es": "Incorporar a una persona al expediente", "ca": "Incorporar una persona a l’expedient"},
    "parties.represent": {
        "es": "Incorporar a una persona representada",
        "ca": "Incorporar una persona representada",
    },
    "registry.enter": {"es": "Anotar la entrada en el registro", "ca": "Anotar l’entrada al registre"},
    "signature.request": {"es": "Pedir una firma", "ca": "Demanar una signatura"},
    "signature.produce": {"es": "Firmar y sellar un documento", "ca": "Signar i segellar un document"},
    "sms.deliver": {"es": "Enviar un SMS", "ca": "Enviar un SMS"},
    "another": {"es": "Trabajo automático «{name}»", "ca": "Feina automàtica «{name}»"},
}
"""What an operator was doing."""

CAUSES: Final[Mapping[str, Mapping[str, str]]] = {
    "unavailable": {
        "es": "El servicio no ha respondido después de varios intentos.",
        "ca": "El servei no ha respost després de diversos intents.",
    },
    "operator.unavailable": {
        "es": "El servicio no ha respondido; se volverá a intentar solo.",
        "ca": "El servei no ha respost; es tornarà a intentar tot sol.",
    },
    "gave_up": {
        "es": "El trabajo se ha interrumpido varias veces sin llegar a terminar.",
        "ca": "La feina s’ha interromput diverses vegades sense arribar a acabar.",
    },
    "mail_refused": {
        "es": "El servidor de correo ha rechazado la dirección.",
        "ca": "El servidor de correu ha rebutjat l’adreça.",
    },
    "sms_refused": {
        "es": "La pasarela de SMS ha rechazado el número.",
        "ca": "La passarel·la d’SMS ha rebutjat el número.",
    },
    "undelivered": {
        "es": "La operadora no ha podido entregar el SMS.",
        "ca": "L’operadora no ha pogut lliurar l’SMS.",
    },
    "reminder": {
        "es": "No se ha podido preparar el recordatorio.",
        "ca": "No s’ha pogut preparar el recordatori.",
    },
    "identity_not_verified": {
        "es": "Falta comprobar la identidad de quien tiene que firmar.",
        "ca": "Falta comprovar la identitat de qui ha de signar.",
    },
    "parameters": {
        "es": "El diagrama del trámite pide este trabajo de una forma que no se entiende.",
        "ca": "El diagrama del tràmit demana aquesta feina d’una manera que no s’entén.",
    },
    "diagram": {
        "es": "El diagrama del trámite tiene un fallo y no puede seguir. Lo que la persona envió está guardado.",
        "ca": "El diagrama del tràmit té una errada i no pot continuar. El que la persona va enviar està desat.",
    },
    "template": {
        "es": "La plantilla del documento tiene un error.",
        "ca": "La plantilla del document té un error.",
    },
    "another": {
        "es": "El trabajo ha terminado con el error «{name}».",
        "ca": "La feina ha acabat amb l’error «{name}».",
    },
}
"""Why work fails, by the error of its operator."""

REMEDIES: Final[Mapping[str, Mapping[str, str]]] = {
    "unavailable": {
        "es": "Compruebe que el servicio funciona y reintente.",
        "ca": "Comproveu que el servei funciona i reintenteu-ho.",
    },
    "gave_up": {
        "es": "Reintente; si se repite, avise a quien administra los servidores.",
        "ca": "Reintenteu-ho; si es repeteix, aviseu qui administra els servidors.",
    },
    "mail_refused": {
        "es": "Llame a la persona y corrija su correo en el expediente.",
        "ca": "Truqueu a la persona i corregiu-ne el correu a l’expedient.",
    },
    "sms_refused": {
        "es": "Compruebe el móvil con la persona y corríjalo en el expediente.",
        "ca": "Comproveu el mòbil amb la persona i corregiu-lo a l’expedient.",
    },
    "undelivered": {
        "es": "El aviso no le ha llegado: compruebe el móvil con la persona.",
        "ca": "L’avís no li ha arribat: comproveu el mòbil amb la persona.",
    },
    "reminder": {
        "es": "Se intenta de nuevo cada diez minutos; si la cita es pronto, llame a la persona.",
        "ca": "Es torna a intentar cada deu minuts; si la cita és aviat, truqueu a la persona.",
    },
    "another": {
        "es": "Ábralo en la página de incidencias y decida.",
        "ca": "Obriu-lo a la pàgina d’incidències i decidiu.",
    },
}
"""What a person can do about it."""

ABOUT: Final[Mapping[str, Mapping[str, str]]] = {
    "appointment_booked": {"es": "Confirmación de cita", "ca": "Confirmació de cita"},
    "appointment_moved": {"es": "Cambio de cita", "ca": "Canvi de cita"},
    "appointment_moved_by_office": {"es": "Cita cambiada por la oficina", "ca": "Cita canviada per l’oficina"},
    "appointment_cancelled": {"es": "Anulación de cita", "ca": "Anul·lació de cita"},
    "appointment_cancelled_by_office": {
        "es": "Cita anulada por la oficina",
        "ca": "Cita anul·lada per l’oficina",
    },
    "appointment_day_before": {"es": "Recordatorio de la víspera", "ca": "Recordatori de la vigília"},
    "appointment_soon": {"es": "Recordatorio del mismo día", "ca": "Recordatori del mateix dia"},
    "appointment_missed": {"es": "Aviso de cita no atendida", "ca": "Avís de cita no atesa"},
    "link": {"es": "Enlace personal", "ca": "Enllaç personal"},
    "code": {"es": "Código para entrar o pedir cita", "ca": "Codi per entrar o demanar cita"},
    "signature": {"es": "Código para firmar", "ca": "Codi per signar"},
    "returned": {"es": "Documento devuelto", "ca": "Document tornat"},
    "sign": {"es": "Documento por firmar", "ca": "Document per signar"},
    "digest": {"es": "Resumen de fallos", "ca": "Resum d’errades"},
    "another": {"es": "Aviso del trámite", "ca": "Avís del tràmit"},
}
"""What a message was about, by the word that evidence keeps."""


def work(operator: str, language: str) -> str:
    """Return what an operator was doing, in words."""
    return _said(WORK, operator, language)


def cause(error: str, language: str) -> str:
    """Return why work failed, in words."""
    return _said(CAUSES, error, language)


def remedy(error: str, language: str) -> str:
    """Return what a person can do about work that failed so."""
    return _said(REMEDIES, error, language)


def about(word: str, language: str) -> str:
    """Return what a message was about, in words."""
    return _said(ABOUT, word, language)


def error(last_error: str, delivery: str | None) -> str:
    """Return the error of a call from what its row says."""
    return "undelivered" if delivery == "undelivered" else last_error.partition(":")[0].strip()


def _said(table: Mapping[str, Mapping[str, str]], key: str, language: str) -> str:
    return procedure.text(table.get(key, table["another"]), language).format(name=key)
