"""An hour is held, the person says who they are, the appointment is booked and its case opened."""

from app.domain import appointments as words
from app.services import appointments
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services import offices
from tests.services.offices import at


def test_an_hour_is_held_confirmed_and_opens_a_case(booking_world: World) -> None:
    offices.schedule(offices.series(offices.clerk()))

    made = offices.booked(booking_world, at("10:00"))

    view = appointments.behind(booking_world.outside, TOWN, made.manage)
    assert (view.state, view.starts_at, view.case_id) == (words.BOOKED, at("10:00"), made.case_id)
    assert builders.types(made.case_id)[:4] == [
        "case.opened",
        "workflow.stepped",
        "party.invited",
        "appointment.booked",
    ]
    assert builders.case_row(made.case_id).channel == "in_person"
