"""Draw pages as plain PNG; runs in the confined child only."""

from typing import Any

import pypdfium2

from app.documents import pictures

_MOST_PIXELS = 30_000_000

Answer = tuple[dict[str, Any], list[bytes]]


def pages(_header: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Answer {"pages"} of a PDF, or {"rejected"}."""
    try:
        document = pypdfium2.PdfDocument(blobs[0])
    except pypdfium2.PdfiumError:
        return {"rejected": "damaged"}, []
    return {"pages": len(document)}, []


def preview(header: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Answer with the PNG of one page, or {"missing"} or {"rejected"}."""
    try:
        return _page(header, blobs[0])
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return {"rejected": "damaged"}, []


def _page(header: dict[str, Any], content: bytes) -> Answer:
    document = pypdfium2.PdfDocument(content)
    if not 1 <= header["page"] <= len(document):
        return {"missing": True}, []
    document.init_forms()  # so that the visible marks of signatures are drawn too
    page = document[header["page"] - 1]
    width, height = page.get_size()
    scale = header["width"] / max(width, 1.0)
    if header["width"] * height * scale > _MOST_PIXELS:
        return {"rejected": "bomb"}, []
    return {}, [pictures.png(page.render(scale=scale).to_pil())]
