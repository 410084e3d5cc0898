"""Samples of the desk."""

from types import SimpleNamespace as Thing
from typing import Any

from tests.look.parts import SECTIONS, SHEETS, SIGNING, STEPS, Asked, Page, ago, ahead, document, paper

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
    paper(
        "receipt",
        "Último recibo del IBI",
        "missing",
        required=False,
        by="Llúcia Martínez de la Fuente i Roig",
        waived=True,
    ),
]
TURNS = [
    Thing(
        title="Rellenar la orden de domiciliación",
        name="Llúcia Martínez de la Fuente i Roig",
        sign="pencil",
        link=("Rellenarlo juntos", "/filling"),
        other=None,
        post=None,
        why="",
        verify_url=None,
    ),
    Thing(
        title="Firmar: Orden de domiciliación de adeudo directo SEPA",
        name="Joan Puig Ferrer",
        sign="signature",
        link=None,
        other=None,
        post=None,
        why="Puede hacerlo por su cuenta. Si está aquí, llame a su cita o compruebe su identidad.",
        verify_url="/identity",
    ),
]
NOTES = Thing(
    listed=[
        Thing(
            text="Ha preguntado por la bonificación.\nLe he dado el impreso.", by="Amparo Ferrándiz", at=ago(hours=2)
        ),
        Thing(text="Prefiere que la llamen por la tarde.", by="Vicent Marí", at=ago(days=2)),
    ],
    typed="",
    url="/desk-case",
)
ALONE = {"turns": [], "notes": Thing(listed=[], typed="", url=None)}


def task(title: str, number: int, **more: Any) -> Thing:
    return Thing(
        **{
            "title": title,
            "url": "/desk-case",
            "case_number": f"2026/DOM/{number:06d}",
            "procedure": "Domiciliar recibos municipales",
            "applicant": "Llúcia Martínez de la Fuente i Roig",
            "priority": "",
            "priority_tone": "",
            "waiting_since": ago(days=1, hours=number % 9),
            "due_at": ahead(days=4),
            "due_tone": "",
            "holder": None,
            "mine": False,
            "claim_url": "/tasks",
            "take_url": None,
            "release_url": None,
            **more,
        }
    )


TASKS = {
    "views": [
        Thing(label="Mías", url="/tasks", current=False, count=2),
        Thing(label="De mis grupos", url="/tasks", current=True, count=57),
        Thing(label="Sin asignar", url="/tasks", current=False, count=31),
        Thing(label="Todas", url="/tasks", current=False, count=1204),
    ],
    "filters": Thing(
        url="/tasks",
        view="group",
        q="martínez",
        procedure="",
        procedures=[("", "Todos"), ("d", "Domiciliar recibos municipales")],
        due="",
        dues=[("", "Cuando sea"), ("late", "Vencidas"), ("today", "Hoy"), ("week", "Esta semana")],
        priority="",
        priorities=[("", "Cualquiera"), ("high", "Alta o urgente"), ("normal", "Normal"), ("low", "Baja")],
        clear_url="/tasks",
    ),
    "tasks": [
        task("Comprobar los papeles y la identidad de quien pide", 123, due_at=ahead(hours=7), due_tone="waiting"),
        task(
            "Revisar y aceptar la orden",
            122,
            applicant="Joan Puig Ferrer",
            document="***4567**",
            mine=True,
            claim_url=None,
            release_url="/tasks",
            priority="Alta",
            priority_tone="waiting",
        ),
        task(
            "Comprobar la identidad del titular de la cuenta",
            118,
            applicant="M.ª Àngels Sánchez-Ocaña y Ruiz de la Prada",
            due_at=ago(days=1),
            due_tone="error",
            priority="Urgente",
            priority_tone="error",
        ),
        task("Revisar y aceptar la orden", 117, applicant="Núria Öztürk", holder="Vicent Marí", claim_url=None),
        task(
            "Comprobar los papeles y la identidad de quien pide",
            116,
            applicant="Wei Chen",
            due_at=None,
            holder="Carme Ollé",
            claim_url=None,
            take_url="/tasks",
        ),
        task("Revisar y aceptar la orden", 109, applicant="Francesc d’Assís Boronat", priority="Baja"),
    ],
    "pages": Thing(number=1, total=3, previous_url=None, next_url="/tasks"),
    "empty": Thing(title="No tiene ninguna tarea", text="Tome una de «Sin asignar» y aparecerá aquí."),
    "said": "",
}


