"""Seals of further entities, which speak in their own name under the authorities of the office that serves them.

The first entity's seal lies with the authorities (see `app.documents.pki`). Source: Ley 40/2015 art. 40 (the seal of an
administration is its own, whoever runs the machine).
"""

import json
import os
import secrets
import shutil
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from app.documents import certificates, pki
from app.documents.pki import KeyHolder, Pki, TownIdentity

_FOLDER = "entities"
_BACKDATED, _LIFE = timedelta(minutes=5), timedelta(days=5 * 365)


def create(folder: Path, passphrase: str, entity: str, identity: TownIdentity, now: datetime) -> Pki:
    """Give `entity` a seal of its own unless it has one, and return the office's keys with it.

    The office's keys must be there. Safe to run twice or at once. Raises as `pki.load`.
    """
    office = pki.load(folder, passphrase)
    place = folder / _FOLDER / entity
    if not place.exists():
        place.parent.mkdir(mode=0o700, exist_ok=True)
        building = place.parent / f".building-{secrets.token_hex(8)}"
        building.mkdir(mode=0o700)
        _write(building, passphrase, identity, _issue(office, identity, now))
        try:
            building.rename(place)  # fails when another process was first: theirs counts
        except OSError:
            shutil.rmtree(building, ignore_errors=True)
    return of(folder, passphrase, entity, office)


def of(folder: Path, passphrase: str, entity: str, office: Pki) -> Pki:
    """Return the keys of `office` with the name and seal of `entity`; unchanged where it has none of its own."""
    place = folder / _FOLDER / entity
    if not entity or not place.exists():
        return office
    return replace(
        office,
        town=TownIdentity(**json.loads((place / "town.json").read_text())),
        seal=pki.holder(place / "seal.pem", place / "seal.key", passphrase),
    )


def _issue(office: Pki, identity: TownIdentity, now: datetime) -> KeyHolder:
    key = ec.generate_private_key(ec.SECP256R1())
    name = pki.seal_name(identity)
    life = (now - _BACKDATED, now - _BACKDATED + _LIFE)
    return KeyHolder(certificates.seal(name, key.public_key(), office.services, life, office.town.url), key)


def _write(home: Path, passphrase: str, identity: TownIdentity, seal: KeyHolder) -> None:
    files = {
        "town.json": json.dumps(asdict(identity)).encode(),
        "seal.pem": certificates.pem(seal.certificate),
        "seal.key": pki.locked(seal.key, passphrase),
    }
    for name, content in files.items():
        descriptor = os.open(home / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
