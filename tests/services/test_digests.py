"""The letter to the office about what failed: once a day, nothing personal, nothing when nothing failed."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest

from app.domain.actors import SYSTEM
from app.domain.errors import OperatorFailed
from app.services import entities, record, steps
from app.services.messaging import deliveries, digests, messages, sendings
from app.services.messaging.deliveries import Receipt
from app.services.visits import Visitor
from app.store import db
from app.store.tables import EntityRow
from tests import builders
from tests.builders import ANA, TOWN, OpenCase
from tests.fakes.outside import World
from tests.services import permits

EIGHT = time(8, 0)
OFFICE = "oficina@ribalba.example"


@pytest.fixture
def town(world: World) -> World:
    """Return a town whose office has an address, on Tuesday at 7:00 of its own clock."""
    with db.bookkeeping("an address for a test") as session:
        session.get_one(EntityRow, TOWN).facts = {"email": OFFICE}
    entities.forget()
    world.clock.at = builders.at("2026-11-24T06:00:00")
    return world


@pytest.fixture
def case(town: World) -> Iterator[OpenCase]:
    """Yield a case whose first letter was refused yesterday afternoon."""
    at = town.clock.at
    town.clock.at = builders.at("2026-11-23T16:00:00")
    town.mail.fault = OperatorFailed("mail_refused", "SMTP 550")
    made = builders.open_case(town, mailed=False)
    builders.deliver(town)
    town.mail.fault, town.clock.at = None, at
    yield made
    entities.forget()


def at_eight(world: World, days: int = 0) -> int:
    """Let beat come by at 8:00:30 of the town's clock, so many days later."""
    world.clock.at = builders.at("2026-11-24T07:00:30") + timedelta(days=days)
    return digests.write(world.outside, EIGHT)


def told(world: World) -> list[str]:
    """Return the texts of the letters to the office that were delivered."""
    builders.deliver(world)
    return [letter.text for letter in world.mail.sent if letter.to == OFFICE]


def test_the_office_is_told_what_failed_where_why_and_what_to_do(town: World, case: OpenCase) -> None:
    assert at_eight(town) == 1

    (text,) = told(town)
    said = " ".join(text.split())
    assert "Enviar un correo: 1" in said
    assert "El servidor de correo ha rechazado la dirección (1). Llame a la persona" in said
    assert f"{case.number}: Enviar un correo" in said
    assert f"Ver los envíos: {town.outside.base_url}/oficina/envios" in said


def test_nothing_personal_is_told(town: World, case: OpenCase) -> None:
    at_eight(town)

    (text,) = told(town)
    for personal in (ANA.given_name, ANA.surname1, ANA.email, ANA.mobile, ANA.id_number, "SMTP 550"):
        assert personal not in text
    assert str(case.id) not in text


@pytest.mark.usefixtures("case")
def test_the_office_is_told_at_its_hour_and_not_before(town: World) -> None:
    town.clock.at = builders.at("2026-11-24T06:59:59")

    assert digests.write(town.outside, EIGHT) == 0
    assert at_eight(town) == 1


@pytest.mark.usefixtures("case")
def test_a_failure_is_told_once(town: World) -> None:
    assert [at_eight(town), digests.write(town.outside, EIGHT), at_eight(town, 1), at_eight(town, 2)] == [1, 0, 0, 0]


@pytest.mark.usefixtures("case")
def test_two_workers_at_once_write_one_letter(town: World) -> None:
    town.clock.at = builders.at("2026-11-24T07:00:30")

    outcomes = permits.at_once([lambda: digests.write(town.outside, EIGHT)] * 4)

    assert sorted(outcomes) == [0, 0, 0, 1]
    assert len(told(town)) == 1


def test_nothing_is_written_when_nothing_failed(town: World) -> None:
    builders.open_case(town)

    assert [at_eight(town), at_eight(town, 1)] == [0, 0]
    assert told(town) == []


def test_what_fails_in_the_last_minutes_is_told_the_next_day(town: World) -> None:
    at_eight(town)
    town.clock.at = builders.at("2026-11-24T06:58:00")
    town.mail.fault = OperatorFailed("mail_refused")
    builders.open_case(town, mailed=False)
    builders.deliver(town)
    town.mail.fault = None

    assert at_eight(town, 1) == 1


def test_what_did_not_arrive_and_what_belongs_to_no_case_is_told(town: World, case: OpenCase) -> None:
    with db.transaction() as session:
        held = steps.hold(session, town.outside, TOWN, case.id)
        owed = messages.queue_sms(held, ANA.mobile, "Le esperamos.")
    builders.deliver(town)
    deliveries.note(town.outside, Receipt(str(owed), delivered=False))
    town.sms.fault = OperatorFailed("sms_refused", "SMS gateway: 422")
    _owe_alone(town)
    builders.deliver(town)

    assert at_eight(town) == 1

    (text,) = told(town)
    said = " ".join(text.split())
    assert "Enviar un SMS: 2" in said
    assert "La operadora no ha podido entregar el SMS (1)." in said
    assert "La pasarela de SMS ha rechazado el número (1)." in said
    assert "Sin expediente: Enviar un SMS" in said


def test_a_long_list_of_cases_is_cut(town: World) -> None:
    town.clock.at = builders.at("2026-11-23T16:00:00")
    town.mail.fault = OperatorFailed("mail_refused")
    for _ in range(digests.MOST_CASES + 2):
        builders.open_case(town, mailed=False)
    builders.deliver(town)
    town.mail.fault = None

    at_eight(town)

    (text,) = told(town)
    assert "… y 2 más, en la página de envíos" in text
    assert text.count("/PAR/") == digests.MOST_CASES


@pytest.mark.usefixtures("case")
def test_that_the_office_was_told_is_evidence(town: World) -> None:
    at_eight(town)

    events = builders.stream("entity", TOWN)
    assert [one.type for one in events] == ["digest.written", "mail.queued"]
    assert events[0].data["failed"] == 1
    assert datetime.fromisoformat(str(events[0].data["until"])) == town.clock.now() - digests.SETTLING


@pytest.mark.usefixtures("case")
def test_without_an_address_nobody_is_told_and_nothing_piles_up(town: World) -> None:
    with db.bookkeeping("no address for a test") as session:
        session.get_one(EntityRow, TOWN).facts = {}
    entities.forget()

    assert at_eight(town) == 0
    assert sendings.listed(town.outside, _supervisor(town), "failed").counts["failed"] == 1


def _supervisor(world: World) -> Visitor:
    builders.hire(world, "sara", "supervisor")
    return builders.signed_in(world, "sara")


def _owe_alone(world: World) -> None:
    subject = uuid4()
    with db.transaction() as session:
        params = messages.sms_params(ANA.mobile, "Use 123456.")
        owed = steps.owe_alone(session, world.outside, TOWN, ("appointment", subject), (messages.SMS, params))
        act = record.Act("sms.queued", SYSTEM, record.on("sms", owed))
        record.in_stream(session, TOWN, "appointment", subject, [act], world.clock.now())
