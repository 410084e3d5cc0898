"""Several people sign one document in turn; whoever does not sign is reminded."""

from datetime import timedelta

import pytest

from app.domain.errors import OperatorFailed
from app.services.signing import signature_reminders, signatures
from app.services.signing.signatures import NothingToSign
from app.services.visits import Visitor
from app.store import cases, db
from tests import builders
from tests.builders import ANA, JORDI
from tests.fakes.outside import World
from tests.services import permits
from tests.services.permits import BOTH, IN_TURN, Permit


def asked(world: World, parcel: str) -> tuple[Permit, Visitor]:
    """Return a case in which two people are to sign, in the order that `parcel` means."""
    permit = permits.opened(world)
    permits.asked(world, permit, parcel=parcel)
    permits.known(permit.case.party)
    partner = permits.partner(world, permit)
    permits.decided(world, permit)
    permits.work(world)
    return permit, partner


def mailed(world: World, words: str) -> list[str]:
    return [letter.to for letter in world.mail.sent if words in letter.subject]


def test_the_second_person_is_asked_when_the_first_has_signed(town: World) -> None:
    permit, partner = asked(town, IN_TURN)
    before = mailed(town, "document per signar")
    with pytest.raises(NothingToSign):
        signatures.view(town.outside, partner)
    assert signatures.pending(town.outside, partner) is None

    permits.sign(town, permit.citizen)
    waiting = signatures.state_of(town.outside, permit.citizen)
    permits.work(town)

    assert (before, mailed(town, "document per signar")) == ([], [JORDI.email])
    assert waiting.others_to_sign
    assert signatures.view(town.outside, partner).signed == (ANA.full_name,)
    permits.sign(town, partner)
    permits.work(town)
    assert signatures.state_of(town.outside, partner).final


def test_in_parallel_everybody_is_asked_at_once(town: World) -> None:
    asked(town, BOTH)

    assert mailed(town, "document per signar") == [JORDI.email]
    assert mailed(town, "documento por firmar") == [ANA.email]


def test_who_refuses_in_turn_spares_the_next_person_every_message(town: World) -> None:
    permit, partner = asked(town, IN_TURN)
    signatures.view(town.outside, permit.citizen)

    signatures.refuse(town.outside, permit.citizen, "no")
    permits.work(town)

    assert [letter.to for letter in town.mail.sent if letter.to == JORDI.email] == []
    assert signatures.pending(town.outside, partner) is None
    assert builders.case_row(permit.case.id).status == "ended"


def test_who_has_not_signed_is_reminded_after_three_and_seven_days_and_then_no_more(town: World) -> None:
    permit, partner = asked(town, BOTH)
    permits.sign(town, partner)
    permits.work(town)
    sent = []

    for _ in range(10):
        town.clock.forward(days=1)
        for _ in range(2):
            signature_reminders.remind(town.outside)
        permits.work(town)
        sent.append(len(mailed(town, "falta firmar")))

    assert sent == [0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    assert mailed(town, "falta signar") == []
    reminded = [one.data["days"] for one in builders.happened(permit.case.id) if one.type == "sign.reminded"]
    assert reminded == [3, 7]


def test_nobody_is_reminded_of_what_is_not_asked_any_more(town: World) -> None:
    permit, _ = asked(town, BOTH)
    call = permits.call_of(permit, "signature.request")
    with db.bookkeeping("a timer that took the request back") as session:
        cases.withdraw(session, cases.Closing([call.call_id], None, "timer", "withdrawn"), town.clock.now())

    town.clock.forward(days=4)

    assert signature_reminders.remind(town.outside) == 0


def test_a_person_in_turn_is_reminded_from_when_they_were_asked(town: World) -> None:
    permit, _ = asked(town, IN_TURN)
    town.clock.at += timedelta(days=2)
    fresh = builders.citizen(town, permit.case)
    permits.sign(town, fresh)
    permits.work(town)

    town.clock.forward(days=2)
    early = signature_reminders.remind(town.outside)
    town.clock.forward(days=1)

    assert (early, signature_reminders.remind(town.outside)) == (0, 1)


def test_an_order_that_is_none_is_told_to_the_diagram(town: World) -> None:
    permit, _ = asked(town, BOTH)
    call = permits.call_of(permit, "mandates.reserve")

    with pytest.raises(OperatorFailed) as caught:
        signatures.CaseSignatures(town.outside).request(call, document="x", signers=["applicant"], order="as_you_like")

    assert caught.value.error == "order_unknown"
