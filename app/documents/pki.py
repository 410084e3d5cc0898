"""The office's own certificates: a root, an authority for citizens, one for services, the seal and the clock.

Demonstration and advanced signatures rest on these; a town that owns a qualified seal or a qualified
time-stamping service uses those instead. Source: RFC 5280, ETSI EN 319 412-1 and -2, RFC 9336.
"""

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.documents import certificates
from app.domain import errors

_GENERATION = "g1"
_NAMES = ("root", "citizens", "services", "seal", "tsa")
_YEAR = timedelta(days=365)
_ISSUING_CRL, _ROOT_CRL = timedelta(days=7), timedelta(days=180)
_BACKDATED = timedelta(minutes=5)
_LIST_BACKDATED = timedelta(seconds=20)  # less than a one-time certificate, so that the list falls within its life


class KeysLocked(errors.OfficeError):
    """The passphrase does not open the office's keys."""

    code = "pki.locked"


@dataclass(frozen=True, slots=True)
class TownIdentity:
    """Who the certificates speak for. `url` is the public base address, where /pki/ is served."""

    name: str
    nif: str
    url: str


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pki:
    """The opened keys of one office. `root_key` is None where the root is kept elsewhere."""

    town: TownIdentity
    arc: str
    root: x509.Certificate
    root_key: ec.EllipticCurvePrivateKey | None = field(repr=False)
    root_crl: bytes = field(repr=False)
    citizens: KeyHolder
    services: KeyHolder
    seal: KeyHolder
    tsa: KeyHolder


def create(folder: Path, passphrase: str, town: TownIdentity, arc: str, now: datetime) -> Pki:
    """Make the office's keys in `folder` unless they are there, and open them.

    `arc` is the object identifier under which the office's own policies and attributes are numbered.
    Safe to run twice, at once, or after a crash: the keys appear whole, in one rename, or not at all.
    """
    if not (folder / _GENERATION).exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        building = folder / f".building-{secrets.token_hex(8)}"
        building.mkdir(mode=0o700)
        _write(building, passphrase, _found(town, arc, now))
        try:
            building.rename(folder / _GENERATION)  # fails when another process was first: theirs count
        except OSError:
            shutil.rmtree(building, ignore_errors=True)
        _sync(folder)
    return load(folder, passphrase)


def load(folder: Path, passphrase: str) -> Pki:
    """Open the keys in `folder`. Raises `NotFound` when there are none, `KeysLocked` on a wrong passphrase."""
    home = folder / _GENERATION
    if not home.exists():
        raise errors.NotFound("no keys in this folder")
    facts = json.loads((home / "town.json").read_text())
    found = {name: x509.load_pem_x509_certificate((home / f"{name}.pem").read_bytes()) for name in _NAMES}
    keys = {name: _open_key(home / f"{name}.key", passphrase) for name in _NAMES if name != "root"}
    root_key = home / "root.key"
    return Pki(
        town=TownIdentity(**facts["town"]),
        arc=facts["arc"],
        root=found["root"],
        root_key=_open_key(root_key, passphrase) if root_key.exists() else None,
        root_crl=(home / "root.crl").read_bytes(),
        **{name: KeyHolder(found[name], keys[name]) for name in keys},
    )


def crls(pki: Pki, now: datetime) -> dict[str, bytes]:
    """Return fresh revocation lists (DER) by file name; nothing is revoked until an authority is replaced.

    The root's list is the stored one where the root key is kept elsewhere.
    """
    since = now - _LIST_BACKDATED
    root = pki.root_crl
    if pki.root_key is not None:
        root = certificates.empty_crl(KeyHolder(pki.root, pki.root_key), since, since + _ROOT_CRL)
    return {
        "root.crl": root,
        "citizens.crl": certificates.empty_crl(pki.citizens, since, since + _ISSUING_CRL),
        "services.crl": certificates.empty_crl(pki.services, since, since + _ISSUING_CRL),
    }


def published(pki: Pki) -> dict[str, bytes]:
    """Return the authorities' certificates (DER) by the file names that certificates point to."""
    return {
        "root.cer": certificates.der(pki.root),
        "citizens.cer": certificates.der(pki.citizens.certificate),
        "services.cer": certificates.der(pki.services.certificate),
    }


