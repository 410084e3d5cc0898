"""The pages of a form: one after another, kept as they are typed, checked, then confirmed as a whole."""

from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import procedure as rules
from app.domain.work import Json
from app.intake import forms
from app.services import tasks
from app.services.findings import FormIncomplete
from app.services.tasks import TaskSheet
from app.web import frame, sheets
from app.web.gate import open_to, visitor
from app.web.texts import _

bp = Blueprint("answers", __name__, url_prefix="/tramite/tareas")
KEPT = timedelta(days=30)


@bp.get("/<uuid:task>")
@open_to("citizen")
def enter(task: UUID) -> ResponseReturnValue:
    """Go to the first page that lacks something, or to the check of all answers."""
    sheet = _sheet(task)
    page = forms.first_unfinished(sheets.form(sheet), sheet.draft, today=sheet.today)
    if page is None:
        return redirect(url_for("answers.review", task=task), 303)
    return redirect(url_for("answers.page", task=task, page=page), 303)


@bp.get("/<uuid:task>/<page>")
@open_to("citizen")
def page(task: UUID, page: str) -> str:
    """Show one page."""
    sheet = _sheet(task)
    return _page(sheet, page, None)


@bp.post("/<uuid:task>/<page>")
@open_to("citizen")
def keep(task: UUID, page: str) -> ResponseReturnValue:
    """Keep what was typed; go on when it is right."""
    sheet = _sheet(task)
    _known(sheet, page)
    posted = sheets.posted_page(sheet, page, request.form)
    answers = forms.merged(sheets.form(sheet), page, sheet.draft, posted.answers)
    tasks.save(wiring.outside(), visitor(), task, answers)
    if request.form.get("_save"):
        return redirect(url_for("answers.saved", task=task), 303)
    if posted.edited:
        return _page(sheet, page, posted)
    if not posted.valid:
        return _page(sheet, page, posted), 422
    following = _after(sheet, page, answers)
    if following is None:
        return redirect(url_for("answers.review", task=task), 303)
    return redirect(url_for("answers.page", task=task, page=following), 303)


@bp.get("/<uuid:task>/guardado")
@open_to("citizen")
def saved(task: UUID) -> str:
    """Say that what was typed is kept."""
    sheet = _sheet(task)
    until = wiring.outside().clock.now() + KEPT
    return render_template("citizen/saved.html", case=_case(sheet, url_for("answers.enter", task=task)), until=until)


@bp.get("/<uuid:task>/revisar")
@open_to("citizen")
def review(task: UUID) -> ResponseReturnValue:
    """Show all answers before they are sent."""
    sheet = _sheet(task)
    unfinished = forms.first_unfinished(sheets.form(sheet), sheet.draft, today=sheet.today)
    if unfinished is not None:
        return redirect(url_for("answers.page", task=task, page=unfinished), 303)
    return _review(sheet, {})


@bp.post("/<uuid:task>/revisar")
@open_to("citizen")
def confirm(task: UUID) -> ResponseReturnValue:
    """Send the answers."""
    sheet = _sheet(task)
    try:
        tasks.complete(wiring.outside(), visitor(), task, sheet.draft)
    except FormIncomplete as fault:
        if forms.first_unfinished(sheets.form(sheet), sheet.draft, today=sheet.today) is None:
            return _review(sheet, sheets.worded(fault)), 422
        return redirect(url_for("answers.enter", task=task), 303)
    return redirect(url_for("portal.status"), 303)


def _sheet(task: UUID) -> TaskSheet:
    sheet = tasks.sheet(wiring.outside(), visitor(), task)
    if sheet.form is None:
        abort(404)
    return sheet


def _known(sheet: TaskSheet, page: str) -> None:
    if page not in {each.id for each in sheets.form(sheet).pages}:
        abort(404)


def _page(sheet: TaskSheet, page: str, posted: sheets.Posted | None) -> str:
    _known(sheet, page)
    form = sheets.form(sheet)
    asked = forms.asked_pages(form, sheet.draft)
    ids = [each.id for each in asked]
    at = ids.index(page) if page in ids else 0
    here = form.page(page)
    back = url_for("answers.page", task=sheet.task.id, page=ids[at - 1]) if at else url_for("portal.status")
    shown = SimpleNamespace(
        title=rules.text(here.title, frame.language()),
        intro=rules.text(here.intro, frame.language()),
        number=at + 1,
        total=len(asked) + 1,
        back_url=back,
    )
    made = posted or sheets.fresh_page(sheet, page)
    return render_template(
        "citizen/form.html",
        case=_case(sheet, url_for("portal.status")),
        page=shown,
        fields_html=sheets.fields(made),
        errors=made.errors,
        can_save=True,
    )


def _review(sheet: TaskSheet, errors: dict[str, str]) -> str:
    form = sheets.form(sheet)
    sections = [
        SimpleNamespace(
            title=section.title,
            rows=[
                (
                    row.label,
                    "\n".join(row.lines),
                    url_for("answers.page", task=sheet.task.id, page=section.page_id) if row.changeable else None,
                )
                for row in section.rows
            ],
        )
        for section in forms.review(form, sheet.draft, frame.language(), today=sheet.today)
    ]
    last = forms.asked_pages(form, sheet.draft)[-1].id
    return render_template(
        "citizen/review.html",
        case=_case(sheet, url_for("portal.status")),
        sections=sections,
        action=_("Confirmar y seguir"),
        text=_("Después no podrá cambiar estas respuestas por su cuenta."),
        errors=errors,
        back_url=url_for("answers.page", task=sheet.task.id, page=last),
    )


def _after(sheet: TaskSheet, page: str, answers: Mapping[str, Json]) -> str | None:
    form = sheets.form(sheet)
    ids = [each.id for each in forms.asked_pages(form, answers)]
    return ids[ids.index(page) + 1] if page in ids and ids.index(page) + 1 < len(ids) else None


def _case(sheet: TaskSheet, url: str) -> SimpleNamespace:
    return SimpleNamespace(number=sheet.case_number, title=sheet.title, url=url)
