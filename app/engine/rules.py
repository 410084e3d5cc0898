"""What the office demands of each element of a diagram, beyond what the parser does."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from app.domain.procedure import Problem
from app.engine import diagram, expressions, timers

GIVEN = frozenset({"applicant", "office"})
_CATCHING = ("receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent")
_PEOPLE = frozenset({"userTask", "manualTask"})


class OperatorContract(Protocol):
    """What a diagram must know of an operator."""

    @property
    def name(self) -> str:
        """Return the name by which service tasks ask for it."""

    @property
    def params(self) -> Mapping[str, str]:
        """Return the words for the types of its parameters, by name."""

    @property
    def optional(self) -> frozenset[str]:
        """Return the parameters that may be left out."""


@dataclass(frozen=True, slots=True)
class File:
    """A diagram under examination, with what is known around it.

    `decisions` maps the ids of decision tables to the names of their outputs. `lanes` and `forms`
    are None when they are not known and cannot be checked.
    """

    path: str
    root: etree._Element
    catalogue: Mapping[str, OperatorContract]
    processes: frozenset[str] = frozenset()
    decisions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lanes: frozenset[str] | None = None
    forms: frozenset[str] | None = None

    def problem(self, element: etree._Element, message: str, hint: str = "") -> Problem:
        """Return a problem that stands at `element`."""
        return Problem(self.path, element.get("id") or "", element.get("name") or "", message, hint)


def node(file: File, element: etree._Element, lane: str) -> Iterator[Problem]:
    """Yield what is wrong with one flow node, standing in `lane` ("" for none)."""
    rule = _RULES.get(diagram.kind(element))
    if rule is not None:
        yield from rule(file, element)
    if diagram.kind(element) in _PEOPLE:
        yield from _lane(file, element, lane)
    if "office" in {(named.text or "").strip() for named in element.iter(f"{diagram.SPIFF}variableName")}:
        yield file.problem(element, "the variable 'office' belongs to the office", "choose another variable name")


def expression(
    file: File, found: diagram.Expression, at: etree._Element, known: Mapping[str, bool]
) -> Iterator[Problem]:
    """Yield what is wrong with one expression of the element `at`.

    `known` are the variables that some element gives, true for those of a user task.
    """
    if found.kind in timers.KINDS:
        complaint = timers.complaint(found.kind, found.source)
    else:
        complaint = (expressions.check_script if found.script else expressions.check)(found.source)
    if complaint:
        yield file.problem(at, f"{found.kind}: {complaint}", "see the reference of expressions")
        return
    if not found.over_variables:
        return
    for variable, name in sorted(expressions.reads(found.source, script=found.script), key=str):
        if variable not in known:
            yield file.problem(at, f"{found.kind}: no element gives the variable '{variable}'", "check its spelling")
        elif name is None and known[variable]:
            yield file.problem(
                at,
                f"{found.kind}: it takes all the answers of '{variable}'",
                f"name a field, such as {variable}.ref: only the fields that are named are kept",
            )


def variables(file: File) -> dict[str, bool]:
    """Return the variables that the elements of a diagram give, true for those of user tasks."""
    found = dict.fromkeys([*GIVEN, *_given(file)], False)
    for script in diagram.expressions(file.root):
        if script.script and expressions.check_script(script.source) is None:
            found.update(dict.fromkeys((name for name, _ in expressions.assignments(script.source)), False))
    for task in file.root.iter(f"{diagram.MODEL}userTask"):
        named = diagram.extension(task, "variableName")
        found[_text(named) or task.get("id", "")] = True
    return found


def _given(file: File) -> Iterator[str]:
    for element in file.root.iter():
        match diagram.kind(element):
            case "serviceTaskOperator":
                yield element.get("resultVariable") or ""
            case "variableName" | "messageVariable" | "loopDataOutputRef":
                yield _text(element)
            case "inputDataItem" | "outputDataItem":
                yield element.get("id") or ""
            case "businessRuleTask":
                yield from file.decisions.get(_decision(element), ())


def _text(element: etree._Element | None) -> str:
    return ((element.text if element is not None else None) or "").strip()


def _lane(file: File, element: etree._Element, lane: str) -> Iterator[Problem]:
    if not lane:
        yield file.problem(element, "the task stands in no lane, so that nobody does it", "move it into a lane")
    elif file.lanes is not None and lane not in file.lanes:
        yield file.problem(element, f"the lane '{lane}' is not one of the procedure's", "add it to procedure.yaml")


def _plain_task(file: File, element: etree._Element) -> Iterator[Problem]:
    yield file.problem(element, "the task has no type", "make it a user task, a service task or another one")


def _user_task(file: File, element: etree._Element) -> Iterator[Problem]:
    pairs = diagram.properties(element)
    form = pairs.get("form") or pairs.get("formJsonSchemaFilename", "").removesuffix(".json")
    if not form:
        yield file.problem(element, "the task has no form", "set its property 'form'")
    elif file.forms is not None and form not in file.forms:
        yield file.problem(element, f"there is no form '{form}'", "add it, or correct the property 'form'")


def _service_task(file: File, element: etree._Element) -> Iterator[Problem]:
    operator = diagram.extension(element, "serviceTaskOperator")
    contract = file.catalogue.get(operator.get("id") or "") if operator is not None else None
    if operator is None or contract is None:
        name = operator.get("id") if operator is not None else ""
        yield file.problem(
            element, f"there is no operator '{name}'", "choose one of: " + ", ".join(sorted(file.catalogue))
        )
        return
    given = {
        parameter.get("id", "")
        for parameter in operator.iter(f"{diagram.SPIFF}parameter")
        if (parameter.get("value") or "").strip()
    }
    for name in sorted(given - set(contract.params)):
        yield file.problem(
            element,
            f"the operator {contract.name} has no parameter '{name}'",
            "its parameters are: " + ", ".join(contract.params),
        )
    for name in sorted(set(contract.params) - contract.optional - given):
        yield file.problem(
            element, f"the operator {contract.name} needs its parameter '{name}'", "give it an expression"
        )


def _choice(file: File, element: etree._Element) -> Iterator[Problem]:
    outgoing = [
        flow for flow in file.root.iter(f"{diagram.MODEL}sequenceFlow") if flow.get("sourceRef") == element.get("id")
    ]
    if len(outgoing) < 2:  # noqa: PLR2004  # a join has one way out
        return
    default = element.get("default")
    if default not in {flow.get("id") for flow in outgoing}:
        yield file.problem(element, "the gateway has no default flow", "say which way is taken when no condition holds")
    for flow in outgoing:
        if flow.get("id") != default and flow.find(f"{diagram.MODEL}conditionExpression") is None:
            yield file.problem(flow, "the flow has no condition", "give it one, or make it the default")


def _call_activity(file: File, element: etree._Element) -> Iterator[Problem]:
    if element.get("calledElement") not in file.processes:
        yield file.problem(
            element,
            f"there is no executable process '{element.get('calledElement')}'",
            "choose one of the same procedure",
        )


def _rule_task(file: File, element: etree._Element) -> Iterator[Problem]:
    if _decision(element) not in file.decisions:
        yield file.problem(
            element, f"there is no decision table '{_decision(element)}'", "add its .dmn file, or correct the id"
        )


def _message(file: File, element: etree._Element) -> Iterator[Problem]:
    names = {message.get("id"): message.get("name") for message in file.root.iter(f"{diagram.MODEL}message")}
    for reference in _references(element):
        named = reference.get("messageRef")
        if named is not None and not names.get(named):
            yield file.problem(element, f"the message '{named}' has no name", "define it and name it")


def _thrown(file: File, element: etree._Element) -> Iterator[Problem]:
    yield from _message(file, element)
    thrown = [reference.get("messageRef") for reference in _references(element)]
    caught = {
        reference.get("messageRef")
        for other in file.root.iter(*(f"{diagram.MODEL}{kind}" for kind in _CATCHING))
        for reference in _references(other)
    }
    if not any(name in caught for name in thrown if name) and (any(thrown) or diagram.kind(element) == "sendTask"):
        yield file.problem(element, "nobody in the case waits for this message", "tell others by a service task")


def _references(element: etree._Element) -> list[etree._Element]:
    return [element, *element.iterchildren(f"{diagram.MODEL}messageEventDefinition")]


def _decision(element: etree._Element) -> str:
    return _text(diagram.extension(element, "calledDecisionId"))


_RULES: Mapping[str, Callable[[File, etree._Element], Iterable[Problem]]] = {
    "task": _plain_task,
    "userTask": _user_task,
    "serviceTask": _service_task,
    "exclusiveGateway": _choice,
    "inclusiveGateway": _choice,
    "callActivity": _call_activity,
    "businessRuleTask": _rule_task,
    "receiveTask": _message,
    "sendTask": _thrown,
    "intermediateThrowEvent": _thrown,
    "intermediateCatchEvent": _message,
    "boundaryEvent": _message,
}
