"""A form as JSON Schema 2020-12: the last gate before answers are kept, and the contract of the API.

Two keywords are our own: `formatMinimum` and `formatMaximum` bound dates ("today" is the office's date).
Texts must be stored in the one form that reading them gives; the formats check that.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from app.domain import countries
from app.intake import conditions, definition, readings
from app.intake.choices import is_document_id
from app.intake.definition import Field, FormDefinition
from app.intake.readings import Terms

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
NOTHING: Final[dict[str, Any]] = {"not": {}}
"""The schema that no value meets. A bare false says the same, but its errors do not tell their place."""


def schema(form: FormDefinition) -> dict[str, Any]:
    """Return the JSON Schema of a form's answers."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:ventanilla:form:{form.id}:{form.version}",
        "title": dict(form.title).get("es", form.id),
        **_object(list(form.fields())),
    }


def errors(form: FormDefinition, answers: object, terms: Terms) -> Iterator[ValidationError]:
    """Yield every way in which `answers` break the form's schema."""
    checked = {**schema(form), "$schema": DIALECT}
    yield from _validator(terms)(checked, format_checker=_FORMATS).iter_errors(answers)


def _object(fields: list[Field]) -> dict[str, Any]:
    asked = [each for each in fields if each.kind not in definition.SILENT]
    rules = [_rule(each) for each in asked if each.when is not None]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {each.name: _property(each) for each in asked},
        "required": [each.name for each in asked if each.required and each.when is None],
        **({"allOf": rules} if rules else {}),
    }


def _rule(each: Field) -> dict[str, Any]:
    """Return the rule that asks for a conditional answer when its condition holds and forbids it otherwise."""
    return {
        "if": conditions.as_schema(each.when or {}),
        "then": {"required": [each.name]} if each.required else {},
        "else": {"properties": {each.name: NOTHING}},
    }


def _property(each: Field) -> dict[str, Any]:
    label = {"title": dict(each.label).get("es", each.name)}
    return label | (_NESTED[each.kind](each) if each.kind in _NESTED else _typed(each))


def _typed(each: Field) -> dict[str, Any]:
    if each.kind in {"integer", "money"}:
        least, most = readings.numbers(each)
        return {"type": "integer", "minimum": least, "maximum": most}
    found: dict[str, Any] = {"type": "string", "format": readings.format_of(each), "minLength": 1}
    if each.kind in {"text", "textarea"}:
        found["maxLength"] = readings.longest(each)
        found["minLength"] = each.least if isinstance(each.least, int) else 1
        if each.pattern:
            found["pattern"] = f"^(?:{each.pattern})$"
    return found


def _date(each: Field) -> dict[str, Any]:
    least, most = readings.dates(each)
    return {"type": "string", "format": "date", "formatMinimum": least, "formatMaximum": most}


def _list_of(item: dict[str, Any], each: Field, default: int) -> dict[str, Any]:
    return {
        "type": "array",
        "items": item,
        "minItems": each.least if isinstance(each.least, int) else 1,
        "maxItems": each.most if isinstance(each.most, int) else default,
    }


def _choice(each: Field) -> dict[str, Any]:
    return {"enum": [option.value for option in each.options]}


def _multi(each: Field) -> dict[str, Any]:
    return {**_list_of(_choice(each), each, len(each.options)), "uniqueItems": True}


def _file(each: Field) -> dict[str, Any]:
    item = {"type": "string", "format": "document-id"}
    return {**_list_of(item, each, definition.FILES_MOST), "uniqueItems": True}


def _block(each: Field) -> dict[str, Any]:
    return {**_object(list(each.fields)), "minProperties": 1}


def _group(each: Field) -> dict[str, Any]:
    return _list_of(_block(each), each, definition.ENTRIES_MOST)


def _person_id(each: Field) -> dict[str, Any]:
    types = list(each.types or definition.PERSON_ID_TYPES)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "type": {"enum": types},
            "number": {"type": "string"},
            "country": {"enum": sorted(countries.ALPHA_2)},
        },
        "required": ["type", "number"],
        "allOf": [
            {
                "if": {"properties": {"type": {"const": kind}}, "required": ["type"]},
                "then": {
                    "properties": {"number": {"format": readings.ID_FORMATS[kind]}}
                    | ({} if kind in readings.ABROAD else {"country": NOTHING}),
                    "required": ["country"] if kind in readings.ABROAD else [],
                },
            }
            for kind in types
        ],
    }


_NESTED: Final = {
    "date": _date,
    "choice": _choice,
    "multi": _multi,
    "accept": lambda _: {"const": True},
    "file": _file,
    "block": _block,
    "group": _group,
    "person_id": _person_id,
}

_FORMATS: Final = FormatChecker(formats=())


def _checks(name: str) -> None:
    def stored(instance: object) -> bool:
        return not isinstance(instance, str) or readings.stored(name, instance)

    _FORMATS.checks(name)(stored)


for _name in readings.FORMATS:
    _checks(_name)


@_FORMATS.checks("document-id")
def _document_id(instance: object) -> bool:
    return not isinstance(instance, str) or is_document_id(instance)


def _validator(terms: Terms) -> Any:
    def bounded(keyword: str) -> Any:
        def check(
            _validator: Any, limit: str, instance: object, _schema: Mapping[str, Any]
        ) -> Iterator[ValidationError]:
            least = keyword == "formatMinimum"
            if isinstance(instance, str) and (
                instance < terms.bound(limit) if least else instance > terms.bound(limit)
            ):
                yield ValidationError(f"{keyword} {limit}")

        return check

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, instance: type(instance) is int)
    keywords = {name: bounded(name) for name in ("formatMinimum", "formatMaximum")}
    return extend(Draft202012Validator, validators=keywords, type_checker=types)  # type: ignore[no-untyped-call]  # no stub
