"""What people send is what it is, whatever it says; traps are named and nothing of them is run."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.documents import uploads
from app.domain import errors
from tests.documents import hostile
from tests.documents.conftest import Signed


def reason(content: bytes, name: str = "paper.pdf") -> str:
    with pytest.raises(errors.DocumentRejected) as refused:
        uploads.inspect(content, name)
    assert refused.value.reason in uploads.REASONS
    return refused.value.reason


def test_an_honest_document_enters() -> None:
    content = hostile.pdf(3)

    accepted = uploads.inspect(content, "Contrato de alquiler.PDF")

    assert accepted == uploads.Accepted(
        "pdf", "application/pdf", hashlib.sha256(content).digest(), len(content), 3, "Contrato de alquiler.pdf"
    )


@pytest.mark.parametrize(("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_an_honest_picture_enters_under_its_true_kind(kind: str, mime: str) -> None:
    accepted = uploads.inspect(hostile.image(kind), "dni.pdf")

    assert (accepted.mime, accepted.pages) == (mime, 1)
    assert accepted.safe_name == {"JPEG": "dni.jpg", "PNG": "dni.png", "WEBP": "dni.webp"}[kind]


def test_a_file_on_disk_enters(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(hostile.pdf())

    assert uploads.inspect(tmp_path / "a", "a.pdf").kind == "pdf"


def test_a_document_that_forbids_printing_only_may_enter() -> None:
    assert uploads.inspect(hostile.readable_but_protected(), "a.pdf").pages == 1


def test_our_own_signed_document_enters_and_is_known_as_signed(signed: Signed) -> None:
    accepted = uploads.inspect(signed.sealed, "orden.pdf")

    assert accepted.signed
    assert not uploads.inspect(signed.base, "orden.pdf").signed


TRAPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "zeros": (lambda: bytes(1000), "empty"),
    "elf": (lambda: b"\x7fELF" + bytes(100), "executable"),
    "windows_program": (lambda: b"MZ" + bytes(100), "executable"),
    "shell_script": (lambda: b"#!/bin/sh\nrm -rf /\n", "executable"),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "unknown_type"),
    "html": (lambda: b"<!DOCTYPE html><script>x()</script>", "unknown_type"),
    "text": (lambda: b"just text", "unknown_type"),
    "gif": (lambda: b"GIF89a" + bytes(50), "unknown_type"),
    "old_office": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unknown_type"),
    "archive": (hostile.archive, "unknown_type"),
    "macro_document": (hostile.macro_document, "active_content"),
    "encrypted": (hostile.encrypted, "encrypted"),
    "javascript_on_opening": (hostile.javascript_on_opening, "active_content"),
    "javascript_by_name": (hostile.javascript_by_name, "active_content"),
    "launch_in_direct_dictionary": (hostile.launch_in_direct_dictionary, "active_content"),
    "xfa_form": (hostile.xfa_form, "active_content"),
    "embedded_program": (hostile.embedded_program, "active_content"),
    "flate_bomb": (hostile.flate_bomb, "bomb"),
    "nested_flate": (hostile.nested_flate, "bomb"),
    "image_bomb": (hostile.image_bomb, "bomb"),
    "gif_and_pdf": (hostile.gif_and_pdf, "polyglot"),
    "pdf_and_zip": (hostile.pdf_and_zip, "polyglot"),
    "jpeg_and_zip": (hostile.jpeg_and_zip, "polyglot"),
    "jpeg_and_pdf": (hostile.jpeg_and_pdf, "polyglot"),
    "html_after_the_end": (lambda: hostile.pdf() + b"<html>" + bytes(2000), "polyglot"),
    "cut": (lambda: hostile.pdf()[:-40], "damaged"),
    "no_objects": (lambda: b"%PDF-1.7\n%%EOF", "damaged"),
    "no_table": (lambda: b"%PDF-1.7\n" + bytes(5000) + b"%%EOF", "damaged"),
    "half_a_picture": (lambda: hostile.image()[:2000], "damaged"),
    "no_picture": (lambda: b"\xff\xd8\xff" + bytes(500), "damaged"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_refused_by_name(trap: str) -> None:
    make, expected = TRAPS[trap]

    assert reason(make()) == expected


def test_nesting_without_end_is_refused() -> None:
    assert reason(hostile.deep()) in {"bomb", "damaged"}


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with (tmp_path / "big.pdf").open("wb") as file:
        file.truncate(50_000_000)

    with pytest.raises(errors.DocumentRejected) as refused:
        uploads.inspect(tmp_path / "big.pdf", "big.pdf")

    assert refused.value.reason == "too_big"
    assert reason(bytes(50_000_000)) == "too_big"


def test_the_number_of_pages_is_limited() -> None:
    with pytest.raises(errors.DocumentRejected):
        uploads.inspect(hostile.pdf(4), "a.pdf", uploads.UploadLimits(pages=3))


def test_a_preview_shows_the_page_at_the_asked_width(signed: Signed) -> None:
    picture = Image.open(io.BytesIO(uploads.preview(signed.sealed, 1, 500)))

    assert (picture.format, picture.width) == ("PNG", 500)
    assert sum(picture.convert("L").histogram()[:100]) > 1000


def test_a_page_that_is_not_there_is_not_found() -> None:
    with pytest.raises(errors.NotFound):
        uploads.preview(hostile.pdf(), 2)


def test_pages_are_counted() -> None:
    assert uploads.page_count(hostile.pdf(5)) == 5


def test_what_is_no_document_has_no_pages() -> None:
    with pytest.raises(errors.DocumentRejected):
        uploads.page_count(b"no")


def test_a_picture_is_shown_upright_without_place_or_camera() -> None:
    original = hostile.image(size=(400, 200), gps=True)
    assert b"Camera" in original

    shown = uploads.preview(original, width=400, kind="jpeg")

    picture = Image.open(io.BytesIO(shown))
    assert picture.size == (200, 400)
    assert not picture.getexif()
    assert b"Camera" not in shown


def test_nothing_appended_to_a_picture_survives_its_preview() -> None:
    assert b"PK\x05\x06" not in uploads.preview(hostile.jpeg_and_zip(), kind="jpeg")


def test_the_preview_of_a_bomb_is_refused() -> None:
    with pytest.raises(errors.DocumentRejected):
        uploads.preview(hostile.image_bomb(), kind="png")


@pytest.mark.parametrize(
    ("declared", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Núria\\Mi contrato.docx", "Mi contrato.pdf"),
        ("factura.pdf.exe", "factura.pdf.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "documento.pdf"),
        ("a\0b\r\nc.pdf", "a b c.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("Ajuntament d'Alzira.pdf", "Ajuntament d Alzira.pdf"),
    ],
)
def test_names_are_made_safe(declared: str, safe: str) -> None:
    assert uploads.safe_name(declared, "pdf") == safe


@given(st.text())
def test_no_name_escapes(declared: str) -> None:
    safe = uploads.safe_name(declared, "pdf")

    assert safe.endswith(".pdf")
    assert not set(safe) & set('/\\\0\r\n:"<>|*?')
    assert not safe.startswith(".")
    assert len(safe) <= 104
