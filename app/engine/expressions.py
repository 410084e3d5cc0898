"""Evaluate the expressions and assignments of a diagram, bounded by their grammar.

Everything SpiffWorkflow would hand to Python comes here instead: conditions, parameters, timers,
scripts, message payloads and correlations, repetitions, cells of decision tables. The grammar is
in `app.engine.grammar`, the functions in `app.engine.functions`.

A name is looked up among the office's facts (`office`, given with the move and never written by
a diagram), then what the engine adds, then the variables of the case.
"""

import ast
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

from app.domain import errors
from app.engine import clock, complaints, grammar

LONGEST = 2000
MOST_ASSIGNMENTS = 50
OFFICE = "office"
_TYPES: Mapping[type, str] = {str: "text", int: "integer", bool: "boolean", type(None): "none"}
_SHAPES: Mapping[type, str] = {ast.List: "list", ast.Tuple: "list", ast.Dict: "object", ast.Compare: "boolean"}


@lru_cache(4096)
def compiled(source: str) -> grammar.Closure:
    """Return the closure of the expression `source`. Raises `ExpressionRejected`."""
    return grammar.build(_parsed(source))


@lru_cache(1024)
def assignments(source: str) -> tuple[tuple[str, grammar.Closure], ...]:
    """Return the names and closures of a script, one `name = expression` per line.

    Raises `ExpressionRejected`.
    """
    return tuple((name, grammar.build(value)) for name, value in _assigned(source))


def evaluate(source: str, *scopes: Mapping[str, Any]) -> Any:
    """Return the value of `source`; a name is taken from the first scope that has it.

    Raises `ExpressionRejected` when the grammar forbids it or the variables do not suit it.
    """
    return _run(compiled(source), scopes)


def execute(source: str, variables: dict[str, Any], *scopes: Mapping[str, Any]) -> None:
    """Carry out the assignments of `source` on `variables`. Raises `ExpressionRejected`."""
    for name, closure in assignments(source):
        variables[name] = _run(closure, (*scopes, variables))


def check(source: str) -> str | None:
    """Return what is wrong with the expression `source`, None when nothing is."""
    return _complaint(compiled, source) or grammar.doomed([_parsed(source)])


def check_script(source: str) -> str | None:
    """Return what is wrong with the script `source`, None when nothing is."""
    return _complaint(assignments, source) or grammar.doomed(value for _, value in _assigned(source))


def reads(source: str, *, script: bool = False) -> frozenset[tuple[str, str | None]]:
    """Return the (variable, field) pairs that `source` reads; field None means the whole variable.

    Raises `ExpressionRejected`.
    """
    return frozenset((name, path.partition(".")[0] or None) for name, path in paths(source, script=script))


def paths(source: str, *, script: bool = False) -> frozenset[tuple[str, str]]:
    """Return variables and what `source` reads of each: "field", "group.field", "" for the whole variable.

    Raises `ExpressionRejected`.
    """
    nodes = [value for _, value in _assigned(source)] if script else [_parsed(source)]
    return frozenset(pair for node in nodes for pair in _reads(node))


def written(source: str) -> list[tuple[str, str]]:
    """Return the names that the script `source` assigns, each with its expression. Raises `ExpressionRejected`."""
    return [(name, ast.unparse(value)) for name, value in _assigned(source)]


def kind_of(source: str) -> str:
    """Return the type that `source` surely gives: text, integer, boolean, list, object or none; "" when not sure."""
    if check(source):
        return ""
    return _kind(_parsed(source))


def constant_of(source: str) -> Any:
    """Return the value of an expression that depends on nothing; None when it does, or has none."""
    return None if check(source) or not grammar.fixed(_parsed(source)) else evaluate(source)


def texts_of(source: str) -> Iterator[str]:
    """Yield the texts that `source` may give as they stand, when it is made of nothing else."""
    if check(source):
        return
    yield from _texts(_parsed(source))


def group_of(source: str) -> dict[str, str] | None:
    """Return the names of the group that `source` writes out, with the type of each as `kind_of` tells it.

    None when it is not written out.
    """
    node = None if check(source) else _parsed(source)
    if not isinstance(node, ast.Dict):
        return None
    pairs = zip(node.keys, node.values, strict=True)
    return {str(key.value): _kind(value) for key, value in pairs if isinstance(key, ast.Constant)}


