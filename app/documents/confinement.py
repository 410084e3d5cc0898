"""Run a task over hostile bytes in a child that has little memory, little time, no secrets and no network."""

import json
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain import errors

_ROOT = Path(__file__).resolve().parents[2]
_SIZE = struct.Struct(">Q")
_MEMORY_EXIT = 77


class ChildFailed(errors.OfficeError):
    """A confined child gave no answer. `reason` is "timeout", "memory" or "crash"."""

    code = "document.child_failed"
    status = 422

    def __init__(self, reason: str) -> None:
        super().__init__(f"confined child: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. `memory` is address space in bytes."""

    memory: int = 1 << 30
    cpu_seconds: int = 10
    wall_seconds: float = 20.0


def pack(header: Mapping[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return `header` and `blobs` as one message."""
    text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    return b"".join([_SIZE.pack(len(text)), text, *blobs])


def unpack(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Return what `pack` was given. Raises `ChildFailed` for a message that is cut."""
    try:
        (length,) = _SIZE.unpack_from(message)
        header: dict[str, Any] = json.loads(message[_SIZE.size : _SIZE.size + length])
        at, blobs = _SIZE.size + length, []
        for size in header.pop("blobs"):
            blobs.append(message[at : at + size])
            at += size
    except (struct.error, ValueError, KeyError, TypeError) as cut:
        raise ChildFailed("crash") from cut
    if at != len(message):
        raise ChildFailed("crash")
    return header, blobs


def run(
    task: str, header: Mapping[str, Any], blobs: Sequence[bytes] = (), limits: Limits | None = None
) -> tuple[dict[str, Any], list[bytes]]:
    """Run `task` of `app.documents.child` and return its answer.

    The child starts with an empty environment and sets its limits before it reads a byte.
    Raises `ChildFailed` when it dies, stays silent or takes too long.
    """
    allowed = limits or Limits()
    command = [sys.executable, "-P", "-m", "app.documents.child", task, str(allowed.memory), str(allowed.cpu_seconds)]
    try:
        done = subprocess.run(
            command,
            input=pack(header, blobs),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            cwd="/",
            timeout=allowed.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise ChildFailed("timeout") from late
    if done.returncode != 0:
        raise ChildFailed(_death(done.returncode))
    return unpack(done.stdout)


def _death(code: int) -> str:
    """Name the cause of a child's end: SIGXCPU and SIGKILL come from the CPU limit."""
    if code in {-24, -9}:
        return "timeout"
    return "memory" if code in {_MEMORY_EXIT, -6} else "crash"
