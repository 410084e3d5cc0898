"""Every fault as a page that says what to do next, or as a problem document (RFC 9457)."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app import wiring
from app.domain.errors import Denied, Invalid, OfficeError, ProcedureFault
from app.services import access, faults
from app.services.tasks import TaskTaken
from app.web import frame, gate, task_lists
from app.web.texts import _

log = structlog.get_logger()
_SERVER = HTTPStatus.INTERNAL_SERVER_ERROR


def install(app: Flask) -> None:
    """Let `app` word its faults."""
    app.register_error_handler(OfficeError, _office_error)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)


def _office_error(error: OfficeError) -> Response:
    reference = frame.reference()
    if error.status >= _SERVER:
        log.error("web.failed", code=error.code, reference=reference, endpoint=request.endpoint)
    if isinstance(error, access.Foreign | Denied) and g.get("visitor") is not None:
        access.note_refusal(wiring.outside(), g.visitor, error)
    problems = error.problems if isinstance(error, Invalid) else {}
    if isinstance(error, ProcedureFault):
        faults.report(wiring.outside(), error)
    if isinstance(error, TaskTaken):
        g.reason = task_lists.taken(error)
    return _answer(error.status, error.code, reference if error.status >= _SERVER else "", problems)


def _stale_form(_error: CSRFError) -> Response:
    return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, "web.form_expired", "", {})


def _http_error(error: HTTPException) -> Response:
    if isinstance(error.response, Response):
        return error.response
    response = _answer(error.code or _SERVER, f"http.{error.code}", "", {})
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _bug(error: Exception) -> Response:
    reference = frame.reference()
    log.error("web.bug", reference=reference, endpoint=request.endpoint, error=type(error).__name__, exc_info=error)
    return _answer(_SERVER, "web.bug", reference, {})


def _answer(status: int, code: str, reference: str, problems: dict[str, str]) -> Response:
    if gate.for_programs():
        return _problem(status, code, reference, problems)
    try:
        page = _page(status, code, reference)
    except OfficeError:
        page = _BARE
    return make_response(page, status)


def _problem(status: int, code: str, reference: str, problems: dict[str, str]) -> Response:
    """Return a fault as a problem document. Source: RFC 9457 section 3."""
    title = _reason(code) or _titles().get(status) or _("No se ha podido hacer")
    body = jsonify(
        {"type": f"urn:ventanilla:{code}", "title": title, "status": status, "code": code}
        | ({"reference": reference} if reference else {})
        | ({"problems": problems} if problems else {})
    )
    body.content_type = "application/problem+json"
    body.status_code = status
    if status == HTTPStatus.UNAUTHORIZED:
        body.headers["WWW-Authenticate"] = "Bearer"
    return body


def _titles() -> dict[int, str]:
    return {
        HTTPStatus.BAD_REQUEST: _("La petición no se entiende"),
        HTTPStatus.UNAUTHORIZED: _("Hay que decir quién llama"),
        HTTPStatus.FORBIDDEN: _("No está permitido"),
        HTTPStatus.NOT_FOUND: _("No existe"),
        HTTPStatus.METHOD_NOT_ALLOWED: _("Esa dirección no admite este método"),
        HTTPStatus.CONFLICT: _("No se puede hacer tal como está ahora"),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("Es demasiado grande"),
        HTTPStatus.UNPROCESSABLE_ENTITY: _("Hay datos que corregir"),
        HTTPStatus.TOO_MANY_REQUESTS: _("Demasiadas peticiones seguidas"),
        HTTPStatus.SERVICE_UNAVAILABLE: _("El servicio no está disponible ahora"),
    }


def _page(status: int, code: str, reference: str) -> str:
    visitor = g.get("visitor")
    kind = visitor.kind if visitor is not None else "public"
    template = "clerk/error.html" if kind == "staff" else "public/error.html"
    label, back = _back(kind)
    return render_template(
        template, status=status, reference=reference, reason=_reason(code), wait=None, back_url=back, back_label=label
    )


def _back(kind: str) -> tuple[str, str]:
    """Return where a person can go on from a fault, and how that is called."""
    if kind == "staff":
        return _("Ir a la mesa de trabajo"), url_for("clerk_door.desk")
    if kind == "citizen":
        return _("Ver el estado del trámite"), url_for("portal.status")
    return "", ""


def _reason(code: str) -> str:
    """Return what a fault means here, "" where the page's own words say it."""
    return str(g.get("reason", "")) or {
        "web.form_expired": _("La página llevaba demasiado tiempo abierta. Vuelva a abrirla y envíela otra vez."),
        "task.not_for_them": _("Esa persona no puede hacer esta tarea. Elija a otra."),
        "case.task_not_ready": _("Esta tarea ya está hecha: quizá la envió dos veces o desde otra ventana."),
        "case.procedure_fault": _(
            "Este trámite tiene un fallo y no puede seguir: no es culpa suya. Lo que se ha escrito está guardado y la "
            "oficina ya está avisada."
        ),
        "procedure.cannot_begin": _("Este trámite tiene un fallo y ahora no se puede empezar: no es culpa suya."),
        "case.already_so": _("Esto ya estaba hecho. No hace falta repetirlo."),
        "papers.unreviewed": _("Hay documentos sin revisar: revíselos, o diga que los deja así."),
        "identity.other_document": _("El documento visto no es el que la persona declaró. Compruebe el número."),
        "identity.number_settled": _("Ese número está ya en un documento presentado a la firma y no se puede cambiar."),
        "access.level_too_low": _("Para este paso hace falta que antes comprobemos su identidad en la oficina."),
        "schedule.already_so": _("Alguien lo ha hecho ya: mire cómo está ahora el calendario."),
        "notification.not_refusable": _("Se la enviamos en papel: aquí solo puede acceder a ella."),
        "paper.settled": _("Este documento ya se aceptó, se retiró o se cambió por otro."),
        "signature.not_read": _("Antes de firmar tiene que ver el documento entero. Vuelva y ábralo."),
        "signature.too_many_codes": _("Ha pedido demasiados códigos. Espere unos minutos y pida otro."),
        "appointment.cannot_attend": _("Esa persona ya no trabaja aquí o no atiende citas. Elija a otra."),
        "appointment.nobody_waits": _("No espera nadie a quien pueda llamar."),
        "appointment.not_open": _("Esta cita ya se anuló, se atendió o no se presentó nadie: no se puede cambiar."),
        "appointment.other_day": _("La cita es de otro día. Si es a propósito, dígalo expresamente."),
        "appointment.overtaken": _("Otra persona de la oficina se ha adelantado: mire cómo está ahora la cita."),
        "appointment.still_attending": _("Ya atiende a otra persona: termine primero con ella."),
        "appointment.too_late": _("La hora de la cita ya ha llegado: no se puede cambiar ni anular."),
        "appointment.too_soon": _("La hora de la cita todavía no ha llegado: nadie puede faltar a ella."),
        "booking.hold_over": _("La reserva de la hora caducó y ahora la tiene otra persona. Elija otra hora."),
        "booking.hour_taken": _("Esa hora no está libre, o ya no lo está. Elija otra."),
        "booking.too_many": _("Esta persona ya tiene todas las citas que se pueden tener."),
        "booking.too_many_codes": _("Ya se han enviado varios códigos: valen los últimos hasta que caduquen."),
        "contact.identity_first": _("Antes hay que comprobar la identidad de la persona en la oficina."),
        "presence.not_here": _("Esta persona no está siendo atendida ahora."),
        "schedule.strands": _("El cambio dejaría citas fuera de horario: mire antes cuáles y confírmelo."),
        "sms.no_mobile": _("La persona ya no tiene móvil: llámele o escríbale de otro modo."),
        "staff.username_taken": _("Ya hay alguien con ese nombre de usuario."),
        "paper.case_over": _("El expediente ha terminado: sus documentos quedan como están."),
        "paper.too_many": _("Este expediente ya tiene todos los documentos que caben."),
    }.get(code, "")


_BARE = (
    "<!DOCTYPE html><html lang='es'><meta charset='utf-8'><title>El servicio no está disponible</title>"
    "<h1>El servicio no está disponible ahora</h1><p>Lo que ya había guardado sigue guardado. "
    "Pruebe de nuevo dentro de unos minutos.</p></html>"
)