def compared(source: str) -> Iterator[tuple[str, str, str]]:
    """Yield variable, field and text wherever `source` compares a field with a text."""
    if check(source):
        return
    for node in ast.walk(_parsed(source)):
        match node:
            case ast.Compare(
                left=ast.Attribute(value=ast.Name(id=name), attr=field), ops=[sign], comparators=[other]
            ) if isinstance(sign, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
                yield from ((name, field, text) for text in _texts(other))


def _kind(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=value):
            return _TYPES.get(type(value), "")
        case ast.IfExp(body=body, orelse=otherwise):
            return _kind(body) if _kind(body) == _kind(otherwise) else ""
        case ast.Attribute(value=ast.Name(), attr="ref") | ast.Call(func=ast.Name(id="str")):
            return "text"
    return _SHAPES.get(type(node), "")


def _texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from _texts(part)
        case ast.IfExp(body=body, orelse=otherwise):
            yield from _texts(body)
            yield from _texts(otherwise)


def _reads(node: ast.AST) -> Iterator[tuple[str, str]]:
    named = _named(node)
    if named:
        yield named[0], ".".join(named[1:])
        return
    match node:
        case ast.Call(args=args):
            for part in args:
                yield from _reads(part)
        case _:
            for inner in ast.iter_child_nodes(node):
                yield from _reads(inner)


def _named(node: ast.AST) -> list[str]:
    """Return the variable and the fields below it that a node names one after the other, none for other nodes."""
    match node:
        case ast.Name(id=name):
            return [name]
        case ast.Attribute(value=above, attr=field):
            found = _named(above)
            return [*found, field] if found else []
        case ast.Subscript(value=above, slice=ast.Constant(value=str(field))) if "." not in field:
            found = _named(above)
            return [*found, field] if found else []
        case _:
            return []


def _complaint(make: Callable[[str], Any], source: str) -> str | None:
    try:
        make(source)
    except errors.ExpressionRejected as exc:
        return str(exc)
    return None


def _parsed(source: str) -> ast.expr:
    body: ast.expr = _tree(source, "eval").body
    return body


def _assigned(source: str) -> list[tuple[str, ast.expr]]:
    statements = _tree(source, "exec").body
    if len(statements) > MOST_ASSIGNMENTS:
        raise errors.ExpressionRejected("el script tiene demasiadas líneas")
    found: list[tuple[str, ast.expr]] = []
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name != OFFICE:
                found.append((grammar.name_of(name), value))
            case _:
                raise errors.ExpressionRejected("un script se compone de líneas de la forma: nombre = expresión")
    return found


@lru_cache(16)
def _tree(source: Any, mode: str) -> Any:
    """Return the syntax tree of `source`, which nobody changes. Whoever asks one question soon asks the next."""
    if not isinstance(source, str) or not source.strip():
        raise errors.ExpressionRejected("la expresión está vacía")
    if len(source) > LONGEST:
        raise errors.ExpressionRejected(f"la expresión pasa de {LONGEST} caracteres")
    try:
        return ast.parse(textwrap.dedent(source).strip(), mode=mode)
    except SyntaxError as exc:
        raise errors.ExpressionRejected(complaints.said(exc)) from exc
    except (ValueError, RecursionError, MemoryError) as exc:
        raise errors.ExpressionRejected("no se entiende") from exc


def _run(closure: grammar.Closure, scopes: tuple[Mapping[str, Any], ...]) -> Any:
    facts = clock.facts()

    def look_up(name: str) -> Any:
        if name == OFFICE and facts is not None:
            return facts
        for scope in scopes:
            if name in scope:
                return scope[name]
        raise errors.ExpressionRejected(f"no hay ninguna variable {name}")

    try:
        return closure(look_up)
    except (TypeError, ValueError, OverflowError, RecursionError) as exc:
        raise errors.ExpressionRejected(f"las variables no convienen a la expresión ({type(exc).__name__})") from exc


class Environment(BasePythonScriptEngineEnvironment):
    """Stand where SpiffWorkflow would call `eval` and `exec`."""

    def evaluate(self, expression: str, context: dict[str, Any], external_context: Any = None) -> Any:
        """Return the value of `expression` over the variables `context`."""
        return evaluate(expression, external_context or {}, context)

    def execute(self, script: str, context: dict[str, Any], external_context: Any = None) -> bool:
        """Carry out the assignments of `script` on the variables `context`."""
        execute(script, context, external_context or {})
        return True

    def call_service(self, context: dict[str, Any], **_: Any) -> Any:
        """Refuse: service tasks are deferred and never called inside a move."""
        raise NotImplementedError


class Engine(PythonScriptEngine):
    """SpiffWorkflow's script engine without Python behind it."""

    def __init__(self) -> None:
        super().__init__(Environment())

    def validate(self, expression: str) -> None:
        """Raise `ExpressionRejected` unless `expression` is in the grammar."""
        compiled(expression)

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        """Return the value of `expression` over the variables of `task`."""
        with _at(task):
            return self.environment.evaluate(expression, task.data, external_context)

    def execute(self, task: Any, script: str, external_context: Any = None) -> bool:
        """Carry out the assignments of `script` on the variables of `task`."""
        with _at(task):
            return bool(self.environment.execute(script, task.data, external_context))


@contextmanager
def _at(task: Any) -> Iterator[None]:
    try:
        yield
    except errors.ExpressionRejected as exc:
        raise errors.ExpressionRejected(f"{task.task_spec.bpmn_id or task.task_spec.name}: {exc}") from exc
