"""Children whose supervisor was killed: how they are remembered, recognised and swept away."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_AFTER_NAME = 19  # starttime is field 22 of /proc/PID/stat, and the name ends field 2


def birth(pid: int) -> str | None:
    """Return a text that no other process will ever have, or None when `pid` does not live.

    A zombie does not live.
    """
    if sys.platform != "linux":
        done = subprocess.run(["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return done.stdout.strip() or None
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = _BOOT.read_text().strip() if _BOOT.exists() else ""
    except OSError:
        return None
    return None if fields[0] in "ZX" else f"{boot}:{fields[_AFTER_NAME]}"


def remember(folder: Path, name: str, pid: int) -> None:
    """Note that `pid` is the child `name`."""
    fresh = folder / f".{name}"
    fresh.write_text(json.dumps({"pid": pid, "birth": birth(pid)}))
    fresh.replace(folder / f"{name}.json")


def forget(folder: Path, name: str) -> None:
    """Note that the child `name` has ended."""
    (folder / f"{name}.json").unlink(missing_ok=True)


def kill_group(group: int, number: int) -> bool:
    """Send signal `number` to a process group; tell whether it had anybody."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _end(pid: int, born: str, patience: float) -> None:
    """End a living child gently, then by force, with all its group."""
    kill_group(pid, signal.SIGINT if patience else signal.SIGKILL)
    deadline = time.monotonic() + patience
    while birth(pid) == born and time.monotonic() < deadline:
        time.sleep(0.05)
    kill_group(pid, signal.SIGKILL)
    while birth(pid) == born:
        time.sleep(0.02)


def sweep(folder: Path, patience: float = 5) -> list[str]:
    """End every remembered child that still lives and return their names.

    A process that merely got the same number is left alone.
    """
    swept = []
    for path in sorted(folder.glob("*.json")):
        try:
            noted = json.loads(path.read_text())
            pid, born = int(noted["pid"]), str(noted["birth"])
        except (ValueError, KeyError, TypeError):
            path.unlink()
            continue
        if birth(pid) == born:
            _end(pid, born, patience)
            swept.append(path.stem)
        path.unlink()
    return swept
