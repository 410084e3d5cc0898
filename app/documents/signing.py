"""Sign documents: citizens with a one-time key (PAdES B-LT), the administration with its seal (B-LTA).

The CMS is assembled by hand (`cms`); pyHanko writes the revisions. The first signature certifies the
document, so that from then on only signatures may be added, and after the last seal nothing at all.
Source: ETSI EN 319 142-1 section 6, ISO 32000-2 sections 12.8.2 and 12.8.4.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl as crl_types
from asn1crypto import x509 as x509_types
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.form_tools import annot_width_height
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
)
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, PdfSignedData, SignatureObject
from pyhanko.sign.validation.dss import DocumentSecurityStore

from app import ports
from app.documents import asn1, certificates, cms, manifests, stamps, timestamps
from app.documents import pki as keys
from app.documents.one_time import OneTimeKey, Support
from app.documents.pki import Pki
from app.documents.verification_report import MANIFEST_KEY
from app.domain import errors

_COMMITMENT = asn1.attribute(
    asn1.identifier("1.2.840.113549.1.9.16.2.16"),
    asn1.sequence(asn1.identifier("1.2.840.113549.1.9.16.6.5")),  # proof of approval
)
_OWN_ROOM, _FOREIGN_ROOM = 6 * 1024, 24 * 1024


class SignatureTooLarge(errors.OfficeError):
    """A time stamp is larger than the room that was kept for it."""

    code = "signature.too_large"


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a signature goes: the field's name, aware UTC, and the lines of its visible mark.

    A field that the template did not draw is made without a visible mark.
    """

    field: str
    at: datetime
    lines: tuple[str, ...] = ()


def sign_citizen(pdf: bytes, key: OneTimeKey, manifest: bytes, place: Place, authority: ports.Timestamps) -> bytes:
    """Return `pdf` signed (PAdES B-LT) with `key`, which is destroyed, and bound to the evidence `manifest`.

    The manifest stands in the signature's own dictionary, under the signature; the first signer's is
    attached as `evidencias.json` as well. Its digest is a signed attribute and is in the certificate.
    Raises `Invalid` when the certificate names another manifest, `Conflict` when the field is taken.
    """
    try:
        digest = manifests.digest(manifest)
        if manifests.bound(key.certificate, key.support.arc) != digest:
            raise errors.Invalid("the certificate was issued for another manifest")
        content = manifests.attach(pdf, manifest, place.at) if not _signatures(pdf) else pdf
        evidence = asn1.attribute(manifests.attribute(key.support.arc), asn1.octets(digest))
        signatory = cms.Signatory(key.certificate, (key.support.issuer,), key.sign)
        revision = _Revision(place, authority, evidence, manifest, key.support)
        return revision.sign(content, signatory, last=False)
    finally:
        key.destroy()


def seal(pdf: bytes, pki: Pki, place: Place, authority: ports.Timestamps, *, last: bool) -> bytes:
    """Return `pdf` with the administration's seal.

    The last seal goes into the field "seal", which forbids any further change, and archives the document
    (B-LTA): certificates and revocation lists of every signer and stamp of this office, then a document
    time stamp. Earlier seals are B-T and take a field of another name.
    """
    seal_key = pki.seal.key

    def sign(content: bytes) -> bytes:
        return seal_key.sign(content, ec.ECDSA(hashes.SHA256()))

    signatory = cms.Signatory(pki.seal.certificate, (pki.services.certificate,), sign)
    sealed = _Revision(place, authority, b"", None, None).sign(pdf, signatory, last=last)
    return archive(sealed, pki, place.at, authority) if last else sealed


