"""What officials do for a person who is with them: fill in their forms, take in their papers."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain.errors import DocumentRejected
from app.services import tasks
from app.services.files import papers
from app.services.files.papers import Owner
from app.services.tasks import PapersMissing
from app.web import form_walk, lending, uploads
from app.web.form_walk import Walk
from app.web.frame import limiter
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("filling", __name__, url_prefix="/oficina/expedientes/<uuid:case>")
HANDLERS = ("clerk", "supervisor")


@bp.get("/rellenar/<uuid:task>")
@open_to("staff", *HANDLERS)
def enter(case: UUID, task: UUID) -> ResponseReturnValue:
    """Go to the first page that lacks something, or to the check of all answers."""
    return form_walk.enter(_walk(case, task))


@bp.get("/rellenar/<uuid:task>/<page>")
@open_to("staff", *HANDLERS)
def page(case: UUID, task: UUID, page: str) -> str:
    """Show one page."""
    return form_walk.page(_walk(case, task), page)


@bp.post("/rellenar/<uuid:task>/<page>")
@open_to("staff", *HANDLERS)
def keep(case: UUID, task: UUID, page: str) -> ResponseReturnValue:
    """Keep what was typed; go on when it is right."""
    return form_walk.keep(_walk(case, task), page)


@bp.get("/rellenar/<uuid:task>/guardado")
@open_to("staff", *HANDLERS)
def saved(case: UUID, task: UUID) -> ResponseReturnValue:
    """Lead back to the case: what was typed is kept, for the person too."""
    del task
    flash(_("Guardado. La persona puede seguir en su portal, o usted aquí."))
    return redirect(url_for("clerk.case_page", case=case), 303)


@bp.get("/rellenar/<uuid:task>/revisar")
@open_to("staff", *HANDLERS)
def review(case: UUID, task: UUID) -> ResponseReturnValue:
    """Show all answers before they are sent."""
    return form_walk.review(_walk(case, task))


@bp.post("/rellenar/<uuid:task>/revisar")
@open_to("staff", *HANDLERS)
def confirm(case: UUID, task: UUID) -> ResponseReturnValue:
    """Send the answers that the person gave."""
    return form_walk.confirm(_walk(case, task))


@bp.post("/rellenar/<uuid:task>/hecho")
@open_to("staff", *HANDLERS)
def done(case: UUID, task: UUID) -> ResponseReturnValue:
    """Say for the person that a task without a form is done."""
    try:
        tasks.complete(wiring.outside(), visitor(), task, {})
    except PapersMissing:
        flash(_("Falta algún documento: tómelo aquí debajo, o compruebe la identidad si basta con verlo."), "waiting")
    return redirect(url_for("clerk.case_page", case=case), 303)


@bp.post("/papeles/<uuid:party>/<slot>")
@open_to("staff", *HANDLERS)
@limiter.limit("120 per 10 minutes")
def upload(case: UUID, party: UUID, slot: str) -> ResponseReturnValue:
    """Take in a paper that a person hands over."""
    file = request.files.get("file")
    if file is None or not file.filename:
        flash(_("Elija un archivo"), "waiting")
    else:
        try:
            owner = Owner(case, party)
            papers.receive(wiring.outside(), visitor(), slot, file.filename, file.stream.read(), owner)
        except DocumentRejected as fault:
            flash(uploads.sentence(fault.reason), "waiting")
    return redirect(url_for("clerk.case_page", case=case, _anchor=f"papel-{slot}"), 303)


def _walk(case: UUID, task: UUID) -> Walk:
    sheet = tasks.sheet(wiring.outside(), visitor(), task)
    lending.speak(task, sheet.language)
    home = url_for("clerk.case_page", case=case)
    return Walk(sheet, "filling", "clerk", home, {"case": case, "task": task})
