"""The direct debit's diagram asks nobody who they are twice."""

from pathlib import Path
from typing import Any

import pytest

from app.engine import specs
from tests.engine.drawing import Case, begin

SOURCE = {"domiciliacion.bpmn": (Path(__file__).parents[2] / "bpmn" / "domiciliacion.bpmn").read_bytes()}


def office(holder: str, *, received: int = 0, returned: int = 0) -> dict[str, Any]:
    """Return what the office tells of a case whose applicant is known, and whose holder is known as `holder` says."""
    none = {"received": 0, "accepted": 0, "returned": 0}
    by = {"applicant": none, "holder": {**none, "received": received, "returned": returned}}
    known = {"applicant": "official", "holder": holder}
    return {"papers": {**by["holder"], "by": by}, "identity": known, "channel": "in_person"}


def two_signers(facts: dict[str, Any]) -> Case:
    """Return a case with another holder, as far as it goes once both have handed in their papers."""
    case = begin(specs.load(SOURCE, "domiciliacion"), office=facts)
    case.complete("fill_request", {"holder_same": "no", "ref": "r1"})
    case.complete("hand_in_papers")
    case.answer("invite_holder", {"party": "p"})
    case.answer("tell_holder", {})
    case.complete("holder_papers")
    return case


@pytest.mark.parametrize("level", ["official", "certificate"])
def test_a_holder_whose_identity_is_accepted_already_is_not_checked_again(level: str) -> None:
    case = two_signers(office(level))

    assert case.open == {"reserve_reference"}


@pytest.mark.parametrize(
    "facts", [office("code"), office("official", received=1), office("official", returned=1)], ids=str
)
def test_a_holder_is_checked_who_is_not_known_or_whose_papers_wait(facts: dict[str, Any]) -> None:
    case = two_signers(facts)

    assert case.open == {"check_holder"}
