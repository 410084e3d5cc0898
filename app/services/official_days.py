"""The days off that State and regions publish, as the library `holidays` has them; years to come are foreseen."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final

import holidays

_YEARS: Final = range(2015, 2051)


def official(region: str, years: Iterable[int]) -> list[tuple[date, str, str]]:
    """Return day, scope and Spanish name of the days off of the State and of a region ("VC")."""
    wanted = list(years)
    state = holidays.country_holidays("ES", years=wanted, language="es")
    both = holidays.country_holidays("ES", subdiv=region or None, years=wanted, language="es")
    return [(day, "national" if day in state else "region", name) for day, name in sorted(both.items())]


@cache
def days_of(region: str) -> frozenset[date]:
    """Return every day off of a region in the years that offices count with; none for an unknown region ("")."""
    return frozenset(day for day, _, _ in official(region, _YEARS)) if region else frozenset()
