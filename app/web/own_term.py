"""The term of the citizen's case: how long the office has, and what its silence means."""

from contextlib import suppress
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services.terms import more_time, silence, views
from app.web import schedule_confirming, term_words
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("own_term", __name__, url_prefix="/tramite/plazo")


@bp.get("")
@open_to("citizen")
def page() -> str:
    """Show the term of the case."""
    found = views.own(wiring.outside(), visitor())
    words, tone = term_words.state(found)
    papers = [
        (document, title)
        for document, title in (
            (found.term.started if found.term else None, _("Comunicación de inicio")),
            (found.term.certificate if found.term else None, _("Certificado de silencio")),
        )
        if document
    ]
    return render_template(
        "citizen/term.html",
        case=SimpleNamespace(number=found.number, title=found.title, url=url_for("portal.status")),
        state=words,
        tone=tone,
        rows=term_words.facts(found),
        expired=bool(found.term and found.term.state == "expired"),
        effect=term_words.effect(found.term) if found.term else "",
        documents=[
            SimpleNamespace(title=title, url=url_for("portal.document", document=one), size=None, kind="PDF")
            for one, title in papers
        ],
        preparing=bool(found.term and found.term.asked_at and not found.term.certificate),
        ask_url=url_for("own_term.ask") if found.term and found.term.certifies else None,
        said=schedule_confirming.said(),
    )


@bp.post("/mas/<uuid:task>")
@open_to("citizen")
def more(task: UUID) -> ResponseReturnValue:
    """Ask for more days to hand in what was asked for."""
    with suppress(more_time.NoMoreTime):  # the case says until when there is time
        more_time.give(wiring.outside(), visitor(), task)
    return redirect(url_for("portal.status"), 303)


@bp.post("/certificado")
@open_to("citizen")
def ask() -> ResponseReturnValue:
    """Ask for the certificate of silence."""
    silence.ask(wiring.outside(), visitor())
    flash(_("Ha pedido el certificado de silencio. Le avisaremos por correo cuando esté, en unos minutos."))
    return redirect(url_for("own_term.page"), 303)
