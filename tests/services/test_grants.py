"""Grants: examined, applied for, given once for each home, and put up for payment."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.actors import SYSTEM
from app.domain.errors import Invalid, OperatorFailed
from app.ports import Examined
from app.services.grants import calls
from app.services.grants.applications import CaseGrants
from app.services.reference import tables
from tests import builders
from tests.builders import ANA, JORDI, TOWN
from tests.fakes.outside import World
from tests.services import aid, permits
from tests.services.aid import Asked


@pytest.fixture
def world(bare_world: World) -> World:
    permits.found_town()
    builders.publish(bare_world.outside, sources=aid.SOURCES)
    aid.publish(bare_world)
    return bare_world


def examined(world: World, asked: Asked) -> Examined:
    return CaseGrants(world.outside).examine(
        aid.call_of(asked), grant_call="flood", answers=asked.answers, home_group="home"
    )


def refused(world: World, asked: Asked, application: str, resolution: str = "") -> str:
    with pytest.raises(OperatorFailed) as caught:
        aid.award(world, asked, application, resolution)
    return caught.value.error


def test_an_application_that_has_everything_is_seen_to_have_it(world: World) -> None:
    found = examined(world, aid.asked(world))

    assert found == Examined(
        call="flood-1",
        open=True,
        fictional=True,
        natural_person=True,
        municipality_listed=True,
        zone_affected=True,
        zone_known=True,
        within_deadline=True,
        deadline="2026-11-30",
        amount_cents=600_000,
        home_basis="cadastral",
        earlier=0,
        granted=False,
        iban_valid=True,
        holder_same=True,
    )


@pytest.mark.parametrize(
    ("home", "given", "changed"),
    [
        ({}, {"kind": "legal_person"}, {"natural_person": False}),
        ({}, {"same": "no"}, {"holder_same": False}),
        ({}, {"account": "ES00"}, {"iban_valid": False}),
        (
            {"municipality": "Madrid"},
            {},
            {"municipality_listed": False, "zone_affected": False, "within_deadline": False, "deadline": ""},
        ),
        ({"municipality": "Moli"}, {}, {"zone_affected": False, "zone_known": False}),
        ({"municipality": "Sotos"}, {}, {"within_deadline": False, "deadline": "2026-11-23"}),
    ],
)
def test_what_differs_is_seen(
    world: World, home: dict[str, str], given: dict[str, str], changed: dict[str, Any]
) -> None:
    usual = examined(world, aid.asked(world))
    if changed.get("deadline") == "2026-11-23":  # the 22nd is a Sunday: the deadline moved to Monday, and is over
        world.clock.forward(days=1)

    found = examined(world, aid.asked(world, ANA, home={"cadastral": aid.REFERENCE, **home}, given=given))

    assert found == replace(usual, **changed)


def test_a_deadline_that_ends_on_a_sunday_is_kept_on_monday(world: World) -> None:
    found = examined(world, aid.asked(world, home={"municipality": "Sotos"}))

    assert (found.deadline, found.within_deadline) == ("2026-11-23", True)


def test_the_deadline_is_judged_by_the_day_of_registration(world: World) -> None:
    asked = aid.asked(world)
    aid.applied(world, asked)
    world.clock.forward(days=30)

    found = examined(world, asked)

    assert (found.within_deadline, found.open) == (True, False)


def test_the_last_day_ends_at_midnight_on_the_clock_of_the_office(world: World) -> None:
    asked = aid.asked(world)

    world.clock.at = builders.at("2026-11-30T22:59:59")
    last = examined(world, asked).within_deadline
    world.clock.at = builders.at("2026-11-30T23:00:00")

    assert (last, examined(world, asked).within_deadline) == (True, False)


def test_what_the_table_of_zones_says_of_a_postcode_wins(world: World) -> None:
    content = {
        "name": "zones",
        "title": {"es": "Zonas", "ca": "Zones"},
        "columns": [
            {"name": "postcode", "label": {"es": "CP", "ca": "CP"}},
            {"name": "affected", "type": "boolean", "label": {"es": "Afectada", "ca": "Afectada"}},
        ],
        "effective_from": "2026-11-01",
        "rows": [{"postcode": "46001", "affected": False}, {"postcode": "46002", "affected": True}],
    }
    tables.declare(world.outside, TOWN, content, SYSTEM)
    aid.publish(world, zones="zones")
    zones = [
        examined(world, aid.asked(world, home={"postcode": postcode, "municipality": name}))
        for postcode, name in (("46001", "Ribalba"), ("46002", "Molí"), ("46003", "Molí"), ("46003", "Ribalba"))
    ]

    assert [(one.zone_affected, one.zone_known) for one in zones] == [
        (False, True),
        (True, True),
        (False, False),
        (True, True),
    ]


def test_without_a_call_nothing_is_open(world: World) -> None:
    asked = aid.asked(world)

    found = CaseGrants(world.outside).examine(
        aid.call_of(asked), grant_call="drought", answers=asked.answers, home_group="home"
    )

    assert (found.call, found.open, found.municipality_listed, found.amount_cents) == ("", False, False, 0)


def test_a_second_application_for_a_home_is_kept_and_counted(world: World) -> None:
    first, second = aid.asked(world), aid.asked(world, JORDI)
    aid.applied(world, first)

    before = examined(world, second).earlier
    aid.applied(world, second)

    assert before == 1
    assert (examined(world, first).earlier, examined(world, second).earlier) == (1, 1)
    assert builders.types(second.case.id).count("grant.applied") == 1


def test_two_flats_of_one_building_are_not_one_home(world: World) -> None:
    aid.applied(world, aid.asked(world, home={"cadastral": aid.REFERENCE, "floor": "1", "door": "1"}))

    assert (
        examined(world, aid.asked(world, JORDI, home={"cadastral": aid.NEIGHBOUR, "floor": "1", "door": "2"})).earlier
        == 0
    )


def test_one_home_told_by_reference_and_by_address_is_seen_to_be_one(world: World) -> None:
    aid.applied(world, aid.asked(world))

    found = examined(world, aid.asked(world, JORDI, home={"street": "CARRER MAJOR"}))

    assert (found.home_basis, found.earlier) == ("address", 1)


def test_applying_again_in_a_case_changes_nothing(world: World) -> None:
    asked = aid.asked(world)

    assert aid.applied(world, asked) == aid.applied(world, asked)
    assert builders.types(asked.case.id).count("grant.applied") == 1


def test_an_application_is_not_kept_without_its_entry_in_the_register(world: World) -> None:
    asked = aid.asked(world)

    with pytest.raises(OperatorFailed) as caught:
        CaseGrants(world.outside).apply(
            aid.call_of(asked),
            grant_call="flood",
            answers=asked.answers,
            home_group="home",
            entry_number="2026-E-RE-000009",
        )

    assert caught.value.error == "entry_unknown"


def test_only_one_grant_is_given_for_a_home(world: World) -> None:
    first, second = aid.asked(world), aid.asked(world, JORDI)
    aid.granted(world, first)
    application = aid.applied(world, second)

    assert refused(world, second, application) == "already_granted"
    assert examined(world, second).granted


def test_nor_when_the_other_was_told_by_its_address(world: World) -> None:
    first, second = aid.asked(world), aid.asked(world, JORDI, home={"street": "Carrer Major"})
    aid.granted(world, first)

    assert refused(world, second, aid.applied(world, second)) == "already_granted"


def test_of_two_decided_at_the_same_time_for_one_home_one_is_granted(world: World) -> None:
    pair = [aid.asked(world), aid.asked(world, JORDI)]
    applications = [aid.applied(world, one) for one in pair]

    resolutions = [aid.resolved(world, one) for one in pair]

    def decide(at: int) -> str:
        try:
            return aid.award(world, pair[at], applications[at], resolutions[at])
        except OperatorFailed as fault:
            return fault.error

    decided = permits.at_once([lambda: decide(0), lambda: decide(1)])

    assert decided.count("already_granted") == 1


def test_granting_again_gives_the_same_grant(world: World) -> None:
    asked = aid.asked(world)

    assert aid.granted(world, asked) == aid.granted(world, asked)
    assert builders.types(asked.case.id).count("grant.awarded") == 1


def test_the_budget_is_not_exceeded(world: World) -> None:
    homes = [{"street": f"Carrer {n}"} for n in range(3)]
    asked = [aid.asked(world, aid.other(ANA, f"{n}2345678Z"), home=home) for n, home in enumerate(homes)]
    for one in asked[:2]:
        aid.granted(world, one)

    assert refused(world, asked[2], aid.applied(world, asked[2])) == "budget_exhausted"


@pytest.mark.parametrize("application", ["", "no-id", "5f0d9f5e-4b8b-4f6f-9d0a-3f3b8a1f6c21"])
def test_an_application_of_another_case_is_not_granted(world: World, application: str) -> None:
    asked, foreign = aid.asked(world), aid.asked(world, JORDI)

    assert refused(world, asked, application or aid.applied(world, foreign)) == "application_unknown"


def test_nothing_is_granted_without_a_resolution_of_the_case_that_somebody_decided(world: World) -> None:
    asked, foreign = aid.asked(world), aid.asked(world, JORDI, home={"street": "Carrer Nou"})
    application = aid.applied(world, asked)
    tried = ["no-id", aid.resolved(world, asked, "waiting"), aid.resolved(world, foreign)]

    assert {refused(world, asked, application, one) for one in tried} == {"resolution_unknown"}


def test_home_and_account_are_committed_to_and_never_stated(world: World) -> None:
    asked = aid.asked(world)

    aid.ordered(world, asked)

    assert aid.REFERENCE not in builders.all_evidence()
    assert aid.IBAN not in builders.all_evidence()
    assert builders.opened_values(world, asked.case.id, "grant.applied") == {"home": f"cadastral:{aid.REFERENCE}"}
    assert builders.opened_values(world, asked.case.id, "payment.ordered") == {"name": ANA.full_name, "iban": aid.IBAN}


def test_a_payment_is_ordered_once(world: World) -> None:
    asked = aid.asked(world)

    first = aid.ordered(world, asked)

    assert first == aid.ordered(world, asked) == "L01990017-PAG-2026-000001"
    assert builders.types(asked.case.id).count("payment.ordered") == 1


def test_nothing_is_paid_without_an_account(world: World) -> None:
    with pytest.raises(OperatorFailed) as caught:
        aid.ordered(world, aid.asked(world, given={"account": "none"}))

    assert caught.value.error == "iban"


@pytest.mark.parametrize(
    ("answers", "group", "error"),
    [("", "home", "answers_unknown"), ("own", "house", "home_unknown"), ("own", "account", "home_unknown")],
)
def test_answers_that_name_no_home_are_refused(world: World, answers: str, group: str, error: str) -> None:
    asked = aid.asked(world)

    with pytest.raises(OperatorFailed) as caught:
        CaseGrants(world.outside).examine(
            aid.call_of(asked), grant_call="flood", answers=answers and asked.answers, home_group=group
        )

    assert caught.value.error == error


def test_the_same_call_again_is_no_further_version(world: World) -> None:
    first = [calls.publish(world.outside, TOWN, dict(aid.CALL), SYSTEM) for _ in range(2)]

    second = calls.publish(world.outside, TOWN, {**aid.CALL, "amount_cents": 100}, SYSTEM)

    assert (first, second) == ([1, 1], 2)
    published = builders.stream("grant_call", "flood-1")
    assert [event.data["version"] for event in published] == [1, 2]


def test_an_application_keeps_the_version_under_which_it_came(world: World) -> None:
    asked = aid.asked(world)
    aid.applied(world, asked)
    aid.publish(world, amount_cents=100)

    assert examined(world, asked).amount_cents == 600_000
    assert examined(world, aid.asked(world, JORDI)).amount_cents == 100


def test_of_a_series_the_call_that_opened_last_counts(world: World) -> None:
    aid.publish(world, id="flood-2", opens_on="2026-11-20", amount_cents=2)
    aid.publish(world, id="flood-3", opens_on="2026-11-28", amount_cents=3, groups=aid.CALL["groups"][:1])

    assert examined(world, aid.asked(world)).call == "flood-2"


def test_a_call_that_cannot_be_used_is_not_published(world: World) -> None:
    with pytest.raises(Invalid):
        aid.publish(world, amount_cents=-1)

    assert [one.version for one in calls.offered(world.outside, TOWN)] == [1]


@pytest.mark.parametrize("text", [b"\xff\xfe", b"[1, 2]", b"a: [", b"x" * 300_000])
def test_a_file_that_is_no_call_is_refused(text: bytes) -> None:
    with pytest.raises(Invalid):
        calls.read(text)
