"""A case with an appointment, before its day and after: when it is, what to read and bring, what was said of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.domain import procedure as rules
from app.domain.errors import NotFound
from app.domain.procedure import Reading
from app.ports import Outside
from app.services import access, cases, entities, portal
from app.services.appointments import bringing, calendar_files, changes, manage_links, occasions, views
from app.services.appointments.bringing import Item
from app.services.appointments.calendar_files import Entry
from app.services.appointments.changes import AppointmentView
from app.services.cases import CaseFile
from app.services.files import paper_slots
from app.services.files.documents import Content
from app.services.files.paper_slots import Asking, PaperView
from app.services.portal import CaseStatus
from app.services.visits import Visitor
from app.store import appointments as rows
from app.store import cases as rows_of_cases
from app.store import db, people
from app.store.tables import AppointmentRow, PartyRow

SHOWN: Final = "shown"
"""The state of a paper of which no copy is needed, because the person shows it at the office."""
Tasks = Sequence[tuple[UUID, bool]]
"""Open tasks of a person: ids, and whether they have a form."""
_EXPECTED: Final = (words.BOOKED, *words.PRESENT)


@dataclass(frozen=True, slots=True)
class Preparation:
    """A case with its appointment, for one of its people.

    A paper may also be in the state `SHOWN`. `own` is true for the applicant, who alone may move or cancel. `online`
    says whether the procedure goes without an appointment. `turn` is true while the case waits for this person, who may
    then take papers back; `form` is a task of theirs that may be done before the day.
    """

    case_number: str
    title: str
    ended: bool
    appointment: AppointmentView
    own: bool
    online: bool
    papers: tuple[PaperView, ...]
    reading: tuple[Reading, ...]
    form: UUID | None
    turn: bool

    @property
    def tally(self) -> Mapping[str, int]:
        """Return how many of the papers that count are in each state, and under "asked" how many count.

        Those count that must be handed in, and those that were.
        """
        counting = [one for one in self.papers if (one.required or one.document) and one.state != SHOWN]
        states = ("missing", "received", "returned", "accepted")
        return {state: sum(one.state == state for one in counting) for state in states} | {"asked": len(counting)}


@dataclass(frozen=True, slots=True)
class Linked:
    """An appointment as its manage link shows it: nothing of who the person is, and what they should bring."""

    appointment: AppointmentView
    online: bool
    bring: tuple[Item, ...]


def overview(outside: Outside, visitor: Visitor) -> tuple[CaseStatus, Preparation | None]:
    """Return how the visitor's case stands, with its appointment if it has one. Raises as `access.citizen_reading`."""
    with db.reading() as session:
        file = access.citizen_reading(session, outside, visitor)
        look = portal.look(session, file, visitor)
        row = rows.of_case(session, visitor.entity, file.row.id)
        if row is None:
            return look.status, None
        given = {} if file.row.status == "ended" else paper_slots.first_answers(session, file)
        levels = {look.party.role: look.party.level}
        asking = Asking(file, given, levels, paper_slots.live(look.filed))
        mine = [(step.task, step.task_form) for step in look.status.steps if step.task]
        seen = views.read(session, outside, file, row, visitor.language)
        return look.status, _prepared(asking, row, seen, look.party, mine, visitor.language)


def of_visitor(outside: Outside, visitor: Visitor) -> Preparation:
    """Return the appointment of the visitor's case. Raises `NotFound` when it has none, else as `overview`."""
    with db.reading() as session:
        file = access.citizen_reading(session, outside, visitor)
        row = rows.of_case(session, visitor.entity, file.row.id)
        if row is None:
            raise NotFound("the case has no appointment")
        party = people.party(session, visitor.id)
        seen, mine = views.read(session, outside, file, row, visitor.language), _mine(session, file, party)
        return _prepared(paper_slots.read(session, file), row, seen, party, mine, visitor.language)


def behind(outside: Outside, entity: str, manage_token: str, language: str) -> Linked:
    """Return the appointment that a manage link opens. Raises `NotFound`, also once it was moved."""
    with db.reading() as session:
        file, row = changes.linked(session, outside, entity, manage_token)
        procedure = file.pinned.procedure
        bring = bringing.items(procedure, row.channel, language, bringing.known(session, file))
        seen = views.read(session, outside, file, row, language)
        return Linked(seen, words.ONLINE in procedure.card.channels, bring)


def calendar(outside: Outside, entity: str, view: AppointmentView, language: str) -> Content:
    """Return an appointment as a file for its person's own calendar; nothing about the person is in it."""
    here = entities.shown(entity, outside.clock.now())
    short = {name: occasions.TEXTS[f"short_{name}"] for name in (words.PHONE, words.VIDEO)}
    office = ", ".join(part for part in (view.office_name or here.called(language), view.address) if part)
    entry = Entry(
        id=view.id,
        sequence=view.sequence,
        starts_at=view.starts_at,
        ends_at=view.ends_at,
        title=view.title,
        number=view.case_number,
        place=rules.text(short[view.channel], language) if view.channel in short else office,
        language=language,
        url=manage_links.address(outside, here, view.manage),
        cancelled=view.state == words.CANCELLED,
    )
    made = calendar_files.attachment(here, entry, outside.clock.now())
    return Content(made.name, made.media_type, made.content)


def _prepared(
    asking: Asking, row: AppointmentRow, seen: AppointmentView, party: PartyRow, mine: Tasks, language: str
) -> Preparation:
    file, procedure = asking.file, asking.file.pinned.procedure
    ended, needs = file.row.status == "ended", procedure.appointment
    views = [] if ended else [asking.view(paper, language) for paper in asking.papers(party.role)]
    shows = row.channel == words.IN_PERSON and row.state in _EXPECTED
    return Preparation(
        case_number=file.row.number,
        title=rules.text(procedure.card.title, language),
        ended=ended,
        appointment=seen,
        own=party.role == cases.APPLICANT,
        online=words.ONLINE in procedure.card.channels,
        papers=tuple(_shown(one) if shows else one for one in views),
        reading=needs.reading if needs else (),
        form=next((task for task, form in mine if form), None),
        turn=bool(mine),
    )


def _shown(paper: PaperView) -> PaperView:
    return replace(paper, state=SHOWN) if paper.waived_at and paper.document is None else paper


def _mine(session: Session, file: CaseFile, party: PartyRow) -> Tasks:
    tasks = rows_of_cases.tasks_of(session, file.row.id)
    return [(one.id, bool(one.form)) for one in tasks if one.status == "open" and one.party == party.role]
