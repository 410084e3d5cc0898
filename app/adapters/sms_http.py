"""Text messages through an HTTP gateway: POST JSON {to, text, reference} with a bearer token."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

import requests

from app.domain.errors import OperatorFailed, OperatorUnavailable

_TIMEOUT = (5, 15)


@dataclass(frozen=True, slots=True)
class HttpSms:
    """A gateway at `url`; the token is the user part of the URL (https://TOKEN@host/path)."""

    url: str

    def send(self, to: str, text: str, reference: str) -> str:
        """Hand a message over; the same `reference` is sent once.

        Raises `OperatorUnavailable` on timeouts, 429 and 5xx, `OperatorFailed("sms_refused")` on other answers.
        """
        parts = urlsplit(self.url)
        address = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
        try:
            answer = requests.post(
                address,
                json={"to": to, "text": text, "reference": reference},
                headers={"Authorization": f"Bearer {parts.username or ''}", "Idempotency-Key": reference},
                timeout=_TIMEOUT,
            )
        except requests.RequestException as fault:
            raise OperatorUnavailable(f"SMS gateway: {type(fault).__name__}") from fault
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise OperatorUnavailable(f"SMS gateway: {answer.status_code}")
        if not answer.ok:
            raise OperatorFailed("sms_refused", f"SMS gateway: {answer.status_code}")
        return reference
