"""Templates become archivable, accessible, verifiable documents, whatever citizens wrote in them."""

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import printable, rendering
from tests.documents import samples

PLAIN = b'#import "/frame.typ": *\n#opening()\n#par(data.text)\n'


def words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def plain(text: str, *, template: bytes = PLAIN) -> str:
    return " ".join(words(rendering.render(template, {"title": "T", "text": text}, samples.marks())))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("mandate", samples.MANDATE),
        ("request", samples.REQUEST),
        ("receipt", samples.RECEIPT),
        ("volante", samples.PADRON),
        ("certificado_padron", samples.PADRON),
    ],
)
@pytest.mark.parametrize("language", ["es", "ca"])
def test_a_document_claims_both_standards_and_its_language(name: str, data: dict[str, Any], language: str) -> None:
    pdf = samples.render(name, data, language)

    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as claims:
        assert (claims["pdfaid:part"], claims["pdfaid:conformance"], claims["pdfuaid:part"]) == ("3", "A", "1")
        assert document.Root.Lang == language
        assert document.Root.MarkInfo.Marked
        assert claims["dc:title"] == data["title"]


def test_every_page_has_the_code_the_address_its_number_and_the_warning() -> None:
    long = {**samples.REQUEST, "petition": "Que se me conceda la ayuda. " * 400}

    pages = words(samples.render("request", long))

    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert samples.CSV in page
        assert "ribalba.example/csv" in page
        assert f"Página {number} de {len(pages)}" in page
        assert "DEMOSTRACIÓN, SIN VALIDEZ" in page


def test_the_warning_goes_when_the_office_is_real() -> None:
    pdf = rendering.render(PLAIN, {"title": "T", "text": "x"}, samples.marks(demonstration=False))

    assert "DEMOSTRACIÓN" not in words(pdf)[0]


def test_catalan_speaks_catalan() -> None:
    page = words(samples.render("mandate", samples.MANDATE, "ca"))[0]

    assert "Mitjançant la signatura d'aquesta ordre de domiciliació" in page.replace("\r\n", " ")
    assert "DEMOSTRACIÓ, SENSE VALIDESA" in page


def test_the_receipt_shows_both_dates_and_every_digest() -> None:
    text = " ".join(words(samples.render("receipt", samples.RECEIPT))).replace("\r\n", " ")

    assert "2026-E-RC-000123" in text
    assert "sábado, 13 de diciembre de 2025, 10:30:12" in text
    assert "lunes, 15 de diciembre de 2025" in text
    assert text.replace(" ", "").count(samples.DIGEST) == 1
    assert text.replace(" ", "").count("cd" * 32) == 1


@pytest.mark.parametrize("language", ["es", "ca"])
def test_a_residency_note_is_not_signed_and_a_certificate_is_and_neither_expires(language: str) -> None:
    note, certificate = (samples.render(name, samples.PADRON, language) for name in ("volante", "certificado_padron"))

    for pdf, fields in ((note, []), (certificate, ["seal"])):
        with pikepdf.open(io.BytesIO(pdf)) as document:
            form = document.Root.get("/AcroForm")
            found = [str(field.T) for field in form.Fields] if form is not None else []
        text = " ".join(words(pdf)).replace("\r\n", " ")
        assert found == fields
        assert all(word in text for word in ("Marina Climent Boix", "02/09/2019", "Pau Alapont Climent", "12, 2 1"))
        assert not any(
            word in text.casefold() for word in ("validez de", "caduca", "vigencia", "vigència", "tres meses")
        )


def test_a_residency_note_of_one_person_speaks_of_one() -> None:
    padron = samples.PADRON["answers"]["padron"]
    alone = {**padron, "scope": "individual", "people": padron["people"][:1]}

    text = words(samples.render("volante", {**samples.PADRON, "answers": {"padron": alone}}))[0].replace("\r\n", " ")

    assert "la persona que se indica está inscrita" in text
    assert "Pau" not in text


def test_the_same_data_gives_the_same_bytes() -> None:
    assert samples.render("receipt", samples.RECEIPT) == samples.render("receipt", samples.RECEIPT)


