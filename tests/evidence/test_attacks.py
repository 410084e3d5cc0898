"""Every attack is found, and found for what it is."""

from collections.abc import Callable, Iterator

import pytest

from app.evidence import verifier
from tests.evidence import attacks
from tests.evidence.attacks import Attack


@pytest.mark.parametrize("group", attacks.GROUPS, ids=lambda group: group.__name__.strip("_"))
def test_the_verifier_finds_each_fault_for_what_it_is(group: Callable[[], Iterator[Attack]]) -> None:
    tried = list(group())

    found = {attack.name: verifier.verify(attack.bundle, attack.policy) for attack in tried}

    assert {name: verdict.get("fault", "") for name, verdict in found.items()} == {one.name: one.fault for one in tried}
    assert all(verdict["valid"] is (verdict.get("fault", "") == "") for verdict in found.values())


def test_no_two_attacks_have_one_name() -> None:
    names = [attack.name for attack in attacks.attacks()]

    assert len(set(names)) == len(names)


def test_every_fault_that_the_verifier_knows_is_provoked() -> None:
    headings = {"valid", "not_valid", "events", "nth", "proved", "absent", "withheld"}
    achieved = {"chain", "files", "openings", "documents", "sources", "closed", "manifest_signature"}

    assert set(verifier.SAID) - headings - achieved - set(verifier.NEVER_HERE) == {
        a.fault for a in attacks.attacks()
    } - {""}
