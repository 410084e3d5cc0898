"""Which variables a procedure's diagrams give, and what its expressions make of them."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from lxml import etree

from app.domain.procedure import Problem
from app.engine import diagram, dialects, drawn, expressions, rules, timers
from app.engine.drawn import Drawn
from app.engine.known import Fields, File, Known

OFFICES_OWN: Final = ("applicant", "office")
REFERENCE: Final = "ref"
"""The field of every person's answers that stands for all of them."""
_EXAMPLE: Final = 'Se escribe, por ejemplo, solicitud.importe > 100 o revision.resultado == "accepted".'
_SHORT: Final = 60
_ALIKE: Final = 3
_COMPARED: Final = 30
"""How much two lengths may differ, and how many names are compared: looking for a slip of the pen is slow."""
_KINDS: Final[Mapping[str, str]] = {
    "condition": "La condición",
    "repetition": "El número de veces",
    "timeDate": "El temporizador",
    "timeDuration": "El temporizador",
    "timeCycle": "El temporizador",
    "script": "El script",
    "payload": "El contenido del mensaje",
    "correlation": "La correlación",
    "correlation of a message": "La correlación del mensaje",
}


@dataclass(slots=True)
class Given:
    """A variable: whether people's answers go there, and its fields, None when they are not known."""

    answers: bool = False
    fields: dict[str, frozenset[str] | None] | None = field(default_factory=dict)

    def add(self, fields: Fields | None, *, answers: bool = False) -> None:
        """Note that one more element gives the variable, with these fields."""
        self.answers = self.answers or answers
        if fields is None or self.fields is None:
            self.fields = None
        else:
            self.fields |= fields


def given(files: Iterable[Drawn], known: Known) -> dict[str, Given]:
    """Return the variables that the elements of some diagrams give."""
    found = {name: Given(fields=None) for name in OFFICES_OWN}
    for one in files:
        for name, fields, answers in (*_by_people(one, known), *_by_others(one, known), *_by_scripts(one)):
            found.setdefault(name, Given()).add(fields, answers=answers)
    return found


def expression(
    file: File, found: diagram.Expression, at: etree._Element, variables: Mapping[str, Given]
) -> Iterator[Problem]:
    """Yield what is wrong with one expression of the element `at`."""
    what = _KINDS.get(found.kind) or f"El parámetro «{found.kind.removeprefix('parameter ')}»"
    if found.kind in timers.KINDS:
        complaint = timers.complaint(found.kind, found.source)
    else:
        complaint = (expressions.check_script if found.script else expressions.check)(found.source)
    if complaint:
        shown = " ".join(found.source.split())
        shown = shown if len(shown) <= _SHORT else f"{shown[: _SHORT - 1]}…"
        said = f" «{shown}»" if shown else ""
        hint = _HINTS.get(found.kind) or dialects.expression(found.source) or _EXAMPLE
        yield file.problem(at, f"{what}{said} no vale: {complaint}.", hint)
    elif found.over_variables:
        yield from reads(file, at, what, found, variables)


def reads(
    file: File, at: etree._Element, what: str, found: diagram.Expression, variables: Mapping[str, Given]
) -> Iterator[Problem]:
    """Yield what is wrong with the variables that an expression reads, none for one that cannot be read itself."""
    if (expressions.check_script if found.script else expressions.check)(found.source):
        return
    for name, part in sorted(expressions.reads(found.source, script=found.script), key=str):
        known = variables.get(name)
        if known is None:
            message = f"{what} usa la variable «{name}», que ningún elemento da."
            yield file.problem(at, message, _closest(name, variables, "Revise cómo está escrita.", quoted=part is None))
        elif part is None and known.answers:
            message = f"{what} toma todas las respuestas de «{name}»."
            yield file.problem(
                at, message, f"Nombre un campo, como {name}.{REFERENCE}: solo se guardan los que se nombran."
            )
        elif part is not None and known.fields is not None and part not in known.fields:
            message = f"{what} usa «{name}.{part}», pero «{name}» no tiene ese campo."
            yield file.problem(at, message, _closest(part, known.fields, f"Tiene: {', '.join(sorted(known.fields))}."))
    choices = not found.script and any(known.fields and any(known.fields.values()) for known in variables.values())
    for name, part, value in expressions.compared(found.source) if choices else ():
        known = variables.get(name)
        allowed = (known.fields or {}).get(part) if known is not None else None
        if allowed is not None and value not in allowed:
            message = f"{what} compara «{name}.{part}» con «{value}», que no es ninguna de sus opciones."
            yield file.problem(at, message, f"Las opciones son: {', '.join(sorted(allowed))}.")


def _closest(name: str, others: Iterable[str], otherwise: str, *, quoted: bool = False) -> str:
    alike = (other for other in others if other[:1] == name[:1] and abs(len(other) - len(name)) <= _ALIKE)
    near = difflib.get_close_matches(name, list(islice(alike, _COMPARED)), n=1)
    if near:
        return f"¿Quiso decir «{near[0]}»?"
    return f"{otherwise} Si es un texto, póngalo entre comillas." if quoted else otherwise


def _by_people(one: Drawn, known: Known) -> Iterator[tuple[str, Fields | None, bool]]:
    for task in one.nodes:
        if diagram.kind(task) != "userTask":
            continue
        named = rules.text(diagram.extension(task, "variableName"))
        fields = (known.forms or {}).get(rules.form(task))
        whole = None if fields is None or _repeated(task) else {**fields, REFERENCE: None}
        yield named or task.get("id", ""), whole, True


def _by_others(one: Drawn, known: Known) -> Iterator[tuple[str, Fields | None, bool]]:
    for element in one.root.iter():
        match diagram.kind(element):
            case "serviceTaskOperator":
                yield element.get("resultVariable") or "", _results(element, known), False
            case "variableName" if diagram.kind(_host(element)) == "userTask":
                continue
            case "variableName" | "messageVariable" | "loopDataOutputRef":
                yield rules.text(element), None, False
            case "inputDataItem" | "outputDataItem":
                yield element.get("id") or "", None, False
            case "businessRuleTask":
                yield from ((name, None, False) for name in known.decisions.get(rules.decision(element), ()))


def _by_scripts(one: Drawn) -> Iterator[tuple[str, Fields | None, bool]]:
    for script in diagram.expressions(one.root):
        if script.script and expressions.check_script(script.source) is None:
            yield from ((name, None, False) for name, _ in expressions.assignments(script.source))


def _results(operator: etree._Element, known: Known) -> Fields | None:
    contract = known.catalogue.get(operator.get("id") or "")
    return None if contract is None or _inside_repeated(operator) else dict.fromkeys(contract.result)


def _host(element: etree._Element) -> etree._Element:
    return next((one for one in element.iterancestors() if diagram.kind(one) in diagram.NODES), element)


def _inside_repeated(element: etree._Element) -> bool:
    return any(_repeated(one) for one in element.iterancestors() if diagram.kind(one) in drawn.ACTIVITIES)


def _repeated(task: etree._Element) -> bool:
    return any(diagram.kind(child).endswith("LoopCharacteristics") for child in task)


_TIMER: Final = 'Escriba working_days(10), calendar_days(10), months(1), hours(48) o un texto como "P10D".'
_HINTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(timers.KINDS, _TIMER),
    "script": "Cada línea es «nombre = expresión», sin bucles, ni órdenes, ni llamadas a programas.",
}
