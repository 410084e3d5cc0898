"""An appointment as a file for the person's own calendar: attached to letters, and to be downloaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from app.documents import invites
from app.documents.invites import FILE_NAME, Invite
from app.domain import procedure
from app.ports import Attachment
from app.services.entities import Entity

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "summary": {"es": "Cita: {title}", "ca": "Cita: {title}"},
    "described": {
        "es": "{entity}. Expediente {number}. Para confirmar, cambiar o anular la cita: {url}",
        "ca": "{entity}. Expedient {number}. Per confirmar, canviar o anul·lar la cita: {url}",
    },
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment as a calendar needs it. `place` must not be personal; `url` is where it can be changed."""

    id: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    number: str
    place: str
    language: str
    url: str
    cancelled: bool = False


def content(entity: Entity, entry: Entry, at: datetime) -> bytes:
    """Return the file as said at `at` (RFC 5545)."""
    return invites.calendar(_invite(entity, entry, at))


def attachment(entity: Entity, entry: Entry, at: datetime) -> Attachment:
    """Return the file to go with a letter."""
    made = _invite(entity, entry, at)
    return Attachment(FILE_NAME, invites.media_type(made), invites.calendar(made))


def _invite(entity: Entity, entry: Entry, at: datetime) -> Invite:
    described = _say(
        "described", entry.language, entity=entity.called(entry.language), number=entry.number, url=entry.url
    )
    host = urlsplit(entry.url).hostname or "localhost"
    return Invite(
        id=entry.id,
        sequence=entry.sequence + int(entry.cancelled),  # a cancellation is a change of its own (RFC 5546 2.1.4)
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        stamped_at=at,
        title=_say("summary", entry.language, title=entry.title),
        place=entry.place,
        description=described,
        url=entry.url,
        organiser=(entity.called(entry.language), str(entity.facts.get("email") or f"nadie@{host}")),
        cancelled=entry.cancelled,
    )


def _say(key: str, language: str, **values: str) -> str:
    return procedure.text(TEXTS[key], language).format(**values)
