"""Text messages against a gateway that speaks the protocol."""

import base64
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from app.adapters.sms_http import HttpSms
from app.domain.errors import OperatorFailed, OperatorUnavailable
from tests.adapters import gateways
from tests.adapters.gateways import HOST, Answer

TO, TEXT, REFERENCE = "+34612345678", "Use 123456 para entrar. ñ€", "5f0c8f6e-0000-4000-8000-000000000001"


def sms(port: int, who: str = "a-key", patience: float = 5) -> HttpSms:
    return HttpSms(f"http://{who}@{HOST}:{port}/v1/messages", (patience, patience))


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_message_is_handed_over_with_key_and_reference(status: int) -> None:
    with gateways.gateway(Answer(status)) as gateway:
        receipt = sms(gateway.port).send(TO, TEXT, REFERENCE)

    headers, body = gateway.requests[0]
    assert receipt == REFERENCE
    assert body == {"to": TO, "text": TEXT, "reference": REFERENCE}
    assert headers["Authorization"] == "Bearer a-key"
    assert headers["Idempotency-Key"] == REFERENCE
    assert headers["Content-Type"] == "application/json"


def test_a_user_with_a_password_is_named_as_http_does() -> None:
    with gateways.gateway() as gateway:
        sms(gateway.port, "oficina:p%40ss").send(TO, TEXT, REFERENCE)

    scheme, _, given = gateway.requests[0][0]["Authorization"].partition(" ")
    assert (scheme, base64.b64decode(given)) == ("Basic", b"oficina:p@ss")


@pytest.mark.parametrize("status", [301, 302, 400, 410, 422])
def test_a_message_that_is_refused_is_refused_for_good(status: int) -> None:
    answer = Answer(status, {"Location": "/elsewhere"})
    with gateways.gateway(answer) as gateway, pytest.raises(OperatorFailed, match=str(status)) as caught:
        sms(gateway.port).send(TO, TEXT, REFERENCE)

    assert caught.value.error == "sms_refused"
    assert len(gateway.requests) == 1


@pytest.mark.parametrize("status", [401, 402, 403, 404, 408, 409, 425, 429, 500, 502, 503, 504])
def test_what_is_not_the_messages_fault_is_tried_again(status: int) -> None:
    with gateways.gateway(Answer(status)) as gateway:
        with pytest.raises(OperatorUnavailable, match=str(status)):
            sms(gateway.port).send(TO, TEXT, REFERENCE)

        sms(gateway.port).send(TO, TEXT, REFERENCE)

    assert list(gateway.sent) == [REFERENCE]


@pytest.mark.parametrize("status", [429, 503])
def test_a_gateway_that_asks_for_time_gets_it(status: int) -> None:
    answer = Answer(status, {"Retry-After": "120"})
    with gateways.gateway(answer) as gateway, pytest.raises(OperatorUnavailable) as caught:
        sms(gateway.port).send(TO, TEXT, REFERENCE)

    assert caught.value.retry_after == timedelta(seconds=120)


def test_the_time_may_be_a_date() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    answer = Answer(429, {"Retry-After": until})
    with gateways.gateway(answer) as gateway, pytest.raises(OperatorUnavailable) as caught:
        sms(gateway.port).send(TO, TEXT, REFERENCE)

    assert timedelta(minutes=9) < caught.value.retry_after <= timedelta(minutes=10)


@pytest.mark.parametrize("text", ["", "soon", "-5", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 -0000"])
def test_a_time_that_makes_no_sense_is_none(text: str) -> None:
    answer = Answer(429, {"Retry-After": text})
    with gateways.gateway(answer) as gateway, pytest.raises(OperatorUnavailable) as caught:
        sms(gateway.port).send(TO, TEXT, REFERENCE)

    assert caught.value.retry_after == timedelta(0)


def test_an_answer_that_comes_too_late_leads_to_the_same_message_once() -> None:
    with gateways.gateway(Answer(after=1)) as gateway:
        with pytest.raises(OperatorUnavailable, match="Timeout"):
            sms(gateway.port, patience=0.2).send(TO, TEXT, REFERENCE)

        sms(gateway.port).send(TO, TEXT, REFERENCE)

    assert [headers["Idempotency-Key"] for headers, _ in gateway.requests] == [REFERENCE, REFERENCE]
    assert list(gateway.sent) == [REFERENCE]


def test_a_gateway_that_is_not_there_is_tried_again() -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(OperatorUnavailable, match="ConnectionError") as caught:
        sms(port).send(TO, TEXT, REFERENCE)

    assert "a-key" not in str(caught.value)
