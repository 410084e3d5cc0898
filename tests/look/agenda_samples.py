"""Samples of the agenda: a full morning, an empty one, and one appointment."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Thing
from typing import Any

from tests.look import booking_samples
from tests.look.desk_samples import ALONE, DESK_CASE, DESK_TASK, NOTES, TURNS
from tests.look.parts import NOW, Page

DAY = NOW.date()
LABELS = {
    "arrive": "Ha llegado",
    "call": "Llamar",
    "back": "Volver a la cola",
    "end": "Atendida",
    "miss": "No se presentó",
    "undo": "Deshacer",
}


def line(hour: int, minute: int, applicant: str, **more: Any) -> Thing:
    acts = more.pop("acts", ())
    papers = more.pop("papers", ())
    return Thing(
        **{
            "id": f"{hour}{minute}",
            "starts_at": datetime(2026, 12, 10, hour - 1, minute, tzinfo=UTC),
            "minutes": 15,
            "applicant": applicant,
            "case_number": f"2026/DOM/0001{minute:02d}",
            "case_url": "/desk-case-attended",
            "url": "/appointment",
            "title": "Domiciliación bancaria de tributos",
            "channel": "Presencial",
            "office": "Casa Consistorial",
            "language": "",
            "state": "Por venir",
            "tone": "",
            "since": "",
            "lasts": "",
            "outside": "",
            "papers": [Thing(text=text, tone=tone) for text, tone in papers],
            "confirmed": False,
            "clerk": "Amparo Ferrándiz",
            "other_day": False,
            "acts": [Thing(name=name, label=LABELS[name], url="/agenda") for name in acts],
            **more,
        }
    )


def waits(hour: int, minute: int, applicant: str, since: tuple[str, int], **more: Any) -> Thing:
    at, long = since
    more |= {"state": f"Espera: {long} min", "tone": "waiting", "since": f"desde las {at}", "lasts": f"{long} min"}
    return line(hour, minute, applicant, acts=("call",), **more)


LLUCIA = "Llúcia Martínez de la Fuente i Roig"
REVIEW, MISSING = ("2 por revisar", "action"), ("falta 1", "waiting")
ATTENDED = line(
    10,
    0,
    "M.ª Àngels Sánchez-Ocaña y Ruiz de la Prada",
    state="Con usted",
    tone="action",
    since="desde las 10:12",
    lasts="18 min",
    papers=(REVIEW,),
    acts=("end", "back"),
)
ROWS = [
    line(9, 0, "Francesc d’Assís Boronat", state="Atendida", tone="done"),
    line(9, 15, "Wei Chen", state="No se presentó", tone="error", acts=("arrive",), channel="Por teléfono"),
    line(9, 45, "Joan Puig", state="Retraso: 45 min", tone="waiting", papers=(MISSING,), acts=("arrive", "miss")),
    ATTENDED,
    waits(10, 15, LLUCIA, ("10:08", 22), papers=(REVIEW, MISSING), language="Català"),
    waits(10, 30, "Núria Öztürk", ("10:29", 1), clerk="Vicent Marí"),
    line(10, 45, "Ekaterina Ivanova-Goikoetxea", state="Confirmada", tone="done", acts=("arrive", "call")),
    line(11, 0, "Pau Ros", papers=(MISSING,), acts=("arrive", "call"), channel="Por teléfono", clerk="Vicent Marí"),
    line(11, 15, "Carme Vidal Domènech", state="Confirmada", tone="done", acts=("arrive", "call"), language="Català"),
    line(11, 30, "Iñaki Etxeberria Núñez", acts=("arrive", "call")),
]  # fmt: skip
COUNTS = {"Todas": 10, "Por venir": 5, "Aquí": 3, "Atendidas": 1, "No presentadas": 1, "Anuladas": 0}
AGENDA = {
    "day": DAY,
    "today": True,
    "days": Thing(
        previous=DAY - timedelta(days=1),
        previous_url="/agenda",
        next=DAY + timedelta(days=1),
        next_url="/agenda",
        today_url="/agenda",
        jump_url="/agenda",
    ),
    "views": [Thing(label=name, url="/agenda", current=name == "Todas", count=n) for name, n in COUNTS.items()],
    "filters": Thing(
        url="/agenda",
        state="",
        office="casa",
        offices=[("", "Todas"), ("casa", "Casa Consistorial"), ("molino", "El Molino")],
        clerk="",
        clerks=[("", "Todas"), ("me", "Solo las mías"), ("v", "Vicent Marí")],
        channel="",
        channels=[("", "Todos"), ("in_person", "Presencial"), ("phone", "Por teléfono")],
        search_url="/agenda-found",
    ),
    "waiting": [row for row in ROWS if row.state.startswith("Espera")],
    "attended": [ATTENDED],
    "next_up": Thing(id="1", applicant=ROWS[4].applicant, starts_at=ROWS[4].starts_at, url="/agenda", office="casa"),
    "rows": ROWS,
    "whole": True,
    "empty": Thing(title="Hoy no hay citas", text="Cuando alguien reserve una hora, aparecerá aquí."),
    "here": "/oficina/agenda",
    "new_url": "/agenda",
    "printed_at": NOW,
    "said": "",
}
QUIET = {**AGENDA, "waiting": [], "attended": [], "next_up": None}


def sheet(**more: Any) -> Thing:
    acts = more.pop("acts", ("call", "undo"))
    facts = [
        ("Cuándo", "jueves, 10 de diciembre de 2026, 10:15"),
        ("Cuánto dura", "15 minutos"),
        ("Dónde", "Presencial · Casa Consistorial"),
        ("Trámite", "Domiciliación bancaria de tributos"),
        ("Idioma", "Català"),
        ("Asistencia", "Ha dicho que vendrá"),
        ("Documentos", "2 por revisar, falta 1"),
        ("De quién es la cita", "Amparo Ferrándiz Gil"),
    ]
    made = {**vars(ROWS[4]), "facts": facts, "assign_url": "/appointment", "move_url": None, "cancel_url": None}
    made |= {"reads": True, **more}
    made["acts"] = [Thing(name=name, label=LABELS[name], url="/agenda") for name in acts]
    return Thing(**made)


APPOINTMENT = {
    "appointment": sheet(),
    "colleagues": [("v", "Vicent Marí i Ferrer"), ("c", "Carme Ollé")],
    "errors": {},
    "back_url": "/agenda",
    "said": "",
}


def bar(of: Thing, *acts: str, today: bool = True) -> Thing:
    made = {**vars(of), "when": "10 dic 2026, 10:15", "today": today}
    made["acts"] = [Thing(name=name, label=LABELS[name], url="/agenda") for name in acts]
    return Thing(**made)


NOTHING = Thing(
    title="Este mes no queda ninguna hora",
    text="Hay horas libres en otra fecha.",
    ways=[Thing(label="La primera hora libre: lunes 4 de enero, 9:00", url="/booking-desk")],
)
WHEN: dict[str, Any] = {
    "url": "/booking-desk",
    "procedures": [("d", "Domiciliación bancaria de tributos"), ("p", "Alta en el padrón municipal")],
    "channels": [("in_person", "Presencial"), ("phone", "Por teléfono")],
    "offices": [("", "Cualquiera"), ("casa", "Casa Consistorial"), ("molino", "El Molino")],
    "languages": [("es", "Castellano"), ("ca", "Català")],
    "chosen": Thing(tramite="d", canal="in_person", oficina="casa", idioma="ca"),
    "taken": False,
    "walk_in_url": "/booking-desk-person",
    "month": booking_samples.month(chosen=15),
    "day": booking_samples.DAY,
    "nothing": None,
    "back_url": "/agenda",
}
WHOM: dict[str, Any] = {
    "rows": [
        ("Trámite", "Domiciliación bancaria de tributos"),
        ("Cuándo", "Ahora mismo, sin cita"),
        ("Dónde", "Presencial · Casa Consistorial"),
        ("Idioma", "Català"),
    ],
    "walk_in": True,
    "kept": [("tramite", "d"), ("hora", "ahora"), ("attempt", "1")],
    "url": "/booking-desk-person",
    "values": Thing(id_type="dni", id_number="", given_name="", surname1="", surname2="", email="", mobile=""),
    "errors": {},
    "id_types": [("dni", "DNI"), ("nie", "NIE"), ("passport", "Pasaporte")],
    "channel": "in_person",
    "back_url": "/booking-desk",
}
MOVE: dict[str, Any] = {
    "applicant": "Llúcia Martínez de la Fuente i Roig",
    "now": "jueves 10 de diciembre, 10:15",
    "taken": False,
    "places": None,
    "month": booking_samples.month(chosen=15),
    "day": booking_samples.DAY,
    "nothing": None,
    "back_url": "/appointment",
}
ASKED = Thing(
    title="¿Anular la cita de Llúcia Martínez de la Fuente i Roig?",
    rows=[
        ("Cuándo", "Jueves 10 de diciembre, 10:15"),
        ("Dónde", "Presencial · Casa Consistorial"),
        ("Trámite", "Domiciliación bancaria de tributos"),
    ],
    hour="",
    action="Anular la cita",
    url="/appointment-cancel",
    back_url="/appointment",
    tone="warning",
)
CHANGES: dict[str, Page] = {
    "booking-desk": Page("clerk/booking_when.html", WHEN, staff=True),
    "booking-desk-begin": Page(
        "clerk/booking_when.html",
        {**WHEN, "chosen": None, "channels": [], "walk_in_url": None, "month": None, "day": None},
        staff=True,
    ),
    "booking-desk-taken": Page(
        "clerk/booking_when.html",
        {**WHEN, "taken": True, "day": None, "nothing": NOTHING},
        staff=True,
    ),
    "booking-desk-person": Page("clerk/booking_person.html", WHOM, staff=True),
    "booking-desk-person-errors": Page(
        "clerk/booking_person.html",
        {
            **WHOM,
            "walk_in": False,
            "channel": "phone",
            "values": Thing(**{**vars(WHOM["values"]), "id_number": "12345678A", "given_name": "Llúcia"}),
            "errors": {
                "id_number": "La letra no corresponde a ese número. Revíselo.",
                "surname1": "Escriba su primer apellido",
                "mobile": "Para llamarle hace falta su móvil.",
            },
        },
        staff=True,
    ),
    "appointment-move": Page("clerk/rearrange.html", MOVE, staff=True),
    "appointment-move-taken": Page(
        "clerk/rearrange.html", {**MOVE, "taken": True, "day": None, "nothing": NOTHING}, staff=True
    ),
    "appointment-cancel": Page(
        "clerk/rearrange_confirm.html", {"change": ASKED, "values": Thing(by="", reason=""), "errors": {}}, staff=True
    ),
    "appointment-cancel-errors": Page(
        "clerk/rearrange_confirm.html",
        {
            "change": ASKED,
            "values": Thing(by="office", reason=""),
            "errors": {"reason": "Escriba el motivo: la persona lo leerá."},
        },
        staff=True,
    ),
}
PAGES: dict[str, Page] = {
    **CHANGES,
    "agenda": Page("clerk/agenda.html", AGENDA, staff=True),
    "agenda-empty": Page("clerk/agenda.html", {**QUIET, "rows": [], "said": "Cita atendida."}, staff=True),
    "agenda-other-day": Page(
        "clerk/agenda.html",
        {**QUIET, "today": False, "day": DAY + timedelta(days=5), "rows": ROWS[6:], "whole": False},
        staff=True,
    ),
    "agenda-found": Page(
        "clerk/agenda_found.html",
        {
            "query": "12345678Z",
            "rows": ROWS[4:6],
            "search_url": "/agenda-found",
            "back_url": "/agenda",
            "here": "/oficina/citas",
        },
        staff=True,
    ),
    "agenda-found-none": Page(
        "clerk/agenda_found.html",
        {"query": "0", "rows": [], "search_url": "/agenda-found", "back_url": "/agenda", "here": "/oficina/citas"},
        staff=True,
    ),
    "agenda-overtaken": Page(
        "clerk/error.html",
        {
            "status": 409,
            "reference": "",
            "reason": "Carme Ollé ya ha llamado a esta persona a las 10:02.",
            "back_url": "/agenda",
            "back_label": "Volver a la agenda",
        },
        staff=True,
    ),
    "appointment": Page("clerk/appointment.html", APPOINTMENT, staff=True),
    "appointment-busy": Page(
        "clerk/appointment.html",
        {
            **APPOINTMENT,
            "appointment": sheet(
                acts=("call", "arrive", "miss"),
                move_url="/appointment",
                cancel_url="/appointment",
                outside="El calendario se cerró ese día después de reservarla",
                reads=False,
            ),
            "errors": {"colleague": "Esa persona ya tiene otra cita a esa hora. Elija a otra."},
        },
        staff=True,
    ),
    "desk-case-attended": Page(
        "clerk/case.html",
        {
            "case": DESK_CASE,
            "task": DESK_TASK,
            "appointment": bar(ATTENDED, "end", "back", "miss"),
            "turns": TURNS,
            "notes": NOTES,
            "said": "",
        },
        staff=True,
    ),
    "desk-case-coming": Page(
        "clerk/case.html",
        {"case": DESK_CASE, "task": None, "appointment": bar(ROWS[6], "arrive", "call"), "said": "", **ALONE},
        staff=True,
    ),
}
