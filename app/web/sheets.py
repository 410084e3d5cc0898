"""Forms between HTTP and the office: a page as it was posted or is to be shown, with its errors in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from flask import get_template_attribute
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from app.domain.errors import Invalid
from app.intake import forms
from app.intake.definition import FormDefinition
from app.intake.sheet import Sheet
from app.services.findings import FormIncomplete
from app.web import frame
from app.web.texts import _


class Asking(Protocol):
    """A form that is being answered, with what was answered so far and the office's date: a task, or a triage."""

    @property
    def form(self) -> FormDefinition | None:
        """Return the form."""
        ...

    @property
    def draft(self) -> Mapping[str, Any]:
        """Return what was answered so far."""
        ...

    @property
    def today(self) -> date:
        """Return the office's date."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that no task asks."""

    form: FormDefinition
    draft: Mapping[str, Any]
    today: date


@dataclass(frozen=True, slots=True)
class Posted:
    """A page of a form. `edited` when a button only added or removed an entry of a group."""

    sheet: Sheet
    answers: dict[str, Any]
    valid: bool
    edited: bool
    errors: dict[str, str]


def form(sheet: Asking) -> FormDefinition:
    """Return the form of a task. Raises `Invalid` for a task without one."""
    if sheet.form is None:
        raise Invalid("the task has no form")
    return sheet.form


def fresh_page(task: Asking, page_id: str) -> Posted:
    """Return a page filled in with what is kept."""
    cls = forms.page_class(form(task), page_id, frame.language(), task.draft, today=task.today)
    made = cls(data=forms.decode(form(task), page_id, task.draft))
    return Posted(made, {}, valid=True, edited=False, errors={})


def posted_page(task: Asking, page_id: str, typed: MultiDict[str, str]) -> Posted:
    """Return a page as it was posted, checked."""
    cls = forms.page_class(form(task), page_id, frame.language(), task.draft, today=task.today)
    made = cls(typed)
    edited = "_add" in typed or "_remove" in typed
    if edited:
        made.edit(typed)
        return Posted(made, forms.answers_of(made), valid=True, edited=True, errors={})
    valid = made.validate()
    return Posted(made, forms.answers_of(made), valid=valid, edited=False, errors=dict(made.summary()))


def posted(task: Asking, typed: MultiDict[str, str]) -> Posted:
    """Return a form of one page as it was posted, checked. The desk's forms have one page."""
    return posted_page(task, form(task).pages[0].id, typed)


def whole(task: Asking, page: Posted | None) -> Markup:
    """Return the fields of a form of one page as HTML."""
    return fields(page or fresh_page(task, form(task).pages[0].id))


def fields(page: Posted) -> Markup:
    """Return the fields of a page as HTML."""
    return Markup(get_template_attribute("forms/fields.html", "fields")(page.sheet))  # noqa: S704 - a template's output


def worded(fault: FormIncomplete) -> dict[str, str]:
    """Return the errors of a form by field id, in words."""
    words = {
        "identity.other_document": _(
            "El documento visto no es el que la persona declaró. Compruebe el número; si lo declaró mal, corríjalo en "
            "«Comprobar la identidad»."
        ),
        "identity.papers_first": _("Antes de dar por buena la identidad, acepte los documentos de esta persona."),
        "party.same_person": _("La otra persona no puede ser usted: compruebe el número de su documento."),
        "party.same_mobile": _("La otra persona necesita su propio móvil: ha escrito el de usted."),
    }
    return {path.replace(".", "-"): words.get(text, text) for path, text in fault.problems.items()}
