"""Chains of evidence for tests, with a fixed clock and counted randomness."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.domain.actors import SYSTEM, Actor
from app.evidence import chain
from app.evidence.chain import Draft, Entry, Head
from app.evidence.events import Doc, Subject

CASE = UUID("7b0c2f64-1f5e-4a53-9d3b-0b8a4c1d2e3f")
TENANT = "ribalba"
START = datetime(2026, 11, 23, 8, 15, 4, 123456, tzinfo=UTC)
CITIZEN = Actor("citizen", "0f8fad5b-d9cb-469f-a165-70867728950e", "link_sms")
CLERK = Actor("clerk", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "password_totp")
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


def counted() -> Callable[[int], bytes]:
    """Return a source of bytes that are all different and always the same."""
    calls = iter(range(1, 1_000_000))

    def take(size: int) -> bytes:
        return hashlib.shake_256(next(calls).to_bytes(8, "big")).digest(size)

    return take


def doc(content: bytes = PDF, role: str = "request", mime: str = "application/pdf") -> Doc:
    """Return how an event names `content`."""
    return Doc(hashlib.sha256(content).digest(), len(content), mime, role)


def draft(kind: str = "case.opened", **changes: object) -> Draft:
    """Return an act of the office on its case."""
    return Draft(**({"type": kind, "actor": SYSTEM, "subject": Subject("case", str(CASE))} | changes))  # type: ignore[arg-type]  # fields of a draft by name


def chained(drafts: Iterable[Draft], head: Head | None = None) -> tuple[list[Entry], Head]:
    """Return the entries of `drafts`, one minute apart, and the head after them."""
    head = head or chain.start(TENANT, CASE)
    random, entries = counted(), []
    for minute, one in enumerate(drafts):
        entry, head = chain.extend(head, one, START + timedelta(minutes=minute), random)
        entries.append(entry)
    return entries, head
