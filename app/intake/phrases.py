"""Say a condition as people say it, for readers whose browser cannot hide what does not apply."""

from collections.abc import Mapping

from app.domain import procedure
from app.domain.procedure import Condition
from app.intake import words
from app.intake.definition import Field, FormDefinition


def in_words(form: FormDefinition, condition: Condition, language: str) -> str:
    """Return the condition as people say it, for readers without JavaScript."""
    for word, joint in (("all", "and"), ("any", "or")):
        parts = condition.get(word)
        if isinstance(parts, list):
            return words.say(joint, language).join(in_words(form, part, language) for part in parts)
    inner = condition.get("not")
    if isinstance(inner, Mapping):
        return words.say("cond_not", language, condition=in_words(form, inner, language))
    return _leaf_in_words(form, condition, language)


def _leaf_in_words(form: FormDefinition, condition: Condition, language: str) -> str:
    spec = _named(form, str(condition["field"]))
    label = procedure.text(spec.label, language)
    if spec.kind == "accept":
        return words.say("cond_accept", language, label=label)
    if "gte" in condition:
        return words.say("cond_gte", language, label=label, value=condition["gte"])
    wanted = condition["in"] if "in" in condition else [condition["eq"]]
    labels = {option.value: procedure.text(option.label, language) for option in spec.options}
    values = wanted if isinstance(wanted, list) else []
    value = words.say("or", language).join(labels.get(str(one), str(one)) for one in values)
    return words.say("cond_eq", language, label=label, value=value)


def _named(form: FormDefinition, path: str) -> Field:
    first, _, rest = path.partition(".")
    spec = next(each for each in form.fields() if each.name == first)
    return next((each for each in spec.fields if each.name == rest), spec)
