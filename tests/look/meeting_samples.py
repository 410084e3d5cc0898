"""Samples of an appointment that is booked: by its link and in the portal, before its day and after it."""

from types import SimpleNamespace as Thing
from typing import Any

from tests.look.booking_samples import CHOOSERS, DAY, TICKET, month
from tests.look.parts import CASE, Page, case, document, paper, step

TITLE = "Domiciliar recibos municipales"
BY_PHONE = Thing(
    day="Martes, 15 de diciembre de 2026",
    time="10:30",
    place="Por teléfono",
    address="Le llamaremos al móvil que nos ha dado.",
    in_person=False,
)
STEPS = [
    ("Venga cinco minutos antes", "Al llegar, diga su nombre en el mostrador. Le llamaremos a su hora."),
    ("Le pediremos su documento", "DNI, NIE o pasaporte, el original y en vigor."),
    ("Lo rellenamos juntos", "Usted comprueba los datos antes de firmar."),
]
READING = [
    Thing(
        title="Qué autoriza una orden de domiciliación",
        text="Al firmar, la persona titular autoriza al ayuntamiento.\n\nPuede anularla cuando quiera.",
        url="",
    ),
    Thing(title="Modelo normalizado de la orden", text="", url="https://ribalba.example/modelo.pdf"),
]
KEPT = "Su expediente sigue abierto, con todo lo que ya nos dio."
OVER = {
    "now": ("Su cita es ahora", "Si ya está en la oficina, dígalo en el mostrador. Si llega tarde, llámenos."),
    "here": ("Sabemos que está aquí", "Le llamaremos. No tiene que hacer nada más."),
    "past": ("La hora de su cita ya pasó", f"Era el martes 15 de diciembre, 10:30. {KEPT}"),
    "done": ("Le atendimos en su cita", "Fue el martes 15 de diciembre, 10:30."),
    "missed": (
        "No pudimos atenderle en su cita",
        f"Era el martes 15 de diciembre, 10:30. No pierde ningún derecho. {KEPT}",
    ),
    "cancelled": ("Esta cita está anulada", f"Era el martes 15 de diciembre, 10:30. {KEPT}"),
}


def prepare(label: str = "Preparar la cita", summary: str = "", *, urgent: bool = False) -> Thing:
    return Thing(label=label, url="/meeting", urgent=urgent, summary=summary)


def meeting(phase: str = "coming", **changes: Any) -> Thing:
    """Return an appointment in a phase."""
    coming, title_and_text = phase == "coming", OVER.get(phase, ("", ""))
    ended = phase in {"past", "missed", "cancelled"}
    return Thing(
        **{
            "phase": phase,
            "ticket": TICKET,
            "left": "Faltan 5 días" if coming else "",
            "near": False,
            "title": title_and_text[0],
            "text": title_and_text[1],
            "attending": False,
            "attend_url": "/meeting" if coming else None,
            "move_url": "/meeting-change" if coming else None,
            "cancel_url": "/meeting-cancel" if coming else None,
            "calendar_url": "/meeting" if coming else None,
            "stranded": "",
            "prepare": None,
            "again_url": "/booking-choose" if ended else None,
            "online": ended,
            **changes,
        }
    )


PAPERS = [
    paper("identity", "Su documento de identidad, por las dos caras", "shown", hint="DNI, NIE, TIE o pasaporte."),
    paper(
        "account",
        "Certificado de titularidad de la cuenta",
        "returned",
        hint="Se descarga gratis de la web del banco.",
        reason="No se lee el IBAN. Descárguelo otra vez de la web del banco, en PDF.",
        document=document("certificado.jpg", 2_480_000, kind="JPG"),
    ),
    paper(
        "bill",
        "Último recibo del IBI",
        "accepted",
        document=document("recibo_ibi_2026.pdf"),
        upload_url=None,
    ),
    paper(
        "authorisation",
        "Autorización de la persona titular, firmada a mano por todas las personas copropietarias",
        "pending",
        required=False,
        document=document("autorizacion.pdf"),
        remove_url="/papers",
    ),
]
PORTAL: dict[str, Any] = {
    "case": CASE,
    "appointment": meeting(),
    "said": [],
    "papers": PAPERS,
    "progress": Thing(asked=3, accepted=1, words="1 de 3 documentos aceptados"),
    "verdict": "Le hemos devuelto algún documento: mire el motivo y vuelva a subirlo antes de la cita.",
    "reading": READING,
    "steps": STEPS,
    "form_url": "/form-cuenta",
    "errors": {},
}
LINKED: dict[str, Any] = {
    "procedure": TITLE,
    "appointment": meeting(),
    "said": [],
    "bring": [
        Thing(
            title="Su DNI, NIE o pasaporte, original y en vigor",
            hint="",
            note="basta con enseñarlo, no hace falta copia",
        ),
        Thing(
            title="Certificado de titularidad de la cuenta",
            hint="Se descarga gratis de la web o la aplicación del banco. Debe llevar el nombre y el IBAN.",
            note="solo si es su caso",
        ),
    ],
    "steps": STEPS,
    "portal_url": "/resume",
}
CHANGE: dict[str, Any] = {
    "now": Thing(day="martes 15 de diciembre", time="10:30"),
    "notice": None,
    "places": CHOOSERS[1],
    "month": month(chosen=15),
    "day": Thing(**{**vars(DAY), "action": "/meeting-confirm", "method": "get"}),
    "nothing": None,
    "back_url": "/meeting",
}
WRONG = "Este PDF está protegido con contraseña. Quítela y vuelva a subirlo."
DONE = [("done", "Gracias por confirmarlo. Si al final no puede, cámbiela o anúlela aquí.")]
WAITS = step(3, title="Rellenar la orden de domiciliación", action=Thing(label="Continuar", url="/form-cuenta"))

