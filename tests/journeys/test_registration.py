"""The journeys of the residents' register, each to its end."""

from demo import registration
from demo.journeys import Town


def test_two_parents_register_a_birth_and_leave_with_note_and_certificate(town: Town) -> None:
    journey = registration.birth(town)

    assert set(journey.citizens[0].case.knots.values()) == {"done"}


def test_a_host_authorises_a_move_from_a_telephone_of_their_own(town: Town) -> None:
    journey = registration.move_to_a_host(town)

    assert any("note" in one.name for one in journey.citizens[0].documents())


def test_a_refusal_that_nobody_opens_is_notified_all_the_same(town: Town) -> None:
    journey = registration.refused_move(town)

    assert "rechaz" in journey.citizens[0].browser.go("/tramite/notificaciones").text.casefold()
