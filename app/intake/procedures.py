"""Procedure texts out of procedure.yaml, and every fault of a procedure's texts, forms and templates."""

import re
from collections.abc import Iterator, Mapping, Sequence
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


def problems(given: Mapping[str, bytes], languages: Sequence[str] = reader.LANGUAGES) -> list[Problem]:
    """Return every fault of the texts and the forms, or else of what they name in each other. Never raises."""
    procedure, faults = _read(given, languages)
    found = [Problem(TEXTS, at, at.rpartition(".")[2], message, _hint(message)) for at, message in faults.items()]
    forms: dict[str, FormDefinition] = {}
    for path in sorted(path for path in given if path.startswith("forms/")):
        found += _form_problems(path, given[path], languages, forms)
    if procedure is not None and not found:
        found += crosscheck.problems(procedure, forms, given)
    return found


def _read(given: Mapping[str, bytes], languages: Sequence[str]) -> tuple[Procedure | None, dict[str, str]]:
    content = given.get(TEXTS)
    if content is None:
        return None, {"": f"the procedure has no {TEXTS}"}
    try:
        source: Any = sources.from_yaml(content)
    except sources.Unreadable as fault:
        return None, {"": str(fault)}
    reading = ProcedureReader(languages)
    procedure = reading.procedure(source)
    return procedure, reading.faults


def _form_problems(
    path: str, content: bytes, languages: Sequence[str], forms: dict[str, FormDefinition]
) -> Iterator[Problem]:
    named = _FORM.fullmatch(path)
    if not named:
        yield Problem(path, "", "", "a form is called forms/<id>.json", "rename the file")
        return
    try:
        form = parsing.parse(sources.from_json(content), languages)
    except sources.Unreadable as fault:
        yield Problem(path, "", "", str(fault), "mend the file")
    except Invalid as fault:
        for at, message in fault.problems.items():
            yield Problem(path, at, at.rpartition(".")[2], message, _hint(message))
    else:
        forms[form.id] = form
        if form.id != named[1]:
            yield Problem(path, "id", form.id, "the form's id is not the name of its file", f"call it {named[1]}")


def _hint(message: str) -> str:
    if message == "the text is missing":
        return "write it in every language of the office"
    return "quote yes, no, on and off: YAML takes them for true and false" if "of type str" in message else ""
