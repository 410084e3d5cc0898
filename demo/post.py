"""What the office sent: e-mails and text messages, read where the demonstration's sinks put them."""

import email.policy
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import TypeVar

from demo.mismatch import Mismatch

PATIENCE = 60.0
_LINK = re.compile(r"https?://\S+/enlace/[\w-]+")
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
T = TypeVar("T")


def wait(look: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """Return what `look` finds, asking until it finds something. Raises Mismatch after `patience` seconds."""
    deadline = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Mismatch(f"tras {patience:.0f} s no ha llegado {what}")
        time.sleep(0.1)


@dataclass(frozen=True, slots=True)
class Post:
    """The mailbox and the telephones of everybody, in the home of an office that runs embedded."""

    home: Path

    def seen(self) -> frozenset[str]:
        """Return the names of all that has come so far, to tell later what is new."""
        return frozenset(path.name for path in (*self._mails(), *self._messages()))

    def link(self, to: str, seen: frozenset[str]) -> str:
        """Return the personal link in a new e-mail to `to`, waiting for it."""
        return wait(lambda: self._link(to, seen), f"un correo con enlace para {to}")

    def letter(self, to: str, seen: frozenset[str], subject: str = "") -> EmailMessage:
        """Return a new e-mail to `to` whose subject holds `subject`, waiting for it."""
        return wait(lambda: next(iter(self.letters(to, seen, subject)), None), f"un correo «{subject}» para {to}")

    def code(self, to: str, seen: frozenset[str]) -> str:
        """Return the code in a new text message to `to`, waiting for it."""
        return wait(lambda: self._code(to, seen), f"un SMS con código para {to}")

    def letters(self, to: str, seen: frozenset[str] = frozenset(), subject: str = "") -> list[EmailMessage]:
        """Return the e-mails to `to`, oldest first."""
        fresh = [_letter(path) for path in self._mails() if path.name not in seen]
        return [one for one in fresh if to.casefold() in str(one["To"]).casefold() and subject in str(one["Subject"])]

    def anything(self, email_address: str, telephone: str, seen: frozenset[str]) -> bool:
        """Tell whether something new has come for a person, by e-mail or by telephone."""
        fresh = [path for path in self._messages() if path.name not in seen]
        texts = [path for path in fresh if json.loads(path.read_bytes())["to"] == telephone]
        return bool(texts or self.letters(email_address, seen))

    def files(self) -> list[Path]:
        """Return every e-mail and text message, as files."""
        return [*self._mails(), *self._messages()]

    def _link(self, to: str, seen: frozenset[str]) -> str | None:
        for letter in reversed(self.letters(to, seen)):
            found = _LINK.search(text_of(letter))
            if found:
                return found[0]
        return None

    def _code(self, to: str, seen: frozenset[str]) -> str | None:
        for path in reversed(self._messages()):
            message = json.loads(path.read_bytes())
            found = _CODE.search(message["text"])
            if path.name not in seen and message["to"] == to and found:
                return found[0]
        return None

    def _mails(self) -> list[Path]:
        return sorted((self.home / "mailbox").glob("[0-9]*.eml"))

    def _messages(self) -> list[Path]:
        return sorted((self.home / "sms").glob("[0-9]*.json"))


def text_of(letter: EmailMessage) -> str:
    """Return the plain part of an e-mail."""
    part = letter.get_body(preferencelist=("plain",))
    return str(part.get_content()) if part else ""


def _letter(path: Path) -> EmailMessage:
    return BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(path.read_bytes())
