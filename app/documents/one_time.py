"""A person's key for one signature: issued, used, destroyed within one call."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from app.documents import certificates
from app.documents import pki as keys
from app.documents.pki import Pki
from app.domain import errors

_LIFETIME, _BACKDATED = timedelta(minutes=10), timedelta(seconds=30)
_DIGEST_SIZE = 32
_NOTICE = "Certificado de un solo uso para una firma electrónica avanzada"
STAFF = "staff"
_KINDS = {"dni": "IDC", "nie": "IDC", "eu_id": "IDC", "passport": "PAS", "tin": "TIN", "staff": "EI:"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A person whose identity an official accepted, or who signed in by certificate.

    `kind` is dni, nie, eu_id, passport or tin; `country` the two letters of who issued the document. For somebody who
    signs for a body of the administration it is staff, `number` what their `organisation` knows them by, `unit` the
    body: such a certificate states no document of theirs. Source: Ley 40/2015 art. 43.2.
    """

    given_name: str
    surnames: str
    kind: str
    number: str
    country: str = "ES"
    organisation: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Terms:
    url: str
    arc: str
    notice: str
    manifest_sha256: bytes


class KeyDestroyed(errors.Conflict):
    """A one-time key was asked for a second signature."""

    code = "signature.key_destroyed"


@dataclass(frozen=True, slots=True)
class Support:
    """What must travel with a signature to prove its certificate for years.

    The citizens' revocation list (DER) lives no longer than the certificate itself: validators judge
    at the list's last moment, and must find the certificate alive then.
    Source: ETSI EN 319 102-1 section 5.6.2.2 (time sliding).
    """

    arc: str
    issuer: x509.Certificate
    authorities: tuple[x509.Certificate, ...]
    crls: tuple[bytes, ...]


class OneTimeKey:
    """A private key that signs once. It is never written anywhere; `destroy` forgets it.

    Python cannot promise that the memory is wiped: keep the object within one short call.
    """

    def __init__(self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, support: Support) -> None:
        self.certificate = certificate
        self.support = support
        self._key: ec.EllipticCurvePrivateKey | None = key

    def sign(self, content: bytes) -> bytes:
        """Return the DER ECDSA signature with SHA-256 of `content` and destroy the key."""
        if self._key is None:
            raise KeyDestroyed("this key has signed")
        signature = self._key.sign(content, ec.ECDSA(hashes.SHA256()))
        self.destroy()
        return signature

    def destroy(self) -> None:
        """Forget the private key."""
        self._key = None

    @property
    def destroyed(self) -> bool:
        """Whether the key is gone."""
        return self._key is None


def issue(pki: Pki, subject: Subject, manifest_sha256: bytes, now: datetime) -> OneTimeKey:
    """Return a fresh P-256 key with a ten-minute certificate that names the manifest of the evidence.

    Raises `Invalid` for an unknown kind of document or a digest of the wrong size.
    Source: ETSI EN 319 412-1 section 5.1.3 (semantics of serialNumber).
    """
    if subject.kind not in _KINDS or len(manifest_sha256) != _DIGEST_SIZE:
        raise errors.Invalid("a one-time certificate needs a known document and a manifest")
    key = ec.generate_private_key(ec.SECP256R1())
    given, surnames = _plain(subject.given_name), _plain(subject.surnames)
    full = f"{given} {surnames}".strip()
    staff = subject.kind == STAFF
    distinguished = certificates.name(
        C=subject.country,
        O=_plain(subject.organisation),
        OU=_plain(subject.unit),
        SN=surnames,
        GN="" if staff else given,
        SERIAL=f"{_KINDS[subject.kind]}{subject.country}-{subject.number}",
        CN=full if staff else f"{full[: 62 - len(subject.number)]} {subject.number}",
    )
    since = now - _BACKDATED
    terms = _Terms(pki.town.url, pki.arc, _NOTICE, manifest_sha256)
    certificate = certificates.one_time(
        distinguished, key.public_key(), pki.citizens, (since, since + _LIFETIME), terms
    )
    lists = keys.crls(pki, now)
    lists["citizens.crl"] = certificates.empty_crl(pki.citizens, since + timedelta(seconds=1), since + _LIFETIME)
    support = Support(
        arc=pki.arc,
        issuer=pki.citizens.certificate,
        authorities=(pki.root, pki.citizens.certificate, pki.services.certificate),
        crls=tuple(lists.values()),
    )
    return OneTimeKey(certificate, key, support)


def _plain(text: str) -> str:
    """Return `text` composed, without control characters and doubled spaces."""
    return " ".join(
        "".join(c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", text)).split()
    )
