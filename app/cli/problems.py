"""Show problems to an analyst: as text to read from top to bottom, or as JSON for editors."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from app.domain.procedure import Problem

GROUP: Final = "procedures"
ABOUT: Final = "comprueba, publica y enumera procedimientos"


def as_json(checked: Mapping[str, Sequence[Problem]]) -> str:
    """Return the problems of each file as JSON; the shape is a public contract."""
    files = [
        {
            "file": file,
            "problems": [
                {"element": one.element, "name": one.name, "message": one.message, "hint": one.hint} for one in found
            ],
        }
        for file, found in checked.items()
    ]
    return json.dumps({"files": files}, ensure_ascii=False)


def as_text(checked: Mapping[str, Sequence[Problem]]) -> str:
    """Return the problems of each file as text, and how many there are."""
    lines: list[str] = []
    for file, found in checked.items():
        if found:
            lines += [file, *(line for one in found for line in _problem(one)), ""]
        else:
            lines.append(f"{file}: correcto")
    return "\n".join([*lines, *_sum(checked.values())]).strip("\n")


def _problem(one: Problem) -> Iterable[str]:
    named = f" «{' '.join(one.name.split())}»" if one.name and one.name not in one.element else ""
    place = f"{one.element}{named}: " if one.element or named else ""
    yield f"  {place.lstrip()}{one.message}"
    if one.hint:
        yield f"      {one.hint}"


def _sum(found: Iterable[Sequence[Problem]]) -> Iterable[str]:
    counts = [len(each) for each in found if each]
    if counts:
        problems = "1 problema" if sum(counts) == 1 else f"{sum(counts)} problemas"
        yield f"{problems} en {'1 fichero' if len(counts) == 1 else f'{len(counts)} ficheros'}."
