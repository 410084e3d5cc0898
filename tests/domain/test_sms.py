"""How many messages a text is paid for as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import sms
from app.domain.sms import Length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Length("gsm7", 0, 1)),
        ("a" * 160, Length("gsm7", 160, 1)),
        ("a" * 161, Length("gsm7", 161, 2)),
        ("a" * 306, Length("gsm7", 306, 2)),
        ("a" * 307, Length("gsm7", 307, 3)),
        ("é" * 160, Length("gsm7", 160, 1)),
        ("€" * 80, Length("gsm7", 160, 1)),
        ("€" * 81, Length("gsm7", 162, 2)),
        ("ó" * 70, Length("ucs2", 70, 1, ("ó",))),
        ("ó" * 71, Length("ucs2", 71, 2, ("ó",))),
        ("ó" * 134, Length("ucs2", 134, 2, ("ó",))),
        ("ó" * 135, Length("ucs2", 135, 3, ("ó",))),
        ("Código: avísenos", Length("ucs2", 16, 1, ("ó", "í"))),
        ("😀" * 35, Length("ucs2", 70, 1, ("😀",))),
    ],
)
def test_a_text_is_as_long_as_the_network_counts(text: str, length: Length) -> None:
    assert sms.length(text) == length


def test_no_character_is_split_between_two_messages() -> None:
    text = "a" * 152 + "€" + "a" * 152

    assert sms.length(text) == Length("gsm7", 306, 3)


@given(st.text(min_size=1, max_size=400))
def test_a_longer_text_never_costs_less(text: str) -> None:
    assert sms.length(text[:-1]).messages <= sms.length(text).messages
