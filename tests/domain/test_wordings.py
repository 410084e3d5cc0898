"""Texts of the office's own messages: what may and must stand in them, and how they are filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import wordings
from app.domain.wordings import CATALOGUE, Fault

BOOKED, CODE, TERMS = CATALOGUE["booked"], CATALOGUE["code_sms"], CATALOGUE["terms"]
GOOD = "Hola, {name}:\n\n{appointment}\n\n{button}\n\n{terms}"


def test_a_good_text_has_no_fault() -> None:
    assert wordings.faults(BOOKED, "Cita: {date}", GOOD) == []
    assert wordings.faults(CODE, "", "Use {code}.") == []
    assert wordings.faults(TERMS, "", "Es voluntario.") == []


@pytest.mark.parametrize(
    ("subject", "body", "fault"),
    [
        ("", GOOD, Fault("subject", "empty")),
        ("  ", GOOD, Fault("subject", "empty")),
        ("Cita", "", Fault("body", "empty")),
        ("Cita", " \n\n ", Fault("body", "empty")),
        ("x" * 151, GOOD, Fault("subject", "too_long", "150")),
        ("Cita", f"{GOOD}\n\n{'x' * 6000}", Fault("body", "too_long", "6000")),
        ("Cita {iban}", GOOD, Fault("subject", "unknown", "iban")),
        ("Cita {button}", GOOD, Fault("subject", "unknown", "button")),
        ("Cita", f"{GOOD}\n\n{{code}}", Fault("body", "unknown", "code")),
        ("Cita", f"{GOOD}\n\n{{name.__class__}}", Fault("body", "malformed")),
        ("Cita {", GOOD, Fault("subject", "malformed")),
        ("Cita", "Hola.\n\n{appointment}\n\n{terms}", Fault("body", "missing", "button")),
        ("Cita", GOOD.replace("{terms}", "Además: {terms}"), Fault("body", "not_alone", "terms")),
    ],
)
def test_each_fault_is_named_with_its_place(subject: str, body: str, fault: Fault) -> None:
    assert wordings.faults(BOOKED, subject, body) == [fault]


def test_all_faults_are_named_at_once() -> None:
    found = wordings.faults(BOOKED, "", "Hola, {nadie}: {button}")

    assert {(one.field, one.code) for one in found} == {
        ("subject", "empty"),
        ("body", "unknown"),
        ("body", "missing"),
        ("body", "not_alone"),
    }


def test_a_text_message_may_not_be_as_long_as_a_letter() -> None:
    assert wordings.faults(CODE, "", "{code}" + "x" * 300) == [Fault("body", "too_long", "300")]


@pytest.mark.parametrize("template", ["{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{0}", "{}", "{", "a}", "{a b}"])
def test_a_place_is_a_name_in_braces(template: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        wordings.names(template)


@given(st.text(), st.text())
def test_what_is_filled_in_is_said_as_it_is(before: str, value: str) -> None:
    template = before.replace("{", "{{").replace("}", "}}") + "{name}"

    assert wordings.filled(template, {"name": value}) == before + value


def test_a_place_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        wordings.filled("{name}", {})


def test_an_empty_line_parts_paragraphs_whatever_the_browser_sends() -> None:
    assert wordings.paragraphs("uno\r\ndos\r\n\r\n\r\ntres\n\n") == ["uno\ndos", "tres"]


@pytest.mark.parametrize(("paragraph", "name"), [("{button}", "button"), (" {terms} ", "terms"), ("{name}", "")])
def test_a_block_is_a_paragraph_of_its_own(paragraph: str, name: str) -> None:
    assert wordings.block(paragraph) == name


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_what_must_stand_in_a_text_may_stand_in_it(name: str) -> None:
    assert CATALOGUE[name].needed <= CATALOGUE[name].places
