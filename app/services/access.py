"""The only way from a person to a case. Whatever is not allowed here is denied.

A citizen reaches the one case in which the visit's person is a party; any other does not exist for
that visitor. Staff reach the cases of their entity when they have a role that handles or checks cases.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import identity
from app.domain.decisions import AUTHORITY
from app.domain.errors import Denied, NotFound
from app.domain.identity import Level
from app.ports import Outside
from app.services import cases, record, steps, visits
from app.services.cases import CaseFile
from app.services.steps import Held
from app.services.visits import Visitor
from app.store import db

READERS = ("clerk", "supervisor", "auditor")
"""Roles that may read any case of their entity."""
HANDLERS = ("clerk", "supervisor")
"""Roles that may change one."""
DECIDERS = (AUTHORITY,)
"""Roles that decide for a body, and sign."""
FILE_READERS = (*READERS, *DECIDERS)
"""Roles that may read the file of a case: whoever decides must know it."""


class Foreign(NotFound):
    """Somebody asked for a case that is not theirs. For the visitor it does not exist."""


class LevelTooLow(Denied):
    """The visitor is not known surely enough; `demanded` is the level that this needs."""

    code = "access.level_too_low"

    def __init__(self, demanded: str) -> None:
        super().__init__(f"this needs the level {demanded}")
        self.demanded = demanded


def holding(
    session: Session, outside: Outside, visitor: Visitor, case_id: UUID, *, roles: tuple[str, ...] = HANDLERS
) -> Held:
    """Hold a case for a visitor who may change it; `roles` are those of the staff who may.

    Raises `Foreign`, `NotFound`, `LevelTooLow` or `RoleMissing`.
    """
    if visitor.kind == visits.STAFF:
        return clerk(session, outside, visitor, case_id, roles=roles)
    return citizen(session, outside, visitor, case_id=case_id)


def reading(session: Session, outside: Outside, visitor: Visitor, case_id: UUID) -> CaseFile:
    """Open a case for a visitor who may read it. Raises as `holding`."""
    if visitor.kind == visits.STAFF:
        return clerk_reading(session, outside, visitor, case_id)
    return citizen_reading(session, outside, visitor, case_id=case_id)


def citizen(
    session: Session, outside: Outside, visitor: Visitor, *, level: str = "code", case_id: UUID | None = None
) -> Held:
    """Hold the citizen's one case; `case_id` is the one that was asked for, if it was named. Raises as `holding`."""
    return steps.hold(session, outside, visitor.entity, _own_case(visitor, level, case_id))


def citizen_reading(
    session: Session, outside: Outside, visitor: Visitor, *, level: str = "code", case_id: UUID | None = None
) -> CaseFile:
    """Open the citizen's one case. Raises as `holding`."""
    return cases.reading(session, outside, visitor.entity, _own_case(visitor, level, case_id))


def clerk(
    session: Session, outside: Outside, visitor: Visitor, case_id: UUID, *, roles: tuple[str, ...] = HANDLERS
) -> Held:
    """Hold a case of the visitor's entity. Raises `RoleMissing` or `NotFound`."""
    visitor.require(*roles)
    return steps.hold(session, outside, visitor.entity, case_id)


def clerk_reading(
    session: Session, outside: Outside, visitor: Visitor, case_id: UUID, *, roles: tuple[str, ...] = FILE_READERS
) -> CaseFile:
    """Open a case of the visitor's entity. Raises `RoleMissing` or `NotFound`."""
    visitor.require(*roles)
    return cases.reading(session, outside, visitor.entity, case_id)


def require_level(visitor: Visitor, level: str) -> None:
    """Raise `LevelTooLow` unless the visitor is known to `level` at least."""
    if not identity.level(visitor.level).meets(identity.level(level)):
        raise LevelTooLow(level)


def require_roles(visitor: Visitor, *roles: str) -> None:
    """Raise `RoleMissing` for everybody but staff with one of `roles`."""
    visitor.require(*roles)


def note_refusal(outside: Outside, visitor: Visitor, fault: Foreign | Denied) -> None:
    """Record that a visitor was refused, in the citizen's own case or the member of staff's own stream.

    To be called where refusals end, after the refused transaction is over.
    """
    denied = record.Act(
        "access.denied", visitor.actor, record.on(visitor.kind, visitor.id), data={"reason": _reason(fault)}
    )
    with db.transaction() as session:
        if visitor.case_id is not None:
            steps.note(steps.hold(session, outside, visitor.entity, visitor.case_id), denied)
        else:
            now = outside.clock.now()
            record.in_stream(session, visitor.entity, visits.STREAM, visitor.id, [denied], now)


def _own_case(visitor: Visitor, level: str, asked: UUID | None) -> UUID:
    if visitor.kind != visits.CITIZEN or visitor.case_id is None:
        raise Foreign("no citizen's visit")
    if asked is not None and asked != visitor.case_id:
        raise Foreign("another case")
    require_level(visitor, level or Level.DECLARED.word)
    return visitor.case_id


def _reason(fault: Foreign | Denied) -> str:
    return "foreign_case" if isinstance(fault, Foreign) else fault.code
