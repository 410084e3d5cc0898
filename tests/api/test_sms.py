"""The SMS gateway's receipts: only from whoever holds the secret, and always the same answer."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from app.services import steps
from app.services.messaging import messages
from app.settings import Settings
from app.store import db
from tests import builders
from tests.api.conftest import Town
from tests.builders import ANA, TOWN

SECRET = "what the gateway knows"
BEARER = {"Authorization": f"Bearer {SECRET}"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of an office whose gateway has a secret."""
    return settings.model_copy(update={"sms_receipts_secret": SecretStr(SECRET)})


@pytest.fixture
def reference(town: Town) -> str:
    """Return the reference of a text message that the gateway took."""
    case = builders.open_case(town.world, mailed=False)
    with db.transaction() as session:
        held = steps.hold(session, town.world.outside, TOWN, case.id)
        owed = messages.queue_sms(held, ANA.mobile, "Le esperamos.")
    builders.deliver(town.world)
    return str(owed)


def tell(town: Town, body: Any, headers: Mapping[str, str] = BEARER) -> int:
    """Send a receipt and return the status of the answer."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"Content-Type": "application/json", **headers}
    return town.client.post("/api/v1/sms/receipts", data=content, headers=given).status_code


def delivery() -> str | None:
    return builders.call_rows("sms.deliver")[0].delivery


def test_a_receipt_with_the_secret_is_kept(town: Town, reference: str) -> None:
    assert tell(town, {"reference": reference, "status": "undelivered", "reason": "expired"}) == 204
    assert delivery() == "undelivered"


def test_a_receipt_may_be_signed_instead(town: Town, reference: str) -> None:
    body = json.dumps({"reference": reference, "status": "delivered"}).encode()
    signed = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()

    assert tell(town, body, {"X-Signature": f"sha256={signed}"}) == 204
    assert delivery() == "delivered"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer another"},
        {"Authorization": f"Basic {SECRET}"},
        {"X-Signature": "sha256=" + "0" * 64},
        {"X-Signature": "ñ"},
    ],
)
def test_nobody_else_is_believed(town: Town, reference: str, headers: Mapping[str, str]) -> None:
    assert tell(town, {"reference": reference, "status": "delivered"}, headers) == 401
    assert delivery() is None


def test_a_signature_of_another_body_is_none(town: Town, reference: str) -> None:
    signed = hmac.new(SECRET.encode(), b"{}", hashlib.sha256).hexdigest()
    body = {"reference": reference, "status": "delivered"}

    assert tell(town, body, {"X-Signature": f"sha256={signed}"}) == 401
    assert delivery() is None


def test_references_that_are_not_ours_are_answered_alike(town: Town, reference: str) -> None:
    said = [tell(town, {"reference": one, "status": "delivered"}) for one in (reference, str(uuid4()), "x", reference)]

    assert said == [204, 204, 204, 204]


@pytest.mark.parametrize("body", [b"{", {}, {"reference": "x"}, {"reference": "x", "status": "read"}])
def test_a_receipt_that_is_none_is_refused(town: Town, body: Any) -> None:
    assert tell(town, body) == 422


class TestWithoutASecret:
    """An office whose gateway has no secret."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """Return the settings of an office that believes no gateway."""
        return settings.model_copy(update={"sms_receipts_secret": SecretStr("")})

    @pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer "}, BEARER])
    def test_nobody_is_believed(self, town: Town, reference: str, headers: Mapping[str, str]) -> None:
        assert tell(town, {"reference": reference, "status": "delivered"}, headers) == 401
        assert delivery() is None
