"""Read what the sinks kept: the demonstration's mailbox and telephone."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path

_NAME = re.compile(r"(?P<at>[0-9]{8}T[0-9]{6}\.[0-9]{6})Z-[0-9]{6}", re.ASCII)
_MOST = 100


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with an e-mail."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail that the sink kept. `text` is its plain part."""

    id: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str
    attached: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A text message that the sink kept."""

    at: datetime
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account, with the secret that its authenticator would hold."""

    username: str
    name: str
    totp: str


def accounts(home: Path) -> list[Account]:
    """Return the demonstration's accounts; none where there is no demonstration."""
    path = home / "demonstration.json"
    if not path.exists():
        return []
    return [Account(one["username"], one["name"], one["totp"]) for one in json.loads(path.read_bytes())]


def mails(home: Path) -> list[Mail]:
    """Return the last hundred e-mails, the newest first."""
    return [_mail(path) for path in _newest(home / "mailbox", ".eml")]


def mail(home: Path, name: str) -> Mail | None:
    """Return one e-mail, None when there is none of that name."""
    path = home / "mailbox" / f"{name}.eml"
    return _mail(path) if _NAME.fullmatch(name) and path.exists() else None


def text_messages(home: Path) -> list[TextMessage]:
    """Return the last hundred text messages, the newest first."""
    found = [json.loads(path.read_bytes()) for path in _newest(home / "sms", ".json")]
    return [TextMessage(datetime.fromisoformat(each["at"]), each["to"], each["text"]) for each in found]


def _newest(folder: Path, suffix: str) -> list[Path]:
    if not folder.exists():
        return []
    named = [path for path in folder.iterdir() if path.suffix == suffix and _NAME.fullmatch(path.stem)]
    return sorted(named, key=lambda path: path.name, reverse=True)[:_MOST]


def _mail(path: Path) -> Mail:
    made = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    part = made.get_body(preferencelist=("plain",))
    return Mail(
        id=path.stem,
        at=datetime.strptime(path.stem.partition("Z")[0], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC),
        sender=str(made["From"]),
        to=str(made["To"]),
        subject=str(made["Subject"]),
        text=str(part.get_content()) if part else "",
        attached=tuple(
            Attached(one.get_filename() or "", one.get_content_type(), bytes(one.get_payload(decode=True) or b""))
            for one in made.iter_attachments()
        ),
    )
