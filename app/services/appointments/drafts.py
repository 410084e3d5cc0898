"""What was typed of a booking before it is confirmed, sealed in its row under a key of its own.

Not a use case: what the steps of a booking share. It is destroyed when the case has it, and after a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.ports import Outside
from app.store.sealing import CaseSeal, new_key
from app.store.tables import AppointmentRow, CodeRow

PLACE = "appointment.draft"


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code that was sent to the mobile typed: only its keyed digest."""

    id: UUID
    digest: bytes
    tries: int
    sent_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def row(self) -> CodeRow:
        """Return the code as codes of cases are tried; the row is never stored."""
        return CodeRow(
            id=self.id, digest=self.digest, tries=self.tries, expires_at=self.expires_at, used_at=self.used_at
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed so far. `sent` are the times of the codes of this booking, `holds` counts its hours."""

    person: Mapping[str, str] = field(default_factory=dict)
    without_mobile: bool = False
    triage: Mapping[str, Any] = field(default_factory=dict)
    code: SentCode | None = None
    sent: tuple[datetime, ...] = ()
    holds: int = 1


def fresh(outside: Outside, appointment_id: UUID, draft: Draft) -> tuple[bytes, bytes]:
    """Return a new key, wrapped, and the draft sealed under it."""
    key = new_key()
    return outside.keys.wrap(key, appointment_id), CaseSeal(appointment_id, key).seal_json(_json(draft), PLACE)


def opened(outside: Outside, row: AppointmentRow) -> Draft:
    """Return what was typed in a booking; nothing once it is in a case."""
    if row.wrapped is None or row.sealed is None:
        return Draft()
    return _draft(_seal(outside, row, row.wrapped).open_json(row.sealed, PLACE))


def keep(outside: Outside, row: AppointmentRow, draft: Draft) -> None:
    """Seal what was typed in a held row."""
    if row.wrapped is not None:
        row.sealed = _seal(outside, row, row.wrapped).seal_json(_json(draft), PLACE)


def erase(row: AppointmentRow) -> None:
    """Destroy what was typed, with its key."""
    row.sealed = row.wrapped = None


def _seal(outside: Outside, row: AppointmentRow, wrapped: bytes) -> CaseSeal:
    return CaseSeal(row.id, outside.keys.unwrap(wrapped, row.id))


def _json(draft: Draft) -> dict[str, Any]:
    code = draft.code
    return {
        "person": dict(draft.person),
        "without_mobile": draft.without_mobile,
        "triage": dict(draft.triage),
        "code": code and [str(code.id), code.digest.hex(), code.tries, *map(_written, _times(code))],
        "sent": [_written(at) for at in draft.sent],
        "holds": draft.holds,
    }


def _draft(found: Mapping[str, Any]) -> Draft:
    code = found["code"]
    return Draft(
        person=found["person"],
        without_mobile=found["without_mobile"],
        triage=found["triage"],
        code=code and SentCode(UUID(code[0]), bytes.fromhex(code[1]), code[2], *map(datetime.fromisoformat, code[3:])),
        sent=tuple(map(datetime.fromisoformat, found["sent"])),
        holds=found["holds"],
    )


def _times(code: SentCode) -> list[datetime]:
    return [code.sent_at, code.expires_at, *([code.used_at] if code.used_at else [])]


def _written(at: datetime) -> str:
    return at.isoformat()
