"""Every fault as a page that says what to do next, or as a problem document (RFC 9457)."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app import wiring
from app.domain.errors import Denied, Invalid, OfficeError
from app.services import access
from app.web import frame

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
    return _answer(error.status, error.code, reference if error.status >= _SERVER else "", problems)


def _stale_form(_error: CSRFError) -> Response:
    return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, "web.form_expired", "", {})


def _http_error(error: HTTPException) -> Response:
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
    if request.path.startswith("/api/"):
        body = jsonify(
            {"type": f"urn:ventanilla:{code}", "title": code, "status": status}
            | ({"reference": reference} if reference else {})
            | ({"problems": problems} if problems else {})
        )
        body.content_type = "application/problem+json"
        body.status_code = status
        return body
    try:
        page = render_template("public/error.html", status=status, reference=reference, reason="", wait=None)
    except OfficeError:
        page = _BARE
    return make_response(page, status)


_BARE = (
    "<!DOCTYPE html><html lang='es'><meta charset='utf-8'><title>El servicio no está disponible</title>"
    "<h1>El servicio no está disponible ahora</h1><p>Lo que ya había guardado sigue guardado. "
    "Pruebe de nuevo dentro de unos minutos.</p></html>"
)
