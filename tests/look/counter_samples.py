"""Samples of the counter."""

from types import SimpleNamespace as Thing
from typing import Any

from tests.look.parts import Asked, Page

CASE = Thing(
    number="2026/DOM/000123",
    title="Domiciliar recibos municipales",
    applicant="Llúcia Martínez de la Fuente i Roig",
    url="/desk-case",
)
SEEN = {
    "document_kind": "dni",
    "document_number": "87654321X",
    "document_expiry-d": "1",
    "document_expiry-m": "5",
    "document_expiry-y": "2031",
    "looked": "1",
}


def person(**changes: Any) -> Thing:
    return Thing(
        **{
            "name": "Llúcia Martínez de la Fuente i Roig",
            "role": "Persona solicitante",
            "declared": "***4567**",
            "level": "Identidad sin comprobar",
            "level_tone": "waiting",
            "verified": "",
            "accept_url": "/identity",
            "refuse_url": "/identity",
            "reason": "",
            "correction": "",
            **changes,
        }
    )


FORM = Thing(title="¿De quién es la cuenta?", intro="", number=1, total=6, back_url=None)
SECTIONS = [
    Thing(
        title="La cuenta bancaria",
        rows=[
            ("Número de cuenta (IBAN)", "ES80 9999 0001 4500 0000 0001", "/filling"),
            ("Código BIC", "No contestado", None),
        ],
    )
]
PAPER_SIGNING = Thing(
    title="Orden de domiciliación de adeudo directo SEPA",
    signer="Llúcia Martínez de la Fuente i Roig (***4567**)",
    name="Llúcia Martínez de la Fuente i Roig",
    signature="1",
    document=Thing(title="Descargar el PDF para imprimirlo", url="/doc", size=148_000, kind="PDF"),
    sentence="Esta persona ha firmado este documento ante mí.",
    ticked=False,
    accept=".pdf,.jpg,.jpeg,.png",
    max_bytes=10_485_760,
)
PAGES: dict[str, Page] = {
    "filling": Page(
        "clerk/form.html",
        {"case": CASE, "page": FORM, "can_save": True, "asked": Asked("domiciliacion", "titular", {})},
        staff=True,
    ),
    "filling-error": Page(
        "clerk/form.html",
        {"case": CASE, "page": FORM, "can_save": True, "asked": Asked("domiciliacion", "titular", {}, {})},
        staff=True,
    ),
    "filling-review": Page(
        "clerk/review.html", {"case": CASE, "sections": SECTIONS, "back_url": "/filling", "errors": {}}, staff=True
    ),
    "contact": Page(
        "clerk/contact.html",
        {
            "case": CASE,
            "person": Thing(name="Llúcia Martínez de la Fuente i Roig", may=True, verify_url="/identity"),
            "asked": Asked("office/counter_contact", "contact", {"mobile": "+34600000678", "email": "ll@ejemplo.es"}),
        },
        staff=True,
    ),
    "contact-error": Page(
        "clerk/contact.html",
        {
            "case": CASE,
            "person": Thing(name="Joan Puig", may=True, verify_url="/identity"),
            "asked": Asked("office/counter_contact", "contact", {}, {"mobile": "12", "reason": ""}),
        },
        staff=True,
    ),
    "contact-first": Page(
        "clerk/contact.html",
        {"case": CASE, "person": Thing(name="Joan Puig", may=False, verify_url="/identity"), "fields_html": ""},
        staff=True,
    ),
    "paper-signing": Page(
        "clerk/paper_signing.html", {"case": CASE, "signing": PAPER_SIGNING, "errors": {}}, staff=True
    ),
    "paper-signing-wrong": Page(
        "clerk/paper_signing.html",
        {
            "case": CASE,
            "signing": PAPER_SIGNING,
            "errors": {
                "file": "Elija el archivo con la hoja firmada",
                "declares": "Marque la casilla para dar por firmado el documento",
            },
        },
        staff=True,
    ),
    "identity": Page(
        "clerk/identity.html",
        {"case": CASE, "person": person(), "asked": Asked("office/counter_identity", "document", {})},
        staff=True,
    ),
    "identity-missing": Page(
        "clerk/identity.html",
        {
            "case": CASE,
            "person": person(),
            "asked": Asked(
                "office/counter_identity", "document", {}, {**SEEN, "document_expiry-y": "2024", "looked": ""}
            ),
        },
        staff=True,
    ),
    "identity-other": Page(
        "clerk/identity.html",
        {
            "case": CASE,
            "person": person(
                level="Identidad comprobada",
                level_tone="done",
                verified="Amparo Ferrándiz, 9 dic 2026, 10:30, con la copia que entregó.",
                correction="Corregir el número declarado: desde ahora es 87654321X. Quedará en la historia.",
            ),
            "asked": Asked("office/counter_identity", "document", {}, SEEN),
            "errors": {
                "correct": "El documento dice 87654321X y la persona declaró ***4567**. Compruebe que es su "
                "expediente; si se equivocó al escribirlo, marque la casilla para corregirlo."
            },
        },
        staff=True,
    ),
}
