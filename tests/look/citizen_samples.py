"""Samples of the pages of somebody who has a case."""

from types import SimpleNamespace as Thing

from tests.look.parts import (
    CASE,
    ENTRY,
    NOW,
    SECTIONS,
    SIGNING,
    STEPS,
    Asked,
    Page,
    ago,
    ahead,
    case,
    document,
    paper,
    step,
)

PAPERS = [
    paper(
        "identity",
        "Documento de identidad",
        "returned",
        hint="DNI, NIE o pasaporte, por las dos caras.",
        reason="La foto del reverso está movida y no se lee el número. Haga otra con más luz y sin flash.",
        document=document("DNI Llúcia.jpg", 2_480_000, kind="JPG"),
    ),
    paper(
        "account",
        "Certificado de titularidad de la cuenta",
        "missing",
        hint="Lo da su banco, también por internet. Debe verse el IBAN y su nombre.",
    ),
    paper(
        "receipt",
        "Último recibo del IBI",
        "pending",
        required=False,
        document=document("recibo_ibi_2026.pdf"),
        remove_url="/papers",
        upload_url=None,
    ),
    paper(
        "authorisation",
        "Autorización de la persona titular",
        "accepted",
        document=document("autorizacion.pdf"),
        upload_url=None,
    ),
]

