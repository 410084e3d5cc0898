"""The mailbox and the SMS inbox of a demonstration."""

import json
import shutil
import smtplib
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest

from app.embedded import sinks, sockets

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
