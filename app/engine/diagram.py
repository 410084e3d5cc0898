"""Read diagrams as hostile XML, and list what they hold: nodes, lanes, expressions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from app.domain import errors

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
BIGGEST = 2 * 1024 * 1024
MOST_NODES = 300
MOST_FLOWS = 1000
MOST_TIMES = 500
"""How often an activity may be repeated over a number or a list: as many steps as one move may take."""
DEEPEST = 60

NODES = frozenset({
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
    "task", "userTask", "manualTask", "scriptTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask",
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "subProcess", "callActivity",
})  # fmt: skip
REFUSED = frozenset({
    "complexGateway", "transaction", "adHocSubProcess", "dataStoreReference", "cancelEventDefinition",
})  # fmt: skip
_EXPRESSIONS: Mapping[str, str] = {
    f"{MODEL}conditionExpression": "condition",
    f"{MODEL}condition": "condition",
    f"{MODEL}loopCondition": "condition",
    f"{MODEL}completionCondition": "condition",
    f"{MODEL}loopCardinality": "repetition",
    f"{MODEL}timeDate": "timeDate",
    f"{MODEL}timeDuration": "timeDuration",
    f"{MODEL}timeCycle": "timeCycle",
    f"{MODEL}script": "script",
    f"{SPIFF}preScript": "script",
    f"{SPIFF}postScript": "script",
    f"{SPIFF}messagePayload": "payload",
    f"{SPIFF}payloadExpression": "payload",
    f"{SPIFF}expression": "correlation",
    f"{MODEL}messagePath": "correlation of a message",
    f"{MODEL}formalExpression": "correlation of a message",
}


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression of a diagram: where it stands, what it is for, and its source."""

    element: str
    kind: str
    source: str

    @property
    def script(self) -> bool:
        """Say whether it is a script of assignments."""
        return self.kind == "script"

    @property
    def over_variables(self) -> bool:
        """Say whether its names are variables of the case, rather than fields of a message."""
        return self.kind != "correlation of a message"


def parse(path: str, source: bytes) -> etree._Element:
    """Return the root of an XML file. Raises `DiagramRejected` for anything else or dangerous.

    At most 2 MB of UTF-8, no document type, no entities, nothing fetched.
    """
    if len(source) > BIGGEST:
        raise errors.DiagramRejected(f"{path}: ocupa más de {BIGGEST // 1024 // 1024} MB")
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise errors.DiagramRejected(f"{path}: no está en UTF-8") from exc
    if b"<!DOCTYPE" in source or b"<!ENTITY" in source:
        raise errors.DiagramRejected(f"{path}: no se aceptan tipos de documento ni entidades")
    try:
        root = etree.fromstring(source, reader())
    except (etree.XMLSyntaxError, ValueError) as exc:
        line = getattr(exc, "lineno", None)
        raise errors.DiagramRejected(f"{path}: el XML está roto" + (f" (línea {line})" if line else "")) from exc
    if depth(root) > DEEPEST:
        raise errors.DiagramRejected(f"{path}: los elementos están anidados a demasiada profundidad")
    return root


def reader(*, recover: bool = False) -> etree.XMLParser:
    """Return a parser that fetches nothing and expands nothing; with `recover` it goes on after a fault."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def nodes(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the flow nodes of a diagram, those of inner processes included."""
    for element in root.iter(f"{MODEL}*"):
        if kind(element) in NODES:
            yield element


def kind(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def lanes(root: etree._Element) -> dict[str, str]:
    """Return the lane's name of each flow node that stands in one; inner nodes have their parent's."""
    found = {
        (reference.text or "").strip(): _own(reference).get("name") or ""
        for reference in root.iter(f"{MODEL}flowNodeRef")
    }
    for node in nodes(root):
        outer = _own(node)
        if kind(outer) == "subProcess" and node.get("id") not in found and outer.get("id") in found:
            found[node.get("id", "")] = found[outer.get("id", "")]
    return found


def expressions(root: etree._Element) -> Iterator[Expression]:
    """Yield every expression of a BPMN diagram, decision tables apart."""
    for element in root.iter():
        purpose = _EXPRESSIONS.get(str(element.tag))
        if purpose is not None and not (kind(element) == "formalExpression" and not _in_message(element)):
            yield Expression(owner(element), purpose, element.text or "")
        elif element.tag == f"{SPIFF}parameter" and element.get("value") is not None:
            yield Expression(owner(element), f"parameter {element.get('id')}", element.get("value", ""))


def owner(element: etree._Element) -> str:
    """Return the id of the flow node or flow that `element` belongs to, "" for none."""
    for above in element.iterancestors():
        if kind(above) in NODES or kind(above) in {"sequenceFlow", "message", "signal", "error"}:
            return above.get("id") or ""
    return ""


def extension(node: etree._Element, name: str) -> etree._Element | None:
    """Return the office's extension `name` of a flow node, None when it has none."""
    return node.find(f"{MODEL}extensionElements/{SPIFF}{name}")


def properties(node: etree._Element) -> dict[str, str]:
    """Return the name/value pairs of a flow node."""
    found = extension(node, "properties")
    pairs = found.iter(f"{SPIFF}property") if found is not None else ()
    return {pair.get("name", ""): pair.get("value", "") for pair in pairs}


def _own(element: etree._Element) -> etree._Element:
    above = element.getparent()
    return element if above is None else above


def _in_message(element: etree._Element) -> bool:
    return kind(_own(element)) == "correlationPropertyRetrievalExpression"


def depth(root: etree._Element) -> int:
    """Return how deep the elements of a tree are nested."""
    deepest = level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest
