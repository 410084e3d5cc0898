"""Turn the syntax tree of an expression into a closure, refusing every node it does not know.

Nothing is handed to `eval`: what is not built here cannot happen. A name is a variable of the
diagram; `a.b` is the entry "b" of the group `a`, never an attribute of an object, and is None
when the group lacks it (an optional answer) or when `a` is None. The cost of a closure is bounded
by the length of its source: no loops, no powers, no repetition, and every result is capped.
"""

import ast
import math
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.domain import errors
from app.engine import functions

Scope = Callable[[str], Any]
Closure = Callable[[Scope], Any]

DEEPEST = 40
WIDEST = 200
LONGEST_LITERAL = 1000

_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}

_CALCULATION = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop)

_SAID: Mapping[str, str] = {
    "Pow": "la potencia (**)",
    "BitXor": "el signo ^",
    "BitAnd": "el signo &",
    "BitOr": "el signo |",
    "MatMult": "el signo @",
    "LShift": "el signo <<",
    "RShift": "el signo >>",
    "Invert": "el signo ~",
    "Lambda": "lambda",
    "JoinedStr": 'un texto f"…"',
    "NamedExpr": "el signo :=",
    "Starred": "un asterisco",
    "Slice": "un trozo de lista (a[1:2])",
    "Set": "un conjunto entre llaves",
}


def build(node: ast.expr, depth: int = 0) -> Closure:
    """Return the closure of `node`. Raises `ExpressionRejected` for what the grammar forbids."""
    if depth > DEEPEST:
        raise errors.ExpressionRejected("la expresión tiene demasiados paréntesis anidados")
    builder = _BUILDERS.get(type(node))
    if builder is None:
        raise errors.ExpressionRejected(f"{_said(node)} no se admite en una expresión")
    return builder(node, depth + 1)


def name_of(text: str) -> str:
    """Return `text` when it may name a variable or a field. Raises `ExpressionRejected`."""
    if text.startswith("_") or "__" in text or not text.isascii():
        raise errors.ExpressionRejected("los nombres llevan letras sin tilde, cifras y guiones bajos sueltos")
    return text


def fixed(node: ast.expr) -> bool:
    """Say whether `node` is a calculation that depends on nothing."""
    return all(isinstance(part, _CALCULATION) for part in ast.walk(node))


def doomed(nodes: Iterable[ast.expr]) -> str | None:
    """Return what is wrong with a calculation in `nodes` that can only fail, such as a division by 0."""
    for node in (part for whole in nodes for part in ast.walk(whole) if isinstance(part, ast.BinOp)):
        try:
            right = build(node.right)(_nothing) if fixed(node.right) else 1
            if isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod):
                _calculate(operator.truediv, 1, right)
            if fixed(node):
                build(node)(_nothing)
        except errors.ExpressionRejected as exc:
            return str(exc)
    return None


def _nothing(name: str) -> Any:
    raise errors.ExpressionRejected(f"no hay ninguna variable {name}")


def _said(node: ast.AST) -> str:
    kind = type(node).__name__
    return _SAID.get(kind, "un bucle" if kind.endswith("Comp") or kind == "GeneratorExp" else kind)


def _constant(node: ast.Constant, _: int) -> Closure:
    value = node.value
    if isinstance(value, str) and len(value) > LONGEST_LITERAL:
        raise errors.ExpressionRejected("un texto de la expresión es demasiado largo")
    if isinstance(value, int | float) and not isinstance(value, bool):
        functions.number(value)
    if not isinstance(value, str | int | float | bool | None):
        raise errors.ExpressionRejected(f"un valor de tipo {type(value).__name__} no se admite en una expresión")
    return lambda _: value


def _name(node: ast.Name, _: int) -> Closure:
    name = name_of(node.id)
    return lambda scope: scope(name)


def _attribute(node: ast.Attribute, depth: int) -> Closure:
    owner, field = build(node.value, depth), name_of(node.attr)

    def read(scope: Scope) -> Any:
        group = owner(scope)
        if group is None:
            return None
        if not isinstance(group, Mapping):
            raise errors.ExpressionRejected(f"se pide «{field}» a algo que no es un grupo")
        return group.get(field)

    return read


def _subscript(node: ast.Subscript, depth: int) -> Closure:
    owner, key = build(node.value, depth), build(node.slice, depth)

    def read(scope: Scope) -> Any:
        group, wanted = owner(scope), key(scope)
        by_name = isinstance(group, Mapping) and isinstance(wanted, str)
        by_place = isinstance(group, list) and isinstance(wanted, int) and not isinstance(wanted, bool)
        if not by_name and not by_place:
            raise errors.ExpressionRejected("los corchetes llevan un nombre de un grupo o un lugar de una lista")
        try:
            return group[wanted]
        except (KeyError, IndexError) as exc:
            raise errors.ExpressionRejected("los corchetes piden algo que no está") from exc

    return read


