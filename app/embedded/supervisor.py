"""Keep children alive: start them in stages, restart the fallen, stop all in order."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import FrameType

from app.embedded import children, logs, orphans, refusals

_TICK = 0.1
_SERVING = 120.0  # seconds that a stage may take to serve


class Interrupted(Exception):
    """Somebody asked us to stop while we were starting."""


@dataclass(slots=True)
class Supervisor:
    """The children of one home. `report` takes the lines that people read."""

    home: Path
    cwd: Path
    report: Callable[[str], None]
    enough: Event = field(default_factory=Event)
    keepers: list[children.Keeper] = field(default_factory=list)
    began_at: float = field(default_factory=time.monotonic)

    @property
    def pids(self) -> Path:
        """Return the folder that remembers the children."""
        return self.home / "pids"

    def say(self, line: str) -> None:
        """Report a line with the seconds since the start."""
        self.report(f"{time.monotonic() - self.began_at:6.1f} s  {line}")

    def start(self, stages: Sequence[Sequence[children.Child]]) -> None:
        """Start stage after stage; within a stage all at once, then wait until each serves.

        Raises Refused when one cannot, and Interrupted when asked to stop meanwhile.
        """
        for stage in stages:
            keepers = [self._keeper(child) for child in stage if child.needed()]
            for keeper in keepers:
                keeper.start()
                self.keepers.append(keeper)
            for keeper in keepers:
                self._await(keeper)
            for keeper in keepers:
                if keeper.child.once:
                    keeper.child.after()
                    keeper.stop()
                    self.keepers.remove(keeper)

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Restart what falls and cut the logs until somebody says enough or `until` holds."""
        while not self.enough.wait(_TICK) and not until():
            for keeper in self.keepers:
                line = keeper.mend(time.monotonic())
                if line:
                    self.say(line)
                logs.rotate(keeper.log)

    def stop(self) -> None:
        """Stop everything, the last started first."""
        while self.keepers:
            self.keepers.pop().stop()

    @contextmanager
    def stopped_at_the_end(self) -> Iterator[None]:
        """Stop everything on leaving; being asked to stop while starting is no error."""
        try:
            yield
        except Interrupted:
            pass
        finally:
            self.stop()

    def _keeper(self, child: children.Child) -> children.Keeper:
        return children.Keeper(child, self.pids, self.home / "logs" / f"{child.name}.log", self.cwd)

    def _await(self, keeper: children.Keeper) -> None:
        deadline = time.monotonic() + _SERVING
        while not self._served(keeper):
            if self.enough.wait(_TICK / 2):
                raise Interrupted
            if time.monotonic() > deadline:
                raise self._refusal(keeper, f"no responde tras {_SERVING:.0f} s")
        self.say(keeper.child.label)

    def _served(self, keeper: children.Keeper) -> bool:
        child = keeper.child
        if child.once:
            if keeper.code:
                raise self._refusal(keeper, f"ha fallado ({keeper.code})")
            return keeper.code == 0
        if not keeper.alive:
            raise self._refusal(keeper, f"ha terminado al arrancar ({keeper.code})")
        return child.ready()

    @staticmethod
    def _refusal(keeper: children.Keeper, what: str) -> refusals.Refused:
        said = "".join(f"\n    {line}" for line in keeper.last_words())
        return refusals.Refused(f"{keeper.child.label}: {what}.{said}", f"El registro completo: {keeper.log}")


@contextmanager
def signals(enough: Event) -> Iterator[None]:
    """Let Ctrl-C, TERM and a closed terminal set `enough`."""

    def take(_number: int, _frame: FrameType | None) -> None:
        enough.set()

    before = {number: signal.signal(number, take) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def sole(home: Path) -> Iterator[None]:
    """Hold `home` for this process alone. Raises Refused when another supervisor has it."""
    descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            owner = os.read(descriptor, 20).decode(errors="replace").strip() or "?"
            raise refusals.Refused(
                f"Ya hay una Ventanilla en marcha con la carpeta {home} (proceso {owner}).",
                "Deténgala o use otra carpeta con --home.",
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def is_held(home: Path) -> bool:
    """Tell whether a supervisor holds `home`. Raises OSError when it cannot be told."""
    descriptor = os.open(home / "lock", os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def open_home(home: Path) -> None:
    """Make the folders that a supervisor needs. Raises Refused when `home` cannot be written."""
    try:
        if not home.exists():
            home.mkdir(mode=0o711, parents=True)
            home.chmod(0o711)  # the servers' account must pass; what lies inside is closed one by one
        for name in ("logs", "pids", "secrets"):
            (home / name).mkdir(mode=0o700, exist_ok=True)
        probe = home / "pids" / ".probe"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise refusals.Refused(
            f"No se puede escribir en {home}: {error.strerror}.", "Use otra carpeta con --home."
        ) from error


def sweep(home: Path) -> list[str]:
    """End what a killed supervisor of `home` left behind."""
    return orphans.sweep(home / "pids")
