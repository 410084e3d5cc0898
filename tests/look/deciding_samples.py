"""The pages of who decides, as samples."""

from types import SimpleNamespace as Thing
from typing import Any, Final

from werkzeug.datastructures import MultiDict

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


PAGES: dict[str, Page] = {
    "folder": _folder(said="Firmado 1 documento. Lo sellamos ahora; en un momento estará en su expediente."),
    "folder-error": _folder(errors=_ERRORS, waiting=[_item(1, chosen=True), *_WAITING[1:]]),
    "folder-empty": _folder(waiting=[], done=[]),
    "folder-nobody": _folder(bodies=[], waiting=[], done=[]),
    "folder-one": _one(),
    "folder-one-error": _one(errors={"reason": "Escriba el motivo"}),
}

_PERIOD: Final = "Desde el 17 jun 2023"
_BODY_FIELDS: Final = [
    ("text", "name_es", "Nombre (Castellano)", "", False, []),
    ("text", "name_ca", "Nombre (Català)", "", False, []),
    ("select", "kind", "Qué órgano es", "", False, [("mayor", "Alcaldía o presidencia"), ("plenary", "Pleno")]),
    ("text", "code", "Nombre interno", "Por ejemplo: alcaldia", False, []),
    ("boxes", "procedures", "¿En qué trámites?", "Sin marcar ninguno, en todos.", False, [("a", "Domiciliar")]),
    ("date", "until_on", "Hasta", "Ese día todavía vale.", True, []),
]


def _dated(**facts: Any) -> Thing:
    return Thing(**{"period": _PERIOD, "running": True, "end_url": "/competence", "published": "BOP n.º 124", **facts})


def _competences(**changes: Any) -> Page:
    made: dict[str, Any] = {
        "bodies": [
            Thing(name="Alcaldía", code="alcaldia", kind="Alcaldía o presidencia", dir3="L01990017", active=True),
            Thing(name="Secretaría", code="secretaria", kind="Secretaría", dir3="", active=True),
        ],
        "terms": [
            _dated(name="Empar Vidal i Roselló", body="Alcaldía", capacity="Titular", by="Pleno de 17/6/2023"),
            _dated(name="Amadeu Pons Ripoll", body="Alcaldía", capacity="Suplente", by="Decreto 12/2023", running=False,
                   end_url=None, period="Del 1 ago 2026 al 31 ago 2026"),
        ],
        "delegations": [
            _dated(from_body="Alcaldía", to_body="Concejalía de Hacienda y Ayudas", procedures="Todos los trámites")
        ],
        "acts": [
            _dated(decides="Expide el volante de empadronamiento con los datos del padrón.", code="issue_volante",
                   procedure="Empadronarse", body="Secretaría")
        ],
        "add": dict.fromkeys(("organo", "cargo", "delegacion", "actuacion"), "/competence"),
        "public_url": "/automated-acts",
        "said": "Anotado. Vale desde la fecha que ha indicado.",
        "said_tone": "done",
    }  # fmt: skip
    return Page("clerk/competences.html", made | changes, staff=True)


def _competence(**changes: Any) -> Page:
    names = ("kind", "name", "label", "hint", "optional", "choices")
    form = Thing(
        title="Anotar un órgano",
        intro="Los trámites lo llaman por su nombre interno, que ya no cambia.",
        fields=[Thing(**dict(zip(names, one, strict=True))) for one in _BODY_FIELDS],
        action="Anotar el órgano",
    )
    made = {"form": form, "values": MultiDict(), "errors": {}, "action_url": "/competence", "back_url": "/competences"}
    return Page("clerk/competence.html", made | changes, staff=True)


_ACT: Final = _dated(decides="Expide el volante de empadronamiento.", procedure="Empadronarse", body="Secretaría")
PAGES |= {
    "competences": _competences(),
    "competences-empty": _competences(bodies=[], terms=[], delegations=[], acts=[], add={}, said=""),
    "competence": _competence(),
    "competence-error": _competence(
        errors={"name_es": "Escriba el nombre en todos los idiomas", "code": "Use minúsculas sin tilde, cifras y _"}
    ),
    "automated-acts": Page("public/automated_acts.html", {"acts": [_ACT, Thing(**vars(_ACT) | {"running": False})]}),
    "automated-acts-empty": Page("public/automated_acts.html", {"acts": []}),
}
