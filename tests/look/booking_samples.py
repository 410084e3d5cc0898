"""Samples of the booking pages: empty, full and with errors."""

import calendar
from datetime import date
from types import SimpleNamespace as Thing
from typing import Any

from tests.look.parts import NOW, PRIVACY, Asked, Page, ahead

WHAT, WHEN, WHO, CHECK = "Trámite", "Día y hora", "Sus datos", "Comprobar y reservar"
DEBIT = Thing(title="Domiciliar recibos municipales", url="/procedure")
_LINES = {
    WHAT: ["Domiciliar recibos municipales", "La cita dura 20 minutos"],
    WHEN: ["martes 15 de diciembre, 10:30", "Casa Consistorial", "En la oficina, en castellano"],
    WHO: ["Llúcia Martínez de la Fuente i Roig"],
    CHECK: [],
}


def held(seconds: int = 540) -> Thing:
    return Thing(seconds=seconds, total=600, until="10:39")


def booking(number: int, *, hold: Thing | None = None, form: str = "") -> Thing:
    """Return the thread as it stands at step `number`."""
    steps = []
    for place, (title, lines) in enumerate(_LINES.items(), 1):
        state = "done" if place < number else "now" if place == number else "next"
        step = Thing(title=title, state=state, lines=lines if place < number else [], url=None, then="", hold=None)
        if place < number:
            step.then, step.url = (title, None) if form else ("", "/booking-choose")
        if title == WHEN:
            step.hold = hold
        steps.append(step)
    return Thing(steps=steps, number=number, form=form)


def option(title: str, text: str = "", *, current: bool = False, icon: str = "") -> Thing:
    return Thing(title=title, text=text, url="/booking-when", current=current, icon=icon)


CHOOSERS = [
    Thing(
        label="Cómo",
        options=[
            option("En la oficina", "desde el martes 15", current=True, icon="building-community"),
            option("Por teléfono", "desde mañana", icon="phone"),
        ],
    ),
    Thing(
        label="Dónde",
        options=[option("Me da igual", current=True), option("Casa Consistorial"), option("El Molino")],
    ),
    Thing(label="Idioma", options=[option("Castellano", current=True), option("Català")]),
]
_HOLIDAYS = {8: "Inmaculada Concepción", 25: "Natividad del Señor"}


def cell(day: date, *, chosen: int, nothing: bool) -> Thing:
    free = {15: 12, 17: 9, 22: 14, 24: 1, 29: 11, 31: 3}.get(day.day, 0) if not nothing else 0
    kind = "holiday" if day.day in _HOLIDAYS else "free" if free else "full" if day.day == 10 else "closed"
    return Thing(
        day=day.day,
        words=f"{day.day} de diciembre de 2026",
        kind=kind,
        free=free,
        url="/booking-when",
        chosen=day.day == chosen,
        today=day.day == NOW.day,
        name=_HOLIDAYS.get(day.day, ""),
    )


def month(*, chosen: int = 0, nothing: bool = False) -> Thing:
    weeks = [
        [cell(date(2026, 12, day), chosen=chosen, nothing=nothing) if day else None for day in week]
        for week in calendar.monthcalendar(2026, 12)
    ]
    return Thing(
        title="diciembre de 2026",
        earlier=None,
        later=Thing(title="enero de 2027", url="/booking-when"),
        weekdays=[
            ("lu", "lunes"),
            ("ma", "martes"),
            ("mi", "miércoles"),
            ("ju", "jueves"),
            ("vi", "viernes"),
            ("sá", "sábado"),
            ("do", "domingo"),
        ],
        weeks=weeks,
        marks=sorted(_HOLIDAYS.items()),
    )


def hours(title: str, *clocks: str) -> Thing:
    """Return a group of hours of one office and one part of the day."""
    return Thing(title=title, hours=[Thing(time=clock, value=clock) for clock in clocks])


