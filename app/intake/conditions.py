"""The closed language in which a form says when it asks something. Never evaluated as code.

A condition is {"field": "a.b", "eq": v}, {"field": ..., "in": [...]}, {"field": ..., "gte": n},
{"all": [...]}, {"any": [...]} or {"not": {...}}. It may only ask about fields that come before. For
a question with several answers, "eq" and "in" ask whether the value is among them.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from app.domain.procedure import Condition

TESTS: Final = ("eq", "in", "gte")
DEEPEST: Final = 6


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Return whether `answers` meet `condition`; None always holds."""
    if condition is None:
        return True
    parts: Any = condition.get("all", condition.get("any"))
    if "all" in condition:
        return all(holds(part, answers) for part in parts)
    if "any" in condition:
        return any(holds(part, answers) for part in parts)
    if "not" in condition:
        return not holds(_inner(condition), answers)
    return _passes(condition, _value(condition, answers))


def settle(condition: Condition | None, here: Collection[str], answers: Mapping[str, Any]) -> Condition | bool:
    """Return what is left of `condition` to ask on a page that holds the fields `here`.

    Questions about other fields are answered from `answers`; True or False when nothing is left.
    """
    if condition is None:
        return True
    if "not" in condition:
        rest = settle(_inner(condition), here, answers)
        return not rest if isinstance(rest, bool) else {"not": rest}
    for word, decides in (("all", False), ("any", True)):
        if word in condition:
            return _settle_many(word, decides, [settle(part, here, answers) for part in _parts(condition, word)])
    return condition if str(condition["field"]).split(".")[0] in here else holds(condition, answers)


def as_schema(condition: Condition) -> dict[str, Any]:
    """Return the JSON Schema that an object of answers meets exactly when `condition` holds."""
    for word, keyword in (("all", "allOf"), ("any", "anyOf")):
        if word in condition:
            return {keyword: [as_schema(part) for part in _parts(condition, word)]}
    if "not" in condition:
        return {"not": as_schema(_inner(condition))}
    test = _test_schema(condition)
    for name in reversed(str(condition["field"]).split(".")):
        test = {"type": "object", "properties": {name: test}, "required": [name]}
    return test


def leaves(condition: Condition | None) -> Iterator[Condition]:
    """Yield the single questions that `condition` is made of."""
    if condition is None:
        return
    for word in ("all", "any"):
        for part in _parts(condition, word):
            yield from leaves(part)
    if "not" in condition:
        yield from leaves(_inner(condition))
    if "field" in condition:
        yield condition


def shape_problems(condition: object, depth: int = 0) -> Iterator[str]:
    """Yield what is wrong with the shape of a condition, whatever the fields it names."""
    if not isinstance(condition, Mapping) or depth > DEEPEST:
        yield "Una condición es un objeto con field, all, any o not, de seis niveles como mucho."
        return
    keys = set(condition)
    if keys in ({"all"}, {"any"}):
        (parts,) = condition.values()
        if not isinstance(parts, list) or not parts or len(parts) > 20:  # noqa: PLR2004 - more than anybody can read
            yield "«all» y «any» llevan una lista de una a veinte condiciones."
            return
        for part in parts:
            yield from shape_problems(part, depth + 1)
    elif keys == {"not"}:
        yield from shape_problems(condition["not"], depth + 1)
    else:
        yield from _leaf_problems(condition, keys)


def _leaf_problems(condition: Mapping[str, Any], keys: set[str]) -> Iterator[str]:
    if not isinstance(condition.get("field"), str) or len(keys) != 2 or not keys - {"field"} <= set(TESTS):  # noqa: PLR2004 - field and test
        yield "Una condición pregunta por un campo con uno de eq, in, gte."
    elif "in" in keys and not (isinstance(condition["in"], list) and condition["in"]):
        yield "«in» lleva una lista de valores."
    elif "gte" in keys and type(condition["gte"]) is not int:
        yield "«gte» lleva un número entero."


def _inner(condition: Condition) -> Condition:
    inner = condition["not"]
    if not isinstance(inner, Mapping):
        raise TypeError("not takes a condition")
    return inner


def _parts(condition: Condition, word: str) -> list[Any]:
    parts = condition.get(word, [])
    return parts if isinstance(parts, list) else []


def _settle_many(word: str, decides: bool, rests: list[Condition | bool]) -> Condition | bool:
    if decides in [rest for rest in rests if isinstance(rest, bool)]:
        return decides
    left: list[Any] = [rest for rest in rests if not isinstance(rest, bool)]
    if not left:
        return not decides
    return left[0] if len(left) == 1 else {word: left}


def _value(condition: Condition, answers: Mapping[str, Any]) -> Any:
    value: Any = answers
    for name in str(condition["field"]).split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _passes(condition: Condition, value: Any) -> bool:
    if "gte" in condition:
        return type(value) is int and value >= int(str(condition["gte"]))
    wanted: Any = condition["in"] if "in" in condition else [condition["eq"]]
    given = value if isinstance(value, list) else [value]
    return any(_same(one, other) for one in given for other in wanted)


def _same(one: object, other: object) -> bool:
    """Return whether two JSON values are the same; True is not 1."""
    return type(one) is type(other) and one == other


def _test_schema(condition: Condition) -> dict[str, Any]:
    if "gte" in condition:
        return {"type": "integer", "minimum": condition["gte"]}
    value = {"enum": condition["in"]} if "in" in condition else {"const": condition["eq"]}
    return {"anyOf": [value, {"type": "array", "contains": value}]}