def policy_anchors(pki: Pki) -> dict[str, object]:
    """Return what an outside verifier must be told to trust: the root, and who seals and stamps under it."""
    return {
        "roots": [{"sha256": certificates.fingerprint(pki.root), "pem": certificates.pem(pki.root).decode()}],
        "citizens_ca_sha256": certificates.fingerprint(pki.citizens.certificate),
        "services_ca_sha256": certificates.fingerprint(pki.services.certificate),
        "seal_sha256": certificates.fingerprint(pki.seal.certificate),
        "tsa_sha256": certificates.fingerprint(pki.tsa.certificate),
        "arc": pki.arc,
    }


def seal_name(town: TownIdentity) -> x509.Name:
    """Return the name in the certificate of a seal."""
    organisation = {"C": "ES", "O": town.name, "OI": f"VATES-{town.nif}"}
    return certificates.name(**organisation, OU="SELLO ELECTRONICO", SERIAL=town.nif, CN=f"Sello - {town.name}")


def locked(key: ec.EllipticCurvePrivateKey, passphrase: str) -> bytes:
    """Return a private key as PEM that only the passphrase opens."""
    lock = serialization.BestAvailableEncryption(passphrase.encode())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


def holder(certificate: Path, key: Path, passphrase: str) -> KeyHolder:
    """Open a certificate and its key from two files. Raises `KeysLocked` on a wrong passphrase."""
    return KeyHolder(x509.load_pem_x509_certificate(certificate.read_bytes()), _open_key(key, passphrase))


def _found(town: TownIdentity, arc: str, now: datetime) -> Pki:
    """Generate every key and certificate. Authorities outlive what they issue and five years of archive stamps."""
    since = now - _BACKDATED
    root_key = ec.generate_private_key(ec.SECP384R1())
    root_name = certificates.name(C="ES", O=town.name, CN=f"{town.name} - Raíz G1")
    root = KeyHolder(certificates.authority(root_name, root_key, None, (since, since + 25 * _YEAR), town.url), root_key)

    def issuing(title: str) -> KeyHolder:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = certificates.name(C="ES", O=town.name, CN=f"{title} G1")
        return KeyHolder(certificates.authority(subject, key, root, (since, since + 20 * _YEAR), town.url), key)

    citizens, services = issuing("CA Ciudadanía Un Solo Uso"), issuing("CA Servicios")
    seal_key, tsa_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    tsa_name = certificates.name(C="ES", O=town.name, OI=f"VATES-{town.nif}", CN="TSA G1")
    return Pki(
        town=town,
        arc=arc,
        root=root.certificate,
        root_key=root_key,
        root_crl=certificates.empty_crl(root, since, since + _ROOT_CRL),
        citizens=citizens,
        services=services,
        seal=KeyHolder(
            certificates.seal(seal_name(town), seal_key.public_key(), services, (since, since + 5 * _YEAR), town.url),
            seal_key,
        ),
        tsa=KeyHolder(
            certificates.clock(tsa_name, tsa_key.public_key(), services, (since, since + 15 * _YEAR), town.url), tsa_key
        ),
    )


def _write(home: Path, passphrase: str, pki: Pki) -> None:
    holders: Mapping[str, KeyHolder] = {
        "citizens": pki.citizens,
        "services": pki.services,
        "seal": pki.seal,
        "tsa": pki.tsa,
    }
    files = {"town.json": json.dumps({"town": asdict(pki.town), "arc": pki.arc}).encode(), "root.crl": pki.root_crl}
    files["root.pem"] = certificates.pem(pki.root)
    keys = {name: holder.key for name, holder in holders.items()} | {"root": pki.root_key}
    files |= {f"{name}.pem": certificates.pem(holder.certificate) for name, holder in holders.items()}
    files |= {f"{name}.key": locked(key, passphrase) for name, key in keys.items() if key is not None}
    for name, content in files.items():
        descriptor = os.open(home / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _sync(home)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    with contextlib.suppress(OSError):
        os.fsync(descriptor)
    os.close(descriptor)


def _open_key(path: Path, passphrase: str) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), passphrase.encode())
    except ValueError as wrong:
        raise KeysLocked("the passphrase does not open the keys") from wrong
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeysLocked("not an elliptic curve key")
    return key
