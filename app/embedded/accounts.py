"""Who runs a server: root may not run PostgreSQL, so root's servers belong to somebody without rights."""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from app.embedded import refusals

LAUNCH = Path(__file__).with_name("launch.py")
_NAMES = ("ventanilla", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """A user without rights, by number."""

    uid: int
    gid: int


def is_root() -> bool:
    """Tell whether this process may do everything."""
    return os.geteuid() == 0


def unprivileged(owned: Path) -> Account | None:
    """Return who shall own and run the servers of `owned`, None when that is whoever we are already.

    The owner of an existing `owned` keeps it; otherwise the user `ventanilla`, otherwise `nobody`.
    Raises Refused when we are root and this machine knows neither.
    """
    if not is_root():
        return None
    if owned.exists() and (stat := owned.stat()).st_uid != 0:
        return Account(stat.st_uid, stat.st_gid)
    for name in _NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    raise refusals.Refused(
        "PostgreSQL no puede ejecutarse como root y no existe el usuario «nobody» ni «ventanilla».",
        "Cree uno (useradd --system ventanilla) o ejecute ./ventanilla como usuario ordinario.",
    )


def command(argv: tuple[str, ...], account: Account | None, death: int, umask: int = 0o077) -> list[str]:
    """Return the command that runs `argv` as `account` and sends it signal `death` when we end."""
    uid, gid = (str(account.uid), str(account.gid)) if account else ("-", "-")
    launcher = [sys.executable, "-I", "-S", str(LAUNCH), str(os.getpid()), str(death), uid, gid, f"{umask:o}"]
    return [*launcher, *argv]


def can(account: Account | None, *argv: str) -> bool:
    """Tell whether `argv` succeeds when `account` runs it."""
    done = subprocess.run(command(argv, account, 9), capture_output=True, cwd="/", check=False)
    return done.returncode == 0


def can_keep(account: Account | None, folder: Path) -> bool:
    """Tell whether `account` can reach and write `folder`."""
    return can(account, "/bin/sh", "-c", 'cd -- "$1" && test -w .', "sh", str(folder))
