"""Things that break: a server that stops, a worker that is killed, a disk that is full."""

import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo import post
from demo.browser import Browser
from demo.office import Office


def settings(office: Office) -> dict[str, str]:
    """Return the settings of an office that runs."""
    found: dict[str, str] = json.loads((office.home / "environment.json").read_text())
    return found


def pid(office: Office, child: str) -> int:
    """Return the process of a child of the supervisor."""
    return int(json.loads((office.home / "pids" / f"{child}.json").read_text())["pid"])


def kill(office: Office, child: str) -> int:
    """Kill a child and all that it started, as `kill -9` does; return which process it was."""
    found = pid(office, child)
    os.killpg(found, signal.SIGKILL)
    return found


@contextmanager
def without(office: Office, child: str) -> Iterator[None]:
    """Kill a child and keep it from being started again until the end of the block; wait until it is back."""
    supervisor = int((office.home / "lock").read_text())
    os.kill(supervisor, signal.SIGSTOP)
    try:
        killed = kill(office, child)
        yield
    finally:
        os.kill(supervisor, signal.SIGCONT)
    post.wait(lambda: _new_pid(office, child, killed), f"{child} de nuevo")


def _new_pid(office: Office, child: str, killed: int) -> bool:
    try:
        return pid(office, child) != killed
    except (OSError, ValueError):
        return False


@contextmanager
def full_disk(office: Office) -> Iterator[None]:
    """Let nothing be written where files are kept until the end of the block."""
    blobs = Path(office.home / "blobs")
    aside = blobs.with_name("blobs-aside")
    blobs.mkdir(mode=0o700, exist_ok=True)
    shutil.move(blobs, aside)
    blobs.touch()
    try:
        yield
    finally:
        blobs.unlink()
        shutil.move(aside, blobs)


def serves(office: Office, line: str) -> bool:
    """Tell whether the office shows its home page."""
    return Browser(office.address, line).open("/").status == 200
