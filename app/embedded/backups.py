"""Copies of the database, made and put back with PostgreSQL's own programs."""

import os
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from app.embedded import accounts, binaries, refusals


def _environment(url: str) -> dict[str, str]:
    """Return `url` as the variables that PostgreSQL's programs read, so that no password is in an argument."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    found = {
        "PGHOST": query.get("host", [parts.hostname or ""])[0],
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
        "PGSSLMODE": query.get("sslmode", [""])[0],
    }
    return {"PATH": os.environ.get("PATH", os.defpath), **{name: text for name, text in found.items() if text}}


def _run(url: str, program: str, *words: str) -> None:
    programs = binaries.find(accounts.unprivileged(Path("/"))).postgres
    done = subprocess.run(
        [programs / program, *words], env=_environment(url), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["sin mensaje"])[-1]
        raise refusals.Refused(f"{program} ha fallado: {last}.")


def backup(url: str, out: Path) -> None:
    """Write the database at `url` to the new file `out`, whole or not at all. Raises Refused.

    The keys of the cases are in it, wrapped: without the master key of home/secrets they do not open.
    """
    if out.exists():
        raise refusals.Refused(f"{out} ya existe.", "Elija otro nombre: una copia no se sobrescribe.")
    fresh = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={fresh}")
        fresh.replace(out)
    finally:
        fresh.unlink(missing_ok=True)


def restore(url: str, source: Path) -> None:
    """Fill the database at `url`, which must have no tables, from a backup; all of it or nothing. Raises Refused."""
    if not source.is_file():
        raise refusals.Refused(f"No existe la copia {source}.")
    _run(url, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--dbname=", str(source))
