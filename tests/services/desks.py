"""A desk where people are attended: two clerks, a supervisor, an auditor, and appointments of the next Monday."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from app.domain.actors import Actor
from app.services.appointments import staff_booking
from app.services.appointments.booked import Confirmed
from app.services.visits import STAFF, Visitor
from app.store import appointments as rows
from app.store import db
from app.store.tables import AppointmentRow, StaffRow
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import HALL, PERSON, at

_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works here: `marta` and `carme` are clerks, `boss` supervises and `auditor` only reads."""

    world: World
    marta: Visitor
    carme: Visitor
    boss: Visitor
    auditor: Visitor

    def book(self, hour: str, number: int = 1, **wish: str) -> Confirmed:
        """Book an hour of the next Monday for somebody whose document has this number."""
        typed = {**PERSON, "id_number": document(number), "email": f"{number}@ejemplo.es"}
        return staff_booking.book(self.world.outside, self.boss, offices.wish(at(hour), **wish), typed)

    def come(self, hour: str) -> None:
        """Let it be this hour of the next Monday."""
        self.world.clock.at = at(hour)


def opened(world: World) -> Desk:
    """Return a desk that serves the hall and the telephone from nine to two."""
    marta, carme = member("Marta Soler", "clerk"), member("Carme Ollé", "clerk")
    offices.schedule(offices.series(marta.id, carme.id), channels=("in_person", "phone"))
    boss, auditor = member("Andreu Soler", "clerk", "supervisor"), member("Ana Mohamed", "auditor")
    return Desk(world, marta, carme, boss, auditor)


def member(name: str, *roles: str, office: str = HALL, skills: tuple[str, ...] = ()) -> Visitor:
    """Return somebody who works here, as if they had signed in."""
    staff_id = uuid4()
    with db.bookkeeping("a member of staff for a test") as session:
        session.add(
            StaffRow(
                id=staff_id,
                entity=TOWN,
                username=staff_id.hex,
                name=name,
                post="Auxiliar",
                office=office,
                roles=sorted(roles),
                password="",
                totp=b"",
                skills=list(skills),
                languages=[],
            )
        )
    return Visitor(
        token_digest=b"",
        kind=STAFF,
        entity=TOWN,
        id=staff_id,
        case_id=None,
        level="code",
        roles=frozenset(roles),
        name=name,
        language="es",
        previous_access_at=None,
        actor=Actor("clerk", str(staff_id), "password_totp", frozenset(roles)),
    )


def document(number: int) -> str:
    """Return the DNI with this number and its letter."""
    return f"{number:08d}{_LETTERS[number % 23]}"


def row(appointment_id: UUID) -> AppointmentRow:
    """Return an appointment as it is stored now."""
    with db.reading() as session:
        found = rows.get(session, TOWN, appointment_id)
        session.expunge(found)
    return found


def acts(case_id: UUID) -> list[str]:
    """Return what was noted of the appointments of a case, oldest first, without the area."""
    area = "appointment."
    return [name.removeprefix(area) for name in builders.types(case_id) if name.startswith(area)]
