"""What happened, in words, by the type of the event."""

from app.services.desk.histories import Happening
from app.web import booking_words as words
from app.web import formats, frame
from app.web.texts import _

_ERRORS = frozenset(
    {
        *("access.denied", "call.failed", "code.locked", "code.refused", "document.refused", "identity.refused"),
        *("incident.opened", "link.locked", "link.refused", "mail.bounced", "mail.failed", "sign.failed", "sms.failed"),
    }
)
_DONE = frozenset({"case.opened", "case.closed", "sign.completed", "seal.applied", "registry.entered"})


def title(event_type: str) -> str:
    """Return what an event says happened."""
    return _titles().get(event_type, _("Otro paso"))


def tone(event_type: str) -> str:
    """Return how the event is marked: "done", "error" or "plain"."""
    if event_type in _ERRORS:
        return "error"
    return "done" if event_type in _DONE else "plain"


def who(kind: str, name: str) -> str:
    """Return who did it, in words."""
    if kind == "clerk":
        return name
    return name or _("Ciudadanía") if kind == "citizen" else _("Automático")


def told(one: Happening) -> list[str]:
    """Return what is known of an event beyond its title, in sentences: hours, who asked, corrections, the reason."""
    lines = [words.capital(formats.long_moment(at, frame.language())) for at in one.hours]
    if one.type == "appointment.changed":
        old, new = lines
        lines = [_("Antes: %(moment)s", moment=old), _("Ahora: %(moment)s", moment=new)]
    lines += {"person": [_("Lo pidió la persona.")], "office": [_("Lo decidió la oficina.")]}.get(one.by, [])
    for each in one.corrections:
        what, none = _corrected().get(each.what, _("Otro dato")), _("ninguno")
        lines.append(_("%(what)s: antes %(old)s, ahora %(new)s", what=what, old=each.old or none, new=each.new or none))
    if one.reason:
        lines.append(_("Motivo: %(reason)s", reason=_known_reasons().get(one.reason, one.reason)))
    return lines


def _corrected() -> dict[str, str]:
    return {
        "mobile": _("Móvil"),
        "email": _("Correo"),
        "id_number": _("Número del documento"),
        "id_type": _("Clase de documento"),
        "id_country": _("País del documento"),
    }


def _known_reasons() -> dict[str, str]:
    return {"document_seen": _("Se vio el documento de la persona.")}


