"""The staff sign in with a password and a code; whatever fails, fails alike."""

import pytest
from argon2 import PasswordHasher

from app.domain.errors import IdentificationFailed, Invalid
from app.services import staff, visits
from app.services.staff import StaffMember
from app.store import db, office
from tests import builders
from tests.builders import PASSWORD, TOTP_SECRET, TOWN
from tests.fakes.outside import World


def enter(world: World, username: str = "marta", password: str = PASSWORD, code: str = "") -> str:
    asked = staff.sign_in(world.outside, TOWN, username, password)
    return staff.prove_totp(world.outside, TOWN, asked.id, code or builders.totp(world))


def fail(world: World, username: str = "marta", password: str = PASSWORD, code: str = "") -> IdentificationFailed:
    with pytest.raises(IdentificationFailed) as caught:
        enter(world, username, password, code)
    return caught.value


def reasons(staff_id: object) -> list[str]:
    return [event.data["reason"] for event in builders.stream("staff", staff_id) if event.type == "staff.login_failed"]


def test_password_and_code_let_a_member_of_staff_in(world: World) -> None:
    marta = builders.hire(world, "marta", "clerk", "supervisor")

    visitor = visits.current(world.outside, TOWN, enter(world))

    assert visitor is not None
    assert (visitor.kind, visitor.id, visitor.case_id, visitor.name) == ("staff", marta, None, "Marta Soler")
    assert visitor.roles == {"clerk", "supervisor"}
    assert (visitor.actor.kind, visitor.actor.auth) == ("clerk", "password_totp")
    assert builders.stream("staff", marta)[-1].type == "staff.login"


def test_usernames_are_found_whatever_their_case(world: World) -> None:
    builders.hire(world)

    assert enter(world, " MARTA ")


def test_every_failure_says_the_same(world: World) -> None:
    marta = builders.hire(world)

    faults = [
        fail(world, password="another long password"),
        fail(world, code=builders.wrong(builders.totp(world))),
        fail(world, code="ññ"),
        fail(world, username="nobody"),
        fail(world, username="\ud800\0"),
        fail(world, password="\ud800\0"),
    ]

    assert {(fault.code, fault.status, str(fault)) for fault in faults} == {
        ("identification.failed", 422, "identification failed")
    }
    assert reasons(marta) == ["password", "code", "code", "password"]
    assert [event.data for event in builders.stream("door", "staff")] == [{"reason": "unknown"}] * 2


@pytest.mark.parametrize("ticket", ["", "x", "AAAA", "\ud800", "ñ" * 99])
def test_a_second_page_without_the_first_lets_nobody_in(world: World, ticket: str) -> None:
    builders.hire(world)

    with pytest.raises(IdentificationFailed):
        staff.prove_totp(world.outside, TOWN, ticket, builders.totp(world))


def test_the_second_page_waits_five_minutes(world: World) -> None:
    marta = builders.hire(world)
    asked = staff.sign_in(world.outside, TOWN, "marta", PASSWORD)

    world.clock.forward(minutes=5)

    with pytest.raises(IdentificationFailed):
        staff.prove_totp(world.outside, TOWN, asked.id, builders.totp(world))
    assert reasons(marta) == ["late"]


def test_a_code_lets_in_once(world: World) -> None:
    marta = builders.hire(world)
    enter(world)

    fail(world)

    assert reasons(marta) == ["replayed"]


@pytest.mark.parametrize("seconds", [-30, 30])
def test_a_watch_may_be_half_a_minute_wrong(world: World, seconds: int) -> None:
    builders.hire(world)
    world.clock.forward(seconds=seconds)
    code = builders.totp(world)
    world.clock.forward(seconds=-seconds)

    assert enter(world, code=code)


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_watch_that_is_a_minute_wrong_does_not_do(world: World, seconds: int) -> None:
    builders.hire(world)
    world.clock.forward(seconds=seconds)
    code = builders.totp(world)
    world.clock.forward(seconds=-seconds)

    fail(world, code=code)


def test_five_failures_lock_an_account_for_a_quarter_of_an_hour(world: World) -> None:
    marta = builders.hire(world)
    for _ in range(5):
        fail(world, password="another long password")

    fail(world)
    world.clock.forward(minutes=14, seconds=59)
    fail(world)
    world.clock.forward(minutes=1)

    assert enter(world)
    assert reasons(marta)[5:] == ["locked", "locked"]
    assert [event.type for event in builders.stream("staff", marta)].count("staff.locked") == 1


