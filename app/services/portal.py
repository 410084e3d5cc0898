"""A case as the people in it see it: plain steps, whose turn it is, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import procedure as rules
from app.domain import registry as numbers
from app.domain.procedure import PlainStep
from app.intake import forms
from app.ports import Outside
from app.services import access, sentences
from app.services.cases import ANSWERS, CaseFile
from app.services.visits import Visitor
from app.store import cases, db, documents, people, registry
from app.store.documents import Filed
from app.store.tables import CallRow, DocumentRow, EntryRow, PartyRow, TaskRow

REASON = ":reason"
"""How the meaning of a form's field ends when it holds the reason that the person is told."""


@dataclass(frozen=True, slots=True)
class StepView:
    """A plain step. `state` is done, now, waiting, next or error; `task` what the visitor must do now."""

    title: str
    state: str
    who: str
    at: datetime | None
    hint: str
    task: UUID | None
    task_form: bool
    until: datetime | None
    documents: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """How a case stands, for a party of it."""

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
    viewer = _Viewer(visitor.language, party.role, signature, visitor.previous_access_at)
    filed = documents.of_case(session, file.row.id)
    return Look(_seen(session, file, viewer, filed), party, filed)


def of_case(session: Session, file: CaseFile, language: str) -> CaseStatus:
    """Return how a case stands for somebody who is no party of it. The caller has checked who may see it."""
    return _seen(session, file, _Viewer(language), documents.of_case(session, file.row.id))


@dataclass(frozen=True, slots=True)
class _Viewer:
    language: str
    role: str = ""
    to_sign: UUID | None = None
    previous_access_at: datetime | None = None


def _seen(session: Session, file: CaseFile, viewer: _Viewer, filed: Sequence[Filed]) -> CaseStatus:
    calls = cases.calls_of(session, file.row.id)
    entries = registry.entries_of(session, file.row.id)
    material = _Material(
        file=file,
        viewer=viewer,
        tasks=cases.tasks_of(session, file.row.id),
        calls={call.element: call for call in calls},
        documents=[one.row for one in filed if one.row.kind != documents.PAPER],
        papers=[one.row for one in filed if one.row.kind == documents.PAPER],
        timers=cases.timers_of(session, file.row.id),
        entry=entries[0] if entries else None,
        reason=_reason(session, file) if file.row.status == "ended" else "",
    )
    return _status(material)


def _status(made: _Material) -> CaseStatus:
    row, procedure = made.file.row, made.file.pinned.procedure
    outcome, entry, language = _outcome(made), made.entry, made.viewer.language
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
    )


def _outcome(made: _Material) -> rules.Outcome | None:
    """Return the outcome named after the element that ended the case, the calls' last word first."""
    reached = {name for name, call in made.calls.items() if call.status == "done"}
    found = [outcome for name, outcome in made.file.pinned.procedure.outcomes.items() if name in reached]
    return found[-1] if found and made.file.row.status == "ended" else None


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
    )


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


def _reason(session: Session, file: CaseFile) -> str:
    """Return the last reason that an official gave for an outcome, as the form that asked for it means it."""
    by_variable = {
        element.variable: file.pinned.forms[element.form]
        for element in file.pinned.spec.elements.values()
        if element.form and element.form in file.pinned.forms and element.variable
    }
    for row in reversed(cases.all_answers(session, file.row.id)):
        form = by_variable.get(row.name)
        meant = forms.meanings(form, file.seal.open_json(row.sealed, ANSWERS)) if form else {}
        for meaning, value in meant.items():
            if meaning.endswith(REASON):
                return str(value)
    return ""
