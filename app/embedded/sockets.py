"""Places to listen: a private folder for sockets, and free ports of this machine."""

import os
import socket
import tempfile
from pathlib import Path

from app.embedded import accounts, refusals

_LONGEST = 107  # bytes of a socket's path on Linux; macOS allows 103
_NAME = "/vt-xxxxxxxx/.s.PGSQL.5432"
_LAST_PORT = 65535


def _fits(folder: str) -> bool:
    path = os.fsencode(folder)
    return len(path) + len(_NAME) <= min(_LONGEST, 103) and not set(path) & set(b",'\" ") and os.access(path, os.W_OK)


def folder(account: accounts.Account | None) -> Path:
    """Make a new folder of mode 0700 for sockets, owned by `account`, with a path short enough for one."""
    for candidate in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/run"):  # noqa: S108 - mkdtemp makes it private
        if _fits(candidate):
            made = Path(tempfile.mkdtemp(prefix="vt-", dir=candidate))
            if account:
                os.chown(made, account.uid, account.gid)
            return made
    raise refusals.Refused(
        "No hay una carpeta temporal escribible de nombre corto para los sockets.", "Defina TMPDIR=/tmp."
    )


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(wanted: int) -> int:
    """Return `wanted`, or the next port after it on which nobody listens; 0 takes any."""
    if wanted == 0:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            return int(listener.getsockname()[1])
    for port in range(wanted, min(wanted + 1000, _LAST_PORT + 1)):
        if _is_free(port):
            return port
    raise refusals.Refused(f"No hay puertos libres a partir del {wanted}.", "Indique otro con --port.")
