"""Answers against the schema of their form, with every fault in the reader's words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jsonschema.exceptions import ValidationError

from app.domain import procedure
from app.intake import readings, schemas, words
from app.intake.definition import NESTED, Field, FormDefinition
from app.intake.readings import Refused, Terms


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A fault in answers: `path` is dotted ("people.0.nif"; "" for the whole), `message` a sentence."""

    path: str
    message: str


_BY_KEYWORD: Final[Mapping[str, str]] = {
    "maxLength": "too_long",
    "minLength": "too_short",
    "pattern": "pattern",
    "enum": "choice",
    "minItems": "too_few",
    "maxItems": "too_many",
    "minimum": "too_little",
    "maximum": "too_much",
    "const": "accept",
    "additionalProperties": "unknown",
    "minProperties": "required_group",
}
_PARTS: Final = ("type", "number", "country")


def problems(form: FormDefinition, answers: object, terms: Terms) -> list[FieldProblem]:
    """Return one problem for every path at which `answers` break the form's schema, in the form's order."""
    found: dict[str, str] = {}
    for error in schemas.errors(form, answers, terms):
        for path in _paths(error):
            found.setdefault(".".join(map(str, path)), _sentence(form, path, error, terms))
    return [FieldProblem(path, message) for path, message in found.items()]


def _paths(error: ValidationError) -> Iterator[Sequence[str | int]]:
    """Yield where an error is to be shown: at the missing or unknown field rather than around it."""
    at = list(error.absolute_path)
    instance: Any = error.instance
    around: Any = error.schema
    wanted: Any = error.validator_value
    if error.validator == "required":
        yield from ([*at, name] for name in wanted if name not in instance)
    elif error.validator == "additionalProperties":
        yield from ([*at, name] for name in instance if name not in around["properties"])
    else:
        yield at


def _sentence(form: FormDefinition, path: Sequence[str | int], error: ValidationError, terms: Terms) -> str:
    spec, part = _named(form, path)
    label = procedure.text(spec.label, terms.language) if spec else ""
    key, values = _reason(spec, part, error, terms)
    own = spec.messages.get("required" if error.validator == "required" else "invalid") if spec and not part else None
    return procedure.text(own, terms.language) if own else words.say(key, terms.language, label=label, **values)


def _named(form: FormDefinition, path: Sequence[str | int]) -> tuple[Field | None, str]:
    """Return the field that a path leads to, and the part of an identity document if it leads into one."""
    spec: Field | None = None
    fields = tuple(form.fields())
    for step in path:
        if isinstance(step, int):
            continue
        if spec is not None and spec.kind not in NESTED:
            return (spec, step) if step in _PARTS else (None, "")
        spec = next((each for each in fields if each.name == step), None)
        if spec is None:
            return None, ""
        fields = spec.fields
    return spec, ""


def _reason(spec: Field | None, part: str, error: ValidationError, terms: Terms) -> tuple[str, dict[str, object]]:
    if spec is None:
        return ("unknown" if error.validator == "additionalProperties" else "wrong_type"), {}
    if error.validator == "required":
        return _missing(spec, part), {}
    if error.validator == "not":
        return ("id_no_country" if part else "hidden"), {}
    if error.validator in {"formatMinimum", "formatMaximum", "format"}:
        return _refused(spec, part, error, terms)
    if part:
        return f"required_id_{part}", {}
    limit = error.validator_value
    shown = readings.show(spec, limit) if error.validator in {"minimum", "maximum"} else limit
    return _BY_KEYWORD.get(str(error.validator), "wrong_type"), {"least": shown, "most": shown}


def _missing(spec: Field, part: str) -> str:
    key = f"required_id_{part}" if part else f"required_{spec.kind}"
    return key if key in words.CATALOGUE else "required"


def _refused(spec: Field, part: str, error: ValidationError, terms: Terms) -> tuple[str, dict[str, object]]:
    """Return the reason that reading the same text gives, so that both doors say the same."""
    text = str(error.instance)
    try:
        if spec.kind == "date":
            readings.read_date(spec, text, terms)
        elif part:
            kinds = {form: kind for kind, form in readings.ID_FORMATS.items()}
            readings.read_number_of_document(kinds[str(error.validator_value)], text)
        elif spec.kind not in {"file", *NESTED}:
            readings.read(spec, text)
    except Refused as refusal:
        return refusal.key, refusal.values
    return ("file" if spec.kind == "file" else "wrong_type"), {}
