"""The mailbox and the SMS inbox of a demonstration."""

import json
import shutil
import smtplib
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app.embedded import reading, sinks, sms_receipts, sockets

TOKEN = "a-token"


@dataclass(frozen=True, slots=True)
class Sinks:
    """Where the sinks listen and keep."""

    home: Path
    smtp: int
    sms: int

    def send_mail(self, text: str = "Hola") -> None:
        """Send one e-mail."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "a@ribalba.example", "b@example.es", "Código"
        message.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as server:
            server.send_message(message)

    def send_sms(self, body: object, token: str = TOKEN) -> int:
        """Post a body and return the status of the answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.sms}/messages",
            data=body if isinstance(body, bytes) else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def texts(self) -> list[dict[str, str]]:
        """Return the text messages kept."""
        return [json.loads(path.read_text()) for path in sorted((self.home / "sms").glob("*.json"))]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Sinks]:
    """Yield running sinks."""
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "sms_token").write_text(f"{TOKEN}\n")
    smtp, sms = sockets.free_port(0), sockets.free_port(0)
    mail, texts = sinks.mail_server(tmp_path, smtp), sinks.sms_server(tmp_path, sms)
    mail.start()
    serving = threading.Thread(target=texts.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield Sinks(tmp_path, smtp, sms)
    texts.shutdown()
    serving.join()
    texts.server_close()
    mail.stop()


MESSAGE = {"to": "+34600000000", "text": "Su código es 123456", "reference": "r-1"}


def test_an_email_is_kept_whole_with_its_receiver(kept: Sinks) -> None:
    kept.send_mail("Su código: ñ")

    files = list((kept.home / "mailbox").iterdir())
    assert [path.suffix for path in files] == [".eml"]
    message = message_from_bytes(files[0].read_bytes())
    assert message["Delivered-To"] == "b@example.es"
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().strip() == "Su código: ñ"


def test_a_file_that_came_with_an_email_can_be_read(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["Subject"] = "Su cita"
    letter.set_content("Va adjunta.")
    letter.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="cita.ics")
    (tmp_path / "mailbox").mkdir()
    (tmp_path / "mailbox" / "20261123T090000.000001Z-000001.eml").write_bytes(letter.as_bytes())

    found = reading.mail(tmp_path, "20261123T090000.000001Z-000001")

    assert found is not None
    assert [(one.name, one.mime, one.content) for one in found.attached] == [
        ("cita.ics", "text/calendar", b"BEGIN:VCALENDAR")
    ]


def test_an_email_that_the_disk_does_not_take_is_deferred(kept: Sinks) -> None:
    shutil.rmtree(kept.home / "mailbox")

    with pytest.raises(smtplib.SMTPDataError) as caught:
        kept.send_mail()

    assert caught.value.smtp_code == 452


def test_a_text_message_is_kept(kept: Sinks) -> None:
    assert kept.send_sms(MESSAGE) == 201

    (text,) = kept.texts()
    assert text.pop("at").endswith("+00:00")
    assert text == MESSAGE


def test_a_repeated_reference_is_kept_once(kept: Sinks) -> None:
    assert [kept.send_sms(MESSAGE), kept.send_sms(MESSAGE)] == [201, 200]
    assert len(kept.texts()) == 1


def test_a_reference_is_remembered_by_the_next_process(kept: Sinks) -> None:
    kept.send_sms(MESSAGE)

    server = sinks.sms_server(kept.home, 0)
    try:
        assert server.messages.take(**MESSAGE) is False
    finally:
        server.server_close()


def test_a_wrong_token_is_refused(kept: Sinks) -> None:
    assert kept.send_sms(MESSAGE, token="another") == 401
    assert kept.texts() == []


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", {}, MESSAGE | {"to": ""}, MESSAGE | {"text": 7}, {"to": "x", "text": "y"}],
    ids=["broken", "list", "empty", "no receiver", "number", "no reference"],
)
def test_a_message_that_is_none_is_refused(kept: Sinks, body: object) -> None:
    assert kept.send_sms(body) == 422
    assert kept.texts() == []


def test_a_huge_message_is_refused_unread(kept: Sinks) -> None:
    assert kept.send_sms(b"x" * (sinks.LARGEST_SMS + 1)) == 413


def test_a_text_message_that_the_disk_does_not_take_may_come_again(kept: Sinks) -> None:
    shutil.rmtree(kept.home / "sms")
    refused = kept.send_sms(MESSAGE)
    (kept.home / "sms").mkdir()

    assert [refused, kept.send_sms(MESSAGE)] == [507, 201]


@dataclass(slots=True)
class Told:
    """What an office was told of messages. It refuses the first `refusals` of them."""

    refusals: int = 0
    receipts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    heard: threading.Event = field(default_factory=threading.Event)


@contextmanager
def _listening(told: Told) -> Iterator[str]:
    """Run an office that hears receipts; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.receipts.append((self.headers["Authorization"], body))
            told.refusals -= 1
            self.send_response(503 if told.refusals >= 0 else 204)
            self.end_headers()
            if told.refusals < 0:
                told.heard.set()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api/v1/sms/receipts"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.parametrize("refusals", [0, 1])
def test_what_arrived_is_told_to_the_office_until_it_hears(refusals: int) -> None:
    told = Told(refusals)
    with _listening(told) as url:
        sms_receipts.Receipts(url, "a-secret", first_wait=0.01).delivered("r-1")

        assert told.heard.wait(20)

    assert told.receipts == [("Bearer a-secret", {"reference": "r-1", "status": "delivered"})] * (refusals + 1)


def test_the_gateway_tells_of_a_message_that_it_kept(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "sms_token").write_text(TOKEN)
    (tmp_path / "secrets" / "sms_receipts_secret").write_text("a-secret\n")
    told = Told()
    with _listening(told) as url:
        texts = sinks.sms_server(tmp_path, 0, url)
        serving = threading.Thread(target=texts.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        Sinks(tmp_path, 0, texts.server_address[1]).send_sms(MESSAGE)
        heard = told.heard.wait(20)
        texts.shutdown()
        serving.join()
        texts.server_close()

    assert heard
    assert told.receipts == [("Bearer a-secret", {"reference": MESSAGE["reference"], "status": "delivered"})]
