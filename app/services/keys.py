"""What the town hall publishes of its keys: certificates and revocation lists."""

from functools import lru_cache
from pathlib import Path

from app.documents import entity_seals, pki
from app.documents.pki import Pki
from app.ports import Outside


def published(outside: Outside) -> dict[str, bytes]:
    """Return certificates and fresh revocation lists (DER) by file name. Raises `NotFound` before installation."""
    found = opened(outside)
    return {**pki.published(found), **pki.crls(found, outside.clock.now())}


def opened(outside: Outside, entity: str = "") -> Pki:
    """Return the office's keys, opened once in a process, with the seal of `entity` where it has one of its own."""
    return _opened(outside.pki_folder, outside.pki_passphrase, entity)


@lru_cache(maxsize=16)
def _opened(folder: Path, passphrase: str, entity: str) -> Pki:
    return entity_seals.of(folder, passphrase, entity, pki.load(folder, passphrase))
