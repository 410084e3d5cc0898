"""Where a procedure's diagrams ask an operator for one of the procedure's things, and with what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from app.engine import diagram, drawn, expressions, reading, rules
from app.engine.drawn import Drawn
from app.engine.known import OperatorContract


@dataclass(frozen=True, slots=True)
class Use:
    """A task that asks for the things `named`. `element` and `title` are the task's id and name.

    `answers` are the forms whose whole answers it takes, by the variable that they are in. `values` are the names
    that it gives besides with the type of each, "" when not sure; None when they cannot be told from the diagram.
    """

    path: str
    element: str
    title: str
    named: frozenset[str]
    answers: Mapping[str, str]
    values: Mapping[str, str] | None


def uses(sources: Mapping[str, bytes], catalogue: Mapping[str, OperatorContract], what: str) -> list[Use]:
    """Return the tasks whose operator refers to a `what`, such as "document". Never raises."""
    diagrams = [
        drawn.index(path, root)
        for path in sorted(sources)
        if path.endswith(".bpmn") and (root := reading.read(path, sources[path]).root) is not None
    ]
    forms = {name: form for one in diagrams for name, form in _forms(one)}
    return [use for one in diagrams for task in one.nodes for use in _of(one, task, catalogue, (what, forms))]


def _forms(one: Drawn) -> Iterator[tuple[str, str]]:
    for task in one.nodes:
        if diagram.kind(task) == "userTask":
            named = rules.text(diagram.extension(task, "variableName"))
            yield named or task.get("id", ""), rules.form(task)


def _of(
    one: Drawn,
    task: etree._Element,
    catalogue: Mapping[str, OperatorContract],
    asked: tuple[str, Mapping[str, str]],
) -> Iterator[Use]:
    what, forms = asked
    operator = diagram.extension(task, "serviceTaskOperator")
    contract = catalogue.get(operator.get("id") or "") if operator is not None else None
    if operator is None or contract is None or what not in contract.refers.values():
        return
    given = {each.get("id", ""): each.get("value") or "" for each in operator.iter(f"{diagram.SPIFF}parameter")}
    naming = [source for name, source in given.items() if contract.refers.get(name) == what]
    named = [text for source in naming for text in expressions.texts_of(source)]
    taken = [name for name, source in given.items() if contract.params.get(name) == "list"]
    groups = [name for name, kind in contract.params.items() if kind == "object"]
    written = [expressions.group_of(given.get(name) or "{}") for name in groups]
    read = [
        variable
        for name in taken
        if not expressions.check(given.get(name) or "[]")
        for variable, field in sorted(expressions.reads(given.get(name) or "[]"), key=str)
        if field == "ref"
    ]
    told = None not in written and forms.keys() >= {*read}  # what an operator sealed is not told by any form
    yield Use(
        path=one.path,
        element=task.get("id") or "",
        title=task.get("name") or "",
        named=frozenset(named),
        answers={variable: forms[variable] for variable in read if variable in forms},
        values={key: kind for group in written if group for key, kind in group.items()} if told else None,
    )
