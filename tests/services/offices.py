"""An office where people book: clerks, a schedule, a procedure that takes appointments, bookings on the way."""

import time as time_module
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, text

from app.domain.openings import Rule, cells
from app.services.appointments import booking, booking_person, changes
from app.services.appointments.booked import Confirmed
from app.services.appointments.bookings import Wish
from app.store import db, slots
from app.store.slots import Want
from app.store.tables import AppointmentRow, HolidayRow, OfficeRow, ScheduleRow, ScheduleRuleRow, SlotRow, StaffRow
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import World

HALL, MILL = "casa", "molino"
MONDAY = date(2026, 11, 30)
ZONE = ZoneInfo("Europe/Madrid")
EVERY_DAY = frozenset(range(7))
SOURCES = builders.changed(
    channels=["online", "in_person", "phone"],
    appointment={
        "minutes": 15,
        "triage": "ask",
        "longer": [{"when": {"field": "parcel", "eq": "big"}, "minutes": 30}],
        "advice": [{"when": {"field": "parcel", "eq": "lost"}, "text": {"es": "No", "ca": "No"}, "stop": True}],
    },
)
PERSON: Mapping[str, str] = {
    "id_type": "dni",
    "id_number": "12345678Z",
    "given_name": "Ana",
    "surname1": "Núñez",
    "surname2": "Ferrer",
    "email": "ana@ejemplo.es",
    "mobile": "612345678",
}


def at(hour: str, day: date = MONDAY) -> datetime:
    """Return an hour of a day on the office's clock, in UTC."""
    return datetime.combine(day, time.fromisoformat(hour), ZONE).astimezone(UTC)


def clerk(name: str = "", *, skills: Iterable[str] = (), languages: Iterable[str] = (), active: bool = True) -> UUID:
    """Insert somebody who attends and return the id."""
    staff_id = uuid4()
    row = StaffRow(
        id=staff_id,
        entity=TOWN,
        username=name or staff_id.hex,
        name=name or "Lucía",
        post="Auxiliar",
        office=HALL,
        roles=["clerk"],
        password="",
        totp=b"",
        skills=list(skills),
        languages=list(languages),
        active=active,
    )
    with db.bookkeeping("a clerk for a test") as session:
        session.add(row)
    return staff_id


def series(*clerks: UUID, opens: str = "09:00", closes: str = "14:00", **changes: Any) -> Rule:
    """Return a rule by which clerks attend every day of the coming years."""
    made: dict[str, Any] = {
        "kind": "series",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2029, 12, 31),
        "weekdays": EVERY_DAY,
        "opens": time.fromisoformat(opens) if opens else None,
        "closes": time.fromisoformat(closes) if closes else None,
        "clerks": frozenset(clerks),
    }
    return Rule(**made | changes)


def schedule(*rules: Rule, office: str = HALL, channels: Iterable[str] = ("in_person",), **changes: Any) -> UUID:
    """Insert a schedule with its rules and return its id."""
    schedule_id = uuid4()
    row = {"grid_minutes": 15, "notice_minutes": 0, "window_days": 60, "texts": {}, "active": True} | changes
    with db.bookkeeping("a schedule for a test") as session:
        session.add(
            ScheduleRow(
                id=schedule_id,
                entity=TOWN,
                name=f"{office} {schedule_id}",
                office=office,
                channels=list(channels),
                created_at=builders.at("2026-01-01"),
                **row,
            )
        )
        session.flush()
        session.add_all([_row(schedule_id, rule) for rule in rules])
    return schedule_id


def second_office() -> None:
    """Insert another office of the town."""
    with db.bookkeeping("an office for a test") as session:
        session.add(OfficeRow(id=MILL, entity=TOWN, name="El Molino", address="Camino del Molino, 14"))


def holiday(day: date, name: str = "Fiesta") -> None:
    """Insert a holiday."""
    with db.bookkeeping("a holiday for a test") as session:
        session.add(HolidayRow(entity=TOWN, day=day, scope="municipality", name=name))


