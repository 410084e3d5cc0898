"""The signatures of a PDF, taken out with a PDF reader and nothing of the office, as files for other tools."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from asn1crypto import cms, core, tsp

_TOKEN_OID = "1.2.840.113549.1.9.16.2.14"  # id-aa-signatureTimeStampToken  # noqa: S105 - no password


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature or a document's time stamp: the bytes it covers, its CMS, and the token that says when.

    `token` is about `value` in a signature, about `covered` in a time stamp.
    """

    field: str
    is_stamp: bool
    covered: bytes
    cms: bytes
    value: bytes
    token: bytes

    @property
    def moment(self) -> tuple[str, ...]:
        """Return the words that tell openssl to judge as of the stamped time: these certificates live for minutes."""
        if not self.token:
            return ()
        stated = tsp.TSTInfo.load(bytes(cms.ContentInfo.load(self.token)["content"]["encap_content_info"]["content"]))
        return ("-attime", str(int(stated["gen_time"].native.timestamp())))


def inside(pdf: bytes) -> list[Signature]:
    """Return the signatures of a PDF in the order of its fields."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        form = opened.Root.get("/AcroForm")
        return [_read(pdf, name, value) for name, value in _signed(form)] if form is not None else []


def _signed(form: Any) -> Iterator[tuple[str, Any]]:
    for field in form.Fields:
        if field.get("/FT") == "/Sig" and "/V" in field:
            yield str(field.T), field.V


def _read(pdf: bytes, name: str, value: Any) -> Signature:
    start, length, after, rest = (int(number) for number in value.ByteRange)
    padded = bytes(value.Contents)
    content = core.Any.load(padded).dump()
    signer = cms.ContentInfo.load(content)["content"]["signer_infos"][0]
    is_stamp = str(value.SubFilter) == "/ETSI.RFC3161"
    token = content if is_stamp else b""
    for attribute in signer["unsigned_attrs"] or ():
        if attribute["type"].dotted == _TOKEN_OID:
            token = attribute["values"][0].dump()
    return Signature(
        field=name,
        is_stamp=is_stamp,
        covered=pdf[start : start + length] + pdf[after : after + rest],
        cms=content,
        value=signer["signature"].native,
        token=token,
    )
