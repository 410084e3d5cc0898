"""The desk's lists of tasks: narrowed, counted, ordered and cut into pages by the database.

The cost of a page does not grow with the tasks that nobody looks at: an index has them in the order in which
they are shown, and only the lines of one page are joined with their case.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Row, Select, String, and_, cast, func, literal, select, true
from sqlalchemy.orm import Session, defer

from app.store.tables import CaseCounterRow, CaseKeyRow, CaseRow, PartyRow, ProcedureRow, StaffRow, TaskRow

VIEWS = ("mine", "group", "free", "all")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list is narrowed to; nothing where a field is empty.

    `numbers` are whole case numbers, `running` their last part alone; `documents` are fingerprints of document
    numbers, `words` digests of the words of one person's name. `due` and `priority` are from and to: the first
    inclusive, the time's end exclusive, the priority's inclusive.
    """

    numbers: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    documents: tuple[bytes, ...] = ()
    words: tuple[int, ...] = ()
    procedure: str = ""
    due: tuple[datetime | None, datetime | None] = (None, None)
    priority: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Whose lists they are."""

    entity: str
    id: UUID
    roles: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Line:
    """A task with its case, its case's key, the applicant and the name of who has it."""

    task: TaskRow
    case: CaseRow
    wrapped: bytes
    applicant: PartyRow | None
    holder: str


def counts(session: Session, onlooker: Onlooker, sought: Sought) -> dict[str, int]:
    """Return how many tasks each view holds."""
    columns = [func.count().filter(_within(onlooker, view)).label(view) for view in VIEWS]
    row = session.execute(select(*columns).select_from(TaskRow).where(*_waiting(onlooker, sought))).one()
    return {view: int(getattr(row, view)) for view in VIEWS}


def page(session: Session, onlooker: Onlooker, sought: Sought, view: str, cut: tuple[int, int]) -> list[Line]:
    """Return the lines of a view, the most urgent first; `cut` is how many are left out and how many wanted."""
    order = (TaskRow.priority.desc(), TaskRow.due_at, TaskRow.opened_at, TaskRow.id)
    chosen = (
        select(TaskRow.id)
        .where(*_waiting(onlooker, sought), _within(onlooker, view))
        .order_by(*order)
        .offset(cut[0])
        .limit(cut[1])
        .subquery()
    )
    rows = session.execute(
        select(TaskRow, CaseRow, CaseKeyRow.wrapped, PartyRow, StaffRow.name)
        .join(chosen, chosen.c.id == TaskRow.id)
        .join(CaseRow, CaseRow.id == TaskRow.case_id)
        .join(CaseKeyRow, CaseKeyRow.case_id == CaseRow.id)
        .outerjoin(PartyRow, (PartyRow.case_id == CaseRow.id) & (PartyRow.role == "applicant"))
        .outerjoin(StaffRow, StaffRow.id == TaskRow.claimed_by)
        .order_by(*order)
        .options(defer(CaseRow.state))
    )
    return [_line(row) for row in rows]


def procedures(session: Session, entity: str) -> list[tuple[str, bytes]]:
    """Return id and content hash of every procedure that was ever on offer."""
    rows = session.execute(select(ProcedureRow.id, ProcedureRow.digest).where(ProcedureRow.entity == entity))
    return [(row.id, row.digest) for row in rows]


def _line(row: Row[TaskRow, CaseRow, bytes, PartyRow, str]) -> Line:
    return Line(row[0], row[1], row[2], row[3], row[4] or "")


def _within(onlooker: Onlooker, view: str) -> ColumnElement[bool]:
    grouped = TaskRow.role.in_(onlooker.roles)
    return {
        "mine": TaskRow.claimed_by == onlooker.id,
        "group": grouped,
        "free": and_(grouped, TaskRow.claimed_by.is_(None)),
    }.get(view, true())


def _waiting(onlooker: Onlooker, sought: Sought) -> Sequence[ColumnElement[bool]]:
    """Return what is true of the open tasks of the staff that are looked for."""
    after, before = sought.due
    wanted = [
        TaskRow.entity == onlooker.entity,
        TaskRow.status == "open",
        TaskRow.role.is_not(None),
        *([TaskRow.due_at >= after] if after else []),
        *([TaskRow.due_at < before] if before else []),
        *([TaskRow.priority.between(*sought.priority)] if sought.priority else []),
    ]
    return [*wanted, *(TaskRow.case_id.in_(cases) for cases in _cases(onlooker.entity, sought))]


def _cases(entity: str, sought: Sought) -> Iterator[Select[UUID]]:
    """Yield what picks out the cases that are looked for; a case must be in all of them."""
    numbers = [CaseRow.number.in_([*sought.numbers])] if sought.numbers else []
    numbers += [CaseRow.number.in_(_given_out(entity, one)) for one in sought.running]
    if numbers or sought.procedure:
        own = [CaseRow.procedure == sought.procedure] if sought.procedure else []
        yield select(CaseRow.id).where(CaseRow.entity == entity, *numbers, *own)
    if sought.documents or sought.words:
        named = [PartyRow.search.op("@>")(literal(list(sought.words), ARRAY(BigInteger)))] if sought.words else []
        known = [PartyRow.id_number.in_(sought.documents)] if sought.documents else []
        yield select(PartyRow.case_id).where(PartyRow.entity == entity, *named, *known)


def _given_out(entity: str, running: str) -> Select[str]:
    """Return the numbers that end in `running`, one for each series, so that an index finds their cases."""
    year = cast(CaseCounterRow.year, String)
    return select(year + "/" + CaseCounterRow.code + "/" + running).where(CaseCounterRow.entity == entity)
