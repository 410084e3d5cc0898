"""Children whose supervisor was killed: how they are remembered, recognised and swept away."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_UNKNOWN = "unknown"
_GROUP, _START = 2, 19  # fields 5 and 22 of /proc/PID/stat, counted after the name, which is field 2


def birth(pid: int) -> str | None:
    """Return a text that no other process will ever have, or None when `pid` does not live.

    A zombie does not live. Where /proc is not mounted, all that live look alike.
    """
    if sys.platform != "linux":
        done = subprocess.run(["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return done.stdout.strip() or None
    if not Path("/proc/self/stat").exists():
        return _UNKNOWN if _is_there(pid) else None
    fields = _stat(pid)
    boot = _BOOT.read_text().strip() if _BOOT.exists() else ""
    return f"{boot}:{fields[_START]}" if fields else None


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the name, none for the dead and for zombies."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
    return [] if fields[0] in "ZX" else fields


def remember(folder: Path, name: str, pid: int, cwd: Path) -> None:
    """Note that `pid`, started in `cwd`, is the child `name`."""
    fresh = folder / f".{name}"
    fresh.write_text(json.dumps({"pid": pid, "birth": birth(pid), "cwd": str(cwd)}))
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


def _left_behind(group: int, cwd: str) -> list[int]:
    """Return the members of a group whose leader is gone; they must work in `cwd`, as ours do."""
    members = []
    for entry in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(entry.name))
        if fields and int(fields[_GROUP]) == group:
            with contextlib.suppress(OSError):
                if os.readlink(entry / "cwd") == cwd:  # noqa: PTH115 - the kernel's own spelling is wanted
                    members.append(int(entry.name))
    return members


def _sweep_one(noted: dict[str, str], patience: float) -> bool:
    pid, born = int(noted["pid"]), noted["birth"]
    now = birth(pid)
    if born == _UNKNOWN:
        return False
    if now == born:
        _end(pid, born, patience)
        return True
    rest = _left_behind(pid, noted["cwd"]) if now is None else []
    for member in rest:
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
    return bool(rest)


def sweep(folder: Path, patience: float = 5) -> list[str]:
    """End every remembered child that still lives, the youngest first, and return their names.

    A process that merely got the same number is left alone.
    """
    swept = []
    for path in sorted(folder.glob("*.json"), key=lambda found: found.stat().st_mtime_ns, reverse=True):
        with contextlib.suppress(ValueError, KeyError, TypeError):  # a note cut short by a full disk
            if _sweep_one(json.loads(path.read_text()), patience):
                swept.append(path.stem)
        path.unlink()
    return swept
