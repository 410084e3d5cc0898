"""A term as people see it: the citizen and the desk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.ports import Outside
from app.services import access
from app.services.cases import CaseFile
from app.services.terms import counting, extending, more_time, telling, words
from app.services.visits import Visitor
from app.store import cases, db
from app.store import terms as store
from app.store.tables import TaskRow, TermRow


@dataclass(frozen=True, slots=True)
class TermView:
    """The term to resolve. `length` and `more` are words in the language of who looks; `last_moment` of its last day.

    `silence` is positive, negative or none. `certificate` is the document, None until it is made; `certifies` when it
    may be asked for. `started` is the communication of the start.
    """

    state: str
    starts_on: date
    due_on: date
    last_moment: datetime
    length: str
    more: str
    silence: str
    met_on: date | None
    certifies: bool
    asked_at: datetime | None
    certificate: UUID | None
    started: UUID | None


@dataclass(frozen=True, slots=True)
class PauseView:
    """A time in which the term did not run; `until` is None while it does not. `reason` is the diagram's word."""

    since: date
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """A person's own deadline. `given` are the working days had besides, `more` those that may still be given."""

    task: UUID
    name: str
    until: datetime
    given: int
    more: int


@dataclass(frozen=True, slots=True)
class TermSheet:
    """All that is known of the term of a case. `most` days may be added, 0 for none; `reason` is why some were."""

    case_id: UUID
    number: str
    title: str
    term: TermView | None
    pauses: tuple[PauseView, ...] = ()
    most: int = 0
    working: bool = False
    reason: str = ""
    waits: tuple[Wait, ...] = ()


def of(session: Session, case_id: UUID, language: str) -> TermView | None:
    """Return the term of a case that `access` let the visitor into, None before it begins."""
    row = store.of_case(session, case_id)
    return view(row, language) if row is not None else None


def view(row: TermRow, language: str) -> TermView:
    """Return a term for the eye."""
    silent = row.state == store.EXPIRED and row.silence != "none"
    return TermView(
        state=row.state,
        starts_on=row.starts_on,
        due_on=row.due_on,
        last_moment=row.due_at - counting.MOMENT,
        length=words.length(counting.by_law(row), language),
        more=words.length(counting.of_days(row, row.more), language),
        silence=row.silence,
        met_on=row.met_on,
        certifies=silent and row.certificate_asked_at is None,
        asked_at=row.certificate_asked_at,
        certificate=row.certificate_id,
        started=row.told_id,
    )


def own(outside: Outside, visitor: Visitor) -> TermSheet:
    """Return the term of the citizen's case. Raises what `access` raises."""
    with db.reading() as session:
        return _sheet(session, access.citizen_reading(session, outside, visitor), visitor)


def at_desk(outside: Outside, visitor: Visitor, case_id: UUID) -> TermSheet:
    """Return the term of a case for the staff, with what may be done to it. Raises `RoleMissing` or `NotFound`."""
    with db.reading() as session:
        return _sheet(
            session, access.clerk_reading(session, outside, visitor, case_id, roles=extending.VIEWERS), visitor
        )


def _sheet(session: Session, file: CaseFile, visitor: Visitor) -> TermSheet:
    procedure, language = file.pinned.procedure, visitor.language
    row, title = store.of_case(session, file.row.id), procedure.text(procedure.card.title, language)
    waits = tuple(_waits(cases.tasks_of(session, file.row.id)))
    if row is None:
        return TermSheet(file.row.id, file.row.number, title, None, waits=waits)
    stops = [PauseView(one.since, one.until, one.reason) for one in store.pauses(session, row.id)]
    return TermSheet(
        case_id=file.row.id,
        number=file.row.number,
        title=title,
        term=view(row, language),
        pauses=tuple(stops),
        most=extending.most(row) if file.row.status != "ended" else 0,
        working=bool(row.working_days),
        reason=file.seal.open(row.reason, telling.REASON).decode() if row.reason else "",
        waits=waits,
    )


def _waits(tasks: Iterable[TaskRow]) -> Iterator[Wait]:
    for one in tasks:
        if one.status == "open" and one.party and one.due_at:
            yield Wait(one.id, one.name, one.due_at, one.more_days, more_time.offered(one))
