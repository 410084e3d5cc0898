"""Cells of clerks' time: which are taken, take some, let them rest, let them go.

The cells of a clerk change only while that clerk is held (`hold_clerks`), several clerks always in the same order, and
nothing else is waited for meanwhile; so nobody ever waits in a circle. Sweep and purge hold nobody: they never wait.
From its `until` on a cell is free, whether it was swept or not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Uuid, bindparam, text
from sqlalchemy.orm import Session

Span = tuple[datetime, datetime]

_CLERKS = bindparam("clerks", type_=ARRAY(Uuid))
_CELLS = bindparam("cells", type_=ARRAY(DateTime(timezone=True)))


@dataclass(frozen=True, slots=True)
class Want:
    """Cells that an appointment wants of one clerk's time: booked for good, or held `until` then.

    The staff may take cells that rest.
    """

    clerk: UUID
    cells: Sequence[datetime]
    entity: str
    appointment: UUID
    until: datetime | None
    staff: bool = False


_TAKEN = text("""
SELECT clerk_id, range_agg(tstzrange(starts_at, starts_at + interval '5 minutes')) AS spans
FROM slot
WHERE clerk_id = ANY(:clerks) AND starts_at >= :first AND starts_at < :end
  AND (until IS NULL OR until > :now) AND NOT (:staff AND state = 'resting')
GROUP BY clerk_id
""").bindparams(_CLERKS)


def taken(
    session: Session, clerks: Iterable[UUID], span: Span, now: datetime, *, staff: bool
) -> dict[UUID, list[Span]]:
    """Return the time of each clerk that is taken within `span`, as disjoint spans in order."""
    first, end = span
    rows = session.execute(_TAKEN, {"clerks": list(clerks), "first": first, "end": end, "now": now, "staff": staff})
    return {row.clerk_id: [(one.lower, one.upper) for one in row.spans] for row in rows}


_CHOICES = text("""
SELECT asked.clerk,
  (SELECT count(*) FROM slot WHERE slot.clerk_id = asked.clerk AND starts_at >= :dawn AND starts_at < :dusk
    AND state <> 'resting' AND (until IS NULL OR until > :now)) AS load,
  EXISTS (SELECT 1 FROM slot WHERE slot.clerk_id = asked.clerk AND starts_at = ANY(:cells)
    AND (until IS NULL OR until > :now) AND NOT (:staff AND state = 'resting')
    AND appointment_id <> :appointment) AS busy
FROM unnest(:clerks) AS asked(clerk)
""").bindparams(_CLERKS, _CELLS)


def loads(session: Session, wants: Sequence[Want], day: Span, now: datetime) -> dict[UUID, int]:
    """Return how many cells of `day` each clerk has given away, for those whose wanted cells are free.

    All of `wants` are of the same cells and the same appointment. Nobody is held: what is free may not stay so.
    """
    one = wants[0]
    rows = session.execute(
        _CHOICES,
        {
            "clerks": [want.clerk for want in wants],
            "cells": list(one.cells),
            "dawn": day[0],
            "dusk": day[1],
            "now": now,
            "staff": one.staff,
            "appointment": one.appointment,
        },
    )
    return {row.clerk: row.load for row in rows if not row.busy}


_HOLD = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS asked(key)")


def hold_clerks(session: Session, clerks: Iterable[UUID]) -> None:
    """Hold clerks against everybody who would give their time away, until the transaction or savepoint ends."""
    session.execute(_HOLD, {"keys": sorted({clerk.int & (2**63 - 1) for clerk in clerks})})


_TAKE = text("""
INSERT INTO slot (clerk_id, starts_at, entity, appointment_id, state, until)
SELECT :clerk, cell, :entity, :appointment, :state, :until FROM unnest(:cells) AS wanted(cell) ORDER BY cell
ON CONFLICT (clerk_id, starts_at) DO UPDATE
SET entity = excluded.entity, appointment_id = excluded.appointment_id, state = excluded.state, until = excluded.until
WHERE slot.until <= :now OR slot.appointment_id = excluded.appointment_id OR (:staff AND slot.state = 'resting')
RETURNING 1
""").bindparams(_CELLS, bindparam("until", type_=DateTime(timezone=True)), bindparam("clerk", type_=Uuid))


def take(session: Session, want: Want, now: datetime) -> bool:
    """Take cells of a held clerk and say whether all were to be had; if not, the caller rolls back.

    Cells that the appointment has already count as had.
    """
    rows = session.execute(
        _TAKE,
        {
            "clerk": want.clerk,
            "cells": list(want.cells),
            "entity": want.entity,
            "appointment": want.appointment,
            "state": "held" if want.until else "booked",
            "until": want.until,
            "now": now,
            "staff": want.staff,
        },
    )
    return len(rows.all()) == len(want.cells)


_OTHERS = "appointment_id = :appointment AND NOT (clerk_id = :clerk AND starts_at = ANY(:cells))"
_REST = text(f"UPDATE slot SET state = 'resting', until = :until WHERE {_OTHERS}").bindparams(_CELLS)  # noqa: S608 - a constant
_LET_GO = text(f"DELETE FROM slot WHERE {_OTHERS}").bindparams(_CELLS)  # noqa: S608 - a constant


def rest(session: Session, kept: Want, until: datetime) -> None:
    """Let every cell of the appointment rest until then, but those that are `kept`. Their clerks are held."""
    session.execute(_REST, {**_others(kept), "until": until})


def let_go(session: Session, kept: Want) -> None:
    """Free every cell of the appointment at once, but those that are `kept`. Their clerks are held."""
    session.execute(_LET_GO, _others(kept))


def _others(kept: Want) -> Mapping[str, object]:
    return {"appointment": kept.appointment, "clerk": kept.clerk, "cells": list(kept.cells)}


_SWEEP = text("""
DELETE FROM slot WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM slot WHERE until <= :now ORDER BY until LIMIT :most FOR UPDATE SKIP LOCKED
)) RETURNING 1
""")


_PURGE = text("""
DELETE FROM slot WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM slot WHERE starts_at < :before LIMIT :most FOR UPDATE SKIP LOCKED
)) RETURNING 1
""")


def purge(session: Session, before: datetime, most: int) -> int:
    """Delete up to `most` cells of time that is past and return how many; waits for nobody."""
    return len(session.execute(_PURGE, {"before": before, "most": most}).all())


def sweep(session: Session, now: datetime, most: int) -> int:
    """Delete up to `most` cells that are free again and return how many; waits for nobody."""
    return len(session.execute(_SWEEP, {"now": now, "most": most}).all())
