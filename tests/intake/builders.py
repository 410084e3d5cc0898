"""Small forms for tests: one page of the fields that a test is about."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from app.intake import forms
from app.intake.definition import FormDefinition
from app.intake.sheet import Sheet
from tests.intake.browser import TODAY


def both(text: str) -> dict[str, str]:
    """Return a text that says its language."""
    return {"es": text, "ca": f"{text} (ca)"}


def field(name: str, kind: str, **options: Any) -> dict[str, Any]:
    """Return the definition of a field, labelled with its name."""
    return {"name": name, "type": kind, "label": both(name), **options}


def choice(name: str, *values: str, **options: Any) -> dict[str, Any]:
    """Return the definition of a choice among `values`."""
    listed = [{"value": value, "label": both(value.upper())} for value in values]
    return field(name, options.pop("kind", "choice"), options=listed, **options)


def definition(*fields: Mapping[str, Any], **page: Any) -> dict[str, Any]:
    """Return the definition of a form of one page."""
    made = {"id": "p", "title": both("Página"), "fields": list(fields), **page}
    return {"id": "prueba", "version": "1", "title": both("Prueba"), "pages": [made]}


def form(*fields: Mapping[str, Any]) -> FormDefinition:
    """Return a form of one page."""
    return forms.parse(definition(*fields))


def page(made: FormDefinition, posted: Mapping[str, Any] | None = None, language: str = "es", **context: Any) -> Sheet:
    """Return the first page of a form, posted and checked when `posted` is given."""
    cls = forms.page_class(made, made.pages[0].id, language, context, today=TODAY)
    if posted is None:
        return cls()
    sheet = cls(MultiDict(posted))
    sheet.validate()
    return sheet


def pressed(made: FormDefinition, posted: Mapping[str, Any], **button: str) -> tuple[Sheet, bool]:
    """Return a page as it was posted by an `_add` or `_remove` button, and whether that did something."""
    cls = forms.page_class(made, made.pages[0].id, "es", {}, today=TODAY)
    sheet = cls(MultiDict({**posted, **button}))
    return sheet, sheet.edit(MultiDict(button))


def at(sheet: Sheet, name: str) -> Any:
    """Return a question of a page, of whatever kind."""
    return sheet[name]


def complaint(spec: Mapping[str, Any], typed: str, language: str = "es") -> str:
    """Return what a page says about one typed answer, "" when it is accepted."""
    summary = page(form(spec), {spec["name"]: typed}, language).summary()
    return summary[0][1] if summary else ""
