"""Find everything wrong with a procedure's diagrams before they are published."""

import itertools
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from app.domain import errors
from app.domain.procedure import Problem
from app.engine import diagram, reach, rules, specs
from app.engine.rules import OperatorContract

MOST_SCHEMA_FAULTS = 20

__all__ = ["OperatorContract", "Problem", "check"]


def check(
    sources: Mapping[str, bytes],
    procedure_id: str | None,
    catalogue: Mapping[str, OperatorContract],
    *,
    lanes: Collection[str] | None = None,
    forms: Collection[str] | None = None,
) -> list[Problem]:
    """Return every problem of the diagrams among `sources`, none when they may be published.

    `procedure_id` names the process to run, None for any. `lanes` and `forms` are the known ones;
    None when they are not known, and then not checked. Never raises.
    """
    try:
        found = list(_files(sources, procedure_id, catalogue, lanes, forms))
        return found or list(_loading(sources, procedure_id))
    except Exception as exc:  # noqa: BLE001  # a checker that raises helps nobody; the diagram is not published
        return [Problem("", "", "", f"the diagrams cannot be checked ({type(exc).__name__})", "please report this")]


def _files(
    sources: Mapping[str, bytes],
    procedure_id: str | None,
    catalogue: Mapping[str, OperatorContract],
    lanes: Collection[str] | None,
    forms: Collection[str] | None,
) -> Iterator[Problem]:
    roots: dict[str, etree._Element] = {}
    for path in sorted(path for path in sources if path.endswith((".bpmn", ".dmn"))):
        try:
            roots[path] = diagram.parse(path, sources[path])
        except errors.DiagramRejected as exc:
            yield Problem(path, "", "", str(exc).removeprefix(f"{path}: "), "save it again from the modeler")
    diagrams = {path: root for path, root in roots.items() if path.endswith(".bpmn")}
    if not diagrams and not any(path.endswith(".bpmn") for path in sources):
        yield Problem("", "", "", "the procedure has no diagram", "add a .bpmn file")
    processes = _processes(diagrams)
    if diagrams and (procedure_id not in processes if procedure_id else not processes):
        wanted = f"called '{procedure_id}'" if procedure_id else "in it"
        yield Problem(next(iter(diagrams)), procedure_id or "", "", f"there is no executable process {wanted}")
    tables = _tables(roots)
    for path, root in diagrams.items():
        file = rules.File(
            path=path,
            root=root,
            catalogue=catalogue,
            processes=processes,
            decisions=tables,
            lanes=None if lanes is None else frozenset(lanes),
            forms=None if forms is None else frozenset(forms),
        )
        yield from _whole(file)
        yield from _parts(file)


def _whole(file: rules.File) -> Iterator[Problem]:
    yield from _schema(file)
    nodes = list(diagram.nodes(file.root))
    if len(nodes) > diagram.MOST_NODES:
        yield Problem(file.path, "", "", f"it has {len(nodes)} nodes; the most is {diagram.MOST_NODES}", "divide it")
    seen: set[str] = set()
    for element in file.root.iter():
        name = element.get("id")
        if name and name in seen and diagram.kind(element) in diagram.NODES:
            yield file.problem(element, f"the id '{name}' is used twice", "give each element its own")
        if name:
            seen.add(name)
        try:
            specs.refuse(file.path, element)
        except errors.DiagramRejected as exc:
            yield file.problem(element, str(exc).removeprefix(f"{file.path}: "), "draw it with supported elements")
    for element in reach.unreachable(file.root):
        yield file.problem(element, "no path leads here from a start", "connect it, or delete it")
    for element in reach.endless(file.root):
        yield file.problem(element, "no path leads from here to an end", "connect it to an end event")


def _parts(file: rules.File) -> Iterator[Problem]:
    lanes = diagram.lanes(file.root)
    for element in diagram.nodes(file.root):
        yield from rules.node(file, element, lanes.get(element.get("id", ""), ""))
    known = rules.variables(file)
    places = {element.get("id"): element for element in file.root.iter() if element.get("id")}
    for expression in diagram.expressions(file.root):
        yield from rules.expression(file, expression, places.get(expression.element, file.root), known)


def _schema(file: rules.File) -> Iterator[Problem]:
    copy = deepcopy(file.root)
    with specs.PARSING:
        VALIDATOR.preprocess(copy)
        VALIDATOR.validator.validate(copy)
        faults: Any = VALIDATOR.validator.error_log
    for fault in itertools.islice(faults, MOST_SCHEMA_FAULTS):
        at = _at(copy, fault.path)
        message = fault.message.replace(diagram.MODEL, "bpmn:").replace(diagram.SPIFF, "spiffworkflow:")
        yield file.problem(at, f"line {fault.line}: {message}", "the file is not BPMN 2.0 as the office reads it")


def _at(root: etree._Element, path: str | None) -> etree._Element:
    """Return the element that a fault of the schema points to, the root when it cannot be found."""
    names = {prefix: name for prefix, name in root.nsmap.items() if prefix}
    try:
        found = root.xpath(path or "/*", namespaces=names)
    except etree.XPathError:
        return root
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else root


def _processes(diagrams: Mapping[str, etree._Element]) -> frozenset[str]:
    return frozenset(
        process.get("id") or ""
        for root in diagrams.values()
        for process in root.iter(f"{diagram.MODEL}process")
        if process.get("isExecutable") == "true"
    )


def _tables(roots: Mapping[str, etree._Element]) -> dict[str, tuple[str, ...]]:
    return {
        decision.get("id") or "": tuple(
            output.get("name") or output.get("label") or ""
            for output in decision.iter()
            if diagram.kind(output) == "output"
        )
        for path, root in roots.items()
        if path.endswith(".dmn")
        for decision in root.iter()
        if diagram.kind(decision) == "decision"
    }


def _loading(sources: Mapping[str, bytes], procedure_id: str | None) -> Iterator[Problem]:
    """Load for good, for what only the parser finds: tables, correlations, chains too long."""
    roots = {path: diagram.parse(path, source) for path, source in sources.items() if path.endswith(".bpmn")}
    for name in [procedure_id] if procedure_id else sorted(_processes(roots)):
        try:
            specs.load(sources, name)
        except errors.DiagramRejected as exc:
            yield Problem(next(iter(roots)), name, "", str(exc))
