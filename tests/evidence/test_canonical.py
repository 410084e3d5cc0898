"""The one form in which a value is hashed."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import EvidenceMalformed
from app.evidence import canonical

scalars = st.booleans() | st.integers(-canonical.LARGEST, canonical.LARGEST) | st.text()
keys = st.from_regex(canonical.KEY, fullmatch=True)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert (
        canonical.encode({"b": [1, True, "ñ"], "a": {"z": "", "y": []}})
        == '{"a":{"y":[],"z":""},"b":[1,true,"ñ"]}'.encode()
    )


def test_control_characters_are_escaped_as_rfc_8785_escapes_them() -> None:
    assert (
        canonical.encode('\x00\x1f\b\t\n\f\r"\\/\x7f\u2028')
        == b'"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\/\x7f\xe2\x80\xa8"'
    )


@given(values)
def test_a_value_survives_its_canonical_form(value: canonical.Value) -> None:
    body = canonical.encode(value)

    assert canonical.decode(body) == value
    assert canonical.encode(json.loads(body)) == body


@given(values)
def test_the_bytes_are_those_of_rfc_8785(value: canonical.Value) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)


@given(st.dictionaries(keys, scalars, min_size=2), st.randoms())
def test_the_order_in_which_keys_arrive_does_not_matter(value: dict[str, canonical.Value], random: object) -> None:
    shuffled = list(value.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    assert canonical.encode(dict(shuffled)) == canonical.encode(value)


@pytest.mark.parametrize(
    "value",
    [
        None,
        1.5,
        float("nan"),
        2**53,
        -(2**53),
        b"bytes",
        bytearray(b"x"),
        {1, 2},
        {"A": 1},
        {"á": 1},
        {"": 1},
        {"a-b": 1},
        {"1a": 1},
        {"a" * 65: 1},
        {1: "a"},
        {"a": {"b": [None]}},
        "\ud800",
        object(),
    ],
)
def test_what_readers_disagree_on_may_not_stand_in_evidence(value: object) -> None:
    with pytest.raises(EvidenceMalformed):
        canonical.encode(value)


def test_nesting_is_bounded() -> None:
    deep: object = "x"
    for _ in range(canonical.DEEPEST):
        deep = [deep]

    assert canonical.encode(deep)
    with pytest.raises(EvidenceMalformed):
        canonical.encode([deep])


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1}\n',
        b'{"a":"\\u00f1"}',
        b'{"a":"\\/"}',
        b'{"a":1.0}',
        b'{"a":null}',
        b'{"a":NaN}',
        b'{"a":-0}',
        b'"\\ud800"',
        b"",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
    ],
)
def test_the_same_value_spelt_otherwise_is_refused(body: bytes) -> None:
    with pytest.raises(EvidenceMalformed):
        canonical.decode(body)