def test_signature_boxes_become_tagged_described_fields(mandate: bytes) -> None:
    with pikepdf.open(io.BytesIO(mandate)) as document:
        fields = list(document.Root.AcroForm.Fields)

        assert [str(field.T) for field in fields] == ["applicant", "holder", "seal"]
        assert str(fields[0].TU) == "Persona solicitante: Joan Pla i Puig"
        assert all(int(field.F) == 4 and "/N" in field.AP for field in fields)
        parents = list(document.Root.StructTreeRoot.ParentTree.Nums)
        tagged = {int(parents[at]): parents[at + 1] for at in range(0, len(parents), 2)}
        assert all(pikepdf.Name.Form == tagged[int(field.StructParent)].S for field in fields)


@pytest.mark.parametrize(
    "text",
    [
        '#eval("1+1") #read("/etc/passwd") #import "x"',
        "$x^2$ *bold* _under_ `raw` <label> @ref = heading",
        "- item + item / term: \\ escape // no comment /* none */",
        '"; #panic("x") ]])}',
    ],
)
def test_markup_written_by_citizens_is_only_text(text: str) -> None:
    assert text in plain(text).replace("\r\n", " ")


def test_what_no_font_shows_is_written_as_its_code() -> None:
    assert "[U+4F60][U+597D]" in plain("你好")


def test_direction_tricks_are_made_visible() -> None:
    assert "[U+202E]fdp.exe" in plain("\u202efdp.exe")


def test_arabic_accents_and_emoji_are_drawn() -> None:
    shown = plain("Ŀŀ ñ ç € « » مرحبا 😀")

    assert "Ŀŀ ñ ç € « »" in shown
    assert "[U+" not in shown


def test_a_word_of_four_thousand_letters_stays_on_the_page() -> None:
    pdf = rendering.render(PLAIN, {"title": "T", "text": "x" * 4000}, samples.marks())

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        edges = [page.get_charbox(at)[2] for at in range(page.count_chars())]
        assert max(edges) < document[0].get_width() - 40


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(codec=None), max_size=80))
def test_printable_text_is_covered_by_our_fonts(text: str) -> None:
    shown = printable.text(text)

    assert all(letter == "\n" or ord(letter) in printable.coverage() for letter in shown)


@settings(max_examples=6, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_document(text: str) -> None:
    assert rendering.render(PLAIN, {"title": text or "T", "text": text}, samples.marks()).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "template",
    [
        b'#import "@preview/cetz:0.3.0"',
        b'#read("/etc/passwd")',
        b'#read("../../../../etc/passwd")',
        b'#image("/proc/self/environ")',
        b"#let f(n) = f(n + 1)\n#f(0)",
        b'#panic("no")',
        b"\xff\xfe not text",
        b"#while true {}",
    ],
)
def test_a_template_that_reaches_out_or_never_ends_is_refused(template: bytes) -> None:
    with pytest.raises(rendering.TemplateRejected) as refused:
        rendering.render(template, {"title": "T"}, samples.marks())

    assert refused.value.reason == "template"
    assert refused.value.diagnostic
    assert "sheet-" not in refused.value.diagnostic


def test_a_template_cannot_eat_the_memory() -> None:
    greedy = b'#let s = "x" * 1000000\n#let all = range(100000).map(n => s + str(n))\n#all.len()\n'

    with pytest.raises(rendering.TemplateRejected):
        rendering.render(greedy, {"title": "T"}, samples.marks())


def test_a_template_cannot_hide_the_verification_footer() -> None:
    with pytest.raises(rendering.TemplateRejected) as refused:
        rendering.render(b"#set page(footer: none)\nHidden", {"title": "T"}, samples.marks())

    assert "verification footer" in refused.value.diagnostic


def test_two_signature_fields_of_one_name_are_refused() -> None:
    template = b'#import "/frame.typ": *\n#signature-box("a", "x", "y")\n#signature-box("a", "x", "y")'

    with pytest.raises(rendering.TemplateRejected):
        rendering.render(template, {"title": "T"}, samples.marks())


def test_the_diagnostic_stays_out_of_the_message() -> None:
    with pytest.raises(rendering.TemplateRejected) as refused:
        rendering.render(b'#import "/frame.typ": *\n#panic(data.secret)', {"secret": "12345678Z"}, samples.marks())

    assert "12345678Z" not in str(refused.value)


def test_attachments_travel_inside_as_associated_files() -> None:
    carried = rendering.Attachment("datos.json", b'{"a":1}', "application/json", "Datos de la solicitud")

    pdf = rendering.render(PLAIN, {"title": "T", "text": "x"}, samples.marks(), [carried])

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert [bytes(a.get_file().read_bytes()) for a in document.attachments.values()] == [b'{"a":1}']
        assert len(document.Root.AF) == 1
