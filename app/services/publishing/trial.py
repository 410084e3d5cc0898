"""Try a procedure's templates with answers that nobody gave, so that they fail here and not in a case."""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Final

from app.documents import rendering
from app.domain import procedure as rules
from app.domain.procedure import DocumentKind, Problem, Procedure
from app.engine import usage
from app.engine.usage import Use
from app.intake import resolutions, samples
from app.intake.definition import FormDefinition
from app.operators import CATALOGUE

_TEXTS: Final = "procedure.yaml"
_RESOLUTION: Final = "documents/resolution.typ"
_AT: Final = re.compile(r"template\.typ:(\d+):")
_FIRST: Final = re.compile(r"error: (.*)")
_MARKS: Final = rendering.Marks(
    csv="AAAA-AAAA-AAAA-AAAA",
    verify_url="https://oficina.example/csv/AAAA-AAAA-AAAA-AAAA",
    issued_at=datetime(2026, 1, 1, tzinfo=UTC),
    issuer="Ayuntamiento de muestra",
)
_VALUES: Final[Mapping[str, Any]] = {"integer": 3, "boolean": True, "list": [], "object": {}}
_MISSING: Final = re.compile(r'does not contain key "([^"]*)"')
_FAULTS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = (
    (
        re.compile(r'dictionary does not contain key "([^"]*)"'),
        "pide el dato «{0}», que no siempre está",
        'Revise el nombre. Si la pregunta es voluntaria, escriba datos.at("{0}", default: "").',
    ),
    (re.compile(r"unknown variable: (\S+)"), "usa «{0}», que no existe", '¿Falta #import "/frame.typ": * arriba?'),
    (
        re.compile(r"file not found \(searched at (.*)\)"),
        "pide el fichero {0}, que no puede leer",
        "Una plantilla solo puede usar /frame.typ.",
    ),
    (re.compile(r"failed to download package|package"), "pide un paquete de la red", "Solo puede usar /frame.typ."),
    (re.compile(r"unclosed"), "deja algo sin cerrar", "Cierre el paréntesis, el corchete o las comillas."),
    (re.compile(r"unexpected (.*)"), "lleva algo que sobra: {0}", "Quítelo, o ponga delante una barra \\."),
    (re.compile(r"expected (.*)"), "está mal escrita: se esperaba {0}", "Corrija esa línea."),
    (re.compile(r"panicked with: (.*)"), "se ha detenido ella misma: {0}", "Mire por qué."),
)
_OTHERS: Final[Mapping[str, str]] = {
    "timeout": "tarda demasiado",
    "memory": "gasta demasiada memoria",
    "crash": "hace fallar al programa que la compone",
    "too large": "es demasiado grande",
    "a page lacks the verification footer": "quita el pie de comprobación de alguna página",
}


def problems(
    procedure: Procedure, forms: Mapping[str, FormDefinition | None], sources: Mapping[str, bytes]
) -> list[Problem]:
    """Return what goes wrong when the documents that the diagrams ask for are made of sample answers.

    A template is tried with the fewest answers and with the most. One whose data cannot be told is not tried.
    """
    asked = usage.uses(sources, CATALOGUE, "document")
    known = {name: kind for name, kind in procedure.documents.items() if kind.template in sources}
    jobs = [
        (kind, use, variant)
        for name, kind in known.items()
        for use in asked
        if name in use.named and use.values is not None and all(forms.get(form) for form in use.answers.values())
        for variant in (samples.sparse, samples.full)
    ]

    def tried(job: tuple[DocumentKind, Use, Callable[[FormDefinition], dict[str, Any]]]) -> list[Problem]:
        kind, use, variant = job
        answers = {name: variant(found) for name, form in use.answers.items() if (found := forms.get(form))}
        data = sample(procedure, kind, answers, {name: _value(word) for name, word in (use.values or {}).items()})
        return list(_tried(kind, sources[kind.template], data))

    with ThreadPoolExecutor(max_workers=2) as pool:
        found = [problem for each in pool.map(tried, jobs) for problem in each]
    told = [*found, *_unfilled(procedure, forms, asked), *_without_texts(procedure), *_idle(procedure, asked)]
    return list(dict.fromkeys(told))