def _titles() -> dict[str, str]:
    return {
        "access.denied": _("Acceso denegado"),
        "access.read": _("Expediente consultado"),
        "appointment.arrived": _("La persona ha llegado"),
        "appointment.assigned": _("Cita pasada a otra persona de la oficina"),
        "appointment.attendance": _("Asistencia confirmada"),
        "appointment.booked": _("Cita reservada"),
        "appointment.called": _("Persona llamada"),
        "appointment.cancelled": _("Cita anulada"),
        "appointment.changed": _("Cita cambiada"),
        "appointment.ended": _("Cita atendida"),
        "appointment.held": _("Hora reservada"),
        "appointment.missed": _("La persona no se presentó"),
        "appointment.reopened": _("Anotación de la cita deshecha"),
        "call.answered": _("Trabajo automático terminado"),
        "call.ended": _("Videollamada terminada"),
        "call.failed": _("Trabajo automático fallido"),
        "call.joined": _("Entrada en la videollamada"),
        "call.late_answer": _("Respuesta tardía, sin efecto"),
        "call.left": _("Salida de la videollamada"),
        "case.closed": _("Expediente cerrado"),
        "case.opened": _("Expediente abierto"),
        "case.reopened": _("Expediente reabierto"),
        "code.locked": _("Códigos bloqueados por intentos fallidos"),
        "code.refused": _("Código rechazado"),
        "code.sent": _("Código enviado al móvil"),
        "code.verified": _("Código comprobado"),
        "consent.given": _("Consentimiento dado"),
        "consent.withdrawn": _("Consentimiento retirado"),
        "decision.automated": _("Decisión automatizada"),
        "decision.requested": _("Enviado al órgano que decide"),
        "decision.returned": _("Devuelto por el órgano que decide"),
        "decision.taken": _("Decisión firmada"),
        "document.accepted": _("Documento aceptado"),
        "document.downloaded": _("Documento descargado"),
        "document.frozen": _("Documento fijado"),
        "document.refused": _("Archivo rechazado"),
        "document.rendered": _("Documento redactado"),
        "document.returned": _("Documento devuelto"),
        "document.uploaded": _("Documento entregado"),
        "document.viewed": _("Documento visto"),
        "document.withdrawn": _("Documento retirado por la persona"),
        "evidence.erased": _("Datos personales destruidos"),
        "evidence.exported": _("Pruebas descargadas"),
        "form.saved": _("Formulario enviado"),
        "grant.announced": _("Convocatoria publicada"),
        "grant.applied": _("Solicitud de ayuda anotada"),
        "grant.awarded": _("Ayuda concedida"),
        "payment.exported": _("Pago enviado al banco"),
        "payment.ordered": _("Pago ordenado"),
        "reference.changed": _("Tabla cambiada"),
        "identity.refused": _("Identidad no aceptada"),
        "identity.verified": _("Identidad comprobada"),
        "incident.closed": _("Incidencia resuelta"),
        "incident.completed_by_hand": _("Trabajo completado a mano"),
        "incident.opened": _("Incidencia abierta"),
        "incident.retried": _("Incidencia reintentada"),
        "incident.skipped": _("Incidencia saltada"),
        "link.issued": _("Enlace personal creado"),
        "link.locked": _("Enlace bloqueado por intentos fallidos"),
        "link.redeemed": _("Enlace personal usado"),
        "link.refused": _("Enlace rechazado"),
        "mail.bounced": _("Correo devuelto"),
        "mail.delivered": _("Correo recibido por su servidor"),
        "mail.failed": _("Correo no enviado"),
        "mail.opened": _("Enlace del correo abierto"),
        "mail.queued": _("Correo preparado"),
        "mail.sent": _("Correo enviado"),
        "mandate.exported": _("Orden incluida en una remesa"),
        "mandate.recorded": _("Orden de domiciliación anotada"),
        "mandate.reserved": _("Referencia de la orden reservada"),
        "message.unheard": _("El trámite no esperaba este aviso"),
        "minutes.signed": _("Acta firmada"),
        "note.written": _("Nota de la oficina"),
        "notification.accessed": _("Notificación abierta"),
        "notification.attempted": _("Intento de entrega de la notificación"),
        "notification.delivered": _("Notificación entregada en papel"),
        "notification.expired": _("Notificación no abierta en plazo"),
        "notification.made": _("Notificación puesta a disposición"),
        "notification.printed": _("Notificación impresa"),
        "notification.read": _("Notificación leída después de terminar"),
        "notification.refused": _("Notificación rechazada"),
        "notification.returned": _("Notificación devuelta sin entregar"),
        "notification.to_paper": _("Notificación que pasa a papel"),
        "party.channel": _("Medio de notificación elegido"),
        "party.changed": _("Datos de contacto corregidos"),
        "party.invited": _("Persona incorporada al expediente"),
        "party.represented": _("Persona representada en el expediente"),
        "party.removed": _("Persona retirada del expediente"),
        "portal.login": _("Entrada en el portal"),
        "portal.logout": _("Salida del portal"),
        "recording.chunk": _("Parte de la grabación guardada"),
        "recording.started": _("Grabación empezada"),
        "recording.stopped": _("Grabación terminada"),
        "registry.entered": _("Asiento en el registro general"),
        "residents.changed": _("Movimiento anotado en el padrón"),
        "residents.consulted": _("Padrón consultado"),
        "residents.searched": _("Búsqueda en el padrón"),
        "residents.viewed": _("Ficha del padrón vista"),
        "residents.extracted": _("Datos del padrón tomados para un documento"),
        "seal.applied": _("Sello del ayuntamiento"),
        "sign.completed": _("Firma hecha"),
        "sign.consented": _("Consentimiento para firmar"),
        "sign.expired": _("Petición de firma caducada"),
        "sign.failed": _("Firma fallida"),
        "sign.key_destroyed": _("Clave de firma destruida"),
        "sign.otp_refused": _("Código de firma rechazado"),
        "sign.otp_sent": _("Código de firma enviado"),
        "sign.refused": _("Firma rechazada por la persona"),
        "sign.reminded": _("Recordatorio de firma"),
        "sign.requested": _("Firma solicitada"),
        "sms.delivered": _("SMS recibido"),
        "sms.failed": _("SMS no enviado"),
        "sms.queued": _("SMS preparado"),
        "sms.sent": _("SMS enviado"),
        "sms.undelivered": _("SMS no recibido"),
        "task.assigned": _("Tarea pasada a otra persona"),
        "task.claimed": _("Tarea asignada"),
        "task.completed": _("Tarea completada"),
        "task.extended": _("Más días para la persona"),
        "task.released": _("Tarea soltada"),
        "term.begun": _("Empezó el plazo para resolver"),
        "term.certified": _("Certificado de silencio pedido"),
        "term.expired": _("Terminó el plazo sin resolución"),
        "term.extended": _("Plazo ampliado"),
        "term.met": _("Plazo cumplido"),
        "term.moved": _("El último día del plazo cambió con el calendario"),
        "term.paused": _("Plazo detenido"),
        "term.resumed": _("El plazo vuelve a correr"),
        "timestamp.applied": _("Sello de tiempo"),
        "workflow.stepped": _("El trámite avanza"),
    }
