"""What the office needs from outside, as protocols."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the present, aware UTC."""
        ...


class Keys(Protocol):
    """Wraps the keys of cases, so that the database alone opens nothing."""

    def wrap(self, key: bytes, owner: UUID) -> bytes:
        """Return `key` (32 bytes) encrypted for `owner`."""
        ...

    def unwrap(self, wrapped: bytes, owner: UUID) -> bytes:
        """Return the key that `wrap` was given. Raises `OfficeError` on any other bytes or owner."""
        ...

    def fingerprint(self, text: str, purpose: str) -> bytes:
        """Return a 32-byte keyed digest of `text`, useless without the master key."""
        ...


class Blobs(Protocol):
    """Where files lie, sealed by the office before they arrive here."""

    def put(self, key: str, content: bytes) -> None:
        """Store `content` under `key` durably. Raises `OperatorUnavailable` when the store is full or away."""
        ...

    def get(self, key: str) -> bytes:
        """Return what `put` stored. Raises `NotFound`."""
        ...

    def delete(self, key: str) -> None:
        """Forget `key`; no error when it is not there."""
        ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an e-mail. `media_type` may have parameters, e.g. text/calendar; method=PUBLISH."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail ready to leave. `reference` is the idempotency key and becomes the Message-ID."""

    to: str
    subject: str
    text: str
    html: str
    reference: str
    language: str = "es"
    attachments: tuple[Attachment, ...] = ()


class Mail(Protocol):
    """Sends e-mail."""

    def send(self, letter: Letter) -> str:
        """Hand `letter` over and return the server's receipt.

        Raises `OperatorUnavailable` when trying again may help and `OperatorFailed` when not.
        """
        ...


class Sms(Protocol):
    """Sends text messages."""

    def send(self, to: str, text: str, reference: str) -> str:
        """Hand a message over for `to` (E.164) and return the gateway's id. Raises as `Mail.send`."""
        ...


class Timestamps(Protocol):
    """A time-stamping authority (RFC 3161)."""

    @property
    def qualified(self) -> bool:
        """Return whether this is a qualified service (eIDAS art. 42)."""
        ...

    def respond(self, request: bytes) -> bytes:
        """Return the DER TimeStampResp for a DER TimeStampReq. Raises `OperatorUnavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """Every outside system, chosen once when a process starts."""

    clock: Clock
    keys: Keys
    blobs: Blobs
    mail: Mail
    sms: Sms
    timestamps: Timestamps
    pki_folder: Path
    pki_passphrase: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8080"