PAGES: dict[str, Page] = {
    "meeting": Page("citizen/appointment.html", PORTAL),
    "meeting-attending": Page(
        "citizen/appointment.html",
        PORTAL
        | {
            "appointment": meeting(attending=True, left="Es mañana", near=True),
            "said": DONE,
            "papers": [PAPERS[2]],
            "progress": None,
            "verdict": "Ya está todo.",
            "form_url": None,
        },
    ),
    "meeting-stranded": Page(
        "citizen/appointment.html",
        PORTAL
        | {
            "appointment": meeting(
                stranded="Nuestro horario cambió después de que reservara y a esa hora ya no atendemos. Elija otra "
                "hora o anule la cita. Si no hace nada, la cambiaremos o la anularemos nosotros y le avisaremos.",
                attend_url=None,
                calendar_url=None,
            )
        },
    ),
    "meeting-error": Page(
        "citizen/appointment.html",
        PORTAL
        | {
            "papers": [Thing(**{**vars(PAPERS[0]), "error": WRONG}), *PAPERS[1:]],
            "errors": {"archivo-identity": WRONG},
        },
    ),
    "meeting-phone": Page(
        "citizen/appointment.html",
        PORTAL
        | {
            "appointment": meeting(ticket=BY_PHONE, left="Es hoy: faltan 35 minutos", near=True),
            "papers": [],
            "progress": None,
            "verdict": "No le pedimos ningún documento.",
            "reading": [],
        },
    ),
    "meeting-case": Page(
        "citizen/case.html",
        {
            "refresh": 0,
            "case": case(
                sentence=PORTAL["verdict"],
                returned=1,
                steps=[WAITS, step(4), step(5)],
                appointment=meeting(
                    prepare=prepare("Corregir 1 documento", "1 de 3 documentos aceptados", urgent=True)
                ),
            ),
        },
    ),
    "meeting-case-ready": Page(
        "citizen/case.html",
        {
            "refresh": 0,
            "case": case(
                sentence="Ya está todo.",
                steps=[WAITS, step(4), step(5)],
                appointment=meeting(attending=True, prepare=prepare(summary="3 de 3 documentos aceptados")),
            ),
        },
    ),
    "meeting-case-missed": Page(
        "citizen/case.html",
        {"refresh": 0, "case": case(steps=[WAITS, step(4), step(5)], appointment=meeting("missed"))},
    ),
    "managing": Page("managing/page.html", LINKED),
    "managing-attending": Page("managing/page.html", LINKED | {"appointment": meeting(attending=True), "said": DONE}),
    "managing-late": Page(
        "managing/page.html",
        LINKED
        | {
            "appointment": meeting("now"),
            "said": [("waiting", "Esta cita ya no se puede cambiar desde aquí. Si lo necesita, llámenos.")],
        },
    ),
    "managing-dead": Page("managing/dead.html", {"portal_url": "/resume", "again_url": "/booking-choose"}),
    "meeting-change": Page("managing/change.html", CHANGE),
    "meeting-change-taken": Page(
        "managing/change.html",
        CHANGE
        | {
            "places": None,
            "notice": Thing(
                title="Esa hora ya no está libre",
                text="Su cita sigue como estaba. Elija otra de las que están libres.",
            ),
        },
    ),
    "meeting-change-nothing": Page(
        "managing/change.html",
        CHANGE
        | {
            "month": None,
            "places": None,
            "day": None,
            "nothing": Thing(
                title="Ahora mismo no podemos ofrecerle otra hora", text="Llámenos y la buscamos juntos.", ways=[]
            ),
        },
    ),
    "meeting-confirm": Page(
        "managing/confirm.html",
        {
            "rows": [
                ("Ahora", "Martes 15 de diciembre, 10:30\nCasa Consistorial"),
                ("Nueva", "Jueves 17 de diciembre, 12:00\nEl Molino"),
            ],
            "hour": "2026-12-17T11:00:00+00:00|el-molino",
            "action": "Cambiar al jueves 17 a las 12:00",
            "url": "/meeting-confirm",
            "back_url": "/meeting-change",
            "home_url": "/meeting",
            "by_link": True,
        },
    ),
    "meeting-cancel": Page(
        "managing/cancel.html",
        {
            "day": "martes 15 de diciembre",
            "time": "10:30",
            "procedure": TITLE,
            "online": True,
            "url": "/meeting-cancel",
            "move_url": "/meeting-change",
            "back_url": "/meeting",
        },
    ),
}
PAGES |= {
    f"meeting-{phase}": Page("citizen/appointment.html", PORTAL | {"appointment": meeting(phase)}) for phase in OVER
}
PAGES |= {
    f"managing-{phase}": Page("managing/page.html", LINKED | {"appointment": meeting(phase)})
    for phase in ("here", "done", "missed", "cancelled")
}
