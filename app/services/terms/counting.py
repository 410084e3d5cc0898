"""From the row of a term to its last day, counted on the calendar of its case. Not a use case."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from app.domain import terms as rules
from app.domain.procedure import Term
from app.domain.terms import Length, Pause
from app.services.steps import Held
from app.store import cases
from app.store import terms as store
from app.store.tables import TermPauseRow, TermRow

MOMENT: Final = timedelta(microseconds=1)
"""From the end of a last day back to its last moment."""
_DURATION: Final = re.compile(r"P(?=.)(?:(?P<months>\d{1,2})M)?(?:(?P<days>\d{1,3})D)?", re.ASCII)


def by_law(row: TermRow) -> Length:
    """Return how long a term is without its extension."""
    return Length(row.months, row.days, row.working_days)


def of_days(row: TermRow, days: int) -> Length:
    """Return an extension by `days` in the days that the term counts: working ones, or natural ones."""
    return Length(working_days=days) if row.working_days else Length(days=days)


def length(row: TermRow) -> Length:
    """Return how long a term is with its extension."""
    return by_law(row).more(of_days(row, row.more))


def of_procedure(term: Term) -> Length:
    """Return the longest time to resolve that a procedure states."""
    return Length(months=term.months, working_days=0 if term.months else term.working_days)


def read(duration: str) -> Length:
    """Return what P3M (months) or P10D (working days) says; nothing for other texts."""
    found = _DURATION.fullmatch(duration)
    if not found or (found["months"] and found["days"]):
        return Length()
    return Length(months=int(found["months"] or 0), working_days=int(found["days"] or 0))


def ended(pauses: Iterable[TermPauseRow]) -> list[Pause]:
    """Return the pauses that are over."""
    return [Pause(one.since, one.until) for one in pauses if one.until is not None]


def recount(held: Held, row: TermRow) -> None:
    """Count the last day of a term of a held case again, and tell the diagram's facts of it."""
    pauses, before = ended(store.pauses(held.session, row.id)), row.due_at
    row.due_on = rules.due_on(held.calendar, row.starts_on, length(row), pauses)
    row.due_at = held.calendar.end_of(row.due_on)
    tell_facts(held, row)
    if row.kind == store.RESOLVE and row.due_at != before:
        cases.put_off(held.session, row.case_id, before, row.due_at)


def tell_facts(held: Held, row: TermRow) -> None:
    """Let the diagram's next move in this transaction see how the term to resolve stands."""
    if row.kind == store.RESOLVE:
        held.term.update({"due_on": row.due_on.isoformat(), "state": row.state, "extended": row.more > 0})
