"""Pages of a form as WTForms classes."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.domain.procedure import Condition
from app.domain.work import Json
from app.intake import choices, conditions, identity, nested, phrases, questions, visibility
from app.intake.definition import Field, FormDefinition
from app.intake.questions import Question
from app.intake.readings import Terms
from app.intake.sheet import Sheet

_CLASSES: Final[Mapping[str, type[Question]]] = {
    "date": questions.DateQuestion,
    "choice": choices.ChoiceQuestion,
    "multi": choices.MultiQuestion,
    "accept": choices.AcceptQuestion,
    "file": choices.FilesQuestion,
    "person_id": identity.IdentityQuestion,
    "info": nested.Silent,
    "calc": nested.Calculated,
    "block": nested.BlockQuestion,
    "group": nested.GroupQuestion,
}


def page_class(form: FormDefinition, page_id: str, terms: Terms, context: Mapping[str, Json]) -> type[Sheet]:
    """Return the WTForms class of a page, without the questions that the `context` already hides."""
    page = form.page(page_id)
    known = visibility.visible(form, context)
    asked = conditions.settle(page.when, (), known) is not False
    return _sheet_class(page.fields if asked else (), tuple(form.fields()), terms, known)


def _sheet_class(
    specs: Sequence[Field], around: Sequence[Field], terms: Terms, known: Mapping[str, Json]
) -> type[Sheet]:
    here = {spec.name for spec in specs}
    body: dict[str, Any] = {"terms": terms, "context": {name: known[name] for name in known.keys() - here}}
    for spec in specs:
        when = conditions.settle(spec.when, here, known)
        if when is not False:
            body[spec.name] = _question(spec, around, terms, None if when is True else when)
    return type("PageForm", (Sheet,), body)


def _question(spec: Field, around: Sequence[Field], terms: Terms, when: Condition | None) -> Question:
    named: dict[str, Any] = {"spec": spec, "terms": terms, "when": when}
    if when is not None:
        named["only_if"] = phrases.in_words(around, when, terms.language)
    if spec.fields:
        named["inner"] = _sheet_class(spec.fields, spec.fields, terms, {})
    return _CLASSES.get(spec.kind, questions.TypedQuestion)(**named)
