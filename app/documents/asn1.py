"""Write DER by hand: enough of ASN.1 to assemble signatures at the speed of their cryptography.

Source: ITU-T X.690 section 10 (DER) and 11.6 (order of a SET OF).
"""

from asn1crypto import core

SHORT_FORM = 0x80


def tagged(tag: int, *parts: bytes) -> bytes:
    """Return a value with `tag` around the concatenated `parts`."""
    body = b"".join(parts)
    length = len(body)
    if length < SHORT_FORM:
        return bytes([tag, length]) + body
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, SHORT_FORM | len(size)]) + size + body


def sequence(*parts: bytes) -> bytes:
    """Return a SEQUENCE."""
    return tagged(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    """Return a SET OF in DER's order."""
    return tagged(0x31, *sorted(parts))


def octets(content: bytes) -> bytes:
    """Return an OCTET STRING."""
    return tagged(0x04, content)


def integer(number: int) -> bytes:
    """Return an INTEGER."""
    return bytes(core.Integer(number).dump())


def identifier(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER."""
    return bytes(core.ObjectIdentifier(dotted).dump())


def attribute(kind: bytes, value: bytes) -> bytes:
    """Return a CMS attribute with one value."""
    return sequence(kind, set_of(value))


SHA256 = sequence(identifier("2.16.840.1.101.3.4.2.1"))
ECDSA_SHA256 = sequence(identifier("1.2.840.10045.4.3.2"))
DATA = identifier("1.2.840.113549.1.7.1")
SIGNED_DATA = identifier("1.2.840.113549.1.7.2")
CONTENT_TYPE = identifier("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = identifier("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE_V2 = identifier("1.2.840.113549.1.9.16.2.47")
TIME_STAMP_TOKEN = identifier("1.2.840.113549.1.9.16.2.14")
TIME_STAMP_CONTENT = identifier("1.2.840.113549.1.9.16.1.4")
