"""Which questions are asked, given the answers: the one place that walks conditions over a whole form."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.work import Json
from app.intake import conditions
from app.intake.definition import Field, FormDefinition, Page


def visible(form: FormDefinition, answers: Mapping[str, Json]) -> dict[str, Json]:
    """Return `answers` without those to questions that are not asked; keys the form does not know stay."""
    fields = list(form.fields())
    kept = _asked(fields, answers)
    known = {each.name for each in fields}
    return kept | {name: value for name, value in answers.items() if name not in known}


def pages(form: FormDefinition, answers: Mapping[str, Json]) -> list[Page]:
    """Return the pages that ask at least one question, given `answers`."""
    kept = visible(form, answers)
    return [page for page in form.pages if _asks(page, kept)]


def _asks(page: Page, kept: Mapping[str, Json]) -> bool:
    """Return whether the page itself, and something on it that may depend on the page, can be asked."""
    here = {each.name for each in page.fields}
    if not conditions.holds(page.when, kept):
        return False
    return any(conditions.settle(each.when, here, kept) is not False for each in page.fields)


def _asked(fields: Iterable[Field], answers: Mapping[str, Any]) -> dict[str, Json]:
    kept: dict[str, Json] = {}
    for each in fields:
        if each.name in answers and conditions.holds(each.when, kept):
            kept[each.name] = _inner(each, answers[each.name])
    return kept


def _inner(each: Field, value: Any) -> Any:
    if each.kind == "block" and isinstance(value, Mapping):
        return _asked_inside(each, value)
    if each.kind == "group" and isinstance(value, list):
        return [_asked_inside(each, entry) if isinstance(entry, Mapping) else entry for entry in value]
    return value


def _asked_inside(each: Field, entry: Mapping[str, Any]) -> dict[str, Json]:
    known = {inner.name for inner in each.fields}
    return _asked(each.fields, entry) | {name: value for name, value in entry.items() if name not in known}
