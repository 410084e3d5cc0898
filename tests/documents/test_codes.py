"""Verification codes that people can type, and one-time codes that fit one lock only."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import csv_codes, otp
from app.domain import errors

KEY = bytes(range(32))
DOCUMENT = bytes(32)


def test_a_code_has_130_bits_in_groups_of_four() -> None:
    code = csv_codes.new()

    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}", code)


def test_codes_differ() -> None:
    assert len({csv_codes.new() for _ in range(1000)}) == 1000


@given(st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=26, max_size=26), st.data())
def test_a_code_typed_by_a_person_is_the_same_code(letters: str, data: st.DataObject) -> None:
    code = csv_codes.grouped(letters)
    swaps = {"0": "Oo0", "1": "IiLl1"}
    typed = "".join(
        data.draw(st.sampled_from(swaps.get(letter, letter + letter.lower())))
        + data.draw(st.sampled_from(["", " ", "-", "–"]))
        for letter in letters
    )

    assert csv_codes.normalise(typed) == code


@pytest.mark.parametrize("typed", ["", "ABC", "U" * 26, "0" * 27, "0" * 25, "☺" * 26, "0" * 25 + "Ñ"])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(errors.Invalid):
        csv_codes.normalise(typed)


def test_a_one_time_code_has_six_digits() -> None:
    assert all(re.fullmatch(r"\d{6}", otp.new()) for _ in range(200))


def test_the_right_code_opens_with_spaces_too() -> None:
    sealed = otp.seal("012345", KEY, "sign:7", DOCUMENT)

    assert otp.matches(" 012 345 ", sealed, KEY, "sign:7", DOCUMENT)


@pytest.mark.parametrize(
    ("typed", "key", "purpose", "document"),
    [
        ("012346", KEY, "sign:7", DOCUMENT),
        ("012345", bytes(32), "sign:7", DOCUMENT),
        ("012345", KEY, "sign:8", DOCUMENT),
        ("012345", KEY, "sign:7", b"\1" * 32),
        ("", KEY, "sign:7", DOCUMENT),
        ("٠١٢٣٤٥", KEY, "sign:7", DOCUMENT),
    ],
)
def test_another_code_key_purpose_or_document_does_not_open(
    typed: str, key: bytes, purpose: str, document: bytes
) -> None:
    sealed = otp.seal("012345", KEY, "sign:7", DOCUMENT)

    assert not otp.matches(typed, sealed, key, purpose, document)


def test_an_empty_code_never_matches_even_its_own_seal() -> None:
    assert not otp.matches("", otp.seal("", KEY, "p", DOCUMENT), KEY, "p", DOCUMENT)
