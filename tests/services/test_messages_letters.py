"""Letters: the same in text and HTML, marked, and silent when they are opened."""

import re
from html.parser import HTMLParser

import pytest

from app.documents import letters
from app.documents.letters import Button, Facts, Head, Links, Listing, Message, Passage

_HEAD = Head("Ajuntament d’Enlloc & Cia.", ("Plaça Major, 1",), demonstration=True)
_URL = "https://ventanilla.test/enlace/abc?x=1&y=2"
_MESSAGE = Message(
    subject="Su enlace\r\nBcc: todos@ejemplo.es",
    paragraphs=["Hola, <script>alert(1)</script>:", "Dos\nlíneas."],
    language="es",
    button=Button("Continuar", _URL),
)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    return tags


def test_opening_a_letter_fetches_nothing() -> None:
    made = letters.compose(_HEAD, _MESSAGE)

    tags = {tag for tag, _ in read(made.html).found}
    assert tags.isdisjoint({"img", "link", "script", "iframe", "svg", "object", "form"})
    assert not re.search(r"url\(|@import|src=|background=", made.html)


def test_the_one_button_is_the_one_link_and_stands_in_words_too() -> None:
    made = letters.compose(_HEAD, _MESSAGE)

    page = read(made.html)
    assert [attrs["href"] for tag, attrs in page.found if tag == "a"] == [_URL]
    assert _URL in "".join(page.words)
    assert f"Continuar:\n{_URL}" in made.text


def test_what_people_typed_stays_words() -> None:
    made = letters.compose(_HEAD, _MESSAGE)

    assert "<script>" not in made.html
    assert "Hola, <script>alert(1)</script>:" in "".join(read(made.html).words)
    assert "Dos<br>líneas." in made.html


def test_a_subject_is_one_line() -> None:
    assert letters.compose(_HEAD, _MESSAGE).subject == ("[DEMOSTRACIÓN, SIN VALIDEZ] Su enlace Bcc: todos@ejemplo.es")


@pytest.mark.parametrize(
    ("language", "mark"),
    [("es", "DEMOSTRACIÓN, SIN VALIDEZ"), ("ca", "DEMOSTRACIÓ, SENSE VALIDESA"), ("gl", "DEMOSTRACIÓN, SIN VALIDEZ")],
)
def test_a_demonstration_says_so_everywhere(language: str, mark: str) -> None:
    made = letters.compose(_HEAD, Message("Aviso", ["Hola."], language))

    assert mark in made.subject
    assert mark in made.text
    assert mark in made.html
    assert f'<html lang="{language}">' in made.html


def test_a_real_office_bears_no_mark() -> None:
    made = letters.compose(Head("Ajuntament"), Message("Aviso", ["Hola."], "es"))

    assert made.subject == "Aviso"
    assert "DEMOSTRACIÓN" not in made.text + made.html


def test_a_letter_says_that_it_is_no_notification() -> None:
    made = letters.compose(_HEAD, _MESSAGE)

    for form in (made.text, "".join(read(made.html).words)):
        assert "Es un aviso, no una notificación" in form
        assert "No responda a este correo" in form
        assert "Plaça Major, 1" in form


_FULL = Message(
    subject="Cita",
    paragraphs=[
        Facts([("Día", "Jueves, 10 de diciembre de 2026"), ("Lugar", "El Molino <1>")]),
        Button("Preparar la cita", _URL, "Puede prepararla antes."),
        Links([("Cambiar la hora", f"{_URL}#a"), ("Anular", f"{_URL}#b")]),
        Listing("Qué debe traer", ["Su documento", "Un recibo & otra cosa"]),
        Passage("Lo que debe saber", ["Acudir es voluntario.", "Puede pedir un certificado."]),
    ],
    language="es",
)


@pytest.mark.parametrize(
    "said",
    [
        *("Día", "Jueves, 10 de diciembre de 2026", "El Molino <1>", "Puede prepararla antes.", "Qué debe traer"),
        *("Un recibo & otra cosa", "Lo que debe saber", "Puede pedir un certificado.", "Cambiar la hora", "Anular"),
    ],
)
def test_every_block_says_the_same_in_both_forms(said: str) -> None:
    made = letters.compose(_HEAD, _FULL)

    assert said in made.text
    assert said in "".join(read(made.html).words)


def test_quiet_links_stand_under_the_one_button() -> None:
    page = read(letters.compose(_HEAD, _FULL).html)

    links = [attrs for tag, attrs in page.found if tag == "a"]
    assert [attrs["href"] for attrs in links] == [_URL, f"{_URL}#a", f"{_URL}#b"]
    assert [attrs["class"] for attrs in links] == ["v-button", "v-link", "v-link"]


def test_a_list_of_nothing_is_not_shown() -> None:
    made = letters.compose(_HEAD, Message("Cita", [Listing("Qué debe traer", [])], "es"))

    assert "Qué debe traer" not in made.text + made.html
