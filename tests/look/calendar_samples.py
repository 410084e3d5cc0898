"""Samples of the calendar manager's pages."""

from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from tests.look.parts import NOW, Page, ahead

TABS = [
    Thing(label="Calendarios", url="/calendars", current=True),
    Thing(label="Festivos", url="/days-off", current=False),
    Thing(label="Personal", url="/personnel", current=False),
]
PEOPLE = ["Lucía Ferrer i Sanchis", "Andreu Soler Ibáñez-Garrigues de la Encarnación"]
FACTS = [
    ("Oficina", "Casa Consistorial"),
    ("Cómo se atiende", "En persona y por teléfono"),
    ("Se da hora cada", "20 minutos"),
    ("Cuando no quedan horas", "Ahora no quedan horas. Se abren horas nuevas cada mañana a las 8:00."),
]
CALENDAR = Thing(
    name="Casa Consistorial",
    url="/calendar",
    office="Casa Consistorial",
    channels="En persona y por teléfono",
    hours=["De lunes a viernes, de 9:00 a 14:00", "Jueves, de 16:30 a 19:00"],
    active=True,
    stranded=1,
)


def left(number: int) -> Thing:
    return Thing(
        id=UUID(int=number),
        at=ahead(days=number, minutes=20 * number),
        title="Domiciliar recibos municipales",
        number=f"2026/DOM/{number:06d}" if number % 3 else "",
        url="/desk-case" if number % 3 == 1 else "",
        schedule="Casa Consistorial",
        office="Casa Consistorial",
        channel="En persona",
        clerk=PEOPLE[number % 2],
        reason="Hay un cierre o una ausencia",
    )


def bar(kind: str, x: int, width: int) -> Thing:
    return Thing(kind=kind, x=x, width=width)


def cell(*bars: Thing, **more: str) -> Thing:
    return Thing(**{"bars": list(bars), "open": "", "internal": "", "booked": "", "outside": "", **more})


OPEN = cell(
    bar("open", 0, 120),
    bar("open", 150, 150),
    bar("booked", 40, 20),
    bar("booked", 160, 40),
    bar("outside", 120, 20),
    open="9:00–11:00, 11:30–14:00",
    booked="3 citas",
    outside="1 fuera de horario",
)
OFFICE = cell(bar("internal", 0, 300), internal="9:00–14:00")


def day(number: int, *cells: Thing, **more: Any) -> Thing:
    names = ("Lunes", "Martes", "Miércoles", "Jueves", "Viernes")
    return Thing(
        **{
            "title": f"{names[number]} {7 + number} dic",
            "today": False,
            "past": False,
            "holiday": "",
            "booked": "",
            "closed": not cells,
            "cells": list(cells),
            **more,
        }
    )


WEEK = Thing(
    title="Semana del 7 al 13 de diciembre de 2026",
    clerks=PEOPLE,
    wide=300,
    hours=[60, 120, 180, 240],
    opens="9:00",
    closes="14:00",
    days=[
        day(0, OPEN, OFFICE, past=True, booked="3 citas"),
        day(1, holiday="Inmaculada Concepción", past=True),
        day(2),
        day(3, OPEN, cell(), today=True, booked="3 citas"),
        day(4, OPEN, OFFICE),
    ],
)


def rule(kind: str, kind_words: str, sentence: str, **more: Any) -> Thing:
    return Thing(
        **{
            "kind": kind,
            "kind_words": kind_words,
            "sentence": sentence,
            "holds": "",
            "clerks": [],
            "everybody": False,
            "note": "",
            "change_url": "/rule-series",
            "retire_url": "/calendar-effects",
            **more,
        }
    )


def clerks(*names: str) -> list[Thing]:
    return [Thing(name=name, internal=name == PEOPLE[1]) for name in names]


RULES = Thing(
    regular=[
        rule("series", "Horario", CALENDAR.hours[0], clerks=clerks(*PEOPLE), holds="Desde el 2 nov 2026"),
        rule("break", "Pausa", "De lunes a viernes, de 11:00 a 11:30", clerks=clerks(PEOPLE[0]), note="Almuerzo"),
    ],
    special=[rule("closure", "Cierre o ausencia", "Jueves, 24 de diciembre de 2026, todo el día", everybody=True)],
    over=[rule("exception", "Apertura especial", "Sábado, 14 de noviembre de 2026, de 10:00 a 13:00")],
)  # fmt: skip
PLACES = {
    "facts": FACTS,
    "week_urls": {"before": "/calendar", "after": "/calendar", "now": "/calendar"},
    "add_urls": dict.fromkeys(("series", "break", "closure", "exception"), "/rule-series"),
    "urls": dict.fromkeys(("list", "change", "history", "close", "reopen"), "/calendars"),
}
CLERKS = [(str(UUID(int=number)), name) for number, name in enumerate(PEOPLE)]
WEEKDAYS = [
    (str(number), name) for number, name in enumerate(("Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado"))
]