def test_coming_in_forgets_earlier_failures(world: World) -> None:
    builders.hire(world)
    for _ in range(4):
        fail(world, password="another long password")
    enter(world)
    world.clock.forward(seconds=30)

    fail(world, password="another long password")

    assert enter(world)


def test_who_no_longer_works_here_neither_comes_in_nor_stays(world: World) -> None:
    marta = builders.hire(world)
    token = enter(world)
    with db.bookkeeping("a leaver, for a test") as session:
        office.staff(session, marta).active = False
    world.clock.forward(seconds=30)

    assert visits.current(world.outside, TOWN, token) is None
    fail(world)


def test_an_account_of_one_town_is_none_in_another(world: World) -> None:
    builders.found_town("elsewhere")
    builders.hire(world)
    asked = staff.sign_in(world.outside, TOWN, "marta", PASSWORD)

    with pytest.raises(IdentificationFailed):
        staff.prove_totp(world.outside, "elsewhere", asked.id, builders.totp(world))


def test_the_last_access_is_there_to_be_shown(world: World) -> None:
    builders.hire(world)
    first = builders.signed_in(world)
    came = world.clock.now()

    second = builders.signed_in(world)

    assert first.previous_access_at is None
    assert second.previous_access_at == came


def test_a_visit_of_staff_lasts_a_working_day(world: World) -> None:
    builders.hire(world)
    token = enter(world)
    for _ in range(23):
        world.clock.forward(minutes=20)
        assert visits.current(world.outside, TOWN, token) is not None

    world.clock.forward(minutes=20)

    assert visits.current(world.outside, TOWN, token) is None


def test_signing_out_is_evidence(world: World) -> None:
    marta = builders.hire(world)
    visitor = builders.signed_in(world)

    visits.close(world.outside, visitor)

    assert builders.stream("staff", marta)[-1].type == "staff.logout"


def test_a_hash_made_with_weaker_parameters_is_renewed(world: World) -> None:
    marta = builders.hire(world)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with db.bookkeeping("an old hash, for a test") as session:
        office.staff(session, marta).password = weak

    assert enter(world)

    with db.reading() as session:
        assert office.staff(session, marta).password.startswith("$argon2id$v=19$m=65536,t=3,p=2$")


def test_an_account_begins_with_evidence_of_its_roles(world: World) -> None:
    marta = builders.hire(world, "marta", "clerk", "auditor")

    begun = builders.stream("staff", marta)

    assert [event.type for event in begun] == ["staff.created", "admin.role"]
    assert begun[1].data == {"roles": ["auditor", "clerk"]}


@pytest.mark.parametrize("other", ["auditor", "administrator"])
def test_who_decides_neither_audits_nor_administers(world: World, other: str) -> None:
    with pytest.raises(Invalid) as caught:
        builders.hire(world, "empar", "authority", other)

    assert caught.value.problems == {"roles": "staff.roles_apart"}
    builders.hire(world, "empar", "authority")


@pytest.mark.parametrize(
    ("roles", "password", "secret"),
    [
        ({"mayor"}, PASSWORD, TOTP_SECRET),
        (set(), PASSWORD, TOTP_SECRET),
        ({"clerk"}, "short", TOTP_SECRET),
        ({"clerk"}, PASSWORD, "not base 32!"),
    ],
)
def test_an_account_that_will_not_do_is_refused(world: World, roles: set[str], password: str, secret: str) -> None:
    member = StaffMember("marta", "Marta Soler", "Administrativa", "casa", frozenset(roles))

    with pytest.raises(Invalid):
        staff.add(world.outside, TOWN, member, password, secret)


def test_a_username_is_given_once(world: World) -> None:
    builders.hire(world)

    with pytest.raises(staff.UsernameTaken):
        builders.hire(world, "MARTA")


def test_neither_names_nor_passwords_stand_in_the_evidence(world: World) -> None:
    builders.hire(world)
    enter(world)
    fail(world, username="somebody.else", password="their long password")

    evidence = builders.all_evidence()

    for told in ("marta", "Soler", PASSWORD, "somebody", "their long", TOTP_SECRET):
        assert told.lower() not in evidence.lower()


def test_an_authenticator_can_read_the_address_of_a_new_secret() -> None:
    secret = staff.new_totp_secret()

    assert staff.totp_address(secret, "marta", "Ribalba") == (
        f"otpauth://totp/Ribalba:marta?secret={secret}&issuer=Ribalba"
    )
