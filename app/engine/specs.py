"""Load a procedure's diagrams into an immutable `Spec`, and keep the last ones by digest."""

import hashlib
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.dmn.specs import BusinessRuleTaskMixin
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from app.domain import errors
from app.engine import diagram, dialect, expressions

MOST_CACHED = 64
PARSING = threading.Lock()  # the validator and the warnings filter belong to the whole process
_CACHING = threading.Lock()
_CACHE: "OrderedDict[bytes, Spec]" = OrderedDict()


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node of a diagram, as drawn.

    `kind` is its BPMN name ("userTask", "serviceTask", ...), `lane` "" without lanes. `variable`
    is where its answers, its result or its message go, "" when it has none. `operator` and
    `parameters` belong to service tasks.
    """

    id: str
    kind: str
    name: str
    lane: str = ""
    form: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    operator: str | None = None
    parameters: tuple[str, ...] = ()
    variable: str = ""


@dataclass(frozen=True, slots=True)
class Spec:
    """A procedure ready to run; safe to share between threads.

    `wanted` names, for each variable, the fields that some expression of the diagram reads: the
    only ones of a person's answers that enter the state. `process` and `inner` are opaque.
    """

    digest: bytes
    procedure_id: str
    process: Any
    inner: Mapping[str, Any]
    elements: Mapping[str, Element]
    wanted: Mapping[str, frozenset[str]]
    lanes: tuple[str, ...]


def digest_of(sources: Mapping[str, bytes]) -> bytes:
    """Return the digest of a procedure: SHA-256 over `sha256sum`'s lines, sorted by path as UTF-8."""
    digest = hashlib.sha256()
    for path in sorted(sources, key=lambda path: path.encode()):
        if not path.isprintable():
            raise errors.DiagramRejected("un fichero del procedimiento tiene un nombre que no se puede escribir")
        digest.update(f"{hashlib.sha256(sources[path]).hexdigest()}  {path}\n".encode())
    return digest.digest()


def load(sources: Mapping[str, bytes], procedure_id: str) -> Spec:
    """Parse and check the diagrams among `sources`. Raises `DiagramRejected`.

    `procedure_id` is the id of the process to run. Files that are not *.bpmn or *.dmn count for
    the digest only.
    """
    roots = read(sources)
    try:
        with PARSING, warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            process, inner = _parse(sources, roots, procedure_id)
    except errors.OfficeError:
        raise
    except RecursionError as exc:
        raise errors.DiagramRejected("el diagrama es una cadena demasiado larga") from exc
    except Exception as exc:  # the parser raises whatever its code happens to
        raise errors.DiagramRejected(complaint(exc)) from exc
    _connect(process, inner)
    elements = {element.id: element for root in roots.values() for element in _elements(root)}
    if any(element.variable == expressions.OFFICE for element in elements.values()):
        raise errors.DiagramRejected("la variable «office» es de la oficina")
    return Spec(
        digest=digest_of(sources),
        procedure_id=procedure_id,
        process=process,
        inner=MappingProxyType(inner),
        elements=MappingProxyType(elements),
        wanted=MappingProxyType(_wanted(roots, [process, *inner.values()], elements)),
        lanes=tuple(dict.fromkeys(lane for root in roots.values() for lane in diagram.lanes(root).values())),
    )


def cached(digest: bytes, loader: Callable[[], Spec]) -> Spec:
    """Return the spec of `digest`, calling `loader` when it is not among the last 64 used."""
    with _CACHING:
        found = _CACHE.get(digest)
        if found is not None:
            _CACHE.move_to_end(digest)
            return found
    made = loader()
    if made.digest != digest:
        raise errors.DiagramRejected("los ficheros del procedimiento no corresponden a su huella")
    with _CACHING:
        made = _CACHE.setdefault(digest, made)
        _CACHE.move_to_end(digest)
        while len(_CACHE) > MOST_CACHED:
            _CACHE.popitem(last=False)
    return made


def read(sources: Mapping[str, bytes]) -> dict[str, etree._Element]:
    """Return the roots of the *.bpmn files by path. Raises `DiagramRejected`."""
    roots = {path: diagram.parse(path, source) for path, source in sources.items() if path.endswith(".bpmn")}
    if not roots:
        raise errors.DiagramRejected("el procedimiento no tiene diagrama (.bpmn)")
    seen: set[str] = set()
    for path, root in roots.items():
        for element in root.iter():
            refuse(path, element)
        for node in diagram.nodes(root):
            name = node.get("id") or ""
            if not name or name in seen:
                raise errors.DiagramRejected(f"{path}: el id «{name}» falta o está dos veces")
            seen.add(name)
    if len(seen) > diagram.MOST_NODES:
        raise errors.DiagramRejected(f"el diagrama tiene {len(seen)} nodos; el máximo es {diagram.MOST_NODES}")
    _refuse_circles(roots.values())
    return roots


