"""The rows of "check your answers": every answer as people read it, with the page where it can be changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import babel

from app.domain import banking, procedure
from app.domain.procedure import Texts
from app.domain.work import Json
from app.intake import calculations, conditions, readings, visibility, words
from app.intake.definition import Field, FormDefinition
from app.intake.readings import Terms


@dataclass(frozen=True, slots=True)
class Row:
    """One answer. `lines` has one entry per paragraph; `empty` marks one that was not given.

    `changeable` is false for what the form works out itself.
    """

    name: str
    label: str
    lines: tuple[str, ...]
    empty: bool = False
    changeable: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one page."""

    page_id: str
    title: str
    rows: tuple[Row, ...]


def sections(
    form: FormDefinition, answers: Mapping[str, Json], terms: Terms, documents: Mapping[str, str]
) -> list[Section]:
    """Return the sections of the pages that are asked; `documents` gives the file name of a document's id."""
    kept = visibility.visible(form, answers)
    reader = _Reader(terms, documents, kept)
    found = []
    for page in visibility.pages(form, kept):
        rows = tuple(row for each in page.fields for row in reader.rows(each, kept))
        if rows:
            found.append(Section(page.id, reader.text(page.title), rows))
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    terms: Terms
    documents: Mapping[str, str]
    answers: Mapping[str, Any]

    def text(self, texts: Texts) -> str:
        return procedure.text(texts, self.terms.language)

    def say(self, key: str) -> str:
        return words.say(key, self.terms.language)

    def rows(self, each: Field, given: Mapping[str, Any], label: str = "") -> Iterator[Row]:
        """Yield the rows of a field: one, or one per question or entry inside it."""
        if each.kind == "info" or not conditions.holds(each.when, given):
            return
        label = label or self.text(each.label)
        value = given.get(each.name)
        if each.kind == "calc":
            yield Row(each.name, label, (calculations.show(each, self.answers, self.terms),), changeable=False)
        elif each.kind == "block" and isinstance(value, Mapping):
            yield from (row for inner in each.fields for row in self.rows(inner, value))
        elif each.kind == "group" and isinstance(value, list):
            for number, entry in enumerate(value, 1):
                yield Row(each.name, f"{label} {number}" if len(value) > 1 else label, self.entry(each, entry))
        else:
            lines = () if value is None and each.kind != "accept" else self.lines(each, value)
            yield Row(each.name, label, lines or (self.say("none_given"),), empty=not lines)

    def entry(self, each: Field, entry: Any) -> tuple[str, ...]:
        """Return an entry of a group, one line per answer, named unless it is the only question."""
        if not isinstance(entry, Mapping):
            return ()
        rows = [row for inner in each.fields for row in self.rows(inner, entry) if not row.empty]
        if len(each.fields) == 1:
            return rows[0].lines if rows else ()
        return tuple(f"{row.label}: {', '.join(row.lines)}" for row in rows)

    def lines(self, each: Field, value: Any) -> tuple[str, ...]:
        """Return an answer as people read it."""
        if each.kind in {"choice", "multi"}:
            labels = {option.value: self.text(option.label) for option in each.options}
            return tuple(labels.get(one, str(one)) for one in self.listed(value))
        if each.kind == "file":
            return tuple(self.documents.get(one, str(one)) for one in self.listed(value))
        if each.kind == "accept":
            return (self.say("yes" if value is True else "no"),)
        if each.kind == "person_id":
            return self.identity(value)
        return self.typed(each, value)

    def typed(self, each: Field, value: Any) -> tuple[str, ...]:
        if each.kind == "date":
            return (self.date(value),)
        if each.kind == "money" and type(value) is int:
            return (self.terms.money(value),)
        if each.kind == "iban" and isinstance(value, str):
            return (banking.spaced_iban(value),)
        return tuple(str(value).split("\n"))

    def date(self, value: Any) -> str:
        try:
            return self.terms.date(value)
        except (TypeError, ValueError):
            return str(value)

    def identity(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, Mapping):
            return ()
        kind = str(value.get("type", ""))
        shown = f"{self.say(kind) if kind in readings.ID_FORMATS else kind} {value.get('number', '')}".strip()
        country = str(value.get("country", ""))
        names = babel.Locale.parse(self.terms.locale).territories
        return (f"{shown} ({names.get(country, country)})" if country else shown,)

    @staticmethod
    def listed(value: Any) -> Sequence[Any]:
        return value if isinstance(value, list) else [value]
