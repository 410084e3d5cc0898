"""Files on a disk, written whole or not at all."""

import contextlib
import os
import re
import secrets
from pathlib import Path

from app.domain.errors import NotFound, OperatorUnavailable

_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)*")


class DiskBlobs:
    """Keeps files under `folder`, durable before `put` returns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, content: bytes) -> None:
        """Store `content` under `key`. Raises `OperatorUnavailable` on a full or missing disk."""
        path = self._path(key)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as fault:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise OperatorUnavailable(f"the file store refused: {fault.strerror}") from fault

    def get(self, key: str) -> bytes:
        """Return what `put` stored. Raises `NotFound`, or `OperatorUnavailable` when the disk fails."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as fault:
            raise NotFound("no such file") from fault
        except OSError as fault:
            raise OperatorUnavailable(f"the file store failed: {fault.strerror}") from fault

    def delete(self, key: str) -> None:
        """Forget `key`."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key) or ".." in key:
            raise ValueError("not a key of a file")
        return self._folder / key
