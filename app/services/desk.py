"""A case as the staff see it: its people, tasks, answers, documents and everything that happened."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import procedure as rules
from app.domain.errors import EvidenceBroken
from app.evidence import chain
from app.intake import forms
from app.intake.reviews import Section
from app.ports import Outside
from app.services import access, parties, portal, record, sheets, steps, tasks
from app.services.cases import ANSWERS, CaseFile
from app.services.parties import PartyView
from app.services.portal import StepView
from app.services.tasks import TaskView
from app.services.visits import Visitor
from app.store import cases as rows
from app.store import db, documents, evidence, outbox, people

RECENT = 8
QUIET = frozenset(
    {
        *("workflow.stepped", "call.answered", "call.late_answer", "mail.queued", "sms.queued", "link.issued"),
        *("document.rendered", "document.viewed", "timestamp.applied", "sign.key_destroyed"),
        *("mandate.reserved", "code.sent", "code.verified", "link.redeemed", "portal.logout", "task.claimed"),
    }
)
"""The office's own bookkeeping: evidence of how, not of what; a summary leaves it out."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the case's evidence, in words. `digest` is the leaf hash, hex."""

    number: int
    type: str
    at: datetime
    actor_kind: str
    actor: str
    detail: str
    digest: str

    @property
    def quiet(self) -> bool:
        """Return whether a summary leaves it out."""
        return self.type in QUIET


@dataclass(frozen=True, slots=True)
class DeskCase:
    """Everything that the desk shows of a case. `language` is the citizen's."""

    id: UUID
    number: str
    procedure: str
    title: str
    status: str
    language: str
    opened_at: datetime
    version: str
    people: tuple[PartyView, ...]
    verified_by: Mapping[UUID, str]
    steps: tuple[StepView, ...]
    open_tasks: tuple[TaskView, ...]
    holders: Mapping[UUID, str]
    answers: tuple[Section, ...]
    recent: tuple[Happening, ...]
    incidents: int
    entry_number: str
    office: str
    capacities: Mapping[str, str]

    @property
    def applicant(self) -> PartyView | None:
        """Return the person who asked."""
        return next((one for one in self.people if one.role == "applicant"), None)


@dataclass(frozen=True, slots=True)
class History:
    """The whole chain of a case. `whole` is true when it verifies; `head` is hex."""

    number: str
    title: str
    happenings: tuple[Happening, ...]
    head: str
    whole: bool


def case(outside: Outside, visitor: Visitor, case_id: UUID) -> DeskCase:
    """Return a case for the desk. Raises `RoleMissing` or `NotFound`."""
    with db.reading() as session:
        file = access.clerk_reading(session, outside, visitor, case_id)
        names = people.staff_names(session, visitor.entity)
        status = portal.of_case(session, file, visitor.language)
        found = rows.tasks_of(session, case_id)
        entries = status.entry_number
        return DeskCase(
            id=case_id,
            number=file.row.number,
            procedure=file.row.procedure,
            title=status.title,
            status=file.row.status,
            language=file.row.language,
            opened_at=file.row.opened_at,
            version=file.row.digest.hex(),
            people=tuple(parties.all_of(session, case_id, file.seal)),
            verified_by={
                party.id: names.get(party.verified_by, "")
                for party in people.parties(session, case_id)
                if party.verified_by
            },
            steps=status.steps,
            open_tasks=tuple(tasks.view(task) for task in found if task.status == "open"),
            holders={task.id: names.get(task.claimed_by, "") for task in found if task.claimed_by},
            answers=tuple(_answers(session, file, visitor.language)),
            recent=tuple(reversed([one for one in _happenings(session, file, names) if not one.quiet][-RECENT:])),
            incidents=outbox.count_incidents(session, case_id),
            entry_number=entries,
            office=status.office,
            capacities=_capacities(session, file, visitor.language),
        )


