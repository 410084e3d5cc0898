"""The parts under the supervisor: programs, accounts, logs, secrets."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from app.embedded import accounts, binaries, credentials, logs, postgres, refusals, servers, stamps

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")


def test_the_programs_of_the_wheels_run() -> None:
    found = binaries.find(accounts.unprivileged(Path("/nowhere")))

    assert accounts.can(None, str(found.postgres / "pg_dump"), "--version")
    assert accounts.can(None, str(found.valkey), "--version")


def test_a_copy_of_the_programs_runs_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        copied = binaries.copy(binaries.find(None), tmp_path / "servers")
    finally:
        os.umask(before)

    assert accounts.can(None, str(copied.postgres / "initdb"), "--version")
    assert accounts.can(None, str(copied.valkey), "--version")
    assert [path.name for path in tmp_path.iterdir()] == ["servers"]


@as_root
def test_root_hands_its_servers_to_somebody_without_rights() -> None:
    account = accounts.unprivileged(Path("/nowhere"))

    assert account is not None
    assert account.uid != 0
    shown = subprocess.run(
        accounts.command(("/usr/bin/id", "-u"), account, 9), capture_output=True, text=True, check=True
    )
    assert shown.stdout == f"{account.uid}\n"


@as_root
def test_the_owner_of_a_cluster_keeps_it(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 12345)

    assert accounts.unprivileged(tmp_path) == accounts.Account(12345, 12345)


@as_root
def test_a_closed_folder_is_not_opened_for_the_servers(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    account = accounts.Account(65534, 65534)

    assert not accounts.can_keep(account, closed)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_a_cluster_of_another_version_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("9\n")
    cluster = postgres.Cluster(binaries.find(None).postgres, tmp_path, tmp_path, "secret")

    with pytest.raises(refusals.Refused, match="son de PostgreSQL 9"):
        postgres.prepare(cluster)


def test_secrets_are_made_once(tmp_path: Path) -> None:
    first = credentials.read(tmp_path)

    assert credentials.read(tmp_path) == first
    assert len(bytes.fromhex(first.master_key)) == 32
    assert len({path.read_text() for path in tmp_path.iterdir()}) == 6


def test_a_secret_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "master_key").write_text("ab" * 32)

    assert credentials.read(tmp_path).master_key == "ab" * 32


def test_a_long_log_is_cut_and_its_writer_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "web.log"
    with path.open("ab", buffering=0) as writer:
        for number in range(5):
            writer.write(f"round {number} ".encode() * 100)
            assert logs.rotate(path, largest=100)
            writer.write(b"after")

    assert path.read_bytes() == b"after"
    assert sorted(found.name for found in tmp_path.iterdir()) == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert b"round 4" in (tmp_path / "web.log.1").read_bytes()


def test_a_short_log_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "web.log").write_text("little")

    assert not logs.rotate(tmp_path / "web.log")
    assert not logs.rotate(tmp_path / "missing.log")


def test_a_database_is_prepared_again_when_a_source_has_changed(tmp_path: Path) -> None:
    (tmp_path / "bpmn").mkdir()
    (tmp_path / "bpmn" / "one.bpmn").write_text("one")
    before = stamps.agrees(tmp_path / "stamp", tmp_path)
    stamps.write(tmp_path / "stamp", tmp_path)
    unchanged = stamps.agrees(tmp_path / "stamp", tmp_path)

    (tmp_path / "bpmn" / "one.bpmn").write_text("another")

    assert [before, unchanged, stamps.agrees(tmp_path / "stamp", tmp_path)] == [False, True, False]


def test_servers_whose_owner_is_gone_stop_and_leave_nothing(tmp_path: Path) -> None:
    owner = subprocess.Popen(["/bin/true"])
    owner.wait()

    code = servers.main(["--home", str(tmp_path / "home"), "--owner", str(owner.pid)])

    assert code == 0
    assert not list(tmp_path.iterdir())
