"""Which papers a case asks for as things stand, of whom, and what lies in each slot. Not a use case: a part of many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.domain import identity
from app.domain import procedure as rules
from app.domain.procedure import Paper
from app.intake import conditions
from app.services import cases
from app.services.cases import CaseFile
from app.services.files import documents
from app.services.files.documents import DocumentView
from app.services.steps import Held
from app.store import cases as rows
from app.store import documents as store
from app.store import people
from app.store.documents import PAPER, Filed
from app.store.tables import CaseDataRow

_LIVE = ("accepted", "received", "returned")


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper that a procedure asks for. `state` is missing, received, accepted or returned.

    `waived_at` is the level at which the office needs no copy of it, "" for never.
    """

    slot: str
    title: str
    hint: str
    required: bool
    by: str
    state: str
    reason: str
    document: DocumentView | None
    waived_at: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a case asks for: `given` are the answers to its first form, `levels` how surely each role is known."""

    file: CaseFile | Held
    given: Mapping[str, Any]
    levels: Mapping[str, str]
    filed: Mapping[str, Filed]

    def papers(self, role: str | None = None) -> list[Paper]:
        """Return the papers that are asked of a role, or of anybody; a waived one only where it was handed in."""
        return [
            paper
            for paper in self.file.pinned.procedure.papers
            if role in {None, paper.by}
            and conditions.holds(paper.when, self.given)
            and (paper.slot in self.filed or not self.waives(paper))
        ]

    def waives(self, paper: Paper) -> bool:
        """Return whether the office knows its party so well that it needs no copy of a paper."""
        known = self.levels.get(paper.by)
        return bool(paper.waived_at and known) and identity.level(str(known)).meets(identity.level(paper.waived_at))

    def missing(self, role: str) -> list[str]:
        """Return the slots that a role must still fill, or fill again."""
        return [
            paper.slot
            for paper in self.papers(role)
            if paper.required and not self.waives(paper) and not self._handed_in(paper.slot)
        ]

    def unsettled(self, role: str) -> list[str]:
        """Return the slots of a role whose paper is missing, or was not accepted yet."""
        mine = {one.slot for one in self.file.pinned.procedure.papers if one.by == role and not self.waives(one)}
        waiting = {slot for slot, one in self.filed.items() if one.row.state != "accepted"}
        return sorted({*self.missing(role), *(waiting & mine)})

    def view(self, paper: Paper, language: str) -> PaperView:
        """Return a slot with what lies in it."""
        return view(self.file, paper, self.filed.get(paper.slot), language)

    def _handed_in(self, slot: str) -> bool:
        return slot in self.filed and self.filed[slot].row.state != "returned"


def read(session: Session, file: CaseFile | Held, answers: Mapping[str, Any] | None = None) -> Asking:
    """Read what a case asks for, in two or three statements. `answers` are those just being given."""
    given = {**first_answers(session, file), **(answers or {})}
    filed = store.of_case(session, file.row.id, (PAPER,))
    return Asking(file, given, _levels(session, file), live(filed))


def view(file: CaseFile | Held, paper: Paper, filed: Filed | None, language: str) -> PaperView:
    """Return a slot with what lies in it, opened. The caller has checked who may see it."""
    document = documents.view(file, filed) if filed else None
    return PaperView(
        slot=paper.slot,
        title=rules.text(paper.title, language),
        hint=rules.text(paper.hint, language),
        required=paper.required,
        by=paper.by,
        state=document.state if document else "missing",
        reason=document.note if document else "",
        document=document,
        waived_at=paper.waived_at,
    )


def live(filed: Sequence[Filed]) -> dict[str, Filed]:
    """Return the newest paper of each slot that was neither replaced nor taken back; `filed` begins with the oldest."""
    return {one.row.name: one for one in filed if one.row.kind == PAPER and one.row.state in _LIVE}


def _levels(session: Session, file: CaseFile | Held) -> dict[str, str]:
    if not any(paper.waived_at for paper in file.pinned.procedure.papers):
        return {}
    return {party.role: party.level for party in people.parties(session, file.row.id)}


def first_answers(session: Session, file: CaseFile | Held) -> dict[str, Any]:
    """Return the latest answers to the form that the diagram began with, none before it was sent."""
    return first_of(file, rows.all_answers(session, file.row.id))


def first_of(file: CaseFile | Held, answers: Sequence[CaseDataRow]) -> dict[str, Any]:
    """Return as `first_answers`, out of all `answers` of the case, oldest first."""
    asked = {element.variable for element in file.pinned.spec.elements.values() if element.form}
    given = [row for row in answers if row.name in asked]
    if not given:
        return {}
    latest = [row for row in given if row.name == given[0].name][-1]
    opened: dict[str, Any] = file.seal.open_json(latest.sealed, cases.ANSWERS)
    return opened
