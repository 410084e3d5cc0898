"""The functions that an expression may call, by name: total, bounded, and free of effects."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain import errors
from app.engine import clock

LONGEST_TEXT = 10_000
LARGEST_NUMBER = 10**15


def number(value: Any) -> Any:
    """Return `value` when it is a number within bounds. Raises `ExpressionRejected`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise errors.ExpressionRejected("aquí hace falta un número")
    if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        raise errors.ExpressionRejected("un número pasa de su límite")
    return value


def text(value: Any) -> str:
    """Return `value` when it is a text within bounds. Raises `ExpressionRejected`."""
    if not isinstance(value, str):
        raise errors.ExpressionRejected("aquí hace falta un texto")
    if len(value) > LONGEST_TEXT:
        raise errors.ExpressionRejected("un texto pasa de su límite")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise errors.ExpressionRejected("aquí hace falta una lista")
    return value


def _len(value: Any) -> int:
    if not isinstance(value, str | list | dict):
        raise errors.ExpressionRejected("len() recibe un texto, una lista o un grupo")
    return len(value)


def _str(value: Any) -> str:
    if value is None or isinstance(value, list | dict):
        raise errors.ExpressionRejected("str() recibe un número o un texto")
    return text(str(value))


def _int(value: Any) -> int:
    if isinstance(value, str) and len(value) > len(str(LARGEST_NUMBER)) + 1:
        raise errors.ExpressionRejected("un número pasa de su límite")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise errors.ExpressionRejected("int() recibe un número o su texto")
    return int(number(int(value)))


def _ordered(values: Any) -> list[Any]:
    found = _list(values)
    if all(isinstance(value, str) for value in found):
        return sorted(found)
    return sorted(number(value) for value in found)


def _some(name: str, values: tuple[Any, ...]) -> list[Any]:
    found = _ordered(list(values) if len(values) > 1 else values[0])
    if not found:
        raise errors.ExpressionRejected(f"{name}() de nada")
    return found


def _min(*values: Any) -> Any:
    return _some("min", values)[0]


def _max(*values: Any) -> Any:
    return _some("max", values)[-1]


def _sum(values: Any) -> Any:
    return number(sum(number(value) for value in _list(values)))


def _round(value: Any, digits: Any = 0) -> Any:
    number(value)
    if isinstance(digits, bool) or not isinstance(digits, int) or not 0 <= digits <= 6:  # noqa: PLR2004  # micro-units
        raise errors.ExpressionRejected("round() conserva de 0 a 6 decimales")
    return round(value, digits) if digits else round(value)


def _any(values: Any) -> bool:
    return any(_list(values))


def _all(values: Any) -> bool:
    return all(_list(values))


def _starts_with(value: Any, beginning: Any) -> bool:
    return text(value).startswith(text(beginning))


KNOWN: Mapping[str, Callable[..., Any]] = {
    "working_days": clock.working_days,
    "calendar_days": clock.calendar_days,
    "months": clock.months,
    "hours": clock.hours,
    "minutes": clock.minutes,
    "today": clock.today,
    "date": clock.iso_date,
    "years_after": clock.years_after,
    "len": _len,
    "str": _str,
    "int": _int,
    "min": _min,
    "max": _max,
    "sum": _sum,
    "round": _round,
    "sorted": _ordered,
    "any": _any,
    "all": _all,
    "starts_with": _starts_with,
}
