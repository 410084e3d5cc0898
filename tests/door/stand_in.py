"""The supervisor with stand-ins for web and workers: `python -m tests.door.stand_in HOME PORT [broken] [discard]`."""

import os
import sys
from pathlib import Path

from app.embedded import children, office, refusals

WORKER = """
import subprocess, sys, time
subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(600)'])
time.sleep(600)
"""


def stages(plan: office.Plan) -> office.Stages:
    """Return a preparation, a web of static files and a worker with a child of its own, or something broken."""
    (plan.home / "www").mkdir(exist_ok=True)
    once = children.Child(
        name="once",
        label="Preparación",
        argv=office.python("-S", "-c", "import os; print(sorted(os.environ))"),
        environment=plan.environment,
        once=True,
    )
    web = children.Child(
        name="web",
        label="Páginas web",
        argv=office.python("-m", "http.server", str(plan.port), "-b", "127.0.0.1", "-d", str(plan.home / "www")),
        ready=lambda: office.serves(plan.port),
        environment=plan.environment,
    )
    worker = children.Child(
        name="worker", label="Tareas", argv=office.python("-S", "-c", WORKER), environment=plan.environment, patience=2
    )
    broken = children.Child(
        name="broken",
        label="Lo roto",
        argv=office.python("-S", "-c", "import sys; sys.exit('no puedo')"),
        environment=plan.environment,
        ready=lambda: False,
    )
    return [[once], [broken] if "broken" in sys.argv else [worker, web]]


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.umask(0o077)
    try:
        office.run(Path(sys.argv[1]), int(sys.argv[2]), _print, os.environ, stages, discard="discard" in sys.argv)
    except refusals.Refused as refusal:
        _print(f"REFUSED {refusal}")
        sys.exit(69)
