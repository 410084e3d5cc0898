"""An outside world in memory: a clock to be set, sinks that record, files in a dictionary, real keys."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.adapters.keyring import MasterKeyring
from app.domain.errors import NotFound, OfficeError, OperatorUnavailable
from app.ports import Letter, Outside

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MASTER_KEY = "5a" * 32
BASE_URL = "https://ventanilla.test"


@dataclass(slots=True)
class FakeClock:
    """A clock that stands still until it is moved."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def forward(self, **amount: float) -> None:
        """Move by a `timedelta` of these arguments."""
        self.at += timedelta(**amount)


@dataclass(slots=True)
class RecordedSms:
    to: str
    text: str
    reference: str


@dataclass(slots=True)
class MemoryMail:
    """A mail server. `fault` is raised instead, when there is one; the same reference is kept once."""

    sent: list[Letter] = field(default_factory=list)
    fault: OfficeError | None = None

    def send(self, letter: Letter) -> str:
        if self.fault is not None:
            raise self.fault
        if letter.reference not in {known.reference for known in self.sent}:
            self.sent.append(letter)
        return "250 memory"


@dataclass(slots=True)
class MemorySms:
    """An SMS gateway. As `MemoryMail`."""

    sent: list[RecordedSms] = field(default_factory=list)
    fault: OfficeError | None = None

    def send(self, to: str, text: str, reference: str) -> str:
        if self.fault is not None:
            raise self.fault
        if reference not in {known.reference for known in self.sent}:
            self.sent.append(RecordedSms(to, text, reference))
        return reference


@dataclass(slots=True)
class MemoryBlobs:
    """A file store. `fault` is raised by `put`, as a full disk does."""

    kept: dict[str, bytes] = field(default_factory=dict)
    fault: OfficeError | None = None

    def put(self, key: str, content: bytes) -> None:
        if self.fault is not None:
            raise self.fault
        self.kept[key] = content

    def get(self, key: str) -> bytes:
        try:
            return self.kept[key]
        except KeyError as fault:
            raise NotFound("no such file") from fault

    def delete(self, key: str) -> None:
        self.kept.pop(key, None)


@dataclass(frozen=True, slots=True)
class NoTimestamps:
    """A time-stamping authority that is away."""

    qualified: bool = False

    def respond(self, request: bytes) -> bytes:
        raise OperatorUnavailable(f"no authority for {len(request)} bytes")


@dataclass(frozen=True, slots=True)
class World:
    """The fakes, and the `Outside` that is made of them."""

    clock: FakeClock
    mail: MemoryMail
    sms: MemorySms
    blobs: MemoryBlobs
    outside: Outside


def world(folder: Path) -> World:
    """Return a fresh outside world whose keys of the town would lie in `folder`."""
    clock, mail, sms, blobs = FakeClock(), MemoryMail(), MemorySms(), MemoryBlobs()
    made = Outside(
        clock=clock,
        keys=MasterKeyring(MASTER_KEY),
        blobs=blobs,
        mail=mail,
        sms=sms,
        timestamps=NoTimestamps(),
        pki_folder=folder / "pki",
        pki_passphrase="a passphrase of the tests",
        base_url=BASE_URL,
    )
    return World(clock, mail, sms, blobs, made)
