"""Realistic contexts for every template: shared by the tests and by the pictures one looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Thing
from typing import Any

NOW = datetime(2026, 12, 10, 9, 30, 7, tzinfo=UTC)
PRIVACY = (
    "Responsable: Ayuntamiento de Ribalba. Finalidad: tramitar su solicitud. Legitimación: misión en interés "
    "público (art. 6.1.e RGPD). Destinatarios: su entidad bancaria. Derechos: acceso, rectificación, supresión, "
    "limitación y oposición."
)
CASE = Thing(number="DOM-2026-000123", title="Domiciliación bancaria de tributos", url="/case")


@dataclass(frozen=True, slots=True)
class Page:
    """One template with one context; `staff` puts the desk's header on it."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of one of the built-in forms; `sent` is what a browser posted, None at first."""

    form: str
    page: str
    answers: Mapping[str, Any]
    sent: Mapping[str, str] | None = None


def ago(**parts: float) -> datetime:
    return NOW - timedelta(**parts)


def ahead(**parts: float) -> datetime:
    return NOW + timedelta(**parts)


def document(title: str, size: int = 148_000, **more: Any) -> Thing:
    return Thing(**{"title": title, "url": "/doc", "size": size, "kind": "PDF", "at": ago(hours=3), **more})


def site(language: str = "es", *, demo: bool = True) -> Thing:
    return Thing(
        entity="Ayuntamiento de Ribalba" if language == "es" else "Ajuntament de Ribalba",
        service="Oficina virtual",
        emblem_url=None,
        home_url="/home",
        verify_url="/verify",
        resume_url="/resume",
        accessibility_url="/accessibility",
        privacy_url="/privacy",
        legal_url="/legal",
        language=language,
        languages=[
            Thing(code="es", name="Castellano", url="?lang=es", current=language == "es"),
            Thing(code="ca", name="Català", url="?lang=ca", current=language == "ca"),
        ],
        now=NOW,
        zone="Europe/Madrid",
        demo=demo,
        mailbox_url="/mailbox" if demo else None,
        sms_url="/sms" if demo else None,
        contact=Thing(
            address="Plaza Mayor, 1, 99001 Ribalba",
            phone="900 000 010",
            email="oficina@ribalba.example",
            hours="de lunes a viernes, de 9 a 14 horas",
        ),
    )


def staff(current: str = "tasks") -> Thing:
    return Thing(
        name="Amparo Ferrándiz Gil",
        role="Tramitadora",
        sign_out_url="/salir",
        places=[
            Thing(label="Tareas", url="/tasks", current=current == "tasks", count=7),
            Thing(label="Incidencias", url="/incidents", current=current == "incidents", count=2),
            Thing(label="Órdenes de domiciliación", url="/mandates", current=current == "mandates", count=None),
        ],
    )


def procedure(title: str, summary: str) -> Thing:
    return Thing(title=title, summary=summary, url="/procedure")


DEBIT = procedure(
    "Domiciliación bancaria de tributos",
    "Pague sus recibos municipales desde su cuenta, sin preocuparse de los plazos.",
)
BIRTH = procedure("Alta en el padrón por nacimiento", "Inscriba a su hija o hijo recién nacido en su domicilio.")
WORKS = procedure(
    "Comunicación de obras sin licencia", "Avise de una obra menor en su vivienda: pintar, alicatar, cambiar puertas."
)
FOREIGN = procedure("Informe de vivienda adecuada", "Pida el informe para la reagrupación familiar.")
PADRON = procedure("Certificado de empadronamiento", "Obtenga al momento el certificado o el volante de su domicilio.")
LUNCH = procedure("Comedor escolar", "Inscriba a su hijo o hija, o cambie los días y la dieta.")

