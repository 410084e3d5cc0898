"""Everything that the desk reads of a case, read once. Not a use case: what `desk` tells its pages from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import appointments as words
from app.ports import Outside
from app.services import access, cases, portal, presence
from app.services.cases import CaseFile
from app.services.desk import agenda_lines
from app.services.desk.agenda_lines import Reader
from app.services.files import paper_slots, sheets
from app.services.files.paper_slots import Asking
from app.services.portal import CaseStatus, Rows
from app.services.presence import Presence
from app.services.visits import Visitor
from app.store import agenda, evidence, people
from app.store import cases as rows_of_cases
from app.store import desk as rows
from app.store import documents as store
from app.store.agenda import Line
from app.store.desk import Work
from app.store.documents import Filed
from app.store.tables import AppointmentRow, CaseDataRow, EventBodyRow, NoteRow, PartyRow, TaskRow, TermRow

RECENT = 8
"""How many of the last events the page of a case tells."""


@dataclass(frozen=True, slots=True)
class DeskFile:
    """A case opened for the desk. `events` are the last ones that a summary tells, the newest first."""

    file: CaseFile
    reader: Reader
    tasks: Sequence[TaskRow]
    work: Work
    filed: Sequence[Filed]
    people: Sequence[PartyRow]
    answers: Sequence[CaseDataRow]
    events: Sequence[tuple[EventBodyRow, bytes]]
    timers: Mapping[str, datetime]
    incidents: int
    appointments: Sequence[Line]
    notes: Sequence[NoteRow]
    term: TermRow | None = None

    @property
    def names(self) -> dict[UUID, str]:
        """Return the names of everybody who works or worked here."""
        return {one.id: one.name for one in self.reader.colleagues.values()}

    @property
    def called(self) -> AppointmentRow | None:
        """Return the appointment whose person is being attended, None when none is."""
        return next((line.row for line in self.appointments if line.row.state == words.CALLED), None)

    def status(self, language: str) -> CaseStatus:
        """Return how the case stands."""
        seen = Rows(
            tasks=self.tasks,
            calls=self.work.calls,
            entries=self.work.entries,
            filed=self.filed,
            timers=self.timers,
            answers=self.answers,
            staff=self.names,
            term=self.term,
        )
        return portal.told(self.file, language, seen)

    def asking(self) -> Asking:
        """Return which papers the case asks for."""
        given = paper_slots.first_of(self.file, self.answers)
        levels = {party.role: party.level for party in self.people}
        return Asking(self.file, given, levels, paper_slots.live(self.filed))

    def here(self, party: PartyRow) -> Presence | None:
        """Return how a person is here, None when they are not."""
        return presence.judge(self.file, party, self.called)

    def capacities(self, language: str) -> dict[str, str]:
        """Return in which capacity each person acts, in words, by role."""
        return {party.role: sheets.capacity(self.file.pinned, party.role, language) for party in self.people}


def read(session: Session, outside: Outside, visitor: Visitor, case_id: UUID, quiet: frozenset[str]) -> DeskFile:
    """Read a case for a member of staff; events of a type in `quiet` are left out. Raises `RoleMissing`, `NotFound`."""
    visitor.require(*access.FILE_READERS)
    found = rows.case(session, visitor.entity, case_id)
    file = cases.opened(session, outside, found.row, found.wrapped)
    return DeskFile(
        file=file,
        reader=agenda_lines.reader(session, outside, visitor),
        tasks=rows_of_cases.tasks_of(session, case_id),
        work=rows.work(session, case_id),
        filed=store.of_case(session, case_id),
        people=people.parties(session, case_id),
        answers=rows_of_cases.all_answers(session, case_id),
        events=evidence.recent(session, visitor.entity, case_id, quiet, RECENT),
        timers=found.timers,
        incidents=found.incidents,
        appointments=agenda.of_case(session, visitor.entity, case_id),
        notes=rows.notes(session, case_id),
        term=found.term,
    )
