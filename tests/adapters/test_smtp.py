"""E-mail against servers that speak the protocol: with and without TLS, refusing, deferring, breaking off, slow."""

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from app.adapters.smtp import SmtpMail
from app.domain.errors import OperatorFailed, OperatorUnavailable
from app.ports import Attachment, Letter
from tests.adapters import mail_servers
from tests.adapters.mail_servers import DROP, HANG, HOST, PASSWORD, USER, Certificate

SENDER = "Ayuntamiento de Ribalba <oficina@ribalba.example>"
LETTER = Letter(
    to="ana@ejemplo.es",
    subject="Cita confirmada: jueves, 10 de diciembre",
    text="Hola, Ana:\n\nSu cita está confirmada.\n",
    html="<p>Hola, Ana: su cita está confirmada.</p>",
    reference="5f0c8f6e-0000-4000-8000-000000000001",
    language="es",
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return mail_servers.certificate(tmp_path_factory.mktemp("tls"))


def mail(port: int, scheme: str = "smtp", user: str = "", ca_file: Path | str = "") -> SmtpMail:
    """Return the adapter as a setting makes it, but impatient."""
    who = f"{quote(user)}:{quote(PASSWORD, safe='')}@" if user else ""
    return replace(SmtpMail.from_url(f"{scheme}://{who}{HOST}:{port}", SENDER, str(ca_file)), patience=5)


def test_a_letter_arrives_in_both_forms_with_its_reference() -> None:
    with mail_servers.good() as server:
        receipt = mail(server.port).send(LETTER)

    kept = server.letters[0]
    text, html = kept.get_body(("plain",)), kept.get_body(("html",))
    assert receipt == f"250 {HOST}"
    assert (kept["From"], kept["To"], kept["Subject"]) == (SENDER, LETTER.to, LETTER.subject)
    assert kept["Message-ID"] == f"<{LETTER.reference}@ribalba.example>"
    assert (kept["Content-Language"], kept["Auto-Submitted"]) == ("es", "auto-generated")
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().strip() == LETTER.html


def test_an_attachment_keeps_its_bytes_its_name_and_the_parameters_of_its_type() -> None:
    content = b"BEGIN:VCALENDAR\r\nSUMMARY:Cita \xc3\xb1\r\nEND:VCALENDAR\r\n"
    file = Attachment("cita.ics", "text/calendar; charset=utf-8; method=PUBLISH", content)
    with mail_servers.good() as server:
        mail(server.port).send(replace(LETTER, attachments=(file,)))

    found = list(server.letters[0].iter_attachments())
    assert [one.get_filename() for one in found] == ["cita.ics"]
    assert found[0].get_content_type() == "text/calendar"
    assert found[0].get_param("method") == "PUBLISH"
    assert found[0].get_param("charset") == "utf-8"
    assert found[0].get_payload(decode=True) == content


def test_a_letter_that_is_handed_over_twice_has_one_message_id() -> None:
    with mail_servers.good() as server:
        for _ in range(2):
            mail(server.port).send(LETTER)

    assert len({kept["Message-ID"] for kept in server.letters}) == 1


def test_starttls_encrypts_before_user_and_letter(certificate: Certificate) -> None:
    wishes = mail_servers.with_user() | {"auth_require_tls": True}
    with mail_servers.good(tls_context=certificate.context(), require_starttls=True, **wishes) as server:
        mail(server.port, "smtp+starttls", USER, certificate.file).send(LETTER)

    assert server.encrypted == [True]
    assert server.users == [USER]


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd sees STARTTLS only
def test_tls_from_the_first_byte(certificate: Certificate) -> None:
    with mail_servers.good(ssl_context=certificate.context(), **mail_servers.with_user()) as server:
        mail(server.port, "smtps", USER, certificate.file).send(LETTER)

    assert server.encrypted == [True]
    assert server.users == [USER]


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_server_that_nobody_vouches_for_gets_no_letter(certificate: Certificate, scheme: str) -> None:
    context = certificate.context()
    wishes: dict[str, Any] = {"tls_context" if scheme == "smtp+starttls" else "ssl_context": context}
    with mail_servers.good(**wishes) as server, pytest.raises(OperatorUnavailable, match="certificate not trusted"):
        mail(server.port, scheme).send(LETTER)

    assert server.letters == []


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_of_another_server_is_not_enough(tmp_path: Path, scheme: str) -> None:
    other = mail_servers.certificate(tmp_path, "127.0.0.2")
    wishes: dict[str, Any] = {"tls_context" if scheme == "smtp+starttls" else "ssl_context": other.context()}
    with mail_servers.good(**wishes) as server, pytest.raises(OperatorUnavailable, match="not trusted"):
        mail(server.port, scheme, "", other.file).send(LETTER)

    assert server.letters == []


def test_a_server_without_starttls_gets_no_letter(certificate: Certificate) -> None:
    with mail_servers.good() as server, pytest.raises(OperatorUnavailable, match="lacks"):
        mail(server.port, "smtp+starttls", "", certificate.file).send(LETTER)

    assert server.letters == []


def test_a_refused_tls_is_no_reason_to_go_on_without(certificate: Certificate) -> None:
    answers = {"EHLO": "250-told\r\n250 STARTTLS", "STARTTLS": "454 TLS not available"}
    with mail_servers.told(answers) as server, pytest.raises(OperatorUnavailable):
        mail(server.port, "smtp+starttls", "", certificate.file).send(LETTER)

    assert "MAIL" not in server.commands


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_is_the_offices_fault_and_not_the_addresss() -> None:
    with (
        mail_servers.good(**mail_servers.with_user(right=False)) as server,
        pytest.raises(OperatorUnavailable, match="user or password refused") as caught,
    ):
        mail(server.port, "smtp", USER).send(LETTER)

    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("answers", [{"RCPT": "450 4.2.0 Greylisted"}, {"DATA": "452 4.3.1 Full"}])
def test_a_deferral_is_tried_again(answers: dict[str, str]) -> None:
    with mail_servers.good(answers) as server:
        with pytest.raises(OperatorUnavailable, match="45"):
            mail(server.port).send(LETTER)

        server.answers.clear()
        mail(server.port).send(LETTER)

    assert len(server.letters) == 1


@pytest.mark.parametrize("answers", [{"RCPT": "550 5.1.1 ana@ejemplo.es unknown"}, {"DATA": "554 5.7.1 Spam"}])
def test_a_refusal_is_for_good_and_keeps_the_address_to_itself(answers: dict[str, str]) -> None:
    with mail_servers.good(answers) as server, pytest.raises(OperatorFailed, match="SMTP 55") as caught:
        mail(server.port).send(LETTER)

    assert caught.value.error == "mail_refused"
    assert LETTER.to not in str(caught.value)


@pytest.mark.parametrize("address", ["ana@ejemplo.es\r\nBcc: todos@ejemplo.es", "añá@ejemplo.es"])
def test_an_address_that_cannot_be_written_is_refused_for_good(address: str) -> None:
    with mail_servers.told({"EHLO": "250 told"}) as server, pytest.raises(OperatorFailed) as caught:
        mail(server.port).send(replace(LETTER, to=address))

    assert caught.value.error == "mail_refused"


@pytest.mark.parametrize("greeting", ["554 no service", "421 too busy"])
def test_a_server_that_greets_nobody_says_nothing_about_the_letter(greeting: str) -> None:
    with mail_servers.told({}, greeting) as server, pytest.raises(OperatorUnavailable, match=greeting[:3]):
        mail(server.port).send(LETTER)


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT", "DATA", "."])
def test_a_connection_that_breaks_is_tried_again(command: str) -> None:
    with mail_servers.told({command: DROP}) as server, pytest.raises(OperatorUnavailable):
        mail(server.port).send(LETTER)

    assert server.commands[-1] == command


@pytest.mark.parametrize("quits", [DROP, "421 overloaded", HANG])
def test_a_letter_that_was_taken_is_sent_however_the_server_parts(quits: str) -> None:
    with mail_servers.told({"QUIT": quits}) as server:
        receipt = replace(mail(server.port), patience=0.3).send(LETTER)

    assert receipt == f"250 {HOST}"


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "."])
def test_nobody_waits_for_a_slow_server_for_ever(command: str) -> None:
    with mail_servers.told({command: HANG}) as server, pytest.raises(OperatorUnavailable):
        replace(mail(server.port), patience=0.3).send(LETTER)


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(OperatorUnavailable, match="ConnectionRefused"):
        mail(port).send(LETTER)


@pytest.mark.parametrize("url", ["http://host", "smtp://", "smtp+ssl://host"])
def test_an_address_of_another_kind_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        SmtpMail.from_url(url, SENDER)


def test_user_and_password_may_hold_any_character() -> None:
    made = SmtpMail.from_url("smtps://of%40ribalba:p%2Fw%3A%40@mail.ribalba.example", SENDER)

    assert (made.user, made.password, made.port) == ("of@ribalba", "p/w:@", 465)
