"""Everything that happened in a case, in words, out of its evidence."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import procedure as rules
from app.domain.errors import EvidenceBroken
from app.evidence import chain
from app.ports import Outside
from app.services import access
from app.services.cases import CaseFile
from app.services.desk import disclosures
from app.services.desk.disclosures import Correction
from app.services.files import sheets
from app.services.visits import Visitor
from app.store import cases as rows
from app.store import db, documents, evidence, people
from app.store.documents import Filed
from app.store.tables import EventBodyRow, PartyRow, TaskRow

QUIET = frozenset(
    {
        *("workflow.stepped", "call.answered", "call.late_answer", "mail.queued", "sms.queued", "link.issued"),
        *("document.rendered", "document.viewed", "timestamp.applied", "sign.key_destroyed"),
        *("mandate.reserved", "code.sent", "code.verified", "link.redeemed", "portal.logout", "task.claimed"),
        "message.unheard",
        "residents.consulted",  # the page shows what was found
    }
)
"""The office's own bookkeeping: evidence of how, not of what; a summary leaves it out."""

_REARRANGED: Final = frozenset({"appointment.cancelled", "appointment.changed"})
_HOURS: Final[Mapping[str, tuple[str, ...]]] = {
    "appointment.booked": ("starts_at",),
    "appointment.cancelled": ("starts_at",),
    "appointment.changed": ("from", "to"),
}
"""Under which names evidence keeps the hours of an appointment."""

Events = Sequence[tuple[EventBodyRow, bytes]]
"""Events of evidence with their leaf hashes."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the case's evidence, in words. `digest` is the leaf hash, hex.

    `unreviewed` counts the papers that an official left so, knowingly, when a task was completed. `hours` are the hour
    of the appointment that it is about; of one that was moved, the old and the new. `by` is who wanted that, "person"
    or "office", "" where it is not known. `reason` and `corrections` are what evidence only commits to.
    """

    number: int
    type: str
    at: datetime
    actor_kind: str
    actor: str
    detail: str
    digest: str
    unreviewed: int
    hours: tuple[datetime, ...] = ()
    by: str = ""
    reason: str = ""
    corrections: tuple[Correction, ...] = ()

    @property
    def quiet(self) -> bool:
        """Return whether a summary leaves it out."""
        return self.type in QUIET


@dataclass(frozen=True, slots=True)
class History:
    """The whole chain of a case. `whole` is true when it verifies; `head` is hex."""

    number: str
    title: str
    happenings: tuple[Happening, ...]
    head: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What events are told with: names of the staff, the people, tasks and documents of the case."""

    names: Mapping[UUID, str]
    people: Sequence[PartyRow]
    tasks: Sequence[TaskRow]
    filed: Sequence[Filed]


def history(outside: Outside, visitor: Visitor, case_id: UUID) -> History:
    """Return everything that happened in a case, the newest first, and whether the chain verifies."""
    with db.reading() as session:
        file = access.clerk_reading(session, outside, visitor, case_id)
        events = evidence.of_stream(session, file.row.entity, file.row.id)
        return History(
            number=file.row.number,
            title=rules.text(file.pinned.procedure.card.title, visitor.language),
            happenings=tuple(told(file, reversed(events), _known(session, visitor, case_id))),
            head=file.row.head.hex(),
            whole=_whole(file, events),
        )


def told(file: CaseFile, events: Iterable[tuple[EventBodyRow, bytes]], known: Known) -> list[Happening]:
    """Return events in words."""
    language = file.row.language
    roles = {str(party.id): sheets.capacity(file.pinned, party.role, language) for party in known.people}
    things = {str(task.id): task.name for task in known.tasks}
    things |= {str(one.row.id): one.row.title for one in known.filed}
    found = []
    for body, leaf in events:
        event = json.loads(body.body)
        actor, disclosed = event["actor"], disclosures.of(file, body, event)
        found.append(
            Happening(
                number=body.seq,
                type=body.type,
                at=datetime.fromisoformat(event["at"]),
                actor_kind=actor["kind"],
                actor=_actor(actor, roles, known.names),
                detail=_detail(file, event, things),
                digest=leaf.hex(),
                unreviewed=len(event["data"].get("unreviewed", ())),
                hours=_hours(event),
                by=event["data"].get("by", "") if event["type"] in _REARRANGED else "",
                reason=disclosed.reason,
                corrections=disclosed.corrections,
            )
        )
    return found


def _known(session: Session, visitor: Visitor, case_id: UUID) -> Known:
    return Known(
        names=people.staff_names(session, visitor.entity),
        people=people.parties(session, case_id),
        tasks=rows.tasks_of(session, case_id),
        filed=documents.of_case(session, case_id),
    )


def _whole(file: CaseFile, events: Events) -> bool:
    entries = [chain.Entry(body.seq, body.body, leaf) for body, leaf in events]
    try:
        head = chain.verify(chain.start(file.row.entity, file.row.id), entries)
    except EvidenceBroken:
        return False
    return head.digest == file.row.head and head.seq == file.row.seq


def _actor(actor: Mapping[str, str], roles: Mapping[str, str], names: Mapping[UUID, str]) -> str:
    if actor["kind"] == "clerk":
        return names.get(UUID(actor["ref"]), "")
    return roles.get(actor["ref"], "") if actor["kind"] == "citizen" else ""


def _hours(event: Mapping[str, Any]) -> tuple[datetime, ...]:
    names = _HOURS.get(event["type"], ())
    return tuple(datetime.fromisoformat(event["data"][name]) for name in names)


def _detail(file: CaseFile, event: Mapping[str, Any], things: Mapping[str, str]) -> str:
    """Return what an event was about: a task, a document, the diagram's elements that it completed."""
    if event["type"] != "workflow.stepped":
        return things.get(event["subject"]["ref"], "")
    elements = file.pinned.spec.elements
    done = [element for element, _, target in event["data"]["transitions"] if target == "completed"]
    return ", ".join(elements[one].name for one in done if one in elements and elements[one].name)
