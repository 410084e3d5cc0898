"""Direct debit mandates: reserved, recorded, written for the bank."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest

from app.domain.errors import Denied, Invalid, NotFound, OperatorFailed
from app.ports import MandateOrder
from app.services.debits import mandates
from app.services.debits.mandates import DirectDebits
from app.services.debits.remittances import Debit, NotExportable
from app.services.files import documents
from app.services.visits import Visitor
from app.store import cases as rows
from app.store import db
from tests import builders
from tests.builders import ANA
from tests.fakes.outside import World
from tests.services import permits
from tests.services.permits import IBAN, Permit

DAY = date(2026, 12, 10)
_NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"}


@pytest.fixture
def permit(town: World) -> Permit:
    return recorded(town)


@pytest.fixture
def supervisor(town: World, permit: Permit) -> Visitor:
    assert permit.clerk is not permit.citizen
    return permits.member(town, "andreu", "clerk", "supervisor")


def recorded(world: World, **answers: str) -> Permit:
    """Return a case whose mandate was signed and recorded."""
    permit = permits.opened(world)
    permits.asked(world, permit, **answers)
    permits.known(permit.case.party)
    permits.decided(world, permit)
    permits.work(world)
    permits.sign(world, permit.citizen)
    permits.work(world)
    return permit


def debit(world: World, supervisor: Visitor, cents: int = 1234, concept: str = "IBI 2026") -> Debit:
    return Debit(mandates.accepted(world.outside, supervisor)[0].id, cents, concept)


def xml(content: bytes, path: str) -> list[str | None]:
    return [one.text for one in ET.fromstring(content).iterfind(f".//{path}", _NS)]  # noqa: S314 -- our own file


def test_a_reference_is_set_aside_once_for_each_call(town: World, permit: Permit) -> None:
    call = permits.call_of(permit, "mandates.reserve")

    reference, creditor = DirectDebits(town.outside).reserve(call)

    assert reference == "L01990017-DOM-2026-000001"
    assert creditor.startswith("ES") and creditor.endswith("000P9900100J")  # noqa: PT018 -- one identifier
    assert builders.types(permit.case.id).count("mandate.reserved") == 1


def test_a_recorded_mandate_is_shown_with_its_account_masked(town: World, permit: Permit, supervisor: Visitor) -> None:
    (found,) = mandates.accepted(town.outside, supervisor)

    assert (found.debtor, found.sequence, found.case_number) == (ANA.full_name, "FRST", permit.case.number)
    assert found.signed_on == date(2026, 11, 23)
    assert found.iban.startswith("ES80 ****")
    assert IBAN not in builders.all_evidence()
    assert builders.opened_values(town, permit.case.id, "mandate.recorded") == {"name": ANA.full_name, "iban": IBAN}


def test_a_remittance_is_valid_and_goes_from_first_to_recurrent(
    town: World, permit: Permit, supervisor: Visitor
) -> None:
    first = mandates.export(town.outside, supervisor, [debit(town, supervisor)], DAY)
    second = mandates.export(town.outside, supervisor, [debit(town, supervisor)], date(2027, 1, 11))

    assert xml(first, "p:SeqTp") == ["FRST"]
    assert xml(second, "p:SeqTp") == ["RCUR"]
    assert xml(first, "p:MndtId") == ["L01990017-DOM-2026-000001"]
    assert xml(first, "p:InstdAmt") == ["12.34"]
    assert xml(first, "p:ReqdColltnDt") == ["2026-12-10"]
    exported = [event for event in builders.happened(permit.case.id) if event.type == "mandate.exported"]
    assert [event.data["sequence"] for event in exported] == ["FRST", "RCUR"]
    assert builders.opened_values(town, permit.case.id, "mandate.exported") == {"cents": 1234, "concept": "IBI 2026"}


def test_the_same_order_again_is_the_same_file_and_charges_nobody_twice(
    town: World, permit: Permit, supervisor: Visitor
) -> None:
    order = [debit(town, supervisor)]

    first, again = (mandates.export(town.outside, supervisor, order, DAY) for _ in range(2))

    assert first == again
    assert builders.types(permit.case.id).count("mandate.exported") == 1
    assert not any(IBAN.encode() in content for content in town.blobs.kept.values())


def test_another_order_for_the_same_day_or_an_earlier_one_charges_nobody_again(
    town: World, supervisor: Visitor
) -> None:
    mandates.export(town.outside, supervisor, [debit(town, supervisor)], DAY)

    for day in (DAY, date(2026, 12, 9)):
        with pytest.raises(NotExportable):
            mandates.export(town.outside, supervisor, [debit(town, supervisor, 999)], day)


def test_a_single_payment_is_charged_once(town: World) -> None:
    recorded(town, kind="one_off")
    supervisor = permits.member(town, "andreu", "supervisor")
    order = [debit(town, supervisor)]
    first = mandates.export(town.outside, supervisor, order, DAY)

    with pytest.raises(NotExportable):
        mandates.export(town.outside, supervisor, order, date(2026, 12, 11))

    assert xml(first, "p:SeqTp") == ["OOFF"]
    assert mandates.accepted(town.outside, supervisor)[0].sequence == ""


def test_an_account_of_another_sepa_country_is_collected_from(town: World) -> None:
    recorded(town, account="FR14 2004 1010 0505 0001 3M02 606")
    supervisor = permits.member(town, "andreu", "supervisor")

    written = mandates.export(town.outside, supervisor, [debit(town, supervisor)], DAY)

    assert "FR1420041010050500013M02606" in xml(written, "p:DbtrAcct//p:IBAN")


_IMPOSSIBLE = [
    (0, "IBI", DAY, "debits.0.cents"),
    (-1, "IBI", DAY, "debits.0.cents"),
    (1, " ", DAY, "debits.0.concept"),
    (1, "x" * 141, DAY, "debits.0.concept"),
    (1, "IBI", date(2026, 12, 12), "collection_on"),
    (1, "IBI", date(2026, 11, 23), "collection_on"),
    (1, "IBI", date(2028, 3, 1), "collection_on"),
]


def test_an_impossible_order_names_its_fault(town: World, supervisor: Visitor) -> None:
    for cents, concept, day, field in _IMPOSSIBLE:
        with pytest.raises(Invalid) as caught:
            mandates.export(town.outside, supervisor, [debit(town, supervisor, cents, concept)], day)

        assert field in caught.value.problems


def test_a_remittance_of_nothing_of_one_twice_or_of_strangers_is_refused(town: World, supervisor: Visitor) -> None:
    one = debit(town, supervisor)

    for order in ([], [one, one]):
        with pytest.raises(Invalid):
            mandates.export(town.outside, supervisor, order, DAY)
    with pytest.raises(NotFound):
        mandates.export(town.outside, supervisor, [Debit(uuid4(), 1, "IBI")], DAY)


def test_only_supervisors_see_and_export(town: World, permit: Permit) -> None:
    for visitor in (permit.clerk, permit.citizen):
        with pytest.raises(Denied):
            mandates.accepted(town.outside, visitor)
        with pytest.raises(Denied):
            mandates.export(town.outside, visitor, [], DAY)


def kept(world: World, parcel: str = "alone", **change: Any) -> tuple[Permit, Visitor]:
    """Return a case whose mandate was recorded by an order with `change`, and a supervisor."""
    permit = permits.to_signing(world, parcel=parcel)
    call = permits.call_of(permit, "mandates.reserve")
    DirectDebits(world.outside).record(call, order=order_of(world, permit, change))
    return permit, permits.member(world, "andreu", "supervisor")


def test_nothing_is_collected_before_the_day_the_debtor_chose(town: World) -> None:
    permit, supervisor = kept(town, effective_from=date(2027, 1, 11))
    order = [debit(town, supervisor)]

    with pytest.raises(NotExportable) as caught:
        mandates.export(town.outside, supervisor, order, date(2027, 1, 8))
    written = mandates.export(town.outside, supervisor, order, date(2027, 1, 11))

    assert caught.value.reason == "not_yet"
    assert xml(written, "p:ReqdColltnDt") == ["2027-01-11"]
    assert builders.types(permit.case.id).count("mandate.exported") == 1


def test_a_mandate_shows_when_it_begins_and_what_hinders_it_on_a_day(town: World) -> None:
    _, supervisor = kept(town, effective_from=date(2027, 1, 11))

    (now,) = mandates.accepted(town.outside, supervisor)
    (then,) = mandates.accepted(town.outside, supervisor, date(2027, 1, 11))

    assert (now.effective_from, now.hindrance, now.lapsed) == (date(2027, 1, 11), "not_yet", False)
    assert then.hindrance == ""


def test_the_bank_that_was_told_goes_into_the_remittance(town: World) -> None:
    permit, supervisor = kept(town, "DEUT DEFF", bic_field="parcel")

    written = mandates.export(town.outside, supervisor, [debit(town, supervisor)], DAY)

    assert xml(written, "p:DbtrAgt//p:BICFI") == ["DEUTDEFF"]
    assert "DEUTDEFF" not in builders.all_evidence()
    assert builders.opened_values(town, permit.case.id, "mandate.recorded")["bic"] == "DEUTDEFF"


def test_a_bank_that_was_not_told_is_not_provided(town: World) -> None:
    _, supervisor = kept(town, bic_field="account_bic")

    written = mandates.export(town.outside, supervisor, [debit(town, supervisor)], DAY)

    assert xml(written, "p:DbtrAgt//p:BICFI") == []
    assert xml(written, "p:DbtrAgt//p:Othr/p:Id") == ["NOTPROVIDED"]


@pytest.mark.usefixtures("permit")
def test_a_mandate_lapses_36_months_after_its_signature(town: World) -> None:
    town.clock.forward(days=3 * 365)
    supervisor = permits.member(town, "andrea", "supervisor")

    (last_day,) = mandates.accepted(town.outside, supervisor, date(2029, 11, 23))
    (lapsed,) = mandates.accepted(town.outside, supervisor, date(2029, 11, 26))
    with pytest.raises(NotExportable) as caught:
        mandates.export(town.outside, supervisor, [debit(town, supervisor)], date(2029, 11, 26))

    assert (last_day.lapsed, last_day.hindrance) == (False, "")
    assert (lapsed.lapsed, lapsed.hindrance) == (True, "lapsed")
    assert caught.value.reason == "lapsed"


def test_each_collection_begins_the_36_months_anew(town: World, supervisor: Visitor) -> None:
    mandates.export(town.outside, supervisor, [debit(town, supervisor)], date(2027, 1, 11))

    (used,) = mandates.accepted(town.outside, supervisor, date(2030, 1, 11))
    (lapsed,) = mandates.accepted(town.outside, supervisor, date(2030, 1, 14))

    assert (used.hindrance, lapsed.hindrance) == ("", "lapsed")


_UNSOUND = [
    ({"reference": "L01990017-DOM-2026-999999"}, "mandate_unknown"),
    ({"answers": str(uuid4())}, "answers_unknown"),
    ({"answers": "x"}, "answers_unknown"),
    ({"iban_field": "parcel"}, "iban"),
    ({"iban_field": "a.b"}, "iban"),
    ({"bic_field": "account"}, "bic"),
    ({"debtor": "nobody"}, "debtor_unknown"),
    ({"payment_type": "weekly"}, "payment_type"),
    ({"document": str(uuid4())}, "document_unknown"),
]


def test_an_order_that_does_not_hold_together_is_told_to_the_diagram(town: World) -> None:
    permit = permits.to_signing(town)
    call = permits.call_of(permit, "mandates.reserve")

    for change, error in _UNSOUND:
        with pytest.raises(OperatorFailed) as caught:
            DirectDebits(town.outside).record(call, order=order_of(town, permit, change))

        assert caught.value.error == error


def order_of(world: World, permit: Permit, change: dict[str, Any]) -> MandateOrder:
    with db.reading() as session:
        answers = rows.all_answers(session, permit.case.id)[0].id
    given: dict[str, Any] = {
        "reference": "L01990017-DOM-2026-000001",
        "document": str(documents.list_of(world.outside, permit.clerk, permit.case.id)[0].id),
        "answers": str(answers),
        "iban_field": "account",
        "debtor": "applicant",
        "payment_type": "recurrent",
    }
    return MandateOrder(**(given | change), signed_at=datetime(2026, 11, 23, 10, tzinfo=UTC))
