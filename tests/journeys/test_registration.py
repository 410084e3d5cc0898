"""The journeys of the residents' register, each to its end."""

import pytest

from demo import registration
from demo.journeys import Journey, Town


@pytest.fixture(scope="module")
def asked(town: Town) -> dict[str, Journey]:
    return {one.name: one for one in registration.all_of(town)}


def test_two_parents_register_a_birth_and_leave_with_note_and_certificate(asked: dict[str, Journey]) -> None:
    assert set(asked["nacimiento"].citizens[0].case.knots.values()) == {"done"}


def test_a_host_authorises_a_move_from_a_telephone_of_their_own(asked: dict[str, Journey]) -> None:
    assert any("note" in one.name for one in asked["acogida"].citizens[0].documents())


def test_a_refusal_that_nobody_opens_is_notified_all_the_same(asked: dict[str, Journey]) -> None:
    page = asked["denegada"].citizens[0].browser.go("/tramite/notificaciones")

    assert "rechaz" in page.text.casefold()