def refuse(path: str, element: etree._Element) -> None:
    """Raise `DiagramRejected` for an element that the engine does not support."""
    kind = diagram.kind(element)
    if kind in diagram.REFUSED or element.get("triggeredByEvent") == "true":
        raise errors.DiagramRejected(f"{path}: {element.get('id')}: un {kind} de esta clase no se admite")
    events = [child for child in element if diagram.kind(child).endswith("EventDefinition")]
    if len(events) > 1:
        raise errors.DiagramRejected(f"{path}: {element.get('id')}: un evento tiene una sola definición")


def _refuse_circles(roots: Iterable[etree._Element]) -> None:
    calls = {
        process.get("id"): {call.get("calledElement") for call in process.iter(f"{diagram.MODEL}callActivity")}
        for root in roots
        for process in root.iter(f"{diagram.MODEL}process")
    }
    while leaves := [name for name, called in calls.items() if not called & calls.keys()]:
        for name in leaves:
            del calls[name]
    if calls:
        raise errors.DiagramRejected("unos procesos se llaman a otros en círculo: " + ", ".join(map(str, calls)))


def complaint(exc: BaseException) -> str:
    """Return the parser's complaint as one line, with the file and line it names."""
    where = ", ".join(
        str(part)
        for part in (getattr(exc, "file_name", ""), getattr(exc, "id", ""), getattr(exc, "line_number", ""))
        if part
    )
    return f"{where}: {exc}".removeprefix(": ").splitlines()[0][:500]


def tables(processes: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the decision tables that `processes` use, with the element that does."""
    for process in processes:
        for spec in process.task_specs.values():
            table: Any = spec
            if isinstance(spec, BusinessRuleTaskMixin):
                yield table.bpmn_id, table.dmnEngine


def _parse(
    sources: Mapping[str, bytes], roots: Mapping[str, etree._Element], procedure_id: str
) -> tuple[Any, dict[str, Any]]:
    parser = dialect.Parser(validator=VALIDATOR)
    for path in sorted(path for path in sources if path.endswith(".dmn")):
        parser.add_dmn_xml(diagram.parse(path, sources[path]), filename=path)
    for path in sorted(roots):
        parser.add_bpmn_xml(roots[path], filename=path)
    if procedure_id not in parser.get_process_ids():
        found = ", ".join(sorted(parser.get_process_ids())) or "ninguno"
        raise errors.DiagramRejected(f"ningún proceso ejecutable se llama «{procedure_id}»; hay: {found}")
    return parser.get_spec(procedure_id), parser.get_subprocess_specs(procedure_id)


def _connect(process: Any, inner: Mapping[str, Any]) -> None:
    """Connect repeated tasks to their repetition now, since the library does so at run time.

    It would write into a spec that threads share, and forget it for a state that was stored.
    """
    for spec in (process, *inner.values()):
        for task_spec in list(spec.task_specs.values()):
            repetition: Any = task_spec
            if isinstance(task_spec, LoopTask):
                spec.task_specs[repetition.task_spec].completed_event.connect(repetition.merge_child)


def _elements(root: etree._Element) -> Iterator[Element]:
    lanes = diagram.lanes(root)
    for node in diagram.nodes(root):
        pairs = diagram.properties(node)
        operator = diagram.extension(node, "serviceTaskOperator")
        form = pairs.get("form") or pairs.get("formJsonSchemaFilename", "").removesuffix(".json")
        yield Element(
            id=node.get("id", ""),
            kind=diagram.kind(node),
            name=node.get("name") or "",
            lane=lanes.get(node.get("id", ""), ""),
            form=form or None,
            properties=MappingProxyType(pairs),
            operator=operator.get("id") if operator is not None else None,
            parameters=tuple(p.get("id", "") for p in operator.iter(f"{diagram.SPIFF}parameter"))
            if operator is not None
            else (),
            variable=_variable(node),
        )


def _variable(node: etree._Element) -> str:
    operator = diagram.extension(node, "serviceTaskOperator")
    if operator is not None:
        return operator.get("resultVariable") or ""
    named = next(
        iter([*node.iter(f"{diagram.SPIFF}variableName"), *node.iter(f"{diagram.SPIFF}messageVariable")]), None
    )
    text = (named.text or "").strip() if named is not None else ""
    return text or (node.get("id", "") if diagram.kind(node) == "userTask" else "")


def _wanted(
    roots: Mapping[str, etree._Element], processes: list[Any], elements: Mapping[str, Element]
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {e.variable: set() for e in elements.values() if e.kind == "userTask"}
    for where, source, script in _all_sources(roots, processes):
        try:
            pairs = expressions.paths(source, script=script)
            (expressions.assignments if script else expressions.compiled)(source)
        except errors.ExpressionRejected as exc:
            raise errors.ExpressionRejected(f"{where}: {exc}") from exc
        for variable, name in pairs:
            found.setdefault(variable, set()).update({name} if name else ())
    return {variable: frozenset(names) for variable, names in found.items()}


def _all_sources(roots: Mapping[str, etree._Element], processes: list[Any]) -> Iterator[tuple[str, str, bool]]:
    for root in roots.values():
        for found in diagram.expressions(root):
            if found.over_variables:
                yield found.element, found.source, found.script
    for element, table in tables(processes):
        for row, source in table.sources():
            yield f"{element}, {row}", source, False
