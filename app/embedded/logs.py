"""The children's logs: plain files that are cut by size."""

import shutil
from collections.abc import Iterable
from pathlib import Path

LARGEST = 5_000_000
KEPT = 3
_WINDOW = 4000


def rotate(path: Path, largest: int = LARGEST) -> bool:
    """Copy a log of more than `largest` bytes to `<name>.1`, age the older ones, and empty it; tell whether.

    The writer has the file open for appending and goes on at the new end; a line written while
    copying may be lost.
    """
    if not path.exists() or path.stat().st_size <= largest:
        return False
    for number in range(KEPT - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number + 1}"))
    shutil.copy2(path, path.with_name(f"{path.name}.1"))
    with path.open("r+b") as log:
        log.truncate()
    return True


def size(path: Path) -> int:
    """Return the length of a log in bytes, 0 when there is none yet."""
    return path.stat().st_size if path.exists() else 0


def since(path: Path, offset: int) -> bytes:
    """Return what was written after `offset`."""
    if not path.exists():
        return b""
    with path.open("rb") as log:
        log.seek(offset)
        return log.read()


def tail(path: Path, offset: int = 0, lines: int = 12) -> Iterable[str]:
    """Return the last lines written after `offset`."""
    return since(path, max(offset, size(path) - _WINDOW)).decode(errors="replace").splitlines()[-lines:]
