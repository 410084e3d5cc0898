"""Appointments for cases that are there: some of today, those of a crowd of all other days, put down at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, text

from app.store import db

_TODAY = text("""
INSERT INTO appointment (id, entity, state, schedule_id, office, procedure, channel, language, clerk_id, starts_at,
  ends_at, minutes, sequence, case_id, calls, arrived_at, created_at)
SELECT gen_random_uuid(), entity, stage, :schedule, :office, procedure, 'in_person', language, :clerk, at,
  at + interval '15 minutes', 15, 0, id, 0, CASE WHEN stage <> 'booked' THEN at END, at
FROM (SELECT *, CAST(:first AS timestamptz) + n * CAST(:every AS interval) AS at,
        (ARRAY['done', 'no_show', 'arrived', 'booked', 'booked'])[n % 5 + 1] AS stage
      FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM "case" WHERE id = ANY(:cases)) AS counted) AS asked
""").bindparams(bindparam("cases", type_=ARRAY(Uuid)))
_OTHERS = text("""
INSERT INTO appointment (id, entity, state, schedule_id, office, procedure, channel, language, clerk_id, starts_at,
  ends_at, minutes, sequence, case_id, calls, created_at)
SELECT gen_random_uuid(), entity, CASE WHEN day > 0 THEN 'booked' ELSE 'done' END, :schedule, :office, procedure,
  'in_person', language, :clerk, at, at + interval '15 minutes', 15, 0, id, 0, at
FROM (SELECT *, CAST(:first AS timestamptz) + day * interval '1 day' + n / 500 % 40 * interval '15 minutes' AS at
      FROM (SELECT *, CASE WHEN n % 500 < 250 THEN n % 500 - 251 ELSE n % 500 - 248 END AS day
            FROM (SELECT *, row_number() OVER (ORDER BY id) AS n
                  FROM "case" WHERE NOT EXISTS (SELECT FROM appointment WHERE case_id = "case".id)) AS counted
           ) AS spread) AS asked
""")


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose time the appointments take, and where. `first` is the hour at which a day begins."""

    clerk: UUID
    schedule: UUID
    office: str
    first: datetime


def today(desk: Desk, cases: Sequence[UUID], every: timedelta = timedelta(minutes=15)) -> None:
    """Give these cases appointments of today, one after another, in every state."""
    with db.bookkeeping("a crowd has no history") as session:
        session.execute(_TODAY, {**_values(desk), "cases": list(cases), "every": every})


def other_days(desk: Desk) -> None:
    """Give every case without an appointment one of another day, spread over five hundred of them."""
    with db.bookkeeping("a crowd has no history") as session:
        session.execute(_OTHERS, _values(desk))


def _values(desk: Desk) -> dict[str, object]:
    return {"clerk": desk.clerk, "schedule": desk.schedule, "office": desk.office, "first": desk.first}
