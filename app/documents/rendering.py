"""Turn a template and data into a document: PDF/A-3a and PDF/UA-1 in one file, verifiable on every page."""

import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno

from app.documents import confinement, printable, signature_fields
from app.domain import errors

_FRAME = Path(__file__).resolve().parents[2] / "forms" / "documents" / "frame.typ"
_LIMITS = confinement.Limits(memory=1 << 30, cpu_seconds=10, wall_seconds=20)
_MAIN = b'#import "/frame.typ": sheet\n#show: sheet\n#include "/template.typ"\n'
LARGEST_TEMPLATE = 200_000
LARGEST_DATA = 2_000_000


class TemplateRejected(errors.DocumentRejected):
    """A template does not compile, or breaks the frame. `diagnostic` is for the analyst's eyes only.

    It may quote the data that the template was tried with, so it never goes to a log.
    """

    def __init__(self, diagnostic: str) -> None:
        super().__init__("template", "the template does not give a document")
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Marks:
    """What every page says about the document.

    `csv` is a grouped code, `verify_url` the whole address that the QR holds, `issuer` the administration.
    """

    csv: str
    verify_url: str
    issued_at: datetime
    issuer: str
    language: str = "es"
    demonstration: bool = True


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside a document. `relationship` is "source", "data", "alternative" or "supplement"."""

    name: str
    content: bytes
    mime: str
    description: str
    relationship: str = "data"


def render(template: bytes, data: Mapping[str, Any], marks: Marks, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return the document that `template` makes of `data`, with its empty signature fields in place.

    Every string of `data` arrives as text, never as markup. The same arguments give the same bytes.
    Raises `TemplateRejected` when the template fails, needs too much, or hides the verification footer.
    """
    document = json.dumps(
        {
            "data": printable.tree(data),
            "marks": printable.tree(_spoken(marks)),
            "attachments": [
                {"path": f"/attachments/{n}", "name": one.name, "mime": one.mime, "description": one.description,
                 "relationship": one.relationship} for n, one in enumerate(attachments)
            ],
        }
    )  # fmt: skip
    if len(template) > LARGEST_TEMPLATE or len(document) > LARGEST_DATA:
        raise TemplateRejected("too large")
    with tempfile.TemporaryDirectory(prefix="sheet-") as root:
        _lay_out(Path(root), template, marks, attachments)
        answer, pdfs = _compile(root, document, marks)
    try:
        return signature_fields.place(pdfs[0], answer["signature-field"], answer["verification-mark"])
    except errors.DocumentRejected as broken:
        raise TemplateRejected(str(broken)) from broken


def _spoken(marks: Marks) -> dict[str, Any]:
    return {
        "csv": marks.csv,
        "url": marks.verify_url,
        "address": marks.verify_url.partition("://")[2] or marks.verify_url,
        "issuer": marks.issuer,
        "language": marks.language,
        "demonstration": marks.demonstration,
    }


def _lay_out(root: Path, template: bytes, marks: Marks, attachments: Sequence[Attachment]) -> None:
    """Write the only files that the template can read."""
    picture = io.BytesIO()
    segno.make(marks.verify_url, error="m", micro=False).save(picture, kind="svg", border=2, xmldecl=False)
    files = {"main.typ": _MAIN, "frame.typ": _frame(), "template.typ": template, "qr.svg": picture.getvalue()}
    files |= {f"attachments/{n}": one.content for n, one in enumerate(attachments)}
    (root / "attachments").mkdir()
    for path, content in files.items():
        (root / path).write_bytes(content)


def _compile(root: str, document: str, marks: Marks) -> tuple[dict[str, Any], list[bytes]]:
    header = {
        "root": root,
        "fonts": str(printable.FONTS),
        "document": document,
        "timestamp": int(marks.issued_at.timestamp()),
    }
    try:
        answer, pdfs = confinement.run("render", header, (), _LIMITS)
    except confinement.ChildFailed as failure:
        raise TemplateRejected(failure.reason) from failure
    if "failed" in answer:
        raise TemplateRejected(answer["failed"])
    return answer, pdfs


@lru_cache(maxsize=1)
def _frame() -> bytes:
    return _FRAME.read_bytes()
