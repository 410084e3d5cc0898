"""Mail servers on 127.0.0.1: a good one that keeps what it gets, and one that does exactly what it is told."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "oficina", "p@ss/word"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A server's certificate for 127.0.0.1, which vouches for itself. `file` holds it in PEM, `key` its key too."""

    file: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """Return what the server speaks TLS with."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.key)
        return made


def certificate(folder: Path, address: str = HOST) -> Certificate:
    """Make a certificate for `address` and write it to `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Servidor de correo de las pruebas")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    found = Certificate(folder / f"server-{address}.pem", folder / f"server-{address}.key")
    found.file.write_bytes(pem)
    found.key.write_bytes(pem + secret)
    return found


@dataclass(slots=True)
class Keeping:
    """What the good server got, and what it answers to a command instead of 250, by its name."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    encrypted: list[bool] = field(default_factory=list)
    users: list[str | None] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take a receiver."""
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 2.1.5 OK")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a letter."""
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        self.users.append(session.auth_data)
        self.letters.append(BytesParser(policy=default).parsebytes(envelope.original_content))
        return "250 2.0.0 OK"


@contextmanager
def good(answers: Mapping[str, str] | None = None, **wishes: Any) -> Iterator[Keeping]:
    """Run a server that gives `answers`. `wishes` are aiosmtpd's: ssl_context for TLS, tls_context for STARTTLS."""
    kept = Keeping(_free_port(), answers=dict(answers or {}))
    controller = Controller(kept, hostname=HOST, port=kept.port, ready_timeout=20, **wishes)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()


def with_user(*, right: bool = True) -> dict[str, Any]:
    """Return the wishes of a server that asks for user and password."""

    def check(_server: Any, _session: Any, _envelope: Any, mechanism: str, given: Any) -> AuthResult:
        known = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        good_one = known and right and mechanism in {"LOGIN", "PLAIN"}
        return AuthResult(success=good_one, handled=False, auth_data=USER if good_one else None)

    return {"authenticator": check, "auth_required": True, "auth_require_tls": False}


@dataclass(slots=True)
class Told:
    """What a told server has seen: the commands, in order."""

    port: int
    commands: list[str] = field(default_factory=list)


DROP, HANG = "drop", "hang"


@contextmanager
def told(answers: Mapping[str, str], greeting: str = "220 told") -> Iterator[Told]:
    """Run a server that answers each command (its first word, "." for the end of data) as it is told.

    Instead of an answer it may DROP the connection, or HANG until the test is over. Others are answered 250.
    """
    with socket.create_server((HOST, 0)) as listener:
        listener.settimeout(20)
        found, over = Told(listener.getsockname()[1]), threading.Event()
        serving = threading.Thread(target=_serve, args=(listener, found, dict(answers), greeting, over))
        serving.start()
        try:
            yield found
        finally:
            over.set()
            with contextlib.suppress(OSError), socket.create_connection((HOST, found.port), 5):
                pass
            serving.join()


def _serve(listener: socket.socket, found: Told, answers: dict[str, str], greeting: str, over: threading.Event) -> None:
    while not over.is_set():
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError), connection.makefile("rwb") as lines:
            if not over.is_set():
                _talk(lines, found, answers, greeting, over)


def _talk(lines: Any, found: Told, answers: dict[str, str], greeting: str, over: threading.Event) -> None:
    reply, in_data = greeting, False
    while True:
        if reply == DROP:
            return
        if reply == HANG:
            over.wait()
            return
        lines.write(f"{reply}\r\n".encode())
        lines.flush()
        in_data = reply.startswith("354")
        word = _next(lines, in_data)
        if not word:
            return
        found.commands.append(word)
        usual = {"DATA": "354 go on", "QUIT": "221 bye"}
        reply = answers.get(word, usual.get(word, "250 OK"))


def _next(lines: Any, in_data: bool) -> str:
    """Return the next command, "." at the end of a letter, "" at the end of the connection."""
    for line in iter(lines.readline, b""):
        if not in_data:
            words = line.decode().split()
            return words[0].upper() if words else "?"
        if line == b".\r\n":
            return "."
    return ""


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])
