"""Receive files from anybody: say what they really are, or refuse them with a reason that people understand.

The kind is decided by the first bytes, never by name or declared type; whatever must be parsed is parsed
in a confined child. The original is kept as evidence; what officials look at is a picture made of it.
"""

import hashlib
import re
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.documents import confinement
from app.domain import errors

REASONS = (
    "too_big",
    "empty",
    "unknown_type",
    "executable",
    "encrypted",
    "damaged",
    "active_content",
    "bomb",
    "polyglot",
)
_KINDS = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_EXTENSIONS = {"pdf": "pdf", "jpeg": "jpg", "png": "png", "webp": "webp"}
_PROGRAMS = (b"\x7fELF", b"MZ", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_MACROS = b"vbaProject.bin"
_PDF_HEADER, _HEADER_ZONE = b"%PDF-", 1024
_TRAILER_ZONE, _ZIP_RECORD = 66_000, 22
_LONGEST_NAME = 100
_CONFINED = confinement.Limits(memory=1 << 30, cpu_seconds=10, wall_seconds=20)
_FAILURES = {"timeout": "bomb", "memory": "bomb", "crash": "damaged"}


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How much a file may be: bytes, pages and pixels."""

    size: int = 10_000_000
    pages: int = 300
    pixels: int = 50_000_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may enter. `pages` is 1 for a picture; `signed` says that it carries signatures."""

    kind: str
    mime: str
    sha256: bytes
    size: int
    pages: int
    safe_name: str
    signed: bool = False


def inspect(source: bytes | Path, declared_name: str, limits: UploadLimits | None = None) -> Accepted:
    """Return what `source` is. Raises `DocumentRejected` with one of `REASONS`."""
    allowed = limits or UploadLimits()
    content = _read(source, allowed)
    kind = _kind(content)
    answer = _confined(f"inspect_{_nature(kind)}", {"kind": kind, **asdict(allowed)}, content)[0]
    return Accepted(
        kind=kind,
        mime=_KINDS[kind],
        sha256=hashlib.sha256(content).digest(),
        size=len(content),
        pages=int(answer["pages"]),
        safe_name=safe_name(declared_name, kind),
        signed=bool(answer["signed"]),
    )


def preview(content: bytes, page: int = 1, width: int = 1000, kind: str = "pdf") -> bytes:
    """Return a PNG of a page (from 1) or picture, `width` pixels wide, with no metadata.

    Raises `NotFound` for a page that is not there and `DocumentRejected` when it cannot be drawn.
    """
    answer, pictures = _confined(
        f"preview_{_nature(kind)}", {"kind": kind, "page": page, "width": max(50, min(width, 2400))}, content
    )
    if answer.get("missing"):
        raise errors.NotFound("no such page")
    return pictures[0]


def page_count(pdf: bytes) -> int:
    """Return the number of pages of `pdf`. Raises `DocumentRejected`."""
    return int(_confined("pages", {}, pdf)[0]["pages"])


def safe_name(declared: str, kind: str) -> str:
    """Return a file name without paths, controls or tricks, that ends as its content demands."""
    name = unicodedata.normalize("NFC", declared).replace("\\", "/").rpartition("/")[2]
    name = "".join(c if unicodedata.category(c)[0] in "LNM" or c in " ._-()" else " " for c in name)
    stem, _dot, extension = name.rpartition(".")
    stem = stem if stem.strip(" .") and re.fullmatch(r"[A-Za-z0-9]{1,5}", extension) else name
    stem = re.sub(r"[ .]*\.[ .]*", ".", " ".join(stem.split())).strip(" .-")
    return f"{stem[:_LONGEST_NAME].strip(' .-') or 'documento'}.{_EXTENSIONS[kind]}"


def _read(source: bytes | Path, limits: UploadLimits) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > limits.size:
        raise errors.DocumentRejected("too_big")
    content = source if isinstance(source, bytes) else source.read_bytes()
    if not content.strip(b"\0 \r\n\t"):
        raise errors.DocumentRejected("empty")
    return content


def _kind(content: bytes) -> str:
    """Name the kind by the bytes at the very beginning, so that nothing can hide in front."""
    if content.startswith(_PROGRAMS):
        raise errors.DocumentRejected("executable")
    if content.startswith(_PDF_HEADER) and not _ends_as_zip(content):
        return "pdf"
    if _PDF_HEADER in content[: _HEADER_ZONE + len(_PDF_HEADER)]:
        raise errors.DocumentRejected("polyglot")
    if content.startswith(b"PK") and _MACROS in content:
        raise errors.DocumentRejected("active_content")
    magic = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
    found = next((kind for start, kind in magic.items() if content.startswith(start)), None)
    if found is None and content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        found = "webp"
    if found is None:
        raise errors.DocumentRejected("unknown_type")
    if _ends_as_zip(content):
        raise errors.DocumentRejected("polyglot")
    return found


def _nature(kind: str) -> str:
    return "document" if kind == "pdf" else "picture"


def _ends_as_zip(content: bytes) -> bool:
    """Whether a ZIP reader would open the file from its end. Source: APPNOTE.TXT 4.3.16."""
    tail = content[-_TRAILER_ZONE:]
    at = tail.rfind(b"PK\x05\x06")
    return at >= 0 and len(tail) - at >= _ZIP_RECORD


def _confined(task: str, header: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    try:
        answer, blobs = confinement.run(task, header, [content], _CONFINED)
    except confinement.ChildFailed as failure:
        raise errors.DocumentRejected(_FAILURES[failure.reason]) from failure
    if "rejected" in answer:
        raise errors.DocumentRejected(str(answer["rejected"]))
    return answer, blobs
