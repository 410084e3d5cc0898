"""Aid for a home from the request to its end: granted and paid, denied, asked for twice, papers asked for, lapsed."""

import pytest

from app.domain.errors import OfficeError
from app.services.grants import payments
from tests import builders
from tests.builders import JORDI
from tests.desk import aided, asking
from tests.desk.conftest import Desk
from tests.services import bodies


def test_a_grant_is_decided_notified_and_paid(desk: Desk) -> None:
    aid = aided.office(desk)
    asked = aided.asked(aid)
    aided.check(asked)

    assert asking.resolve(asked) == "granted"
    assert payments.listed(desk.world.outside, aid.manager.visitor) == []
    asking.access(asked)

    assert asking.ended(asked) == "end_granted"
    (order,) = payments.listed(desk.world.outside, aid.manager.visitor)
    assert (order.cents, order.case_number, order.exported_at) == (600_000, asked.case.number, None)
    acts = builders.types(asked.case.id)
    told = ["registry.entered", "grant.applied", "grant.awarded", "notification.accessed", "payment.ordered"]
    assert [one for one in acts if one in told] == told
    assert "Hemos ordenado el pago de su ayuda" in desk.world.mail.sent[-1].subject


def test_a_denial_that_is_refused_counts_as_notified_and_pays_nothing(desk: Desk) -> None:
    aid = aided.office(desk)
    asked = aided.asked(aid)
    aided.check(asked, proposal="refuse", reason="Los bienes no se dañaron.")

    assert "Los bienes no se dañaron." in asking.text_of(asked, "denial")
    asking.resolve(asked)
    asking.refuse(asked)

    assert asking.ended(asked) == "end_denied"
    assert payments.listed(desk.world.outside, aid.manager.visitor) == []


def test_papers_that_were_asked_for_are_handed_in_and_the_grant_follows(desk: Desk) -> None:
    asked = aided.asked(aided.office(desk))
    aided.check(asked, title="none")
    asking.access(asked)

    asking.fill(asked, "answer_papers", {"handed_in": "1"})
    aided.check(asked)

    assert asking.pending(asked) == "granted"


def test_another_account_is_given_and_the_grant_is_paid_there(desk: Desk) -> None:
    aid = aided.office(desk)
    asked = aided.asked(aid, iban_holder_same="no")
    aided.check(asked)
    asking.access(asked)
    other = {"account_iban": "DE89 3704 0044 0532 0130 00", "is_holder": "1"}
    asking.fill(asked, "answer_account", other)
    aided.check(asked)

    asking.resolve(asked)
    asking.access(asked)

    (order,) = payments.listed(desk.world.outside, aid.manager.visitor)
    assert order.iban.startswith("DE89")


def test_who_does_not_answer_in_ten_working_days_is_declared_to_have_desisted(desk: Desk) -> None:
    asked = aided.asked(aided.office(desk))
    aided.check(asked, title="none")
    asking.refuse(asked)
    assert asking.open_elements(asked) == {"answer_papers"}

    asking.pass_days(asked, 15)

    assert asking.pending(asked) == "lapsed"
    assert asking.resolve(asked) == "lapsed"
    asking.access(asked)
    assert asking.ended(asked) == "end_desisted"


def test_who_answers_late_but_before_it_is_declared_is_heard(desk: Desk) -> None:
    asked = aided.asked(aided.office(desk))
    aided.check(asked, title="none")
    asking.access(asked)
    asking.pass_days(asked, 20)
    assert asking.pending(asked) == "lapsed"

    asking.fill(asked, "answer_papers", {"handed_in": "1"})

    assert asking.open_elements(asked) == {"check_application"}


@pytest.mark.parametrize(("outcome", "kind"), [("goes_on", "granted"), ("refuse", "denied")])
def test_whoever_is_responsible_settles_the_second_request_for_a_home(desk: Desk, outcome: str, kind: str) -> None:
    aid = aided.office(desk)
    aided.asked(aid)
    second = aided.asked(aid, JORDI)
    aided.check(second)

    aided.settle(second, outcome)

    assert asking.pending(second) == kind


def test_a_home_that_was_granted_the_aid_meanwhile_is_not_granted_it_again(desk: Desk) -> None:
    aid = aided.office(desk)
    first = aided.asked(aid)
    second = aided.asked(aid, JORDI)
    aided.check(second)
    aided.settle(second, "goes_on")
    aided.check(first)
    asking.resolve(first)

    asking.resolve(second)

    assert asking.open_elements(second) == {"settle_conflict"}
    assert builders.types(second.case.id).count("grant.awarded") == 0
    aided.settle(second, "refuse")
    assert asking.pending(second) == "denied"
    assert "Ya tiene la ayuda." in asking.text_of(second, "denial")


def test_what_the_body_gives_back_returns_to_the_office_with_its_reason(desk: Desk) -> None:
    aid = aided.office(desk)
    asked = aided.asked(aid)
    aided.check(asked)

    asking.give_back(asked, "Falta la foto.")

    assert asking.open_elements(asked) == {"check_application"}


def test_a_clerk_cannot_grant(desk: Desk) -> None:
    asked = aided.asked(aided.office(desk))
    aided.check(asked)
    clerk = bodies.Official(asked.here.clerk.visitor, "")

    with pytest.raises(OfficeError):
        bodies.sign(desk.world, clerk, asked.permit)

    assert asking.pending(asked) == "granted"
    assert "grant.awarded" not in builders.types(asked.case.id)


_CASES_2024 = [
    ("2024-12-31T12:00", "Paiporta", "granted"),
    ("2025-01-02T22:30", "Paiporta", "granted"),
    ("2025-01-02T23:30", "Paiporta", "denied"),
    ("2025-01-03T12:00", "Carcaixent", "granted"),
    ("2025-01-20T22:30", "Carcaixent", "granted"),
    ("2025-01-21T12:00", "Carcaixent", "denied"),
]


@pytest.mark.parametrize(("at", "municipality", "kind"), _CASES_2024)
def test_the_call_of_2024_with_its_two_deadlines(desk: Desk, at: str, municipality: str, kind: str) -> None:
    desk.world.clock.at = builders.at(at)
    asked = aided.asked(aided.office(desk, "dana-2024"), home={"municipality": municipality, "postcode": "46200"})

    aided.check(asked)

    assert asking.pending(asked) == kind
