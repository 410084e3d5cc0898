"""Whose turn it is in a case among its people, and whether an official may do it with them now. Not a use case."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.domain import identity
from app.domain.identity import Level
from app.services import parties
from app.services.desk.desk_file import DeskFile
from app.store.tables import PartyRow, SignatureRow, TaskRow

FORM, PAPERS, CONFIRM, SIGN = "form", "papers", "confirm", "sign"
"""What a person may have to do: answer a form, hand in papers, say that something is done, sign."""
AWAY, LEVEL, ON_THE_LINE = "away", "level", "on_the_line"
"""Why an official may not do it with them: they are not here, not known surely enough, or only on the telephone."""

_TO_SIGN: Final = ("waiting", "viewed")
_AWAITED: Final = ("owed", "waiting")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person of a case has to do now. `hindrance` is "" when an official may do it with them.

    `task` or `signature` says which; `has_mobile` whether a code can reach the person.
    """

    kind: str
    title: str
    party: UUID
    name: str
    hindrance: str
    has_mobile: bool
    task: UUID | None = None
    signature: UUID | None = None


def of(made: DeskFile) -> Iterator[Turn]:
    """Yield what each person of a case has to do now."""
    by_role = {party.role: party for party in made.people}
    for task in made.tasks:
        if task.status == "open" and task.party in by_role:
            yield _task(made, task, by_role[task.party])
    by_id = {party.id: party for party in made.people}
    awaited = {call.id for call in made.work.calls if call.status in _AWAITED}
    titles = {one.row.id: one.row.title for one in made.filed}
    for row in made.work.signatures:
        if row.status in _TO_SIGN and row.call_id in awaited:
            yield _signature(made, row, by_id[row.party_id], titles.get(row.document_id, ""))


def _task(made: DeskFile, task: TaskRow, party: PartyRow) -> Turn:
    kind = FORM if task.form else (PAPERS if task.properties.get("papers") == "required" else CONFIRM)
    hindrance = AWAY if made.here(party) is None else ""
    if not hindrance and not _known(party, task.level):
        hindrance = LEVEL
    details = parties.details_of(party, made.file.seal)
    return Turn(kind, task.name, party.id, details.full_name, hindrance, bool(details.mobile), task=task.id)


def _signature(made: DeskFile, row: SignatureRow, party: PartyRow, title: str) -> Turn:
    here = made.here(party)
    hindrance = AWAY if here is None else ("" if here.at_counter else ON_THE_LINE)
    if not hindrance and not _known(party, Level.OFFICIAL.word):
        hindrance = LEVEL
    details = parties.details_of(party, made.file.seal)
    return Turn(SIGN, title, party.id, details.full_name, hindrance, bool(details.mobile), signature=row.id)


def _known(party: PartyRow, level: str) -> bool:
    return identity.level(party.level).meets(identity.level(level))
