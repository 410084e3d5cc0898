"""Form definitions: what is accepted, and that every fault is named by its place."""

from typing import Any

import pytest
from wtforms import Form

from app.domain.errors import Invalid
from app.intake import definition, forms
from app.intake.sheet import Sheet
from tests.intake.builders import both, choice, field, form
from tests.intake.builders import definition as define


def faults(source: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        forms.parse(source)
    return caught.value.problems


def test_every_fault_is_named_by_its_place() -> None:
    source = define(
        field("a", "text", label={"es": "solo en castellano"}),
        field("B", "text"),
        field("c", "colour"),
        field("d", "text", colour="red"),
        choice("e", "x", "x"),
        field("f", "text", required="yes"),
    )

    found = faults(source)

    assert set(found) == {
        "pages.0.fields.0.label.ca",
        "pages.0.fields.1.name",
        "pages.0.fields.2.type",
        "pages.0.fields.3.colour",
        "pages.0.fields.4.options.x",
        "pages.0.fields.5.required",
    }


@pytest.mark.parametrize("source", [None, [], "x", {}, {"pages": []}, {"pages": [1]}, {"pages": [{"fields": [None]}]}])
def test_rubbish_is_refused_and_not_stumbled_over(source: Any) -> None:
    assert faults(source)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"field": "later", "eq": "a"}, "campo anterior"),
        ({"field": "who", "eq": "zz"}, "no tiene esa respuesta"),
        ({"field": "who", "eq": False}, "entre comillas"),
        ({"field": "who", "gte": 2}, "por un número entero"),
        ({"field": "tick", "eq": False}, "con not"),
        ({"field": "who"}, "uno de eq, in, gte"),
        ({"all": []}, "una a veinte"),
        ({"field": "who", "eq": "a", "in": ["a"]}, "uno de eq, in, gte"),
        ({"field": "doc.number", "eq": "1"}, "campo anterior"),
        ({"field": "many.x", "eq": "1"}, "campo anterior"),
        ("who == 'a'", "un objeto"),
    ],
)
def test_a_condition_may_only_ask_what_was_asked_before_and_can_be_answered(when: Any, said: str) -> None:
    source = define(
        choice("who", "a", "b"),
        field("tick", "accept"),
        field("doc", "person_id"),
        field("many", "group", fields=[field("x", "text")]),
        field("here", "text", when=when),
        field("later", "text"),
    )

    assert said in " ".join(faults(source).values())


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|aa)*b", "a*a*a*a*b", "a?a?a?a?a?a?a?", r"(.)\1", "(?=a)a", "(", "x" * 101, "(ab){2,9}"],
)
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    assert "pattern" in " ".join(faults(define(field("a", "text", pattern=pattern))).values())


@pytest.mark.parametrize("pattern", ["[0-9]{5}", "[A-Z]{1,3}-[0-9]{4}", r"[0-9]{4}\-?[A-Z]{3}", "[a-z]+(x)?"])
def test_patterns_of_codes_are_welcome(pattern: str) -> None:
    assert form(field("a", "text", pattern=pattern)).pages[0].fields[0].pattern == pattern


@pytest.mark.parametrize(
    "spec",
    [
        field("a", "date", max="tomorrow"),
        field("a", "date", min="2026-02-31"),
        field("a", "text", max=0),
        field("a", "text", max=5000),
        field("a", "text", min=5, max=2),
        field("a", "nif", max=9),
        field("a", "email", mobile=True),
        field("a", "file", accept=["pdf"]),
        field("a", "person_id", types=["library_card"]),
        field("a", "text", messages={"empty": both("x")}),
        field("a", "text", required=True, voluntary=True),
        field("a", "info", required=True),
        field("a", "calc", calc={"sum": ["b"]}),
        field("a", "calc", calc={"times": 2}),
        field("a", "text", options=[]),
        field("a", "group", fields=[field("b", "group", fields=[field("c", "text")])]),
        field("a", "text", autocomplete='on" onfocus="x'),
    ],
    ids=str,
)
def test_options_that_make_no_sense_are_refused(spec: dict[str, Any]) -> None:
    assert faults(define(spec))


def test_a_field_may_not_take_a_name_that_the_page_uses() -> None:
    taken = {name for name in dir(Sheet) if not name.startswith("_")} | set(vars(Form())) - {"_fields"}
    words = {name for name in taken if not name.startswith("_") and name == name.lower()}

    assert words <= definition.RESERVED
    for name in [*sorted(definition.RESERVED), "validate_x", "filter_x"]:
        assert faults(define(field(name, "text")))


def test_a_form_knows_its_pages() -> None:
    made = form(field("a", "text"))

    assert made.page("p").fields[0].name == "a"
    with pytest.raises(KeyError):
        made.page("q")
