"""A case as the people in it see it: plain steps, whose turn it is, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import procedure as rules
from app.domain import registry as numbers
from app.domain.notification import State
from app.domain.procedure import PlainStep
from app.ports import Outside
from app.services import access, outcomes, reasons, sentences
from app.services.cases import CaseFile
from app.services.terms import more_time, views
from app.services.terms.views import TermView
from app.services.visits import Visitor
from app.store import cases, db, desk, documents, notifications, people
from app.store.documents import Filed
from app.store.tables import CallRow, CaseDataRow, DocumentRow, EntryRow, NotificationRow, PartyRow, TaskRow, TermRow

_HANDED_IN: Final = frozenset({documents.PAPER, documents.COPY, documents.LETTER})


@dataclass(frozen=True, slots=True)
class StepView:
    """A plain step. `state` is done, now, waiting, next or error; `task` what the visitor must do now.

    `more` are the working days that the person may still ask for besides; 0 for none.
    `with_whom` is the official who did the person's part of it, with the person present, "" for nobody.
    """

    title: str
    state: str
    who: str
    at: datetime | None
    hint: str
    task: UUID | None
    task_form: bool
    until: datetime | None
    documents: tuple[tuple[UUID, str], ...]
    with_whom: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """How a case stands, for a party of it: `notified` how often, `waiting` which notifications have no outcome."""

    id: UUID
    number: str
    title: str
    language: str
    opened_at: datetime
    ended: bool
    outcome: str
    outcome_tone: str
    reason: str
    steps: tuple[StepView, ...]
    signature: UUID | None
    returned: int
    entry_number: str
    office: str
    receipt: bool
    entry_at: datetime | None
    entry_legal_at: datetime | None
    events: int
    last_event_at: datetime | None
    previous_access_at: datetime | None
    incident: bool
    notified: int = 0
    waiting: tuple[UUID, ...] = ()
    term: TermView | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read of a case to say how it stands. `answers` may be left out of a case that goes on.

    `outcome` is read for the people of the case.

    `staff` are names of those who may have done a task for a person of the case.
    """

    tasks: Sequence[TaskRow]
    calls: Sequence[CallRow]
    entries: Sequence[EntryRow]
    filed: Sequence[Filed]
    timers: Mapping[str, datetime]
    answers: Sequence[CaseDataRow]
    staff: Mapping[UUID, str]
    outcome: rules.Outcome | None = None
    term: TermRow | None = None


@dataclass(frozen=True, slots=True)
class _Material:
    file: CaseFile
    viewer: "_Viewer"
    tasks: Sequence[TaskRow]
    calls: Mapping[str, CallRow]
    documents: Sequence[DocumentRow]
    papers: Sequence[DocumentRow]
    timers: Mapping[str, datetime]
    entry: EntryRow | None
    reason: str
    staff: Mapping[UUID, str]
    outcome: rules.Outcome | None
    term: TermRow | None


@dataclass(frozen=True, slots=True)
class Look:
    """A case as one of its people sees it, with what was read for that: who they are, and every document."""

    status: CaseStatus
    party: PartyRow
    filed: Sequence[Filed]


def status(outside: Outside, visitor: Visitor) -> CaseStatus:
    """Return how the visitor's case stands. Raises what `access` raises."""
    with db.reading() as session:
        return look(session, access.citizen_reading(session, outside, visitor), visitor).status


def look(session: Session, file: CaseFile, visitor: Visitor) -> Look:
    """Return how a case that `access` let the visitor into stands, and what was read for it."""
    party, to_sign = people.party(session, visitor.id), documents.to_sign(session, visitor.id)
    signature = to_sign.id if to_sign else None
    told = notifications.of_party(session, visitor.id)
    viewer = _Viewer(visitor.language, party.role, signature, visitor.previous_access_at, tuple(told))
    filed = documents.of_case(session, file.row.id)
    return Look(_seen(session, file, viewer, filed), party, filed)


def told(file: CaseFile, language: str, rows: Rows) -> CaseStatus:
    """Return how a case stands for somebody who is no party of it. The caller has checked who may see it."""
    return _told(file, _Viewer(language), rows)


@dataclass(frozen=True, slots=True)
class _Viewer:
    language: str
    role: str = ""
    to_sign: UUID | None = None
    previous_access_at: datetime | None = None
    notified: tuple[NotificationRow, ...] = ()

    @property
    def unread(self) -> frozenset[UUID]:
        """The documents that were notified to the viewer, who has opened none of those notifications."""
        read = {one.document_id for one in self.notified if one.opened_at}
        return frozenset(one.document_id for one in self.notified) - read


def _seen(session: Session, file: CaseFile, viewer: _Viewer, filed: Sequence[Filed]) -> CaseStatus:
    tasks, work = cases.tasks_of(session, file.row.id), desk.work(session, file.row.id)
    timers, term = desk.clocks(session, file.row.id)
    rows = Rows(
        tasks=tasks,
        calls=work.calls,
        entries=work.entries,
        filed=filed,
        timers=timers,
        answers=cases.all_answers(session, file.row.id) if file.row.status == "ended" else (),
        staff=people.staff_named(session, [one.closed_by for one in tasks if one.party and one.closed_by]),
        outcome=outcomes.reached(session, file, work.calls),
        term=term,
    )
    return _told(file, viewer, rows)


