"""The supervisor: one start, many ways to end, and never an orphan."""

import itertools
import json
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.embedded import orphans, sockets
from tests.conftest import Servers
from tests.door import running

READY = "Ventanilla está lista"


@pytest.fixture(scope="module")
def passable() -> Iterator[Path]:
    """Yield a folder that root's servers may enter, as pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="ventanilla-homes-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def lived_in(passable: Path) -> Path:
    """Return a home whose office was started and stopped."""
    home = passable / "lived in"
    with running.office(home) as office:
        office.says(READY)
    return home


_NUMBERS = itertools.count()


@pytest.fixture
def home(passable: Path, lived_in: Path) -> Path:
    """Return a home of this test's own, with a path longer than a socket's may be."""
    copy = passable / f"{next(_NUMBERS)}-{'a-long-path-' * 10}"
    subprocess.run(["/bin/cp", "-a", lived_in, copy], check=True)
    (copy / "secrets" / "secret_key").unlink()
    return copy


@pytest.fixture(scope="module")
def started(passable: Path) -> Iterator[running.Running]:
    """Yield an office that the tests of this module only look at."""
    with running.office(passable / "instance") as office:
        office.says(READY)
        yield office


def test_progress_is_printed_with_times(started: running.Running) -> None:
    progress = [line.split(" s  ") for line in started.lines if " s  " in line]

    assert [label for _, label in progress] == [
        "Base de datos (PostgreSQL)",
        "Cola de tareas (Valkey)",
        "Buzones de correo y SMS",
        "Preparación",
        "Tareas",
        "Páginas web",
    ]
    assert all(float(seconds) >= 0 for seconds, _ in progress)


def test_the_printed_address_serves(started: running.Running) -> None:
    address = started.environment()["BASE_URL"]

    assert any(address in line for line in started.lines)
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.status == 200


def test_secrets_are_read_by_their_owner_alone(started: running.Running) -> None:
    kept = [*(started.home / "secrets").iterdir(), started.home / "environment.json"]

    assert len(kept) == 7
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert len({path.read_text() for path in kept}) == len(kept)


def test_sockets_lie_in_a_private_folder_of_short_path(started: running.Running) -> None:
    folder = Path((started.home / "pids" / "sockets").read_text())

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(len(os.fsencode(path)) <= 103 for path in folder.iterdir())


def test_no_server_listens_beyond_this_machine(started: running.Running) -> None:
    with started.database() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_the_database_asks_for_its_password(started: running.Running) -> None:
    with started.database() as connection:
        rules = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()

    assert rules == [("scram-sha-256",)]


def test_a_second_office_in_the_same_home_is_refused_in_words(started: running.Running) -> None:
    with running.office(started.home) as second:
        assert second.ended() == 69

    assert "REFUSED Ya hay una Ventanilla en marcha" in second.lines[0]
    assert str(started.process.pid) in second.lines[0]


def test_two_homes_stand_side_by_side_on_neighbouring_ports(started: running.Running, home: Path) -> None:
    taken = int(started.environment()["BASE_URL"].rpartition(":")[2])

    with running.office(home, port=taken) as second:
        second.says(f"El puerto {taken} está ocupado")
        second.says(READY)

        assert second.environment()["BASE_URL"] != started.environment()["BASE_URL"]
        assert second.environment()["SECRET_KEY"] != started.environment()["SECRET_KEY"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything(home: Path, number: int) -> None:
    with running.office(home) as office:
        office.says(READY)
        children, folder = office.pids(), Path((home / "pids" / "sockets").read_text())

        assert office.stop(number) == 0

    assert len(children) == 5
    assert not any(map(running.lives, children))
    assert not folder.exists()
    assert not list((home / "pids").iterdir())
    assert not (home / "environment.json").exists()
    assert office.lines[-1] == "Ventanilla se ha detenido."


def test_a_signal_while_starting_stops_everything(home: Path) -> None:
    with running.office(home) as office:
        office.says("Base de datos")
        children = office.pids()

        assert office.stop() == 0

    assert not any(map(running.lives, children))


def test_the_database_survives_a_stop_and_a_start(home: Path) -> None:
    with running.office(home) as office:
        office.says(READY)
        with office.database() as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
        before = office.environment()
        office.stop()

    with running.office(home) as office:
        office.says(READY)
        with office.database() as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (1,)
        assert office.environment()["MASTER_KEY"] == before["MASTER_KEY"]


@pytest.mark.parametrize(
    ("child", "label"),
    [("database", "Base de datos"), ("broker", "Cola de tareas"), ("worker", "Tareas"), ("web", "Páginas web")],
)
def test_a_killed_child_is_started_again(home: Path, child: str, label: str) -> None:
    with running.office(home) as office:
        office.says(READY)
        killed = office.pid(child)

        os.kill(killed, signal.SIGKILL)

        assert label in office.says("ha terminado (-9)")
        assert label in office.says("reiniciado")
        assert running.lives(office.pid(child))
        assert office.pid(child) != killed


def _whole_tree(office: running.Running) -> list[int]:
    """Return the children and the worker's own child."""
    worker = office.pid("worker")
    offspring = Path(f"/proc/{worker}/task/{worker}/children")
    running.until(lambda: offspring.read_text() != "")
    return [*office.pids(), *map(int, offspring.read_text().split())]


