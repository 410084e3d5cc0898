"""What is owed to workers: attempts, backoff, incidents, late answers."""

import contextlib
from datetime import timedelta
from typing import cast
from uuid import UUID

import pytest

from app.domain.errors import OperatorFailed, OperatorUnavailable, TaskNotReady
from app.ports import Office
from app.services import calls, incidents, relay
from app.services.incidents import IncidentView
from app.services.messaging import messages
from app.services.staff import UsernameTaken
from app.services.visits import RoleMissing
from app.store import db, outbox
from tests import builders
from tests.builders import OpenCase
from tests.fakes.outside import World

NOBODY = cast("Office", None)


def test_a_call_whose_service_is_away_is_tried_again_later_and_later(world: World) -> None:
    _with_a_letter_owed(world)
    world.mail.fault = OperatorUnavailable("away")
    waits = []

    for _ in range(3):
        before = world.clock.now()
        _run(world)
        row = builders.call_rows(messages.MAIL)[0]
        assert row.status == "owed"
        waits.append(row.next_at - before)
        world.clock.at = row.next_at

    assert waits[0] >= timedelta(seconds=5)
    assert waits[0] < waits[1] < waits[2]
    assert builders.call_rows(messages.MAIL)[0].last_error == "operator.unavailable: away"


def test_a_call_before_its_time_is_left_alone(world: World) -> None:
    _with_a_letter_owed(world)
    world.mail.fault = OperatorUnavailable("away")
    _run(world)
    world.mail.fault = None

    _run(world)

    assert world.mail.sent == []


def test_what_was_owed_arrives_once_the_service_is_back(world: World) -> None:
    case = _with_a_letter_owed(world)
    world.mail.fault = OperatorUnavailable("away")
    _run(world)
    world.mail.fault = None
    world.clock.forward(minutes=1)

    _run(world)
    _run(world)

    assert len(world.mail.sent) == 1
    assert "mail.sent" in builders.types(case.id)


def test_a_call_that_was_refused_for_good_becomes_an_incident(world: World) -> None:
    case = _with_a_letter_owed(world)
    world.mail.fault = OperatorFailed("mail_refused", "SMTP 550")

    _run(world)

    (incident,) = _incidents(world)
    assert (incident.kind, incident.case_id, incident.operator) == ("mail_refused", case.id, messages.MAIL)
    assert builders.types(case.id)[-2:] == ["call.failed", "incident.opened"]


def test_the_last_attempt_that_fails_becomes_an_incident(world: World) -> None:
    _with_a_letter_owed(world)
    world.mail.fault = OperatorUnavailable("away")

    for _ in range(8):
        _run(world)
        world.clock.forward(hours=2)

    (incident,) = _incidents(world)
    assert incident.kind == "unavailable"
    assert incident.attempts == 8


def test_a_call_whose_workers_all_died_becomes_an_incident(world: World) -> None:
    _with_a_letter_owed(world)
    call = builders.call_rows(messages.MAIL)[0].id
    for _ in range(8):
        with db.bookkeeping("a worker takes the call and is killed") as session:
            assert outbox.lease(session, call, world.clock.now()) is not None
        world.clock.forward(minutes=4)

    _run(world)

    assert _incidents(world)[0].kind == "gave_up"
    assert world.mail.sent == []


def test_two_workers_do_not_get_the_same_call(world: World) -> None:
    _with_a_letter_owed(world)
    call = builders.call_rows(messages.MAIL)[0].id

    with db.bookkeeping("one worker") as session:
        first = outbox.lease(session, call, world.clock.now()) is not None
    with db.bookkeeping("another worker") as session:
        second = outbox.lease(session, call, world.clock.now()) is not None

    assert (first, second) == (True, False)


def test_a_supervisor_has_a_failed_call_tried_again(world: World) -> None:
    case = _with_a_letter_owed(world)
    world.mail.fault = OperatorFailed("mail_refused", "SMTP 550")
    _run(world)
    world.mail.fault = None
    builders.hire(world, "jefa", "supervisor")
    visitor = builders.signed_in(world, "jefa")

    incidents.retry(world.outside, visitor, _incidents(world)[0].id)
    _run(world)

    assert len(world.mail.sent) == 1
    assert _incidents(world) == []
    assert "incident.retried" in builders.types(case.id)


def test_a_clerk_may_not_decide_an_incident(world: World) -> None:
    _with_a_letter_owed(world)
    world.mail.fault = OperatorFailed("mail_refused", "SMTP 550")
    _run(world)
    builders.hire(world, "marta", "clerk")
    visitor = builders.signed_in(world)

    with pytest.raises(RoleMissing):
        incidents.retry(world.outside, visitor, _incidents(world)[0].id)


def test_an_answer_nobody_waits_for_is_refused_and_changes_nothing(world: World) -> None:
    case = _with_a_letter_owed(world)
    before = builders.case_row(case.id)

    with pytest.raises(TaskNotReady):
        calls.answer(world.outside, builders.TOWN, case.id, UUID(int=7), {})

    assert builders.case_row(case.id).seq == before.seq


def test_the_relay_hands_each_due_call_over_once_while_its_lease_lasts(world: World) -> None:
    _with_a_letter_owed(world)
    handed: list[UUID] = []

    relay.relay(world.outside, lambda call, _queue: handed.append(call))
    relay.relay(world.outside, lambda call, _queue: handed.append(call))
    world.clock.forward(seconds=31)
    relay.relay(world.outside, lambda call, _queue: handed.append(call))

    owed = builders.call_rows(messages.MAIL)[0].id
    assert handed == [owed, owed]


def _with_a_letter_owed(world: World) -> OpenCase:
    return builders.open_case(world, mailed=False)


def _run(world: World) -> None:
    for row in builders.call_rows(messages.MAIL):
        calls.run(world.outside, NOBODY, messages.JOBS, row.id)


def _incidents(world: World) -> list[IncidentView]:
    with contextlib.suppress(UsernameTaken):
        builders.hire(world, "auditora", "auditor")
    return incidents.listed(builders.signed_in(world, "auditora"))
