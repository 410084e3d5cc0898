"""The manifest is canonical, complete and holds no phone and no code."""

import json
from dataclasses import replace

import pytest
import rfc8785

from app.documents import manifests
from app.domain import errors
from tests.documents import samples

SIGNING = manifests.Signing("ribalba", "p", "C-1", samples.CSV, "aa" * 32, {"name": "Núria"}, "00" * 32)
IDENTIFICATION = manifests.Identification("video", "official", samples.NOW, {"face": "11" * 32})
CONSENT = manifests.Consent("22" * 32, "ca", samples.NOW)
CODE = manifests.VerifiedCode("sms", "*** *** 123", "33" * 32, "44" * 32, samples.NOW, samples.NOW, 2)


def test_a_manifest_is_canonical_json() -> None:
    made = manifests.build(SIGNING, IDENTIFICATION, CONSENT, CODE)

    assert made == rfc8785.dumps(json.loads(made))


def test_a_manifest_says_what_was_done() -> None:
    told = json.loads(manifests.build(SIGNING, IDENTIFICATION, CONSENT, CODE))

    assert told["v"] == 1
    assert told["document"] == {"csv": samples.CSV, "sha256": "aa" * 32}
    assert told["code"]["attempts"] == 2
    assert told["code"]["verified_at"] == "2025-12-10T09:30:12.000000Z"


@pytest.mark.parametrize("destination", ["+34600123123", "600123123", "nuria@example.org"])
def test_a_clear_destination_is_refused(destination: str) -> None:
    with pytest.raises(errors.Invalid):
        manifests.build(SIGNING, IDENTIFICATION, CONSENT, replace(CODE, destination=destination))


def test_a_code_in_clear_is_refused() -> None:
    with pytest.raises(errors.Invalid):
        manifests.build(SIGNING, IDENTIFICATION, CONSENT, replace(CODE, code_hmac="012345"))


def test_a_manifest_is_attached_once(mandate: bytes) -> None:
    once = manifests.attach(mandate, b"{}", samples.NOW)

    with pytest.raises(errors.Conflict):
        manifests.attach(once, b"{}", samples.NOW)