def event(number: int, title: str, hours: int, who: str, *told: str) -> Thing:
    detail, tone = ("Documento de identidad", "error") if told else ("", "plain")
    said = Thing(number=number, title=title, at=ago(hours=hours), who=who, detail=detail, tone=tone)
    return Thing(**vars(said), told=list(told), digest=SIGNING.digest)


EVENTS = [
    event(14, "Documento de identidad entregado", 3, "Llúcia Martínez"),
    event(13, "Documento devuelto", 20, "Amparo Ferrándiz", "Motivo: la foto del reverso está movida."),
    event(12, "Solicitud confirmada", 72, "Llúcia Martínez"),
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
    term="Termina el 23 de febrero de 2027",
    term_url="/term",
    url="/desk-case",
    steps=[Thing(title=one.title, state=one.state, at=one.at, who=one.who) for one in STEPS],
    facts=[
        ("Registro de entrada", "Todavía no"),
        ("Canal", "Por internet"),
        ("Oficina", "Casa Consistorial"),
        ("Empezado", "7 dic 2026"),
    ],
    answers=[Thing(title=one.title, rows=[row[:2] for row in one.rows]) for one in SECTIONS],
    refusals=[
        Thing(
            name="Jordi Ferrer Vidal", document="Orden de domiciliación", reason="La cuenta no es mía.", at=ago(days=1)
        ),
        Thing(name="Sonia Requena Mas", document="Orden de domiciliación", reason="", at=ago(days=1)),
    ],
    consultations=[
        Thing(
            about="Llúcia Martínez de la Fuente i Roig",
            rows=[
                ("Inscripción vigente", "Sí, desde el 2 sept 2019"),
                ("Domicilio", "Calle del Olmo, 12, 2 1, 99001"),
                ("Hoja padronal", "118"),
            ],
            source="Padrón municipal, consultado el 9 dic 2026, 10:31",
        ),
        Thing(
            about="Sonia Requena Mas",
            rows=[
                ("Inscripción vigente", "Sí, desde el 8 feb 2024"),
                ("Domicilio", "Protegido: no se muestra"),
                ("Atención", "El nombre o la fecha de nacimiento no son los que constan en el padrón"),
            ],
            source="Padrón municipal, consultado el 9 dic 2026, 10:31",
        ),
    ],
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
            verify_url="/identity",
            contact_url="/contact",
            known=False,
            here=True,
            represented_by="",
        ),
        Thing(
            name="Joan Puig Ferrer",
            role="Titular de la cuenta",
            number="87654321X",
            level="Identidad comprobada",
            level_tone="done",
            email="",
            mobile="",
            verified="Amparo Ferrándiz, 9 dic 2026, 10:30, con la persona y el documento delante.",
            verify_url="/identity",
            contact_url="/contact",
            known=True,
            here=False,
        ),
    ],
    events=EVENTS,
    incidents=1,
    incidents_url="/incidents",
    notified=2,
    notifications_url="/notifications",
)
DESK_TASK = Thing(
    id="1",
    title="Revisar los documentos y la identidad",
    intro="Compare el documento con los datos de la solicitud. Al terminar, la persona podrá firmar la orden.",
    mine=True,
    holder=None,
    claim_url=None,
    take_over=False,
    release_url="/desk-case",
    assign_url="/tasks-assign",
    fields_html="",
    asked=Asked("identity_check", "comprobacion", {}),
    action_url="/desk-case",
    action="Completar la revisión",
    outcomes=[],
    blocked="",
    unreviewed="",
    leaves="",
)


