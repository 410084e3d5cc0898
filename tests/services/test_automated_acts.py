"""Automated acts: sealed at once, and only what stands in their register."""

import pytest

from app.services.files import documents
from app.store.tables import AutomatedActRow
from tests import builders
from tests.fakes.outside import NoTimestamps, World
from tests.services import bodies, permits
from tests.services.bodies import MAYOR


@pytest.fixture
def machine(town: World) -> World:
    """Return the outside world of a town whose procedure has a note issued by an automated act."""
    builders.publish(town.outside, sources=bodies.sources("decisions.automate", "note", "TD11"), number=2)
    return town


def test_a_published_act_numbers_and_seals_and_says_so(machine: World) -> None:
    bodies.automated_act(bodies.body(MAYOR))

    permit = bodies.put(machine)

    (found,) = documents.list_of(machine.outside, permit.citizen, permit.case.id)
    row = bodies.row(permit)
    text = bodies.words(documents.download(machine.outside, permit.citizen, found.id).body)
    assert (found.kind, found.state, row.state, row.series, row.place) == ("issued", "final", "decided", "A", 1)
    assert row.decided_by is None
    assert "Actuación administrativa automatizada" in text
    assert f"Órgano responsable: Alcaldía. Publicada en: {bodies.PUBLISHED}." in text
    assert builders.case_row(permit.case.id).status == "ended"
    taken = next(one for one in builders.happened(permit.case.id) if one.type == "decision.automated")
    assert (taken.data["number"], taken.data["act"]) == ("2026-A-000001", "note")


@pytest.mark.parametrize(
    "given",
    [
        {"act": "other"},
        {"procedure": "other"},
        {"published": ""},
        {"since": "2026-11-24"},
        {"until": "2026-11-22"},
    ],
)
def test_nothing_is_decided_automatically_that_is_not_in_force_in_the_register(
    machine: World, given: dict[str, str]
) -> None:
    bodies.automated_act(bodies.body(MAYOR), **given)

    permit = bodies.put(machine)

    opened = [one.data for one in builders.happened(permit.case.id) if one.type == "incident.opened"]
    assert opened == [{"kind": "not_an_automated_act"}]
    assert documents.list_of(machine.outside, permit.clerk, permit.case.id) == []


def test_an_act_taken_out_of_the_register_before_the_seal_is_finished_and_the_next_one_is_not(machine: World) -> None:
    act = bodies.automated_act(bodies.body(MAYOR))
    away = permits.stampless(machine, NoTimestamps())
    permit = bodies.put(away)
    bodies.change(AutomatedActRow, act, published="")

    machine.clock.forward(hours=1)
    permits.work(machine)
    after = bodies.put(machine)

    assert bodies.row(permit).state == "decided"
    assert "decision.automated" not in builders.types(after.case.id)
