"""The door of this room: a form definition in; pages, schemas, checks and review rows out.

Answers are JSON objects in one stored form: what was not answered is absent; dates are ISO texts,
amounts cents, a ticked box True, files lists of document ids, groups lists of objects. The office's date
is always passed in as `today`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.work import Json
from app.intake import gate, pages, parsing, reader, reviews, schemas, visibility
from app.intake.definition import Field, FormDefinition, Page
from app.intake.gate import FieldProblem
from app.intake.readings import Terms
from app.intake.reviews import Section
from app.intake.sheet import Sheet

LANGUAGES = reader.LANGUAGES


def parse(definition: Mapping[str, Any], languages: Sequence[str] = LANGUAGES) -> FormDefinition:
    """Return the form that `definition` describes.

    Raises `Invalid` whose `problems` name every fault by its dotted place.
    """
    return parsing.parse(definition, languages)


def page_class(
    form: FormDefinition, page_id: str, language: str, context: Mapping[str, Json], *, today: date
) -> type[Sheet]:
    """Return the WTForms class of a page.

    `context` holds the answers so far; questions that it already rules out are not in the class.
    Instantiate with `request.form` after a post, with `data=decode(...)` otherwise. Raises `KeyError`
    for a page that the form has not.
    """
    return pages.page_class(form, page_id, Terms(language, today), context)


def answers_of(page: Sheet) -> dict[str, Json]:
    """Return the answers of a page, hidden ones left out.

    After a failed `validate` they hold what was typed where it was not accepted: fit for a draft, never
    for submission.
    """
    return page.answers()


def merged(
    form: FormDefinition, page_id: str, answers: Mapping[str, Json], page: Mapping[str, Json]
) -> dict[str, Json]:
    """Return `answers` with those of the page replaced by `page`, and without what is hidden thereby."""
    own = {each.name for each in form.page(page_id).fields}
    others = {name: value for name, value in answers.items() if name not in own}
    return visibility.visible(form, {**others, **page})


def decode(form: FormDefinition, page_id: str, answers: Mapping[str, Json]) -> dict[str, Json]:
    """Return the part of `answers` that prefills a page, for `page_class(...)(data=...)`."""
    return {each.name: answers[each.name] for each in form.page(page_id).fields if each.name in answers}


def visible(form: FormDefinition, answers: Mapping[str, Json]) -> dict[str, Json]:
    """Return `answers` without those to questions that are not asked; unknown keys stay for `validate` to refuse."""
    return visibility.visible(form, answers)


def asked_pages(form: FormDefinition, answers: Mapping[str, Json]) -> list[Page]:
    """Return the pages that ask something, given `answers`, in order."""
    return visibility.pages(form, answers)


def first_unfinished(form: FormDefinition, answers: Mapping[str, Json], *, today: date) -> str | None:
    """Return the id of the first page with something missing or wrong, None when the form is complete."""
    faulty = {problem.path.split(".")[0] for problem in validate(form, answers, today=today)}
    for page in visibility.pages(form, answers):
        if faulty & {each.name for each in page.fields}:
            return page.id
    return None


def schema(form: FormDefinition) -> dict[str, Any]:
    """Return the JSON Schema 2020-12 of a form's answers."""
    return schemas.schema(form)


def validate(
    form: FormDefinition, answers: Mapping[str, Json], language: str = "es", *, today: date
) -> list[FieldProblem]:
    """Return every fault of a whole form's answers; none means that they may be kept.

    This is the last gate: give it what `visible` returned, for a hidden answer is a fault.
    """
    return gate.problems(form, answers, Terms(language, today))


def review(
    form: FormDefinition,
    answers: Mapping[str, Json],
    language: str,
    *,
    today: date,
    documents: Mapping[str, str] | None = None,
) -> list[Section]:
    """Return the rows of "check your answers", page by page.

    `documents` gives the file name to show for a document's id.
    """
    return reviews.sections(form, answers, Terms(language, today), documents or {})


def meanings(form: FormDefinition, answers: Mapping[str, Json]) -> dict[str, Json]:
    """Return the answers that mean something to the office, keyed by what they mean.

    The author of a form says so with `means`; so no code needs to know the name of a field. Inside
    a block the inner meanings are the keys: {"party:holder": {"given_name": ..., "identity": ...}}.
    """
    return _meant(tuple(form.fields()), visibility.visible(form, answers))


def _meant(fields: Sequence[Field], answers: Mapping[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for each in fields:
        value = answers.get(each.name)
        if each.means and value is not None:
            inner = value if each.kind == "block" and isinstance(value, Mapping) else None
            found[each.means] = value if inner is None else _meant(each.fields, inner)
    return found
