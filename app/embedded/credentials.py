"""The secrets of one instance: made once, kept in files that only their owner reads."""

import os
import secrets
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an instance must never lose nor show. Without `master_key` no sealed answer opens again."""

    secret_key: str
    master_key: str
    pki_passphrase: str
    sms_token: str
    sms_receipts_secret: str
    database_password: str


def _keep(path: Path) -> str:
    """Return what `path` holds; before that, fill it with 64 random hex digits if it does not exist."""
    if not path.exists():
        fresh = path.with_name(f".{path.name}")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    return path.read_text().strip()


def read(folder: Path) -> Credentials:
    """Return the secrets in `folder`, making those that are missing."""
    return Credentials(**{field.name: _keep(folder / field.name) for field in fields(Credentials)})
