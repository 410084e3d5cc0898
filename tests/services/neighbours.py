"""People and homes for tests of the residents' register, and cases that ask it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.ports import CallRef, Registered, Registration
from app.services import cases, steps
from app.services.residents.register import ResidentsRegister
from app.store import db, residents
from app.store.tables import MovementRow
from tests import builders
from tests.builders import TOWN, OpenCase
from tests.fakes.outside import World

HOME: Mapping[str, Any] = {
    "street_type": "Calle",
    "street_name": "del Olmo",
    "number": "7",
    "floor": "2",
    "door": "1",
    "postcode": "99001",
}
OTHER_HOME: Mapping[str, Any] = {**HOME, "floor": "3"}
MARIA: Mapping[str, Any] = {
    "given_name": "María",
    "surname1": "Soler",
    "surname2": "Ibáñez",
    "person_id": {"type": "dni", "number": "99000001H"},
    "birth_date": "1988-03-12",
    "sex": "M",
    "nationality_iso": "ES",
}
PERE: Mapping[str, Any] = {
    "given_name": "Pere",
    "surname1": "Vidal",
    "person_id": {"type": "dni", "number": "99000002L"},
    "birth_date": "1986-07-01",
}
CHILD: Mapping[str, Any] = {
    "given_name": "Jana",
    "surname1": "Vidal",
    "surname2": "Soler",
    "birth_date": "2026-10-30",
    "sex": "M",
}
OTHER_TOWN = "46169"


def call(world: World, case: OpenCase, operator: str = "padron") -> CallRef:
    """Return a fresh call of a case."""
    with db.bookkeeping("a call for a test") as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        call_id = steps.owe(held, operator, {})
    return CallRef(TOWN, case.id, call_id)


def told(world: World, case: OpenCase, answers: Mapping[str, Any]) -> str:
    """Seal answers in a case and return their reference."""
    with db.bookkeeping("answers for a test") as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        return str(cases.keep_answers(held, "told", answers))


def padron(world: World) -> ResidentsRegister:
    """Return the residents' register of the town."""
    return ResidentsRegister(world.outside)


def moved(
    world: World,
    *people: Mapping[str, Any],
    home: Mapping[str, Any] | None = HOME,
    cause: str = "omission",
    case: OpenCase | None = None,
    effective_on: Any = None,
) -> Registered:
    """Register people by a case of their own."""
    case = case or builders.open_case(world, mailed=False)
    answers = told(world, case, {"people": list(people), "home": dict(home or {})})
    group = "home" if home else ""
    change = Registration(answers, ["people"], cause, "", group, effective_on)
    return padron(world).register(call(world, case), change=change)


def movements(resident: str) -> list[MovementRow]:
    """Return the movements of a person, as they were recorded."""
    with db.reading() as session:
        found = residents.movements(session, TOWN, resident_id=UUID(resident))
        session.expunge_all()
    return found
