"""What the office demands of activities that are repeated."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from app.domain.procedure import Problem
from app.engine import diagram, dialects, drawn, expressions, rules
from app.engine.known import File

_NUMBER: Final = re.compile(r"\d{1,4}", re.ASCII)


def node(file: File, element: etree._Element) -> Iterator[Problem]:
    """Yield what is wrong with how an activity is repeated."""
    if element.get("isForCompensation") == "true":
        yield file.problem(
            element, "Las tareas de compensación no se admiten.", "Dibuje un camino que deshaga lo hecho."
        )
    for loop in drawn.children(element, "standardLoopCharacteristics"):
        most, condition = loop.get("loopMaximum"), rules.text(loop.find(f"{diagram.MODEL}loopCondition"))
        if most is None and not condition:
            yield file.problem(
                element, "La tarea se repite sin decir hasta cuándo.", "Ponga loopMaximum o una condición."
            )
        elif most is not None and not _NUMBER.fullmatch(most):
            yield file.problem(element, f"loopMaximum no puede valer «{most}».", "Escriba un número entero.")
    for many in drawn.children(element, "multiInstanceLoopCharacteristics"):
        ways = [kind for kind in ("loopCardinality", "loopDataInputRef") if list(drawn.children(many, kind))]
        if len(ways) != 1:
            foreign = dialects.many(many)
            said = f" Lleva {foreign}, que aquí no se usa." if foreign else ""
            message = "La tarea se repite varias veces sin decir cuántas, o lo dice de dos maneras."
            hint = f"Ponga loopCardinality (un número) o loopDataInputRef (una lista).{said}"
            yield file.problem(element, message, hint)
        for number in drawn.children(many, "loopCardinality"):
            yield from _times(file, element, rules.text(number))


def _times(file: File, element: etree._Element, source: str) -> Iterator[Problem]:
    """Yield what is wrong with how often a task is repeated, where the diagram itself says the number."""
    times, kind = expressions.constant_of(source), expressions.kind_of(source)
    hint = f"Escriba un número entero de 0 a {diagram.MOST_TIMES}, o una expresión que lo dé."
    if isinstance(times, int) and not isinstance(times, bool) and not 0 <= times <= diagram.MOST_TIMES:
        message = f"La tarea se repetiría {times} veces, y como mucho se admiten {diagram.MOST_TIMES}."
        yield file.problem(element, message, hint)
    elif kind not in {"", "integer"} or isinstance(times, float):
        yield file.problem(element, f"El número de veces «{source[:60]}» no es un número entero.", hint)
