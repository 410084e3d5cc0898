"""A case as the staff see it: its people, whose turn it is, tasks, answers, papers, notes and what happened last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.intake import forms
from app.intake.definition import FormDefinition
from app.intake.reviews import Section
from app.ports import Outside
from app.services import access, consultations, parties, record, steps
from app.services.cases import ANSWERS, DRAFT
from app.services.consultations import Consultation
from app.services.desk import agenda_lines, desk_file, histories, notes, turns
from app.services.desk.agenda_lines import Entry
from app.services.desk.desk_file import DeskFile
from app.services.desk.histories import Known
from app.services.desk.notes import NoteView
from app.services.desk.turns import Turn
from app.services.files import documents, shelf
from app.services.files.documents import DocumentView
from app.services.files.paper_slots import PaperView
from app.services.notifying import sending
from app.services.parties import PartyView
from app.services.portal import StepView
from app.services.task_views import TaskView, view
from app.services.tasks import TaskSheet
from app.services.terms.views import TermView
from app.services.visits import Visitor
from app.store import db
from app.store import desk as rows
from app.store.documents import PAPER
from app.store.tables import NoteRow

QUIET = histories.QUIET
Happening = histories.Happening
History = histories.History
history = histories.history
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Who did not want to sign which document, and why; `reason` may be ""."""

    name: str
    document: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskCase:
    """Everything that the desk shows of a case. `language` is the citizen's.

    `here` are the people whom the office attends now, `turns` what each person has to do, `notified` how many
    notifications were made.
    """

    id: UUID
    number: str
    procedure: str
    title: str
    status: str
    language: str
    channel: str
    opened_at: datetime
    version: str
    people: tuple[PartyView, ...]
    verified_by: Mapping[UUID, str]
    here: frozenset[UUID]
    steps: tuple[StepView, ...]
    turns: tuple[Turn, ...]
    open_tasks: tuple[TaskView, ...]
    holders: Mapping[UUID, str]
    answers: tuple[Section, ...]
    consultations: tuple[Consultation, ...]
    papers: tuple[PaperView, ...]
    documents: tuple[DocumentView, ...]
    notes: tuple[NoteView, ...]
    recent: tuple[Happening, ...]
    incidents: int
    entry_number: str
    office: str
    capacities: Mapping[str, str]
    notified: int = 0
    term: TermView | None = None
    refusals: tuple[Refusal, ...] = ()

    @property
    def applicant(self) -> PartyView | None:
        """Return the person who asked."""
        return next((one for one in self.people if one.role == "applicant"), None)


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A case with what its page needs besides: the visitor's own task to fill in, and the appointment."""

    case: DeskCase
    sheet: TaskSheet | None
    appointment: Entry | None


def case(outside: Outside, visitor: Visitor, case_id: UUID) -> DeskCase:
    """Return a case for the desk. Raises `RoleMissing` or `NotFound`."""
    with db.reading() as session:
        return _case(desk_file.read(session, outside, visitor, case_id, QUIET), visitor)


def page(outside: Outside, visitor: Visitor, case_id: UUID) -> DeskPage:
    """Return a case for its page, in a number of statements that does not grow. Raises `RoleMissing` or `NotFound`."""
    with db.reading() as session:
        made = desk_file.read(session, outside, visitor, case_id, QUIET)
        line = agenda_lines.chosen(made.appointments)
        appointment = agenda_lines.alone(session, made.reader, line) if line else None
        return DeskPage(_case(made, visitor), _sheet(session, made, visitor), appointment)


def opened(outside: Outside, visitor: Visitor, case_id: UUID) -> None:
    """Record that somebody of the staff read a case. Raises `RoleMissing` or `NotFound`.

    Source: RD 311/2022 (ENS) op.exp.8: who looked at what, and when.
    """
    with db.transaction() as session:
        held = access.clerk(session, outside, visitor, case_id, roles=access.FILE_READERS)
        steps.note(held, record.Act("access.read", visitor.actor, record.on("case", case_id)))


