"""Notifications in the portal: made available, opened, refused, run out; each outcome once, told and recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.errors import NotFound, OperatorFailed
from app.domain.identity import Level
from app.ports import CallRef
from app.services import access
from app.services.files import documents
from app.services.notifying import expiry, opening
from app.services.notifying.sending import CaseNotifications
from app.services.visits import Visitor
from app.store import db, people
from tests import builders
from tests.builders import ANA, TOWN
from tests.fakes.outside import World
from tests.services import notified, permits
from tests.services.notified import Notified

MIDNIGHT = datetime(2026, 12, 3, 23, tzinfo=UTC)
"""The end of the ten days of what is made available on 23 November 2026, in Madrid."""


def _types(case: Notified, *areas: str) -> list[str]:
    wanted = areas or ("notification", "message")
    return [one for one in builders.types(case.case.id) if one.partition(".")[0] in wanted]


def _may_read(world: World, visitor: Visitor, case: Notified) -> bool:
    try:
        documents.download(world.outside, visitor, case.document)
    except NotFound:
        return False
    return True


def test_a_notification_waits_in_the_portal_and_is_announced_without_its_content(town: World) -> None:
    case = notified.notify(town)

    row = notified.row(case)
    assert (row.state, row.channel, row.level, row.binding) == ("available", "electronic", "code", True)
    assert row.expires_at == MIDNIGHT
    made = next(one for one in builders.happened(case.case.id) if one.type == "notification.made")
    assert made.data["document"] == str(case.document)
    letter = town.mail.sent[-1]
    assert "Tiene una notificación" in letter.subject
    assert "3 de diciembre de 2026" in letter.text
    assert "Orden" not in letter.text + letter.html  # the title of what is notified
    assert "3 de diciembre de 2026" in town.sms.sent[-1].text
    assert "enlace/" not in town.sms.sent[-1].text


def test_the_same_call_notifies_once(town: World) -> None:
    case = notified.notify(town)
    call = permits.call_of(case.permit, "notifications.notify")
    sent = len(town.mail.sent)

    again = CaseNotifications(town.outside).notify(
        call, to="applicant", document=str(case.document), level="code", compulsory=False
    )
    permits.work(town)

    assert again == str(case.notification)
    assert _types(case).count("notification.made") == 1
    assert len(town.mail.sent) == sent


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"to": "nobody"}, "party"),
        ({"document": str(uuid4())}, "document_unknown"),
        ({"document": "none"}, "document_unknown"),
        ({"level": "declared"}, "level"),
        ({"level": "face"}, "level"),
    ],
)
def test_what_cannot_be_notified_is_told_to_the_diagram(town: World, changed: dict[str, str], error: str) -> None:
    case = notified.notify(town)
    asked = {"to": "applicant", "document": str(case.document), "level": "code", **changed}

    with pytest.raises(OperatorFailed) as caught:
        CaseNotifications(town.outside).notify(CallRef(TOWN, case.case.id, uuid4()), compulsory=False, **asked)

    assert caught.value.error == error


def test_nobody_reads_what_was_notified_to_them_before_they_open_it(town: World) -> None:
    case = notified.notify(town)
    town.clock.forward(hours=2)

    assert not _may_read(town, case.citizen, case)
    assert case.document not in [one.id for one in documents.list_of(town.outside, case.citizen, case.case.id)]
    assert _may_read(town, case.permit.clerk, case)
    assert notified.row(case).state == "available"

    opening.open_it(town.outside, case.citizen, case.notification)

    assert _may_read(town, case.citizen, case)
    row = notified.row(case)
    assert (row.state, row.means, row.decided_at) == ("accessed", "portal", town.clock.now())
    assert notified.ended_with(case) == "accessed"


def test_opening_it_tells_the_diagram_and_is_proved(town: World) -> None:
    case = notified.notify(town)
    town.clock.forward(days=1)

    opening.open_it(town.outside, case.citizen, case.notification)
    permits.work(town)

    act = next(one for one in builders.happened(case.case.id) if one.type == "notification.accessed")
    assert act.actor["ref"] == str(case.case.party)
    assert act.data == {
        "document": str(case.document),
        "party": str(case.case.party),
        "at": town.clock.now().isoformat(),
        "means": "portal",
        "counts": True,
        "level": "code",
    }
    proof = next(
        one for one in documents.list_of(town.outside, case.citizen, case.case.id) if one.name == "notification_proof"
    )
    assert (proof.title, proof.state) == ("Justificante de notificación", "final")
    assert notified.row(case).proof_id == proof.id
    text = notified.text_of(documents.download(town.outside, case.citizen, proof.id).body)
    for told in ("Orden", "Ana Núñez Ferrer", "23 de noviembre de 2026, 10:00", "24 de noviembre de 2026, 10:00"):
        assert told in text
    assert "La persona accedió a su contenido" in text


def test_a_second_click_opens_nothing_twice(town: World) -> None:
    case = notified.notify(town)

    opening.open_it(town.outside, case.citizen, case.notification)
    before = builders.types(case.case.id)
    town.clock.forward(minutes=1)
    opening.open_it(town.outside, case.citizen, case.notification)

    assert builders.types(case.case.id) == before
    assert notified.row(case).decided_at == town.clock.now() - timedelta(minutes=1)


def test_two_clicks_at_once_open_it_once(town: World) -> None:
    case = notified.notify(town)

    permits.at_once([lambda: opening.open_it(town.outside, case.citizen, case.notification)] * 2)

    assert _types(case).count("notification.accessed") == 1
    assert builders.types(case.case.id).count("case.closed") == 1


def test_refusing_it_counts_and_shows_nothing(town: World) -> None:
    case = notified.notify(town)

    opening.refuse(town.outside, case.citizen, case.notification)

    assert (notified.row(case).state, notified.ended_with(case)) == ("refused", "refused")
    assert not _may_read(town, case.citizen, case)


def test_opening_what_was_refused_changes_nothing_of_what_counts(town: World) -> None:
    case = notified.notify(town)
    opening.refuse(town.outside, case.citizen, case.notification)
    town.clock.forward(hours=1)

    opening.open_it(town.outside, case.citizen, case.notification)
    opening.open_it(town.outside, case.citizen, case.notification)

    row = notified.row(case)
    assert (row.state, row.decided_at) == ("refused", town.clock.now() - timedelta(hours=1))
    assert _types(case) == ["notification.made", "notification.refused", "notification.read"]
    assert _may_read(town, case.citizen, case)


def test_refusing_what_was_opened_changes_nothing(town: World) -> None:
    case = notified.notify(town)
    opening.open_it(town.outside, case.citizen, case.notification)

    opening.refuse(town.outside, case.citizen, case.notification)

    assert notified.row(case).state == "accessed"
    assert _types(case) == ["notification.made", "notification.accessed"]


def test_in_the_last_second_it_may_be_opened(town: World) -> None:
    case = notified.notify(town)
    town.clock.at = MIDNIGHT - timedelta(microseconds=1)

    assert expiry.expire(town.outside) == 0
    opening.open_it(town.outside, notified.comes_in(town, case), case.notification)

    assert notified.row(case).state == "accessed"


@pytest.mark.parametrize("act", [opening.open_it, opening.refuse])
def test_at_midnight_it_is_over_even_before_the_clock_of_the_office_came_round(
    town: World, act: Callable[..., None]
) -> None:
    case = notified.notify(town)
    town.clock.at = MIDNIGHT

    act(town.outside, notified.comes_in(town, case), case.notification)

    row = notified.row(case)
    assert (row.state, row.decided_at, row.means) == ("expired", MIDNIGHT, "portal")
    assert notified.ended_with(case) == "expired"


def test_what_nobody_opened_in_ten_days_is_refused_by_silence(town: World) -> None:
    case = notified.notify(town)
    town.clock.at = MIDNIGHT + timedelta(hours=5)

    assert expiry.expire(town.outside) == 1
    assert expiry.expire(town.outside) == 0
    permits.work(town)

    assert (notified.row(case).state, notified.row(case).decided_at) == ("expired", MIDNIGHT)
    assert notified.ended_with(case) == "expired"
    assert notified.row(case).proof_id is not None
    opening.open_it(town.outside, notified.comes_in(town, case), case.notification)
    assert _types(case) == ["notification.made", "notification.expired", "notification.read"]
    assert notified.row(case).state == "expired"


def test_who_never_chose_is_not_refused_by_silence_but_gets_a_letter(town: World) -> None:
    case = notified.notify(town, chosen=None)
    assert not notified.row(case).binding
    assert "se la enviaremos en papel" in town.mail.sent[-1].text
    town.clock.at = MIDNIGHT

    expiry.expire(town.outside)
    permits.work(town)

    row = notified.row(case)
    assert (row.state, row.channel, row.expires_at, row.decided_at) == ("available", "paper", None, None)
    assert row.letter_id is not None
    assert _types(case) == ["notification.made", "notification.to_paper"]
    opening.open_it(town.outside, notified.comes_in(town, case), case.notification)
    assert (notified.row(case).state, notified.ended_with(case)) == ("accessed", "accessed")


def test_who_is_obliged_is_refused_by_silence_whatever_they_chose(town: World) -> None:
    case = notified.notify(town, chosen="paper", compulsory="True")
    town.clock.at = MIDNIGHT

    expiry.expire(town.outside)

    assert (notified.row(case).channel, notified.row(case).state) == ("electronic", "expired")


@pytest.mark.parametrize(("chosen", "email"), [("paper", ANA.email), (None, ""), ("electronic", "")])
def test_who_chose_paper_or_has_no_email_gets_a_letter_and_may_open_it_in_the_portal_too(
    town: World, chosen: str | None, email: str
) -> None:
    case = notified.notify(town, chosen=chosen, person=replace(ANA, email=email))

    row = notified.row(case)
    assert (row.channel, row.binding, row.expires_at, row.state) == ("paper", False, None, "available")
    assert row.letter_id is not None
    assert "en papel" in town.sms.sent[-1].text
    with pytest.raises(opening.NotRefusable):
        opening.refuse(town.outside, case.citizen, case.notification)
    opening.open_it(town.outside, case.citizen, case.notification)
    assert (notified.row(case).state, notified.row(case).means) == ("accessed", "portal")


def test_the_letter_is_for_the_office_alone(town: World) -> None:
    case = notified.notify(town, chosen="paper")
    letter = notified.row(case).letter_id
    assert letter is not None

    seen = [one.id for one in documents.list_of(town.outside, case.citizen, case.case.id)]
    printed = documents.download(town.outside, case.permit.clerk, letter)

    assert letter not in seen
    with pytest.raises(NotFound):
        documents.download(town.outside, case.citizen, letter)
    text = notified.text_of(printed.body)
    assert "Ana Núñez Ferrer" in text
    assert "Acuse de recibo" in text


def test_nobody_else_opens_or_refuses_it(town: World) -> None:
    case = notified.notify(town)
    other = permits.partner(town, case.permit)
    stranger = builders.citizen(town, builders.open_case(town, builders.JORDI, mailed=False))

    for visitor in (other, stranger, case.permit.clerk):
        for act in (opening.open_it, opening.refuse):
            with pytest.raises(NotFound):
                act(town.outside, visitor, case.notification)

    assert notified.row(case).state == "available"
    assert not _may_read(town, other, case)


@pytest.mark.parametrize("demanded", ["official", "certificate"])
def test_somebody_known_less_surely_than_demanded_neither_opens_nor_refuses_it(town: World, demanded: str) -> None:
    case = notified.notify(town, level=demanded)

    for act in (opening.open_it, opening.refuse):
        with pytest.raises(access.LevelTooLow) as caught:
            act(town.outside, case.citizen, case.notification)
        assert caught.value.demanded == demanded

    permits.known(case.case.party, demanded)
    opening.open_it(town.outside, notified.comes_in(town, case), case.notification)
    assert notified.row(case).state == "accessed"


def test_a_link_alone_opens_nothing(town: World) -> None:
    case = notified.notify(town)
    linked = builders.citizen(town, case.case, Level.DECLARED)

    with pytest.raises(access.LevelTooLow):
        opening.open_it(town.outside, linked, case.notification)

    assert notified.row(case).state == "available"


def test_an_outcome_that_came_before_the_diagram_waited_is_told_once_it_does(town: World) -> None:
    case = notified.notify(town, worked=False)
    opening.open_it(town.outside, case.citizen, case.notification)
    assert notified.row(case).heard_at is None
    assert expiry.tell(town.outside) == 0

    permits.work(town)
    assert notified.ended_with(case) == ""
    assert expiry.tell(town.outside) == 1

    assert notified.ended_with(case) == "accessed"
    assert notified.row(case).heard_at == town.clock.now()
    assert expiry.tell(town.outside) == 0
    assert _types(case) == ["notification.made", "notification.accessed", "message.unheard"]


def test_evidence_names_neither_the_person_nor_the_act(town: World) -> None:
    case = notified.notify(town, chosen="paper")
    opening.open_it(town.outside, case.citizen, case.notification)
    permits.work(town)

    told = builders.all_evidence()

    for secret in (ANA.given_name, ANA.id_number, ANA.email, ANA.mobile, "Orden"):
        assert secret not in told


def test_what_a_person_chose_is_kept_with_them(town: World) -> None:
    case = notified.notify(town, chosen="paper")

    with db.reading() as session:
        assert people.party(session, case.case.party).notification_channel == "paper"
    assert isinstance(case.notification, UUID)
