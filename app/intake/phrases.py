"""Say a condition as people say it, for readers whose browser cannot hide what does not apply."""

from collections.abc import Mapping, Sequence

from app.domain import procedure
from app.domain.procedure import Condition
from app.intake import words
from app.intake.definition import Field


def in_words(fields: Sequence[Field], condition: Condition, language: str) -> str:
    """Return a condition on `fields` as people say it."""
    for word, joint in (("all", "and"), ("any", "or")):
        parts = condition.get(word)
        if isinstance(parts, list):
            return words.say(joint, language).join(in_words(fields, part, language) for part in parts)
    inner = condition.get("not")
    if isinstance(inner, Mapping):
        return words.say("cond_not", language, condition=in_words(fields, inner, language))
    return _leaf_in_words(fields, condition, language)


def _leaf_in_words(fields: Sequence[Field], condition: Condition, language: str) -> str:
    spec = _named(fields, str(condition["field"]))
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


def _named(fields: Sequence[Field], path: str) -> Field:
    first, _, rest = path.partition(".")
    spec = next(each for each in fields if each.name == first)
    return next((each for each in spec.fields if each.name == rest), spec)
