"""The page of e-mails and text messages: what waits, what is late, what failed, what did not arrive."""

from uuid import UUID, uuid4

import pytest

from app.domain.actors import SYSTEM
from app.domain.errors import Conflict, Denied, NotFound, OperatorFailed, OperatorUnavailable
from app.services import incidents, record, steps
from app.services.incidents import IncidentView
from app.services.messaging import deliveries, messages, sendings
from app.services.messaging.deliveries import Receipt
from app.store import db
from tests import builders, counting
from tests.builders import ANA, TOWN, OpenCase
from tests.desk.conftest import Desk

MOST = 12
PAGE = "/oficina/envios"


def refused(desk: Desk) -> OpenCase:
    """Return a case whose first letter was refused."""
    desk.world.mail.fault = OperatorFailed("mail_refused", "SMTP 550")
    case = builders.open_case(desk.world, mailed=False)
    builders.deliver(desk.world)
    desk.world.mail.fault = None
    return case


def alone(desk: Desk) -> UUID:
    """Return a text message without a case that was refused."""
    desk.world.sms.fault = OperatorFailed("sms_refused", "SMS gateway: 422")
    subject = uuid4()
    with db.transaction() as session:
        params = messages.sms_params(ANA.mobile, "Use 123456.")
        owed = steps.owe_alone(
            session, desk.world.outside, TOWN, ("appointment", subject), (messages.SMS, params), about="code"
        )
        act = record.Act("sms.queued", SYSTEM, record.on("sms", owed))
        record.in_stream(session, TOWN, "appointment", subject, [act], desk.world.clock.now())
    builders.deliver(desk.world)
    desk.world.sms.fault = None
    return owed


def text_to(desk: Desk, case: OpenCase) -> UUID:
    with db.transaction() as session:
        held = steps.hold(session, desk.world.outside, TOWN, case.id)
        return messages.queue_sms(held, ANA.mobile, "Le esperamos.", about="appointment_soon")


def test_what_failed_is_listed_with_its_case_its_reason_and_what_to_do(desk: Desk) -> None:
    case, sara = refused(desk), desk.seat("sara", "supervisor")

    page = sara.get(PAGE)

    assert page.status == 200
    for said in (case.number, "Enlace personal", "ha rechazado la dirección", "Llame a la persona", "SMTP 550"):
        assert said in page.text
    assert ANA.email not in page.text


def test_a_letter_that_failed_is_sent_again_and_its_incident_is_decided(desk: Desk) -> None:
    case, sara = refused(desk), desk.seat("sara", "supervisor")

    page = sara.press(sara.get(PAGE), "/reintentar$")
    builders.deliver(desk.world)

    assert "Se está enviando de nuevo" in page.text
    assert [letter.to for letter in desk.world.mail.sent] == [ANA.email]
    assert "incident.retried" in builders.types(case.id)
    assert open_incidents(desk) == []


def test_a_message_without_a_case_is_sent_again_with_its_evidence(desk: Desk) -> None:
    owed, sara = alone(desk), desk.seat("sara", "administrator")

    sara.press(sara.get(PAGE), "/reintentar$")
    builders.deliver(desk.world)

    row = builders.call_rows("sms.deliver")[0]
    assert (row.id, row.status) == (owed, "done")
    kind, _, subject = (row.stream or "").partition(" ")
    told = [one for one in builders.stream(kind, subject) if one.type == "incident.retried"]
    assert [one.actor["ref"] for one in told] == [str(sara.visitor.id)]


def test_what_was_decided_already_is_not_sent_twice(desk: Desk) -> None:
    refused(desk)
    owed, sara = alone(desk), desk.seat("sara", "supervisor")
    mail = builders.call_rows("mail.deliver")[0].id
    for call in (owed, mail):
        sendings.retry(desk.world.outside, sara.visitor, call)

    for call in (owed, mail):
        with pytest.raises(Conflict):
            sendings.retry(desk.world.outside, sara.visitor, call)


def test_nothing_else_is_sent_again_from_here(desk: Desk) -> None:
    sara = desk.seat("sara", "supervisor")

    with pytest.raises(NotFound):
        sendings.retry(desk.world.outside, sara.visitor, uuid4())


def test_each_view_shows_its_own(desk: Desk) -> None:
    refused(desk)
    sara = desk.seat("sara", "supervisor")
    case = builders.open_case(desk.world)
    lost = text_to(desk, case)
    builders.deliver(desk.world)
    deliveries.note(desk.world.outside, Receipt(str(lost), delivered=False))
    desk.world.sms.fault = OperatorUnavailable("SMS gateway: 503")
    text_to(desk, case)
    builders.deliver(desk.world)
    desk.world.clock.forward(minutes=11)
    text_to(desk, case)

    shown = {state: sendings.listed(desk.world.outside, sara.visitor, state) for state in sendings.STATES}

    assert shown["failed"].counts == {"failed": 1, "undelivered": 1, "late": 1, "owed": 2}
    assert {state: len(page.found) for state, page in shown.items()} == shown["failed"].counts
    assert "no ha podido entregar" in shown["undelivered"].found[0].cause
    assert "se volverá a intentar" in shown["late"].found[0].cause
    assert [one.retriable for page in shown.values() for one in page.found].count(True) == 1


def test_a_kind_may_be_looked_at_alone(desk: Desk) -> None:
    refused(desk)
    alone(desk)
    sara = desk.seat("sara", "supervisor")

    pages = [sendings.listed(desk.world.outside, sara.visitor, "failed", kind) for kind in ("", "mail", "sms")]

    assert [page.counts["failed"] for page in pages] == [2, 1, 1]
    assert [[one.kind for one in page.found] for page in pages[1:]] == [["mail"], ["sms"]]


def test_a_long_list_has_pages_and_its_cost_does_not_grow(desk: Desk) -> None:
    sara = desk.seat("sara", "supervisor")
    refused(desk)
    sara.get(PAGE)
    with counting.counting() as few:
        sara.get(PAGE)
    for _ in range(sendings.SIZE):
        refused(desk)

    with counting.counting() as many:
        page = sara.get(PAGE)

    assert "Página 1 de 2" in page.text
    assert len(many.statements) == len(few.statements) <= MOST, many.statements
    for number in (2, 99):
        last = sendings.listed(desk.world.outside, sara.visitor, "failed", number=number)
        assert (last.number, len(last.found)) == (2, 1)


@pytest.mark.parametrize("query", ["state=nonsense", "kind=pigeon", "page=-1", "page=x", "page=99999999999"])
def test_a_question_that_makes_no_sense_is_answered_like_none(desk: Desk, query: str) -> None:
    sara = desk.seat("sara", "supervisor")

    assert sara.get(f"{PAGE}?{query}").status == 200


@pytest.mark.parametrize("role", ["clerk", "auditor", "analyst", "calendar_manager"])
def test_it_is_for_supervisors_and_administrators(desk: Desk, role: str) -> None:
    seat = desk.seat("pere", role)

    assert seat.get(PAGE).status == 403
    with pytest.raises(Denied):
        sendings.listed(desk.world.outside, seat.visitor, "failed")


def open_incidents(desk: Desk) -> list[IncidentView]:
    return incidents.listed(desk.seat("eva", "auditor").visitor)