def _told(file: CaseFile, viewer: _Viewer, rows: Rows) -> CaseStatus:
    material = _Material(
        file=file,
        viewer=viewer,
        tasks=rows.tasks,
        calls={call.element: call for call in rows.calls},
        documents=[one.row for one in rows.filed if one.row.kind not in _HANDED_IN and one.row.id not in viewer.unread],
        papers=[one.row for one in rows.filed if one.row.kind == documents.PAPER],
        timers=rows.timers,
        entry=rows.entries[0] if rows.entries else None,
        reason=reasons.given(file, rows.answers) if file.row.status == "ended" else "",
        staff=rows.staff,
        outcome=rows.outcome,
        term=rows.term,
    )
    return _status(material)


def _status(made: _Material) -> CaseStatus:
    row, procedure = made.file.row, made.file.pinned.procedure
    outcome, entry, language = made.outcome, made.entry, made.viewer.language
    return CaseStatus(
        id=row.id,
        number=row.number,
        title=rules.text(procedure.card.title, language),
        language=row.language,
        opened_at=row.opened_at,
        ended=row.status == "ended",
        outcome=rules.text(outcome.title, language) if outcome else "",
        outcome_tone=outcome.tone if outcome else "",
        reason=made.reason if outcome and outcome.tone == "error" else "",
        steps=_steps(made, procedure.steps, language),
        signature=made.viewer.to_sign,
        returned=sum(1 for paper in made.papers if paper.state == "returned"),
        entry_number=_written(entry) if entry else "",
        office=_office(made, entry) if entry else "",
        receipt=bool(entry and entry.receipt_id),
        entry_at=entry.at if entry else None,
        entry_legal_at=entry.legal_at if entry else None,
        events=row.seq,
        last_event_at=row.last_event_at,
        previous_access_at=made.viewer.previous_access_at,
        incident=any(call.status == "failed" for call in made.calls.values()),
        notified=len(made.viewer.notified),
        waiting=tuple(one.id for one in made.viewer.notified if not State(one.state).ended),
        term=views.view(made.term, language) if made.term else None,
    )


def _steps(made: _Material, steps: Sequence[PlainStep], language: str) -> tuple[StepView, ...]:
    views = [_step(made, step, language) for step in steps]
    current = [at for at, view in enumerate(views) if view.state in {"now", "waiting", "error"}]
    last = max(current) if current else max((at for at, view in enumerate(views) if view.state == "done"), default=-1)
    ended = made.file.row.status == "ended"
    return tuple(
        view
        for at, (view, step) in enumerate(zip(views, steps, strict=True))
        if not (view.state == "next" and (at < last or ended or step.optional))
    )


def _step(made: _Material, step: PlainStep, language: str) -> StepView:
    tasks = [task for task in made.tasks if task.element in step.elements]
    calls = [made.calls[element] for element in step.elements if element in made.calls]
    mine = next((task for task in tasks if task.status == "open" and task.party == made.viewer.role), None)
    state = _state(tasks, calls, mine is not None or _signs(made, calls))
    ends = [at for at in (*(t.closed_at for t in tasks), *(c.answered_at for c in calls)) if at]
    return StepView(
        title=rules.text(step.title, language),
        state=state,
        who=step.who,
        at=max(ends) if ends and state == "done" else None,
        hint=rules.text(step.hint, language) if state in {"now", "waiting"} else "",
        task=mine.id if mine else None,
        task_form=bool(mine and mine.form),
        until=next((last_moment(made.timers[e]) for e in step.elements if e in made.timers), None),
        documents=tuple((doc.id, doc.title) for doc in made.documents if doc.call_id in {call.id for call in calls}),
        with_whom=_with_whom(made, tasks) if state == "done" else "",
        more=more_time.offered(mine) if mine else 0,
    )


def _with_whom(made: _Material, tasks: Sequence[TaskRow]) -> str:
    """Return the official who did a person's part of a step for them, "" when nobody did."""
    staff = {str(one): name for one, name in made.staff.items()}
    done = [task for task in reversed(tasks) if task.party and task.status == "done"]
    return next((staff[task.closed_by] for task in done if task.closed_by in staff), "")


def last_moment(due_at: datetime) -> datetime:
    """Return the last moment of a deadline: one that ends with a day is due at the midnight after it."""
    return due_at - timedelta(microseconds=1)


def _signs(made: _Material, calls: Sequence[CallRow]) -> bool:
    return made.viewer.to_sign is not None and any(call.status == "waiting" for call in calls)


def _state(tasks: Sequence[TaskRow], calls: Sequence[CallRow], mine: bool) -> str:
    if mine:
        return "now"
    if any(call.status == "failed" for call in calls):
        return "error"
    if any(task.status == "open" for task in tasks) or any(call.status in {"owed", "waiting"} for call in calls):
        return "waiting"
    if any(task.status == "done" for task in tasks) or any(call.status == "done" for call in calls):
        return "done"
    return "next"


def _office(made: _Material, entry: EntryRow) -> str:
    known = dict(made.file.entity.offices)
    return known.get(entry.office) or sentences.say("electronic_office", made.viewer.language)


def _written(entry: EntryRow) -> str:
    return str(numbers.entry_number(entry.year, numbers.Direction(entry.kind), entry.number))