def rule_form(kind: str, values: list[tuple[str, str]], errors: dict[str, str] | None = None) -> Page:
    context = {
        "kind": kind,
        "kind_words": kind,
        "attending": kind in {"series", "exception"},
        "calendar": "Casa Consistorial",
        "values": MultiDict(values),
        "errors": errors or {},
        "weekdays": WEEKDAYS,
        "rhythms": [("w1", "Todas las semanas"), ("m5", "La última vez de cada mes")],
        "people": CLERKS,
        "action_url": "/calendar-effects",
        "back_url": "/calendar",
    }
    return Page("calendars/rule.html", context, staff=True)


def change(number: int, **more: Any) -> Thing:
    return Thing(
        **{
            "day": f"Lunes {number} dic",
            "schedule": "Casa Consistorial",
            "clerks": PEOPLE[0],
            "before": "9:00–11:00, 11:30–14:00",
            "after": "Cerrado",
            "opens": False,
            "closes": True,
            **more,
        }
    )


EFFECTS = Thing(
    shown=[
        change(7),
        change(8, clerks="", before="", after="Festivo: Inmaculada Concepción", closes=False),
        change(9, before="Cerrado", after="16:00–18:00", opens=True, closes=False),
        change(10, after="9:00–11:00", closes=False),
    ],
    folded=[change(11)],
    until=date(2027, 1, 29),
    clashes=["Carme Ollé ya atiende en «El Molino» a esas horas, por primera vez el jueves 10 dic."],
    stranded=[left(number) for number in range(1, 15)],
    several=True,
)
NOTHING = Thing(shown=[], folded=[], until=NOW.date(), clashes=[], stranded=[], several=False)


def asked(**more: Any) -> Thing:
    return Thing(
        **{
            "title": "Así quedará «Casa Consistorial»",
            "text": "",
            "action": "Añadir la regla",
            "url": "/calendar",
            "back_url": "/calendar",
            "fields": [("kind", "closure"), ("starts_on", "2026-12-07")],
            "edit_url": "/rule-series",
            "tone": "",
            "facts": [("Cierre o ausencia", "Del 7 dic 2026 al 29 ene 2027, todo el día"), ("Quién", PEOPLE[0])],
            **more,
        }
    )


def off(number: int, name: str, scope: str = "Estatal") -> Thing:
    at = NOW.date() + timedelta(days=number)
    return Thing(day=at, title=f"Viernes {at.day} dic", name=name, scope=scope, remove_url="/calendar-effects")


DAYS = {
    "places_url": "/places",
    "tabs": TABS,
    "year": 2026,
    "years": [Thing(label=str(year), url="/days-off", current=year == 2026) for year in (2026, 2027, 2028)],
    "days": [off(15, "Natividad del Señor"), off(16, "Segundo día de Navidad", "Autonómico")],
    "over": [off(-2, "Inmaculada Concepción")],
    "missing": 3,
    "adopt_url": "/calendar-effects",
    "values": MultiDict([("scope", "municipality")]),
    "errors": {},
    "scopes": [("municipality", "Local"), ("region", "Autonómico"), ("national", "Estatal")],
    "review_url": "/calendar-effects",
    "said": "",
}


def person(name: str, *, attends: bool = True, skills: tuple[str, ...] = (), languages: str = "") -> Thing:
    return Thing(
        name=name,
        post="Auxiliar de atención",
        office="Casa Consistorial",
        roles="Atención" if attends else "Auditoría",
        attends=attends,
        skills=list(skills),
        languages=languages,
        url="/abilities" if attends else None,
        active=attends,
    )


TERMS = {
    "known": "",
    "values": MultiDict([("grid_minutes", "20"), ("channels", "phone"), ("window_days", "60")]),
    "errors": {},
    "offices": [("", "Elija una oficina"), ("casa", "Casa Consistorial")],
    "channels": [("in_person", "En persona"), ("phone", "Por teléfono"), ("video", "Por videollamada")],
    "grids": [("10", "10 minutos"), ("20", "20 minutos")],
    "notices": [("0", "Hasta el último momento"), ("60", "1 hora")],
    "languages": [("es", "Castellano"), ("ca", "Català")],
    "action_url": "/calendar",
    "back_url": "/calendars",
}

PLACE_DAYS = {
    "tabs": TABS,
    "days": [
        Thing(place="46169", day=date(2026, 8, 24), title="Lunes, 24 de agosto", name="San Bartolomé", remove_url=None),
        Thing(
            place="46169", day=date(2027, 2, 3), title="Miércoles, 3 de febrero", name="San Blas", remove_url="/remove"
        ),
    ],
    "values": {},
    "errors": {},
    "add_url": "/add",
    "back_url": "/days-off",
    "said": "",
}