DAY = Thing(
    title="Martes 15 de diciembre",
    action="/booking-when",
    method="post",
    kept=[("canal", "in_person"), ("idioma", "es")],
    groups=[
        hours("Casa Consistorial, por la mañana", "09:00", "09:20", "09:40", "10:30", "11:00", "11:20", "12:40"),
        hours("El Molino, por la mañana", "10:00", "10:20", "13:20"),
        hours("Casa Consistorial, por la tarde", "16:00", "16:20"),
    ],
)
CALENDAR: dict[str, Any] = {
    "booking": booking(2),
    "procedure": DEBIT,
    "advice": [],
    "notice": None,
    "kept": None,
    "choosers": CHOOSERS,
    "month": month(chosen=15),
    "day": DAY,
    "nothing": None,
    "minutes": 20,
    "back_url": "/booking-choose",
}
BOTH = {"mobile": "612345678", "without_mobile": "1"}
EMPTY = Thing(
    id_type="dni",
    id_number="",
    given_name="",
    surname1="",
    surname2="",
    email="",
    mobile="",
    without_mobile="",
    accept_privacy="",
)
PERSON: dict[str, Any] = {
    "booking": booking(3, hold=held(), form="datos"),
    "values": EMPTY,
    "id_types": [("dni", "DNI"), ("nie", "NIE"), ("passport", "Pasaporte")],
    "channel": "in_person",
    "send_url": "/booking-person",
    "kept": [("tramite", "x"), ("canal", "in_person")],
    "privacy_text": PRIVACY,
    "back_then": "hour",
    "again": None,
}
CODE: dict[str, Any] = {
    "booking": booking(3, hold=held(420)),
    "phone": "••• ••• 678",
    "expires_at": ahead(minutes=5),
    "seconds_left": 287,
    "send_url": "/booking-code",
    "resend_url": "/booking-code",
    "change_url": "/booking-person",
}
TICKET = Thing(
    day="Martes, 15 de diciembre de 2026",
    time="10:30",
    place="Casa Consistorial",
    address="Plaza del Ayuntamiento, 1, 99001 Ribalba",
    in_person=True,
)
CHECKED: dict[str, Any] = {
    "booking": booking(4, hold=held(310)),
    "notice": None,
    "ticket": TICKET,
    "sections": [
        Thing(
            title="La cita",
            rows=[
                ("Trámite", "Domiciliar recibos municipales", "/booking-choose"),
                ("¿La cuenta bancaria es suya?", "No, es de otra persona", "/booking-triage"),
                ("Cómo y en qué idioma", "En la oficina, en castellano. Dura 40 minutos.", "/booking-when"),
            ],
        ),
        Thing(
            title="Sus datos",
            rows=[
                ("Nombre", "Llúcia Martínez de la Fuente i Roig", "/booking-person"),
                ("Documento", "DNI 12345678Z", "/booking-person"),
                ("Correo electrónico", "llucia.martinez.de.la.fuente@correo.example", "/booking-person"),
                ("Móvil", "600 000 678, comprobado", "/booking-person"),
            ],
        ),
    ],
    "action": "Reservar el martes 15 a las 10:30",
    "text": "Le enviaremos la confirmación a su correo y abriremos su expediente. Allí puede preparar los papeles.",
    "shown": "2026-12-15T10:30",
    "back_url": "/booking-person",
}
BOOKED: dict[str, Any] = {
    "ticket": TICKET,
    "email": "ll•••@correo.example",
    "number": "2026/DOM/000123",
    "rows": [
        ("Trámite", "Domiciliar recibos municipales"),
        ("Cómo", "En la oficina, en castellano"),
        ("Duración", "40 minutos"),
    ],
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
    "reading": [
        Thing(title="Qué autoriza una orden de domiciliación", text="Al firmar, autoriza al ayuntamiento.\n\nPuede "
              "anularla cuando quiera.", url=""),
    ],
    "next": [
        Thing(title="Mire su correo", text="Tiene la confirmación y un botón para entrar en su expediente."),
        Thing(title="Prepare los papeles", text="Si los sube antes, le diremos si están bien y no perderá el viaje."),
        Thing(title="Le avisamos", text="Un día antes y dos horas antes de la cita."),
        Thing(title="Venga cinco minutos antes", text="Diga su nombre o enseñe esta página al llegar."),
    ],
    "calendar_url": "/booking-done",
    "manage_url": "/booking-done",
}  # fmt: skip

