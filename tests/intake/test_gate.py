"""The last gate: answers from anywhere against the schema, with faults in words."""

import json
from typing import Any

from jsonschema import Draft202012Validator

from app.intake import forms
from tests.intake.browser import TODAY
from tests.intake.builders import both, choice, definition, field, form

FORM = form(
    choice("own", "yes", "no", required=True),
    field("iban", "iban", required=True, when={"field": "own", "eq": "no"}),
    field("people", "group", fields=[field("nif", "nif", required=True)]),
    field("doc", "person_id"),
    field("day", "date", max="today"),
    field("note", "text", max=3),
)


def said(answers: dict[str, Any], language: str = "es") -> dict[str, str]:
    found = forms.validate(FORM, answers, language, today=TODAY)
    return {problem.path: problem.message for problem in found}


def test_the_schema_is_a_json_schema_and_plain_json() -> None:
    schema = forms.schema(FORM)

    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["additionalProperties"] is False
    assert schema["$id"] == "urn:ventanilla:form:prueba:1"


def test_every_fault_is_told_once_at_its_place() -> None:
    found = said(
        {
            "own": "yes",
            "iban": "ES9121000418450200051332",
            "people": [{"nif": "12345678A"}, {}],
            "doc": {"type": "passport", "number": "AB12345"},
            "day": "2026-11-21",
            "note": "demasiado",
            "admin": True,
        }
    )

    assert found == {
        "admin": "El formulario no tiene este campo",
        "iban": "«iban» no se pide en este caso",
        "people.0.nif": "La letra no corresponde a ese número. Revise el DNI o NIE",
        "people.1.nif": "Escriba una respuesta en «nif»",
        "people.1": "Rellene «people»",
        "doc.country": "Elija el país que expide el documento",
        "day": "La fecha de «day» no puede ser posterior a hoy",
        "note": "«note» puede tener como máximo 3 caracteres",
    }


def test_the_same_is_said_in_the_readers_language() -> None:
    assert said({"own": "no"}, "ca") == {"iban": "Escriviu una resposta a «iban (ca)»"}


def test_both_doors_use_the_words_of_the_form_itself() -> None:
    own = form(field("iban", "iban", required=True, messages={"required": both("Falta"), "invalid": both("No vale")}))

    assert [p.message for p in forms.validate(own, {}, today=TODAY)] == ["Falta"]
    assert [p.message for p in forms.validate(own, {"iban": "x"}, today=TODAY)] == ["No vale"]


def test_answers_of_the_wrong_shape_are_faults_not_crashes() -> None:
    values: list[Any] = [None, True, 3, 2.5, [], {}, "x", [[]], {"nif": 3}]
    for value in values:
        assert forms.validate(FORM, {"own": value, "people": value, "doc": value, "day": value}, today=TODAY)
    assert forms.validate(FORM, [], today=TODAY)  # type: ignore[arg-type]  # wrong on purpose


def test_a_definition_survives_json() -> None:
    source = definition(field("a", "text"))

    assert forms.parse(json.loads(json.dumps(source))) == forms.parse(source)