def opened(outside: Outside, visitor: Visitor, case_id: UUID) -> None:
    """Record that somebody of the staff read a case. Raises `RoleMissing` or `NotFound`.

    Source: RD 311/2022 (ENS) op.exp.8: who looked at what, and when.
    """
    with db.transaction() as session:
        held = access.clerk(session, outside, visitor, case_id, roles=access.READERS)
        steps.note(held, record.Act("access.read", visitor.actor, record.on("case", case_id)))


def history(outside: Outside, visitor: Visitor, case_id: UUID) -> History:
    """Return everything that happened in a case, the newest first, and whether the chain verifies."""
    with db.reading() as session:
        file = access.clerk_reading(session, outside, visitor, case_id)
        names = people.staff_names(session, visitor.entity)
        return History(
            number=file.row.number,
            title=rules.text(file.pinned.procedure.card.title, visitor.language),
            happenings=tuple(reversed(_happenings(session, file, names))),
            head=file.row.head.hex(),
            whole=_whole(session, file),
        )


def _whole(session: Session, file: CaseFile) -> bool:
    entries = [
        chain.Entry(body.seq, body.body, leaf)
        for body, leaf in evidence.of_stream(session, file.row.entity, file.row.id)
    ]
    try:
        head = chain.verify(chain.start(file.row.entity, file.row.id), entries)
    except EvidenceBroken:
        return False
    return head.digest == file.row.head and head.seq == file.row.seq


def _happenings(session: Session, file: CaseFile, names: Mapping[UUID, str]) -> list[Happening]:
    named = _capacities(session, file, file.row.language)
    roles = {str(party.id): named[party.role] for party in people.parties(session, file.row.id)}
    things = {str(task.id): task.name for task in rows.tasks_of(session, file.row.id)}
    things |= {str(one.row.id): one.row.title for one in documents.of_case(session, file.row.id)}
    found = []
    for body, leaf in evidence.of_stream(session, file.row.entity, file.row.id):
        event = json.loads(body.body)
        actor = event["actor"]
        found.append(
            Happening(
                number=body.seq,
                type=body.type,
                at=datetime.fromisoformat(event["at"]),
                actor_kind=actor["kind"],
                actor=_actor(actor, roles, names),
                detail=_detail(file, event, things),
                digest=leaf.hex(),
            )
        )
    return found


def _actor(actor: Mapping[str, str], roles: Mapping[str, str], names: Mapping[UUID, str]) -> str:
    if actor["kind"] == "clerk":
        return names.get(UUID(actor["ref"]), "")
    return roles.get(actor["ref"], "") if actor["kind"] == "citizen" else ""


def _detail(file: CaseFile, event: Mapping[str, Any], things: Mapping[str, str]) -> str:
    """Return what an event was about: a task, a document, the diagram's elements that it completed."""
    if event["type"] != "workflow.stepped":
        return things.get(event["subject"]["ref"], "")
    elements = file.pinned.spec.elements
    done = [element for element, _, target in event["data"]["transitions"] if target == "completed"]
    return ", ".join(elements[one].name for one in done if one in elements and elements[one].name)


def _answers(session: Session, file: CaseFile, language: str) -> list[Section]:
    """Return what was answered, form by form, as people read it; the latest answers of each."""
    today = file.entity.calendar.local_day(file.now)
    latest = {row.name: row for row in rows.all_answers(session, file.row.id)}
    names = {str(one.row.id): one.row.title for one in documents.of_case(session, file.row.id)}
    found: list[Section] = []
    for element in file.pinned.spec.elements.values():
        row = latest.get(element.variable) if element.variable else None
        form = file.pinned.forms.get(element.form) if element.form else None
        if row is not None and form is not None:
            given = file.seal.open_json(row.sealed, ANSWERS)
            found.extend(forms.review(form, given, language, today=today, documents=names))
    return found


def _capacities(session: Session, file: CaseFile, language: str) -> dict[str, str]:
    """Return in which capacity each party acts, in words, by role."""
    roles = [party.role for party in people.parties(session, file.row.id)]
    return {role: sheets.capacity(file.pinned, role, language) for role in roles}
