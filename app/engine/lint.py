"""Find everything wrong with a procedure's diagrams and decision tables, all of it at once.

Each rule looks at the part that it is about and goes on, whatever the others found; only when none has anything
to say is the procedure loaded for good, for what the parser alone finds.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from lxml import etree

from app.domain import errors
from app.domain.procedure import Problem
from app.engine import calls, diagram, drawn, events, reading, repeats, routes, rules, schema, specs, tables, variables
from app.engine.drawn import Drawn
from app.engine.known import Fields, File, Known, OperatorContract
from app.engine.variables import Given

MOST_PROBLEMS: Final = 5000
LONGEST: Final = 600
"""Of the name, message or hint of a problem, in characters."""
MOST_SOURCE: Final = 200_000
_SUFFIXES: Final = (".bpmn", ".dmn")
_REFUSED: Final = diagram.REFUSED | {"dataStore"}
_ELSE: Final[Mapping[str, str]] = {
    "Package": "es XPDL, no BPMN 2.0",
    "html": "es una página web",
    "svg": "es una imagen SVG",
    "mxfile": "es de draw.io",
    "mxGraphModel": "es de draw.io",
    "definitions": "es de otra norma, o de otra versión de BPMN",
}

__all__ = ["Around", "Fields", "OperatorContract", "Problem", "check"]


@dataclass(frozen=True, slots=True)
class Around:
    """What a procedure's other sources say. None means not known, and then nothing is checked against it.

    `forms` maps the forms to their fields and the values of each choice, None for a form that could not be read;
    `names` and `places` are those of `Known`.
    """

    lanes: Collection[str] | None = None
    forms: Mapping[str, Fields | None] | None = None
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)


def check(
    sources: Mapping[str, bytes],
    procedure_id: str | None,
    catalogue: Mapping[str, OperatorContract],
    around: Around | None = None,
) -> list[Problem]:
    """Return every problem of the diagrams and tables among `sources`, none when they may be published.

    `procedure_id` names the process to run, None for any. Problems come file by file, in the order of each file.
    Never raises.
    """
    try:
        return list(_problems(sources, procedure_id, catalogue, around or Around()))
    except Exception as exc:  # noqa: BLE001  # a checker that raises helps nobody; the diagram is not published
        message = f"El comprobador no ha podido con estos diagramas ({type(exc).__name__})."
        return [Problem("", "", "", message, "Es un fallo del programa: comuníquelo, con el fichero.")]


def _problems(
    sources: Mapping[str, bytes], procedure_id: str | None, catalogue: Mapping[str, OperatorContract], around: Around
) -> Iterator[Problem]:
    found: dict[str, list[Problem]] = {}
    diagrams: list[Drawn] = []
    decided: list[Drawn] = []
    for path in sorted(path for path in sources if path.endswith(_SUFFIXES)):
        read = reading.read(path, sources[path])
        found[path] = list(read.problems)
        if read.root is not None:
            one = drawn.index(path, read.root, whole=read.whole)
            found[path] += _root(one, diagrams, decided)
    known = Known(
        catalogue=catalogue,
        processes=frozenset(
            name for one in diagrams for name, process in one.processes.items() if _executable(process)
        ),
        decisions={name: columns for one in decided for name, columns in tables.outputs(one.root).items()},
        lanes=None if around.lanes is None else frozenset(around.lanes),
        forms=around.forms,
        names=calls.names(diagrams, catalogue, around.names),
        places=around.places,
    )
    runs = calls.running(diagrams, procedure_id)
    files = [File(one, known, runs) for one in diagrams]
    everywhere = variables.given(diagrams, known)
    for problem in calls.faults(files, procedure_id, found):
        found.setdefault(problem.file, []).append(problem)
    for file in files:
        found[file.drawn.path] += islice(_file(file, everywhere), MOST_PROBLEMS)
    for one in decided:
        found[one.path] += islice(_decisions(File(one, known), files, everywhere), MOST_PROBLEMS)
    yield from _in_order(found, (*diagrams, *decided))
    if files and not any(found.values()):
        yield from _loading(sources, files, procedure_id)


def _executable(process: etree._Element) -> bool:
    return process.get("isExecutable") == "true"


def _root(one: Drawn, diagrams: list[Drawn], decided: list[Drawn]) -> Iterator[Problem]:
    """Put a file among the diagrams or the tables; yield a problem when it is neither."""
    if one.root.tag == f"{diagram.MODEL}definitions":
        diagrams.append(one)
        if not one.processes:
            message = "El diagrama no tiene ningún proceso."
            yield one.problem(one.root, message, "Dibuje uno, con su inicio y su final.")
    elif tables.is_dmn(one.root):
        decided.append(one)
    else:
        kind = diagram.kind(one.root)
        what = _ELSE.get(kind, f"su raíz es «{kind[:60]}», y debe ser «definitions»")
        hint = "En su programa, exporte el diagrama como BPMN 2.0 (XML)."
        at = next(iter(one.named.values()), one.root)
        yield one.problem(at, f"No es un diagrama BPMN 2.0: {what}.", hint)


def _file(file: File, everywhere: Mapping[str, Given]) -> Iterator[Problem]:
    """Yield what is wrong with one diagram. Of one that is cut only what arrived is judged, not its paths."""
    yield from schema.faults(file.drawn)
    yield from _elements(file)
    for element in filter(file.matters, file.drawn.nodes):
        yield from rules.node(file, element)
        if diagram.kind(element) in drawn.ACTIVITIES:
            yield from repeats.node(file, element)
        yield from events.event(file, element)
        yield from routes.node(file, element)
    if file.drawn.whole:
        yield from routes.processes(file)
        yield from routes.scopes(file)
        for flow in filter(file.matters, file.drawn.flows):
            yield from routes.flow(file, flow)
    yield from _expressions(file, everywhere)


def _expressions(file: File, everywhere: Mapping[str, Given]) -> Iterator[Problem]:
    length = 0
    for expression in diagram.expressions(file.drawn.root):
        length += len(expression.source)
        if length > MOST_SOURCE:
            message = (
                f"Las expresiones del diagrama suman más de {MOST_SOURCE // 1000} kB: las demás no se han revisado."
            )
            yield file.problem(_first(file.drawn), message, "Divida el proceso, o lleve las decisiones a tablas.")
            return
        at = file.drawn.named.get(expression.element, file.drawn.root)
        yield from variables.expression(file, expression, at, everywhere)


def _elements(file: File) -> Iterator[Problem]:
    """Yield what is wrong with elements as such: too many, without id, with another's id, of a kind not honoured."""
    one = file.drawn
    if len(one.nodes) > diagram.MOST_NODES:
        message = f"El diagrama tiene {len(one.nodes)} nodos, y como mucho se admiten {diagram.MOST_NODES}."
        yield one.problem(_first(one), message, "Divídalo en procesos que se llamen unos a otros.")
    if len(one.flows) > diagram.MOST_FLOWS:
        message = f"El diagrama tiene {len(one.flows)} flujos, y como mucho se admiten {diagram.MOST_FLOWS}."
        yield one.problem(_first(one), message, "Divídalo en procesos que se llamen unos a otros.")
    if len(one.processes) > diagram.MOST_NODES:
        message = f"El diagrama tiene {len(one.processes)} procesos, y como mucho se admiten {diagram.MOST_NODES}."
        yield one.problem(_first(one), message, "Borre los que no se usan.")
    for element in one.twice:
        message = f"El id «{element.get('id')}» está dos veces."
        yield one.problem(element, message, "Dé a cada elemento el suyo.")
    for element in one.nodes:
        if not element.get("id"):
            message = f"Un elemento de tipo {drawn.title(element)} no tiene id (línea {element.sourceline})."
            yield one.problem(element, message, "Dele uno que no esté usado.")
    for element in one.root.iter(f"{diagram.MODEL}*"):
        yield from _honoured(one, element)