CARD = Thing(
    url="/procedure",
    title=DEBIT.title,
    summary=DEBIT.summary,
    category="Tributos",
    category_url=None,
    obtains="El ayuntamiento cargará los recibos que elija en la cuenta que indique. Puede anularlo cuando quiera y su "
    "banco le devuelve un cargo si lo pide en ocho semanas.",
    who="Cualquier persona que pague un tributo o una tasa municipal. Si la cuenta es de otra persona, también tiene "
    "que firmar ella.",
    duration="10 minutos",
    cost="Gratis",
    term="5 días hábiles",
    silence="Si no le hemos respondido en un mes, puede entender que su orden está aceptada.",
    papers=[
        Thing(title="Documento de identidad", hint="DNI, NIE o pasaporte, por las dos caras.", required=True),
        Thing(
            title="Certificado de titularidad de la cuenta",
            hint="Lo da su banco, también por internet.",
            required=False,
        ),
    ],
    steps=[
        Thing(title="Rellena la solicitud", who="Usted"),
        Thing(title="Sube los documentos", who="Usted"),
        Thing(title="Comprobamos su identidad y los documentos", who="Oficina de Tributos"),
        Thing(title="Firma la orden con un código en su móvil", who="Usted"),
        Thing(title="Aceptamos la orden y la enviamos a su banco", who="Oficina de Tributos"),
    ],
    channels=[
        Thing(
            key="online",
            title="Por internet",
            text="A cualquier hora, sin certificado. Puede dejarlo a medias y seguir otro día.",
            url="/start",
            action="Empezar la solicitud",
            available=True,
        ),
        Thing(
            key="office",
            title="En la oficina",
            text="Casa Consistorial, de lunes a viernes, de 9 a 14 horas.",
            url=None,
            action="",
            available=False,
        ),
    ],
    legal_basis=[
        Thing(
            title="Reglamento (UE) 260/2012, adeudos domiciliados en euros",
            url="https://eur-lex.europa.eu/eli/reg/2012/260/oj",
        ),
        Thing(
            title="Ley 39/2015, de procedimiento administrativo común", url="https://www.boe.es/eli/es/l/2015/10/01/39"
        ),
    ],
    sia_code="2999001",
    body="Concejalía de Hacienda",
    privacy_text=PRIVACY,
)

STEPS = [
    Thing(
        title="Solicitud rellenada",
        state="done",
        who="Usted",
        at=ago(days=3),
        hint="",
        until=None,
        action=None,
        documents=[],
    ),
    Thing(
        title="Documentos entregados",
        state="done",
        who="Usted",
        at=ago(days=3, minutes=-12),
        hint="",
        until=None,
        action=None,
        documents=[],
    ),
    Thing(
        title="Identidad y documentos comprobados",
        state="done",
        who="Oficina de Tributos",
        at=ago(days=1),
        hint="",
        until=None,
        action=None,
        documents=[],
    ),
    Thing(
        title="Firme la orden de domiciliación",
        state="now",
        who="Usted",
        at=None,
        hint="Lea el documento y fírmelo con un código que le enviaremos al móvil. Son dos minutos.",
        until=ahead(days=9),
        action=Thing(label="Leer y firmar la orden", url="/sign"),
        documents=[],
    ),
    Thing(
        title="Aceptamos la orden y la enviamos a su banco",
        state="next",
        who="Oficina de Tributos",
        at=None,
        hint="",
        until=None,
        action=None,
        documents=[],
    ),
    Thing(
        title="Primer recibo domiciliado",
        state="next",
        who="",
        at=None,
        hint="",
        until=None,
        action=None,
        documents=[],
    ),
]


def step(number: int, **changes: Any) -> Thing:
    return Thing(**{**vars(STEPS[number]), **changes})


def case(**changes: Any) -> Thing:
    return Thing(
        **{
            **vars(CASE),
            "opened_at": ago(days=3),
            "sentence": "Solo falta su firma para enviar la solicitud.",
            "tone": "action",
            "steps": STEPS,
            "entry": None,
            "documents_url": "/documents",
            "papers_url": "/papers",
            "papers_summary": "2 de 2 aceptados",
            "returned": 0,
            "last_access_at": ago(days=1, hours=2),
            "evidence": Thing(count=14, at=NOW, url=None),
            "contact": "Lleva su expediente la Oficina de Tributos. Teléfono 900 000 010.",
            **changes,
        }
    )


