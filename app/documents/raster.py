"""Draw pages and pictures as plain PNG; runs in the confined child only."""

import io
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_MOST_PIXELS = 30_000_000
_MOST_SOURCE_PIXELS = 50_000_000

Answer = tuple[dict[str, Any], list[bytes]]


def pages(_header: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Answer {"pages"} of a PDF, or {"rejected"}."""
    try:
        document = pypdfium2.PdfDocument(blobs[0])
    except pypdfium2.PdfiumError:
        return {"rejected": "damaged"}, []
    return {"pages": len(document)}, []


def preview(header: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Answer with the PNG of one page or picture, or {"missing"} or {"rejected"}."""
    try:
        if header["kind"] != "pdf":
            return _picture(header, blobs[0])
        return _page(header, blobs[0])
    except (pypdfium2.PdfiumError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
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
    return {}, [_png(page.render(scale=scale).to_pil())]


def _picture(header: dict[str, Any], content: bytes) -> Answer:
    """Turn the picture upright and copy its pixels only: no place, no camera, nothing appended survives."""
    with Image.open(io.BytesIO(content), formats=[_FORMATS[header["kind"]]]) as picture:
        if picture.width * picture.height > _MOST_SOURCE_PIXELS:
            return {"rejected": "bomb"}, []
        picture.draft("RGB", (header["width"], header["width"]))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    height = max(1, round(upright.height * header["width"] / upright.width))
    if header["width"] * height > _MOST_PIXELS:
        return {"rejected": "bomb"}, []
    if upright.width > header["width"]:
        upright = upright.resize((header["width"], height))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    return {}, [_png(clean)]


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", optimize=False)
    return out.getvalue()