def _honoured(one: Drawn, element: etree._Element) -> Iterator[Problem]:
    if diagram.kind(element) in _REFUSED:
        message = f"La oficina no admite este elemento: {drawn.title(element)}."
        yield one.problem(element, message, _INSTEAD.get(diagram.kind(element), "Dibújelo con otros elementos."))
    elif element.get("triggeredByEvent") == "true":
        message = "La oficina no admite subprocesos de evento."
        yield one.problem(element, message, "Ponga un evento de límite en las tareas que se puedan interrumpir.")
    if len(events.definitions(element)) > 1:
        yield one.problem(element, "El evento tiene más de una definición.", "Deje una, o use varios eventos.")


def _first(one: Drawn) -> etree._Element:
    return next(iter(one.processes.values()), one.root)


def _decisions(file: File, files: Sequence[File], everywhere: Mapping[str, Given]) -> Iterator[Problem]:
    yield from schema.table_faults(file.drawn)
    yield from tables.faults(file.drawn)
    if not files:
        return
    asked = frozenset(rules.decision(node) for other in files for node in other.drawn.nodes)
    yield from tables.unused(file, asked)
    for element, source in tables.sources(file.drawn.root):
        found = diagram.Expression("", "cell", source)
        yield from variables.reads(file, element, "La tabla", found, everywhere)


