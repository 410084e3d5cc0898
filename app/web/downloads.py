"""Files handed to a browser: always as an attachment, never sniffed, never run."""

from uuid import UUID

from flask import Response, make_response
from werkzeug.http import dump_options_header

from app.ports import Outside
from app.services.files import bundles
from app.services.files.documents import Content
from app.services.visits import Visitor


def file(content: Content) -> Response:
    """Return a document as a download; a PDF or picture of ours opens in the browser's own sandboxed viewer."""
    response = make_response(content.body)
    response.headers["Content-Type"] = content.mime
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": content.name})
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def bundle(outside: Outside, visitor: Visitor) -> Response:
    """Return the evidence of the visitor's case."""
    return file(bundles.download(outside, visitor))


def bundle_of(outside: Outside, visitor: Visitor, case_id: UUID) -> Response:
    """Return the evidence of a case for the staff."""
    return file(bundles.download(outside, visitor, case_id))


def kind(mime: str) -> str:
    """Return the kind of a file as people call it."""
    return {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG"}.get(mime, mime)
