"""One child of the supervisor: what it is, and how it is started, watched and stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.embedded import accounts, logs, orphans

_CALM = 60.0  # seconds of life after which a child counts as healthy again
_LONGEST_PAUSE = 30.0


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Child:
    """A program to keep alive. `label` is what people read; `ready` tells whether it serves.

    `stop` is the signal that ends it and `patience` the seconds until it is killed. A child with
    `once` is run to its end before the next stage, unless it is not `needed`, and must succeed;
    `after` that is called.
    """

    name: str
    label: str
    argv: tuple[str, ...]
    ready: Callable[[], bool] = _always
    environment: Mapping[str, str] = field(default_factory=dict)
    account: accounts.Account | None = None
    stop: int = signal.SIGTERM
    patience: float = 10.0
    once: bool = False
    needed: Callable[[], bool] = _always
    after: Callable[[], object] = _always


@dataclass(slots=True)
class Keeper:
    """The life of one child: its process, its log, and when it may be started again."""

    child: Child
    pids: Path
    log: Path
    cwd: Path
    process: subprocess.Popen[bytes] | None = None
    offset: int = 0
    failures: int = 0
    started_at: float = 0.0
    due_at: float = 0.0

    def start(self) -> None:
        """Start the child in a session of its own, its output going to its log."""
        logs.rotate(self.log)
        self.offset = logs.size(self.log)
        self.started_at = time.monotonic()
        argv = accounts.command(self.child.argv, self.child.account, self.child.stop)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=self.cwd,
                env=dict(self.child.environment),
                start_new_session=True,
            )
        orphans.remember(self.pids, self.child.name, self.process.pid, self.cwd)

    @property
    def code(self) -> int | None:
        """Return the exit code of the last process, None while it lives."""
        return self.process.poll() if self.process else None

    @property
    def alive(self) -> bool:
        """Tell whether the child runs."""
        return self.process is not None and self.process.poll() is None

    def mend(self, now: float) -> str | None:
        """Start a dead child again when its pause is over; return a line to print when something happened."""
        if self.alive:
            if now - self.started_at > _CALM:
                self.failures = 0
            return None
        if self.process is not None:
            code = self.process.returncode
            orphans.kill_group(self.process.pid, signal.SIGKILL)
            orphans.forget(self.pids, self.child.name)
            self.process = None
            pause = min(_LONGEST_PAUSE, 0.5 * 2.0**self.failures)
            self.failures += 1
            self.due_at = now + pause
            return f"{self.child.label}: ha terminado ({code}); se reinicia en {pause:.1f} s"
        if now < self.due_at:
            return None
        self.start()
        return f"{self.child.label}: reiniciado"

    def stop(self) -> None:
        """Stop the child and everything in its session, gently first."""
        if self.process is None:
            return
        if self.alive:
            os.kill(self.process.pid, self.child.stop)
            try:
                self.process.wait(self.child.patience)
            except subprocess.TimeoutExpired:
                orphans.kill_group(self.process.pid, signal.SIGKILL)
                self.process.wait()
        orphans.kill_group(self.process.pid, signal.SIGKILL)
        orphans.forget(self.pids, self.child.name)
        self.process = None

    def last_words(self) -> list[str]:
        """Return the last lines that the child wrote since it was started."""
        return list(logs.tail(self.log, self.offset))
