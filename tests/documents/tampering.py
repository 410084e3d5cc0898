"""Attacks on a signed file, each as somebody would really carry it out."""

import io
import re

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def flip_content(pdf: bytes) -> bytes:
    """Change one bit in the first content stream."""
    at = pdf.index(b"stream\n") + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def _room(pdf: bytes, number: int) -> tuple[int, int]:
    found = list(re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", pdf))[number]
    _zero, before, after, _length = map(int, found.groups())
    return before, after


def flip_padding(pdf: bytes, number: int = 0) -> bytes:
    """Write a digit into the unsigned room behind a signature's CMS."""
    at = _room(pdf, number)[1] - 20
    return pdf[:at] + b"7" + pdf[at + 1 :]


def flip_last_padding(pdf: bytes) -> bytes:
    """Do the same in the last signature, whose room nothing later covers."""
    return flip_padding(pdf, -1)


def flip_token(pdf: bytes) -> bytes:
    """Change a bit of the time stamp that hangs, unsigned, on the first signature."""
    start, end = _room(pdf, 0)
    content = bytes.fromhex(pdf[start + 1 : end - 1].decode())
    at = content.rindex(b"\x17\x0d") if b"\x17\x0d" in content[2500:] else 2600
    broken = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    return pdf[: start + 1] + broken.hex().encode() + pdf[end - 1 :]


def garbage_after_end(pdf: bytes) -> bytes:
    """Append bytes after the end of file."""
    return pdf + b"\n% hello\n"


def shrink_range(pdf: bytes) -> bytes:
    """Sign less than was signed."""
    found = next(re.finditer(rb"/ByteRange \[([0-9 ]+)\]", pdf))
    numbers = found.group(1).split()
    numbers[3] = str(int(numbers[3]) - 100).encode()
    text = (b"/ByteRange [" + b" ".join(numbers) + b"]").ljust(found.end() - found.start())
    return pdf[: found.start()] + text + pdf[found.end() :]


def rewrite(pdf: bytes) -> bytes:
    """Save the file anew, as a careless tool does."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out)
    return out.getvalue()


def _page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    page: generic.DictionaryObject = writer.root["/Pages"]["/Kids"][0].get_object()
    return page


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def draw_over(pdf: bytes) -> bytes:
    """Draw a rectangle over the first page in an update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = _page(writer)
    drawing = writer.add_object(generic.StreamObject(stream_data=b"q 1 0 0 rg 100 400 300 60 re f Q"))
    page[pdf_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), drawing])
    writer.update_container(page)
    return _written(writer)


def annotate(pdf: bytes) -> bytes:
    """Put a text over the first page as an annotation."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = _page(writer)
    entries = {
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/FreeText"),
        "/Rect": generic.ArrayObject(map(generic.NumberObject, [100, 400, 400, 460])),
        "/Contents": generic.TextStringObject("FALSE"),
        "/DA": generic.TextStringObject("/Helv 20 Tf 1 0 0 rg"),
    }
    note = writer.add_object(generic.DictionaryObject({pdf_name(key): value for key, value in entries.items()}))
    page["/Annots"].append(note)
    writer.update_container(page["/Annots"])
    writer.update_container(page)
    return _written(writer)


def replace_appearance(pdf: bytes) -> bytes:
    """Show something else where the first signature shows its mark."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    field = next(
        one.get_object() for one in writer.root["/AcroForm"]["/Fields"] if one.get_object()["/T"] == "applicant"
    )
    entries = {
        "/Type": pdf_name("/XObject"),
        "/Subtype": pdf_name("/Form"),
        "/BBox": generic.ArrayObject(map(generic.NumberObject, [0, 0, 250, 60])),
    }
    red = generic.StreamObject(
        {pdf_name(key): value for key, value in entries.items()}, stream_data=b"1 0 0 rg 0 0 250 60 re f"
    )
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(red)})
    writer.update_container(field)
    return _written(writer)


def shadow_font(pdf: bytes) -> bytes:
    """Overwrite an embedded font in an update, so that the same codes show other letters."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fonts = _page(writer)["/Resources"]["/Font"]
    descriptor = fonts[next(iter(fonts))]["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    key = next(one for one in ("/FontFile2", "/FontFile3") if one in descriptor)
    program = descriptor[key]
    program._data = bytes(100)
    program._encoded_data = None
    writer.mark_update(descriptor.raw_get(key))
    return _written(writer)


def swap_attachment(pdf: bytes) -> bytes:
    """Replace the attached evidence in an update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    file = writer.root["/AF"][0].get_object()["/EF"]
    stream = file["/F"]
    stream._data = b'{"signer":"somebody else"}'
    stream._encoded_data = None
    writer.mark_update(file.raw_get("/F"))
    return _written(writer)


ATTACKS = (
    flip_content,
    flip_padding,
    flip_last_padding,
    flip_token,
    garbage_after_end,
    shrink_range,
    rewrite,
    draw_over,
    annotate,
    replace_appearance,
    shadow_font,
    swap_attachment,
)
