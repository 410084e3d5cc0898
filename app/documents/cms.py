"""Assemble CMS signatures: CAdES attributes around one ECDSA signature, nothing encoded twice.

Source: RFC 5652 section 5, RFC 5035 (signing certificate v2), ETSI EN 319 122-1, EN 319 142-1 section 6.3.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography import x509

from app.documents import asn1, certificates

_VERSION_1, _VERSION_3 = asn1.integer(1), asn1.integer(3)
_CONTEXT_0, _CONTEXT_1, _DIRECTORY_NAME = 0xA0, 0xA1, 0xA4


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: a certificate, the chain to carry beside it, and what signs bytes with SHA-256."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    sign: Callable[[bytes], bytes]


def signed_attributes(signatory: Signatory, kind: bytes, digest: bytes, more: Sequence[bytes] = ()) -> bytes:
    """Return the SET OF attributes to be signed: content type, digest, certificate and `more`."""
    return asn1.set_of(
        asn1.attribute(asn1.CONTENT_TYPE, kind),
        asn1.attribute(asn1.MESSAGE_DIGEST, asn1.octets(digest)),
        asn1.attribute(asn1.SIGNING_CERTIFICATE_V2, _own_certificate(signatory.certificate)),
        *more,
    )


def envelope(signatory: Signatory, attributes: bytes, unsigned: Callable[[bytes], bytes]) -> bytes:
    """Sign `attributes` and return a detached ContentInfo; `unsigned` makes unsigned attributes of the signature."""
    signature = signatory.sign(attributes)
    after = asn1.tagged(_CONTEXT_1, unsigned(signature))
    signer = _signer_info(signatory, attributes, signature, after)
    return _content_info(_VERSION_1, asn1.sequence(asn1.DATA), _carried(signatory), signer)


def enveloping(signatory: Signatory, attributes: bytes, stamped: bytes, *, certified: bool) -> bytes:
    """Sign `attributes` and return a ContentInfo around the TSTInfo `stamped`, with certificates when `certified`."""
    inner = asn1.sequence(asn1.TIME_STAMP_CONTENT, asn1.tagged(_CONTEXT_0, asn1.octets(stamped)))
    signer = _signer_info(signatory, attributes, signatory.sign(attributes), b"")
    return _content_info(_VERSION_3, inner, _carried(signatory) if certified else b"", signer)


def _signer_info(signatory: Signatory, attributes: bytes, signature: bytes, after: bytes) -> bytes:
    certificate = signatory.certificate
    return asn1.sequence(
        _VERSION_1,
        asn1.sequence(certificate.issuer.public_bytes(), asn1.integer(certificate.serial_number)),
        asn1.SHA256,
        bytes([_CONTEXT_0]) + attributes[1:],  # the same SET under an implicit tag
        asn1.ECDSA_SHA256,
        asn1.octets(signature),
        after,
    )


def _carried(signatory: Signatory) -> bytes:
    chain = (signatory.certificate, *signatory.chain)
    return asn1.tagged(_CONTEXT_0, *sorted(certificates.der(one) for one in chain))


def _content_info(version: bytes, content: bytes, carried: bytes, signer: bytes) -> bytes:
    signed = asn1.sequence(version, asn1.set_of(asn1.SHA256), content, carried, asn1.set_of(signer))
    return asn1.sequence(asn1.SIGNED_DATA, asn1.tagged(_CONTEXT_0, signed))


def _own_certificate(certificate: x509.Certificate) -> bytes:
    """Return SigningCertificateV2 with issuer and serial; SHA-256 is the default and therefore left out."""
    issuer = asn1.sequence(asn1.tagged(_DIRECTORY_NAME, certificate.issuer.public_bytes()))
    digest = asn1.octets(hashlib.sha256(certificates.der(certificate)).digest())
    named = asn1.sequence(issuer, asn1.integer(certificate.serial_number))
    return asn1.sequence(asn1.sequence(asn1.sequence(digest, named)))
