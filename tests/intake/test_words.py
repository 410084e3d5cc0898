"""What the office says, in every language, near what it is about."""

import string

import pytest

from app.intake import words
from tests.intake.builders import both, complaint, field, form, page


@pytest.mark.parametrize("key", sorted(words.CATALOGUE))
def test_every_sentence_is_there_in_every_language_with_the_same_blanks(key: str) -> None:
    texts = words.CATALOGUE[key]

    blanks = {
        language: {name for _, name, _, _ in string.Formatter().parse(text) if name} for language, text in texts.items()
    }

    assert set(texts) == {"es", "ca"}
    assert blanks["es"] == blanks["ca"]


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("iban", "ES12", "24"),
        ("iban", "ES9121000418450200051333", "número equivocado"),
        ("iban", "US64SVBKUS6S3300958879", "zona SEPA"),
        ("iban", "hola", "sobran o le faltan"),
        ("nif", "12345678A", "La letra no corresponde"),
        ("nif", "1234", "12345678Z"),
        ("tel", "1", "972 000 000"),
        ("email", "ana@", "nombre@ejemplo.com"),
        ("money", "doce", "1.234,50"),
        ("money", "12,345", "1.234,50"),
        ("integer", "2,5", "número entero"),
        ("postcode", "99999", "17001"),
        ("cadastral", "x", "20 caracteres"),
        ("cadastral", "9872023VH5797S0001WY", "recibo del IBI"),
        ("name", "R2D2", "solo letras"),
        ("document", "1", "de 5 a 20"),
        ("text", "a\x00", "no se pueden leer"),
        ("text", "x" * 201, "200 caracteres"),
        ("bic", "x", "8 u 11"),
        ("text", "", "Escriba una respuesta en «campo»"),
        ("accept", "", "marque la casilla «campo»"),
    ],
)
def test_an_error_says_what_is_wrong_and_shows_how_it_is_done(kind: str, typed: str, said: str) -> None:
    assert said in complaint(field("campo", kind, required=True), typed)


def test_a_landline_is_told_why_it_will_not_do() -> None:
    assert "SMS" in complaint(field("movil", "tel", mobile=True), "972 000 001")


def test_limits_are_said_in_the_readers_terms() -> None:
    assert complaint(field("importe", "money", max=5000), "50,01") == "«importe» debe ser 50,00 o menos"
    assert complaint(field("n", "integer", min=3), "2", "ca") == "«n (ca)» ha de ser 3 o més"


def test_a_date_is_corrected_in_words() -> None:
    made = form(field("nacimiento", "date", max="today", min="1900-01-01"))
    said = {
        typed: page(
            made, dict(zip(("nacimiento-d", "nacimiento-m", "nacimiento-y"), typed.split(), strict=True))
        ).summary()
        for typed in ("31 2 2020", "21 11 2026", "1 1 1899", "1 1 20")
    }

    assert [summary[0][0] for summary in said.values()] == ["nacimiento-d"] * 4
    assert "una fecha que exista" in said["31 2 2020"][0][1]
    assert "no puede ser posterior a hoy" in said["21 11 2026"][0][1]
    assert "1 de enero de 1900 o posterior" in said["1 1 1899"][0][1]
    assert "una fecha que exista" in said["1 1 20"][0][1]


def test_a_form_may_say_it_better() -> None:
    spec = field("iban", "iban", required=True, messages={"required": both("Falta"), "invalid": both("No vale")})

    assert complaint(spec, "") == "Falta"
    assert complaint(spec, "x", "ca") == "No vale (ca)"


def test_a_language_without_texts_falls_back_to_its_parent_then_to_spanish() -> None:
    assert words.say("yes", "ca-valencia") == "Sí"
    assert complaint(field("a", "text", required=True), "", "ca-valencia").startswith("Escriviu")
    assert complaint(field("a", "text", required=True), "", "eu").startswith("Escriba")
