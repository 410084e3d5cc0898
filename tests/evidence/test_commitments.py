"""Commitments and their openings."""

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import EvidenceMalformed
from app.evidence import canonical, commitments
from tests.evidence.builders import counted
from tests.evidence.test_canonical import keys, values


def test_a_commitment_is_a_keyed_hash_of_the_canonical_value() -> None:
    committed, openings = commitments.commit({"nif": "12345678Z"}, counted())
    opening = json.loads(openings)["nif"]

    assert opening["value"] == "12345678Z"
    assert len(bytes.fromhex(opening["salt"])) == 32
    assert committed["nif"] == hmac.digest(bytes.fromhex(opening["salt"]), b'"12345678Z"', hashlib.sha256)


def test_equal_values_have_unequal_commitments() -> None:
    committed, _ = commitments.commit({"payer": "12345678Z", "holder": "12345678Z"})

    assert committed["payer"] != committed["holder"]
    assert commitments.commit({"payer": "12345678Z"})[0] != {"payer": committed["payer"]}


def test_nothing_to_commit_to_leaves_nothing_to_open() -> None:
    assert commitments.commit({}) == ({}, b"")
    assert commitments.opened({}, b"") == {}


@given(st.dictionaries(keys, values, max_size=4))
def test_openings_prove_the_values(stated: dict[str, canonical.Value]) -> None:
    committed, openings = commitments.commit(stated)

    assert commitments.opened(committed, openings) == stated


@pytest.mark.parametrize(
    "openings",
    [
        b'{"nif":{"salt":"00","value":"12345678Z"}}',
        b'{"nif":{"salt":"zz","value":"12345678Z"}}',
        b'{"nif":{"salt":1,"value":"12345678Z"}}',
        b'{"nif":{"value":"12345678Z"}}',
        b'{"nif":"12345678Z"}',
        b'["nif"]',
        b'{"iban":{"salt":"00","value":"ES"}}',
    ],
)
def test_an_opening_that_does_not_fit_is_refused(openings: bytes) -> None:
    committed, _ = commitments.commit({"nif": "12345678Z"})

    with pytest.raises(EvidenceMalformed):
        commitments.opened(committed, openings)


@pytest.mark.parametrize("value", [None, 1.5, {"No": "x"}])
def test_what_has_no_canonical_form_cannot_be_committed_to(value: object) -> None:
    with pytest.raises(EvidenceMalformed):
        commitments.commit({"field": value})  # type: ignore[dict-item]  # the fault tested
