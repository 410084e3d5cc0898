"""Files of a case: sealed under its key before they are stored, checked against their digest when read.

Not a use case. Files are stored before the transaction that speaks of them: one that nobody speaks
of in the end is only room lost.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.documents import raster
from app.domain.errors import OfficeError
from app.evidence.events import Doc
from app.ports import Outside
from app.store.sealing import CaseSeal
from app.store.tables import CaseRow, VersionRow

PLACE = "document.blob"
FILE_NAME, NOTE, REFUSAL = "document.file_name", "document.note", "signature.refusal"
PDF = "application/pdf"


class FileChanged(OfficeError):
    """A stored file is not the one that was stored."""

    code = "document.changed"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies in the store. `sha256` and `size` are of its open content."""

    document_id: UUID
    number: int
    blob: str
    sha256: bytes
    size: int

    def row(self, case: CaseRow, reason: str, now: datetime) -> dict[str, Any]:
        """Return the row of this version of its document."""
        return {
            "document_id": self.document_id,
            "number": self.number,
            "entity": case.entity,
            "sha256": self.sha256,
            "size": self.size,
            "blob": self.blob,
            "reason": reason,
            "created_at": now,
        }

    def doc(self, role: str, mime: str = PDF) -> Doc:
        """Return the file as evidence names it."""
        return Doc(self.sha256, self.size, mime, role)


def put(outside: Outside, seal: CaseSeal, document_id: UUID, number: int, content: bytes) -> Stored:
    """Seal and store a version of a document. Raises `OperatorUnavailable` when the store is full or away.

    Each attempt has a place of its own, so that no attempt writes over another.
    """
    blob = f"{seal.case_id}/{document_id}/{number}-{secrets.token_hex(6)}"
    outside.blobs.put(blob, seal.seal(content, PLACE))
    return Stored(document_id, number, blob, hashlib.sha256(content).digest(), len(content))


def take(outside: Outside, seal: CaseSeal, version: VersionRow) -> bytes:
    """Return the content of a version. Raises `FileChanged`, `SealBroken`, or what the store raises."""
    content = seal.open(outside.blobs.get(version.blob), PLACE)
    if not hmac.compare_digest(hashlib.sha256(content).digest(), version.sha256):
        raise FileChanged("a stored file does not have its digest")
    return content


def doc(version: VersionRow, role: str, mime: str = PDF) -> Doc:
    """Return a stored version as evidence names it."""
    return Doc(version.sha256, version.size, mime, role)


def page_count(pdf: bytes) -> int:
    """Return the number of pages of a PDF that the office has just made itself."""
    return int(raster.pages({}, [pdf])[0]["pages"])
