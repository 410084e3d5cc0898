"""Values that a form works out from other answers: how many entries, or a sum."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.intake.definition import Field
from app.intake.readings import Terms


def total(spec: Field, answers: Mapping[str, Any]) -> int:
    """Return the value of a calculated field; what was not answered, or not well, counts as nothing."""
    if "count" in spec.calc:
        counted = answers.get(str(spec.calc["count"]))
        plus = spec.calc.get("plus", 0)
        return (len(counted) if isinstance(counted, list) else 0) + (plus if isinstance(plus, int) else 0)
    paths = spec.calc["sum"]
    return sum(number for path in (paths if isinstance(paths, list) else []) for number in _numbers(path, answers))


def show(spec: Field, answers: Mapping[str, Any], terms: Terms) -> str:
    """Return the value as people read it: an amount in euros when `unit` is "money"."""
    value = total(spec, answers)
    return terms.money(value) if spec.calc.get("unit") == "money" else str(value)


def _numbers(path: str, answers: Mapping[str, Any]) -> Iterator[int]:
    first, _, rest = path.partition(".")
    value = answers.get(first)
    if not rest:
        if type(value) is int:
            yield value
        return
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, Mapping):
            yield from _numbers(rest, entry)
