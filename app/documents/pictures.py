"""Check and redraw pictures that a stranger sent; runs in the confined child only."""

import io
import warnings
from typing import Any

from PIL import Image, ImageOps

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_MOST_PIXELS, _MOST_SOURCE_PIXELS = 30_000_000, 50_000_000

Answer = tuple[dict[str, Any], list[bytes]]


def inspect(header: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Answer {"pages", "signed"} or {"rejected": reason}; the size is judged before anything is drawn."""
    Image.MAX_IMAGE_PIXELS = header["pixels"]
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with _opened(header, blobs[0]) as picture:
                if picture.width * picture.height > header["pixels"]:
                    return {"rejected": "bomb"}, []
                picture.load()
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            return {"rejected": "bomb"}, []
        except (OSError, SyntaxError, ValueError, EOFError):
            return {"rejected": "damaged"}, []
    return {"pages": 1, "signed": False}, []


def preview(header: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Answer with an upright PNG of the pixels only: no place, no camera, nothing appended survives."""
    try:
        with _opened(header, blobs[0]) as picture:
            if picture.width * picture.height > _MOST_SOURCE_PIXELS:
                return {"rejected": "bomb"}, []
            picture.draft("RGB", (header["width"], header["width"]))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return {"rejected": "damaged"}, []
    width = min(upright.width, header["width"])
    height = max(1, round(upright.height * width / upright.width))
    if width * height > _MOST_PIXELS:
        return {"rejected": "bomb"}, []
    clean = Image.new("RGB", (width, height))
    clean.paste(upright.resize((width, height)))
    return {}, [png(clean)]


def png(picture: Image.Image) -> bytes:
    """Return `picture` as a PNG without metadata."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG")
    return out.getvalue()


def _opened(header: dict[str, Any], content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=[_FORMATS[header["kind"]]])
