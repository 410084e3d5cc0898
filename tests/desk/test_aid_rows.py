"""Every row of the table of requirements, reached through the pages."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.builders import JORDI
from tests.desk import aided, asking
from tests.desk.conftest import Desk

_DENIED: list[tuple[str, Mapping[str, Any], Mapping[str, str], Mapping[str, str], str]] = [
    ("1", {"applicant_kind": "legal_person"}, {}, {}, "no es una persona física"),
    ("2", {}, {"municipality": "Madrid"}, {}, "no está en la convocatoria"),
    ("3", {}, {"municipality": "Alta Ribera"}, {}, "después del 2 de marzo de 2026"),
    ("4", {}, {}, {"zone": "no"}, "no está en una zona afectada"),
]


@pytest.mark.parametrize(("row", "answers", "home", "checked", "says"), _DENIED, ids=[one[0] for one in _DENIED])
def test_a_row_that_excludes_leads_to_a_denial_that_says_why(
    desk: Desk, row: str, answers: Mapping[str, Any], home: Mapping[str, str], checked: Mapping[str, str], says: str
) -> None:
    asked = aided.asked(aided.office(desk), home=home, **answers)

    aided.check(asked, **checked)

    assert row
    assert asking.pending(asked) == "denied"
    assert says in asking.text_of(asked, "denial")


def test_row_5_leads_a_second_request_for_a_home_to_whoever_is_responsible(desk: Desk) -> None:
    aid = aided.office(desk)
    aided.asked(aid)
    second = aided.asked(aid, JORDI)

    aided.check(second)

    assert asking.open_elements(second) == {"settle_conflict"}
    assert asking.pending(second) == ""


def test_row_6_asks_for_what_proves_the_right_to_the_home(desk: Desk) -> None:
    asked = aided.asked(aided.office(desk))

    aided.check(asked, title="none")

    assert asking.pending(asked) == ""
    assert "Un documento que acredite" in asking.text_of(asked, "requirement")


def test_row_7_asks_for_an_account_of_the_persons_own(desk: Desk) -> None:
    asked = aided.asked(aided.office(desk), iban_holder_same="no")

    aided.check(asked)

    assert asking.pending(asked) == ""
    assert "Una cuenta bancaria de la que usted sea titular" in asking.text_of(asked, "requirement")


def test_row_8_leads_to_a_grant_that_waits_for_the_competent_body(desk: Desk) -> None:
    asked = aided.asked(aided.office(desk))

    aided.check(asked)

    assert asking.pending(asked) == "granted"
    assert "Conceder a Ana Núñez Ferrer una ayuda de 6000 euros" in asking.text_of(asked, "grant")
