"""The desk's pages with a hundred thousand cases stored: what they cost, beside what they cost with hardly any."""

import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, text

from app import wiring
from app.ports import Outside
from app.services import cases, entities, visits
from app.services.cases import Request
from app.services.demonstration import seeding
from app.services.desk import agenda, worklists
from app.services.desk.agenda import Narrowed
from app.services.desk.worklists import Ask
from app.services.parties import PersonDetails
from app.services.visits import Visitor
from app.store import cases as rows_of_cases
from app.store import db
from app.store.tables import ScheduleRow, StaffRow
from bench import crowd, hours, rows, step
from bench.hours import Desk
from bench.rows import Row

_ANA = PersonDetails("Ana", "Núñez", "dni", "12345678Z", "ana@ejemplo.es", "+34612345678")
_TOWN, _PROCEDURE = "ribalba", "domiciliacion"
_CROWD = 100_000
_TODAY = 10
_STATEMENTS = 12
_SLOWER = 2.0
_TIMES = 15
Page = Callable[[Outside, Visitor], object]


def _list(ask: Ask) -> Page:
    return lambda outside, clerk: worklists.listed(outside, clerk, ask)


_PAGES: Mapping[str, Page] = {
    "tasks of my groups": _list(Ask()),
    "all tasks, third page": _list(Ask(view="all", page=3)),
    "overdue tasks": _list(Ask(due="late")),
    "tasks by name": _list(Ask(words="núñez giménez")),
    "tasks by case number": _list(Ask(words="77777")),
    "agenda of today": lambda outside, clerk: agenda.day(outside, clerk, narrowed=Narrowed("")),
    "appointments by document": lambda outside, clerk: agenda.found(outside, clerk, _ANA.id_number),
}
_ALIKE = ("agenda of today", "appointments by document")
"""Pages that show the same whether the crowd is there or not, so that their times can be compared."""


def measure() -> list[Row]:
    """Measure every page before and after the crowd comes."""
    with tempfile.TemporaryDirectory() as folder, step.office(Path(folder)) as app, app.app_context():
        outside = wiring.outside()
        seeding.seed(outside, Path(folder), step.ROOT, "1.3.6.1.4.1.99999")
        clerk = _clerk(outside)
        case, desk = _waiting(outside), _desk(outside, clerk)
        opened = [cases.open_case(outside, _TOWN, Request(_PROCEDURE, _ANA, "es")).id for _ in range(_TODAY)]
        hours.today(desk, opened)
        before = {name: _counted(outside, clerk, page) for name, page in _PAGES.items()}
        crowd.gather(outside, case, _CROWD)
        hours.other_days(desk)
        with db.bookkeeping("the planner is told of the crowd") as session:
            session.execute(text("ANALYZE"))
        after = {name: _counted(outside, clerk, page) for name, page in _PAGES.items()}
    return [row for name in _PAGES for row in _rows(name, before[name], after[name])]


def _rows(name: str, before: tuple[int, float], after: tuple[int, float]) -> list[Row]:
    (fewer, quicker), (statements, seconds) = before, after
    found = [
        rows.at_most(f"{name}: statements with {_CROWD:,} stored", statements, _STATEMENTS),
        rows.at_most(f"{name}: statements that the crowd added", statements - fewer, 0),
        rows.told(f"{name}: time (ms)", seconds * 1000),
    ]
    if name in _ALIKE:
        found.append(rows.at_most(f"{name}: time with the crowd / without", seconds / quicker, _SLOWER))
    return found


def _counted(outside: Outside, clerk: Visitor, page: Page) -> tuple[int, float]:
    """Return statements and the quickest time of a page, once what a process keeps is kept."""
    entities.forget()  # what is kept for a minute is fresh from here
    page(outside, clerk)
    counts = {"statements": 0, "commits": 0}
    with step.counting(counts):
        page(outside, clerk)
    return counts["statements"], min(_timed(lambda: page(outside, clerk)) for _ in range(_TIMES))


def _desk(outside: Outside, clerk: Visitor) -> Desk:
    """Return the clerk's desk, which opens at eight today."""
    now = outside.clock.now()
    with db.reading() as session:
        schedule = session.scalars(select(ScheduleRow).where(ScheduleRow.entity == clerk.entity)).first()
        if schedule is None:
            raise SystemExit("the town has no schedule")
        calendar = entities.get(session, clerk.entity, now).calendar
        first = calendar.start_of(calendar.local_day(now)) + timedelta(hours=8)
        return Desk(clerk.id, schedule.id, schedule.office, first)


def _timed(act: Callable[[], object]) -> float:
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
    opened = cases.open_case(outside, _TOWN, Request(_PROCEDURE, _ANA, "es"))
    with db.bookkeeping("a task of the citizen stands in for one of the staff") as session:
        for task in rows_of_cases.tasks_of(session, opened.id):
            task.role, task.party = "clerk", None
    return opened.id
