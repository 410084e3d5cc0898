"""The desk's lists of tasks: whose they are, what narrows them, one page at a time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from app.domain import people as numbers
from app.domain import procedure as rules
from app.domain.errors import TaskNotReady
from app.domain.malformed import Malformed
from app.domain.work import URGENT, USUAL
from app.ports import Keys, Outside
from app.services import access, entities, parties, task_views, tasks
from app.services.entities import Entity
from app.services.publishing import procedures
from app.services.tasks import TaskView
from app.services.visits import Visitor
from app.store import cases, db, people
from app.store import worklists as rows
from app.store.sealing import CaseSeal
from app.store.worklists import Line, Onlooker, Sought

EACH: Final = 25
"""Lines of a page."""
LONGEST: Final = 100
PRIORITIES: Final[Mapping[str, tuple[int, int]]] = {
    "high": (USUAL + 1, URGENT),
    "normal": (USUAL, USUAL),
    "low": (0, USUAL - 1),
}
"""What a list can be narrowed to: words for spans of priority."""
DUE: Final = ("late", "today", "week")

_WHOLE: Final = re.compile(r"(\d{4})[/-]([A-Za-z]{2,5})[/-](\d{1,6})", re.ASCII)
_RUNNING: Final = re.compile(r"\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of the lists.

    `view` is mine, group, free or all ("" for the one that suits the visitor). `words` is a case number, a document
    number or words of a person's name. `due` is one of `DUE`, `priority` one of `PRIORITIES`, "" for any.
    """

    view: str = ""
    words: str = ""
    procedure: str = ""
    due: str = ""
    priority: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A line of a list. `applicant` is a name, `document` their number with four digits to be read.

    `due_at` of the task is the last moment of the step's deadline.
    """

    task: TaskView
    case_number: str
    procedure: str
    procedure_title: str
    applicant: str
    document: str
    claimed_by_name: str
    mine: bool
    may: frozenset[str]
    """What the visitor may do with it: claim, release, take_over."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of a view, with the number of tasks in each view and the procedures that there are."""

    view: str
    counts: Mapping[str, int]
    page: int
    pages: int
    lines: tuple[TaskLine, ...]
    procedures: tuple[tuple[str, str], ...] = field(default_factory=tuple)


