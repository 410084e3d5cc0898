"""One real PKI and one really signed document for the whole room: making them takes 0.3 s."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from app.documents import pki, signing, timestamps, verification
from app.documents.verification_report import Trust
from tests.documents import samples


@dataclass(frozen=True, slots=True)
class Signed:
    """The revisions of one mandate: rendered, signed by two persons, sealed and archived."""

    base: bytes
    once: bytes
    twice: bytes
    sealed: bytes


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys") / "pki"


@pytest.fixture(scope="session")
def office(keys_folder: Path) -> pki.Pki:
    town = pki.TownIdentity("Ayuntamiento de Ribalba", "P9900100A", "http://127.0.0.1:8080")
    return pki.create(keys_folder, "a long passphrase", town, samples.ARC, samples.NOW)


@pytest.fixture(scope="session")
def authority(office: pki.Pki) -> timestamps.EmbeddedAuthority:
    return timestamps.EmbeddedAuthority(office, lambda: samples.NOW)


@pytest.fixture(scope="session")
def trust(office: pki.Pki) -> Trust:
    return verification.trust_of(office, samples.NOW)


@pytest.fixture(scope="session")
def mandate() -> bytes:
    return samples.render("mandate", samples.MANDATE)


@pytest.fixture(scope="session")
def signed(mandate: bytes, office: pki.Pki, authority: timestamps.EmbeddedAuthority) -> Signed:
    once = samples.sign(mandate, office, samples.JOAN, "applicant", authority)
    twice = samples.sign(once, office, samples.MARIA, "holder", authority)
    place = signing.Place("seal", samples.NOW, ("Sello del Ayuntamiento de Ribalba", "10/12/2025 10:30:12"))
    return Signed(mandate, once, twice, signing.seal(twice, office, place, authority, last=True))
