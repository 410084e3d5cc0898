"""What the staff attend: which procedures each person knows, and in which languages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.domain import procedure as rules
from app.domain.errors import Invalid, NotFound
from app.ports import Outside
from app.services import entities, record, visits
from app.services.calendars.schedules import MANAGERS
from app.services.publishing import procedures
from app.services.visits import Visitor
from app.store import db, office
from app.store.tables import StaffRow

MOST_LANGUAGES: Final = 20
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here. No `skills` are all procedures, no `languages` all languages."""

    id: UUID
    name: str
    post: str
    office: str
    roles: tuple[str, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody who works here, by name, and the procedures that one may attend: id and title."""

    people: tuple[Colleague, ...]
    procedures: tuple[tuple[str, str], ...]


def listed(outside: Outside, visitor: Visitor) -> Staff:
    """Return the staff with what each attends. Raises `RoleMissing`."""
    visitor.require(*MANAGERS, "administrator")
    with db.reading() as session:
        entity = entities.get(session, visitor.entity, outside.clock.now())
        offices = dict(entity.offices)
        found = [_colleague(row, offices.get(row.office, row.office)) for row in office.all_staff(session, entity.id)]
        offered = [
            (key, rules.text(procedures.pinned(session, entity.id, digest).procedure.card.title, visitor.language))
            for key, digest in office.offered(session, entity.id)
        ]
    return Staff(tuple(found), tuple(sorted(offered, key=lambda one: one[1])))


def get(outside: Outside, visitor: Visitor, staff_id: UUID) -> tuple[Colleague, tuple[tuple[str, str], ...]]:
    """Return somebody, and the procedures that one may attend. Raises `RoleMissing` or `NotFound`."""
    found = listed(outside, visitor)
    for one in found.people:
        if one.id == staff_id:
            return one, found.procedures
    raise NotFound("staff")


def change(outside: Outside, visitor: Visitor, staff_id: UUID, skills: Sequence[str], languages: Sequence[str]) -> None:
    """Say what somebody attends; nothing named is everything. Appointments that are booked stay as they are.

    Raises `RoleMissing`, `NotFound`, or `Invalid` for procedures that are not on offer and words that are no languages.
    """
    visitor.require(*MANAGERS)
    now = outside.clock.now()
    with db.transaction() as session:
        row = office.staff(session, staff_id, lock=True)
        if row.entity != visitor.entity:
            raise NotFound("staff")
        offered = {key for key, _ in office.offered(session, visitor.entity)} | set(row.skills)
        wanted, spoken = sorted(set(skills)), list(dict.fromkeys(languages))
        wrong = {"skills": "unknown"} if set(wanted) - offered else {}
        if len(spoken) > MOST_LANGUAGES or not all(_LANGUAGE.fullmatch(one) for one in spoken):
            wrong["languages"] = "unknown"
        if wrong:
            raise Invalid("these abilities do not exist", wrong)
        if (wanted, spoken) == (list(row.skills), list(row.languages)):
            return
        row.skills, row.languages = wanted, spoken
        told = record.Act(
            "staff.changed", visitor.actor, record.on("staff", staff_id), data={"skills": wanted, "languages": spoken}
        )
        record.in_stream(session, visitor.entity, visits.STREAM, staff_id, [told], now)


def _colleague(row: StaffRow, office_name: str) -> Colleague:
    return Colleague(
        id=row.id,
        name=row.name,
        post=row.post,
        office=office_name,
        roles=tuple(row.roles),
        skills=tuple(row.skills),
        languages=tuple(row.languages),
        active=row.active,
    )
