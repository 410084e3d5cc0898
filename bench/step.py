"""A whole step of a case: statements and commits from lock to commit, and the engine's share of its CPU."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from flask import Flask
from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app import wiring
from app.domain.actors import Actor
from app.engine import machine
from app.services import cases, steps
from app.services.cases import Request
from app.services.demonstration import seeding
from app.services.parties import PersonDetails
from app.services.steps import Trigger
from app.settings import Settings
from app.store import cases as rows_of_cases
from app.store import db, migrations
from bench import rows
from bench.rows import Row

ROOT = Path(__file__).resolve().parents[1]
_ANA = PersonDetails("Ana", "Núñez", "dni", "12345678Z", "ana@ejemplo.es", "+34612345678")
_CASES = 30


def measure() -> list[Row]:
    """Complete the first task of thirty fresh cases on a real PostgreSQL and count."""
    with tempfile.TemporaryDirectory() as folder, office(Path(folder)) as app, app.app_context():
        outside = wiring.outside()
        seeding.seed(outside, Path(folder), ROOT, "1.3.6.1.4.1.99999")
        request = Request("domiciliacion", _ANA, "es")
        counted = [_one(cases.open_case(outside, "ribalba", request).id) for _ in range(_CASES)]
    whole = median(cpu for _, _, cpu, _ in counted)
    engine = median(cpu for _, _, _, cpu in counted)
    return [
        rows.at_most("statements from lock to commit", max(statements for statements, _, _, _ in counted), 8),
        rows.at_most("commits per step", max(commits for _, commits, _, _ in counted), 1),
        rows.told("CPU of a step (ms)", whole * 1000),
        rows.told("CPU of a step / CPU of its engine move", whole / engine if engine else 0.0),
    ]


def _one(case_id: UUID) -> tuple[int, int, float, float]:
    outside = wiring.outside()
    with db.reading() as session:
        task = next(task.id for task in rows_of_cases.tasks_of(session, case_id))
    counts = {"statements": 0, "commits": 0}
    spent = [0.0]

    def move(spec: Any, state: bytes, at: Any) -> Any:
        start = time.process_time()
        step = machine.complete(spec, state, task, {"holder_same": "yes", "ref": "r"}, **at)
        spent[0] = time.process_time() - start
        return step

    start = time.process_time()
    with counting(counts), db.transaction() as session:
        held = steps.hold(session, outside, "ribalba", case_id)
        cases.keep_answers(held, "request", {"holder_same": "yes"})
        steps.advance(held, move, Trigger("complete", Actor("citizen", str(case_id)), done=task))
    return counts["statements"], counts["commits"], time.process_time() - start, spent[0]


@contextmanager
def counting(counts: dict[str, int]) -> Iterator[None]:
    """Add to `counts` the statements and commits of the block."""

    def statement(*_: Any) -> None:
        counts["statements"] += 1

    def commit(*_: Any) -> None:
        counts["commits"] += 1

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", commit)


@contextmanager
def office(folder: Path) -> Iterator[Flask]:
    """Yield an application on servers of its own in `folder`."""
    home = folder / "servers"
    home.mkdir(mode=0o711)
    folder.chmod(0o711)
    keeper = subprocess.Popen(
        [sys.executable, "-m", "app.embedded.servers", "--home", str(home), "--owner", str(os.getpid())],
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        while not (home / "servers.json").exists():
            if keeper.poll() is not None:
                raise SystemExit("the servers did not start")
            time.sleep(0.05)
        found = json.loads((home / "servers.json").read_text())
        migrations.upgrade(found["database_url"])
        yield wiring.bare(_settings(found, folder))
    finally:
        keeper.terminate()
        keeper.wait(30)


def _settings(found: dict[str, str], folder: Path) -> Settings:
    return Settings(
        database_url=found["database_url"],
        redis_url=found["redis_url"],
        ventanilla_home=folder,
        secret_key=SecretStr("a secret key for a benchmark, long enough"),
        master_key=SecretStr("5a" * 32),
        pki_passphrase=SecretStr("a passphrase for a benchmark"),
    )
