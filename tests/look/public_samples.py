"""Samples of the pages that are open to everybody."""

from types import SimpleNamespace as Thing

from tests.look.parts import CASE, PRIVACY, SIGNING, Page, ago, ahead, document


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
            icon="device-laptop",
            title="Por internet",
            text="A cualquier hora, sin certificado. Puede dejarlo a medias y seguir otro día.",
            next="",
            url="/start",
            action="Empezar la solicitud",
            available=True,
        ),
        Thing(
            icon="building-community",
            title="En la oficina",
            text="Con cita, en Casa Consistorial o El Molino.",
            next="Primera hora libre: martes 15 de diciembre, 10:30",
            url="/booking-when",
            action="Pedir cita",
            available=True,
        ),
        Thing(
            icon="phone",
            title="Por teléfono",
            text="Le llamamos a la hora que elija y lo hacemos con usted.",
            next="",
            url="/booking-when",
            action="Ver el calendario",
            available=True,
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
    "signs": False,
}

PAGES: dict[str, Page] = {
    "home": Page(
        "public/home.html",
        {
            "query": "",
            "results": None,
            "search_url": "/home",
            "others": [],
            "booking_url": None,
            "next_slot": None,
            "wants_appointment": False,
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
            "others": [Thing(name="Generalitat de Ribera", url="/ribera/")],
            "booking_url": "/booking-choose",
            "next_slot": "martes 15 de diciembre, 10:30",
            "wants_appointment": False,
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
            "others": [],
            "booking_url": None,
            "next_slot": None,
            "wants_appointment": False,
            "most_asked": [],
            "categories": [Thing(title="Tributos", icon="receipt-euro", procedures=[DEBIT])],
        },
    ),
    "procedure": Page("public/procedure.html", {"procedure": CARD, "signs": True}),
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
    "sent": Page("public/sent.html", {"email": "ll•••@ejemplo.es", "days": 30, "resend_url": "/sent"}),
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
                compare_url="/verify",
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
    "accessibility": Page("public/accessibility.html"),
    "processing": Page(
        "public/processing.html",
        {
            "officer": "dpd@ribalba.example",
            "activities": [
                Thing(
                    title="Domiciliar recibos municipales",
                    purpose="Cobrar en su cuenta los recibos que elija",
                    basis="Obligación legal (art. 6.1.c del RGPD)",
                    recipients="Su banco",
                    people="Titulares de la cuenta y quienes pagan.",
                    data="Identificativos, de contacto y bancarios.",
                    kept=[("Orden firmada", "Mientras valga y 14 meses más"), ("Expediente", "Cinco años")],
                )
            ],
        },
    ),
    "privacy": Page("public/privacy.html"),
    "legal": Page("public/legal.html", {"body_code": "L01990017"}),
    "estilo": Page("estilo.html"),
}
