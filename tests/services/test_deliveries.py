"""What the SMS gateway says of a message afterwards."""

from uuid import uuid4

import pytest

from app.domain.actors import SYSTEM
from app.services import record, steps
from app.services.messaging import deliveries, messages
from app.services.messaging.deliveries import Receipt
from app.store import db
from app.store.tables import CallRow
from tests import builders
from tests.builders import ANA, TOWN, OpenCase
from tests.fakes.outside import World


@pytest.fixture
def case(world: World) -> OpenCase:
    return builders.open_case(world, mailed=False)


@pytest.fixture
def sent(world: World, case: OpenCase) -> CallRow:
    """Return a text message that the gateway took."""
    with db.transaction() as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        messages.queue_sms(held, ANA.mobile, "Le esperamos.")
    builders.deliver(world)
    return builders.call_rows("sms.deliver")[0]


def delivery(row: CallRow) -> str | None:
    return next(one.delivery for one in builders.call_rows(row.operator) if one.id == row.id)


def receipts(case: OpenCase) -> list[str]:
    return [kind for kind in builders.types(case.id) if kind in {"sms.delivered", "sms.undelivered"}]


def test_a_receipt_is_kept_and_is_evidence(world: World, case: OpenCase, sent: CallRow) -> None:
    world.clock.forward(seconds=4)
    deliveries.note(world.outside, Receipt(str(sent.id), delivered=True))

    row = builders.call_rows("sms.deliver")[0]
    assert (row.status, row.delivery, row.delivered_at) == ("done", "delivered", world.clock.now())
    assert receipts(case) == ["sms.delivered"]


def test_what_did_not_arrive_says_why_in_a_word(world: World, case: OpenCase, sent: CallRow) -> None:
    deliveries.note(world.outside, Receipt(str(sent.id), delivered=False, reason="absent_subscriber"))

    assert delivery(sent) == "undelivered"
    assert builders.happened(case.id)[-1].data == {"reason": "absent_subscriber"}


def test_a_reason_that_is_no_word_is_not_kept(world: World, case: OpenCase, sent: CallRow) -> None:
    deliveries.note(world.outside, Receipt(str(sent.id), delivered=False, reason=f"no route to {ANA.mobile}"))

    assert builders.happened(case.id)[-1].data == {"reason": "unknown"}
    assert ANA.mobile not in builders.all_evidence()


@pytest.mark.parametrize("delivered", [True, False])
def test_the_same_receipt_again_changes_nothing(world: World, case: OpenCase, sent: CallRow, delivered: bool) -> None:
    for _ in range(3):
        deliveries.note(world.outside, Receipt(str(sent.id), delivered=delivered))

    assert len(receipts(case)) == 1


def test_what_was_called_lost_may_still_arrive_and_not_the_other_way_round(
    world: World, case: OpenCase, sent: CallRow
) -> None:
    for delivered in (False, True, False):
        deliveries.note(world.outside, Receipt(str(sent.id), delivered=delivered))

    assert receipts(case) == ["sms.undelivered", "sms.delivered"]
    assert delivery(sent) == "delivered"


@pytest.mark.usefixtures("case")
def test_what_is_not_ours_is_let_go(world: World) -> None:
    mail = builders.call_rows("mail.deliver")[0]
    before = builders.all_evidence()

    for reference in (str(uuid4()), "", "no-uuid", str(mail.id)):
        deliveries.note(world.outside, Receipt(reference, delivered=True))

    assert builders.all_evidence() == before
    assert delivery(mail) is None


def test_a_message_without_a_case_has_its_receipt_in_its_own_chain(world: World) -> None:
    subject = uuid4()
    with db.transaction() as session:
        params = messages.sms_params(ANA.mobile, "Use 123456.")
        owed = steps.owe_alone(session, world.outside, TOWN, ("appointment", subject), (messages.SMS, params))
        act = record.Act("sms.queued", SYSTEM, record.on("sms", owed))
        record.in_stream(session, TOWN, "appointment", subject, [act], world.clock.now())
    builders.deliver(world)

    deliveries.note(world.outside, Receipt(str(owed), delivered=True))

    assert [one.type for one in builders.stream("appointment", subject)][-1] == "sms.delivered"
    assert builders.call_rows("sms.deliver")[0].delivery == "delivered"
