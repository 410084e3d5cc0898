"""Text messages through an HTTP gateway: POST JSON {to, text, reference}, answered with any 2xx when it is taken.

The header Idempotency-Key holds the reference, so that a message which is handed over twice is sent once. What became
of it the gateway tells later (`app.services.messaging.deliveries`).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import unquote, urlsplit, urlunsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from app.domain.errors import OperatorFailed, OperatorUnavailable

_OURS = frozenset(
    {
        *(HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND),
        *(HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY),
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""Refusals that say nothing about the message: the office's contract or key, or the moment."""


class _Bearer(AuthBase):
    """A key that goes with every request."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request


@dataclass(frozen=True, slots=True)
class HttpSms:
    """A gateway at `url`: https://KEY@host/path for a bearer key, https://USER:PASSWORD@host/path for a user.

    `patience` is how many seconds connecting, and then each answer, may take.
    """

    url: str
    patience: tuple[float, float] = (5, 15)

    def send(self, to: str, text: str, reference: str) -> str:
        """Hand a message over; the same `reference` is sent once.

        Raises `OperatorUnavailable` when trying again may help, not before what Retry-After asks, and
        `OperatorFailed("sms_refused")` when the gateway refuses the message or its number.
        """
        parts = urlsplit(self.url)
        address = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        try:
            answer = requests.post(
                address,
                json={"to": to, "text": text, "reference": reference},
                headers={"Idempotency-Key": reference},
                auth=HTTPBasicAuth(user, password) if password else _Bearer(user),
                timeout=self.patience,
                allow_redirects=False,
            )
        except requests.RequestException as fault:
            raise OperatorUnavailable(f"SMS gateway: {type(fault).__name__}") from fault
        if answer.status_code in _OURS or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            asked = _asked(answer.headers.get("Retry-After", ""))
            raise OperatorUnavailable(f"SMS gateway: {answer.status_code}", retry_after=asked)
        if not HTTPStatus.OK <= answer.status_code < HTTPStatus.MULTIPLE_CHOICES:
            raise OperatorFailed("sms_refused", f"SMS gateway: {answer.status_code}")
        return reference


def _asked(retry_after: str) -> timedelta:
    """Return how long Retry-After asks to wait, nothing where it cannot be read. Source: RFC 9110 section 10.2.3."""
    if retry_after.isdecimal():
        return timedelta(seconds=int(retry_after[:6]))
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return timedelta(0)
    return max(timedelta(0), until - datetime.now(UTC)) if until.tzinfo else timedelta(0)
