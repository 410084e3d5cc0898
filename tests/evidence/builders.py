"""Chains of evidence for tests, with a fixed clock and counted randomness."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.domain.actors import SYSTEM, Actor
from app.evidence import chain
from app.evidence.bundle import Contents
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


SOURCES = {"procedure.yaml": b"id: alta\n", "alta.bpmn": b"<definitions/>", "forms/request.json": b"{}"}
PNG = b"\x89PNG\r\n\x1a\n"


def digest_of(sources: dict[str, bytes]) -> str:
    """Return the content hash of a procedure's version."""
    lines = (f"{hashlib.sha256(sources[path]).hexdigest()}  {path}\n" for path in sorted(sources))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def story() -> list[Draft]:
    """Return what happens in a small case that is closed, after which a document is fetched."""
    ran = {"diagram": digest_of(SOURCES)}
    paper = Subject("document", "5f0c1a52-7f0e-4d83-9b83-1d7a5a1c2b3d")
    return [
        draft("case.opened", actor=CITIZEN, data={"procedure": "alta", **ran}),
        draft("form.saved", actor=CITIZEN, values={"nif": "12345678Z", "address": {"street": "Mayor", "number": 3}}),
        draft("workflow.stepped", actor=CITIZEN, data={**ran, "transitions": [["request", "ready", "completed"]]}),
        draft("document.uploaded", actor=CITIZEN, subject=paper, docs=(doc(), doc(PNG, "photo", "image/png"))),
        draft("document.accepted", actor=CLERK, subject=paper, docs=(doc(),)),
        draft("workflow.stepped", actor=CLERK, data=ran),
        draft("case.closed"),
        draft("document.downloaded", actor=CITIZEN, subject=paper, docs=(doc(),)),
    ]


def contents(drafts: Iterable[Draft] | None = None, **changes: Any) -> Contents:
    """Return the contents of the bundle of a story."""
    entries, _ = chained(story() if drafts is None else drafts)
    stated: dict[str, Any] = {
        "tenant": TENANT,
        "case": CASE,
        "entries": entries,
        "made_at": START + timedelta(days=1),
        "documents": (PDF, PNG),
        "sources": {digest_of(SOURCES): SOURCES},
        "facts": {"number": "ALT-2026-000001", "demonstration": True},
    }
    return Contents(**(stated | changes))
