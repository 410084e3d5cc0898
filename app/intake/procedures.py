"""Procedure texts out of procedure.yaml, and every fault of a procedure's texts, forms and templates."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from app.domain.errors import Invalid
from app.domain.procedure import Problem, Procedure
from app.intake import crosscheck, parsing, reader, sources
from app.intake.definition import FormDefinition
from app.intake.procedure_reader import ProcedureReader

TEXTS: Final = "procedure.yaml"
_FORM: Final = re.compile(r"forms/([a-z][a-z0-9_-]*)\.json", re.ASCII)


def parse(given: Mapping[str, bytes], languages: Sequence[str] = reader.LANGUAGES) -> Procedure:
    """Return the procedure that procedure.yaml describes.

    Raises `Invalid` whose `problems` name every fault of that file by its dotted place. Other sources
    are for `problems`.
    """
    procedure, faults = _read(given, languages)
    if faults or procedure is None:
        raise Invalid(f"{TEXTS} has {len(faults)} faults", faults)
    return procedure


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a procedure's texts and forms, and everything that is wrong with them.

    `procedure` has empty values where its file is at fault, and is None when that cannot be read at all;
    `forms` has None for a form with faults.
    """

    procedure: Procedure | None
    forms: Mapping[str, FormDefinition | None]
    problems: Sequence[Problem]


def read(given: Mapping[str, bytes], languages: Sequence[str] = reader.LANGUAGES) -> Reading:
    """Return what the texts and the forms say, with every fault of each and of what they name. Never raises."""
    procedure, faults = _read(given, languages)
    found = [Problem(TEXTS, at, at.rpartition(".")[2], message, _hint(message)) for at, message in faults.items()]
    forms: dict[str, FormDefinition | None] = {}
    for path in sorted(path for path in given if path.startswith("forms/")):
        found += _form_problems(path, given[path], languages, forms)
    if procedure is not None:
        found += crosscheck.problems(procedure, forms, given)
    return Reading(procedure, forms, found)


def problems(given: Mapping[str, bytes], languages: Sequence[str] = reader.LANGUAGES) -> list[Problem]:
    """Return every fault of the texts and the forms, and of what they name in each other. Never raises."""
    return list(read(given, languages).problems)


def form_problems(name: str, content: bytes, languages: Sequence[str] = reader.LANGUAGES) -> list[Problem]:
    """Return every fault of a form that stands alone, called `name`. Never raises."""
    stem = name.rpartition("/")[2]
    return [replace(one, file=name) for one in _form_problems(f"forms/{stem}", content, languages, {})]


def text_problems(name: str, content: bytes, languages: Sequence[str] = reader.LANGUAGES) -> list[Problem]:
    """Return every fault of texts that stand alone, called `name`. Never raises."""
    _, faults = _read({TEXTS: content}, languages)
    return [Problem(name, at, at.rpartition(".")[2], message, _hint(message)) for at, message in faults.items()]


def _read(given: Mapping[str, bytes], languages: Sequence[str]) -> tuple[Procedure | None, dict[str, str]]:
    content = given.get(TEXTS)
    if content is None:
        return None, {"": f"El procedimiento no tiene {TEXTS}."}
    content, complaint = sources.in_utf8(content)
    said = {"": complaint} if complaint else {}
    try:
        source: Any = sources.from_yaml(content)
    except sources.Unreadable as fault:
        return None, {"": " ".join(filter(None, [complaint, str(fault)]))}
    reading = ProcedureReader(languages)
    procedure = reading.procedure(source)
    return procedure, said | reading.faults


def _form_problems(
    path: str, content: bytes, languages: Sequence[str], forms: dict[str, FormDefinition | None]
) -> Iterator[Problem]:
    named = _FORM.fullmatch(path)
    if not named:
        hint = "Cámbiele el nombre: minúsculas sin tilde, cifras, _ y -."
        yield Problem(path, "", "", "Un formulario se llama forms/<id>.json.", hint)
        return
    forms[named[1]] = None
    content, complaint = sources.in_utf8(content)
    if complaint:
        yield Problem(path, "", "", complaint, "Guárdelo con la codificación UTF-8.")
    try:
        form = parsing.parse(sources.from_json(content), languages)
    except sources.Unreadable as fault:
        yield Problem(path, "", "", str(fault), "Corrija el fichero.")
    except Invalid as fault:
        for at, message in fault.problems.items():
            yield Problem(path, at, at.rpartition(".")[2], message, _hint(message))
    else:
        forms[named[1]] = None if complaint else form
        if form.id != named[1]:
            message = f"El id «{form.id}» no es el nombre del fichero."
            yield Problem(path, "id", form.id, message, f"Escriba «{named[1]}», o cambie el nombre del fichero.")


def _hint(message: str) -> str:
    """Return what to do about a fault that the message alone leaves open."""
    if "Falta el texto" in message or "en cada idioma" in message:
        return f"Escríbalo en todos los idiomas de la oficina ({', '.join(reader.LANGUAGES)})."
    if "Debe ser un texto" in message or "no tiene esa respuesta" in message:
        return "Ponga entre comillas yes, no, on y off: YAML los toma por verdadero o falso."
    if message.endswith(f"no tiene {TEXTS}."):
        return "Escríbalo: la referencia de procedure.yaml dice qué lleva."
    return "Corríjalo."
