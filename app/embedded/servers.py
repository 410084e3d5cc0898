"""The two servers alone, database and broker: what tests and benchmarks need.

`python -m app.embedded.servers --home DIR --owner PID` starts them, writes DIR/servers.json when
both answer, stops them when process PID has ended, on TERM, or on Ctrl-C, and removes DIR.
"""

import argparse
import json
import os
import secrets
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.embedded import accounts, binaries, children, orphans, postgres, refusals, sockets, supervisor, valkey

ROOT = Path(__file__).resolve().parents[2]
DATABASE_URL, REDIS_URL = "DATABASE_URL", "REDIS_URL"


@dataclass(frozen=True, slots=True)
class Servers:
    """A prepared cluster and a broker; either may be somebody else's and is None then."""

    cluster: postgres.Cluster | None
    broker: valkey.Broker | None
    account: accounts.Account | None

    def to_keep(self) -> list[children.Child]:
        """Return the children that run them, the database first."""
        return [*self._database(), *self._broker()]

    def environment(self) -> dict[str, str]:
        """Return their addresses as settings."""
        addresses = {}
        if self.cluster:
            addresses[DATABASE_URL] = self.cluster.url()
        if self.broker:
            addresses[REDIS_URL] = self.broker.url()
        return addresses

    def _database(self) -> Iterator[children.Child]:
        if self.cluster:
            yield children.Child(
                name="database",
                label="Base de datos (PostgreSQL)",
                argv=self.cluster.argv(),
                ready=self.cluster.has_database,
                environment={"LC_ALL": "C", "TZ": "UTC"},
                account=self.account,
                stop=signal.SIGINT,
                patience=30,
            )

    def _broker(self) -> Iterator[children.Child]:
        if self.broker:
            yield children.Child(
                name="broker",
                label="Cola de tareas (Valkey)",
                argv=self.broker.argv(),
                ready=self.broker.answers,
                environment={"LC_ALL": "C"},
                account=self.account,
            )


@contextmanager
def prepared(
    home: Path, password: str, given: frozenset[str] = frozenset(), *, hasty: bool = False
) -> Iterator[Servers]:
    """Prepare the servers of `home`, which we hold alone; the folder of their sockets goes when this ends.

    `given` names the settings (DATABASE_URL, REDIS_URL) of servers that are somebody else's.
    """
    if {DATABASE_URL, REDIS_URL} <= given:
        yield Servers(None, None, None)
        return
    note = home / "pids" / "sockets"
    if note.exists():
        shutil.rmtree(note.read_text(), ignore_errors=True)
    account = accounts.unprivileged(home / "postgres")
    programs = binaries.find(account)
    listening = sockets.folder(account)
    note.write_text(str(listening))
    try:
        cluster = None
        if DATABASE_URL not in given:
            data = postgres.place(home / "postgres", account)
            cluster = postgres.Cluster(programs.postgres, data, listening, password, account, hasty)
            postgres.prepare(cluster)
        broker = None if REDIS_URL in given else valkey.Broker(programs.valkey, listening)
        yield Servers(cluster, broker, account)
    finally:
        shutil.rmtree(listening, ignore_errors=True)
        note.unlink(missing_ok=True)


def keep(home: Path, owner: int) -> None:
    """Run hasty servers in `home` for as long as process `owner` lives."""
    born = orphans.birth(owner)
    office = supervisor.Supervisor(home, ROOT, report=lambda _line: None)
    supervisor.open_home(home)
    with (
        supervisor.signals(office.enough),
        supervisor.sole(home),
        prepared(home, secrets.token_hex(16), hasty=True) as servers,
        office.stopped_at_the_end(),
    ):
        office.start([servers.to_keep()])
        ready = home / "servers.json.new"
        ready.write_text(json.dumps({name.lower(): address for name, address in servers.environment().items()}))
        ready.replace(home / "servers.json")
        office.watch(until=lambda: born is None or orphans.birth(owner) != born)
    postgres.discard(home / "postgres")


def main(arguments: Sequence[str]) -> int:
    """Run the module's command and return its exit code."""
    parser = argparse.ArgumentParser(prog="app.embedded.servers")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--owner", type=int, required=True)
    wanted = parser.parse_args(arguments)
    try:
        keep(wanted.home, wanted.owner)
        shutil.rmtree(wanted.home, ignore_errors=True)
    except refusals.Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 69
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))
