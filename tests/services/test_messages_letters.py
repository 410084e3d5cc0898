"""Letters: the same in text and HTML, marked, and silent when they are opened."""

import re
from html.parser import HTMLParser

import pytest

from app.documents import letters
from app.documents.letters import Button, Head, Message

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
    assert tags.isdisjoint({"img", "link", "script", "iframe", "style", "svg", "object", "form"})
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
