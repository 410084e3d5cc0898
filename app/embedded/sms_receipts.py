"""What the demonstration's SMS gateway says of each message once it lies in the inbox: that it was delivered."""

import http.client
import json
import queue
import threading
import time
from urllib.parse import urlsplit

_TRIES, _TIMEOUT = 6, 10


class Receipts:
    """Tells the office at `url`, proving itself with `secret`; one after the other, in a thread of its own.

    It waits `first_wait` seconds before it tells, and longer each time it was not heard. Nothing is told without a
    `url`. A receipt that the office does not take after some tries is let go, as gateways do.
    """

    def __init__(self, url: str, secret: str, first_wait: float = 1.0) -> None:
        self._url = urlsplit(url)
        self._secret = secret
        self._first_wait = first_wait
        self._waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        if url:
            threading.Thread(target=self._work, daemon=True).start()

    def delivered(self, reference: str) -> None:
        """Tell, soon, that the message with `reference` arrived."""
        if self._url.netloc:
            self._waiting.put(reference)

    def _work(self) -> None:
        while True:
            reference = self._waiting.get()
            for attempt in range(_TRIES):
                time.sleep(self._first_wait * 2**attempt)
                if self._tell(reference):
                    break

    def _tell(self, reference: str) -> bool:
        connection = http.client.HTTPConnection(self._url.netloc, timeout=_TIMEOUT)
        try:
            body = json.dumps({"reference": reference, "status": "delivered"})
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._secret}"}
            connection.request("POST", self._url.path, body, headers)
            return connection.getresponse().status < http.HTTPStatus.BAD_REQUEST
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
