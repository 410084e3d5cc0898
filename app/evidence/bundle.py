"""Bundles: everything that proves what happened in a case, in one zip that anybody can verify.

The format is described in docs/reference/evidence-format.md; `app.evidence.verifier` reads it
without sharing a line of code with the office. The same contents always give the same bytes.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.errors import EvidenceMalformed
from app.evidence import canonical, chain, commitments, events
from app.evidence.canonical import Value
from app.evidence.chain import Entry

FORMAT: Final = "ventanilla-evidence/1"
_MANIFEST: Final = "manifest.json"
_SIGNATURE: Final = "manifest.p7s"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_EXTENSIONS: Final = {
    "application/json": "json",
    "application/pdf": "pdf",
    "application/xml": "xml",
    "image/jpeg": "jpg",
    "image/png": "png",
    "text/plain": "txt",
    "text/xml": "xml",
}
_SOURCE: Final = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)

Sources = Mapping[str, bytes]
"""The files of one version of a procedure, by path."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle is made of.

    `entries` is the whole chain from its first event, with openings in clear where they are to be
    shown and b"" where not. `documents` are bytes that some event names. `sources` holds the
    versions of the procedure by content hash (hex). `facts` says what the case is, for people.
    """

    tenant: str
    case: UUID
    entries: Sequence[Entry]
    made_at: datetime
    documents: Sequence[bytes] = ()
    sources: Mapping[str, Sources] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)


def build(contents: Contents, sign: Callable[[bytes], bytes] | None = None) -> bytes:
    """Return the bundle as a zip.

    `sign` is given the manifest's bytes and returns a detached CMS signature by the entity's seal
    (DER); without it nothing proves that the end of the chain was not cut off. Raises
    `EvidenceBroken` when the chain does not hold, `EvidenceMalformed` when an opening fits no
    commitment, no event names a document, or a source has a path that a zip should not hold.
    """
    head = chain.verify(chain.start(contents.tenant, contents.case), contents.entries)
    stated: list[Any] = [json.loads(entry.body) for entry in contents.entries]
    files = {
        **{f"events/{entry.seq:06d}.json": entry.body for entry in contents.entries},
        **_openings(contents.entries, stated),
        **_documents(contents.documents, stated),
        **_sources(contents.sources),
    }
    manifest = canonical.encode(
        {
            "format": FORMAT,
            "tenant": contents.tenant,
            "case": str(contents.case),
            "events": head.seq,
            "head": head.digest.hex(),
            "closed": _closed(stated),
            "made_at": events.instant(contents.made_at),
            "facts": contents.facts,
            "files": [_listed(path, files[path]) for path in sorted(files)],
        }
    )
    sealed = {_SIGNATURE: sign(manifest)} if sign else {}
    return _zipped({_MANIFEST: manifest, **sealed, **{path: files[path] for path in sorted(files)}})


def _listed(path: str, content: bytes) -> dict[str, Value]:
    return {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def _closed(stated: Sequence[Any]) -> bool:
    ends = [event["type"] for event in stated if event["type"] in {"case.closed", "case.reopened"}]
    return ends[-1:] == ["case.closed"]


def _openings(entries: Sequence[Entry], stated: Sequence[Any]) -> dict[str, bytes]:
    files = {}
    for entry, event in zip(entries, stated, strict=True):
        if entry.openings:
            committed = {name: bytes.fromhex(digest) for name, digest in event["commit"].items()}
            commitments.opened(committed, entry.openings)
            files[f"open/{entry.seq:06d}.json"] = entry.openings
    return files


def _documents(documents: Sequence[bytes], stated: Sequence[Any]) -> dict[str, bytes]:
    named = {doc["sha256"]: doc["mime"] for event in stated for doc in event["docs"]}
    files = {}
    for content in documents:
        digest = hashlib.sha256(content).hexdigest()
        if digest not in named:
            raise EvidenceMalformed("no event names this document")
        files[f"documents/{digest}.{_EXTENSIONS.get(named[digest], 'bin')}"] = content
    return files


def _sources(versions: Mapping[str, Sources]) -> dict[str, bytes]:
    files = {}
    for digest, sources in versions.items():
        for path, content in sources.items():
            if not _SOURCE.fullmatch(path):
                raise EvidenceMalformed("a source has a path that a zip should not hold")
            files[f"sources/{digest}/{path}"] = content
    return files


def _zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path, content in files.items():
            member = zipfile.ZipInfo(path, _EPOCH)
            member.create_system = 3
            member.external_attr = 0o100644 << 16
            archive.writestr(member, content)
    return made.getvalue()