def test_children_of_a_killed_supervisor_are_swept_at_the_next_start(home: Path) -> None:
    with running.office(home) as office:
        office.says(READY)
        children, folder = _whole_tree(office), Path((home / "pids" / "sockets").read_text())
        office.stop(signal.SIGKILL)

    with running.office(home) as office:
        office.says(READY)

        assert not any(map(running.lives, children))
        assert not folder.exists()


def test_children_of_a_killed_supervisor_end_by_themselves(home: Path) -> None:
    with running.office(home) as office:
        office.says(READY)
        children = office.pids()
        office.stop(signal.SIGKILL)

    running.until(lambda: not any(map(running.lives, children)))
    with running.office(home) as office:
        office.says(READY)


def test_a_process_that_merely_got_the_same_number_is_left_alone(tmp_path: Path) -> None:
    orphans.remember(tmp_path, "web", os.getpid(), tmp_path)
    note = tmp_path / "web.json"
    note.write_text(note.read_text().replace('"birth": "', '"birth": "another '))

    assert orphans.sweep(tmp_path) == []
    assert not note.exists()


def test_a_note_cut_short_does_not_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "web.json").write_text('{"pid": 1')

    assert orphans.sweep(tmp_path) == []


def test_a_part_that_cannot_start_is_named_with_its_last_words(home: Path) -> None:
    with running.office(home, "broken") as office:
        assert office.ended() == 69

    said = "\n".join(office.lines)
    assert "REFUSED Lo roto: ha terminado al arrancar (1)" in said
    assert "no puedo" in said
    assert not list((home / "pids").iterdir())


def test_a_home_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with running.office(tmp_path / "file" / "home") as office:
        assert office.ended() == 69

    assert "REFUSED No se puede escribir en" in office.lines[0]


def test_servers_that_are_given_are_not_started(home: Path, servers: Servers) -> None:
    given = {
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "SMTP_URL": "smtp://127.0.0.1:9",
        "SMS_URL": "http://token@127.0.0.1:9/",
    }

    with running.office(home, settings=given) as office:
        office.says(READY)

        assert sorted(path.stem for path in (home / "pids").glob("*.json")) == ["web", "worker"]
        assert given.items() <= office.environment().items()


def test_a_discarded_office_leaves_nothing_anywhere(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    with running.office(closed / "home", "discard") as office:
        office.says(READY)
        with office.database() as connection:
            found = connection.execute("SHOW data_directory").fetchone()
        assert office.stop() == 0

    assert found
    assert not Path(str(found[0])).exists()
    assert not list((closed / "home").iterdir())
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_a_port_is_given_only_when_free() -> None:
    first = sockets.free_port(0)

    assert sockets.free_port(first) == first


def test_nobody_is_swept_who_cannot_be_recognised(tmp_path: Path) -> None:
    orphans.remember(tmp_path, "web", os.getpid(), tmp_path)
    note = tmp_path / "web.json"
    note.write_text(json.dumps({"pid": os.getpid(), "birth": "unknown", "cwd": str(tmp_path)}))

    assert orphans.sweep(tmp_path) == []