def _case(made: DeskFile, visitor: Visitor) -> DeskCase:
    file, names, language = made.file, made.names, visitor.language
    status, asking = made.status(language), made.asking()
    known = Known(names, made.people, made.tasks, made.filed)
    return DeskCase(
        id=file.row.id,
        number=file.row.number,
        procedure=file.row.procedure,
        title=status.title,
        status=file.row.status,
        language=file.row.language,
        channel=file.row.channel,
        opened_at=file.row.opened_at,
        version=file.row.digest.hex(),
        people=tuple(parties.view(party, file.seal) for party in made.people),
        verified_by={party.id: names.get(party.verified_by, "") for party in made.people if party.verified_by},
        here=frozenset(party.id for party in made.people if made.here(party)),
        steps=status.steps,
        turns=tuple(turns.of(made)),
        open_tasks=tuple(view(task) for task in made.tasks if task.status == "open"),
        holders={task.id: names.get(task.claimed_by, "") for task in made.tasks if task.claimed_by},
        answers=tuple(_answers(made, language)),
        consultations=tuple(consultations.opened(file.seal, made.work.consultations)),
        papers=tuple(asking.view(paper, language) for paper in asking.papers()),
        documents=tuple(documents.view(file, one) for one in made.filed if one.row.kind != PAPER),
        notes=tuple(_note(made, row) for row in made.notes),
        recent=tuple(histories.told(file, made.events, known)),
        incidents=made.incidents,
        entry_number=status.entry_number,
        office=status.office,
        capacities=made.capacities(language),
        refusals=tuple(_refusals(made)),
        notified=sum(1 for call in made.work.calls if call.operator == sending.OPERATOR and call.status == "done"),
        term=status.term,
    )


def _refusals(made: DeskFile) -> Iterator[Refusal]:
    titles = {one.row.id: one.row.title for one in made.filed}
    by_id = {party.id: party for party in made.people}
    for row in made.work.signatures:
        if row.refusal is not None and row.refused_at is not None:
            name = parties.details_of(by_id[row.party_id], made.file.seal).full_name
            reason = made.file.seal.open(row.refusal, shelf.REFUSAL).decode()
            yield Refusal(name, titles.get(row.document_id, ""), reason, row.refused_at)


def _note(made: DeskFile, row: NoteRow) -> NoteView:
    text = made.file.seal.open(row.sealed, notes.NOTE).decode()
    return NoteView(row.id, text, made.names.get(row.written_by, ""), row.written_at)


def _answers(made: DeskFile, language: str) -> list[Section]:
    """Return what was answered, form by form, as people read it; the latest answers of each.

    Tasks that write into one variable (a request and its correction) share their answers, which are shown once, by
    the form that they were given in.
    """
    file = made.file
    today = file.entity.calendar.local_day(file.now)
    latest = {row.name: row for row in made.answers}
    names = {str(one.row.id): one.row.title for one in made.filed}
    found: list[Section] = []
    for variable, form in _filled(made).items():
        if variable in latest:
            given = file.seal.open_json(latest[variable].sealed, ANSWERS)
            found.extend(forms.review(form, given, language, today=today, documents=names))
    return found


def _filled(made: DeskFile) -> dict[str, FormDefinition]:
    """Return the form of each variable: that of the task done last, of those that write into it."""
    file = made.file
    done = {task.element: task.closed_at for task in made.tasks if task.status == "done" and task.closed_at}
    found: dict[str, tuple[datetime, FormDefinition]] = {}
    for element in file.pinned.spec.elements.values():
        form = file.pinned.forms.get(element.form) if element.form else None
        at = done.get(element.id, file.row.opened_at)
        if form is not None and element.variable and at > found.get(element.variable, (_NEVER, form))[0]:
            found[element.variable] = at, form
    return {variable: form for variable, (_, form) in found.items()}


def _sheet(session: Session, made: DeskFile, visitor: Visitor) -> TaskSheet | None:
    """Return the open task that the visitor has, with its form and draft."""
    own = next((one for one in made.tasks if one.status == "open" and one.claimed_by == visitor.id), None)
    if own is None:
        return None
    file = made.file
    kept = rows.drafts(session, [own.id] if own.form else []).get(own.id)
    return TaskSheet(
        task=view(own),
        form=file.pinned.forms.get(own.form) if own.form else None,
        draft=file.seal.open_json(kept.sealed, DRAFT) if kept else {},
        language=file.row.language,
        case_number=file.row.number,
        title=file.pinned.procedure.text(file.pinned.procedure.card.title, visitor.language),
        today=file.entity.calendar.local_day(file.now),
    )
