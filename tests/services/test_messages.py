"""E-mails and text messages: owed inside a case, delivered outside any transaction."""

from datetime import timedelta

import pytest

from app.documents import letters
from app.domain.errors import OperatorFailed, OperatorUnavailable
from app.ports import Attachment
from app.services import steps
from app.services.messaging import messages
from app.store import db
from tests import builders
from tests.builders import ANA, JORDI, TOWN, OpenCase
from tests.fakes.outside import BASE_URL, World


@pytest.fixture
def case(world: World) -> OpenCase:
    return builders.open_case(world, mailed=False)


def test_the_first_letter_brings_the_link_and_says_how_to_use_it(world: World, case: OpenCase) -> None:
    builders.deliver(world)

    letter = world.mail.sent[0]
    token = builders.token_in(letter.text)
    assert letter.to == ANA.email
    assert letter.subject == f"[DEMOSTRACIÓN, SIN VALIDEZ] Su enlace para continuar el trámite {case.number}"
    assert f"{BASE_URL}/enlace/{token}" in letter.html
    for said in ("Hola, Ana:", "Recoger un paquete", "30 días", "código que enviaremos a su móvil", "Plaza Mayor, 1"):
        assert said in letter.text
        assert said in letter.html


def test_letters_are_in_the_language_of_the_case(world: World) -> None:
    builders.open_case(world, JORDI, language="ca")

    letter = world.mail.sent[0]
    assert letter.language == "ca"
    assert "Continua el tràmit" in letter.text
    assert "Recollir un paquet" in letter.text
    assert "DEMOSTRACIÓ, SENSE VALIDESA" in letter.html


def test_a_letter_is_owed_queued_and_sent_in_the_evidence(world: World, case: OpenCase) -> None:
    builders.deliver(world)

    found = [kind for kind in builders.types(case.id) if kind.startswith("mail.")]
    assert found == ["mail.queued", "mail.sent"]
    assert [row.status for row in builders.call_rows("mail.deliver")] == ["done"]


def test_a_mail_server_that_is_away_loses_nothing(world: World, case: OpenCase) -> None:
    world.mail.fault = OperatorUnavailable("away")
    builders.deliver(world)
    assert [row.status for row in builders.call_rows("mail.deliver")] == ["owed"]
    assert "mail.sent" not in builders.types(case.id)

    world.mail.fault = None
    world.clock.forward(minutes=1)
    builders.deliver(world)

    assert [letter.to for letter in world.mail.sent] == [ANA.email]
    assert builders.types(case.id).count("mail.sent") == 1


def test_an_address_that_is_refused_waits_for_a_person(world: World, case: OpenCase) -> None:
    world.mail.fault = OperatorFailed("mail_refused")

    builders.deliver(world)

    assert [row.status for row in builders.call_rows("mail.deliver")] == ["failed"]
    assert "incident.opened" in builders.types(case.id)


@pytest.mark.usefixtures("case")
def test_a_letter_keeps_one_reference_however_often_it_is_tried(world: World) -> None:
    row = builders.call_rows("mail.deliver")[0]

    builders.deliver(world)

    assert world.mail.sent[0].reference == str(row.id)


def test_evidence_commits_to_the_address_and_never_to_the_link(world: World, case: OpenCase) -> None:
    builders.deliver(world)

    opened = builders.opened_values(world, case.id, "mail.queued")

    token = builders.token_in(world.mail.sent[0].text)
    assert opened["to"] == ANA.email
    assert token not in str(opened)
    assert ANA.email not in builders.all_evidence()


def test_a_text_message_is_queued_and_sent_with_a_commitment_to_the_number(world: World, case: OpenCase) -> None:
    with db.transaction() as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        messages.queue_sms(held, ANA.mobile, "Le esperamos.", about="reminder")

    builders.deliver(world)

    assert (world.sms.sent[0].to, world.sms.sent[0].text) == (ANA.mobile, "Le esperamos.")
    assert builders.opened_values(world, case.id, "sms.queued") == {"to": ANA.mobile}
    assert "sms.sent" in builders.types(case.id)


def test_a_call_that_was_rolled_back_was_never_owed(world: World, case: OpenCase) -> None:
    def queue_and_fail() -> None:
        with db.transaction() as session:
            held = steps.hold(session, world.outside, TOWN, case.id)
            messages.queue_mail(held, ANA, letters.Message("Aviso", ["Hola."], "es"))
            raise OperatorUnavailable("after all")

    with pytest.raises(OperatorUnavailable):
        queue_and_fail()

    assert len(builders.call_rows("mail.deliver")) == 1


@pytest.mark.usefixtures("case")
def test_a_server_that_asks_for_time_is_left_alone_so_long(world: World) -> None:
    world.mail.fault = OperatorUnavailable("429", retry_after=timedelta(minutes=20))
    builders.deliver(world)

    waits = builders.call_rows("mail.deliver")[0].next_at - world.clock.now()
    assert timedelta(minutes=20) <= waits <= timedelta(minutes=25)


def test_an_attachment_goes_with_its_letter(world: World, case: OpenCase) -> None:
    file = Attachment("cita.ics", "text/calendar; method=PUBLISH", b"BEGIN\x00\xff")
    with db.transaction() as session:
        held = steps.hold(session, world.outside, TOWN, case.id)
        messages.queue_mail(held, ANA, letters.Message("Cita", ["Hola."], "es"), attachments=[file])

    builders.deliver(world)

    assert (file,) in [letter.attachments for letter in world.mail.sent]
