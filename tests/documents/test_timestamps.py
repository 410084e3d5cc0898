"""The embedded authority speaks RFC 3161 as others do; answers of any authority are checked."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from asn1crypto import core, tsp

from app.documents import asn1, certificates, timestamps
from app.documents.pki import Pki
from tests.documents import samples

OPENSSL = shutil.which("openssl") or "openssl"
DIGEST = hashlib.sha256(b"hello").digest()


class Forwarding:
    """An authority that changes what another answers."""

    qualified = False

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def respond(self, request: bytes) -> bytes:
        assert request
        return self._answer


def status(response: bytes) -> tuple[str, set[str]]:
    parsed = tsp.PKIStatusInfo.load(core.Sequence.load(response)[0].dump())
    return parsed["status"].native, parsed["fail_info"].native or set()


def test_a_stamp_states_the_clock_of_its_authority(authority: timestamps.EmbeddedAuthority) -> None:
    assert timestamps.stamped_at(timestamps.stamp(authority, DIGEST)) == samples.NOW


def test_serial_numbers_never_repeat(authority: timestamps.EmbeddedAuthority) -> None:
    assert len({timestamps.stamp(authority, DIGEST) for _ in range(50)}) == 50


@pytest.mark.parametrize("request_", [b"", b"\x30\x00", b"garbage" * 2000, b"\x30\x80\x00"])
def test_a_request_that_cannot_be_read_is_rejected(request_: bytes, authority: timestamps.EmbeddedAuthority) -> None:
    assert status(authority.respond(request_)) == ("rejection", {"bad_data_format"})


def test_a_digest_of_the_wrong_length_is_rejected(authority: timestamps.EmbeddedAuthority) -> None:
    request, _ = timestamps.request(DIGEST[:20])

    assert status(authority.respond(request)) == ("rejection", {"bad_alg"})


def test_an_unknown_policy_is_rejected(authority: timestamps.EmbeddedAuthority) -> None:
    imprint = asn1.sequence(asn1.SHA256, asn1.octets(DIGEST))
    request = asn1.sequence(asn1.integer(1), imprint, asn1.identifier("1.2.3"))

    assert status(authority.respond(request)) == ("rejection", {"unaccepted_policy"})


def test_certificates_come_only_when_asked_for(authority: timestamps.EmbeddedAuthority) -> None:
    request = asn1.sequence(asn1.integer(1), asn1.sequence(asn1.SHA256, asn1.octets(DIGEST)))

    token = tsp.TimeStampResp.load(authority.respond(request))["time_stamp_token"]["content"]

    assert not token["certificates"]


def test_a_stamp_over_something_else_is_refused(authority: timestamps.EmbeddedAuthority) -> None:
    other, _ = timestamps.request(hashlib.sha256(b"other").digest())

    with pytest.raises(timestamps.StampRefused):
        timestamps.stamp(Forwarding(authority.respond(other)), DIGEST)


def test_a_replayed_stamp_is_refused(authority: timestamps.EmbeddedAuthority) -> None:
    earlier, _ = timestamps.request(DIGEST)

    with pytest.raises(timestamps.StampRefused):
        timestamps.stamp(Forwarding(authority.respond(earlier)), DIGEST)


@pytest.mark.parametrize("answer", [b"", b"<html>", asn1.sequence(asn1.sequence(asn1.integer(2)))])
def test_an_answer_without_a_stamp_is_refused(answer: bytes) -> None:
    with pytest.raises(timestamps.StampRefused):
        timestamps.stamp(Forwarding(answer), DIGEST)


@samples.needs("openssl", "openssl")
@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
def test_openssl_asks_and_believes(
    algorithm: str, office: Pki, authority: timestamps.EmbeddedAuthority, tmp_path: Path
) -> None:
    (tmp_path / "root.pem").write_bytes(certificates.pem(office.root))
    (tmp_path / "hello").write_bytes(b"hello")

    def openssl(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([OPENSSL, "ts", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)

    openssl("-query", "-data", "hello", f"-{algorithm}", "-cert", "-out", "asked.tsq")
    (tmp_path / "answer.tsr").write_bytes(authority.respond((tmp_path / "asked.tsq").read_bytes()))
    moment = str(int(samples.NOW.timestamp()))
    common = ("-verify", "-in", "answer.tsr", "-CAfile", "root.pem", "-attime", moment)

    assert "Verification: OK" in openssl(*common, "-queryfile", "asked.tsq").stdout
    assert "Verification: OK" in openssl(*common, "-data", "hello").stdout
    assert "Verification: OK" not in openssl(*common, "-data", "root.pem").stdout
