"""Build X.509 certificates and revocation lists: who may sign what, and for how long."""

from datetime import datetime
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID, ObjectIdentifier

_ATTRIBUTES = {
    "C": NameOID.COUNTRY_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OI": NameOID.ORGANIZATION_IDENTIFIER,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "SN": NameOID.SURNAME,
    "GN": NameOID.GIVEN_NAME,
    "SERIAL": NameOID.SERIAL_NUMBER,
    "CN": NameOID.COMMON_NAME,
}
_LONGEST = {"CN": 64, "O": 64, "OU": 64, "SERIAL": 64}
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)

Period = tuple[datetime, datetime]


class Issuer(Protocol):
    """A certificate with the key that signs for it."""

    @property
    def certificate(self) -> x509.Certificate:
        """Return the issuer's certificate."""
        ...

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        """Return the issuer's key."""
        ...


def name(**parts: str) -> x509.Name:
    """Return a distinguished name of the non-empty `parts`, cut to the lengths of RFC 5280."""
    return x509.Name(
        [x509.NameAttribute(_ATTRIBUTES[key], text[: _LONGEST.get(key, 200)]) for key, text in parts.items() if text]
    )


def authority(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, issuer: Issuer | None, period: Period, url: str
) -> x509.Certificate:
    """Return a root certificate, or that of an authority which may issue to end entities only."""
    builder = _builder(subject, key.public_key(), issuer, period)
    depth = 1 if issuer is None else 0
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=depth), critical=True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    if issuer is not None:
        builder = _pointers(builder, f"{url}/pki/root")
    return builder.sign(issuer.key if issuer else key, hashes.SHA384())


def seal(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, issuer: Issuer, period: Period, url: str
) -> x509.Certificate:
    """Return the certificate of the administration's seal (Ley 40/2015 art. 40)."""
    builder = _end_entity(_builder(subject, key, issuer, period), f"{url}/pki/services")
    builder = builder.add_extension(_usage("digital_signature", "content_commitment"), critical=True)
    return builder.sign(issuer.key, hashes.SHA256())


def clock(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, issuer: Issuer, period: Period, url: str
) -> x509.Certificate:
    """Return a time-stamping certificate. Source: RFC 3161 section 2.3 (one critical purpose)."""
    builder = _end_entity(_builder(subject, key, issuer, period), f"{url}/pki/services")
    builder = builder.add_extension(_usage("digital_signature"), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(issuer.key, hashes.SHA256())


def one_time(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, issuer: Issuer, period: Period, terms: "Terms"
) -> x509.Certificate:
    """Return a person's certificate for one signature, bound to the manifest of its evidence.

    emailProtection stands beside documentSigning because common validators know only the former.
    """
    builder = _end_entity(_builder(subject, key, issuer, period), f"{terms.url}/pki/citizens")
    builder = builder.add_extension(_usage("content_commitment"), critical=True)
    purposes = x509.ExtendedKeyUsage([_DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    builder = builder.add_extension(purposes, critical=False)
    notice = x509.UserNotice(None, terms.notice)
    policy = x509.PolicyInformation(ObjectIdentifier(f"{terms.arc}.1.1"), [f"{terms.url}/pki/", notice])
    builder = builder.add_extension(x509.CertificatePolicies([policy]), critical=False)
    bound = x509.UnrecognizedExtension(evidence_extension(terms.arc), b"\x04\x20" + terms.manifest_sha256)
    return builder.add_extension(bound, critical=False).sign(issuer.key, hashes.SHA256())


class Terms(Protocol):
    """Under which policy, and for which evidence, a one-time certificate is issued."""

    @property
    def url(self) -> str:
        """Return the office's base address."""
        ...

    @property
    def arc(self) -> str:
        """Return the office's object identifier arc."""
        ...

    @property
    def notice(self) -> str:
        """Return the user notice."""
        ...

    @property
    def manifest_sha256(self) -> bytes:
        """Return the 32-byte digest of the evidence manifest."""
        ...


def evidence_extension(arc: str) -> ObjectIdentifier:
    """Return the identifier of the extension that holds the manifest's digest."""
    return ObjectIdentifier(f"{arc}.2.1")


def empty_crl(issuer: Issuer, since: datetime, until: datetime) -> bytes:
    """Return a DER revocation list with nothing in it."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(since)
        .next_update(until)
        .add_extension(x509.CRLNumber(int(since.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def der(certificate: x509.Certificate) -> bytes:
    """Return `certificate` in DER."""
    return certificate.public_bytes(serialization.Encoding.DER)


def pem(certificate: x509.Certificate) -> bytes:
    """Return `certificate` in PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of `certificate` in hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def _builder(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, issuer: Issuer | None, period: Period
) -> x509.CertificateBuilder:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(period[0])
        .not_valid_after(period[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
    if issuer is None:
        return builder
    own = issuer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own), critical=False)


def _end_entity(builder: x509.CertificateBuilder, address: str) -> x509.CertificateBuilder:
    return _pointers(builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True), address)


def _pointers(builder: x509.CertificateBuilder, address: str) -> x509.CertificateBuilder:
    """Say where the issuer's list and certificate lie; with the list, a signature outlives its certificate."""
    list_at = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{address}.crl")], None, None, None)
    issuer_at = x509.AccessDescription(
        AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(f"{address}.cer")
    )
    builder = builder.add_extension(x509.CRLDistributionPoints([list_at]), critical=False)
    return builder.add_extension(x509.AuthorityInformationAccess([issuer_at]), critical=False)


def _usage(*granted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{use: use in granted for use in _USES})
