"""The questions of the registers of who decides, and what is wrong with the answers."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

from app import wiring
from app.domain import decisions as rules
from app.services.deciding.registers import Registers
from app.web import competence_words as words
from app.web import frame
from app.web.texts import _


def languages() -> list[str]:
    """Return the languages in which names are written."""
    return wiring.parts().settings.languages.split(",")


def form(what: str, found: Registers) -> SimpleNamespace:
    """Return the questions about a body (organo), a term (cargo), a delegation or an automated act (actuacion)."""
    return {"organo": _body, "cargo": _term, "delegacion": _delegation, "actuacion": _act}[what](found)


def faults(problems: Mapping[str, str]) -> dict[str, str]:
    """Return what the office found wrong, by field, as sentences."""
    said = {
        "word": _("Use minúsculas sin tilde, cifras y _"),
        "taken": _("Ya hay un órgano con ese nombre interno"),
        "shape": _("Un código DIR3 tiene nueve letras o cifras"),
        "oneself": _("Nadie se nombra a sí mismo"),
        "overlaps": _("El órgano ya tiene titular en esas fechas"),
        "before": _("Termina antes de empezar"),
        "same": _("Un órgano no delega en sí mismo"),
    }
    several = {"names": "name", "decides": "decides"}
    named = {
        f"{several[field]}_{languages()[0]}" if field in several else field: code for field, code in problems.items()
    }
    return {field: said.get(code) or _missing(field.partition("_")[0]) for field, code in named.items()}


def _missing(field: str) -> str:
    """Return what to do about an answer that is missing, or that the page did not offer."""
    return {
        "name": _("Escriba el nombre en todos los idiomas"),
        "decides": _("Escriba qué decide, en todos los idiomas"),
        "published": _("Escriba dónde se publicó"),
        "appointed": _("Escriba el nombramiento"),
        "staff": _("Elija la persona"),
        "procedure": _("Elija el trámite"),
        "body": _("Elija el órgano"),
        "from": _("Elija quién delega"),
        "to": _("Elija en quién se delega"),
    }.get(field, _("Elija una opción"))


def _body(found: Registers) -> SimpleNamespace:
    del found
    return SimpleNamespace(
        title=_("Anotar un órgano"),
        intro=_("Los trámites lo llaman por su nombre interno, que ya no cambia."),
        fields=[
            *_in_each_language("name", _("Nombre")),
            _select("kind", _("Qué órgano es"), [(one, words.kind(one)) for one in rules.KINDS]),
            _field("code", _("Nombre interno"), hint=_("Por ejemplo: alcaldia")),
            _field("dir3", _("Código DIR3"), optional=True),
        ],
        action=_("Anotar el órgano"),
    )


def _term(found: Registers) -> SimpleNamespace:
    people = [("", _("Elija"))] + [(str(one.id), f"{one.name}, {one.post}") for one in found.people]
    return SimpleNamespace(
        title=_("Anotar quién está al frente"),
        intro=_("Solo puede firmar entre esas fechas, incluidas. Aparece quien tiene permiso de decisión y firma."),
        fields=[
            _select("body_id", _("Órgano"), _bodies(found)),
            _select("staff_id", _("Persona"), people),
            _select("capacity", _("En calidad de"), [(one, words.capacity(one)) for one in rules.CAPACITIES]),
            _field("appointed_by", _("Nombramiento"), hint=_("El acto y su fecha.")),
            *_dates(),
        ],
        action=_("Anotar el nombramiento"),
    )


def _delegation(found: Registers) -> SimpleNamespace:
    return SimpleNamespace(
        title=_("Anotar una delegación"),
        intro=_("Mientras dure, lo que toque decidir al primer órgano irá a la carpeta de firma del segundo."),
        fields=[
            _select("from_body", _("Quién delega"), _bodies(found)),
            _select("to_body", _("En quién"), _bodies(found)),
            _boxes("procedures", _("¿En qué trámites?"), found.offered, _("Sin marcar ninguno, en todos.")),
            _published(),
            *_dates(),
        ],
        action=_("Anotar la delegación"),
    )


def _act(found: Registers) -> SimpleNamespace:
    return SimpleNamespace(
        title=_("Anotar una actuación automatizada"),
        intro=_("Nada se decide de forma automática si no está aquí, publicado y en vigor. Esta lista es pública."),
        fields=[
            _select("procedure", _("Trámite"), [("", _("Elija")), *found.offered]),
            _field("act", _("Nombre interno"), hint=_("El que usa el diagrama del trámite.")),
            *_in_each_language("decides", _("Qué decide")),
            _select("body_id", _("Órgano responsable"), _bodies(found)),
            _published(),
            *_dates(),
        ],
        action=_("Anotar la actuación"),
    )


def _bodies(found: Registers) -> list[tuple[str, str]]:
    return [("", _("Elija")), *((str(one.id), one.name) for one in found.bodies if one.active)]


def _published() -> SimpleNamespace:
    return _field("published", _("Dónde se publicó"), hint=_("Por ejemplo: BOP n.º 124, de 30 de junio de 2026"))


def _dates() -> list[SimpleNamespace]:
    return [
        _field("from_on", _("Desde"), kind="date"),
        _field("until_on", _("Hasta"), kind="date", hint=_("Ese día todavía vale."), optional=True),
    ]


def _in_each_language(name: str, label: str) -> list[SimpleNamespace]:
    return [_field(f"{name}_{code}", f"{label} ({frame.NAMES.get(code, code)})") for code in languages()]


def _field(name: str, label: str, *, kind: str = "text", hint: str = "", optional: bool = False) -> SimpleNamespace:
    return SimpleNamespace(kind=kind, name=name, label=label, hint=hint, optional=optional, choices=[])


def _select(name: str, label: str, choices: Sequence[tuple[str, str]]) -> SimpleNamespace:
    return SimpleNamespace(kind="select", name=name, label=label, hint="", optional=False, choices=list(choices))


def _boxes(name: str, label: str, choices: Sequence[tuple[str, str]], hint: str) -> SimpleNamespace:
    return SimpleNamespace(kind="boxes", name=name, label=label, hint=hint, optional=False, choices=list(choices))
