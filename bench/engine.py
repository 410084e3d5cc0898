"""The engine alone: what a move costs when the live workflow is at hand, and when it is read from its bytes."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from app.domain.calendar import WorkCalendar
from app.domain.work import Step
from app.engine import machine, specs, warm
from app.engine.specs import Spec
from bench import rows
from bench.rows import Row

ROOT = Path(__file__).resolve().parents[1]
_NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_CALENDAR = WorkCalendar(ZoneInfo("Europe/Madrid"), frozenset())
_ANSWERS = {
    "fill_request": {"holder_same": "yes", "payment_type": "recurrent", "ref": "a"},
    "hand_in_papers": {},
    "check_identity": {"outcome": "accepted", "ref": "b"},
    "review_order": {"outcome": "accepted", "ref": "c"},
}
_RESULTS = {
    "reserve_reference": {"reference": "R", "creditor": "C"},
    "write_mandate": {"document": "d", "sha256": "", "csv": ""},
    "sign_mandate": {"document": "d", "sha256": "", "csv": "", "signed_at": "2026-11-23T09:00:00+00:00"},
    "register_order": {"number": "N", "at": "", "legal_date": "", "receipt": "", "receipt_csv": ""},
}


def measure() -> list[Row]:
    """Run the direct debit procedure from start to end, many times, both ways in turn."""
    spec = specs.load({"domiciliacion.bpmn": (ROOT / "bpmn" / "domiciliacion.bpmn").read_bytes()}, "domiciliacion")
    kept, read, largest = [], [], 0
    for _ in range(40):
        kept.append(_cpu(lambda: _run(spec, lambda: None)))
        read.append(_cpu(lambda: _run(spec, warm.forget)))
        largest = max(largest, _largest(spec))
    return [
        rows.told("CPU of a case, workflow at hand (ms)", median(kept) * 1000),
        rows.told("CPU of a case, read from bytes at each move (ms)", median(read) * 1000),
        rows.at_most("read from bytes / at hand", median(read) / median(kept), 3.0),
        rows.at_most("largest state (kB)", largest / 1000, 8.0),
    ]


def _run(spec: Spec, between: Callable[[], None]) -> list[bytes]:
    at = {"now": _NOW, "calendar": _CALENDAR, "office": {"papers": {"returned": 0}}}
    step = machine.start(spec, {"applicant": {"ref": "p"}}, **at)  # type: ignore[arg-type]  # spelt once for all moves
    states = [step.state]
    while not step.ended:
        between()
        step = _move(spec, step, at)
        states.append(step.state)
    return states


def _move(spec: Spec, step: Step, at: dict[str, object]) -> Step:
    if step.tasks:
        task = step.tasks[0]
        return machine.complete(spec, step.state, task.id, _ANSWERS[task.element], **at)  # type: ignore[arg-type]  # as above
    call = step.calls[0]
    result = _RESULTS.get(call.element, {"reference": "m"})
    return machine.answer(spec, step.state, call.id, result, **at)  # type: ignore[arg-type]  # as above


def _largest(spec: Spec) -> int:
    return max(len(state) for state in _run(spec, lambda: None))


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
