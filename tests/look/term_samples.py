"""Samples of the pages of a term: how long the office has, and what its silence means."""

from types import SimpleNamespace as Thing

from tests.look.parts import CASE, Page, document

ROWS = [
    ("Solicitud recibida", "23 de noviembre de 2026"),
    ("Plazo máximo para resolver y notificar", "3 meses"),
    ("Ampliado en", "20 días naturales"),
    ("Motivo de la ampliación", "Esperamos el informe de la comunidad autónoma sobre la vivienda."),
    ("Detenido", "Del 1 de diciembre de 2026 al 11 de diciembre de 2026: esos días no cuentan"),
    ("Último día", "25 de marzo de 2027"),
    ("Si no se resuelve en plazo", "Puede entender estimada la solicitud (silencio positivo)"),
]
OWN = {
    "case": CASE,
    "state": "Termina el 25 de marzo de 2027",
    "tone": "waiting",
    "rows": ROWS,
    "expired": False,
    "effect": "Puede entender estimada la solicitud (silencio positivo)",
    "documents": [document("Comunicación de inicio")],
    "preparing": False,
    "ask_url": None,
    "said": "",
}
DESK = {
    "case": CASE,
    "state": "Termina el 25 de marzo de 2027",
    "tone": "waiting",
    "rows": ROWS,
    "most": "Como mucho 44 días naturales: la mitad del plazo.",
    "unit": "Días naturales",
    "extend_url": "/extend",
    "waits": [
        Thing(
            title="Entregar lo que falta",
            until="15 de enero de 2027",
            given=5,
            label="Dar 5 días hábiles más",
            url=None,
        ),
        Thing(
            title="Firmar la solicitud",
            until="8 de enero de 2027",
            given=0,
            label="Dar 5 días hábiles más",
            url="/more",
        ),
    ],
    "certify_url": None,
    "preparing": False,
    "values": {},
    "errors": {},
    "said": "",
}
OVER = {"state": "Terminó el 25 de marzo de 2027", "tone": "error"}

PAGES: dict[str, Page] = {
    "term": Page("citizen/term.html", OWN),
    "term-not-begun": Page(
        "citizen/term.html", {**OWN, "state": "Todavía no ha empezado", "tone": "", "rows": [], "documents": []}
    ),
    "term-expired": Page("citizen/term.html", {**OWN, **OVER, "expired": True, "ask_url": "/ask"}),
    "term-asked": Page("citizen/term.html", {**OWN, **OVER, "expired": True, "preparing": True, "said": "Pedido."}),
    "desk-term": Page("clerk/term.html", DESK, staff=True),
    "desk-term-error": Page(
        "clerk/term.html",
        {
            **DESK,
            "values": {"days": "90", "reason": ""},
            "errors": {
                "days": "Escriba un número de días entre 1 y 44",
                "reason": "Escriba por qué se amplía: la ley pide motivarlo",
            },
        },
        staff=True,
    ),
    "desk-term-expired": Page(
        "clerk/term.html", {**DESK, **OVER, "extend_url": None, "most": "", "certify_url": "/certify"}, staff=True
    ),
}
