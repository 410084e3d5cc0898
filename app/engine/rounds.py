"""Which paths of a diagram come round to themselves with nobody on the way, and never end.

A case follows such a path within one move: without a person, a worker, a message or a timer on it nothing stops it
but a condition, and a condition changes on the way only when something on the way changes what it reads.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from app.domain import errors
from app.domain.procedure import Problem
from app.engine import diagram, expressions, reach, rules
from app.engine.known import File

_ALONE: Final = frozenset({
    "scriptTask", "businessRuleTask", "sendTask", "intermediateThrowEvent",
    "exclusiveGateway", "inclusiveGateway", "parallelGateway",
})  # fmt: skip
"""What goes on by itself. Inner and called processes are left to the guard of the running case."""
_CHOICES: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})
_FEW: Final = 8


@dataclass(frozen=True, slots=True)
class _Round:
    """The nodes of a path that comes round, by id, and the variables written on it with what gives them."""

    nodes: Mapping[str, etree._Element]
    written: Mapping[str, Sequence[str]]


def scope(file: File, inside: Sequence[etree._Element]) -> Iterator[Problem]:
    """Yield the endless rounds among the nodes of one process or subprocess."""
    alone = {node.get("id", ""): node for node in inside if diagram.kind(node) in _ALONE}
    steps = {name: [target for target in _targets(file, name) if target in alone] for name in alone}
    places = {name: place for place, name in enumerate(alone)}
    for names in reach.rounds(steps):
        nodes = {name: alone[name] for name in sorted(names, key=places.__getitem__)}
        found = _Round(nodes, _written(file, nodes.values()))
        if not _may_end(file, found):
            yield _problem(file, found)


def _problem(file: File, found: _Round) -> Problem:
    named = ", ".join(list(found.nodes)[:_FEW]) + (", …" if len(found.nodes) > _FEW else "")
    message = f"El camino vuelve sobre sí mismo sin esperar a nadie, y no hay condición que lo termine ({named})."
    hint = "Ponga en el camino una tarea, un temporizador o un mensaje, o un script que cambie la condición de salida."
    return file.problem(next(iter(found.nodes.values())), message, hint)


def _targets(file: File, name: str) -> Iterator[str]:
    return (flow.get("targetRef", "") for flow in file.drawn.leaving.get(name, ()))


def _written(file: File, nodes: Iterable[etree._Element]) -> dict[str, list[str]]:
    """Return the variables that `nodes` write, with the expressions that give them; one of a table has none."""
    found: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        for script in diagram.expressions(node):
            if script.script and expressions.check_script(script.source) is None:
                for name, source in expressions.written(script.source):
                    found[name].append(source)
        if diagram.kind(node) == "businessRuleTask":
            found |= {name: [] for name in file.known.decisions.get(rules.decision(node), ())}
    return found


def _may_end(file: File, found: _Round) -> bool:
    """Say whether some gateway of a round may one day choose another way than before, or does choose one out."""
    after = {name: _value(sources) for name, sources in found.written.items()}
    return any(_may_leave(file, found, node, after) for node in found.nodes.values() if diagram.kind(node) in _CHOICES)


def _may_leave(file: File, found: _Round, node: etree._Element, after: Mapping[str, Any]) -> bool:
    flows = file.drawn.leaving.get(node.get("id", ""), ())
    conditions = {flow: _condition(flow) for flow in flows if flow.get("id") != node.get("default")}
    outside = [flow for flow in flows if flow.get("targetRef") not in found.nodes]
    if not outside or any(expressions.check(source) for source in conditions.values()):
        return bool(outside)
    read = {name for source in conditions.values() for name, _ in expressions.reads(source)}
    if not read & found.written.keys():
        return False
    if not all(after.get(name, _UNKNOWN) is not _UNKNOWN for name in read):
        return True
    held = [flow for flow, source in conditions.items() if _holds(source, after)]
    taken = held or [flow for flow in flows if flow not in conditions]
    return any(flow in outside for flow in (taken if diagram.kind(node) == "inclusiveGateway" else taken[:1]))


def _condition(flow: etree._Element) -> str:
    return rules.text(flow.find(f"{diagram.MODEL}conditionExpression"))


_UNKNOWN: Final = object()


def _value(sources: Sequence[str]) -> Any:
    """Return what a variable is once the round was gone through, where it is written in one place as it stands."""
    if len(sources) != 1 or expressions.reads(sources[0]):
        return _UNKNOWN
    try:
        return expressions.evaluate(sources[0])
    except errors.ExpressionRejected:
        return _UNKNOWN


def _holds(source: str, variables: Mapping[str, Any]) -> bool:
    try:
        return bool(expressions.evaluate(source, variables))
    except errors.ExpressionRejected:
        return False
