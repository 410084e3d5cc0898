"""Copy values in and out as plain JSON, so that nobody shares or smuggles an object."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain import errors

DEEPEST = 30
LARGEST = 2**63 - 1


def group(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a deep copy of `values` as plain dicts, lists and scalars. Raises `Invalid`."""
    return {_key(name): value(part) for name, part in values.items()}


def value(part: Any, depth: int = 0) -> Any:
    """Return a deep copy of one JSON value. Raises `Invalid` when it is not one."""
    if part is None or isinstance(part, bool):
        return part
    if isinstance(part, str):
        return str(part)
    if isinstance(part, int) and -LARGEST <= part <= LARGEST:
        return int(part)
    if isinstance(part, float) and math.isfinite(part):
        return float(part)
    if depth < DEEPEST and isinstance(part, Mapping):
        return {_key(name): value(inner, depth + 1) for name, inner in part.items()}
    if depth < DEEPEST and isinstance(part, Sequence) and not isinstance(part, bytes | bytearray | memoryview):
        return [value(inner, depth + 1) for inner in part]
    raise errors.Invalid(f"a {type(part).__name__} is not a JSON value within bounds")


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise errors.Invalid("the names of a JSON object are texts")
    return name
