"""The papers that a case asks for, as macros/papers.html draws them for the person who hands them in."""

from types import SimpleNamespace

from flask import url_for

from app.services.files.documents import DocumentView
from app.services.files.papers import PaperView
from app.web import downloads, uploads
from app.web.texts import _

_STATES = {"received": "pending"}


def row(one: PaperView, pages: str, error: str = "", *, ended: bool = False, turn: bool = True) -> SimpleNamespace:
    """Return a paper whose buttons lead to the routes `upload` and `remove_paper` of the blueprint `pages`.

    It can be taken back while it is the person's `turn`.
    """
    open_slot = not ended and one.state != "accepted"
    own = one.document is not None and one.state == "received" and open_slot and turn
    return SimpleNamespace(
        slot=one.slot,
        title=one.title,
        hint=one.hint,
        required=one.required,
        state=_STATES.get(one.state, one.state),
        reason=one.reason,
        document=_file(one.document) if one.document else None,
        upload_url=url_for(f"{pages}.upload", slot=one.slot) if open_slot else None,
        remove_url=url_for(f"{pages}.remove_paper", document=one.document.id) if own and one.document else None,
        error=error,
        accept=uploads.ACCEPT,
        formats=_("PDF, JPG o PNG"),
        max_bytes=uploads.LARGEST,
    )


def _file(one: DocumentView) -> SimpleNamespace:
    return SimpleNamespace(
        title=one.file_name or one.title,
        url=url_for("portal.document", document=one.id),
        size=one.size,
        kind=downloads.kind(one.mime),
        at=one.created_at,
    )
