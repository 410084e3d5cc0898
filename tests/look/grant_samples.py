"""Pages about grants and the tables that analysts own."""

from datetime import date
from types import SimpleNamespace as Thing

from tests.look.parts import Page, ago

_COLUMNS = ["Código postal", "Zona afectada", "Nivel de daño"]
_FIELDS = [
    Thing(name="codigo_postal", label="Código postal", hint="", optional=False),
    Thing(name="affected", label="Zona afectada", hint="Escriba sí o no", optional=False),
    Thing(name="nivel", label="Nivel de daño", hint="", optional=True),
]
_URLS = Thing(back="/tables", here="/table", change="/table", read_in="/table", download="/table.csv")


def _table(rows: list[Thing], changes: list[Thing]) -> Thing:
    return Thing(
        title="Zonas afectadas por la riada (demostración)",
        day=date(2026, 12, 10),
        columns=_COLUMNS,
        rows=rows,
        changes=changes,
    )


_ROWS = [
    Thing(cells=("99001", "sí", "Alto"), since=date(2026, 1, 1), url="/table?fila=99001#cambiar"),
    Thing(cells=("99002", "sí", "Medio"), since=date(2026, 11, 3), url="/table?fila=99002#cambiar"),
    Thing(cells=("99003", "no", "Sin daños"), since=date(2026, 1, 1), url="/table?fila=99003#cambiar"),
]
_CHANGES = [
    Thing(
        key="99002", what="Se pone o se cambia", since=date(2026, 11, 3), by="Iñaki Etxeberria Núñez", at=ago(days=37)
    ),
    Thing(key="99001", what="Se pone o se cambia", since=date(2026, 1, 1), by="La oficina", at=ago(days=300)),
]
_CALL = Thing(
    title="Ayudas por la riada de Ribera (convocatoria ficticia)",
    granted_by="Generalitat de Ribera (demostración)",
    fictional=True,
    open=True,
    cents=600_000,
    budget_cents=600_000_000,
    opens_on=date(2026, 1, 1),
    until=date(2029, 12, 31),
    url="/call",
    version=2,
    published_at=ago(days=20),
    papers=["Título que permita usar la vivienda", "Datos bancarios (IBAN) de la persona que pide la ayuda"],
    legal=[Thing(title="Ley 38/2003, General de Subvenciones", url="https://www.boe.es/")],
    groups=[
        Thing(until=date(2029, 12, 31), places=["Ribalba", "Molinar de Ribera", "Vall de Sotos (núcleo antiguo)"]),
        Thing(until=date(2026, 3, 2), places=["Alta Ribera"]),
    ],
    applied=12,
    granted=3,
    granted_cents=1_800_000,
)
_PAST = Thing(**{**vars(_CALL), "title": "Ayudas por la sequía", "fictional": False, "open": False, "version": 1})


def _order(number: int, payee: str, *, paid: bool = False) -> Thing:
    return Thing(
        reference=f"L01990017-PAG-2026-{number:06d}",
        payee=payee,
        account="ES80 •••• 0001",
        cents=600_000,
        call=_CALL.title,
        fictional=True,
        case_number=f"DAN-2026-{number:06d}",
        case_url="/desk-case",
        ordered_at=ago(days=2),
        exported_at=ago(days=1) if paid else None,
    )


PAGES = {
    "tables": Page(
        "grants/tables.html",
        {"tables": [Thing(title="Zonas afectadas", name="zonas_afectadas", rows=3, url="/table")]},
        staff=True,
    ),
    "tables-empty": Page("grants/tables.html", {"tables": []}, staff=True),
    "table": Page(
        "grants/table.html",
        {
            "table": _table(_ROWS, _CHANGES),
            "fields": _FIELDS,
            "values": {"codigo_postal": "99002", "affected": "quizá", "effective_from": "2026-12-10"},
            "errors": {"affected": "«Zona afectada» tiene que ser sí o no", "file": "Elija el archivo CSV"},
            "may": True,
            "urls": _URLS,
            "said": "",
        },
        staff=True,
    ),
    "table-empty": Page(
        "grants/table.html",
        {
            "table": _table([], []),
            "fields": _FIELDS,
            "values": {},
            "errors": {},
            "may": False,
            "urls": _URLS,
            "said": "Guardado.",
        },
        staff=True,
    ),
    "calls": Page("grants/calls.html", {"calls": [_CALL, _PAST]}),
    "calls-empty": Page("grants/calls.html", {"calls": []}),
    "call": Page("grants/call.html", {"call": _CALL, "back_url": "/calls"}),
    "standing": Page(
        "grants/standing.html",
        {
            "calls": [_CALL, _PAST],
            "errors": {"file": "La convocatoria no se puede publicar. Revise en el archivo: amount_cents."},
            "may": True,
            "action_url": "/standing",
            "said": "",
        },
        staff=True,
    ),
    "standing-empty": Page(
        "grants/standing.html",
        {"calls": [], "errors": {}, "may": False, "action_url": "/standing", "said": ""},
        staff=True,
    ),
    "payments": Page(
        "grants/payments.html",
        {
            "waiting": [_order(7, "Joan Puig Ferrer"), _order(6, "M.ª Àngels Sánchez-Ocaña i Villanueva")],
            "paid": [_order(5, "Rosa Gil Marí", paid=True)],
            "files": [Thing(orders=1, total=600_000, day=date(2026, 12, 9), at=ago(days=1), url="/payments/1")],
            "total": 1_200_000,
            "day": "2026-12-11",
            "errors": {"execution_on": "El día del pago tiene que ser un día hábil posterior a hoy"},
            "action_url": "/payments",
        },
        staff=True,
    ),
    "payments-empty": Page(
        "grants/payments.html",
        {
            "waiting": [],
            "paid": [],
            "files": [],
            "total": 0,
            "day": "2026-12-11",
            "errors": {},
            "action_url": "/payments",
        },
        staff=True,
    ),
}
