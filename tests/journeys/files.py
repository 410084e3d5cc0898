"""Files that nobody should hand in, and that people do."""

import io
import struct
import zlib

import pikepdf

from demo import papers
from demo.pages import File


def encrypted() -> File:
    """Return a PDF that asks for a password."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.pdf("DNI"))) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user="secret", owner="owner"))
    return "dni.pdf", out.getvalue(), "application/pdf"


def active() -> File:
    """Return a PDF that runs a script when it is opened."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.pdf("DNI"))) as opened:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        opened.Root.OpenAction = script
        opened.save(out)
    return "dni.pdf", out.getvalue(), "application/pdf"


def picture_bomb() -> File:
    """Return a small PNG that says it is 60 000 pixels wide and high."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000, 9))
    return "dni.png", b"\x89PNG\r\n\x1a\n" + head + rows + chunk(b"IEND", b""), "image/png"


def program() -> File:
    """Return a program under the name of a picture."""
    return "dni.jpg", b"\x7fELF" + b"\0" * 2000, "image/jpeg"


def heavy(megabytes: int) -> File:
    """Return something that looks like a PDF and weighs that much."""
    return "dni.pdf", b"%PDF-1.7\n" + b"0" * (megabytes << 20), "application/pdf"


def empty() -> File:
    """Return nothing."""
    return "dni.pdf", b"", "application/pdf"


def torn() -> File:
    """Return the first half of a PDF."""
    whole = papers.pdf("DNI")
    return "dni.pdf", whole[: len(whole) // 2], "application/pdf"


def letter() -> File:
    """Return a text under the name of a PDF."""
    return "dni.pdf", b"Dear town hall, here is my identity card.", "application/pdf"
