"""Folders where the sinks put what the office sent: one file per message, whole or not at all.

`mailbox/<time>-<number>.eml` are e-mails as they came, with a Delivered-To line on top;
`sms/<time>-<number>.json` are text messages: {"to", "text", "reference", "at"}. Names sort by time.
"""

import itertools
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass(slots=True)
class Inbox:
    """A folder of messages."""

    folder: Path
    suffix: str
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, content: bytes, at: datetime) -> Path:
        """Store a message and return its file. Raises OSError when the disk does not take it."""
        name = f"{at:%Y%m%dT%H%M%S.%fZ}-{next(self._numbers):06d}"
        fresh = self.folder / f".{name}.{os.getpid()}"
        try:
            fresh.write_bytes(content)
            fresh.replace(self.folder / f"{name}{self.suffix}")
        finally:
            fresh.unlink(missing_ok=True)
        return self.folder / f"{name}{self.suffix}"


@dataclass(slots=True)
class TextMessages:
    """The text messages received; each reference is kept once."""

    inbox: Inbox
    _references: set[str] = field(default_factory=set)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        for path in self.inbox.folder.glob("*.json"):
            self._references.add(str(json.loads(path.read_bytes()).get("reference")))

    def take(self, to: str, text: str, reference: str) -> bool:
        """Keep a message; return False when its reference was here already."""
        with self._turn:
            if reference in self._references:
                return False
            at = datetime.now(UTC)
            message = {"to": to, "text": text, "reference": reference, "at": at.isoformat()}
            self.inbox.put(json.dumps(message, ensure_ascii=False).encode(), at)
            self._references.add(reference)
            return True