def sample(
    procedure: Procedure, kind: DocumentKind, answers: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return data in the shape that `files.sheets` gives to templates, invented where a case would tell."""
    resolution = _resolution(kind, answers, values)
    roles = sorted({lane.party for lane in procedure.lanes.values() if lane.party} | {"applicant"})
    person = {
        "name": "Remei Sanchis Català",
        "given_name": "Remei",
        "surnames": "Sanchis Català",
        "document": "12345678Z",
        "email": "muestra@correo.example",
        "phone": "+34612345678",
    }
    return {
        "title": rules.text(kind.title, rules.FALLBACK),
        "subtitle": rules.text(procedure.card.title, rules.FALLBACK),
        "language": rules.FALLBACK,
        "case_number": f"2026/{procedure.code}/000001",
        "entity": _ENTITY,
        "addressee": {"body": _ENTITY["name"], "dir3": _ENTITY["dir3"]},
        "date": "1 de enero de 2026",
        "place_and_date": "Muestra, 1 de enero de 2026",
        "answers": dict(answers),
        "blocks": [{"title": "Datos", "rows": [["Pregunta", "Respuesta"]]}],
        "values": dict(values),
        "parties": dict.fromkeys(roles, person),
        "applicant": person,
        "signers": [{"field": f"signer_{role}"[:31], "name": person["name"], "role": role} for role in roles],
        "attachments": [{"title": "Papel", "name": "papel.pdf", "size": "12 kB", "sha256": "0" * 64}],
        "resolution": resolution,
    }


def _resolution(kind: DocumentKind, answers: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a document that is decided prints besides; a place that nothing fills is for `_unfilled` to tell."""
    said: dict[str, Any] = {"facts": [], "grounds": [], "decision": [], "route": "", "appeals": []}
    if kind.resolution is not None:
        filled = dict.fromkeys(resolutions.places(kind.resolution), "Texto de muestra")
        given = {name: value for each in answers.values() for name, value in each.items()} | dict(values)
        said = resolutions.compose(kind.resolution, given, filled, rules.FALLBACK)
    signer = {"field": "signer_authority", "name": "Alcaldía", "role": "Órgano que decide"}
    return {**said, "who": "Alcaldía, en ejercicio de su competencia.", "signers": [signer]}


def _unfilled(procedure: Procedure, forms: Mapping[str, FormDefinition | None], asked: list[Use]) -> Iterator[Problem]:
    """Yield the places of resolutions that no value of the diagram, no answer and not the office fills."""
    for name, kind in procedure.documents.items():
        for use in asked:
            if kind.resolution is None or name not in use.named or use.values is None:
                continue
            read = [form for each in use.answers.values() if (form := forms.get(each))]
            fields = {field.name for form in read for field in form.fields()}
            for place in sorted(resolutions.places(kind.resolution) - rules.RESOLUTION_PLACES - fields - {*use.values}):
                message = f"La resolución pide el dato «{place}», que la tarea «{use.title or use.element}» no da."
                hint = "Délo en «values» de la tarea, o corrija el nombre entre llaves."
                yield Problem(_TEXTS, f"documents.{name}.resolution", name, message, hint)


def _without_texts(procedure: Procedure) -> Iterator[Problem]:
    """Yield the documents of the office's own template for resolutions that have no texts for it."""
    for name, kind in procedure.documents.items():
        if kind.template == _RESOLUTION and kind.resolution is None:
            message = f"El documento «{name}» usa la plantilla de resoluciones y no tiene textos de resolución."
            hint = "Escriba «resolution» con facts, grounds, decision y appeals."
            yield Problem(_TEXTS, f"documents.{name}.resolution", name, message, hint)


_ENTITY: Final[Mapping[str, str]] = {
    "name": "Ayuntamiento de muestra",
    "dir3": "L01000000",
    "nif": "P0000000A",
    "address": "plaza de la Muestra, 1",
    "city": "Muestra",
    "postcode": "00000",
}


def _value(kind: str) -> Any:
    return _VALUES.get(kind, "Texto de muestra")


def _tried(kind: DocumentKind, template: bytes, data: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        rendering.render(template, data, _MARKS)
    except rendering.TemplateRejected as rejected:
        said = _FIRST.search(rejected.diagnostic)
        missing = _MISSING.search(rejected.diagnostic)
        if missing and f"entity.{missing[1]}".encode() in template:
            return  # what an entity says of itself is in its database, and not known here
        at = _AT.search(rejected.diagnostic)
        words, hint = _worded(said[1] if said else rejected.diagnostic)
        place = f" (línea {at[1]})" if at else ""
        title = rules.text(kind.title, rules.FALLBACK)
        yield Problem(kind.template, kind.name, title, f"La plantilla {words}{place}.", hint)


def _worded(said: str) -> tuple[str, str]:
    if said in _OTHERS:
        return _OTHERS[said], "Simplifíquela."
    for pattern, words, hint in _FAULTS:
        found = pattern.search(said)
        if found is not None:
            return words.format(*found.groups()), hint.format(*found.groups())
    return f"no se puede componer: {said[:200]}", "Corríjala; el mensaje es de typst, que compone los documentos."


def _idle(procedure: Procedure, asked: list[Use]) -> Iterator[Problem]:
    """Yield the documents that no task asks for, when all that ask do it by name."""
    if not all(use.named for use in asked):
        return
    for name, kind in procedure.documents.items():
        if not any(name in use.named for use in asked):
            message = f"Ninguna tarea de servicio pide el documento «{name}»."
            hint = "Pídalo en una tarea, o bórrelo de «documents»."
            yield Problem(_TEXTS, f"documents.{name}", rules.text(kind.title, rules.FALLBACK), message, hint)
