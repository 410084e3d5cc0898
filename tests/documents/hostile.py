"""Files as they come from the street: honest ones, broken ones and traps."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image


def pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        document.save(out)
    return out.getvalue()


def _changed(change: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        assert callable(change)
        change(document)
        document.save(out, compress_streams=False)
    return out.getvalue()


def javascript_on_opening() -> bytes:
    # JavaScript in a direct dictionary of the catalogue.
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    return _changed(change)


def launch_in_direct_dictionary() -> bytes:
    # A Launch action in a direct dictionary, two levels deep in a direct annotation.
    def change(document: pikepdf.Pdf) -> None:
        action = Dictionary(
            S=Name.URI, URI=String("https://example.org"), Next=Dictionary(S=Name.Launch, F=String("x"))
        )
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
        document.pages[0].obj.Annots = Array([link])

    return _changed(change)


def javascript_by_name() -> bytes:
    # JavaScript in the names tree.
    def change(document: pikepdf.Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))

    return _changed(change)


def xfa_form() -> bytes:
    # An XFA form.
    def change(document: pikepdf.Pdf) -> None:
        document.Root.AcroForm = Dictionary(Fields=Array(), XFA=document.make_stream(b"<xdp/>"))

    return _changed(change)


def embedded_program() -> bytes:
    # A program attached to a document.
    def change(document: pikepdf.Pdf) -> None:
        document.attachments["photo.jpg"] = pikepdf.AttachedFileSpec(
            document,
            b"MZ" + bytes(100),
            filename="photo.jpg",
            description="",
            mime_type="",
            creation_date="",
            mod_date="",
        )

    return _changed(change)


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return out.getvalue()


def readable_but_protected() -> bytes:
    # Printing is forbidden; reading is not.
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=""))
    return out.getvalue()


def flate_bomb() -> bytes:
    # A hundred kilobytes that become a hundred megabytes.
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.Contents = document.make_indirect(
            pikepdf.Stream(document, zlib.compress(bytes(100_000_000), 9), Filter=Name.FlateDecode)
        )

    return _changed(change)


def nested_flate() -> bytes:
    # A bomb in a bomb.
    def change(document: pikepdf.Pdf) -> None:
        content = zlib.compress(zlib.compress(bytes(10_000_000), 9), 9)
        document.pages[0].obj.Contents = document.make_indirect(
            pikepdf.Stream(document, content, Filter=Array([Name.FlateDecode, Name.FlateDecode]))
        )

    return _changed(change)


def deep() -> bytes:
    # Arrays in arrays, thousands deep.
    body = b"[" * 3000 + b"]" * 3000
    return pdf().replace(b"/Type /Catalog", b"/Deep " + body + b" /Type /Catalog")


def image(kind: str = "JPEG", size: tuple[int, int] = (640, 480), *, gps: bool = False) -> bytes:
    out = io.BytesIO()
    picture = Image.radial_gradient("L").resize(size).convert("RGB")
    if gps:
        tags = Image.Exif()
        tags[0x0112] = 6
        tags[0x010F] = "Camera of Núria"
        tags.get_ifd(0x8825)[1] = "N"
        tags.get_ifd(0x8825)[2] = (39.0, 28.0, 11.0)
        picture.save(out, kind, exif=tags)
    else:
        picture.save(out, kind)
    return out.getvalue()


def image_bomb() -> bytes:
    # A picture of 900 megapixels in a few kilobytes: the header tells, nothing need be drawn.
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    row = zlib.compress(bytes(3751 * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def archive(name: str = "a.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, "hello")
    return out.getvalue()


def macro_document() -> bytes:
    return archive("word/vbaProject.bin")


def gif_and_pdf() -> bytes:
    return b"GIF89a/*" + bytes(20) + b"*/" + pdf()


def pdf_and_zip() -> bytes:
    return pdf() + archive()


def jpeg_and_zip() -> bytes:
    return image() + archive()


def jpeg_and_pdf() -> bytes:
    # A picture whose comment is a document.
    whole, body = image(), pdf()[:900]
    return whole[:2] + b"\xff\xfe" + struct.pack(">H", len(body) + 2) + body + whole[2:]