def _unary(node: ast.UnaryOp, depth: int) -> Closure:
    inner = build(node.operand, depth)
    if isinstance(node.op, ast.Not):
        return lambda scope: not inner(scope)
    if isinstance(node.op, ast.USub):
        return lambda scope: -functions.number(inner(scope))
    if isinstance(node.op, ast.UAdd):
        return lambda scope: functions.number(inner(scope))
    raise errors.ExpressionRejected(f"{_said(node.op)} no se admite en una expresión")


def _text_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple | ast.Dict) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _binary(node: ast.BinOp, depth: int) -> Closure:
    left, right = build(node.left, depth), build(node.right, depth)
    if isinstance(node.op, ast.Add):
        return lambda scope: _plus(left(scope), right(scope))
    work = _ARITHMETIC.get(type(node.op))
    if work is None or _text_literal(node.left) or _text_literal(node.right):
        raise errors.ExpressionRejected(f"{_said(node.op)} no se admite aquí")
    return lambda scope: _calculate(work, left(scope), right(scope))


def _plus(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return functions.text(left + right)
    return _calculate(operator.add, left, right)


def _calculate(work: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    try:
        result = functions.number(work(functions.number(left), functions.number(right)))
    except ArithmeticError as exc:
        raise errors.ExpressionRejected("una división entre cero o un número imposible") from exc
    if not math.isfinite(result):
        raise errors.ExpressionRejected("un número imposible")
    return result


def _compare(node: ast.Compare, depth: int) -> Closure:
    pairs = list(zip(node.ops, node.comparators, strict=True))
    for sign, other in pairs:
        if isinstance(sign, ast.Is | ast.IsNot) and not (isinstance(other, ast.Constant) and other.value is None):
            raise errors.ExpressionRejected("«is» solo compara con None; use ==")
    first = build(node.left, depth)
    rest = [(_COMPARISONS[type(sign)], build(other, depth)) for sign, other in pairs]

    def compare(scope: Scope) -> bool:
        left = first(scope)
        for holds, operand in rest:
            right = operand(scope)
            if not holds(left, right):
                return False
            left = right
        return True

    return compare


def _boolean(node: ast.BoolOp, depth: int) -> Closure:
    parts = [build(value, depth) for value in node.values]
    stop_at = isinstance(node.op, ast.Or)

    def decide(scope: Scope) -> Any:
        value: Any = None
        for part in parts:
            value = part(scope)
            if bool(value) is stop_at:
                return value
        return value

    return decide


def _conditional(node: ast.IfExp, depth: int) -> Closure:
    test, yes, no = (build(part, depth) for part in (node.test, node.body, node.orelse))
    return lambda scope: yes(scope) if test(scope) else no(scope)


def _several(node: ast.List | ast.Tuple, depth: int) -> Closure:
    if len(node.elts) > WIDEST:
        raise errors.ExpressionRejected("una lista de la expresión es demasiado larga")
    parts = [build(part, depth) for part in node.elts]
    return lambda scope: [part(scope) for part in parts]


def _group(node: ast.Dict, depth: int) -> Closure:
    if len(node.keys) > WIDEST:
        raise errors.ExpressionRejected("un grupo de la expresión es demasiado largo")
    parts: list[tuple[str, Closure]] = []
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            raise errors.ExpressionRejected("los nombres de un grupo son textos entre comillas")
        parts.append((key.value, build(value, depth)))
    return lambda scope: {key: value(scope) for key, value in parts}


def _call(node: ast.Call, depth: int) -> Closure:
    known = functions.KNOWN.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if known is None:
        raise errors.ExpressionRejected("solo se puede llamar a estas funciones: " + ", ".join(sorted(functions.KNOWN)))
    if node.keywords or len(node.args) > WIDEST:
        raise errors.ExpressionRejected("una función recibe unos pocos valores sencillos")
    parts = [build(part, depth) for part in node.args]
    return lambda scope: known(*(part(scope) for part in parts))


_BUILDERS: Mapping[type[ast.expr], Callable[[Any, int], Closure]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.BoolOp: _boolean,
    ast.IfExp: _conditional,
    ast.List: _several,
    ast.Tuple: _several,
    ast.Dict: _group,
    ast.Call: _call,
}
