"""Notifications on paper: printed, brought, taken or not; of several channels the first in time counts."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from app.domain.errors import Denied, Invalid
from app.services import access
from app.services.files import documents
from app.services.notifying import opening, paper
from app.services.notifying.paper import Said
from tests import builders
from tests.builders import ANA
from tests.fakes.outside import World
from tests.services import notified, permits
from tests.services.notified import Notified

DAUGHTER = "Clara Soler, hija"


@pytest.fixture
def letter(town: World) -> Notified:
    """Return a notification on paper whose letter was printed on Monday 23 November at 10:00."""
    case = notified.notify(town, chosen="paper")
    paper.printed(town.outside, case.permit.clerk, case.notification)
    return case


def _bring(world: World, case: Notified, when: str, result: str, taken_by: str = "", *, wait: bool = True) -> bool:
    """Let a letter be brought at a local hour; unless not to `wait`, the clerk notes it an hour later."""
    at = datetime.fromisoformat(when)
    if wait:
        world.clock.at = max(world.clock.at, builders.at(when))  # an hour later: Madrid is ahead of UTC
    said = Said(at.date(), at.time(), result, taken_by)
    return paper.brought(world.outside, case.permit.clerk, case.notification, said)


def _acts(case: Notified) -> list[str]:
    return [one for one in builders.types(case.case.id) if one.partition(".")[0] in {"notification", "message"}]


def _outcomes(case: Notified) -> list[tuple[str, bool]]:
    told = [one for one in builders.happened(case.case.id) if "counts" in one.data]
    return [(one.type.removeprefix("notification."), one.data["counts"]) for one in told]


def test_a_letter_is_listed_until_it_has_come_to_its_outcome(town: World) -> None:
    case = notified.notify(town, chosen="paper")
    clerk = case.permit.clerk
    (waiting,) = paper.waiting(clerk)
    assert (waiting.id, waiting.case_number, waiting.ready) == (case.notification, case.case.number, True)
    assert (waiting.printed_at, waiting.tried_at) == (None, None)

    paper.printed(town.outside, clerk, case.notification)
    _bring(town, case, "2026-11-23T12:00", "absent")
    (waiting,) = paper.waiting(clerk)
    assert waiting.printed_at is not None
    assert waiting.tried_at == builders.at("2026-11-23T11:00")

    _bring(town, case, "2026-11-23T16:00", "delivered", DAUGHTER)
    assert paper.waiting(clerk) == []


def test_a_letter_that_was_taken_is_an_access_for_the_diagram_by_paper(town: World, letter: Notified) -> None:
    assert _bring(town, letter, "2026-11-24T12:00", "delivered", DAUGHTER)
    permits.work(town)

    row = notified.row(letter)
    assert (row.state, row.means, row.decided_at) == ("delivered", "paper", builders.at("2026-11-24T11:00"))
    assert notified.ended_with(letter) == "accessed"
    assert DAUGHTER not in builders.all_evidence()
    assert builders.opened_values(town, letter.case.id, "notification.attempted") == {"taken_by": DAUGHTER}
    assert row.proof_id is not None
    text = notified.text_of(documents.download(town.outside, letter.permit.clerk, row.proof_id).body)
    assert "La notificación se entregó" in text
    assert "24 de noviembre de 2026, 12:00" in text


def test_after_two_attempts_in_different_bands_a_letter_has_come_back(town: World, letter: Notified) -> None:
    assert not _bring(town, letter, "2026-11-23T12:00", "absent")
    assert not _bring(town, letter, "2026-11-24T13:00", "absent")
    assert _bring(town, letter, "2026-11-25T17:00", "absent")

    assert (notified.row(letter).state, notified.ended_with(letter)) == ("returned", "returned")
    assert _outcomes(letter) == [("returned", True)]
    with pytest.raises(paper.AlreadyBrought):
        _bring(town, letter, "2026-11-26T17:00", "absent")


def test_a_second_attempt_after_three_working_days_is_another_first_one(town: World, letter: Notified) -> None:
    assert not _bring(town, letter, "2026-11-23T12:00", "absent")
    assert not _bring(town, letter, "2026-11-30T17:00", "absent")
    assert _bring(town, letter, "2026-12-01T10:00", "absent")


@pytest.mark.parametrize(
    ("result", "state", "heard"), [("refused", "refused", "refused"), ("unknown", "returned", "returned")]
)
def test_what_is_refused_at_the_door_or_nobody_knows_there_ends_at_once(
    town: World, letter: Notified, result: str, state: str, heard: str
) -> None:
    assert _bring(town, letter, "2026-11-23T12:00", result)

    assert (notified.row(letter).state, notified.ended_with(letter)) == (state, heard)


def test_whoever_read_it_in_the_portal_first_was_notified_there(town: World, letter: Notified) -> None:
    town.clock.forward(hours=1)
    opening.open_it(town.outside, letter.citizen, letter.notification)
    read_at = town.clock.now()

    assert _bring(town, letter, "2026-11-24T12:00", "delivered", DAUGHTER)

    row = notified.row(letter)
    assert (row.state, row.means, row.decided_at) == ("accessed", "portal", read_at)
    assert _outcomes(letter) == [("accessed", True), ("delivered", False)]


def test_a_letter_taken_before_the_portal_was_read_counts_though_it_is_noted_later(
    town: World, letter: Notified
) -> None:
    town.clock.at = builders.at("2026-11-24T17:00")
    opening.open_it(town.outside, notified.comes_in(town, letter), letter.notification)

    assert _bring(town, letter, "2026-11-24T12:00", "delivered", DAUGHTER, wait=False)
    permits.work(town)

    row = notified.row(letter)
    assert (row.state, row.means, row.decided_at) == ("delivered", "paper", builders.at("2026-11-24T11:00"))
    assert _outcomes(letter) == [("accessed", True), ("delivered", True)]
    assert builders.types(letter.case.id).count("case.closed") == 1  # the diagram is told once
    text = notified.text_of(documents.download(town.outside, letter.permit.clerk, row.proof_id).body)  # type: ignore[arg-type]
    assert "La notificación se entregó" in text


def test_whoever_reads_it_after_the_letter_came_back_is_notified_then(town: World, letter: Notified) -> None:
    _bring(town, letter, "2026-11-23T12:00", "unknown")
    town.clock.forward(days=1)

    opening.open_it(town.outside, notified.comes_in(town, letter), letter.notification)

    assert notified.row(letter).state == "accessed"
    assert _outcomes(letter) == [("returned", True), ("accessed", True)]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(date(2026, 11, 23), time(9, 0), "absent"), "at"),
        (Said(date(2026, 11, 24), time(9, 0), "absent"), "at"),
        (Said(date(2026, 11, 23), time(12, 0), "delivered", "  "), "taken_by"),
        (Said(date(2026, 11, 23), time(12, 0), "eaten"), "result"),
    ],
)
def test_what_cannot_have_been_is_not_noted(town: World, letter: Notified, said: Said, field: str) -> None:
    town.clock.forward(hours=5)

    with pytest.raises(Invalid) as caught:
        paper.brought(town.outside, letter.permit.clerk, letter.notification, said)

    assert set(caught.value.problems) == {field}
    assert notified.row(letter).attempts == []


def test_a_letter_is_printed_once_and_brought_only_then(town: World) -> None:
    case = notified.notify(town, chosen="paper")
    with pytest.raises(paper.LetterNotReady):
        _bring(town, case, "2026-11-23T12:00", "absent")

    paper.printed(town.outside, case.permit.clerk, case.notification)
    paper.printed(town.outside, case.permit.clerk, case.notification)

    assert _acts(case).count("notification.printed") == 1


def test_what_waits_in_the_portal_has_no_letter(town: World) -> None:
    case = notified.notify(town)

    with pytest.raises(paper.LetterNotReady):
        paper.printed(town.outside, case.permit.clerk, case.notification)


def test_in_the_office_it_is_handed_over_to_whom_an_official_knows(town: World) -> None:
    case = notified.notify(town, level="certificate")
    clerk = case.permit.clerk
    with pytest.raises(access.LevelTooLow):
        paper.handed_over(town.outside, clerk, case.notification)
    permits.known(case.case.party)

    paper.handed_over(town.outside, clerk, case.notification)

    row = notified.row(case)
    assert (row.state, row.means, notified.ended_with(case)) == ("delivered", "desk", "accessed")
    with pytest.raises(paper.AlreadyBrought):
        paper.handed_over(town.outside, clerk, case.notification)


def test_after_the_ten_days_nothing_is_handed_over_any_more(town: World) -> None:
    case = notified.notify(town)
    permits.known(case.case.party)
    town.clock.forward(days=11)

    with pytest.raises(paper.AlreadyBrought):
        paper.handed_over(town.outside, case.permit.clerk, case.notification)


def test_only_who_handles_cases_notes_what_became_of_letters(town: World, letter: Notified) -> None:
    auditor = permits.member(town, "olga", "auditor", name="Olga Mas")

    for act in (paper.printed, paper.handed_over):
        with pytest.raises(Denied):
            act(town.outside, auditor, letter.notification)
    with pytest.raises(Denied):
        paper.brought(town.outside, letter.citizen, letter.notification, Said(date(2026, 11, 23), time(9), "absent"))
    assert len(paper.waiting(auditor)) == 1
    with pytest.raises(Denied):
        paper.waiting(letter.citizen)


def test_who_has_no_telephone_and_no_email_is_announced_nothing_and_gets_the_letter(town: World) -> None:
    sent = len(town.sms.sent) + len(town.mail.sent)

    case = notified.notify(town, chosen=None, person=replace(ANA, email="", mobile=""))

    assert len(town.sms.sent) + len(town.mail.sent) == sent
    assert [one.id for one in paper.waiting(case.permit.clerk)] == [case.notification]
    assert notified.row(case).made_available_at - town.clock.now() < timedelta(seconds=1)
