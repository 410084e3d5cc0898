"""Payment orders of grants, and the file for the bank."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from app.domain.errors import Denied, Invalid
from app.services.grants import payments
from app.services.grants.payments import AlreadyPaid
from app.services.visits import Visitor
from tests import builders
from tests.builders import ANA, JORDI
from tests.fakes.outside import World
from tests.services import aid, permits

DAY = date(2026, 12, 10)
_NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


@pytest.fixture
def world(bare_world: World) -> World:
    permits.found_town()
    builders.publish(bare_world.outside, sources=aid.SOURCES)
    aid.publish(bare_world)
    return bare_world


@pytest.fixture
def supervisor(world: World) -> Visitor:
    return permits.member(world, "andreu", "supervisor")


def xml(content: bytes, path: str) -> list[str | None]:
    return [one.text for one in ET.fromstring(content).iterfind(f".//{path}", _NS)]  # noqa: S314 -- our own file


def test_what_is_to_be_paid_is_written_once(world: World, supervisor: Visitor) -> None:
    first = aid.asked(world)
    second = aid.asked(world, JORDI, home={"street": "Carrer Nou"})
    references = [aid.ordered(world, first), aid.ordered(world, second)]

    made = payments.write(world.outside, supervisor, DAY)

    assert sorted(str(one) for one in xml(made.content, "p:EndToEndId")) == references
    assert xml(made.content, "p:InstdAmt") == ["6000.00", "6000.00"]
    assert xml(made.content, "p:CdtrAcct//p:IBAN") == [aid.IBAN, aid.IBAN]
    assert xml(made.content, "p:ReqdExctnDt/p:Dt") == ["2026-12-10"]
    assert xml(made.content, "p:GrpHdr/p:CtrlSum") == ["12000.00"]
    with pytest.raises(Invalid) as caught:
        payments.write(world.outside, supervisor, DAY)
    assert caught.value.problems == {"orders": "none"}
    assert builders.types(first.case.id).count("payment.exported") == 1


def test_a_file_can_be_had_again_and_lies_sealed(world: World, supervisor: Visitor) -> None:
    aid.ordered(world, aid.asked(world))
    made = payments.write(world.outside, supervisor, DAY)

    again = payments.again(world.outside, supervisor, made.id)

    assert again == made
    assert not any(aid.IBAN.encode() in content for content in world.blobs.kept.values())
    assert [(one.orders, one.total_cents) for one in payments.files(supervisor)] == [(1, 600_000)]


def test_a_payment_order_is_shown_with_its_account_masked(world: World, supervisor: Visitor) -> None:
    aid.ordered(world, aid.asked(world))

    (found,) = payments.listed(world.outside, supervisor)

    assert (found.payee, found.cents, found.exported_at, found.fictional) == (ANA.full_name, 600_000, None, True)
    assert found.iban.startswith("ES80 ****")


def test_two_who_write_at_the_same_time_pay_once(world: World, supervisor: Visitor) -> None:
    aid.ordered(world, aid.asked(world))

    def pay() -> str:
        try:
            return str(payments.write(world.outside, supervisor, DAY).id)
        except (AlreadyPaid, Invalid) as fault:
            return fault.code

    written = permits.at_once([pay, pay])

    assert sorted("." in one for one in written) == [False, True]
    assert len(payments.files(supervisor)) == 1


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 23), "working_day_to_come"),
        (date(2026, 12, 12), "working_day_to_come"),
        (date(2028, 3, 1), "too_far"),
    ],
)
def test_a_day_that_cannot_be_is_refused(world: World, supervisor: Visitor, day: date, reason: str) -> None:
    aid.ordered(world, aid.asked(world))

    with pytest.raises(Invalid) as caught:
        payments.write(world.outside, supervisor, day)

    assert caught.value.problems == {"execution_on": reason}


def test_a_clerk_neither_sees_nor_writes_payments(world: World) -> None:
    clerk = permits.member(world, "marta", "clerk")

    for act in (lambda: payments.listed(world.outside, clerk), lambda: payments.write(world.outside, clerk, DAY)):
        with pytest.raises(Denied):
            act()
