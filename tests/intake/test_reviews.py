"""Check your answers: everything as people read it, with the way back to its page."""

from app.domain.work import Json
from app.intake import forms
from tests.intake.browser import TODAY
from tests.intake.builders import choice, field, form

FORM = form(
    choice("own", "yes", "no", required=True),
    choice("taxes", "ibi", "ivtm", kind="multi"),
    field("iban", "iban"),
    field("born", "date"),
    field("fee", "money"),
    field("ok", "accept"),
    field("doc", "person_id"),
    field("proof", "file"),
    field("plates", "group", fields=[field("plate", "text")]),
    field("people", "group", fields=[field("name", "name"), field("age", "integer")]),
    field("home", "block", fields=[field("city", "text")]),
    field("hidden", "text", when={"field": "own", "eq": "no"}),
    field("note", "textarea"),
    field("about", "info"),
    field("many", "calc", calc={"count": "people"}),
)
ID = "00000000-0000-4000-8000-000000000001"


def rows(language: str) -> dict[str, tuple[str, ...]]:
    answers: dict[str, Json] = {
        "own": "yes",
        "taxes": ["ibi", "ivtm"],
        "iban": "ES9121000418450200051332",
        "born": "2020-02-29",
        "fee": 123450,
        "ok": True,
        "doc": {"type": "passport", "number": "AB12345", "country": "FR"},
        "proof": [ID],
        "plates": [{"plate": "1234 BBB"}, {"plate": "5678 CCC"}],
        "people": [{"name": "Ana", "age": 40}],
        "home": {"city": "Ribalba"},
        "note": "uno\n\ndos",
    }
    (section,) = forms.review(FORM, answers, language, today=TODAY, documents={ID: "contrato.pdf"})
    assert section.page_id == "p"
    return {row.label: row.lines for row in section.rows}


def test_answers_read_as_people_write_them() -> None:
    assert rows("es") == {
        "own": ("YES",),
        "taxes": ("IBI", "IVTM"),
        "iban": ("ES91 2100 0418 4502 0005 1332",),
        "born": ("29 de febrero de 2020",),
        "fee": ("1.234,50\u00a0€",),
        "ok": ("Sí",),
        "doc": ("Pasaporte AB12345 (Francia)",),
        "proof": ("contrato.pdf",),
        "plates 1": ("1234 BBB",),
        "plates 2": ("5678 CCC",),
        "people": ("name: Ana", "age: 40"),
        "city": ("Ribalba",),
        "note": ("uno", "", "dos"),
        "many": ("1",),
    }


def test_they_do_so_in_catalan_too() -> None:
    found = rows("ca")

    assert found["born (ca)"] == ("29 de febrer del 2020",)
    assert found["doc (ca)"] == ("Passaport AB12345 (França)",)


def test_what_was_left_out_is_said_and_what_is_worked_out_cannot_be_changed() -> None:
    (section,) = forms.review(FORM, {"own": "yes"}, "es", today=TODAY)
    by_name = {row.name: row for row in section.rows}

    assert by_name["iban"].empty
    assert by_name["iban"].lines == ("No indicado",)
    assert not by_name["many"].changeable
    assert "hidden" not in by_name
