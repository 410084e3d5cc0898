"""Which processes of a procedure would run, and what is wrong with how they call each other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from app.domain.procedure import Problem
from app.engine import diagram, expressions
from app.engine.drawn import Drawn
from app.engine.known import File, OperatorContract, options

_FEW = 10
_PEOPLE = frozenset({"party", "recipient"})


def running(diagrams: Sequence[Drawn], procedure_id: str | None) -> frozenset[etree._Element]:
    """Return the processes that are judged: those that would run, or all of them when none is executable.

    A pool beside the office's own (the citizen's, another administration's) is only a drawing.
    """
    processes = [(name, process) for one in diagrams for name, process in one.processes.items()]
    begun = {name for name, _ in processes if name == procedure_id} if procedure_id else set()
    if not begun:
        begun = {name for name, process in processes if process.get("isExecutable") == "true"}
    if not begun:
        return frozenset(process for _, process in processes)
    called = _called(diagrams)
    reached: set[str] = set()
    pending = list(begun)
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending.extend(called.get(name, ()))
    return frozenset(process for name, process in processes if name in reached)


def _called(diagrams: Iterable[Drawn]) -> dict[str, set[str]]:
    """Return the processes that each process calls."""
    return {
        name: {call.get("calledElement") or "" for call in process.iter(f"{diagram.MODEL}callActivity")}
        for one in diagrams
        for name, process in one.processes.items()
    }


def names(
    diagrams: Sequence[Drawn], catalogue: Mapping[str, OperatorContract], known: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    """Return `known` with the people whom an operator of the diagrams makes a party of the case."""
    come = {
        text
        for one in diagrams
        for task in one.nodes
        if (operator := diagram.extension(task, "serviceTaskOperator")) is not None
        and (contract := catalogue.get(operator.get("id") or "")) is not None
        for parameter in operator.iter(f"{diagram.SPIFF}parameter")
        if contract.refers.get(parameter.get("id", "")) == "newcomer"
        for text in expressions.texts_of(parameter.get("value") or "")
    }
    return {what: found | come if what in _PEOPLE else found for what, found in known.items()}


def faults(files: Sequence[File], procedure_id: str | None, read: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with the diagrams as a set: none to run, circles, ids that two of them use."""
    if not any(path.endswith(".bpmn") for path in read):
        if procedure_id is not None or not read:
            message = "El procedimiento no tiene diagrama."
            yield Problem("", "", "", message, f"Añada {procedure_id or 'uno'}.bpmn a la carpeta.")
        return
    yield from _none_to_run(files, procedure_id)
    yield from _circles(files)
    owners: dict[str, str] = {}
    for file in files:
        for node in file.drawn.nodes:
            name = node.get("id") or ""
            other = owners.setdefault(name, file.drawn.path)
            if name and other != file.drawn.path:
                yield file.problem(node, f"El id «{name}» ya está en {other}.", "Dé a cada elemento el suyo.")


def _none_to_run(files: Sequence[File], procedure_id: str | None) -> Iterator[Problem]:
    processes = [(file, name, process) for file in files for name, process in file.drawn.processes.items()]
    ready = {name for _, name, process in processes if process.get("isExecutable") == "true"}
    if not processes or (procedure_id in ready if procedure_id else ready):
        return
    named = [(file, process) for file, name, process in processes if name == procedure_id]
    for file, process in named or ([] if procedure_id else [(file, process) for file, _, process in processes]):
        message = "El proceso no está marcado como ejecutable."
        yield file.problem(process, message, 'Márquelo en su editor (isExecutable="true").')
    if procedure_id and not named:
        file, _, process = processes[0]
        message = f"Ningún proceso se llama «{procedure_id}», como el procedimiento."
        hint = f"Póngale a uno el id {procedure_id}. Hay: {options(frozenset(name for _, name, _ in processes))}."
        yield file.problem(process, message, hint)


def _circles(files: Sequence[File]) -> Iterator[Problem]:
    called = _called(file.drawn for file in files)
    callers: dict[str, set[str]] = defaultdict(set)
    for name, names in called.items():
        for other in names & called.keys():
            callers[other].add(name)
    left = {name: len(names & called.keys()) for name, names in called.items()}
    done = [name for name, count in left.items() if not count]
    while done:
        name = done.pop()
        del left[name]
        for caller in callers[name]:
            left[caller] -= 1
            if not left[caller]:
                done.append(caller)
    for file in files:
        for name in left.keys() & file.drawn.processes.keys():
            message = f"Hay procesos que se llaman en círculo: {', '.join(sorted(left)[:_FEW])}."
            yield file.problem(file.drawn.processes[name], message, "Quite una de las llamadas.")
