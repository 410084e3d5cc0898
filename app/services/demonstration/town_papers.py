"""Papers that the people of the demonstration hand in: a page that says what it stands for."""

from typing import Final

_PAGE: Final = (
    "q 0.94 0.93 0.90 rg 60 560 475 220 re f Q q 0.33 0.38 0.42 RG 2 w 60 560 475 220 re S Q "
    "BT /F 22 Tf 84 730 Td ({title}) Tj /F 14 Tf 0 -36 Td ({owner}) Tj 0 -60 Td (DEMOSTRACI\\323N, SIN VALIDEZ) Tj ET"
)


def page(title: str, owner: str) -> bytes:
    """Return a PDF of one page with a title and the name of its owner."""
    drawn = _PAGE.format(title=_safe(title), owner=_safe(owner)).encode("cp1252", "replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length " + str(len(drawn)).encode() + b" >>\nstream\n" + drawn + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F 5 0 R >> >>",
    )
    made, places = b"%PDF-1.7\n", list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + head + table + tail


def _safe(text: str) -> str:
    return text.replace("\\", "").replace("(", "\\(").replace(")", "\\)")
