"""The pages of a form: one after another, kept as they are typed, checked, then confirmed as a whole.

Citizens walk through their own forms, and officials through those of a person who is with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import wiring
from app.domain import procedure as rules
from app.domain.work import Json
from app.intake import forms
from app.intake.definition import FormDefinition
from app.services import tasks
from app.services.findings import FormIncomplete
from app.services.tasks import TaskSheet
from app.web import frame, privacy_words, sheets
from app.web.gate import visitor
from app.web.texts import _


@dataclass(frozen=True, slots=True)
class Walk:
    """A form that is being filled in.

    `blueprint` has the routes enter, page, saved and review, with the values `at`; `folder` the templates; `home` is
    where one came from. `words` are what the templates are given besides.
    """

    sheet: TaskSheet
    blueprint: str
    folder: str
    home: str
    at: Mapping[str, UUID]
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def draft(self) -> dict[str, Any]:
        """Return what was typed so far."""
        return self.sheet.draft

    def url(self, route: str, **more: str) -> str:
        """Return the address of one of the form's routes."""
        return url_for(f"{self.blueprint}.{route}", **{**self.at, **more})  # type: ignore[arg-type]  # ids and words

    def case(self, url: str) -> SimpleNamespace:
        """Return what the templates show of the case, which is led back to by `url`."""
        return SimpleNamespace(number=self.sheet.case_number, title=self.sheet.title, url=url)

    def show(self, template: str, **context: Any) -> str:
        """Return a page of the form."""
        return render_template(f"{self.folder}/{template}.html", **self.words, **context)


def enter(walk: Walk) -> ResponseReturnValue:
    """Go to the first page that lacks something, or to the check of all answers."""
    page = forms.first_unfinished(_form(walk), walk.draft, today=walk.sheet.today)
    return redirect(walk.url("review") if page is None else walk.url("page", page=page), 303)


def page(walk: Walk, page: str) -> str:
    """Show one page."""
    return _page(walk, page, None)


def keep(walk: Walk, page: str) -> ResponseReturnValue:
    """Keep what was typed; go on when it is right."""
    _known(walk, page)
    posted = sheets.posted_page(walk.sheet, page, request.form)
    answers = forms.merged(_form(walk), page, walk.draft, posted.answers)
    tasks.save(wiring.outside(), visitor(), walk.sheet.task.id, answers)
    if request.form.get("_save"):
        return redirect(walk.url("saved"), 303)
    if posted.edited:
        return _page(walk, page, posted)
    if not posted.valid:
        return _page(walk, page, posted), 422
    following = _after(walk, page, answers)
    return redirect(walk.url("review") if following is None else walk.url("page", page=following), 303)


def review(walk: Walk) -> ResponseReturnValue:
    """Show all answers before they are sent."""
    unfinished = forms.first_unfinished(_form(walk), walk.draft, today=walk.sheet.today)
    if unfinished is not None:
        return redirect(walk.url("page", page=unfinished), 303)
    return _review(walk, {})


def confirm(walk: Walk) -> ResponseReturnValue:
    """Send the answers."""
    try:
        tasks.complete(wiring.outside(), visitor(), walk.sheet.task.id, walk.draft)
    except FormIncomplete as fault:
        if forms.first_unfinished(_form(walk), walk.draft, today=walk.sheet.today) is None:
            return _review(walk, sheets.worded(fault)), 422
        return redirect(walk.url("enter"), 303)
    return redirect(walk.home, 303)


def _form(walk: Walk) -> FormDefinition:
    if walk.sheet.form is None:
        abort(404)
    return walk.sheet.form


def _known(walk: Walk, page: str) -> None:
    if page not in {each.id for each in _form(walk).pages}:
        abort(404)


def _page(walk: Walk, page: str, posted: sheets.Posted | None) -> str:
    _known(walk, page)
    form = _form(walk)
    asked = forms.asked_pages(form, walk.draft)
    ids = [each.id for each in asked]
    at = ids.index(page) if page in ids else 0
    here = form.page(page)
    shown = SimpleNamespace(
        title=rules.text(here.title, frame.language()),
        intro=rules.text(here.intro, frame.language()),
        number=at + 1,
        total=len(asked) + 1,
        back_url=walk.url("page", page=ids[at - 1]) if at else walk.home,
    )
    made = posted or sheets.fresh_page(walk.sheet, page)
    return walk.show(
        "form",
        case=walk.case(walk.home),
        page=shown,
        fields_html=sheets.fields(made),
        errors=made.errors,
        can_save=True,
    )


def _review(walk: Walk, errors: dict[str, str]) -> str:
    form = _form(walk)
    sections = [
        SimpleNamespace(
            title=section.title,
            rows=[
                (
                    row.label,
                    "\n".join(row.lines),
                    walk.url("page", page=section.page_id) if row.changeable else None,
                )
                for row in section.rows
            ],
        )
        for section in forms.review(form, walk.draft, frame.language(), today=walk.sheet.today)
    ]
    last = forms.asked_pages(form, walk.draft)[-1].id
    return walk.show(
        "review",
        case=walk.case(walk.home),
        sections=sections,
        action=_("Confirmar y seguir"),
        text=_("Después no podrá cambiar estas respuestas por su cuenta."),
        errors=errors,
        back_url=walk.url("page", page=last),
        privacy_text=privacy_words.first_layer(walk.sheet.about) if walk.sheet.about else "",
    )


def _after(walk: Walk, page: str, answers: Mapping[str, Json]) -> str | None:
    ids = [each.id for each in forms.asked_pages(_form(walk), answers)]
    return ids[ids.index(page) + 1] if page in ids and ids.index(page) + 1 < len(ids) else None