PAGES: dict[str, Page] = {
    "case": Page("citizen/case.html", {"case": case(), "refresh": 0}),
    "case-waiting": Page(
        "citizen/case.html",
        {
            "refresh": 0,
            "case": case(
                sentence="Hemos registrado su solicitud y la estamos revisando.",
                tone="waiting",
                entry=ENTRY,
                steps=[
                    *STEPS[:3],
                    step(
                        3,
                        title="Orden firmada y presentada",
                        state="done",
                        at=ago(hours=4),
                        documents=[document("Justificante de presentación"), document("Orden firmada", 231_000)],
                    ),
                    step(
                        4, state="waiting", hint="Comprobamos la cuenta y damos de alta la orden.", until=ahead(days=7)
                    ),
                    STEPS[5],
                ],
            ),
        },
    ),
    "case-returned": Page(
        "citizen/case.html",
        {
            "refresh": 0,
            "case": case(
                sentence="Tiene que corregir un documento para que podamos seguir.",
                returned=1,
                steps=[
                    STEPS[0],
                    step(
                        1,
                        title="Corrija un documento",
                        state="now",
                        at=None,
                        hint="Documento de identidad: la foto del reverso está movida y no se lee el número.",
                        until=ahead(days=14),
                        action=Thing(label="Subir otra foto", url="/papers"),
                    ),
                    step(2, state="next", at=None),
                    step(3, state="next"),
                    *STEPS[4:],
                ],
            ),
        },
    ),
    "case-done": Page(
        "citizen/case.html",
        {
            "refresh": 0,
            "case": case(
                sentence="Su orden está aceptada. El primer cargo será el 1 de marzo de 2027.",
                tone="done",
                entry=ENTRY,
                steps=[
                    *STEPS[:3],
                    step(3, state="done", at=ago(hours=4)),
                    step(4, state="done", at=ago(hours=1), documents=[document("Resolución de aceptación")]),
                    step(5, state="done", title="Terminado", who=""),
                ],
            ),
        },
    ),
    "saved": Page("citizen/saved.html", {"case": CASE, "until": ahead(days=30)}),
    "review": Page(
        "citizen/review.html",
        {
            "case": CASE,
            "sections": SECTIONS,
            "errors": {},
            "back_url": "/form",
            "action": "Confirmar y preparar la solicitud",
            "text": "Prepararemos la solicitud con estas respuestas. Todavía podrá leerla antes de firmar.",
        },
    ),
    "papers": Page("citizen/papers.html", {"case": CASE, "papers": PAPERS, "missing": 2, "errors": {}, "next": None}),
    "papers-error": Page(
        "citizen/papers.html",
        {
            "case": CASE,
            "papers": [
                PAPERS[0],
                Thing(
                    **{
                        **vars(PAPERS[1]),
                        "error": "Este PDF está protegido con contraseña. Quítela y vuelva a subirlo.",
                    }
                ),
            ],
            "missing": 2,
            "errors": {"archivo-account": "Este PDF está protegido con contraseña. Quítela y vuelva a subirlo."},
            "next": None,
        },
    ),
    "papers-complete": Page(
        "citizen/papers.html",
        {
            "case": CASE,
            "papers": PAPERS[2:],
            "missing": 0,
            "errors": {},
            "next": Thing(label="Entregar los documentos", url="/papers"),
        },
    ),
    "documents": Page(
        "citizen/documents.html",
        {
            "case": CASE,
            "documents": [
                document("Justificante de presentación", csv="7Q2M-XK4T-9D1R-HV60-3BWC-N8PZ-5G", sealed=True, state=""),
                document("Orden de domiciliación", 212_000, csv="", sealed=False, state="Pendiente del sello"),
            ],
        },
    ),
    "documents-empty": Page("citizen/documents.html", {"case": CASE, "documents": []}),
    "sign": Page("citizen/sign.html", {"case": CASE, "signing": SIGNING, "errors": {}}),
    "sign-error": Page(
        "citizen/sign.html",
        {"case": CASE, "signing": SIGNING, "errors": {"declares": "Marque la casilla para poder firmar."}},
    ),
    "sign-code": Page(
        "citizen/sign_code.html",
        {
            "case": CASE,
            "signing": SIGNING,
            "expires_at": ahead(minutes=5),
            "seconds_left": 287,
            "errors": {},
            "resend_url": "/sign",
            "back_url": "/sign",
        },
    ),
    "sign-wait": Page(
        "citizen/sign_wait.html",
        {
            "case": CASE,
            "job": Thing(
                failed=False,
                steps=[
                    Thing(title="Código comprobado", state="done"),
                    Thing(title="Creamos su certificado de un solo uso y firmamos", state="now"),
                    Thing(title="Sellamos el documento", state="next"),
                    Thing(title="Lo anotamos en el registro", state="next"),
                ],
            ),
        },
    ),
    "sign-wait-failed": Page(
        "citizen/sign_wait.html",
        {
            "case": CASE,
            "job": Thing(
                failed=True,
                steps=[
                    Thing(title="Código comprobado", state="done"),
                    Thing(title="Creamos su certificado de un solo uso y firmamos", state="done"),
                    Thing(title="Sellamos el documento", state="error"),
                    Thing(title="Lo anotamos en el registro", state="next"),
                ],
            ),
        },
    ),
    "signed": Page(
        "citizen/signed.html",
        {
            "case": CASE,
            "signed": Thing(title=SIGNING.title, at=NOW, signer=SIGNING.signer, on_paper=False),
            "entry": ENTRY,
            "documents": [document("Justificante de presentación"), document("Orden firmada", 231_000)],
            "next": "La Oficina de Tributos comprobará la cuenta y dará de alta la orden. Le responderemos antes del "
            "jueves, 17 de diciembre de 2026.",
        },
    ),
    "confirm": Page(
        "citizen/confirm.html",
        {
            "confirm": Thing(
                title="¿Quitar «recibo_ibi_2026.pdf»?",
                text="Podrá subir otro archivo en su lugar.",
                action="Quitar el archivo",
                back_url="/papers",
                tone="warning",
                url="",
            )
        },
    ),
}

TITLES = {"cuenta": (1, "La cuenta bancaria"), "titular": (2, "La persona titular"), "recibos": (3, "Los recibos")}
PAGES |= {
    f"form-{page}{suffix}": Page(
        "citizen/form.html",
        {
            "case": CASE,
            "page": Thing(title=TITLES[page][1], intro="", number=TITLES[page][0], total=5, back_url=None),
            "asked": Asked("domiciliacion", page, {"holder_same": "no"}, sent),
            "can_save": True,
        },
    )
    for page in TITLES
    for suffix, sent in (("", None), ("-wrong", {"account_iban": "ES80"}))
}
