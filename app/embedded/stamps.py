"""Whether the database was prepared with these very sources: if so, a start need not look again."""

import hashlib
from pathlib import Path

_SOURCES = ("app", "workers", "migrations", "bpmn", "forms")
_BUILT = {"__pycache__", "static", "templates"}


def _fingerprint(root: Path) -> str:
    """Return a digest of the names, sizes and times of every file that preparation may read."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in _SOURCES for path in (root / folder).rglob("*")):
        if path.is_file() and not _BUILT & set(path.parts):
            stat = path.stat()
            digest.update(f"{path.relative_to(root)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def agrees(stamp: Path | None, root: Path) -> bool:
    """Tell whether `stamp` was written with the sources as they are now."""
    return stamp is not None and stamp.exists() and stamp.read_text() == _fingerprint(root)


def write(stamp: Path | None, root: Path) -> None:
    """Remember the sources as they are now; without a place for it, nothing."""
    if stamp:
        stamp.write_text(_fingerprint(root))
