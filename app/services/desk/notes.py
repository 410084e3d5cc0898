"""What the staff note in a case for each other, sealed under its key. Not for the citizen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from app.domain.errors import Invalid
from app.ports import Outside
from app.services import access, record, steps
from app.services.visits import Visitor
from app.store import db, desk

LONGEST: Final = 4000
NOTE: Final = "case.note"


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note. `by` is the name of who wrote it."""

    id: UUID
    text: str
    by: str
    written_at: datetime


def write(outside: Outside, visitor: Visitor, case_id: UUID, text: str) -> None:
    """Note something in a case. Evidence commits to the text and does not state it.

    Raises `Invalid` for a text that is empty or too long, `NotFound` or `RoleMissing`.
    """
    told = text.strip()
    if not told or len(told) > LONGEST:
        raise Invalid("a note needs a text", {"note": "required" if not told else "too_long"})
    with db.transaction() as session:
        held = access.clerk(session, outside, visitor, case_id)
        note_id = uuid4()
        desk.add_note(
            session,
            {
                "id": note_id,
                "entity": held.row.entity,
                "case_id": case_id,
                "sealed": held.seal.seal(told.encode(), NOTE),
                "written_by": visitor.id,
                "written_at": held.now,
            },
        )
        written = record.Act("note.written", visitor.actor, record.on("note", note_id), values={"text": told})
        steps.note(held, written)
