"""How other tools say what the office says: their words for forms, operators, people and expressions.

Nothing here runs. It only makes the advice of the checker useful to somebody who comes from another tool.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"
DROOLS: Final = "http://www.jboss.org/drools"
_SPIFF: Final = "http://spiffworkflow.org/bpmn/schema/1.0/core"

_NAMESPACES: Final[Mapping[str, str]] = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmn2": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "semantic": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "omgdc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "omgdi": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "spiffworkflow": _SPIFF,
    "camunda": CAMUNDA,
    "zeebe": ZEEBE,
    "drools": DROOLS,
    "tns": DROOLS,
    "activiti": "http://activiti.org/bpmn",
    "flowable": "http://flowable.org/bpmn",
    "signavio": "http://www.signavio.com",
    "bizagi": "http://www.bizagi.com/bpmn20",
}
_OWNERS: Final[Mapping[str, str]] = {uri: prefix for prefix, uri in _NAMESPACES.items() if prefix != "tns"}
_FORMS: Final = ("formKey", "formRef", "formId", "externalReference", "formDefinition", "formData", "formProperty")
_WORKERS: Final = ("class", "delegateExpression", "expression", "topic", "taskDefinition", "taskName", "type")
_PEOPLE: Final = ("assignee", "candidateGroups", "candidateUsers", "assignmentDefinition")
_DECISIONS: Final = ("decisionRef", "calledDecision", "decision", "ruleFlowGroup")
_PROCESSES: Final = ("calledElement", "processId")
_MANY: Final = ("collection", "loopCharacteristics")
_JUEL: Final = re.compile(r"\A\s*[$#]\{(.*)\}\s*\Z", re.DOTALL)
_OURS: Final = (
    (re.compile(r"\s*&&\s*"), " and "),
    (re.compile(r"\s*\|\|\s*"), " or "),
    (re.compile(r"(?<![=!])!(?!=)\s*"), "not "),
    (re.compile(r"===?|(?<![=!<>])=(?![=])"), "=="),
    (re.compile(r"!==="), "!="),
    (re.compile(r"(?<!['\"\w])true(?!['\"\w])"), "True"),
    (re.compile(r"(?<!['\"\w])false(?!['\"\w])"), "False"),
    (re.compile(r"(?<!['\"\w])null(?!['\"\w])"), "None"),
    (re.compile(r"\.equals\(([^()]*)\)"), r" == \1"),
)
_JAVA: Final = re.compile(r"\.\w+\(|\bexecution\b|\bnew \w")


def namespace_of(prefix: str) -> str:
    """Return the namespace that tools mean by `prefix`, or one of nobody's."""
    return _NAMESPACES.get(prefix, f"urn:{prefix}")


def form(element: etree._Element) -> str:
    """Return how another tool says which form a task has ('camunda:formKey="x"'), "" when none does."""
    return _first(element, _FORMS)


def worker(element: etree._Element) -> str:
    """Return how another tool says who carries out a service task, "" when none does."""
    return _first(element, _WORKERS)


def person(element: etree._Element) -> str:
    """Return how another tool says who does a task, "" when none does."""
    found = _first(element, _PEOPLE)
    owned = any(_local(child.tag) in {"potentialOwner", "humanPerformer", "performer"} for child in element)
    return found or ("potentialOwner" if owned else "")


def decision(element: etree._Element) -> str:
    """Return how another tool says which table a task asks, "" when none does."""
    return _first(element, _DECISIONS)


def process(element: etree._Element) -> str:
    """Return how another tool says which process an activity calls, "" when none does."""
    return _first(element, _PROCESSES)


def many(element: etree._Element) -> str:
    """Return how another tool says over what an activity is repeated, "" when none does."""
    return _first(element, _MANY)


def script(element: etree._Element) -> str:
    """Return how another tool keeps the script of a task, "" when none does."""
    return _first(element, ("script",))


def expression(source: str) -> str:
    """Return advice about an expression in another tool's language, "" when it does not look like one."""
    text = source.strip()
    inner = _JUEL.match(text)
    bare = inner[1].strip() if inner else text
    whose = "Parece de Camunda, Activiti o Flowable. " if inner else ""
    if text.startswith("=") and not text.startswith("=="):
        whose, bare = "Parece FEEL, de Camunda 8. ", text[1:].strip()
    if _JAVA.search(bare.replace(".equals(", " ")):
        return f"{whose}Aquí no se llama a programas: compare los campos con ==, !=, <, > o in."
    ours = bare
    for pattern, written in _OURS:
        ours = pattern.sub(written, ours)
    return f"{whose}Aquí se escribe {_short(ours)}" if whose or ours != bare else ""


def vendors(root: etree._Element) -> Iterator[str]:
    """Yield the prefixes of the other tools whose words a diagram declares."""
    ours = {"bpmn", "bpmn2", "semantic", "bpmndi", "dc", "omgdc", "di", "omgdi", "xsi", "spiffworkflow"}
    yield from sorted({_OWNERS[uri] for uri in root.nsmap.values() if uri in _OWNERS} - ours)


def _first(element: etree._Element, words: tuple[str, ...]) -> str:
    """Return the first foreign attribute or extension of `element` that is one of `words`, as it is written."""
    own = _foreign_attributes(element, words)
    inside = {_local(child.tag): child for child in _extensions(element) if _foreign(child.tag)}
    for word in words:
        name = own.get(word)
        if name and (value := element.get(name)):
            return f'{_prefix(name)}:{word}="{_short(value)}"'
        if word in inside:
            return _written(inside[word], word, words)
    return ""


def _foreign_attributes(element: etree._Element, words: tuple[str, ...]) -> dict[str, str]:
    """Return the foreign attributes that are one of `words`, by word, without asking for the value of the others.

    For each value the library looks through all attributes, so that asking for all of them costs their square.
    """
    names = (str(name) for name in element.attrib)
    return {_local(name): name for name in names if _local(name) in words and _foreign(name)}


def _written(child: etree._Element, word: str, words: tuple[str, ...]) -> str:
    """Return how the extension `child` is written, with the attribute of it that says most."""
    names = [str(name) for name in child.attrib]
    told = next((name for name in names if _local(name) in words), next(iter(names), ""))
    said = f' {_local(told)}="{_short(child.get(told) or "")}"' if told else ""
    return f"{_prefix(child.tag)}:{word}{said}"


def _extensions(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if _local(child.tag) == "extensionElements":
            yield from child


def _foreign(name: object) -> bool:
    text = str(name)
    return text.startswith("{") and not text.startswith((f"{{{_SPIFF}}}", f"{{{_NAMESPACES['bpmn']}}}"))


def _prefix(name: object) -> str:
    uri = str(name)[1:].partition("}")[0]
    return _OWNERS.get(uri, uri.rstrip("/").rpartition("/")[2])


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"  # noqa: PLR2004 - what fits on a line