PAGES: dict[str, Page] = {
    "calendars": Page(
        "calendars/list.html",
        {
            "calendars": [CALENDAR, Thing(**{**vars(CALENDAR), "name": "El Molino", "hours": [], "stranded": 0}),
                          Thing(**{**vars(CALENDAR), "name": "Antiguo", "active": False, "stranded": 0})],
            "stranded": [left(number) for number in range(1, 8)],
            "tabs": TABS,
            "new_url": "/calendar-terms",
            "said": "",
        },
        staff=True,
    ),
    "calendars-empty": Page(
        "calendars/list.html",
        {"calendars": [], "stranded": [], "tabs": TABS, "new_url": "/calendar-terms", "said": ""},
        staff=True,
    ),
    "calendar": Page(
        "calendars/calendar.html",
        {**PLACES, "calendar": CALENDAR, "week": WEEK, "rules": RULES, "stranded": [left(1)], "said": "Guardado."},
        staff=True,
    ),
    "calendar-new": Page(
        "calendars/calendar.html",
        {
            **PLACES,
            "calendar": Thing(**{**vars(CALENDAR), "active": False}),
            "week": Thing(**{**vars(WEEK), "clerks": [], "days": [day(number) for number in range(5)]}),
            "rules": Thing(regular=[], special=[], over=[]),
            "stranded": [],
            "said": "",
        },
        staff=True,
    ),
    "calendar-terms": Page("calendars/terms.html", TERMS, staff=True),
    "calendar-terms-errors": Page(
        "calendars/terms.html",
        {
            **TERMS,
            "known": "Casa Consistorial",
            "errors": {
                "name": "Escriba un nombre para el calendario",
                "channels": "Elija al menos una vía de atención",
                "window_days": "Escriba un número de días entre 1 y 365, mayor que la antelación mínima",
                "text_ca": "El texto no puede tener más de 500 letras",
            },
        },
        staff=True,
    ),
    "rule-series": rule_form(
        "series", [("weekdays", "0"), ("opens", "09:00"), ("rhythm", "m5"), (f"clerk_{CLERKS[1][0]}", "internal")]
    ),
    "rule-closure-errors": rule_form(
        "closure",
        [("starts_on", "2026-12-24"), ("instead_of", "1")],
        {
            "starts_on": "Escriba el primer día, por ejemplo 24/12/2026",
            "closes": "Escriba una hora de fin posterior a la de inicio",
            "weekdays": "Ninguno de esos días de la semana cae entre el primer día y el último",
            "clerks": "Elija al menos una persona que atienda",
            "note": "La nota no puede tener más de 200 letras",
        },
    ),
    "rule-break": rule_form("break", []),
    "rule-exception": rule_form("exception", []),
    "calendar-effects": Page(
        "calendars/effects.html",
        {"confirm": asked(), "effects": EFFECTS, "errors": {"understood": "Marque la casilla para seguir"}},
        staff=True,
    ),
    "calendar-effects-nothing": Page(
        "calendars/effects.html",
        {
            "confirm": asked(title="¿Cerrar el calendario?", text="Dejará de ofrecerse.", facts=[], fields=[],
                           edit_url="", tone="warning"),
            "effects": NOTHING,
            "errors": {},
        },
        staff=True,
    ),
    "calendar-history": Page(
        "calendars/history.html",
        {
            "calendar": CALENDAR,
            "events": [
                Thing(at=NOW, who="Neus Martí i Bonanad", title="Horario añadido", rule=CALENDAR.hours[0],
                      clerks=PEOPLE[0], holds="Desde el 2 nov 2026", note="Verano"),
                Thing(at=NOW, who="La instalación", title="Calendario creado", rule="", clerks="", holds="", note=""),
            ],
        },
        staff=True,
    ),
    "days-off": Page("calendars/days_off.html", DAYS, staff=True),
    "days-off-errors": Page(
        "calendars/days_off.html",
        {**DAYS, "missing": 0, "days": [], "errors": {"day": "Ese día ya es festivo", "name": "Escriba el nombre"}},
        staff=True,
    ),
    "days-off-empty": Page("calendars/days_off.html", {**DAYS, "days": [], "over": [], "said": "Hecho."}, staff=True),
    "place-days": Page("calendars/place_days.html", PLACE_DAYS, staff=True),
    "place-days-error": Page(
        "calendars/place_days.html",
        {**PLACE_DAYS, "values": {"place": "46"}, "errors": {"place": "Escriba las cinco cifras del código INE"}},
        staff=True,
    ),
    "place-days-empty": Page("calendars/place_days.html", {**PLACE_DAYS, "days": [], "said": "Hecho."}, staff=True),
    "personnel": Page(
        "calendars/staff.html",
        {
            "tabs": TABS,
            "people": [
                person(PEOPLE[1], skills=("Domiciliar recibos municipales",), languages="Castellano y Català"),
                person(PEOPLE[0]),
                person("Ana Mohamed Benali", attends=False),
            ],
            "said": "Guardado.",
        },
        staff=True,
    ),
    "abilities": Page(
        "calendars/abilities.html",
        {
            "person": Thing(name=PEOPLE[1], post="Jefe de servicio", office="Casa Consistorial", skills=("dom",),
                            languages=("es", "ca")),
            "roles": "Atención, Supervisión",
            "procedures": [("dom", "Domiciliar recibos municipales"), ("pad", "Empadronarse")],
            "languages": [("es", "Castellano"), ("ca", "Català"), ("en", "English")],
            "action_url": "/personnel",
            "back_url": "/personnel",
        },
        staff=True,
    ),
}  # fmt: skip
