"""Certificates for bundles in tests: a town's, and those of people who would like to be the town."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ORGANISATION = "VATES-P9900100D"
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Holder:
    """A certificate, its key, and the certificates above it that a signature carries along."""

    certificate: x509.Certificate
    key: Key
    above: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        """The certificate in DER."""
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, content: bytes, algorithm: hashes.HashAlgorithm | None = None) -> bytes:
        """Return a detached CMS over `content`."""
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
        builder = builder.add_signer(self.certificate, self.key, algorithm or hashes.SHA256())  # type: ignore[arg-type]  # any SHA-2
        for one in self.above:
            builder = builder.add_certificate(one)
        return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])


@dataclass(frozen=True)
class Wish:
    """What a certificate should be."""

    name: str
    ca: bool = False
    path_length: int | None = None
    organisation: str = ""
    usage: str = "digital_signature"
    stamps: bool = False
    bare: bool = False
    since: datetime = SINCE
    until: datetime = UNTIL


def made(wish: Wish, issuer: Holder | None = None, key: Key | None = None) -> Holder:
    """Return a new certificate, signed by `issuer` or by itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    names = [x509.NameAttribute(NameOID.COMMON_NAME, wish.name)]
    if wish.organisation:
        names.append(x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, wish.organisation))
    subject = x509.Name(names)
    builder = x509.CertificateBuilder(issuer.certificate.subject if issuer else subject, subject, key.public_key())
    builder = (
        builder.serial_number(x509.random_serial_number()).not_valid_before(wish.since).not_valid_after(wish.until)
    )
    if not wish.bare:
        constraints = x509.BasicConstraints(ca=wish.ca, path_length=wish.path_length if wish.ca else None)
        builder = builder.add_extension(constraints, critical=True).add_extension(_usage(wish.usage), critical=True)
    if wish.stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    signer = issuer.key if issuer else key
    above = (issuer.certificate, *issuer.above) if issuer else ()
    return Holder(builder.sign(signer, hashes.SHA256()), key, above)


def _usage(word: str) -> x509.KeyUsage:
    words = "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign"
    return x509.KeyUsage(**{one: one == word for one in f"{words} crl_sign encipher_only decipher_only".split()})


@dataclass(frozen=True)
class Town:
    """The certificates of one town: those it owns and those it gave to others."""

    root: Holder
    services: Holder
    seal: Holder
    rsa_seal: Holder
    clock: Holder
    citizen: Holder


@cache
def town(name: str = "Ribalba") -> Town:
    """Return the certificates of the town called `name`; the same ones each time."""
    root = made(Wish(f"Root of {name}", ca=True, path_length=1, usage="key_cert_sign"))
    services = made(Wish(f"Services of {name}", ca=True, path_length=0, usage="key_cert_sign"), root)
    citizens = made(Wish(f"Citizens of {name}", ca=True, path_length=0, usage="key_cert_sign"), root)
    seal = Wish(f"Seal of {name}", organisation=ORGANISATION)
    return Town(
        root=root,
        services=services,
        seal=made(seal, services),
        rsa_seal=made(seal, services, rsa.generate_private_key(65537, 2048)),
        clock=made(Wish(f"Clock of {name}", organisation=ORGANISATION, stamps=True), services),
        citizen=made(Wish("A citizen", usage="content_commitment"), citizens),
    )


def after(certificate: x509.Certificate) -> datetime:
    """Return a time at which `certificate` is no longer in force."""
    return certificate.not_valid_after_utc + timedelta(seconds=1)
