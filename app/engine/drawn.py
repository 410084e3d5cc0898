"""A diagram indexed once, so that no rule has to look through the whole of it again."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from app.domain.procedure import Problem
from app.engine import diagram

ACTIVITIES: Final = frozenset({
    "task", "userTask", "manualTask", "scriptTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask",
    "subProcess", "callActivity", "transaction", "adHocSubProcess",
})  # fmt: skip
NAMES: Final[Mapping[str, str]] = {
    "startEvent": "evento de inicio",
    "endEvent": "evento final",
    "intermediateCatchEvent": "evento intermedio de captura",
    "intermediateThrowEvent": "evento intermedio de lanzamiento",
    "boundaryEvent": "evento de límite",
    "task": "tarea",
    "userTask": "tarea de usuario",
    "manualTask": "tarea manual",
    "scriptTask": "tarea de script",
    "serviceTask": "tarea de servicio",
    "businessRuleTask": "tarea de regla de negocio",
    "sendTask": "tarea de envío",
    "receiveTask": "tarea de recepción",
    "exclusiveGateway": "compuerta exclusiva",
    "parallelGateway": "compuerta paralela",
    "inclusiveGateway": "compuerta inclusiva",
    "eventBasedGateway": "compuerta basada en eventos",
    "complexGateway": "compuerta compleja",
    "subProcess": "subproceso",
    "adHocSubProcess": "subproceso ad hoc",
    "transaction": "transacción",
    "callActivity": "actividad de llamada",
    "sequenceFlow": "flujo de secuencia",
    "messageFlow": "flujo de mensaje",
    "dataStore": "almacén de datos",
    "dataStoreReference": "almacén de datos",
    "process": "proceso",
    "lane": "carril",
    "participant": "piscina",
    "cancelEventDefinition": "evento de cancelación",
    "compensateEventDefinition": "evento de compensación",
    "linkEventDefinition": "evento de enlace",
}
_STANDARDS: Final = re.compile(r"\{https?://www\.omg\.org/spec/")
SCOPES: Final = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A diagram. `named` has the first element with each id, in the order of the file.

    `leaving` and `arriving` are the sequence flows by the id of the node at their end; `inside` are the
    flow nodes that stand directly in a process or subprocess. Not `whole` when part of the file is lost.
    """

    path: str
    root: etree._Element
    whole: bool
    nodes: Sequence[etree._Element]
    flows: Sequence[etree._Element]
    named: Mapping[str, etree._Element]
    twice: Sequence[etree._Element]
    leaving: Mapping[str, Sequence[etree._Element]]
    arriving: Mapping[str, Sequence[etree._Element]]
    boundary: Mapping[str, Sequence[etree._Element]]
    lanes: Mapping[str, str]
    processes: Mapping[str, etree._Element]

    def problem(self, element: etree._Element, message: str, hint: str = "") -> Problem:
        """Return a problem that stands at `element`, or at the nearest thing around it that has an id."""
        place = named_by(element)
        if place is None:
            return Problem(self.path, "", element.get("name") or "", message, hint)
        found = self.named.get(place.get("bpmnElement", ""), place)
        return Problem(self.path, found.get("id") or "", found.get("name") or "", message, hint)

    def scope(self, element: etree._Element) -> etree._Element | None:
        """Return the process or subprocess that `element` stands in."""
        return next((above for above in element.iterancestors() if diagram.kind(above) in SCOPES), None)

    def process(self, element: etree._Element) -> etree._Element | None:
        """Return the process that `element` belongs to."""
        return next((above for above in element.iterancestors(f"{diagram.MODEL}process")), None)


def index(path: str, root: etree._Element, *, whole: bool = True) -> Drawn:
    """Return the diagram of `root`, indexed in one pass."""
    named: dict[str, etree._Element] = {}
    twice, nodes, flows = [], [], []
    leaving, arriving, boundary = defaultdict(list), defaultdict(list), defaultdict(list)
    for element in root.iter():
        name = element.get("id") if _standard(element) else None
        if name:
            if name in named:
                twice.append(element)
            named.setdefault(name, element)
        if not str(element.tag).startswith(diagram.MODEL):
            continue
        kind = diagram.kind(element)
        if kind in diagram.NODES:
            nodes.append(element)
        if kind == "sequenceFlow":
            flows.append(element)
            leaving[element.get("sourceRef", "")].append(element)
            arriving[element.get("targetRef", "")].append(element)
        elif kind == "boundaryEvent":
            boundary[element.get("attachedToRef", "")].append(element)
    return Drawn(
        path=path,
        root=root,
        whole=whole,
        nodes=nodes,
        flows=flows,
        named=named,
        twice=twice,
        leaving=leaving,
        arriving=arriving,
        boundary=boundary,
        lanes=diagram.lanes(root),
        processes={process.get("id") or "": process for process in root.iter(f"{diagram.MODEL}process")},
    )


def named_by(element: etree._Element) -> etree._Element | None:
    """Return `element` or the nearest element around it that has an id, or names the one that it pictures."""
    around = (one for one in (element, *element.iterancestors()) if _standard(one))
    return next((one for one in around if one.get("id") or one.get("bpmnElement")), None)


def title(element: etree._Element) -> str:
    """Return what an element is, for people: "tarea de usuario"."""
    return NAMES.get(diagram.kind(element), f"elemento «{diagram.kind(element)}»")


def children(element: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Yield the BPMN children of one kind."""
    return element.iterchildren(f"{diagram.MODEL}{kind}")


def _standard(element: etree._Element) -> bool:
    """Say whether an element is of the standards: the ids of a tool's own are nobody else's business."""
    return _STANDARDS.match(str(element.tag)) is not None
