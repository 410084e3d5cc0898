"""E-mail by SMTP (RFC 5321), with STARTTLS or TLS when the address asks for it."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Self
from urllib.parse import unquote, urlsplit

from app.domain.errors import OperatorFailed, OperatorUnavailable
from app.ports import Letter

_TIMEOUT = 20
_PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """Sends through one server. `security` is "", "starttls" or "tls"."""

    host: str
    port: int
    sender: str
    security: str = ""
    user: str = ""
    password: str = ""

    @classmethod
    def from_url(cls, url: str, sender: str) -> Self:
        """Read smtp://, smtp+starttls:// or smtps:// with user and password. Raises `ValueError` otherwise."""
        parts = urlsplit(url)
        kinds = {"smtp": ("", 25), "smtp+starttls": ("starttls", 587), "smtps": ("tls", 465)}
        if parts.scheme not in kinds or not parts.hostname:
            raise ValueError("SMTP_URL must read smtp://host:port, smtp+starttls:// or smtps://")
        security, port = kinds[parts.scheme]
        return cls(
            host=parts.hostname,
            port=parts.port or port,
            sender=sender,
            security=security,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def send(self, letter: Letter) -> str:
        """Hand `letter` to the server and return its last reply.

        Raises `OperatorUnavailable` when the server is away or defers, `OperatorFailed("mail_refused")`
        when it refuses for good.
        """
        try:
            with self._connect() as server:
                server.send_message(self._message(letter))
                return f"250 {self.host}"
        except smtplib.SMTPResponseException as fault:
            if fault.smtp_code in _PERMANENT:
                raise OperatorFailed("mail_refused", f"SMTP {fault.smtp_code}") from fault
            raise OperatorUnavailable(f"SMTP {fault.smtp_code}") from fault
        except smtplib.SMTPRecipientsRefused as fault:
            codes = [code for code, _ in fault.recipients.values()]
            if all(code in _PERMANENT for code in codes):
                raise OperatorFailed("mail_refused", f"SMTP {codes}") from fault
            raise OperatorUnavailable(f"SMTP {codes}") from fault
        except (OSError, smtplib.SMTPException) as fault:
            raise OperatorUnavailable(f"SMTP: {type(fault).__name__}") from fault

    def _connect(self) -> smtplib.SMTP:
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=_TIMEOUT, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT)
        if self.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if self.user:
            server.login(self.user, self.password)
        return server

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = formatdate(usegmt=True)
        message["Message-ID"] = f"<{letter.reference}@{self.sender.rpartition('@')[2].rstrip('>')}>"
        message["Content-Language"] = letter.language
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        return message
