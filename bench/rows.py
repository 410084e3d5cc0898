"""What a benchmark says: a figure, what it should be, and whether it is."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `target` is words ("<= 8"); `met` is None for a figure without a target."""

    name: str
    value: float
    target: str
    met: bool | None


def at_most(name: str, value: float, most: float) -> Row:
    """Return a figure that should not exceed `most`."""
    return Row(name, round(value, 3), f"<= {most:g}", value <= most)


def exactly(name: str, value: float, wanted: float) -> Row:
    """Return a figure that should be just `wanted`."""
    return Row(name, round(value, 3), f"= {wanted:g}", value == wanted)


def told(name: str, value: float) -> Row:
    """Return a figure without a target."""
    return Row(name, round(value, 3), "", None)


def shown(bench: str, rows: Sequence[Row], *, as_json: bool) -> str:
    """Return the rows as a table for people, or as the JSON that others script against."""
    if as_json:
        return json.dumps({"bench": bench, "rows": [asdict(row) for row in rows]})
    marks = {True: "met", False: "MISSED", None: ""}
    width = max(len(row.name) for row in rows)
    return "\n".join(f"{row.name:<{width}}  {row.value:>10}  {row.target:<8} {marks[row.met]}".rstrip() for row in rows)
