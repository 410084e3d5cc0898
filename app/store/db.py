"""The one database handle and the only commits.

Every change of what the office knows is an act, and an act without evidence does not happen:
`transaction()` refuses to commit rows that were written without an event. Leases, drafts of a page
and the like go through `bookkeeping()`, which names why no evidence is owed.
"""

import secrets
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from psycopg.errors import DeadlockDetected, SerializationFailure
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session

from app.domain.errors import Invalid, OfficeError

Result = TypeVar("Result")


class StoreUnavailable(OfficeError):
    """The database cannot be reached; nothing was changed."""

    code = "store.unavailable"
    status = 503


class Contended(StoreUnavailable):
    """The database gave up one of several who waited for each other; the same again will succeed."""

    code = "store.contended"


class ActWithoutEvidence(OfficeError):
    """Rows were about to change with no event that says so. A fault in the code, never in the input."""

    code = "store.act_without_evidence"


class Base(DeclarativeBase):
    """Root of all tables."""


db = SQLAlchemy(model_class=Base)

_READS = ("SELECT", "SHOW", "SET", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")
_RETRIES = 2
_EVENTS, _OWED, _WROTE = "events", "owed", "wrote"

nudges: list[Callable[[list[UUID]], None]] = []
"""What to call with the ids of calls owed by a transaction that has just committed."""


@contextmanager
def transaction() -> Generator[Session]:
    """Commit an act on leaving, roll back on any error.

    Raises `ActWithoutEvidence` when rows changed and no event was recorded, `StoreUnavailable`
    when the database is away.
    """
    with _session() as session:
        yield session
        session.flush()  # what the commit would write by itself counts too
        info = session.info
        if session.connection().info.get(_WROTE) and not info.get(_EVENTS):
            raise ActWithoutEvidence("rows changed without an event")
        session.commit()
        owed: list[UUID] = info.pop(_OWED, [])
    if owed:
        for nudge in nudges:
            nudge(owed)


@contextmanager
def bookkeeping(reason: str) -> Generator[Session]:
    """Commit a change that is no act of the office (a lease, a page's draft). `reason` says why."""
    if not reason:
        raise ValueError("bookkeeping needs its reason")
    with _session() as session:
        yield session
        session.commit()
        owed: list[UUID] = session.info.pop(_OWED, [])
    if owed:
        for nudge in nudges:
            nudge(owed)


@contextmanager
def reading() -> Generator[Session]:
    """Read; whatever was changed is rolled back."""
    with _session() as session:
        yield session


def retried(work: Callable[[], Result]) -> Result:
    """Do a whole transaction, and once more after a moment, twice at most, when it lost against others.

    Raises what `work` raises.
    """
    for _ in range(_RETRIES):
        try:
            return work()
        except Contended:
            time.sleep((1 + secrets.randbelow(50)) / 1000)
    return work()


def tried(session: Session, work: Callable[[], bool]) -> bool:
    """Do `work` and say whether it succeeded; if not it is undone alone, and what it locked is free again.

    It changes rows by statements only: objects of the session would not know that they were undone.
    """
    session.flush()  # what was changed before is not what is undone
    point = session.connection().begin_nested()
    if work():
        point.commit()
        return True
    point.rollback()
    return False


def recorded(session: Session, events: int) -> None:
    """Note that `events` events were written in this transaction."""
    session.info[_EVENTS] = session.info.get(_EVENTS, 0) + events


def owe(session: Session, call_id: UUID) -> None:
    """Note a call to be nudged after the commit."""
    session.info.setdefault(_OWED, []).append(call_id)


@contextmanager
def _session() -> Generator[Session]:
    session = db.session()
    try:
        for word in (_EVENTS, _OWED):
            session.info.pop(word, None)
        session.connection().info.pop(_WROTE, None)
        yield session
    except (OperationalError, InterfaceError, PoolTimeout) as fault:
        if isinstance(getattr(fault, "orig", None), DeadlockDetected | SerializationFailure):
            raise Contended(type(fault).__name__) from fault
        raise StoreUnavailable(type(fault).__name__) from fault
    except DataError as fault:
        raise Invalid("the database cannot hold such a text or number") from fault
    except DBAPIError as fault:
        if fault.connection_invalidated:
            raise StoreUnavailable(type(fault).__name__) from fault
        raise
    finally:
        session.rollback()
        session.close()


@event.listens_for(Engine, "before_cursor_execute")
def _note_writes(
    connection: Connection, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
) -> None:
    if not statement.lstrip().upper().startswith(_READS):  # whatever is not known to read may write
        connection.info[_WROTE] = True
