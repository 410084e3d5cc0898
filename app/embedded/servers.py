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


@dataclass(frozen=True, slots=True)
class Servers:
    """A prepared cluster, a broker, and the children that run them."""

    cluster: postgres.Cluster
    broker: valkey.Broker
    account: accounts.Account | None

    def database_child(self) -> children.Child:
        """Return PostgreSQL as a child."""
        return children.Child(
            name="database",
            label="Base de datos (PostgreSQL)",
            argv=self.cluster.argv(),
            ready=self.cluster.has_database,
            environment={"LC_ALL": "C", "TZ": "UTC"},
            account=self.account,
            stop=signal.SIGINT,
            patience=30,
        )

    def broker_child(self) -> children.Child:
        """Return Valkey as a child."""
        return children.Child(
            name="broker",
            label="Cola de tareas (Valkey)",
            argv=self.broker.argv(),
            ready=self.broker.answers,
            environment={"LC_ALL": "C"},
            account=self.account,
        )


@contextmanager
def prepared(home: Path, password: str, *, hasty: bool = False) -> Iterator[Servers]:
    """Prepare the servers of `home`, which we hold alone; their sockets' folder goes when this ends."""
    note = home / "pids" / "sockets"
    if note.exists():
        shutil.rmtree(note.read_text(), ignore_errors=True)
    account = accounts.unprivileged(home / "postgres")
    programs = binaries.find(account)
    listening = sockets.folder(account)
    note.write_text(str(listening))
    try:
        data = postgres.place(home / "postgres", account)
        cluster = postgres.Cluster(programs.postgres, data, listening, password, account, hasty)
        postgres.prepare(cluster)
        yield Servers(cluster, valkey.Broker(programs.valkey, listening), account)
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
        office.start([[servers.database_child(), servers.broker_child()]])
        addresses = {"database_url": servers.cluster.url(), "redis_url": servers.broker.url()}
        ready = home / "servers.json.new"
        ready.write_text(json.dumps(addresses))
        ready.replace(home / "servers.json")
        office.watch(until=lambda: orphans.birth(owner) != born)


def main(arguments: Sequence[str]) -> int:
    """Run the module's command and return its exit code."""
    parser = argparse.ArgumentParser(prog="app.embedded.servers")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--owner", type=int, required=True)
    wanted = parser.parse_args(arguments)
    os.umask(0o077)
    try:
        keep(wanted.home, wanted.owner)
        shutil.rmtree(wanted.home, ignore_errors=True)
    except refusals.Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 69
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
