"""Who decides: bodies of the entity and their time in office; and how what they decide is numbered.

Source: Ley 40/2015 art. 5, 9 and 41; Ley 7/1985 art. 21 and 52.
"""

from datetime import date
from typing import Final

AUTHORITY: Final = "authority"
"""The role of the staff who decide, and the name of the field in which they sign."""
KINDS: Final = ("plenary", "board", "mayor", "councillor", "secretary", "unit")
"""What bodies there are: the plenary, the government board, the mayor, a councillor, the secretary, a unit."""
CAPACITIES: Final = ("holder", "substitute")
"""How somebody is at the head of a body. Source for substitutes: Ley 40/2015 art. 13."""
RESOLUTIONS, OTHERS = "R", "A"
"""Series of numbers: resolutions and agreements, and whatever else is issued, such as certificates."""

_RESOLVING: Final = frozenset({"TD01", "TD02"})
_YEARS: Final = range(2000, 10_000)
_LAST: Final = 999_999


def series(eni_type: str) -> str:
    """Return the series in which a document of this ENI type (TD01..TD99) is numbered."""
    return RESOLUTIONS if eni_type in _RESOLVING else OTHERS


def number(year: int, kind: str, place: int) -> str:
    """Return the number of what was decided as it is written: 2026-R-000012. Raises `ValueError` when it is none."""
    if year not in _YEARS or kind not in {RESOLUTIONS, OTHERS} or not 1 <= place <= _LAST:
        raise ValueError("a number has a year, a series and a place of at most six digits")
    return f"{year:04d}-{kind}-{place:06d}"


def in_force(day: date, since: date, until: date | None) -> bool:
    """Return whether something that runs from `since` to `until`, both included, is in force on a day."""
    return since <= day and (until is None or day <= until)
