"""The outside world of a demonstration: an SMTP server and an SMS gateway that keep what they get.

`python -m app.embedded.sinks --home DIR --smtp PORT --sms PORT --receipts URL` serves both on 127.0.0.1.
The gateway asks for the bearer token of DIR/secrets/sms_token, and tells the office at URL what arrived with that of
DIR/secrets/sms_receipts_secret.
"""

import argparse
import hmac
import json
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from app.embedded import inboxes
from app.embedded.sms_receipts import Receipts

LARGEST_MAIL = 35_000_000
LARGEST_SMS = 20_000
_TIMEOUT = 10
_TEXTS = {"to": 40, "text": 2000, "reference": 200}


class MailHandler:
    """Stores each e-mail; asks the sender to come again when the disk does not take it."""

    def __init__(self, inbox: inboxes.Inbox) -> None:
        self.inbox = inbox

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one e-mail. Source: RFC 5321 section 4.2.3."""
        heads = "".join(f"Delivered-To: {address}\r\n" for address in envelope.rcpt_tos)
        try:
            self.inbox.put(heads.encode() + envelope.original_content, datetime.now(UTC))
        except OSError:
            return "452 4.3.1 Insufficient system storage"
        return "250 2.0.0 Stored"


class SmsHandler(BaseHTTPRequestHandler):
    """The gateway: POST {to, text, reference}; 201 when kept, 200 when the reference was known."""

    timeout = _TIMEOUT
    protocol_version = "HTTP/1.1"
    server: "SmsServer"

    def do_GET(self) -> None:
        """Say that the gateway is there."""
        self._answer(HTTPStatus.OK)

    def do_POST(self) -> None:
        """Take one message."""
        expected = f"Bearer {self.server.token}"
        if not hmac.compare_digest(self.headers.get("Authorization", "").encode(), expected.encode()):
            self._answer(HTTPStatus.UNAUTHORIZED)
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_SMS:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        message = _message(self.rfile.read(int(length)))
        if message is None:
            self._answer(HTTPStatus.UNPROCESSABLE_ENTITY)
            return
        try:
            fresh = self.server.messages.take(**message)
        except OSError:
            self._answer(HTTPStatus.INSUFFICIENT_STORAGE)
            return
        if fresh:
            self.server.receipts.delivered(message["reference"])
        self._answer(HTTPStatus.CREATED if fresh else HTTPStatus.OK)

    def _answer(self, status: HTTPStatus) -> None:
        body = json.dumps({"status": status.phrase}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status >= HTTPStatus.BAD_REQUEST:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: paths and addresses are nobody's business."""


class SmsServer(ThreadingHTTPServer):
    """The gateway's server on 127.0.0.1."""

    daemon_threads = True

    def __init__(self, port: int, token: str, messages: inboxes.TextMessages, receipts: Receipts) -> None:
        super().__init__(("127.0.0.1", port), SmsHandler)
        self.token = token
        self.messages = messages
        self.receipts = receipts


def _message(body: bytes) -> dict[str, str] | None:
    """Return the three texts of a request, None when they are not all there."""
    try:
        sent = json.loads(body)
    except ValueError:
        return None
    if not isinstance(sent, dict):
        return None
    texts = {name: sent.get(name) for name in _TEXTS}
    found = {name: text for name, text in texts.items() if isinstance(text, str) and 0 < len(text) <= _TEXTS[name]}
    return found if len(found) == len(_TEXTS) else None


def mail_server(home: Path, port: int) -> Controller:
    """Return the SMTP server of `home`, not yet started."""
    inbox = inboxes.Inbox(home / "mailbox", ".eml")
    return Controller(
        MailHandler(inbox), hostname="127.0.0.1", port=port, data_size_limit=LARGEST_MAIL, ident="Ventanilla"
    )


def sms_server(home: Path, port: int, receipts_url: str = "") -> SmsServer:
    """Return the SMS gateway of `home`, listening but not yet answering. It tells `receipts_url` what arrived."""
    token = (home / "secrets" / "sms_token").read_text().strip()
    secret = (home / "secrets" / "sms_receipts_secret").read_text().strip() if receipts_url else ""
    texts = inboxes.TextMessages(inboxes.Inbox(home / "sms", ".json"))
    return SmsServer(port, token, texts, Receipts(receipts_url, secret))


def main(arguments: Sequence[str]) -> int:
    """Serve until TERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="app.embedded.sinks")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--smtp", type=int, required=True)
    parser.add_argument("--sms", type=int, required=True)
    parser.add_argument("--receipts", default="")
    wanted = parser.parse_args(arguments)
    enough = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: enough.set())
    mail, sms = mail_server(wanted.home, wanted.smtp), sms_server(wanted.home, wanted.sms, wanted.receipts)
    mail.start()
    threading.Thread(target=sms.serve_forever, daemon=True).start()
    enough.wait()
    mail.stop()
    sms.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