def listed(outside: Outside, visitor: Visitor, ask: Ask) -> Worklist:
    """Return the page of a view that is asked for, the most urgent task first. Raises `Denied` for citizens.

    A page that does not exist gives the nearest one that does.
    """
    visitor.require(*access.READERS)
    with db.reading() as session:
        now = outside.clock.now()
        entity = entities.get(session, visitor.entity, now)
        onlooker = Onlooker(visitor.entity, visitor.id, tuple(sorted(visitor.roles)))
        sought = _sought(outside.keys, entity, ask, now)
        counts = rows.counts(session, onlooker, sought)
        view = ask.view if ask.view in rows.VIEWS else _suited(visitor)
        pages = max(1, -(-counts[view] // EACH))
        page = min(max(1, ask.page), pages)
        found = rows.page(session, onlooker, sought, view, ((page - 1) * EACH, EACH))
        titles = {
            digest: procedures.pinned(session, visitor.entity, digest).procedure
            for digest in {line.case.digest for line in found}
        }
        lines = tuple(_line(outside, visitor, line, titles[line.case.digest]) for line in found)
        known = [
            (name, procedures.pinned(session, visitor.entity, digest).procedure)
            for name, digest in rows.procedures(session, visitor.entity)
        ]
        named = sorted(((name, rules.text(one.card.title, visitor.language)) for name, one in known), key=_by_title)
        return Worklist(view, counts, page, pages, lines, tuple(named))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be given a task; `load` is how many that person has."""

    id: UUID
    name: str
    load: int


@dataclass(frozen=True, slots=True)
class Handover:
    """A task about to change hands. `holder` has it now, "" for nobody."""

    task: TaskView
    case_number: str
    holder: str
    colleagues: tuple[Colleague, ...]


def handover(outside: Outside, visitor: Visitor, task_id: UUID) -> Handover:
    """Return to whom the visitor may give a task. Raises `NotFound`, `TaskTaken` for one that others have."""
    visitor.require(*access.HANDLERS)
    with db.reading() as session:
        task = cases.task(session, visitor.entity, task_id)
        if task.status != "open":
            raise TaskNotReady(task_id)
        if "assign" not in tasks.may(visitor, task):
            raise task_views.taken(session, task)
        file = access.clerk_reading(session, outside, visitor, task.case_id)
        able = people.colleagues(session, visitor.entity, tasks.abilities(task))
        others = [Colleague(*one) for one in able if one[0] != task.claimed_by]
        names = people.staff_names(session, visitor.entity)
        holder = names.get(task.claimed_by, "") if task.claimed_by else ""
        return Handover(tasks.view(task), file.row.number, holder, tuple(others))


def _by_title(entry: tuple[str, str]) -> str:
    return numbers.fold(entry[1])


def _suited(visitor: Visitor) -> str:
    """Return where somebody begins: at the tasks of the own groups, unless there can be none."""
    return "group" if visitor.roles & {*access.HANDLERS} else "all"


def _line(outside: Outside, visitor: Visitor, line: Line, procedure: rules.Procedure) -> TaskLine:
    seal = CaseSeal(line.case.id, outside.keys.unwrap(line.wrapped, line.case.id))
    person = parties.details_of(line.applicant, seal) if line.applicant else None
    return TaskLine(
        task=tasks.view(line.task),
        case_number=line.case.number,
        procedure=line.case.procedure,
        procedure_title=procedure.text(procedure.card.title, visitor.language),
        applicant=person.full_name if person else "",
        document=numbers.masked_nif(person.id_number) if person else "",
        claimed_by_name=line.holder,
        mine=line.task.claimed_by == visitor.id,
        may=tasks.may(visitor, line.task),
    )


def _sought(keys: Keys, entity: Entity, ask: Ask, now: datetime) -> Sought:
    found = _looked_for(keys, " ".join(ask.words[:LONGEST].split()))
    return replace(
        found,
        procedure=ask.procedure[:80],
        due=_span(entity, ask.due, now),
        priority=PRIORITIES.get(ask.priority),
    )


def _looked_for(keys: Keys, words: str) -> Sought:
    """Tell case numbers, document numbers and names apart; all of them must fit."""
    if _is_document(words):
        return Sought(documents=(keys.fingerprint(numbers.compact(words), "id_number"),))
    whole, running, documents, names = [], [], [], []
    for word in words.split():
        matched = _WHOLE.fullmatch(word)
        if matched:
            whole.append(f"{matched[1]}/{matched[2].upper()}/{int(matched[3]):06d}")
        elif _RUNNING.fullmatch(word):
            running.append(f"{int(word):06d}")
        elif any(letter.isdigit() for letter in word):
            documents.append(keys.fingerprint(numbers.compact(word), "id_number"))
        else:
            names.append(word)
    return Sought(tuple(whole), tuple(running), tuple(documents), tuple(parties.search_words(keys, " ".join(names))))


def _is_document(words: str) -> bool:
    try:
        numbers.normalise_nif(words)
    except Malformed:
        return False
    return True


def _span(entity: Entity, due: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return from when and before when a task must be due, on the office's own calendar."""
    today = entity.calendar.local_day(now)

    def midnight(days: int) -> datetime:
        return datetime.combine(today + timedelta(days=days), time(), entity.zone).astimezone(UTC)

    monday = -today.weekday()
    return {
        "late": (None, now),
        "today": (midnight(0), midnight(1)),
        "week": (midnight(monday), midnight(monday + 7)),
    }.get(due, (None, None))
