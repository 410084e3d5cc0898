"""Letters: printed, carried home, taken, turned down or brought back; and what is handed over in the office.

Source: Ley 39/2015 art. 41.5, 42.2 and 44.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import identity
from app.domain import notification as rules
from app.domain.errors import Conflict, Invalid
from app.domain.identity import Level
from app.domain.notification import Attempt, Outcome, State
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import access, record, steps
from app.services.access import LevelTooLow
from app.services.notifying import settling
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import db, people
from app.store import notifications as store
from app.store.tables import NotificationRow

TAKEN: Final = "notification.taken"
LONGEST: Final = 200
WORK: Final = ("clerk", "supervisor")
MOST: Final = 200


class LetterNotReady(Conflict):
    """There is no letter: it goes by another channel, is being made, or was not printed yet."""

    code = "notification.letter_not_ready"


class AlreadyBrought(Conflict):
    """What became of this letter was noted before."""

    code = "notification.already_brought"


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever carried a letter says: when it was brought, by the clocks here, and what became of it.

    `result` is a word of `app.domain.notification.ATTEMPTS`; `taken_by` who took it, in words, "" for nobody.
    """

    day: date
    hour: time
    result: str
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is to be carried home, as the list of the office has it. `again_until` is when it is due again."""

    id: UUID
    case_id: UUID
    case_number: str
    made_available_at: datetime
    ready: bool
    printed_at: datetime | None
    tried_at: datetime | None


def waiting(visitor: Visitor) -> list[Letter]:
    """Return the letters of the visitor's entity that are still to be brought, the oldest first. Raises `Denied`."""
    visitor.require(*access.READERS)
    with db.reading() as session:
        return [
            Letter(
                id=row.id,
                case_id=case.id,
                case_number=case.number,
                made_available_at=row.made_available_at,
                ready=row.letter_id is not None,
                printed_at=row.printed_at,
                tried_at=max((one.at for one in settling.tried(row)), default=None),
            )
            for row, case in store.letters(session, visitor.entity, MOST)
        ]


def printed(outside: Outside, visitor: Visitor, notification_id: UUID) -> None:
    """Note that a letter was printed and is on its way. Noting it again changes nothing. Raises `LetterNotReady`."""
    with db.transaction() as session:
        held, row = _held(session, outside, visitor, notification_id)
        if row.letter_id is None or row.channel != rules.PAPER:
            raise LetterNotReady("there is nothing to print")
        if row.printed_at is None:
            row.printed_at, row.printed_by = held.now, visitor.id
            about: dict[str, Value] = {**settling.about_of(row), "letter": str(row.letter_id)}
            steps.note(held, record.Act("notification.printed", visitor.actor, settling.on(row), about))


def brought(outside: Outside, visitor: Visitor, notification_id: UUID, said: Said) -> bool:
    """Note that a letter was brought to the door and what became of it; say whether it has come to its outcome.

    Raises `Invalid` for a time that cannot be, for a letter that was taken by nobody; `LetterNotReady` before it was
    printed; `AlreadyBrought` after its outcome.
    """
    taken_by = said.taken_by.strip()[:LONGEST]
    with db.transaction() as session:
        held, row = _held(session, outside, visitor, notification_id)
        attempt = Attempt(held.entity.calendar.at(said.day, said.hour), said.result)
        _check(held, row, attempt, taken_by)
        noted = {"at": attempt.at.isoformat(), "result": attempt.result, "by": str(visitor.id)}
        row.attempts = [*row.attempts, noted]
        if taken_by:
            row.taken = held.seal.seal_json(taken_by, TAKEN)
        about: dict[str, Value] = {"attempt": len(row.attempts), "at": noted["at"], "result": attempt.result}
        values: dict[str, Value] = {"taken_by": taken_by} if taken_by else {}
        tries = {**settling.about_of(row), **about}
        steps.note(held, record.Act("notification.attempted", visitor.actor, settling.on(row), tries, (), values))
        state = rules.after(settling.tried(row), held.entity.calendar)
        if state is None:
            return False
        settling.settle(held, row, Outcome(state, attempt.at, rules.LETTER), visitor.actor)
        return True


def handed_over(outside: Outside, visitor: Visitor, notification_id: UUID) -> None:
    """Note that an official handed a notification over, in the office, to the person it is for.

    Whoever is here in person is known by their document, whatever the portal would demand. Raises `LevelTooLow` until
    an official has established who the person is, `AlreadyBrought` after an outcome.
    """
    with db.transaction() as session:
        held, row = _held(session, outside, visitor, notification_id)
        settling.lapse(held, row)
        if not State(row.state).open:
            raise AlreadyBrought("it has come to an outcome")
        party = people.party(session, row.party_id)
        if not identity.level(party.level).meets(Level.OFFICIAL):
            raise LevelTooLow(Level.OFFICIAL.word)
        settling.settle(held, row, Outcome(State.DELIVERED, held.now, rules.DESK), visitor.actor)


def _check(held: Held, row: NotificationRow, attempt: Attempt, taken_by: str) -> None:
    if row.printed_at is None:
        raise LetterNotReady("the letter was not printed yet")
    if row.means == rules.LETTER:
        raise AlreadyBrought("the letter has come to its outcome")
    if attempt.result not in rules.ATTEMPTS:
        raise Invalid("no such result", {"result": "choose"})
    if not row.made_available_at <= attempt.at <= held.now:
        raise Invalid("a letter is brought after it is made and before now", {"at": "time"})
    if attempt.result == rules.TAKEN and not taken_by:
        raise Invalid("somebody took it", {"taken_by": "required"})


def _held(session: Session, outside: Outside, visitor: Visitor, notification_id: UUID) -> tuple[Held, NotificationRow]:
    visitor.require(*WORK)
    row = store.get(session, visitor.entity, notification_id)
    held = access.clerk(session, outside, visitor, row.case_id)
    session.refresh(row)
    return held, row
