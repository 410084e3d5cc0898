"""Post answers page by page as a browser would, and say what each door thinks of them.

Written apart from the office's own code: it knows the names of the boxes, nothing else.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from app.intake import forms
from app.intake.definition import Field, FormDefinition

TODAY = date(2026, 11, 20)


def boxes(spec: Field, name: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: C901 - one branch per kind
    """Yield the names and values that a browser sends for an answer."""
    if spec.kind == "group" and isinstance(value, list):
        for at, entry in enumerate(value):
            yield from _inside(spec, f"{name}-{at}", entry)
    elif spec.kind == "block":
        yield from _inside(spec, name, value)
    elif spec.kind == "person_id":
        given = value if isinstance(value, Mapping) else {}
        yield from ((f"{name}-{part}", _text(given.get(part))) for part in ("type", "number", "country"))
    elif spec.kind == "date":
        parts = _text(value).split("-", 2) if _text(value).count("-") >= 2 else ["", "", _text(value)]
        yield from ((f"{name}-{box}", part) for box, part in zip("ymd", parts, strict=True))
    elif isinstance(value, list):
        yield from ((name, _text(one)) for one in value)
    elif spec.kind == "accept":
        yield from [(name, "1" if value is True else _text(value))] if value else []
    elif spec.kind == "money" and type(value) is int and value >= 0:
        yield name, f"{value // 100},{value % 100:02d}"
    else:
        yield name, _text(value)


def _inside(spec: Field, name: str, entry: Any) -> Iterator[tuple[str, str]]:
    given = entry if isinstance(entry, Mapping) else {}
    for inner in spec.fields:
        if inner.kind != "info":
            yield from boxes(inner, f"{name}-{inner.name}", given.get(inner.name))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def fill_in(form: FormDefinition, answers: Mapping[str, Any], language: str = "es") -> tuple[bool, dict[str, Any]]:
    """Post every page of the form in turn; return whether all were accepted, and the answers read."""
    accepted = True
    read: dict[str, Any] = {}
    for page in form.pages:
        sent = MultiDict(pair for spec in page.fields for pair in boxes(spec, spec.name, answers.get(spec.name)))
        sheet = forms.page_class(form, page.id, language, read, today=TODAY)(sent)
        accepted = sheet.validate() and accepted
        read |= forms.answers_of(sheet)
    return accepted, read


def same(form: FormDefinition, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two sets of answers are the same JSON; the order of ticked boxes does not count."""
    return _canonical(form, one) == _canonical(form, other)


def _canonical(form: FormDefinition, answers: Mapping[str, Any]) -> str:
    unordered = {spec.name for field in form.fields() for spec in (field, *field.fields) if spec.kind == "multi"}

    def order(value: Any, name: str = "") -> Any:
        if isinstance(value, Mapping):
            return {key: order(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return sorted(map(repr, value)) if name in unordered else [order(inner) for inner in value]
        return value

    return json.dumps(order(answers), sort_keys=True)
