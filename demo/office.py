"""An office of the drive's own: started with `run`, found through what it leaves in its home, stopped at the end."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.mismatch import Mismatch
from demo.people import Account

ROOT = Path(__file__).resolve().parents[1]
_READY = "Ventanilla está lista"
_STOPPING = 60
_OURS = ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "SMS_URL", "TSA_URL", "BLOBS_URL", "VENTANILLA_HOME", "BASE_URL")


@dataclass(frozen=True, slots=True)
class Office:
    """An office that runs: where people find it, and the home that holds its sinks and accounts."""

    address: str
    home: Path
    entity: str = ""

    def of(self, entity: str) -> "Office":
        """Return the pages and accounts of a further administration of this office."""
        return Office(f"{self.address}/{entity}", self.home, entity)

    def accounts(self) -> dict[str, Account]:
        """Return the demonstration's accounts by username. Raises Mismatch when the home holds none."""
        try:
            listed = json.loads((self.home / "demonstration.json").read_text())
        except (OSError, ValueError) as error:
            raise Mismatch(f"en {self.home} no están las cuentas de demostración; ¿es la carpeta de --home?") from error
        return {
            one["username"]: Account(
                one["username"], one["password"], one["totp"], one["name"], frozenset(one["roles"])
            )
            for one in listed
            if self.entity in {"", one.get("entity")}
        }

    def having(self, role: str) -> Account:
        """Return the first account with a role."""
        return next(one for one in self.accounts().values() if role in one.roles)


@contextmanager
def own(home: Path, surroundings: Mapping[str, str] | None = None) -> Iterator[Office]:
    """Run an office in `home` until the end of the block. Raises Mismatch when it does not start.

    `surroundings` are settings to give it. Those of an office that runs here already are not passed on.
    """
    environment = {name: text for name, text in os.environ.items() if name not in _OURS} | dict(surroundings or {})
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "app.embedded", "--discard", "--port", "0", "--home", str(home)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield Office(_address(process), home)
        finally:
            process.terminate()
            process.wait(_STOPPING)


def _address(process: "subprocess.Popen[str]") -> str:
    """Return where the office is, once it says that it is ready; go on reading what it says."""
    said: list[str] = []
    if process.stdout is None:
        raise Mismatch("la oficina no tiene salida")
    for line in process.stdout:
        said.append(line)
        if _READY in line:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return line.split()[-1]
    raise Mismatch("la oficina no ha arrancado:\n" + "".join(said[-12:]))
