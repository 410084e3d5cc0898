"""Five hundred who want fifty places at once, and the calendar's pages with a hundred thousand appointments stored."""

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import ARRAY, DateTime, Integer, TextClause, Uuid, bindparam, text, update
from sqlalchemy.orm import Session

from app import wiring
from app.ports import Outside
from app.services import entities
from app.services.appointments import availability, booking, booking_person, outlook
from app.services.appointments.availability import Ask, Hour
from app.services.appointments.bookings import Wish
from app.services.appointments.hours import HourTaken
from app.services.demonstration import seeding
from app.services.publishing import procedures
from app.store import db
from app.store.tables import ScheduleRow, ScheduleRuleRow, StaffRow
from bench import measures, rows, step
from bench.rows import Row

TOWN, PROCEDURE, OFFICE = "ribalba", "domiciliacion", "casa-consistorial"
BOOKERS, PLACES, CLERKS = 500, 50, 5
THREADS = 8
"""As many web threads as `./ventanilla run` gives an office."""
FEW, MANY = 1_000, 100_000
_STATEMENTS = 12
_SLOWEST_ACT = 300.0
_ACTS = 3
"""A booking is three pages that are sent: the hour, who comes, and the confirmation."""
_WHOLE = _ACTS * _SLOWEST_ACT
_TRIES = 3
"""Hours that a booker tries on a page before looking again."""
_MORNING = 9


@dataclass(slots=True)
class Race:
    """What came of it, in milliseconds; `held` is the last hold of each booker."""

    holds: list[float] = field(default_factory=list)
    persons: list[float] = field(default_factory=list)
    confirmations: list[float] = field(default_factory=list)
    held: dict[int, float] = field(default_factory=dict)
    bookings: list[float] = field(default_factory=list)
    lost: int = 0


