"""A case of a procedure that takes appointments, and an appointment in it."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.services import parties, steps
from app.services.parties import PersonDetails
from app.store import db, people
from app.store.tables import AppointmentRow
from tests import builders
from tests.builders import ANA, TOWN, OpenCase
from tests.fakes.outside import World

APPOINTMENT = UUID("5f0c8f6e-0000-4000-8000-00000000000a")
_NOBODY = UUID(int=7)


def _paper(slot: str, es: str, ca: str, **more: Any) -> dict[str, Any]:
    return {"slot": slot, "by": "applicant", "required": True, "title": {"es": es, "ca": ca}, **more}


SOURCES: Mapping[str, bytes] = {
    **builders.SOURCES,
    "procedure.yaml": json.dumps(
        {
            **builders.TEXTS,
            "channels": ["online", "in_person", "phone"],
            "appointment": {"minutes": 20},
            "papers": [
                _paper("identity", "Documento de identidad", "Document d’identitat", waived_at="official"),
                _paper("invoice", "Factura", "Factura"),
                _paper("photo", "Fotografía", "Fotografia", required=False),
                _paper(
                    "mandate", "Autorización", "Autorització", when={"field": "parcel", "eq": "other"}, required=True
                ),
            ],
        },
        ensure_ascii=False,
    ).encode(),
}


def appointment(world: World, channel: str = "in_person", *, sequence: int = 0) -> AppointmentRow:
    """Return an appointment of 20 minutes on Thursday 10 December 2026 at 10:30 in Ribalba. It is not stored."""
    starts = builders.at("2026-12-10T09:30:00")
    return AppointmentRow(
        id=APPOINTMENT,
        entity=TOWN,
        state="booked",
        schedule_id=_NOBODY,
        office="casa",
        procedure=builders.PROCEDURE,
        channel=channel,
        language="es",
        clerk_id=_NOBODY,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=20),
        minutes=20,
        sequence=sequence,
        created_at=world.clock.now(),
    )


def tell(world: World, case: OpenCase, say: Callable[..., object], row: AppointmentRow, *more: object) -> None:
    """Let an invitation be written inside the case, and deliver it."""
    with db.transaction() as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        say(held, row, people.party(session, case.party), *more)
    builders.deliver(world)


def case_of(world: World, person: PersonDetails = ANA, language: str = "es") -> OpenCase:
    """Open a case whose applicant is `person`, who may lack an e-mail address or a mobile."""
    case = builders.open_case(world, ANA, language=language)
    with db.bookkeeping("a person for a test") as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        row = people.party(session, case.party)
        row.sealed = held.seal.seal_json({**_fields(person)}, parties.DETAILS)
    world.mail.sent.clear()
    return case


def _fields(person: PersonDetails) -> dict[str, str]:
    return {name: getattr(person, name) for name in PersonDetails.__dataclass_fields__}