def paper(slot: str, title: str, state: str, **more: Any) -> Thing:
    return Thing(
        **{
            "slot": slot,
            "title": title,
            "hint": "",
            "required": True,
            "state": state,
            "reason": "",
            "document": None,
            "upload_url": "/papers",
            "remove_url": None,
            "error": "",
            "accept": ".pdf,.jpg,.jpeg,.png",
            "formats": "PDF, JPG o PNG",
            "max_bytes": 10 * 1024 * 1024,
            "accept_url": None,
            "return_url": None,
            "url": None,
            "by": "",
            **more,
        }
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

SHEETS = [Thing(url=f"/pagina/{number}.svg", number=number, width=1240, height=1754, text="") for number in (1, 2)]
SIGNING = Thing(
    title="Orden de domiciliación de adeudo directo SEPA",
    pages=SHEETS,
    document=document("Descargar el documento", 212_000),
    signer="Llúcia Martínez de la Fuente i Roig, DNI •••4567••",
    others="Joan Puig Ferrer, titular de la cuenta",
    sentence="Declaro que son ciertos los datos a firmar y confirmo mi voluntad de firmar.",
    phone="••• ••• 678",
    refuse_url="/confirm",
    digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
)
ENTRY = Thing(
    number="RE-2026-00004217",
    at=datetime(2026, 12, 12, 18, 4, tzinfo=UTC),
    legal_at=datetime(2026, 12, 13, 23, 0, tzinfo=UTC),
    office="Registro general, oficina virtual",
)
EMPTY_VALUES = Thing(
    id_type="",
    id_number="",
    given_name="",
    surname1="",
    surname2="",
    email="",
    mobile="",
    language="es",
    accept_privacy=False,
)
START = {
    "procedure": CARD,
    "values": EMPTY_VALUES,
    "errors": {},
    "id_types": [("dni", "DNI"), ("nie", "NIE"), ("passport", "Pasaporte")],
    "languages": [("es", "Castellano"), ("ca", "Catalán")],
    "privacy_text": PRIVACY,
}

SECTIONS = [
    Thing(
        title="La cuenta",
        rows=[
            ("IBAN", "ES80 9999 0001 4500 0000 0001", "/form"),
            ("Titular", "Joan Puig Ferrer, DNI 12345678Z", "/form"),
        ],
    ),
    Thing(
        title="Los recibos",
        rows=[
            ("Conceptos", "Impuesto sobre bienes inmuebles (IBI), tasa de basuras", "/form"),
            ("Desde", "1 de enero de 2027", "/form"),
            ("Tipo de pago", "Recurrente", "/form"),
        ],
    ),
]

CITIZEN: dict[str, Page] = {
    "home": Page(
        "public/home.html",
        {
            "query": "",
            "results": None,
            "search_url": "/home",
            "next_slot": None,
            "most_asked": [],
            "categories": [Thing(title="Tributos", icon="receipt-euro", procedures=[DEBIT])],
        },
    ),
    "home-full": Page(
        "public/home.html",
        {
            "query": "",
            "results": None,
            "search_url": "/home",
            "next_slot": None,
            "most_asked": [PADRON, DEBIT, BIRTH, LUNCH, WORKS, FOREIGN],
            "categories": [
                Thing(title="Padrón y vivienda", icon="home", procedures=[BIRTH, PADRON, FOREIGN]),
                Thing(title="Tributos", icon="receipt-euro", procedures=[DEBIT]),
                Thing(title="Obras", icon="hammer", procedures=[WORKS]),
                Thing(title="Familia y ayudas", icon="heart-handshake", procedures=[LUNCH]),
            ],
        },
    ),
    "home-nothing-found": Page(
        "public/home.html",
        {
            "query": "pasaporte",
            "results": [],
            "search_url": "/home",
            "next_slot": None,
            "most_asked": [],
            "categories": [Thing(title="Tributos", icon="receipt-euro", procedures=[DEBIT])],
        },
    ),
    "procedure": Page("public/procedure.html", {"procedure": CARD}),
    "start": Page("public/start.html", START),
    "start-errors": Page(
        "public/start.html",
        {
            **START,
            "values": Thing(
                **{**vars(EMPTY_VALUES), "id_type": "dni", "id_number": "12345678A", "given_name": "Llúcia"}
            ),
            "errors": {
                "id_number": "La letra no corresponde a este número. Compruebe su DNI.",
                "email": "Escriba su correo electrónico, por ejemplo nombre@ejemplo.es",
                "accept_privacy": "Marque la casilla cuando lo haya leído.",
            },
        },
    ),
    "sent": Page("public/sent.html", {"email": "ll•••@ejemplo.es", "hours": 24, "resend_url": "/sent"}),
    "resume": Page("public/resume.html", {"values": Thing(email="", id_number=""), "errors": {}}),
    "link": Page("public/link.html", {"values": Thing(id_number=""), "errors": {}, "purpose": CASE.title}),
    "link-failed": Page(
        "public/link.html",
        {
            "values": Thing(id_number="12345678Z"),
            "errors": {"": "No hemos podido comprobar sus datos. Revise el número o pida un enlace nuevo."},
            "purpose": CASE.title,
        },
    ),
    "code": Page(
        "public/code.html",
        {
            "phone": "••• ••• 678",
            "expires_at": ahead(minutes=5),
            "seconds_left": 287,
            "errors": {},
            "resend_url": "/code",
        },
    ),
    "code-wrong": Page(
        "public/code.html",
        {
            "phone": "••• ••• 678",
            "expires_at": ahead(minutes=5),
            "seconds_left": 187,
            "errors": {"code": "Este código no es correcto. Le quedan 2 intentos."},
            "resend_url": "/code",
        },
    ),
    "verify": Page("public/verify_document.html", {"csv": "", "result": None, "errors": {}, "search_url": "/verify"}),
    "verify-found": Page(
        "public/verify_document.html",
        {
            "csv": "7Q2M",
            "errors": {},
            "search_url": "/verify",
            "result": Thing(
                found=True,
                tone="done",
                sentence="Este documento es auténtico y no ha cambiado.",
                explanation="Compare lo que tiene en papel con el documento original.",
                facts=[
                    ("Documento", "Orden de domiciliación de adeudo directo SEPA"),
                    ("Emitido por", "Ayuntamiento de Ribalba (L01990017)"),
                    ("Fecha", "jueves, 10 de diciembre de 2026, 10:30"),
                    ("Firmado por", "Llúcia Martínez de la Fuente i Roig; sello del Ayuntamiento de Ribalba"),
                ],
                document=document("Orden"),
                proves=["Que el ayuntamiento custodia este documento tal como se firmó.", "Quién lo firmó y cuándo."],
                not_proves=["Que los datos declarados sean ciertos."],
                annex=[
                    ("Código seguro de verificación", "7Q2M-XK4T-9D1R-HV60-3BWC-N8PZ-5G"),
                    ("Huella SHA-256", SIGNING.digest),
                ],
            ),
        },
    ),
    "verify-unknown": Page(
        "public/verify_document.html",
        {
            "csv": "7Q2M-0000",
            "errors": {},
            "search_url": "/verify",
            "result": Thing(
                found=False,
                tone="error",
                sentence="No tenemos ningún documento con este código.",
                explanation="Compruebe que lo ha escrito entero. Si es correcto, el documento no es nuestro: llámenos "
                "antes de fiarse de él.",
            ),
        },
    ),
    "mailbox": Page(
        "public/mailbox.html",
        {
            "mails": [
                Thing(
                    to="llucia@ejemplo.es",
                    subject="Su enlace para la domiciliación bancaria",
                    at=ago(minutes=2),
                    url="/mail",
                ),
                Thing(
                    to="joan@ejemplo.es",
                    subject="Le piden que firme una orden de domiciliación",
                    at=ago(hours=2),
                    url="/mail",
                ),
            ]
        },
    ),
    "mailbox-empty": Page("public/mailbox.html", {"mails": []}),
    "mail": Page(
        "public/mail.html",
        {
            "mail": Thing(
                sender="oficina@ribalba.example",
                to="llucia@ejemplo.es",
                subject="Su enlace para la domiciliación bancaria",
                at=ago(minutes=2),
                back_url="/mailbox",
                text="Hola, Llúcia:\n\nEste es su enlace para seguir con el trámite:\n\n"
                "http://127.0.0.1:8080/enlace/Yk3v0d8Qp7sXz2LrT6mNwHc4\n\nVale durante 24 horas.\n\n"
                "Ayuntamiento de Ribalba",
                attachments=[document("justificante.pdf")],
            )
        },
    ),
    "sms": Page(
        "public/sms.html",
        {
            "authenticators": [Thing(name="Amparo Ferrándiz Gil", username="amparo", code="482913")],
            "messages": [
                Thing(
                    to="+34 600 000 678",
                    text="Ayuntamiento de Ribalba: 482 913 es su código para firmar la orden de domiciliación. "
                    "Vale 5 minutos. No lo comparta.",
                    at=ago(minutes=1),
                ),
                Thing(
                    to="+34 600 000 678",
                    text="Ayuntamiento de Ribalba: 204 117 es su código para entrar.",
                    at=ago(hours=1),
                ),
            ],
        },
    ),
    "error-404": Page("public/error.html", {"status": 404, "reference": "", "wait": None}),
    "error-409": Page("public/error.html", {"status": 409, "reference": "", "back_url": "/case"}),
    "error-429": Page("public/error.html", {"status": 429, "wait": 240}),
    "error-500": Page("public/error.html", {"status": 500, "reference": "8c1f0e5a77d2"}),
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
            "signed": Thing(title=SIGNING.title, at=NOW, signer=SIGNING.signer),
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
CITIZEN |= {
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
CITIZEN |= {
    "accessibility": Page("public/accessibility.html"),
    "privacy": Page("public/privacy.html"),
    "legal": Page("public/legal.html", {"body_code": "L01990017"}),
    "estilo": Page("estilo.html"),
}

REVIEWED = [
    paper(
        "identity",
        "Documento de identidad",
        "pending",
        document=document("dni.jpg", 2_480_000, kind="JPG"),
        accept_url="/papers",
        return_url="/papers",
        url="/paper",
        by="Llúcia Martínez",
    ),
    paper(
        "account",
        "Certificado de titularidad de la cuenta",
        "accepted",
        document=document("titularidad.pdf"),
        url="/paper",
        by="Llúcia Martínez",
    ),
    paper("receipt", "Último recibo del IBI", "missing", required=False),
]


def task(title: str, number: int, **more: Any) -> Thing:
    return Thing(
        **{
            "title": title,
            "url": "/desk-case",
            "case_number": f"DOM-2026-{number:06d}",
            "procedure": "Domiciliación bancaria",
            "applicant": "Llúcia Martínez de la Fuente i Roig",
            "waiting_since": ago(days=1, hours=number % 9),
            "due_at": ahead(days=4),
            "due_tone": "",
            "papers": "",
            "holder": None,
            "mine": False,
            "claim_url": "/tasks",
            "release_url": None,
            **more,
        }
    )


TASKS = {
    "views": [
        Thing(label="Mías", url="/tasks", current=False, count=2),
        Thing(label="De mis grupos", url="/tasks", current=True, count=7),
        Thing(label="Todas", url="/tasks", current=False, count=31),
    ],
    "filters": Thing(
        url="/tasks", view="group", q="", procedure="", procedures=[("", "Todos los trámites"), ("d", "Domiciliación")]
    ),
    "tasks": [
        task("Revisar los documentos", 123, papers="2 por revisar", due_at=ahead(hours=7), due_tone="waiting"),
        task(
            "Comprobar la identidad", 122, applicant="Joan Puig Ferrer", mine=True, claim_url=None, release_url="/tasks"
        ),
        task(
            "Aceptar la orden",
            118,
            applicant="M.ª Àngels Sánchez-Ocaña y Ruiz de la Prada",
            due_at=ago(days=1),
            due_tone="error",
        ),
        task("Revisar los documentos", 117, applicant="Núria Öztürk", holder="Vicent Marí", claim_url=None),
        task("Comprobar la identidad", 116, applicant="Wei Chen", due_at=None),
        task("Aceptar la orden", 109, applicant="Francesc d’Assís Boronat"),
    ],
    "pages": Thing(number=1, total=3, previous_url=None, next_url="/tasks"),
    "empty": Thing(title="No tiene tareas", text="Cuando se asigne una, aparecerá aquí."),
    "said": "",
}
EVENTS = [
    Thing(
        number=14,
        title="Documento de identidad entregado",
        at=ago(hours=3),
        who="Llúcia Martínez",
        detail="",
        tone="plain",
        digest=SIGNING.digest,
    ),
    Thing(
        number=13,
        title="Documento devuelto",
        at=ago(hours=20),
        who="Amparo Ferrándiz",
        detail="Motivo: la foto del reverso está movida y no se lee el número.",
        tone="error",
        digest=SIGNING.digest[::-1],
    ),
    Thing(
        number=12,
        title="Solicitud confirmada",
        at=ago(days=3),
        who="Llúcia Martínez",
        detail="",
        tone="plain",
        digest=SIGNING.digest,
    ),
]
DESK_CASE = Thing(
    number="DOM-2026-000123",
    title="Domiciliación bancaria de tributos",
    applicant="Llúcia Martínez de la Fuente i Roig",
    opened_at=ago(days=3),
    state="En revisión",
    tone="action",
    due_at=ahead(days=4),
    due_tone="waiting",
    history_url="/history",
    url="/desk-case",
    steps=[Thing(title=one.title, state=one.state, at=one.at, who=one.who) for one in STEPS],
    facts=[
        ("Registro de entrada", "Todavía no"),
        ("Canal", "Por internet"),
        ("Oficina", "Casa Consistorial"),
        ("Empezado", "7 dic 2026"),
    ],
    answers=[Thing(title=one.title, rows=[row[:2] for row in one.rows]) for one in SECTIONS],
    papers=REVIEWED,
    documents=[document("Solicitud"), document("Orden de domiciliación", 212_000)],
    people=[
        Thing(
            name="Llúcia Martínez de la Fuente i Roig",
            role="Solicitante",
            number="12345678Z",
            level="Identidad declarada",
            level_tone="waiting",
            email="llucia@ejemplo.es",
            mobile="+34 600 000 678",
            verified="",
            verify_url="/desk-case",
        ),
        Thing(
            name="Joan Puig Ferrer",
            role="Titular de la cuenta",
            number="87654321X",
            level="Identidad comprobada",
            level_tone="done",
            email="",
            mobile="",
            verified="Amparo Ferrándiz, 9 dic 2026, 10:30, con el documento a la vista.",
            verify_url=None,
        ),
    ],
    events=EVENTS,
    incidents=1,
    incidents_url="/incidents",
)
DESK_TASK = Thing(
    id="1",
    title="Revisar los documentos y la identidad",
    intro="Compare el documento con los datos de la solicitud. Al terminar, la persona podrá firmar la orden.",
    mine=True,
    holder=None,
    claim_url=None,
    release_url="/desk-case",
    fields_html="",
    asked=Asked("identity_check", "comprobacion", {}),
    action_url="/desk-case",
    action="Completar la revisión",
    outcomes=[],
    blocked="",
)


def desk_task(**changes: Any) -> Thing:
    return Thing(**{**vars(DESK_TASK), **changes})


DESK: dict[str, Page] = {
    "sign-in": Page("clerk/sign_in.html", {"values": Thing(username=""), "errors": {}}),
    "sign-in-failed": Page(
        "clerk/sign_in.html",
        {
            "values": Thing(username="amparo.soler"),
            "errors": {"": "El usuario o la contraseña no son correctos."},
        },
    ),
    "totp": Page("clerk/totp.html", {"errors": {}, "sign_in_url": "/sign-in"}),
    "tasks": Page("clerk/tasks.html", TASKS, staff=True),
    "tasks-empty": Page(
        "clerk/tasks.html", {**TASKS, "tasks": [], "pages": None, "said": "Tarea completada."}, staff=True
    ),
    "desk-case": Page("clerk/case.html", {"case": DESK_CASE, "task": DESK_TASK, "said": ""}, staff=True),
    "desk-case-free": Page(
        "clerk/case.html",
        {
            "case": DESK_CASE,
            "task": desk_task(mine=False, claim_url="/desk-case", fields_html=""),
            "said": "Documento devuelto. Se ha avisado a la persona.",
        },
        staff=True,
    ),
    "desk-case-blocked": Page(
        "clerk/case.html",
        {
            "case": DESK_CASE,
            "task": desk_task(blocked="Falta aceptar o devolver un documento antes de completar la revisión."),
            "said": "",
        },
        staff=True,
    ),
    "desk-case-idle": Page("clerk/case.html", {"case": DESK_CASE, "task": None, "said": ""}, staff=True),
    "paper": Page(
        "clerk/paper.html",
        {
            "case": DESK_CASE,
            "paper": Thing(
                **vars(REVIEWED[0]), pages=SHEETS, checks=[("Sin virus ni contenido activo", "done"), ("2 páginas", "")]
            ),
        },
        staff=True,
    ),
    "history": Page(
        "clerk/history.html",
        {
            "case": DESK_CASE,
            "events": EVENTS,
            "pages": None,
            "chain": Thing(count=14, head=SIGNING.digest, ok=True, bundle_url="/history"),
        },
        staff=True,
    ),
    "incidents": Page(
        "clerk/incidents.html",
        {
            "incidents": [
                Thing(
                    title="Enviar el aviso por correo",
                    case_number="DOM-2026-000118",
                    case_url="/desk-case",
                    cause="El servidor de correo no responde desde hace 20 minutos.",
                    detail="mail.send: operator.unavailable (421 4.3.2)",
                    since=ago(minutes=20),
                    attempts=5,
                    retry_url="/incidents",
                    skip_url="/confirm-skip",
                    complete_url="/confirm-skip",
                )
            ],
            "said": "",
            "pages": None,
        },
        staff=True,
    ),
    "incidents-empty": Page("clerk/incidents.html", {"incidents": [], "said": "", "pages": None}, staff=True),
    "confirm-skip": Page(
        "clerk/confirm.html",
        {
            "confirm": Thing(
                title="¿Saltar «Enviar el aviso por correo» en DOM-2026-000118?",
                text="El expediente seguirá como si el aviso se hubiera enviado. La persona no lo recibirá.",
                action="Saltar este paso",
                back_url="/incidents",
                tone="warning",
                url="",
                reason="Por qué lo salta",
                fields_html="",
            ),
            "values": Thing(reason=""),
            "errors": {},
        },
        staff=True,
    ),
    "mandates": Page(
        "clerk/mandates.html",
        {
            "mandates": [
                Thing(
                    reference="L01990017-DOM-2026-000123",
                    debtor="Joan Puig Ferrer",
                    account="ES80 •••• 0001",
                    concepts="IBI, basuras",
                    signed_at=ago(days=2),
                    case_number="DOM-2026-000123",
                    case_url="/desk-case",
                    lapsed=False,
                ),
                Thing(
                    reference="L01990017-DOM-2023-000007",
                    debtor="M.ª Àngels Sánchez-Ocaña",
                    account="DE89 •••• 3000",
                    concepts="IVTM",
                    signed_at=ago(days=1400),
                    case_number="DOM-2023-000007",
                    case_url="/desk-case",
                    lapsed=True,
                ),
            ],
            "pages": None,
            "filters": Thing(url="/mandates", q=""),
            "export": Thing(url="/mandates", values=Thing(collection_date="2027-01-05", amount=""), counts=1),
            "errors": {},
        },
        staff=True,
    ),
    "mandates-empty": Page(
        "clerk/mandates.html",
        {"mandates": [], "pages": None, "filters": Thing(url="/mandates", q=""), "export": None, "errors": {}},
        staff=True,
    ),
}