def measure() -> list[Row]:
    """Fill an office's calendar, read it with few and with many appointments, then let the bookers in."""
    with tempfile.TemporaryDirectory() as folder, step.office(Path(folder)) as app, app.app_context():
        outside = wiring.outside()
        seeding.seed(outside, Path(folder), step.ROOT, "1.3.6.1.4.1.99999")
        town = _Town(outside)
        ahead = [town.today + timedelta(days=n) for n in range(1, FEW // PLACES + 2)]
        town.store([day for day in ahead if day != town.day])
        few = town.pages()
        town.store(town.today - timedelta(days=n) for n in range(1, (MANY - FEW) // PLACES + 1))
        many, stored = town.pages(), town.count(_STORED)
        before = town.count(_DEADLOCKS)
        race = _race(app, town)
        db.db.engine.dispose()  # servers of connections count their deadlocks when they go
        time.sleep(1)
        deadlocks = town.count(_DEADLOCKS) - before
        booked, doubled = town.count(_BOOKED), town.count(_DOUBLED)
    return [
        rows.exactly(f"{BOOKERS} bookers for {PLACES} places, {THREADS} at once: booked", booked, PLACES),
        rows.at_most("doubled", doubled, 0),
        rows.at_most("deadlocks", deadlocks, 0),
        rows.told("bookers at once: the web threads of an office; the others wait their turn", THREADS),
        rows.at_most("p95 of a hold, had or refused (ms)", measures.p95(race.holds), _SLOWEST_ACT),
        rows.told("p95 of saying who comes (ms)", measures.p95(race.persons)),
        rows.told("p95 of a confirmation, which opens the case (ms)", measures.p95(race.confirmations)),
        rows.at_most(f"p95 of a whole booking, its {_ACTS} acts together (ms)", measures.p95(race.bookings), _WHOLE),
        rows.told("median of a hold (ms)", median(race.holds)),
        rows.told("holds refused, the hour being taken", race.lost),
        rows.told("appointments stored meanwhile", stored),
        *_compared(few, many),
    ]


def _compared(few: dict[str, tuple[int, float]], many: dict[str, tuple[int, float]]) -> list[Row]:
    found = []
    for name, (statements, seconds) in many.items():
        found += [
            rows.at_most(f"{name}: statements with {MANY:,} appointments", statements, _STATEMENTS),
            rows.at_most(f"{name}: statements that they added to those of {FEW:,}", statements - few[name][0], 0),
            rows.told(f"{name}: time (ms)", seconds * 1000),
            rows.told(f"{name}: time / time with {FEW:,}", seconds / few[name][1]),
        ]
    return found


class _Town:
    """The demonstration town with one calendar of its own, and nobody else's."""

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        self.entity = entities.shown(TOWN, outside.clock.now())
        known = procedures.offered(TOWN, PROCEDURE).procedure.appointment
        if known is None:
            raise SystemExit("the procedure takes no appointments")
        self.ask = Ask(PROCEDURE, "es", known.minutes, "in_person", OFFICE)
        self.today = self.entity.calendar.local_day(outside.clock.now())
        self.day = self.entity.calendar.working_day_from(self.today + timedelta(days=10))
        self.start = self.entity.calendar.at(self.day, time_of_day(_MORNING))
        self.clerks = [uuid4() for _ in range(CLERKS)]
        with db.bookkeeping("a calendar for a benchmark") as session:
            session.execute(update(ScheduleRow).values(active=False))
            self.schedule = self._open(session)

    def _open(self, session: Session) -> UUID:
        """Open every day from nine on, so long that each clerk has a fifth of the places."""
        length = self.ask.length * (PLACES // CLERKS)
        local = self.start.astimezone(self.entity.zone)
        session.add_all(_member(one) for one in self.clerks)
        schedule_id = uuid4()
        session.add(
            ScheduleRow(
                id=schedule_id,
                entity=TOWN,
                name="Race",
                office=OFFICE,
                channels=["in_person"],
                grid_minutes=self.ask.minutes,
                notice_minutes=0,
                window_days=60,
                texts={},
                created_at=self.outside.clock.now(),
            )
        )
        session.flush()
        session.add(
            ScheduleRuleRow(
                id=uuid4(),
                entity=TOWN,
                schedule_id=schedule_id,
                kind="series",
                starts_on=self.today,
                ends_on=self.today + timedelta(days=90),
                weekdays=list(range(7)),
                opens=local.time(),
                closes=(local + length).time(),
                every_weeks=1,
                week_of_month=0,
                clerks=self.clerks,
                internal=[],
                note="",
                created_at=self.outside.clock.now(),
            )
        )
        return schedule_id

    def store(self, days: Iterable[date]) -> None:
        """Store appointments that fill the morning of each day."""
        mornings = [self.entity.calendar.at(day, time_of_day(_MORNING)) for day in days]
        with db.bookkeeping("a crowd has no history") as session:
            values = {"town": TOWN, "schedule": self.schedule, "office": OFFICE, "procedure": PROCEDURE}
            lengths = {"minutes": self.ask.minutes, "last": PLACES // CLERKS - 1}
            session.execute(_FILL, {**values, **lengths, "clerks": self.clerks, "mornings": mornings})
            session.commit()
            session.connection(execution_options={"isolation_level": "AUTOCOMMIT"}).execute(text("VACUUM ANALYZE"))

    def pages(self) -> dict[str, tuple[int, float]]:
        """Return statements and median seconds of the calendar's pages, once what a process keeps is kept."""
        month = self.day.replace(day=1)
        wanted = outlook.Wanted(PROCEDURE, ("in_person", "phone"), self.ask.minutes, "es", month=month, day=self.day)
        pages: Mapping[str, Callable[[], object]] = {
            "month": lambda: availability.month(self.outside, TOWN, self.ask, self.day.year, self.day.month),
            "day": lambda: availability.day(self.outside, TOWN, self.ask, self.day),
            "whole calendar page": lambda: outlook.see(self.outside, TOWN, wanted),
            "first free hour": lambda: availability.next_free(self.outside, TOWN),
        }
        return {name: measures.counted(page) for name, page in pages.items()}

    def count(self, statement: TextClause) -> int:
        """Return what a statement counts."""
        with db.reading() as session:
            found: int = session.execute(statement, {"start": self.start, "schedule": self.schedule}).scalar_one()
        return found


_FILL = text("""
WITH made AS (
  INSERT INTO appointment (id, entity, state, schedule_id, office, procedure, channel, language, clerk_id,
    starts_at, ends_at, minutes, sequence, calls, created_at)
  SELECT gen_random_uuid(), :town, 'booked', :schedule, :office, :procedure, 'in_person', 'es', clerk,
    morning + n * :minutes * interval '1 minute', morning + (n + 1) * :minutes * interval '1 minute',
    :minutes, 0, 0, morning
  FROM unnest(:clerks) AS attending(clerk), unnest(:mornings) AS opening(morning), generate_series(0, :last) AS place(n)
  RETURNING id, clerk_id, starts_at
)
INSERT INTO slot (clerk_id, starts_at, entity, appointment_id, state)
SELECT clerk_id, starts_at + n * interval '5 minutes', :town, id, 'booked'
FROM made, generate_series(0, :minutes / 5 - 1) AS cell(n)
""").bindparams(
    bindparam("clerks", type_=ARRAY(Uuid)),
    bindparam("mornings", type_=ARRAY(DateTime(timezone=True))),
    bindparam("schedule", type_=Uuid),
    bindparam("minutes", type_=Integer),
    bindparam("last", type_=Integer),
)
_BOOKED = text("""
SELECT count(*) FROM appointment WHERE state = 'booked' AND case_id IS NOT NULL AND schedule_id = :schedule
""").bindparams(bindparam("schedule", type_=Uuid))
_STORED = text("SELECT count(*) FROM appointment")
_DOUBLED = text("""
SELECT count(*) FROM appointment a JOIN appointment b ON a.clerk_id = b.clerk_id AND a.id < b.id
AND b.starts_at >= :start AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
WHERE a.starts_at >= :start AND a.starts_at < CAST(:start AS timestamptz) + interval '1 day'
""")
_DEADLOCKS = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")


def _race(app: Flask, town: _Town) -> Race:
    """Let the bookers in, as many at once as there are threads, each with a page on which everything was free."""
    race, page = Race(), availability.day(town.outside, TOWN, town.ask, town.day)

    def inside(number: int) -> None:
        with app.app_context():
            _book(town, race, number, page)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(inside, range(BOOKERS)))
    return race


def _book(town: _Town, race: Race, number: int, page: Sequence[Hour]) -> None:
    """Try some hours of the page, then look again, until one is had or nothing is free."""
    while page:
        for tried in range(_TRIES):
            token = _hold(town, race, number, page[(number + tried) % len(page)])
            if token:
                given = partial(booking_person.give_person, town.outside, TOWN, token, _person(number))
                person, confirmation = (
                    measures.timed(given),
                    measures.timed(partial(booking.confirm, town.outside, TOWN, token)),
                )
                race.persons.append(person * 1000)
                race.confirmations.append(confirmation * 1000)
                race.bookings.append(race.held[number] + (person + confirmation) * 1000)
                return
        page = availability.day(town.outside, TOWN, town.ask, town.day)


def _hold(town: _Town, race: Race, number: int, hour: Hour) -> str:
    wish = Wish(PROCEDURE, "in_person", OFFICE, "es", hour.starts_at)
    start = time.perf_counter()
    try:
        _, token = booking.hold(town.outside, TOWN, wish, f"192.0.2.{number}")
    except HourTaken:
        race.lost += 1
        return ""
    finally:
        race.held[number] = (time.perf_counter() - start) * 1000
        race.holds.append(race.held[number])
    return token


def _person(number: int) -> dict[str, str]:
    return {
        "id_type": "passport",
        "id_number": f"RACE{number:06d}",
        "given_name": "Ana",
        "surname1": "Núñez",
        "email": f"{number}@correo.example",
        "without_mobile": "on",
    }


def _member(staff_id: UUID) -> StaffRow:
    return StaffRow(
        id=staff_id,
        entity=TOWN,
        username=staff_id.hex,
        name="Race",
        post="",
        office=OFFICE,
        roles=["clerk"],
        password="",
        totp=b"",
    )
