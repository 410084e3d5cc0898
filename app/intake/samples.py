"""Answers that somebody might give to a form, to try out what is made of them. They are nobody's."""

from collections.abc import Mapping
from typing import Any, Final

from app.intake import conditions, definition
from app.intake.definition import Field, FormDefinition

_PLAIN: Final[Mapping[str, Any]] = {
    "text": "Texto de muestra",
    "textarea": "Primera línea de muestra.\nSegunda línea.",
    "name": "Remei",
    "nif": "12345678Z",
    "document": "12345678Z",
    "iban": "ES9121000418450200051332",
    "bic": "BDEMESM1XXX",
    "tel": "+34612345678",
    "email": "muestra@correo.example",
    "integer": 3,
    "money": 1250,
    "date": "2026-11-25",
    "accept": True,
    "cadastral": "9872023VH5797S0001WX",
    "postcode": "08940",
    "person_id": {"type": "dni", "number": "12345678Z", "country": "ES"},
    "file": ["00000000-0000-4000-8000-000000000000"],
}


def sparse(form: FormDefinition) -> dict[str, Any]:
    """Return answers to what must be answered and nothing else, with the first of each choice."""
    return _answers(list(form.fields()), full=False)


def full(form: FormDefinition) -> dict[str, Any]:
    """Return answers to all that is asked, with the last of each choice."""
    return _answers(list(form.fields()), full=True)


def _answers(fields: list[Field], *, full: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in fields:
        asked = each.kind not in definition.SILENT and conditions.holds(each.when, found)
        if asked and (full or each.required):
            found[each.name] = _answer(each, full=full)
    return found


def _answer(field: Field, *, full: bool) -> Any:
    if field.kind in definition.NESTED:
        inner = _answers(list(field.fields), full=full)
        return [inner] if field.kind == "group" else inner
    if field.options:
        value = field.options[-1 if full else 0].value
        return [value] if field.kind == "multi" else value
    if field.kind in {"integer", "money"} and isinstance(field.least, int):
        return field.least
    return _PLAIN.get(field.kind, "")
