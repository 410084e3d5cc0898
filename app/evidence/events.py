"""Events of evidence, format version 1. The format is frozen: docs/reference/evidence-format.md.

An event says who did what to which thing, in which case and when. It holds no personal data:
people are random pseudonyms, documents are digests, and values are commitments
(`app.evidence.commitments`).
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import EvidenceMalformed
from app.evidence import acts, canonical
from app.evidence.canonical import Value

TYPES: Final = acts.TYPES
VERSION: Final = 1
LARGEST_BODY: Final = 262_144
"""Most bytes that one event may have."""

_ACTORS: Final = frozenset({"citizen", "clerk", "worker", "system"})
_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_REF: Final = re.compile(r"[!-~]{1,200}", re.ASCII)
_TENANT: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
_MIME: Final = re.compile(r"[a-z0-9.+-]{1,64}/[a-z0-9.+-]{1,128}", re.ASCII)
_DIGEST: Final = 32
_NONCE: Final = 16


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act was done to: its kind ("task", "document", "case") and its reference."""

    kind: str
    ref: str


@dataclass(frozen=True, slots=True)
class Doc:
    """A document that an act concerns. `sha256` is 32 raw bytes, `size` counts bytes, `role` is a word."""

    sha256: bytes
    size: int
    mime: str
    role: str


@dataclass(frozen=True, slots=True)
class Event:
    """One act, at its place in the chain of its case.

    `case` is the id of the stream: a case, or whatever keeps a chain of its own. `prev` is the
    leaf hash of the event before it (32 bytes). `commit` maps field names to 32-byte commitments.
    """

    tenant: str
    case: UUID
    seq: int
    prev: bytes
    at: datetime
    nonce: bytes
    type: str
    actor: Actor
    subject: Subject
    docs: tuple[Doc, ...] = ()
    commit: Mapping[str, bytes] = field(default_factory=dict)
    data: Mapping[str, Value] = field(default_factory=dict)


def encode(event: Event) -> bytes:
    """Return the canonical bytes of `event`, which are what is hashed and kept.

    Raises `EvidenceMalformed` when a part is not what the format allows.
    """
    _check(event)
    body = canonical.encode(
        {
            "v": VERSION,
            "tenant": event.tenant,
            "case": str(event.case),
            "seq": event.seq,
            "prev": event.prev.hex(),
            "at": instant(event.at),
            "nonce": event.nonce.hex(),
            "type": event.type,
            "actor": _actor(event.actor),
            "subject": {"kind": event.subject.kind, "ref": event.subject.ref},
            "docs": [_doc(doc) for doc in event.docs],
            "commit": {name: digest.hex() for name, digest in event.commit.items()},
            "data": event.data,
        }
    )
    if len(body) > LARGEST_BODY:
        raise EvidenceMalformed("an event is too large")
    return body


def leaf_hash(body: bytes) -> bytes:
    """Return the 32-byte leaf hash of an event's canonical bytes, the next event's `prev`.

    Source: RFC 6962 section 2.1 (leaf prefix 0x00).
    """
    return hashlib.sha256(b"\x00" + body).digest()


def genesis(case: UUID) -> bytes:
    """Return the `prev` of the first event of `case`, which ties the chain to this case alone."""
    return hashlib.sha256(b"ovac-case-v1\n" + case.bytes).digest()


def instant(at: datetime) -> str:
    """Return an aware time as evidence writes it: UTC, six decimals, Z."""
    if at.utcoffset() is None:
        raise EvidenceMalformed("a time without a zone is no time")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _actor(actor: Actor) -> dict[str, Value]:
    stated: dict[str, Value] = {"kind": actor.kind, "ref": actor.ref}
    return stated | ({"auth": actor.auth} if actor.auth else {})


def _doc(doc: Doc) -> dict[str, Value]:
    return {"sha256": doc.sha256.hex(), "bytes": doc.size, "mime": doc.mime, "role": doc.role}


def _check(event: Event) -> None:
    _need(event.type in TYPES, "this type of event does not exist")
    _need(_TENANT.fullmatch(event.tenant) is not None, "a tenant is a small word")
    _need(event.seq >= 1, "events are counted from one")
    _need(len(event.prev) == _DIGEST and len(event.nonce) == _NONCE, "a digest or nonce has the wrong length")
    _need(event.actor.kind in _ACTORS and _referable(event.actor.ref), "the actor is not one")
    _need(not event.actor.auth or _word(event.actor.auth), "the way of signing in is a word")
    _need(_word(event.subject.kind) and _referable(event.subject.ref), "the subject is not one")
    _need(all(len(digest) == _DIGEST for digest in event.commit.values()), "a commitment has the wrong length")
    for doc in event.docs:
        _need(len(doc.sha256) == _DIGEST and doc.size >= 0, "a document's digest or size is wrong")
        _need(_MIME.fullmatch(doc.mime) is not None and _word(doc.role), "a document's type or role is wrong")


def _need(claim: bool, otherwise: str) -> None:
    if not claim:
        raise EvidenceMalformed(otherwise)


def _word(text: str) -> bool:
    return _WORD.fullmatch(text) is not None


def _referable(text: str) -> bool:
    return _REF.fullmatch(text) is not None
