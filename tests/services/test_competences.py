"""The registers of who may decide: kept by who administers, never by who decides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from app.domain.errors import Invalid, NotFound
from app.services.deciding import appointing, registers
from app.services.deciding.appointing import NewAct, NewBody, NewDelegation, NewTerm
from app.services.visits import RoleMissing, Visitor
from tests import builders
from tests.builders import PROCEDURE, TOWN
from tests.fakes.outside import World
from tests.services import bodies, permits

DAY = date(2026, 11, 23)
NAMES = {"es": "Alcaldía", "ca": "Alcaldia"}
MAYOR = NewBody("alcaldia", "mayor", NAMES, "L01990017")


@pytest.fixture
def keeper(world: World) -> Visitor:
    return permits.member(world, "sara", "administrator", name="Sara Gil")


def wrong(act: Callable[[], object]) -> dict[str, str]:
    """Return what an act finds wrong, by field."""
    with pytest.raises(Invalid) as caught:
        act()
    return caught.value.problems


def test_a_body_gets_a_head_a_delegation_and_an_automated_act(world: World, keeper: Visitor) -> None:
    official = bodies.official(world)
    mayor = appointing.make_body(world.outside, keeper, MAYOR)
    other = appointing.make_body(world.outside, keeper, replace(MAYOR, code="concejalia", kind="councillor"))
    appointing.appoint(world.outside, keeper, NewTerm(mayor, official.id, "holder", " Pleno ", DAY))
    appointing.delegate(world.outside, keeper, NewDelegation(mayor, other, [PROCEDURE], "BOP 1", DAY))
    decides = {"es": "Expide", "ca": "Expedeix"}
    appointing.publish_act(world.outside, keeper, NewAct(PROCEDURE, "note", decides, mayor, "BOP 2", DAY))

    found = registers.shown(world.outside, keeper)

    first = found.bodies[0]
    assert (first.code, first.name, first.kind) == ("alcaldia", "Alcaldía", "mayor")
    assert [(one.name, one.appointed_by, one.running) for one in found.terms] == [
        ("Vicent Blasco Ribes", "Pleno", True)
    ]
    assert [(one.from_body, one.procedures) for one in found.delegations] == [("Alcaldía", ("Recoger un paquete",))]
    assert [(one.act, one.decides, one.procedure) for one in found.acts] == [("note", "Expide", "Recoger un paquete")]
    told = [one.data for one in builders.stream("entity", TOWN) if one.type == "competence.changed"]
    assert len(told) == 5
    assert told[2]["staff_id"] == str(official.id)


@pytest.mark.parametrize("roles", [("clerk",), ("supervisor",), ("authority",), ("auditor",), ("calendar_manager",)])
def test_nobody_but_an_administrator_says_who_decides(world: World, roles: tuple[str, ...]) -> None:
    other = permits.member(world, "otra", *roles)

    with pytest.raises(RoleMissing):
        appointing.make_body(world.outside, other, MAYOR)
    with pytest.raises(RoleMissing):
        appointing.end(world.outside, other, "term", uuid4(), DAY)


def test_an_auditor_reads_the_registers(world: World) -> None:
    auditor = permits.member(world, "ana", "auditor")

    assert registers.shown(world.outside, auditor).bodies == ()


def test_two_holders_never_meet_and_a_substitute_may(world: World, keeper: Visitor) -> None:
    one, two = bodies.official(world), bodies.official(world, "pilar", "Pilar Sanz")
    mayor = appointing.make_body(world.outside, keeper, MAYOR)
    first = NewTerm(mayor, one.id, "holder", "Pleno", DAY, date(2026, 12, 31))
    appointing.appoint(world.outside, keeper, first)
    second = replace(first, staff_id=two.id)

    faults = wrong(lambda: appointing.appoint(world.outside, keeper, second))
    appointing.appoint(world.outside, keeper, replace(second, capacity="substitute"))
    appointing.appoint(world.outside, keeper, replace(second, from_on=date(2027, 1, 1), until_on=None))

    assert faults == {"from_on": "overlaps"}


def test_what_cannot_be_written_down_is_told_by_field(world: World, keeper: Visitor) -> None:
    mayor = appointing.make_body(world.outside, keeper, MAYOR)
    clerk = permits.member(world, "marta", "clerk")
    term = NewTerm(mayor, clerk.id, "king", " ", DAY, date(2026, 11, 22))
    delegation = NewDelegation(mayor, mayor, [], "", DAY)
    act = NewAct("unknown", "Bad name", {"es": ""}, uuid4(), "BOP", DAY)
    outside = world.outside

    assert wrong(lambda: appointing.make_body(outside, keeper, MAYOR)) == {"code": "taken"}
    assert wrong(lambda: appointing.make_body(outside, keeper, NewBody("A b", "x", {"es": " "}, "1"))) == {
        "code": "word", "kind": "unknown", "dir3": "shape", "names": "required",
    }  # fmt: skip
    assert wrong(lambda: appointing.appoint(outside, keeper, term)) == {
        "staff_id": "unknown", "capacity": "unknown", "appointed_by": "required", "until_on": "before",
    }  # fmt: skip
    assert wrong(lambda: appointing.delegate(outside, keeper, delegation)) == {
        "to_body": "same", "published": "required",
    }  # fmt: skip
    assert wrong(lambda: appointing.publish_act(outside, keeper, act)) == {
        "procedure": "unknown", "act": "word", "decides": "required", "body_id": "unknown",
    }  # fmt: skip


def test_a_term_ends_on_a_day_and_not_after_it_would_anyway(world: World, keeper: Visitor) -> None:
    official = bodies.official(world)
    mayor = appointing.make_body(world.outside, keeper, MAYOR)
    term = appointing.appoint(world.outside, keeper, NewTerm(mayor, official.id, "holder", "Pleno", DAY))
    appointing.end(world.outside, keeper, "term", term, date(2026, 12, 1))

    assert registers.shown(world.outside, keeper).terms[0].until_on == date(2026, 12, 1)
    for day in (date(2026, 11, 22), date(2026, 12, 2)):
        assert wrong(lambda day=day: appointing.end(world.outside, keeper, "term", term, day)) == {  # type: ignore[misc]  # a default binds the day
            "until_on": "outside"
        }
    with pytest.raises(NotFound):
        appointing.end(world.outside, keeper, "delegation", term, DAY)


def test_everybody_may_read_which_acts_are_automated_and_which_were(world: World, keeper: Visitor) -> None:
    mayor = appointing.make_body(world.outside, keeper, MAYOR)
    decides = {"es": "Expide", "ca": "Expedeix"}
    old = NewAct(PROCEDURE, "old", decides, mayor, "BOP 1", date(2025, 1, 1), date(2025, 12, 31))
    for new in (
        old,
        replace(old, act="now", until_on=None),
        replace(old, act="later", from_on=date(2027, 1, 1), until_on=None),
    ):
        appointing.publish_act(world.outside, keeper, new)

    found = registers.public_acts(world.outside, TOWN, "ca")

    assert sorted((one.act, one.running, one.decides) for one in found) == [
        ("now", True, "Expedeix"), ("old", False, "Expedeix"),
    ]  # fmt: skip
