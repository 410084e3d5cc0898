"""E-mail by SMTP (RFC 5321), with STARTTLS (RFC 3207) or TLS from the first byte when the address asks for it."""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Self
from urllib.parse import unquote, urlsplit

from app.domain.errors import OperatorFailed, OperatorUnavailable
from app.ports import Letter

_PERMANENT = range(500, 600)
_KINDS = {"smtp": ("", 25), "smtp+starttls": ("starttls", 587), "smtps": ("tls", 465)}


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """Sends through one server. `security` is "", "starttls" or "tls"; without its TLS nothing is sent.

    `ca_file` names the authorities (PEM) that may vouch for the server, "" for those of the system. `patience` is how
    many seconds each answer may take.
    """

    host: str
    port: int
    sender: str
    security: str = ""
    user: str = ""
    password: str = ""
    ca_file: str = ""
    patience: float = 15

    @classmethod
    def from_url(cls, url: str, sender: str, ca_file: str = "") -> Self:
        """Read smtp://, smtp+starttls:// or smtps:// with user and password. Raises `ValueError` otherwise."""
        parts = urlsplit(url)
        if parts.scheme not in _KINDS or not parts.hostname:
            raise ValueError("SMTP_URL must read smtp://host:port, smtp+starttls:// or smtps://")
        security, port = _KINDS[parts.scheme]
        return cls(
            host=parts.hostname,
            port=parts.port or port,
            sender=sender,
            security=security,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            ca_file=ca_file,
        )

    def send(self, letter: Letter) -> str:
        """Hand `letter` to the server and return what it was taken with.

        Raises `OperatorUnavailable` when the server is away, not to be trusted or defers, and
        `OperatorFailed("mail_refused")` when it refuses this letter or its address for good. A letter that is handed
        over twice, as when the connection broke before the answer, has the same Message-ID both times.
        """
        message = _message(letter, self.sender)
        try:
            with self._connected() as server:
                _hand_over(server, message)
        except smtplib.SMTPNotSupportedError as fault:
            raise OperatorUnavailable("SMTP: the server lacks what SMTP_URL asks for") from fault
        except (OSError, smtplib.SMTPException) as fault:
            raise OperatorUnavailable(f"SMTP: {_said(fault)}") from fault
        return f"250 {self.host}"

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Yield a connection that is as safe as the address asks for; close it whatever happens."""
        context = ssl.create_default_context(cafile=self.ca_file or None) if self.security else None
        with contextlib.closing(self._opened(context)) as server:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            yield server
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()  # the letter was taken: however the server parts, that is so

    def _opened(self, context: ssl.SSLContext | None) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.patience, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=self.patience)


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as fault:
        codes = [code for code, _ in fault.recipients.values()]
        if all(code in _PERMANENT for code in codes):
            raise OperatorFailed("mail_refused", f"SMTP {codes[0]}") from fault
        raise
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as fault:
        if fault.smtp_code in _PERMANENT:
            raise OperatorFailed("mail_refused", f"SMTP {fault.smtp_code}") from fault
        raise
    except (smtplib.SMTPNotSupportedError, UnicodeError) as fault:
        raise OperatorFailed("mail_refused", "SMTP: the server cannot write this address") from fault


def _said(fault: Exception) -> str:
    """Return a fault in a word or two, without the address that the server's own words may hold."""
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return f"user or password refused ({fault.smtp_code})"
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"certificate not trusted ({fault.verify_message})"
    if isinstance(fault, smtplib.SMTPResponseException):
        return str(fault.smtp_code)
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return " ".join(str(code) for code, _ in fault.recipients.values())
    return type(fault).__name__


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    try:
        message["To"] = letter.to
    except ValueError as fault:
        raise OperatorFailed("mail_refused", "the address cannot be written") from fault
    message["Subject"] = letter.subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = f"<{letter.reference}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    for one in letter.attachments:
        _attach(message, one.name, one.media_type, one.content)
    message["Content-Language"] = letter.language  # last, or it goes with the first part
    return message


def _attach(message: EmailMessage, name: str, media_type: str, content: bytes) -> None:
    kind = EmailMessage()
    kind["Content-Type"] = media_type
    main, sub = kind.get_content_type().split("/", 1)
    message.add_attachment(content, maintype=main, subtype=sub, filename=name, params=dict(kind["Content-Type"].params))
