"""The embedded PostgreSQL: its cluster, its command and its address."""

import os
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg

from app.embedded import accounts, binaries, refusals

USER = "ventanilla"
DATABASE = "ventanilla"
_HASTE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_wal_size=256MB")
_LASTING = ("fsync=on",)


@dataclass(frozen=True, slots=True)
class Cluster:
    """One PostgreSQL on disk and where it listens.

    `hasty` gives up durability for speed: for tests only.
    """

    programs: Path
    data: Path
    sockets: Path
    password: str
    account: accounts.Account | None = None
    hasty: bool = False

    def argv(self) -> tuple[str, ...]:
        """Return the command of the server."""
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            "max_connections=100",
            "timezone=UTC",
            "log_timezone=UTC",
            *(_HASTE if self.hasty else _LASTING),
        ]
        return (str(self.programs / "postgres"), "-D", str(self.data), *(f"--{option}" for option in options))

    def url(self, database: str = DATABASE) -> str:
        """Return the address of `database` in SQLAlchemy's form."""
        return f"postgresql+psycopg://{USER}:{self.password}@/{database}?host={self.sockets}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Open a connection that commits each statement."""
        return psycopg.connect(
            host=str(self.sockets), user=USER, password=self.password, dbname=database, autocommit=True
        )

    def answers(self) -> bool:
        """Tell whether the server accepts connections."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def has_database(self) -> bool:
        """Tell whether the server answers, and make sure that the office's database exists."""
        if not self.answers():
            return False
        with self.connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if not found:
                connection.execute(f"CREATE DATABASE {DATABASE}")
        return True


def place(folder: Path, account: accounts.Account | None) -> Path:
    """Return where the cluster of `folder` lives: there, or under /var/lib/ventanilla when root's account cannot enter.

    A note in `folder` remembers the second, so that a new home never meets an old cluster.
    """
    note = folder / "elsewhere"
    if note.exists():
        return Path(note.read_text().strip())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account:
        os.chown(folder, account.uid, account.gid)
    if accounts.can_keep(account, folder):
        return folder / "cluster"
    if account is None:
        raise refusals.Refused(
            f"No tiene permiso de escritura en {folder}.",
            "¿Se arrancó antes como otro usuario? Use ese usuario u otra carpeta con --home.",
        )
    elsewhere = binaries.state_folder() / f"cluster-{secrets.token_hex(8)}"
    elsewhere.mkdir(mode=0o700)
    os.chown(elsewhere, account.uid, account.gid)
    note.write_text(f"{elsewhere / 'cluster'}\n")
    return elsewhere / "cluster"


def discard(folder: Path) -> None:
    """Remove the cluster of `folder`, wherever it lives. The server must have stopped."""
    note = folder / "elsewhere"
    if note.exists():
        shutil.rmtree(Path(note.read_text().strip()).parent, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def prepare(cluster: Cluster) -> bool:
    """Create the cluster on disk unless it exists; return whether it was created now.

    Raises Refused when it was made by another major version or cannot be made.
    """
    version = cluster.data / "PG_VERSION"
    if version.exists():
        _check_version(cluster, version.read_text().strip())
        return False
    _initdb(cluster)
    return True


def _check_version(cluster: Cluster, found: str) -> None:
    done = subprocess.run([cluster.programs / "postgres", "--version"], capture_output=True, text=True, check=False)
    ours = done.stdout.split()[-1].split(".")[0] if done.stdout else "?"
    if found != ours:
        raise refusals.Refused(
            f"Los datos de {cluster.data} son de PostgreSQL {found} y este es PostgreSQL {ours}.",
            "Restaure una copia (./ventanilla db) en otra carpeta con --home.",
        )


def _initdb(cluster: Cluster) -> None:
    """Run initdb into a fresh neighbour folder and rename it, so that a broken start leaves no half cluster."""
    fresh = cluster.data.with_name(f"{cluster.data.name}-{secrets.token_hex(4)}")
    secret = cluster.sockets / "password"
    secret.touch(mode=0o600)
    secret.write_text(cluster.password)
    if cluster.account:
        os.chown(secret, cluster.account.uid, cluster.account.gid)
    options = [
        f"--pgdata={fresh}",
        f"--username={USER}",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        *(["--no-sync"] if cluster.hasty else []),
    ]
    argv = (str(cluster.programs / "initdb"), *options)
    try:
        done = subprocess.run(
            accounts.command(argv, cluster.account, 9),
            capture_output=True,
            text=True,
            cwd=cluster.sockets,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            check=False,
        )
    finally:
        secret.unlink()
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["sin mensaje"])[-1]
        raise refusals.Refused(f"No se pudo crear la base de datos en {cluster.data}: {last}.")
    fresh.replace(cluster.data)