def _in_order(found: Mapping[str, list[Problem]], drawings: Iterable[Drawn]) -> Iterator[Problem]:
    """Yield the problems as somebody reads the file, each once, and no more than a person could ever mend."""
    places = {one.path: {name: place for place, name in enumerate(one.named)} for one in drawings}
    for path in sorted(found):
        order = places.get(path, {})
        problems = sorted(dict.fromkeys(found[path]), key=lambda one: order.get(one.element, -1))
        yield from map(_clipped, problems)
        if len(found[path]) >= MOST_PROBLEMS:
            message = f"Hay más problemas en este fichero: estos son los {MOST_PROBLEMS} primeros."
            yield Problem(path, "", "", message, "Corrija estos y vuelva a comprobarlo.")


def _clipped(one: Problem) -> Problem:
    """Return a problem that fits on a screen, whatever the file wrote into it."""
    if max(len(one.name), len(one.message), len(one.hint)) <= LONGEST:
        return one
    name, message, hint = (
        text if len(text) <= LONGEST else f"{text[:LONGEST]}…" for text in (one.name, one.message, one.hint)
    )
    return replace(one, name=name, message=message, hint=hint)


def _loading(sources: Mapping[str, bytes], files: Sequence[File], procedure_id: str | None) -> Iterator[Problem]:
    """Load for good, for what only the parser finds: correlations, chains too long."""
    executable = sorted(name for file in files for name in file.drawn.processes if name in file.known.processes)
    for name in [procedure_id] if procedure_id else executable:
        try:
            specs.load(sources, name)
        except errors.DiagramRejected as exc:
            file = next((one for one in files if name in one.drawn.processes), files[0])
            named = Counter(word.strip("'\"«»:,.()") for word in str(exc).split())
            at = next((file.drawn.named[word] for word in named if word in file.drawn.named), _first(file.drawn))
            message = f"El motor no puede cargar el proceso «{name}»: {str(exc).strip(' .')}."
            yield file.problem(at, message, "Revise ese elemento; si no ve la causa, vuelva a dibujarlo.")


_INSTEAD: Final[Mapping[str, str]] = {
    "complexGateway": "Use compuertas exclusivas, inclusivas o paralelas.",
    "transaction": "Use un subproceso corriente con eventos de límite.",
    "adHocSubProcess": "Dibuje el orden de las tareas, o una compuerta paralela.",
    "dataStore": "Bórrelo: los datos se guardan con operadores.",
    "dataStoreReference": "Bórrelo: los datos se guardan con operadores.",
    "cancelEventDefinition": "Use un evento de error o de terminación.",
}
