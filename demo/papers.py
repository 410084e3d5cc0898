"""Small real files to hand in, made on the spot."""

import io

import pikepdf
from PIL import Image, ImageDraw

from demo.pages import File


def pdf(title: str, pages: int = 1) -> bytes:
    """Return a small PDF with a line of text."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    for number in range(1, pages + 1):
        page = made.add_blank_page(page_size=(595, 842))
        words = f"{title} ({number}/{pages})".encode("cp1252", "replace")
        safe = words.replace(b"\\", b"").replace(b"(", b"\\(").replace(b")", b"\\)")
        page.Contents = made.make_stream(b"BT /F 18 Tf 72 760 Td (" + safe + b") Tj ET")
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def photograph(title: str) -> bytes:
    """Return a small JPEG with a line of text, as a telephone takes it."""
    picture = Image.new("RGB", (1000, 640), "#e8e4da")
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((40, 40, 960, 600), outline="#55606b", width=4)
    drawing.text((80, 80), title.encode("ascii", "replace").decode(), fill="#1b1f24", font_size=32)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def paper(slot: str, owner: str, *, again: bool = False) -> File:
    """Return a file for a slot: photographs for identity, PDF for the rest."""
    title = f"{slot} de {owner}{' corregido' if again else ''}"
    if "identity" in slot:
        return f"{slot}.jpg", photograph(title), "image/jpeg"
    return f"{slot}.pdf", pdf(title, 2 if again else 1), "application/pdf"
