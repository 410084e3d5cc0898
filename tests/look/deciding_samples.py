"""The pages of who decides, as samples."""

from types import SimpleNamespace as Thing
from typing import Any, Final

from tests.look.parts import Page, ago

_OWN: Final = "Alcaldía, en ejercicio de su competencia."
_DELEGATED: Final = (
    "Concejalía de Hacienda y Ayudas, por delegación de Alcaldía. "
    "Delegación publicada en: Boletín Oficial de la Provincia n.º 124, de 30 de junio de 2023."
)


def _item(place: int, **changes: Any) -> Thing:
    made = {
        "id": f"r{place}",
        "title": "Resolución por la que se concede la ayuda",
        "url": "/folder-one",
        "case_number": f"2026/AYU/{place:06d}",
        "case_url": "/desk-case",
        "procedure": "Ayudas por los daños de la riada en la vivienda habitual",
        "body": "Alcaldía",
        "by": _OWN,
        "pages": 2,
        "at": ago(days=1, hours=place),
        "number": "",
        "official": "",
        "state": "Espera su firma",
        "tone": "waiting",
        "chosen": False,
    }
    return Thing(**made | changes)


def _signing(**changes: Any) -> Thing:
    sentence = "He leído lo que firmo y es mi decisión. Cada documento se firma por separado."
    return Thing(**{"url": "/folder", "list_url": "/folder", "sentence": sentence, "ticked": False, **changes})


_WAITING: Final = [
    _item(1),
    _item(2, by=_DELEGATED, title="Resolución por la que se deniega la ayuda"),
    _item(3, title="Certificado de empadronamiento", procedure="Padrón municipal"),
]
_DONE: Final = [
    _item(7, number="2026-R-000012", official="Empar Vidal i Roselló", state="Firmado y sellado", tone="done"),
    _item(8, official="Empar Vidal i Roselló", state="Devuelto", tone="error"),
    _item(9, number="2026-A-000140", state="Firmado y sellado", tone="done", title="Volante de empadronamiento"),
]
_ERRORS: Final = {
    "resolution": "Elija al menos un documento",
    "declares": "Marque la casilla para firmar",
    "code": "El código no es correcto o ya se ha usado. Espere al siguiente y vuelva a probar.",
}


def _folder(**changes: Any) -> Page:
    made = {"bodies": ["Alcaldía", "Junta de Gobierno Local"], "waiting": _WAITING, "done": _DONE}
    said = {"signing": _signing(), "errors": {}, "said": "", "said_tone": "done"}
    return Page("clerk/folder.html", {**made, **said, **changes}, staff=True)


def _one(**changes: Any) -> Page:
    pages = [Thing(url=f"/pagina/{n}.svg", number=n, width=None, height=None, text="") for n in (1, 2)]
    made = {
        "item": _WAITING[1],
        "pages": pages,
        "file": Thing(title="Descargar el PDF", url="/doc", size=148_000, kind="PDF"),
        "signing": _signing(),
        "back": Thing(url="/folder-one", reason=""),
        "errors": {},
    }
    return Page("clerk/folder_one.html", made | changes, staff=True)


PAGES: Final[dict[str, Page]] = {
    "folder": _folder(said="Firmado 1 documento. Lo sellamos ahora; en un momento estará en su expediente."),
    "folder-error": _folder(errors=_ERRORS, waiting=[_item(1, chosen=True), *_WAITING[1:]]),
    "folder-empty": _folder(waiting=[], done=[]),
    "folder-nobody": _folder(bodies=[], waiting=[], done=[]),
    "folder-one": _one(),
    "folder-one-error": _one(errors={"reason": "Escriba el motivo"}),
}