HANDOVER = Thing(
    title="Comprobar los papeles y la identidad de quien pide",
    case_number="2026/DOM/000123",
    holder="Amparo Ferrándiz",
    colleagues=[("", "Elija una persona"), ("1", "Carme Ollé · 4 tareas"), ("2", "Vicent Marí · 1 tarea")],
    back_url="/desk-case",
)


def desk_task(**changes: Any) -> Thing:
    return Thing(**{**vars(DESK_TASK), **changes})


PAGES: dict[str, Page] = {
    "desk-denied": Page(
        "clerk/error.html",
        {"status": 403, "reference": "", "reason": "", "back_url": "/tasks", "back_label": "Ir a la mesa de trabajo"},
        staff=True,
    ),
    "desk-failed": Page("clerk/error.html", {"status": 500, "reference": "5f2c91aa"}, staff=True),
    "desk-nothing": Page("clerk/nothing.html", {}, staff=True),
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
    "tasks-assign": Page("clerk/assign.html", {"handover": HANDOVER}, staff=True),
    "tasks-assign-error": Page(
        "clerk/assign.html", {"handover": HANDOVER, "errors": {"colleague": "Elija a quién pasa la tarea"}}, staff=True
    ),
    "desk-case": Page("clerk/case.html", {"case": DESK_CASE, "task": DESK_TASK, "said": "", **ALONE}, staff=True),
    "desk-case-free": Page(
        "clerk/case.html",
        {
            "case": DESK_CASE,
            "task": desk_task(mine=False, claim_url="/desk-case", fields_html=""),
            "said": "Documento devuelto. Se ha avisado a la persona.",
            **ALONE,
        },
        staff=True,
    ),
    "desk-case-blocked": Page(
        "clerk/case.html",
        {
            "case": DESK_CASE,
            "task": desk_task(blocked="Falta aceptar o devolver un documento antes de completar la revisión."),
            "said": "",
            **ALONE,
        },
        staff=True,
    ),
    "desk-case-unreviewed": Page(
        "clerk/case.html",
        {
            "case": DESK_CASE,
            "task": desk_task(
                unreviewed="1",
                leaves="Completo la tarea con 1 documento sin revisar. Quedará en la historia del expediente.",
            ),
            "errors": {
                "unreviewed": "Este documento está sin revisar: Documento de identidad. Acéptelo o devuélvalo antes de "
                "completar la tarea; si lo deja así a propósito, marque la casilla."
            },
            "said": "",
            **ALONE,
        },
        staff=True,
    ),
    "desk-case-idle": Page("clerk/case.html", {"case": DESK_CASE, "task": None, "said": "", **ALONE}, staff=True),
    "desk-case-counter": Page(
        "clerk/case.html",
        {
            "case": DESK_CASE,
            "task": None,
            "turns": TURNS,
            "notes": NOTES,
            "said": "Falta algún documento: tómelo aquí debajo, o compruebe la identidad si basta con verlo.",
            "said_tone": "waiting",
        },
        staff=True,
    ),
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
            "views": [
                Thing(label="Lo principal", url="/history", current=True, count=3),
                Thing(label="Todo", url="/history", current=False, count=14),
            ],
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
                    close_url=None,
                ),
                Thing(
                    title="Avance del trámite",
                    case_number="DOM-2026-000121",
                    case_url="/desk-case",
                    cause="El diagrama del trámite tiene un fallo y no puede seguir.",
                    detail="el diagrama sigue más de 500 pasos sin descanso",
                    since=ago(minutes=5),
                    attempts=0,
                    retry_url=None,
                    skip_url=None,
                    complete_url=None,
                    close_url="/confirm-skip",
                ),
            ],
            "said": "",
            "pages": None,
        },
        staff=True,
    ),
    "keys": Page(
        "clerk/keys.html",
        {
            "keys": [
                Thing(
                    name="Cuadro de mando de la intranet",
                    acts_for="Ana Mohamed Benali",
                    roles="Auditoría",
                    expires_at=ahead(days=80),
                    last_used_at=ago(hours=2),
                    state="En uso",
                    tone="done",
                    revoke_url="/keys/1/revoke",
                ),
                Thing(
                    name="Quiosco de la entrada",
                    acts_for="Andreu Soler Ibáñez-Garrigues",
                    roles="Atención, Supervisión",
                    expires_at=ago(days=3),
                    last_used_at=None,
                    state="Caducada",
                    tone="",
                    revoke_url=None,
                ),
            ],
            "made": Thing(secret="vt_muestra-0123456789-abcdefghijklmnop", expires_at=ahead(days=90)),
            "said": "",
            "ask_url": "/keys/new",
        },
        staff=True,
    ),
    "keys-empty": Page("clerk/keys.html", {"keys": [], "made": None, "said": "", "ask_url": "/keys/new"}, staff=True),
    "key": Page(
        "clerk/key.html",
        {
            "values": Thing(name="", username="", roles=["clerk"], days="90"),
            "errors": {"name": "Escriba para qué programa es la clave."},
            "people": [("", "Elija a una persona"), ("ana", "Ana Mohamed Benali")],
            "roles": [("clerk", "Atención"), ("auditor", "Auditoría")],
            "days": [("30", "30 días"), ("90", "90 días")],
            "back_url": "/keys",
            "action_url": "/keys/new",
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
                    from_date=ahead(days=40),
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
                    from_date=None,
                    case_number="DOM-2023-000007",
                    case_url="/desk-case",
                    lapsed=True,
                ),
            ],
            "pages": None,
            "filters": Thing(url="/mandates", q=""),
            "export": Thing(
                url="/mandates",
                values=Thing(collection_date="2027-01-05", amount=""),
                counts=1,
                day=ahead(days=44),
            ),
            "errors": {},
        },
        staff=True,
    ),
    "residents": Page(
        "clerk/residents.html",
        {
            "query": "climent",
            "people": [
                Thing(
                    name="Marina Climent Boix",
                    number="***0000**",
                    home="Calle del Olmo, 12, 2 1, 99001",
                    since="2 sept 2019",
                    protected=False,
                    url="/resident",
                ),
                Thing(
                    name="M.ª Àngels Sánchez-Ocaña y Climent de la Prada",
                    number="***0006**",
                    home="Protegido: no se muestra",
                    since="8 feb 2024",
                    protected=True,
                    url="/resident",
                ),
                Thing(
                    name="Pau Alapont Climent",
                    number="Sin documento",
                    home="Hoy no figura en el padrón",
                    since="",
                    protected=False,
                    url="/resident",
                ),
            ],
            "homes": [Thing(address="Calle Climent, 3, bajo, 99001", kind="Vivienda familiar", people=4)],
            "whole": False,
            "search_url": "/residents",
        },
        staff=True,
    ),
    "residents-empty": Page(
        "clerk/residents.html",
        {"query": "", "people": [], "homes": [], "whole": True, "search_url": "/residents"},
        staff=True,
    ),
    "resident": Page(
        "clerk/resident.html",
        {
            "person": Thing(
                name="Rubén Cárcel Domingo",
                number="***0000**",
                home="Camino del Molino, 22, 99002",
                since="23 oct 2017",
                protected=False,
                url="/resident",
            ),
            "movements": [
                Thing(
                    number=31,
                    title="Cambio de domicilio",
                    on="23 oct 2017",
                    origin="Calle Nueva, 14, 1 3, 99001",
                    target="Camino del Molino, 22, 99002",
                    case_url="/desk-case",
                ),
                Thing(
                    number=30,
                    title="Alta por cambio de residencia",
                    on="2 mar 2009",
                    origin="",
                    target="Calle Nueva, 14, 1 3, 99001",
                    case_url=None,
                ),
            ],
            "back_url": "/residents",
        },
        staff=True,
    ),
    "mandates-empty": Page(
        "clerk/mandates.html",
        {"mandates": [], "pages": None, "filters": Thing(url="/mandates", q=""), "export": None, "errors": {}},
        staff=True,
    ),
}
