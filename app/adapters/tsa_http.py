"""A time-stamping authority over HTTP (RFC 3161 section 3.4)."""

from dataclasses import dataclass

import requests

from app.domain.errors import OperatorUnavailable

_TIMEOUT = (5, 20)
_LARGEST = 64_000


@dataclass(frozen=True, slots=True)
class HttpTimestamps:
    """The authority at `url`."""

    url: str
    qualified: bool = True

    def respond(self, request: bytes) -> bytes:
        """Post a TimeStampReq and return the TimeStampResp. Raises `OperatorUnavailable`."""
        try:
            answer = requests.post(
                self.url,
                data=request,
                headers={"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"},
                timeout=_TIMEOUT,
            )
            answer.raise_for_status()
        except requests.RequestException as fault:
            raise OperatorUnavailable(f"time-stamping authority: {type(fault).__name__}") from fault
        if len(answer.content) > _LARGEST:
            raise OperatorUnavailable("time-stamping authority: answer too long")
        return answer.content
