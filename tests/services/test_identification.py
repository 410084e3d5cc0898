"""Citizens prove who they are: link, number, code; and whatever else they may try."""

import re
from uuid import UUID, uuid4

import pytest

from app.domain.errors import IdentificationFailed, OperatorUnavailable
from app.services import identification, returning, visits
from tests import builders
from tests.builders import ANA, JORDI, TOWN, OpenCase
from tests.fakes.outside import World

_NUMBER_SHAPED = re.compile(r"\b(?:\d{8}[A-Z]|[XYZ]\d{7}[A-Z])\b")


@pytest.fixture
def case(world: World) -> OpenCase:
    return builders.open_case(world)


def knocked(world: World, case: OpenCase, id_number: str = ANA.id_number) -> UUID:
    return identification.knock(world.outside, TOWN, case.token, id_number).id


def let_in(world: World, case: OpenCase) -> str:
    challenge = knocked(world, case)
    return identification.prove(world.outside, TOWN, challenge, builders.code_sent(world))


def refused(world: World, challenge: UUID, code: str = "000000") -> IdentificationFailed:
    with pytest.raises(IdentificationFailed) as caught:
        identification.prove(world.outside, TOWN, challenge, code)
    return caught.value


def test_link_number_and_code_let_a_person_into_their_case(world: World, case: OpenCase) -> None:
    token = let_in(world, case)

    visitor = visits.current(world.outside, TOWN, token)
    assert visitor is not None
    assert (visitor.kind, visitor.id, visitor.case_id, visitor.level) == ("citizen", case.party, case.id, "code")
    assert visitor.actor.auth == "link_sms"


def test_coming_in_is_evidence_in_the_order_in_which_it_happened(world: World, case: OpenCase) -> None:
    let_in(world, case)

    found = [kind for kind in builders.types(case.id) if kind.partition(".")[0] in {"link", "code", "portal", "sms"}]
    assert found == [
        "link.issued",
        "link.redeemed",
        "code.sent",
        "sms.queued",
        "sms.sent",
        "code.verified",
        "portal.login",
    ]


@pytest.mark.parametrize("typed", [" 12.345.678-z ", "12345678z", "12 345 678 Z"])
def test_the_number_may_be_typed_in_any_of_its_spellings(world: World, case: OpenCase, typed: str) -> None:
    challenge = knocked(world, case, typed)

    assert identification.prove(world.outside, TOWN, challenge, builders.code_sent(world))


def test_the_code_may_be_typed_in_groups(world: World, case: OpenCase) -> None:
    challenge = knocked(world, case)
    code = builders.code_sent(world)

    assert identification.prove(world.outside, TOWN, challenge, f" {code[:3]} {code[3:]}")


def test_the_message_says_how_long_the_code_lives_in_the_persons_language(world: World) -> None:
    case = builders.open_case(world, JORDI, language="ca")

    knocked(world, case, JORDI.id_number)

    code = builders.code_sent(world)
    assert world.sms.sent[-1].to == JORDI.mobile
    assert world.sms.sent[-1].text == (
        f"El vostre codi per entrar és {code}. Caduca al cap de 5 minuts. No el compartiu. "
        "Ayuntamiento de Ribalba (Demo, sense validesa)"
    )


@pytest.mark.parametrize(
    ("token", "id_number"),
    [
        ("", ANA.id_number),
        ("x" * 43, ANA.id_number),
        (None, "X1234567L"),
        (None, ""),
        (None, "9" * 5000),
        (None, "\ud800"),
        ("\ud800\0", ANA.id_number),
    ],
)
def test_a_wrong_link_or_number_leads_to_a_page_that_no_code_opens(
    world: World, case: OpenCase, token: str | None, id_number: str
) -> None:
    challenge = identification.knock(world.outside, TOWN, case.token if token is None else token, id_number)

    builders.deliver(world)
    assert world.sms.sent == []
    refused(world, challenge.id)


def test_every_failure_says_the_same(world: World, case: OpenCase) -> None:
    wrong_number = refused(world, knocked(world, case, "X1234567L"))
    unknown = refused(world, uuid4())
    challenge = knocked(world, case)
    code = builders.code_sent(world)
    wrong_code = refused(world, challenge, builders.wrong(code))
    identification.prove(world.outside, TOWN, challenge, code)
    used = refused(world, challenge, code)
    late = knocked(world, case)
    code = builders.code_sent(world)
    world.clock.forward(minutes=5)
    expired = refused(world, late, code)

    faults = [wrong_number, unknown, wrong_code, used, expired]
    assert {(fault.code, fault.status, str(fault)) for fault in faults} == {
        ("identification.failed", 422, "identification failed")
    }
    reasons = [event.data.get("reason") for event in builders.happened(case.id) if event.type.endswith(".refused")]
    assert reasons == ["id_number", "wrong", "used", "expired"]


def test_three_wrong_codes_end_a_code(world: World, case: OpenCase) -> None:
    challenge = knocked(world, case)
    code = builders.code_sent(world)
    for _ in range(3):
        refused(world, challenge, builders.wrong(code))

    refused(world, challenge, code)

    reasons = [event.data["reason"] for event in builders.happened(case.id) if event.type == "code.refused"]
    assert reasons == ["wrong", "wrong", "wrong", "tries"]


