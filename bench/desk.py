"""The desk's pages with a hundred thousand cases stored: what they cost, beside what they cost with hardly any."""

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from uuid import UUID

from sqlalchemy import select, text

from app import wiring
from app.ports import Outside
from app.services import cases, demonstration, entities, visits, worklists
from app.services.cases import Request
from app.services.parties import PersonDetails
from app.services.visits import Visitor
from app.services.worklists import Ask
from app.store import cases as rows_of_cases
from app.store import db
from app.store.tables import StaffRow
from bench import crowd, rows, step
from bench.rows import Row

_ANA = PersonDetails("Ana", "Núñez", "dni", "12345678Z", "ana@ejemplo.es", "+34612345678")
_CROWD = 100_000
_STATEMENTS = 12
_TIMES = 7
_LISTS: Mapping[str, Ask] = {
    "tasks of my groups": Ask(),
    "all tasks, third page": Ask(view="all", page=3),
    "overdue tasks": Ask(due="late"),
    "tasks by name": Ask(words="núñez giménez"),
    "tasks by case number": Ask(words="77777"),
}


def measure() -> list[Row]:
    """Measure every page before and after the crowd comes."""
    with tempfile.TemporaryDirectory() as folder, step.office(Path(folder)) as app, app.app_context():
        outside = wiring.outside()
        demonstration.seed(outside, Path(folder), step.ROOT, "1.3.6.1.4.1.99999")
        clerk = _clerk(outside)
        case = _waiting(outside)
        before = {name: _counted(outside, clerk, ask)[0] for name, ask in _LISTS.items()}
        crowd.gather(outside, case, _CROWD)
        with db.bookkeeping("the planner is told of the crowd") as session:
            session.execute(text("ANALYZE"))
        after = {name: _counted(outside, clerk, ask) for name, ask in _LISTS.items()}
    found = []
    for name, (statements, seconds) in after.items():
        found += [
            rows.at_most(f"{name}: statements with {_CROWD:,} cases", statements, _STATEMENTS),
            rows.at_most(f"{name}: statements that the crowd added", statements - before[name], 0),
            rows.told(f"{name}: time (ms)", seconds * 1000),
        ]
    return found


def _counted(outside: Outside, clerk: Visitor, ask: Ask) -> tuple[int, float]:
    """Return statements and median time of a page, once what a process keeps is kept."""

    def page() -> None:
        worklists.listed(outside, clerk, ask)

    entities.forget()  # what is kept for a minute is fresh from here
    page()
    counts = {"statements": 0, "commits": 0}
    with step.counting(counts):
        page()
    return counts["statements"], median(_timed(page) for _ in range(_TIMES))


def _timed(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _clerk(outside: Outside) -> Visitor:
    """Return a clerk of the demonstration, who is in."""
    with db.bookkeeping("a visit for a benchmark") as session:
        row = session.scalars(select(StaffRow).where(StaffRow.roles == ["clerk"])).first()
        if row is None:
            raise SystemExit("the town has no clerk")
        entity, token = row.entity, visits.open_staff(session, row, outside.clock.now())
    visitor = visits.current(outside, entity, token)
    if visitor is None:
        raise SystemExit("the clerk did not come in")
    return visitor


def _waiting(outside: Outside) -> UUID:
    """Return a case with a task of its own for the staff."""
    opened = cases.open_case(outside, "ribalba", Request("domiciliacion", _ANA, "es"))
    with db.bookkeeping("a task of the citizen stands in for one of the staff") as session:
        for task in rows_of_cases.tasks_of(session, opened.id):
            task.role, task.party = "clerk", None
    return opened.id
