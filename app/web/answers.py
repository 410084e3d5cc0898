"""The pages of a citizen's own form."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.services import tasks
from app.web import form_walk
from app.web.form_walk import Walk
from app.web.gate import open_to, visitor

bp = Blueprint("answers", __name__, url_prefix="/tramite/tareas")
KEPT = timedelta(days=30)


@bp.get("/<uuid:task>")
@open_to("citizen")
def enter(task: UUID) -> ResponseReturnValue:
    """Go to the first page that lacks something, or to the check of all answers."""
    return form_walk.enter(_walk(task))


@bp.get("/<uuid:task>/<page>")
@open_to("citizen")
def page(task: UUID, page: str) -> str:
    """Show one page."""
    return form_walk.page(_walk(task), page)


@bp.post("/<uuid:task>/<page>")
@open_to("citizen")
def keep(task: UUID, page: str) -> ResponseReturnValue:
    """Keep what was typed; go on when it is right."""
    return form_walk.keep(_walk(task), page)


@bp.get("/<uuid:task>/guardado")
@open_to("citizen")
def saved(task: UUID) -> str:
    """Say that what was typed is kept."""
    walk = _walk(task)
    until = wiring.outside().clock.now() + KEPT
    return render_template("citizen/saved.html", case=walk.case(walk.url("enter")), until=until)


@bp.get("/<uuid:task>/revisar")
@open_to("citizen")
def review(task: UUID) -> ResponseReturnValue:
    """Show all answers before they are sent."""
    return form_walk.review(_walk(task))


@bp.post("/<uuid:task>/revisar")
@open_to("citizen")
def confirm(task: UUID) -> ResponseReturnValue:
    """Send the answers."""
    return form_walk.confirm(_walk(task))


def _walk(task: UUID) -> Walk:
    sheet = tasks.sheet(wiring.outside(), visitor(), task)
    return Walk(sheet, "answers", "citizen", url_for("portal.status"), {"task": task})