def wish(starts_at: datetime, **changes: Any) -> Wish:
    """Return what somebody wants to book."""
    made = {"procedure": PROCEDURE, "channel": "in_person", "office": "", "language": "es"}
    return Wish(**{**made, "starts_at": starts_at, **changes})


def held(world: World, starts_at: datetime, address: str = "192.0.2.1", **changes: Any) -> str:
    """Hold an hour and return the token of the booking."""
    _, token = booking.hold(world.outside, TOWN, wish(starts_at, **changes), address)
    return token


def ready(world: World, token: str, **typed: str) -> None:
    """Say who one is and prove the mobile."""
    mobile = {"mobile": ""} if "without_mobile" in typed else {}
    given = booking_person.give_person(world.outside, TOWN, token, {**PERSON, **typed, **mobile})
    if not given.without_mobile:
        booking_person.send_code(world.outside, TOWN, token)
        booking_person.prove(world.outside, TOWN, token, builders.code_sent(world))


def booked(world: World, starts_at: datetime, address: str = "192.0.2.1", **typed: str) -> Confirmed:
    """Book an hour, from the first click to the last."""
    token = held(world, starts_at, address)
    ready(world, token, **typed)
    return booking.confirm(world.outside, TOWN, token)


def confirmed(world: World, token: str) -> Confirmed:
    """Book what is held and ready."""
    return booking.confirm(world.outside, TOWN, token)


def cancelled(world: World, made: Confirmed) -> None:
    """Cancel an appointment by its link."""
    changes.cancel(world.outside, TOWN, made.manage)


def fill(clerks: Sequence[UUID], first: date, *, days: int) -> None:
    """Insert appointments that fill every quarter from nine to half past one of some days."""
    quarter, mornings = timedelta(minutes=15), [at("09:00", first + timedelta(days=n)) for n in range(days)]
    quarters = [morning + k * quarter for morning in mornings for k in range(18)]
    with db.bookkeeping("a busy office for a test") as session:
        schedule_id = session.scalars(select(ScheduleRow.id)).first()
        rows = [
            {"id": uuid4(), "entity": TOWN, "state": "booked", "schedule_id": schedule_id, "office": HALL,
             "procedure": PROCEDURE, "channel": "in_person", "language": "es", "clerk_id": clerk_id, "starts_at": start,
             "ends_at": start + quarter, "minutes": 15, "created_at": start}
            for clerk_id in clerks for start in quarters
        ]  # fmt: skip
        session.execute(insert(AppointmentRow), rows)
        session.execute(
            insert(SlotRow),
            [
                {"clerk_id": row["clerk_id"], "starts_at": cell, "entity": TOWN, "appointment_id": row["id"],
                 "state": "booked"}
                for row in rows for cell in cells(cast("datetime", row["starts_at"]), quarter)
            ],
        )  # fmt: skip


def _row(schedule_id: UUID, rule: Rule) -> ScheduleRuleRow:
    return ScheduleRuleRow(
        id=uuid4(),
        entity=TOWN,
        schedule_id=schedule_id,
        kind=rule.kind,
        starts_on=rule.starts_on,
        ends_on=rule.ends_on,
        weekdays=sorted(rule.weekdays),
        opens=rule.opens,
        closes=rule.closes,
        every_weeks=rule.every_weeks,
        week_of_month=rule.week_of_month,
        clerks=sorted(rule.clerks),
        internal=sorted(rule.internal),
        note="",
        created_at=builders.at("2026-01-01"),
    )


_ALIVE = "(state NOT IN ('held', 'cancelled') OR (state = 'held' AND held_until > :now))"


