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
from app.engine import clock, grammar

LONGEST = 2000
MOST_ASSIGNMENTS = 50
OFFICE = "office"


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
    return _complaint(compiled, source)


def check_script(source: str) -> str | None:
    """Return what is wrong with the script `source`, None when nothing is."""
    return _complaint(assignments, source)


def reads(source: str, *, script: bool = False) -> frozenset[tuple[str, str | None]]:
    """Return the (variable, field) pairs that `source` reads; field None means the whole variable.

    Raises `ExpressionRejected`.
    """
    nodes = [value for _, value in _assigned(source)] if script else [_parsed(source)]
    return frozenset(pair for node in nodes for pair in _reads(node))


def _reads(node: ast.AST) -> Iterator[tuple[str, str | None]]:
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr=field):
            yield name, field
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(field))):
            yield name, field
        case ast.Name(id=name):
            yield name, None
        case ast.Call(args=args):
            for part in args:
                yield from _reads(part)
        case _:
            for inner in ast.iter_child_nodes(node):
                yield from _reads(inner)


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
        raise errors.ExpressionRejected("a script has too many lines")
    found: list[tuple[str, ast.expr]] = []
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name != OFFICE:
                found.append((grammar.name_of(name), value))
            case _:
                raise errors.ExpressionRejected("a script holds lines of the form: name = expression")
    return found


def _tree(source: Any, mode: str) -> Any:
    if not isinstance(source, str) or not source.strip():
        raise errors.ExpressionRejected("the expression is empty")
    if len(source) > LONGEST:
        raise errors.ExpressionRejected(f"the expression is longer than {LONGEST} characters")
    try:
        return ast.parse(textwrap.dedent(source).strip(), mode=mode)
    except SyntaxError as exc:
        raise errors.ExpressionRejected(f"it cannot be read: {exc.msg}") from exc
    except (ValueError, RecursionError, MemoryError) as exc:
        raise errors.ExpressionRejected("it cannot be read") from exc


def _run(closure: grammar.Closure, scopes: tuple[Mapping[str, Any], ...]) -> Any:
    facts = clock.facts()

    def look_up(name: str) -> Any:
        if name == OFFICE and facts is not None:
            return facts
        for scope in scopes:
            if name in scope:
                return scope[name]
        raise errors.ExpressionRejected(f"there is no variable {name}")

    try:
        return closure(look_up)
    except (TypeError, ValueError, OverflowError, RecursionError) as exc:
        raise errors.ExpressionRejected(f"the variables do not suit the expression ({type(exc).__name__})") from exc


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
