"""Days off of other municipalities, written down and taken away by who manages calendars."""

import pytest

from tests import builders
from tests.web.conftest import Desk, Window

WHERE = "/oficina/festivos/municipios"


@pytest.fixture
def manager(desk: Desk) -> Window:
    return desk.staff("calendar_manager")


def added(manager: Window, place: str = "46169", day: str = "2027-02-03", name: str = "San Blas") -> tuple[int, str]:
    form = manager.open(WHERE).form("/municipios$", having="place")
    form.fill({"place": place, "day": day, "name": name})
    page = manager.send(form)
    return page.status, page.text


def test_a_day_off_of_another_town_is_written_down_and_taken_away(manager: Window) -> None:
    assert "San Blas" in added(manager)[1]

    page = manager.send(manager.open(WHERE).form("/quitar$"))

    assert "San Blas" not in page.text
    told = [one.data for one in builders.stream("entity", builders.TOWN) if one.type == "calendar.changed"]
    assert [(one["change"], one["place"], one["days"]) for one in told] == [
        ("added", "46169", ["2027-02-03"]),
        ("removed", "46169", ["2027-02-03"]),
    ]


@pytest.mark.parametrize(
    ("place", "day", "name"),
    [
        ("4616", "2027-02-03", "San Blas"),
        (builders.TOWN, "2027-02-03", "San Blas"),
        ("99001", "2027-02-03", "San Blas"),
        ("46169", "2026-11-23", "Hoy"),
        ("46169", "2040-02-03", "San Blas"),
        ("46169", "", "San Blas"),
        ("46169", "2027-02-03", " "),
    ],
)
def test_what_is_no_day_off_of_another_town_is_refused(manager: Window, place: str, day: str, name: str) -> None:
    assert added(manager, place, day, name)[0] == 422

    assert not builders.stream("entity", builders.TOWN)


def test_the_same_day_is_not_written_down_twice(manager: Window) -> None:
    added(manager)

    assert added(manager)[0] == 422


def test_the_days_off_of_the_town_lead_to_those_of_others(manager: Window) -> None:
    assert manager.open(manager.open("/oficina/festivos").link("Festivos de otros municipios")).heading == (
        "Festivos de otros municipios"
    )
