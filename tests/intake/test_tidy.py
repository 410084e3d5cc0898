"""Typed text is put in order once and for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.intake import tidy
from tests.intake.strategies import SPACED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  María   José\t", "María José"),
        ("Nu\u0301n\u0303ez", "Núñez"),
        ("a\u00a0b\r\nc", "a b c"),
        ("\u202e\u200b+34 600\ufeff", "+34 600"),
        ("क\u200dष", "क\u200dष"),
        ("", ""),
    ],
)
def test_a_line_has_single_spaces_whole_letters_and_no_invisible_marks(typed: str, kept: str) -> None:
    assert tidy.line(typed) == kept


@pytest.mark.parametrize("typed", ["a\x00b", "a\x1b[2J", f"a{chr(0xD800)}", "a\ufffd", "a\uffff", "\ue000", "a\x85b"])
def test_text_that_cannot_be_read_is_refused(typed: str) -> None:
    with pytest.raises(tidy.Unreadable):
        tidy.line(typed)
    with pytest.raises(tidy.Unreadable):
        tidy.lines(typed)


def test_lines_keep_one_empty_line_between_paragraphs() -> None:
    assert tidy.lines(" Hola: \r\n\r\n\r\n\r\n  sí\u2028no  \n") == "Hola:\n\nsí\nno"


@given(SPACED | st.text(max_size=40))
def test_tidying_twice_changes_nothing(typed: str) -> None:
    for tidied in (tidy.line, tidy.lines):
        try:
            once = tidied(typed)
        except tidy.Unreadable:
            continue
        assert tidied(once) == once