def doubled(now: datetime) -> int:
    """Return how many pairs of appointments take the same clerk's time."""
    with db.reading() as session:
        found: int = session.execute(
            text(f"""
            WITH alive AS (SELECT id, clerk_id, tstzrange(starts_at, ends_at) AS span FROM appointment WHERE {_ALIVE})
            SELECT count(*) FROM alive a JOIN alive b ON a.clerk_id = b.clerk_id AND a.id < b.id AND a.span && b.span
            """),  # noqa: S608 - a constant
            {"now": now},
        ).scalar_one()
    return found


def wrong_cells(now: datetime) -> int:
    """Return how many appointments do not have exactly the cells that they should have."""
    with db.reading() as session:
        found: int = session.execute(
            text(f"""
            SELECT count(*) FROM appointment WHERE {_ALIVE} AND minutes / 5 <> (
              SELECT count(*) FROM slot WHERE appointment_id = appointment.id AND slot.clerk_id = appointment.clerk_id
              AND slot.state = CASE WHEN appointment.state = 'held' THEN 'held' ELSE 'booked' END
              AND slot.starts_at >= appointment.starts_at AND slot.starts_at < appointment.ends_at
            )
            """),  # noqa: S608 - a constant
            {"now": now},
        ).scalar_one()
    return found


def deadlocks() -> int:
    """Return how many deadlocks this database has ever had; servers of connections count theirs when they go."""
    db.db.engine.dispose()
    with db.reading() as session:
        for _ in range(200):
            session.execute(text("SELECT pg_stat_clear_snapshot()"))
            if session.execute(_OTHERS).scalar_one() == 0:
                break
            time_module.sleep(0.01)
        found: int = session.execute(_DEADLOCKS).scalar_one()
    return found


_HERE = "datname = current_database()"
_OTHERS = text(f"SELECT count(*) FROM pg_stat_activity WHERE {_HERE} AND pid <> pg_backend_pid()")  # noqa: S608 - a constant
_DEADLOCKS = text(f"SELECT deadlocks FROM pg_stat_database WHERE {_HERE}")  # noqa: S608 - a constant


def states() -> Counter[str]:
    """Return how many appointments there are in each state, as stored."""
    with db.reading() as session:
        return Counter(session.scalars(select(AppointmentRow.state)))


def row(appointment_id: UUID) -> AppointmentRow:
    """Return an appointment as it is stored now."""
    with db.reading() as session:
        found = session.get_one(AppointmentRow, appointment_id)
        session.expunge(found)
    return found


def change(appointment_id: UUID, **values: Any) -> None:
    """Change an appointment behind the office's back."""
    with db.bookkeeping("an appointment as a test needs it") as session:
        found = session.get_one(AppointmentRow, appointment_id)
        for name, value in values.items():
            setattr(found, name, value)


def cells_of(appointment_id: UUID) -> int:
    """Return how many cells an appointment has."""
    with db.reading() as session:
        return len(session.scalars(select(SlotRow).where(SlotRow.appointment_id == appointment_id)).all())


@contextmanager
def taking(staff_id: UUID, starts_at: datetime, now: datetime) -> Iterator[None]:
    """Take a quarter of a clerk's time for some appointment, and let others wait until the end of the block."""
    with db.bookkeeping("somebody faster, for a test") as session:
        some = session.scalars(select(AppointmentRow.id)).first()
        assert some is not None
        slots.hold_clerks(session, [staff_id])
        assert slots.take(session, Want(staff_id, cells(starts_at, timedelta(minutes=15)), TOWN, some, None), now)
        yield


def wait_for_a_lock() -> None:
    """Wait until somebody waits for somebody else."""
    with db.db.engine.connect() as connection:
        for _ in range(500):
            if connection.execute(_WAITING).scalar_one():
                return
            connection.rollback()  # within a transaction the server keeps showing what it showed first
            time_module.sleep(0.01)
    raise TimeoutError("nobody waits")


_WAITING = text(f"SELECT count(*) FROM pg_stat_activity WHERE {_HERE} AND wait_event_type = 'Lock'")  # noqa: S608 - a constant
