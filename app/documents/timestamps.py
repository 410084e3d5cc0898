"""Time stamps (RFC 3161): ask any authority, check its answer, and be one for those who have none."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from asn1crypto import cms as cms_types
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from app import ports
from app.documents import asn1, cms
from app.documents.pki import Pki
from app.domain import errors

_SIZES = {"sha256": 32, "sha384": 48, "sha512": 64}
_LONGEST_REQUEST = 4096
_GRANTED = asn1.integer(0)
_BAD_ALGORITHM, _BAD_FORMAT, _UNACCEPTED_POLICY = 0, 5, 15


class StampRefused(errors.OperatorFailed):
    """An authority answered, but not with a stamp over what was asked."""

    code = "timestamp.refused"

    def __init__(self, message: str) -> None:
        super().__init__("timestamp_refused", message)


def stamp(authority: ports.Timestamps, digest: bytes) -> bytes:
    """Return a DER time-stamp token of `authority` over a SHA-256 `digest`.

    Raises `StampRefused` when the answer is not for this digest and nonce, and whatever `authority` raises.
    """
    asked, nonce = request(digest)
    return opened(authority.respond(asked), digest, nonce)


def request(digest: bytes) -> tuple[bytes, int]:
    """Return a DER TimeStampReq over a SHA-256 `digest`, asking for certificates, and its nonce."""
    nonce = secrets.randbits(63) | (1 << 62)
    imprint = asn1.sequence(asn1.SHA256, asn1.octets(digest))
    return asn1.sequence(asn1.integer(1), imprint, asn1.integer(nonce), b"\x01\x01\xff"), nonce


def opened(response: bytes, digest: bytes, nonce: int) -> bytes:
    """Return the token of a DER TimeStampResp after checking status, digest and nonce; not its signature."""
    try:
        answer = tsp.TimeStampResp.load(response, strict=True)
        if answer["status"]["status"].native not in {"granted", "granted_with_mods"}:
            raise StampRefused("not granted")
        token = answer["time_stamp_token"]
        facts = token["content"]["encap_content_info"]["content"].parsed
        right = facts["message_imprint"]["hashed_message"].native == digest and facts["nonce"].native == nonce
        der = bytes(token.dump())
    except (ValueError, TypeError, KeyError, AttributeError) as unreadable:
        raise StampRefused("unreadable answer") from unreadable
    if not right:
        raise StampRefused("stamp over something else")
    return der


def stamped_at(token: bytes) -> datetime:
    """Return the time that a DER token states."""
    content = cms_types.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
    moment: datetime = content["gen_time"].native
    return moment.astimezone(UTC)


class EmbeddedAuthority:
    """The office's own time-stamping authority; honest, and not a qualified service.

    `clock` returns aware UTC.
    """

    qualified = False

    def __init__(self, pki: Pki, clock: Callable[[], datetime]) -> None:
        self._policy = asn1.identifier(f"{pki.arc}.3.1")
        self._name = asn1.tagged(0xA0, asn1.tagged(0xA4, pki.tsa.certificate.subject.public_bytes()))
        self._key = pki.tsa.key
        self._certificates: tuple[x509.Certificate, ...] = (pki.tsa.certificate, pki.services.certificate)
        self._clock = clock

    def respond(self, request: bytes) -> bytes:
        """Return the DER TimeStampResp for a DER TimeStampReq; a request it cannot serve gets a rejection."""
        try:
            asked = tsp.TimeStampReq.load(request[: _LONGEST_REQUEST + 1], strict=True)
            imprint = asked["message_imprint"]
            algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
            nonce, wants, certified = (asked[part].native for part in ("nonce", "req_policy", "cert_req"))
            der = bytes(imprint.dump())
        except (ValueError, TypeError, KeyError):
            return _rejection(_BAD_FORMAT)
        if _SIZES.get(algorithm) != len(digest):
            return _rejection(_BAD_ALGORITHM)
        if wants is not None and asn1.identifier(wants) != self._policy:
            return _rejection(_UNACCEPTED_POLICY)
        return asn1.sequence(asn1.sequence(_GRANTED), self._token(der, nonce, certified=certified))

    def _token(self, imprint: bytes, nonce: int | None, *, certified: bool) -> bytes:
        moment = self._clock().astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode()
        facts = asn1.sequence(
            asn1.integer(1),
            self._policy,
            imprint,
            asn1.integer(secrets.randbits(120) | (1 << 119)),
            asn1.tagged(0x18, moment),
            asn1.sequence(asn1.integer(1)),  # accurate to one second
            asn1.integer(nonce) if nonce is not None else b"",
            self._name,
        )
        own = cms.Signatory(self._certificates[0], self._certificates[1:], self._sign)
        digest = hashlib.sha256(facts).digest()
        attributes = cms.signed_attributes(own, asn1.TIME_STAMP_CONTENT, digest)
        return cms.enveloping(own, attributes, facts, certified=certified)

    def _sign(self, content: bytes) -> bytes:
        return self._key.sign(content, ec.ECDSA(hashes.SHA256()))


def _rejection(failure: int) -> bytes:
    """Return a rejection with one PKIFailureInfo bit. Source: RFC 3161 section 2.4.2."""
    whole, bit = divmod(failure, 8)
    bits = bytes([7 - bit]) + bytes(whole) + bytes([0x80 >> bit])
    return asn1.sequence(asn1.sequence(asn1.integer(2), asn1.tagged(0x03, bits)))
