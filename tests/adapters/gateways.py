"""An SMS gateway on 127.0.0.1 that answers as it is told, and sends a message with a known key once."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer a request with, after so many seconds."""

    status: int = 202
    headers: Mapping[str, str] = field(default_factory=dict)
    after: float = 0


@dataclass(slots=True)
class Gateway:
    """What a gateway got. `answers` are used up in order, then everything is taken."""

    port: int = 0
    answers: list[Answer] = field(default_factory=list)
    requests: list[tuple[Mapping[str, str], Any]] = field(default_factory=list)
    sent: dict[str, Any] = field(default_factory=dict)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, gateway: Gateway) -> None:
        super().__init__((HOST, 0), _Handler)
        self.gateway = gateway


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        gateway = self.server.gateway
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        gateway.requests.append((dict(self.headers), body))
        told = gateway.answers.pop(0) if gateway.answers else Answer()
        time.sleep(told.after)
        if told.status < 300:
            gateway.sent.setdefault(self.headers["Idempotency-Key"], body)
        self.send_response(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@contextmanager
def gateway(*answers: Answer) -> Iterator[Gateway]:
    """Run a gateway that gives `answers` first."""
    kept = Gateway(answers=list(answers))
    server = _Server(kept)
    kept.port = server.server_address[1]
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    try:
        yield kept
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