def archive(pdf: bytes, pki: Pki, now: datetime, authority: ports.Timestamps) -> bytes:
    """Return `pdf` with fresh revocation lists and a document time stamp; repeat yearly to outlive algorithms."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    lists = keys.crls(pki, now)
    lists.pop("citizens.crl")  # each citizen's signature brought the list of its own minutes
    _supply(writer, (pki.root, pki.services.certificate, pki.tsa.certificate), tuple(lists.values()))
    name = f"stamp_{len(writer.prev.embedded_signatures) + 1}"
    placeholder = DocumentTimestamp(bytes_reserved=2 * _room(authority))
    return _embed(writer, name, SigObjSetup(placeholder), lambda digest: timestamps.stamp(authority, digest))


@dataclass(frozen=True, slots=True)
class _Revision:
    place: Place
    authority: ports.Timestamps
    evidence: bytes
    manifest: bytes | None
    support: Support | None

    def sign(self, pdf: bytes, signatory: cms.Signatory, *, last: bool) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        first = not writer.prev.embedded_signatures
        if first:
            writer.register_extension(ESIC_EXTENSION_1)
        if self.support is not None:
            _supply(writer, self.support.authorities, self.support.crls)
        placeholder = SignatureObject(self.place.at, SigSeedSubFilter.PADES, bytes_reserved=2 * _room(self.authority))
        if self.manifest is not None:
            placeholder[generic.pdf_name(MANIFEST_KEY)] = generic.ByteStringObject(self.manifest)
        setup = SigObjSetup(placeholder, mdp_setup=_permissions(first=first, last=last))
        more = (_COMMITMENT, self.evidence) if self.evidence else (_COMMITMENT,)

        def build(digest: bytes) -> bytes:
            attributes = cms.signed_attributes(signatory, asn1.DATA, digest, more)
            return cms.envelope(signatory, attributes, self._stamped)

        return _embed(writer, self.place.field, setup, build, self.place.lines)

    def _stamped(self, signature: bytes) -> bytes:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(signature)
        return asn1.attribute(asn1.TIME_STAMP_TOKEN, timestamps.stamp(self.authority, digest.finalize()))


def _supply(writer: IncrementalPdfFileWriter, chain: tuple[x509.Certificate, ...], crls: tuple[bytes, ...]) -> None:
    """Add to the document security store, in the same revision as the signature that follows."""
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[x509_types.Certificate.load(certificates.der(one)) for one in chain],
        crls=[crl_types.CertificateList.load(der) for der in crls],
    )


def _permissions(*, first: bool, last: bool) -> SigMDPSetup | None:
    level = MDPPerm.NO_CHANGES if last else MDPPerm.FILL_FORMS
    if first:
        return SigMDPSetup("sha256", certify=True, docmdp_perms=level)
    lock = FieldMDPSpec(FieldMDPAction.ALL) if last else None
    return SigMDPSetup("sha256", field_lock=lock, docmdp_perms=level) if last else None


def _room(authority: ports.Timestamps) -> int:
    """Return the bytes to keep for a CMS; a foreign authority may send a long chain."""
    return _FOREIGN_ROOM if authority.qualified else _OWN_ROOM


def _embed(
    writer: IncrementalPdfFileWriter,
    field: str,
    setup: SigObjSetup,
    build: Callable[[bytes], bytes],
    lines: tuple[str, ...] = (),
) -> bytes:
    """Write one revision with the CMS that `build` makes of the SHA-256 of everything else in the file."""
    last = setup.mdp_setup is not None and setup.mdp_setup.docmdp_perms == MDPPerm.NO_CHANGES
    closing = SigFieldSpec(
        field, field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL), doc_mdp_update_value=MDPPerm.NO_CHANGES
    )
    spec = closing if last else SigFieldSpec(field)
    steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(field, writer)
    try:
        widget = next(steps).get_object()
    except SigningError as taken:
        raise errors.Conflict("this field is signed already") from taken
    if "/Lock" in widget and not last:
        raise errors.Invalid("this field is for the last seal")
    if lines:
        _show(writer, widget, lines)
    steps.send(setup)
    prepared, out = steps.send(SigIOSetup("sha256"))
    content = build(prepared.document_digest)
    placeholder: PdfSignedData = setup.sig_placeholder
    start, end = placeholder.contents.offsets
    if 2 * len(content) > end - start - 2:
        raise SignatureTooLarge("the time stamp does not fit")
    steps.send(content)
    return bytes(out.getvalue())


def _show(writer: IncrementalPdfFileWriter, widget: generic.DictionaryObject, lines: tuple[str, ...]) -> None:
    width, height = (float(side) for side in annot_width_height(widget))
    if not width or not height:
        return
    box = generic.ArrayObject(map(generic.FloatObject, (0, 0, width, height)))
    entries = {"/Type": generic.pdf_name("/XObject"), "/Subtype": generic.pdf_name("/Form"), "/BBox": box}
    stream = generic.StreamObject(
        {generic.pdf_name(key): value for key, value in entries.items()}, stream_data=stamps.draw(width, height, lines)
    )
    stream.compress()
    widget["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(stream)})


def _signatures(pdf: bytes) -> int:
    return len(IncrementalPdfFileWriter(io.BytesIO(pdf)).prev.embedded_signatures)