PAGES: dict[str, Page] = {
    "booking-choose": Page(
        "public/booking/choose.html",
        {
            "booking": booking(1),
            "query": "",
            "search_url": "/booking-choose",
            "all_url": "/home",
            "procedures": [
                Thing(
                    title=DEBIT.title,
                    summary="Pague los tributos y servicios con cargo a una cuenta, sin estar pendiente de los plazos.",
                    about="20 minutos, en la oficina o por teléfono",
                    url="/booking-triage",
                ),
                Thing(
                    title="Alta en el padrón",
                    summary="Inscríbase en el padrón de Ribalba cuando cambie de domicilio.",
                    about="30 minutos, en la oficina",
                    url="/booking-when",
                ),
            ],
        },
    ),
    "booking-choose-nothing": Page(
        "public/booking/choose.html",
        {
            "booking": booking(1),
            "query": "pasaporte",
            "search_url": "/booking-choose",
            "all_url": "/home",
            "procedures": [],
        },
    ),
    "booking-choose-none": Page(
        "public/booking/choose.html",
        {"booking": booking(1), "query": "", "search_url": "/booking-choose", "all_url": "/home", "procedures": []},
    ),
    "booking-triage": Page(
        "public/booking/triage.html",
        {
            "booking": booking(1),
            "procedure": DEBIT,
            "page": Thing(id="titular", title="De quién es la cuenta", intro="Así le damos el tiempo que hace falta."),
            "asked": Asked("domiciliacion", "titular", {}),
            "back_url": "/booking-choose",
        },
    ),
    "booking-triage-error": Page(
        "public/booking/triage.html",
        {
            "booking": booking(1),
            "procedure": DEBIT,
            "page": Thing(id="titular", title="De quién es la cuenta", intro=""),
            "asked": Asked("domiciliacion", "titular", {}, {"holder_same": ""}),
            "back_url": "/booking-choose",
        },
    ),
    "booking-stop": Page(
        "public/booking/stop.html",
        {
            "booking": booking(1),
            "procedure": DEBIT,
            "title": "Con esta cita no lo podríamos resolver",
            "texts": [
                "La persona titular tiene que firmar. Si no puede venir, háganlo por internet, cada una con su móvil.",
            ],
            "ways": [
                Thing(label="Hacerlo por internet", url="/procedure", icon="device-laptop"),
                Thing(label="Cambiar mi respuesta", url="/booking-triage", icon=""),
            ],
            "back_url": "/booking-triage",
            "back_label": "Volver",
        },
    ),
    "booking-when": Page("public/booking/when.html", CALENDAR),
    "booking-when-taken": Page(
        "public/booking/when.html",
        {
            **CALENDAR,
            "kept": Thing(text="Jueves 17 de diciembre, 10:30", url="/booking-person"),
            "advice": ["Venga con la persona titular de la cuenta: las dos tienen que firmar. Reservamos 40 minutos."],
            "notice": Thing(
                title="Esa hora ya no está libre",
                text="No ha perdido nada de lo que escribió. Elija otra de las que siguen libres.",
            ),
        },
    ),
    "booking-when-nothing": Page(
        "public/booking/when.html",
        {
            **CALENDAR,
            "month": month(nothing=True),
            "day": None,
            "nothing": Thing(
                title="No queda ninguna hora libre",
                text="Los lunes a las 9 abrimos las horas de las cuatro semanas siguientes.",
                ways=[
                    Thing(label="Por teléfono, desde mañana", url="/booking-when"),
                    Thing(label="Ver enero de 2027", url="/booking-when"),
                    Thing(label="Hacerlo por internet, sin cita", url="/procedure"),
                ],
            ),
        },
    ),
    "booking-person": Page("public/booking/person.html", PERSON),
    "booking-person-errors": Page(
        "public/booking/person.html",
        {
            **PERSON,
            "booking": booking(3, hold=held(0), form="datos"),
            "values": Thing(**{**vars(EMPTY), "id_number": "12345678A", "given_name": "Llúcia", **BOTH}),
            "errors": {
                "id_number": "La letra no corresponde a este número. Compruebe su DNI.",
                "email": "Escriba su correo electrónico, por ejemplo nombre@ejemplo.es",
                "without_mobile": "Ha escrito un móvil y ha marcado que no tiene. Borre el número o quite la marca.",
                "accept_privacy": "Marque la casilla cuando lo haya leído.",
            },
        },
    ),
    "booking-person-again": Page(
        "public/booking/person.html",
        {
            **PERSON,
            "booking": booking(3, form="datos"),
            "channel": "phone",
            "again": Thing(
                text="Su navegador ya no tiene la hora que le guardábamos. Elíjala en otra ventana y vuelva a esta: lo "
                "que ha escrito sigue aquí.",
                url="/booking-when",
                label="Elegir la hora en otra ventana",
            ),
        },
    ),
    "booking-code": Page("public/booking/code.html", CODE),
    "booking-code-wrong": Page(
        "public/booking/code.html",
        {**CODE, "errors": {"code": "El código no es correcto o ha caducado. Compruébelo o pida otro."}},
    ),
    "booking-check": Page("public/booking/check.html", CHECKED),
    "booking-check-moved": Page(
        "public/booking/check.html",
        {
            **CHECKED,
            "notice": Thing(
                title="Ha elegido otra hora en otra ventana",
                text="Esta es la que le guardamos ahora. Compruébela antes de reservar.",
            ),
        },
    ),
    "booking-done": Page("public/booking/done.html", BOOKED),
    "booking-lost": Page("public/booking/lost.html", {"again_url": "/booking-choose"}),
}