def test_a_refused_code_is_written_down_although_nothing_was_let_through(world: World, case: OpenCase) -> None:
    challenge = knocked(world, case)
    code = builders.code_sent(world)

    refused(world, challenge, builders.wrong(code))

    assert builders.types(case.id)[-1] == "code.refused"
    assert identification.prove(world.outside, TOWN, challenge, code)


def test_five_wrong_numbers_lock_a_link_for_a_quarter_of_an_hour(world: World, case: OpenCase) -> None:
    for _ in range(5):
        knocked(world, case, "X1234567L")

    locked = knocked(world, case)
    builders.deliver(world)
    assert world.sms.sent == []
    refused(world, locked)
    world.clock.forward(minutes=15)
    assert let_in(world, case)
    assert builders.types(case.id).count("link.locked") == 1


def test_a_right_number_does_not_forget_earlier_failures(world: World, case: OpenCase) -> None:
    for _ in range(4):
        knocked(world, case, "X1234567L")
    challenge = knocked(world, case)
    code = builders.code_sent(world)
    refused(world, challenge, builders.wrong(code))

    refused(world, challenge, code)

    assert "code.locked" in builders.types(case.id)


def test_no_more_than_five_codes_are_sent_in_ten_minutes(world: World, case: OpenCase) -> None:
    for _ in range(5):
        knocked(world, case)
    sixth = knocked(world, case)

    builders.deliver(world)
    assert len(world.sms.sent) == 5
    refused(world, sixth)
    world.clock.forward(minutes=10)
    assert let_in(world, case)


def test_a_link_serves_again_on_another_device_until_it_expires(world: World, case: OpenCase) -> None:
    first, second = let_in(world, case), let_in(world, case)
    assert visits.current(world.outside, TOWN, first) is not None
    assert visits.current(world.outside, TOWN, second) is not None

    world.clock.forward(days=30)
    sent = len(world.sms.sent)
    challenge = knocked(world, case)

    builders.deliver(world)
    assert len(world.sms.sent) == sent
    refused(world, challenge)
    assert builders.happened(case.id)[-1].data["reason"] == "expired"


def test_a_link_of_another_town_is_no_link_here(world: World, case: OpenCase) -> None:
    builders.found_town("elsewhere")

    challenge = identification.knock(world.outside, "elsewhere", case.token, ANA.id_number)

    builders.deliver(world)
    assert world.sms.sent == []
    with pytest.raises(IdentificationFailed):
        identification.prove(world.outside, "elsewhere", challenge.id, "123456")


def test_a_code_of_one_page_opens_no_other(world: World, case: OpenCase) -> None:
    first = knocked(world, case)
    builders.code_sent(world)
    knocked(world, case)
    second_code = builders.code_sent(world)

    refused(world, first, second_code)


def test_the_last_access_is_there_to_be_shown(world: World, case: OpenCase) -> None:
    first = visits.current(world.outside, TOWN, let_in(world, case))
    came = world.clock.now()
    world.clock.forward(hours=1)

    second = visits.current(world.outside, TOWN, let_in(world, case))

    assert first is not None
    assert first.previous_access_at is None
    assert second is not None
    assert second.previous_access_at == came


def test_a_code_proves_no_less_than_what_an_official_found_out(world: World, case: OpenCase) -> None:
    from app.store import db, people

    with db.bookkeeping("an official's finding, for a test") as session:
        people.party(session, case.party).level = "official"

    visitor = visits.current(world.outside, TOWN, let_in(world, case))

    assert visitor is not None
    assert visitor.level == "official"


def test_a_gateway_that_is_away_loses_nothing(world: World, case: OpenCase) -> None:
    world.sms.fault = OperatorUnavailable("away")
    challenge = knocked(world, case)
    builders.deliver(world)
    assert [row.status for row in builders.call_rows("sms.deliver")] == ["owed"]

    world.sms.fault = None
    world.clock.forward(minutes=1)

    assert identification.prove(world.outside, TOWN, challenge, builders.code_sent(world))


def test_a_code_that_is_over_is_not_sent_any_more(world: World, case: OpenCase) -> None:
    world.sms.fault = OperatorUnavailable("away")
    knocked(world, case)
    builders.deliver(world)

    world.sms.fault = None
    world.clock.forward(minutes=6)
    builders.deliver(world)

    assert world.sms.sent == []
    assert "sms.failed" in builders.types(case.id)


def test_no_personal_data_stand_in_the_evidence(world: World, case: OpenCase) -> None:
    let_in(world, case)
    knocked(world, case, "X1234567L")
    identification.knock(world.outside, TOWN, "nobody", ANA.id_number)
    returning.resend(world.outside, TOWN, ANA.email, ANA.id_number)
    builders.deliver(world)

    evidence = builders.all_evidence()

    assert not _NUMBER_SHAPED.search(evidence)
    for told in (ANA.email, ANA.email.lower(), ANA.mobile, ANA.mobile[3:], "Ana", "Núñez", case.token):
        assert told not in evidence


def test_the_database_keeps_no_token_and_no_code(world: World, case: OpenCase) -> None:
    from sqlalchemy import select

    from app.store import db
    from app.store.tables import CallRow, CodeRow, LinkRow

    knocked(world, case)
    code = builders.code_sent(world)

    with db.reading() as session:
        kept = [*session.scalars(select(LinkRow.token)), *session.scalars(select(CodeRow.digest))]
        kept += session.scalars(select(CallRow.params))
    assert kept
    assert not any(case.token.encode() in one or code.encode() in one for one in kept)
