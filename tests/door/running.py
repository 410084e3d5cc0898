"""An office with stand-ins, as a process that tests may start, read and kill."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from app.embedded import orphans

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def until(claim: Callable[[], bool]) -> None:
    """Wait for a claim to hold."""
    deadline = time.monotonic() + PATIENCE
    while not claim():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


@dataclass(slots=True)
class Running:
    """A started supervisor and what it prints."""

    home: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    _coming: queue.Queue[str] = field(default_factory=queue.Queue)
    _reader: threading.Thread | None = None

    def __post_init__(self) -> None:
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._coming.put(line.rstrip("\n"))

    def says(self, words: str) -> str:
        """Wait for a line with `words` and return it."""
        while True:
            line = self._coming.get(timeout=PATIENCE)
            self.lines.append(line)
            if words in line:
                return line

    def pid(self, child: str) -> int:
        """Return the process number of a child."""
        return int(json.loads((self.home / "pids" / f"{child}.json").read_text())["pid"])

    def pids(self) -> list[int]:
        """Return the process numbers of all children."""
        return [self.pid(path.stem) for path in (self.home / "pids").glob("*.json")]

    def environment(self) -> dict[str, str]:
        """Return the settings that the children were given."""
        found: dict[str, str] = json.loads((self.home / "environment.json").read_text())
        return found

    def database(self) -> psycopg.Connection[tuple[object, ...]]:
        """Open the office's database."""
        url = self.environment()["DATABASE_URL"].replace("+psycopg", "", 1)
        return psycopg.connect(url, autocommit=True)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, wait for the end and return the exit code."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Wait for the end and return the exit code."""
        code = self.process.wait(PATIENCE)
        assert self._reader
        self._reader.join(PATIENCE)
        while not self._coming.empty():
            self.lines.append(self._coming.get())
        assert self.process.stdout
        self.process.stdout.close()
        return code


def lives(pid: int) -> bool:
    """Tell whether a process lives."""
    return orphans.birth(pid) is not None


@contextmanager
def office(home: Path, *words: str, port: int = 0, settings: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Start an office with stand-ins; it is stopped at the end if the test did not."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(settings or {})}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.door.stand_in", str(home), str(port), *words],
        cwd="/",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = Running(home, process)
    try:
        yield running
    finally:
        if process.poll() is None:
            running.stop()
        elif process.stdout and not process.stdout.closed:
            running.ended()
