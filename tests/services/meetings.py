"""People with an appointment who come into its portal, at an office of `offices` whose procedure asks for papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.services import visits
from app.services.appointments import booking
from app.services.appointments.booked import Confirmed
from app.services.visits import Visitor
from app.store import cases as rows
from app.store import db, people
from tests import builders
from tests.builders import OpenCase
from tests.documents import hostile
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import at

PDF = hostile.pdf(1)
BOTH = "both"
TEN = at("10:00")
RULES = {"kind": "rules", "title": {"es": "Normas", "ca": "Normes"}, "text": {"es": "Lea.", "ca": "Llegiu."}}


def paper(slot: str, *, required: bool = True, by: str = "applicant", **more: Any) -> dict[str, Any]:
    """Return a paper as procedure.yaml has it."""
    title = {"es": f"Papel {slot}", "ca": f"Paper {slot}"}
    return {"slot": slot, "title": title, "required": required, "by": by} | more


PAPERS = [
    paper("identity", waived_at="official"),
    paper("bill"),
    paper("deed", when={"field": "parcel", "eq": BOTH}),
    paper("photo", required=False),
]
SOURCES: Mapping[str, bytes] = builders.changed(
    offices.SOURCES, papers=PAPERS, appointment={"minutes": 15, "reading": [RULES]}
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment that was booked, and its person in the portal."""

    booked: Confirmed
    case: OpenCase
    citizen: Visitor


def opened(world: World, sources: Mapping[str, bytes] = SOURCES) -> None:
    """Found a town whose procedure takes appointments and asks for papers, with one clerk who attends."""
    builders.found_town()
    builders.publish(world.outside, sources=sources)
    offices.schedule(offices.series(offices.clerk()), channels=("in_person", "phone"))


def booked(
    world: World,
    starts_at: datetime = TEN,
    *,
    channel: str = "in_person",
    triage: Mapping[str, Any] | None = None,
    **typed: str,
) -> Meeting:
    """Book an hour and come in."""
    token = offices.held(world, starts_at, channel=channel, office=offices.HALL, triage=triage or {})
    offices.ready(world, token, **typed)
    made = booking.confirm(world.outside, builders.TOWN, token)
    case = OpenCase(made.case_id, made.number, applicant(made.case_id), "")
    return Meeting(made, case, builders.citizen(world, case))


def applicant(case_id: UUID) -> UUID:
    """Return the id of the person of a case."""
    with db.reading() as session:
        party = people.party_with_role(session, case_id, "applicant")
        assert party is not None
        return party.id


def task(meeting: Meeting, element: str) -> UUID:
    """Return the open task of an element."""
    with db.reading() as session:
        found = rows.tasks_of(session, meeting.case.id)
        return next(one.id for one in found if one.element == element and one.status == "open")


def token_of(world: World, meeting: Meeting) -> str:
    """Let the person in again and return the browser's token."""
    token = builders.visit(world, meeting.case)
    assert visits.current(world.outside, builders.TOWN, token) is not None
    return token
